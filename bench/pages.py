"""Pages of PDFs and scans beside the usual readers, in one run: seconds of processor time a page, ratios, memory.

python -m bench.pages          prints two tables; asserts nothing
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import logging  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

from bench import real  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "yunhu-2023.pdf"
SCAN = ROOT / "examples" / "yunhu-2023-scan.pdf"
ROUNDS = 3  # the fastest counts
MANY = 500  # readings of digital files in one process, to see whether its memory grows
_MEMORY = """
import sys
from extractor import extract
def mib(key):
    return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith(key)) / 1024
files, times = sys.argv[2:], int(sys.argv[1])
for k in range(times):
    extract(files[k % len(files)])
    if k == times // 10:
        early = mib("VmRSS:")
print(f"{mib('VmHWM:'):.0f} {mib('VmRSS:') - early:.0f}")
"""


def digital() -> list[Path]:
    """The bundled PDF, and the real ones beside the checkout where they are there."""
    found = [EXAMPLE]
    if real.available():
        found += [path for path, _ in real.documents("reports") if path.suffix == ".pdf"]
    return found


def pages(path: Path) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def seconds_a_page(work: Callable[[str], object], files: Sequence[Path]) -> float:
    """Processor time a page of the fastest round; the first round warms up and is not counted."""
    best = float("inf")
    for k in range(ROUNDS + 1):
        begun = time.process_time()
        for path in files:
            work(str(path))
        if k:
            best = min(best, time.process_time() - begun)
    return best / sum(map(pages, files))


def full_page_ocr(path: str) -> None:
    """RapidOCR as it comes, small model, on each whole page at 200 dpi; no table is made of what it reads."""
    import pypdfium2

    from bench.peers.read import _ocr

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            _ocr()(page.render(scale=200 / 72).to_numpy())


def memory(times: int, files: Sequence[Path]) -> tuple[int, int]:
    """Peak MiB of a process that reads these files in turn, and by how much it grew after the first tenth."""
    command = [sys.executable, "-c", _MEMORY, str(times), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    peak, growth = done.stdout.split()[-2:]
    return int(peak), int(growth)


def show(title: str, found: dict[str, float]) -> None:
    """A table: seconds a page, and how many times as long as the first."""
    first = next(iter(found.values()))
    print(f"\n{title:52}{'ms a page':>10}{'×':>8}")
    for name, seconds in found.items():
        print(f"{name:52}{seconds * 1000:10.1f}{seconds / first:8.2f}")


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)  # pdfminer tells of every font
    from bench.peers.read import READERS, tables_alone, this_toolkit
    from extractor import load_document

    files = digital()
    show(
        f"digital PDFs ({len(files)} files, {sum(map(pages, files))} pages)",
        {
            "extractor: text, grids and places": seconds_a_page(load_document, files),
            "extractor: tables to named values and sums": seconds_a_page(tables_alone, files),
            "extractor: the whole record": seconds_a_page(this_toolkit, files),
            "pdfplumber: tables": seconds_a_page(READERS["pdfplumber"], files),
            "camelot: lattice, default": seconds_a_page(READERS["camelot (default)"], files),
            "camelot: lattice, vector engine": seconds_a_page(READERS["camelot (vector)"], files),
        },
    )
    show(
        f"a scan ({pages(SCAN)} pages, all with tables)",
        {
            "extractor: text, grids and places": seconds_a_page(load_document, [SCAN]),
            "extractor: the whole record": seconds_a_page(this_toolkit, [SCAN]),
            "RapidOCR: full page, small model, no tables": seconds_a_page(full_page_ocr, [SCAN]),
            "RapidOCR in ruled cells": seconds_a_page(READERS["RapidOCR in ruled cells"], [SCAN]),
        },
    )
    print(f"\n{'memory of one process':52}{'peak MiB':>10}{'growth':>8}")
    for name, times, what in (("digital PDFs, read 500 times", MANY, files), ("a scan, read 20 times", 20, [SCAN])):
        peak, growth = memory(times, what)
        print(f"{name:52}{peak:10}{growth:8}")


if __name__ == "__main__":
    main()
