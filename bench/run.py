"""Speed on one core: documents a second by format, start-up, and the ratio to reading the tables alone.

python bench/run.py          prints a table; asserts nothing
"""

import io
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor import extract, load_document  # noqa: E402

EXAMPLE = ROOT / "examples" / "yunhu-2023"
SECONDS = 3.0  # of work for each throughput
RUNS = 5  # of a command, the median counts


def sources() -> dict[str, list[Path]]:
    """The bundled example, and the whole reports beside the checkout where they are there, by suffix."""
    from bench import real

    found = {suffix: [EXAMPLE.with_suffix(suffix)] for suffix in (".txt", ".html")}
    if real.available():
        for folder in ("sample", "reports"):
            for path, _ in real.documents(folder):
                found.setdefault(path.suffix, []).append(path)
    return found


def docx(path: Path) -> bytes:
    """The same document as a Word file: paragraphs, and tables with their merged cells."""
    import docx as word

    document = load_document(path)
    file = word.Document()
    for block in document.blocks:
        if block.grid is None:
            file.add_paragraph(document.slice(block.span))
            continue
        grid = document.grids[block.grid]
        table = file.add_table(grid.rows, grid.columns)
        for cell in grid.cells:
            first = table.cell(cell.row, cell.column)
            last = table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            first.merge(last).text = cell.text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def seconds_each(work: Callable[[bytes], object], documents: Sequence[bytes]) -> float:
    """Mean seconds a document; the first round warms up and is not counted."""
    for document in documents:
        work(document)
    rounds, start = 0, time.perf_counter()
    while rounds == 0 or time.perf_counter() - start < SECONDS:
        for document in documents:
            work(document)
        rounds += 1
    return (time.perf_counter() - start) / (rounds * len(documents))


def command_seconds(arguments: Sequence[str]) -> float:
    """Median seconds of a whole run of Python with these arguments."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True, cwd=ROOT)
        return time.perf_counter() - start

    once()
    return statistics.median(once() for _ in range(RUNS))


def read_html(data: bytes) -> object:
    """What pandas makes of a page: its tables, unlabelled; nothing where it has none."""
    import pandas

    try:
        return pandas.read_html(io.BytesIO(data))
    except ValueError:
        return None


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    print(f"{'documents':28}{'number':>8}{'ms each':>10}{'a second':>10}")
    each: dict[str, float] = {}
    documents = {suffix: [path.read_bytes() for path in paths] for suffix, paths in sources().items()}
    documents[".docx"] = [docx(path) for path in sources()[".html"]]
    for suffix, contents in sorted(documents.items()):
        each[suffix] = seconds_each(extract, contents)
        print(f"{suffix[1:]:28}{len(contents):8}{each[suffix] * 1000:10.1f}{1 / each[suffix]:10.1f}")
    tables_alone = seconds_each(read_html, documents[".html"])
    print(
        f"{'html, pandas.read_html':28}{len(documents['.html']):8}{tables_alone * 1000:10.1f}{1 / tables_alone:10.1f}"
    )
    print(f"\nextract / pandas.read_html on the same pages: {each['.html'] / tables_alone:.2f}")
    empty = command_seconds(["-c", "pass"])
    print(f"\n{'seconds':28}{'whole':>8}{'less an empty Python':>22}")
    for label, arguments in {
        "one report to JSON": ["-m", "extractor", "extract", str(EXAMPLE.with_suffix(".html")), "--format", "json"],
        "extractor --help": ["-m", "extractor", "--help"],
        "import extractor": ["-c", "import extractor"],
    }.items():
        whole = command_seconds(arguments)
        print(f"{label:28}{whole:8.2f}{whole - empty:22.2f}")


if __name__ == "__main__":
    main()
