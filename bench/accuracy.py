"""How exactly PDFs and scans are read, by input: generated reports of the test split, and real ones where they are.

python -m bench.accuracy [--reports 24] [--workers 2]     writes the table between the marks of docs/benchmarks.md
"""

import argparse
import os
import random
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from bench import real  # noqa: E402
from corpora.synthetic.content import make_report  # noqa: E402
from corpora.synthetic.gold import gold  # noqa: E402
from corpora.synthetic.render.levels import LEVELS, draw  # noqa: E402
from corpora.synthetic.render.pdf import render_browser, render_office_batch  # noqa: E402
from corpora.synthetic.render.rendered import Rendered  # noqa: E402
from corpora.synthetic.render.scan import scan_as  # noqa: E402
from corpora.synthetic.report import Report  # noqa: E402
from extractor import ExtractorError, extract  # noqa: E402
from extractor.core.record import Record  # noqa: E402
from extractor.evaluate.gold import Gold, gold_of  # noqa: E402
from extractor.evaluate.match import Judged, Predicted, judge  # noqa: E402
from extractor.evaluate.metrics import Ratio, Scores, score  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
MARKED = re.compile(r"<!-- accuracy -->\n.*?<!-- /accuracy -->\n", re.S)
FIRST_SEED = 2_700_000  # of the test split
_UNRULED = 24  # reports at least that are scanned without rulings, which takes longest
_HEAD = (
    "| input | files | cells right | before decoding | misread cells put right | wrong repairs | files with every cell "
    "right | rows of tables over pages | F1 of counts |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
)


class File(NamedTuple):
    """A document with what is printed in it; `rows` has the rows of its tables that run over pages, each as the pages
    on which its slots stand."""

    name: str
    format: str
    data: bytes
    gold: Gold
    rows: tuple[dict[str, frozenset[int]], ...] = ()


