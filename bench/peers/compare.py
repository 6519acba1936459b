"""This toolkit beside other readers of tables, on the same files in one run: cells, seconds, memory.

    python -m bench.peers.compare PYTHON      PYTHON: the interpreter that has the other readers

Writes docs/benchmarks.md. Every reader gets each file in a process of its own kind, one after the other on one core.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bench import real
from bench.accuracy import MARKED
from bench.peers.align import record_of
from corpora.synthetic.content import make_report
from corpora.synthetic.dataset import renderers
from corpora.synthetic.gold import gold
from corpora.synthetic.render.levels import LEVELS, draw
from corpora.synthetic.render.rendered import Rendered, RenderError
from corpora.synthetic.render.scan import scan_as
from corpora.synthetic.report import Report
from extractor import Record
from extractor.evaluate.gold import Gold, gold_of, read_gold
from extractor.evaluate.match import Judged, Predicted, judge
from extractor.evaluate.metrics import score
from extractor.evaluate.wording import share

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
FIRST_SEED, REPORTS = 2_800_000, 4  # of the test split
FORMATS = ("html", "pdf-browser", "pdf-office")
_SCAN = "scan-normal"
OWN = ("extractor", "extractor (tables alone)")
SCANS = (0, 2)  # the reports that are scanned too: one of the 2014 form, one of the 2019 form
READERS = {
    "HTML": (*OWN, "pandas.read_html"),
    "PDF": (*OWN, "pdfplumber", "camelot (default)", "camelot (vector)", "img2table"),
    "scans": (OWN[0], "RapidOCR in ruled cells"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """One reader over a set of files: judged documents, seconds, pages, and the peak memory in MiB."""

    documents: tuple[Judged, ...]
    seconds: float
    pages: int
    peak: float


def main(python: str) -> None:
    """Generate, read, judge, and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        sets = {"Generated reports": generated(Path(folder))}
        if real.available():
            sets["Real reports"] = published()
        parts = [_INTRODUCTION]
        for title, files in sets.items():
            for kind, readers in READERS.items():
                chosen = {path: known for path, known in files.items() if kind_of(path) == kind}
                if chosen:
                    results = {reader: measure(python, reader, chosen) for reader in readers}
                    parts.append(table(f"{title}, {kind}", results))
                    print(parts[-1], flush=True)
    kept = MARKED.search(PAGE.read_text("utf-8")) if PAGE.exists() else None
    PAGE.write_text("\n".join([*parts, kept[0] if kept else ""]), encoding="utf-8")


def generated(folder: Path) -> dict[Path, Gold]:
    """Reports with tables, in every format whose tools are there."""
    found: dict[Path, Gold] = {}
    made = 0
    for seed in count(FIRST_SEED):
        report = make_report(seed, "test")
        truth = gold_of(gold(report).to_dict(), report.id)
        if not any(slot.value for slot in (truth.cells or {}).values()):
            continue
        for kind in (*FORMATS, _SCAN) if made in SCANS else FORMATS:
            try:
                file = _written(kind, report)
            except RenderError as error:
                print(f"{kind}: {error}", file=sys.stderr)
                continue
            path = folder / f"{report.id}.{kind}{file.suffix}"
            path.write_bytes(file.data)
            found[path] = truth
        made += 1
        if made == REPORTS:
            break
    return found


def _written(kind: str, report: Report) -> Rendered:
    """A scan is always a PDF of pictures here, so that every reader is given one file."""
    rng = random.Random(f"{report.id}/{kind}")
    if kind != _SCAN:
        return renderers()[kind](report, rng)
    source = renderers()["pdf-office"](report, rng)
    return scan_as(source, draw(LEVELS["normal"], len(source.pages), rng), ".pdf", "normal")


def kind_of(path: Path) -> str:
    """Which readers a file is for; empty for none."""
    if f".{_SCAN}." in path.name:
        return "scans"
    return {".html": "HTML", ".pdf": "PDF"}.get(path.suffix, "")


def published() -> dict[Path, Gold]:
    """The real web pages and PDFs whose cells are known."""
    golds = [g for g in read_gold(real.REPORTS / "reports") if g.cells and g.schema]
    return {path: g for g in golds for path in g.documents if kind_of(path)}


