"""Memory of one worker that reads many documents: how high it goes, and whether it goes on growing.

python -m bench.memory [--documents 500]     writes the table between the marks of docs/benchmarks.md
"""

import argparse
import os
import random
import re
import resource
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
MARKED = re.compile(r"<!-- memory -->\n.*?<!-- /memory -->\n", re.S)
FIRST_SEED = 2_800_000  # of the test split
_POINTS = (0.1, 0.5, 1.0)  # of the documents, after which the peak is noted
_TABLE = """## Memory of a worker

Written by `python -m bench.memory`: one process for each kind reads {documents} documents, one after the other, of
{reports} generated reports of the test split (a scan is one page of 200 dpi). The peak of the whole process in MiB,
after a tenth of them, half and all.

| | a tenth | half | all |
| --- | ---: | ---: | ---: |
"""


def files(kind: str, reports: int) -> list[tuple[str, bytes]]:
    """Names and bytes of the documents of a kind: `digital` PDFs of two printers, or pages as `scans`."""
    from corpora.synthetic.content import make_report
    from corpora.synthetic.render.levels import LEVELS, draw
    from corpora.synthetic.render.pdf import render_browser, render_office_batch
    from corpora.synthetic.render.scan import scan_as

    made = [make_report(seed, "test") for seed in range(FIRST_SEED, FIRST_SEED + reports)]
    rngs = [random.Random(f"{report.id}/memory") for report in made]
    office = render_office_batch(made, rngs)
    if kind == "digital":
        browser = [render_browser(report, rng) for report, rng in zip(made, rngs, strict=True)]
        return [(f"{k}.pdf", one.data) for k, one in enumerate([*office, *browser])]
    found = []
    for source, rng in zip(office, rngs, strict=True):
        wears = [replace(wear, dpi=200) for wear in draw(LEVELS["normal"], len(source.pages), rng)]
        scan = scan_as(source, wears, ".png", "normal")
        found += [(f"{source.layout}-{k}.png", data) for k, data in enumerate((scan.data, *scan.rest))]
    return found


def peaks(documents: Sequence[tuple[str, bytes]], count: int) -> list[int]:
    """Peak of this process in MiB after a tenth, half and all of `count` readings, the documents in turn."""
    from extractor import ExtractorError, extract

    found = []
    for number, (name, data) in enumerate(islice(cycle(documents), count), 1):
        with suppress(ExtractorError):  # of a page without a table or a count
            extract(data, name=name)
        if number in {round(share * count) for share in _POINTS}:
            found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return found


def main() -> None:
    """Generate, read each kind in a process of its own, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500, help="documents that each worker reads")
    parser.add_argument("--reports", type=int, default=16, help="reports that they are made of")
    options = parser.parse_args()
    table = _TABLE.format(documents=options.documents, reports=options.reports)
    for kind, label in (("digital", "digital PDFs"), ("scans", "scans")):
        with get_context("spawn").Pool(1) as pool:
            found = pool.apply(peaks, (files(kind, options.reports), options.documents))
        table += f"| {label} | " + " | ".join(map(str, found)) + " |\n"
        print(table.splitlines()[-1], flush=True)
    text = PAGE.read_text("utf-8")
    block = f"<!-- memory -->\n{table}<!-- /memory -->\n"
    PAGE.write_text(MARKED.sub("", text).rstrip() + "\n\n" + block, encoding="utf-8")


if __name__ == "__main__":
    main()