def rows(reports: Sequence[Report]) -> Iterator[tuple[str, list[File]]]:
    """Each kind of input with its files."""
    truths = [gold_of(gold(report).to_dict(), report.id) for report in reports]

    def files(kind: str, made: Sequence[Rendered], format: str) -> list[File]:
        named = zip(truths, made, strict=True)
        return [File(f"{truth.name}.{kind}{one.suffix}", format, one.data, truth, _rows(one)) for truth, one in named]

    office = render_office_batch(reports, _rngs("pdf-office", reports))
    yield "digital PDF, ruled, word processor", files("office", office, "pdf")
    browser = [render_browser(report, rng) for report, rng in zip(reports, _rngs("pdf-browser", reports), strict=True)]
    yield "digital PDF, ruled, browser", files("browser", browser, "pdf")
    bare_office = render_office_batch(reports, _rngs("unruled-office", reports), ruled=False)
    yield "digital PDF, unruled, word processor", files("bare-office", bare_office, "pdf")
    bare_browser = [
        render_browser(report, rng, ruled=False)
        for report, rng in zip(reports, _rngs("unruled-browser", reports), strict=True)
    ]
    yield "digital PDF, unruled, browser", files("bare-browser", bare_browser, "pdf")
    for label, level, resolutions, fax in (
        ("scan, 200 and 300 dpi, normal", "normal", (200, 300), False),
        ("scan, 150 dpi, normal", "normal", (150,), False),
        ("fax, 200 dpi, normal", "normal", (200,), True),
        ("scan, hard: also faxes, photos, 96 to 200 dpi", "hard", LEVELS["hard"].dpi, None),
    ):
        scans = [
            _scan(source, level, resolutions[k % len(resolutions)], rng, fax=fax)
            for k, (source, rng) in enumerate(zip(office, _rngs(label, reports), strict=True))
        ]
        yield label, files(label.split(",")[0] + f"-{level}-{resolutions[0]}", scans, "image")
    for program, made in (("word processor", bare_office), ("browser", bare_browser)):
        label = f"scan, unruled, {program}, 200 and 300 dpi, normal"
        some = list(zip(truths, made, _rngs(label, reports), strict=True))[:: max(1, len(reports) // _UNRULED)]
        scans = [_scan(source, "normal", (200, 300)[k % 2], rng) for k, (_, source, rng) in enumerate(some)]
        made_of = zip(some, scans, strict=True)
        yield (
            label,
            [File(f"{truth.name}.scan.pdf", "image", one.data, truth, _rows(one)) for (truth, *_), one in made_of],
        )
    if real.available():
        yield from _real()


def _rows(made: Rendered) -> tuple[dict[str, frozenset[int]], ...]:
    """The rows of the tables that run over pages: of each slot the pages that its cell stands on."""
    pages: dict[tuple[str, int, int], set[int]] = {}
    for box in made.cells:
        pages.setdefault((box.table, box.row, box.column), set()).add(box.page)
    over = {t.id for t in made.tables if len({box.page for box in made.cells if box.table == t.id}) > 1}
    found: dict[tuple[str, int], dict[str, frozenset[int]]] = {}
    for table in made.tables:
        for cell in table.cells:
            place = (table.id, cell.row, cell.column)
            if cell.field and table.id in over and place in pages:
                found.setdefault(place[:2], {})[cell.field] = frozenset(pages[place])
    return tuple(found.values())


def _real() -> Iterator[tuple[str, list[File]]]:
    import pypdfium2

    known = [(path, gold_of(data, path.stem)) for path, data in real.documents("reports") if path.suffix == ".pdf"]
    yield "real digital PDFs", [File(path.name, "pdf", path.read_bytes(), truth) for path, truth in known]
    scans = []
    for path, truth in known:
        with pypdfium2.PdfDocument(path) as pdf:
            sizes = tuple(pdf[i].get_size() for i in range(len(pdf)))
        source = Rendered(".pdf", path.read_bytes(), path.stem, (), sizes, (), ())
        scans.append(File(path.name, "image", _scan(source, "normal", 200, random.Random(path.stem)).data, truth))
    yield "the same as scans at 200 dpi, normal", scans


def _scan(source: Rendered, level: str, dpi: int, rng: random.Random, *, fax: bool | None = False) -> Rendered:
    """A scan at a level and resolution; `fax` None leaves it to the level whether it is one."""
    wears = [replace(wear, dpi=dpi) for wear in draw(LEVELS[level], len(source.pages), rng)]
    if fax is not None:
        wears = [replace(wear, fax=fax, photo=wear.photo and not fax) for wear in wears]
    return scan_as(source, wears, ".pdf", level)


def _rngs(kind: str, reports: Sequence[Report]) -> list[random.Random]:
    return [random.Random(f"{report.id}/{kind}") for report in reports]


def read(file: File) -> tuple[Judged, Ratio]:
    """A document read and judged, with the rows of tables over pages that were found whole, each on its page; one that
    cannot be read is a miss of all its gold."""
    try:
        record, error = extract(file.data, name=file.name), ""
    except ExtractorError as problem:
        record, error = None, str(problem)
    judged = judge(file.gold, Predicted(file.name, file.format, record, error=error))
    kept = sum(record is not None and all(_stands(record, *slot) for slot in row.items()) for row in file.rows)
    return judged, Ratio(kept, len(file.rows))


def _stands(record: Record, name: str, pages: frozenset[int]) -> bool:
    """Whether a slot was found on one of the pages that its cell stands on."""
    field = record.fields.get(name)
    return field is not None and any(evidence.page in pages for evidence in field.evidence)


def line(label: str, scores: Scores, joined: Ratio) -> str:
    """A row of the table; what decoding did is said of pictures alone."""
    after = scores.decoding
    decoded = after.before.of > 0
    shown = [
        label,
        str(scores.documents),
        _share(scores.cells),
        _share(after.before) if decoded else "–",
        f"{after.mended.right} of {after.mended.of}" if decoded else "–",
        f"{after.worsened.right} of {after.worsened.of}" if decoded else f"{scores.repairs.of} repairs",
        f"{scores.tables.right} of {scores.tables.of}",
        f"{joined.right} of {joined.of}" if joined.of else "–",
        "–" if scores.counts.f1 is None else f"{scores.counts.f1:.3f}",
    ]
    return "| " + " | ".join(shown) + " |\n"


def _share(ratio: Ratio) -> str:
    return f"{ratio.right / ratio.of:.5f}" if ratio.of else "–"


def main() -> None:
    """Generate, read, judge, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=24)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="read only the inputs whose name holds this; writes nothing")
    parser.add_argument("--misses", action="store_true", help="name every wrong cell on stderr")
    options = parser.parse_args()
    made = [make_report(seed, "test") for seed in range(FIRST_SEED, FIRST_SEED + options.reports)]
    table = _HEAD
    with ProcessPoolExecutor(options.workers) as pool:
        for label, files in rows(made):
            if options.only in label:
                judged, kept = zip(*pool.map(read, files), strict=True)
                joined = Ratio(sum(ratio.right for ratio in kept), sum(ratio.of for ratio in kept))
                table += line(label, score(judged), joined)
                print(table.splitlines()[-1], flush=True)
                if options.misses:
                    _name(judged)
    if not options.only:
        text = PAGE.read_text("utf-8")
        block = f"<!-- accuracy -->\n{_INTRODUCTION.format(reports=options.reports)}\n{table}<!-- /accuracy -->\n"
        PAGE.write_text(MARKED.sub("", text).rstrip() + "\n\n" + block, encoding="utf-8")


def _name(judged: Sequence[Judged]) -> None:
    for document in judged:
        for item in document.items:
            if item.kind == "cell" and not item.right:
                told = f"{item.gold} read as {item.got} ({item.got_status}, first {item.first})"
                print(f"{document.document} {item.id}: {told} {document.error}", file=sys.stderr)


_INTRODUCTION = """## How exactly PDFs and scans are read

Written by `python -m bench.accuracy`: {reports} generated reports of the test split for each input (forms, wordings and
letterheads of their own; misses among them were looked at to find causes), and real ones where they lie beside the
checkout. Cells are right when the
value is exactly what is printed, blanks included; a cell on which two readings stay possible (`conflict`) is not right.
*Before decoding* takes each cell's first reading, *misread cells put right* counts those under a sum of the form. A row
of a table over pages counts where each of its slots was found, on the page on which it is printed.
"""


if __name__ == "__main__":
    main()