def measure(python: str, reader: str, files: Mapping[Path, Gold]) -> Result:
    """One process of one reader over all files."""
    own = reader in OWN
    program = [sys.executable if own else python, str(ROOT / "bench" / "peers" / "read.py"), reader]
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*program, *map(str, files)], capture_output=True, text=True, check=True, env=environment)
    *lines, last = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    judged = tuple(_judged(files[Path(line["file"])], line) for line in lines)
    return Result(judged, sum(line["seconds"] for line in lines), sum(map(_pages, files)), last["peak_mib"])


def _judged(known: Gold, line: Mapping[str, Any]) -> Judged:
    if "record" in line:
        record = Record.from_json(json.dumps(line["record"]))
    elif "tables" in line and known.schema:
        record = record_of(line["tables"], known.schema)
    else:
        return judge(known, Predicted(line["file"], "", None, error=line.get("error", "")))
    return judge(known, Predicted(line["file"], "", record))


def _pages(path: Path) -> int:
    if path.suffix != ".pdf":
        return 1
    import pypdfium2

    with pypdfium2.PdfDocument(path) as file:
        return len(file)


def table(title: str, results: Mapping[str, Result]) -> str:
    """A Markdown table; seconds and memory also as multiples of this toolkit's."""
    own = results["extractor"]
    files = len(own.documents)
    lines = [
        f"## {title}: {files} files, {own.pages} pages\n",
        "| | cells | non-zero cells | all cells right | failed | seconds a page | × | peak MiB | × |",
        "| --- |" + " ---: |" * 8,
    ]
    for reader, result in results.items():
        lines.append("| " + " | ".join([reader, *_numbers(result, own)]) + " |")
    return "\n".join(lines) + "\n"


def _numbers(result: Result, own: Result) -> Iterator[str]:
    s = score(result.documents)
    yield from (share(s.cells.share), share(s.nonzero.share), f"{s.tables.right} of {s.tables.of}", str(s.failed))
    if s.failed == len(result.documents):
        yield from "––––"  # the time that it takes to refuse is no speed
        return
    each, ours = result.seconds / result.pages, own.seconds / own.pages
    if all(document.failed for document in own.documents):
        yield from (f"{each:.3f}", "–", f"{result.peak:.0f}", "–")
        return
    yield from (f"{each:.3f}", f"{each / ours:.2f}", f"{result.peak:.0f}", f"{result.peak / own.peak:.2f}")


_INTRODUCTION = """# Beside other readers of tables

Written by `make bench-peers`, which builds an environment for the other readers, so that they never enter this one.
Every number of a table comes from one run on one machine; compare the rows, not the machines.

How it is measured:

- The files are generated reports of the test split in HTML and as PDFs from a browser and from a word processor, and,
  where they lie beside the checkout, real ones.
- This toolkit reads a file to its record: tables, text, facts and sums; once more without the text, as the others do.
  The others give raw tables; theirs are named by
  the aligner of this toolkit, which is told the report type from the gold. So a cell counts as right for them when its
  number was recovered in a place that its row and column labels still name. Labels that a reader repeats over a merged
  cell are merged again before.
- A cell is right when its value is exactly what is printed, blanks included. A file on which a reader raises an error
  has all its cells wrong.
- Seconds are processor time of reading, imports and one warm-up excluded; memory is the peak of the whole process.
- camelot (vector) stands for `flavor="lattice", engine="vector", split_text=True, copy_text=["h", "v"]`, the best
  settings known for these forms; camelot (default) for `flavor="lattice"`. pandas.read_html uses lxml, img2table the
  text layer without OCR.
- Scans are PDFs of pictures, worn like scan-normal (skew, blur, noise, at times a fax), of one report of the 2014 form
  and one of 2019; two files are too few to tell more than the order of things. RapidOCR in ruled cells is what one
  would do by hand today: a
  page is levelled by its long lines (OpenCV), tables and cells are what ruling lines found by morphology enclose, and a
  text box that RapidOCR finds, with the models in its wheel, belongs to the cell that its middle is in. Pages without a
  ruled table are not read.
- `×` is the multiple of this toolkit's number.
"""


if __name__ == "__main__":
    main(sys.argv[1])
