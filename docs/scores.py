"""Scores the real reports beside the checkout and writes the table between the score marks of both READMEs."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import real  # noqa: E402  (bench lies beside docs, not in the package)

_MARKED = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- /scores -->)", re.S)
_HEADS = {
    "README.md": (
        "| | documents | cells | counts: precision | recall | F1 | metadata | broken sums found |",
        {"sample": "first report, pasted", "reports": "whole reports", "narratives": "excerpts of texts"},
    ),
    "README.zh.md": (
        "| | 文件 | 单元格 | 正文数字：精确率 | 召回率 | F1 | 元数据 | 查出的不符 |",
        {"sample": "样例（粘贴文本）", "reports": "整篇年报", "narratives": "正文片段"},
    ),
}


def main() -> None:
    """Measure once, write two tables."""
    if not real.available():
        sys.exit(f"no reports at {real.REPORTS}: the scores stay as they are")
    measured = {folder: real.measure(folder) for folder in real.FOLDERS}
    for page, (head, labels) in _HEADS.items():
        rows = "".join(_row(labels[folder], measured[folder]) for folder in real.FOLDERS)
        table = f"{head}\n| --- |{' ---: |' * 7}\n{rows}"
        path = ROOT / page
        before, after = _MARKED.split(path.read_text(encoding="utf-8"))
        path.write_text(before + table + after, encoding="utf-8")
        print(table)


def _row(label: str, m: dict[str, float]) -> str:
    shares = ("cells", "precision", "recall", "f1", "metadata", "violations")
    cells = [f"{m[name]:.3f}" if name in m else "–" for name in shares]
    return f"| {' | '.join([label, str(m['documents']), *cells])} |\n"


if __name__ == "__main__":
    main()
