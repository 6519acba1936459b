"""The documents that the floors are measured on, and the command that raises them.

python -m tests.quality.measure             raise the floors to what is reached; refuse to lower one
python -m tests.quality.measure --lower     write what is reached, lower or not
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from corpora.synthetic.content import make_report
from corpora.synthetic.dataset import renderers
from corpora.synthetic.gold import gold
from corpora.synthetic.report import PrintedTable, Report
from extractor import ExtractorError, extract, load_document
from extractor.core.grid import Cell, Grid
from extractor.evaluate.gate import FloorError, Floors, raised, reached, read_floors, write_floors
from extractor.evaluate.gold import Gold, format_of, gold_of
from extractor.evaluate.match import Judged, Predicted, judge
from extractor.schemas import names

FLOORS = Path(__file__).with_name("floors.json")
BY = ("format", "era")
FIRST_SEED = 2_900_000  # of the test split; no set that its command writes has it
REPORTS = 6  # of each form
FORMATS = ("txt", "md", "html", "docx")
_NATIVE = ("html", "docx")  # formats that print their tables' structure


def documents() -> Iterator[tuple[Gold, str, bytes]]:
    """Every document as gold, file name and content; the same on every machine."""
    for report in _reports():
        truth = gold_of(gold(report).to_dict(), report.id, group="synthetic")
        for kind in FORMATS:
            made = renderers()[kind](report, random.Random(f"{report.id}/{kind}"))
            grids = tuple(map(_grid, made.tables)) if kind in _NATIVE else ()
            yield replace(truth, grids=grids), f"{report.id}{made.suffix}", made.data


def _reports() -> Iterator[Report]:
    """The first reports of each form from the first seed on."""
    lacking = dict.fromkeys(names(), REPORTS)
    for seed in count(FIRST_SEED):
        report = make_report(seed, "test")
        if lacking[report.schema]:
            lacking[report.schema] -= 1
            yield report
        if not any(lacking.values()):
            return


def _grid(table: PrintedTable) -> Grid:
    return Grid(tuple(Cell(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells))


def pairs() -> list[tuple[Gold, Judged]]:
    """Every document read and judged; one that cannot be read is a miss of all its gold."""
    return [(truth, judge(truth, _read(name, data))) for truth, name, data in documents()]


def _read(name: str, data: bytes) -> Predicted:
    kind = format_of(Path(name))
    try:
        return Predicted(name, kind, extract(data, name=name), load_document(data, name=name).grids)
    except ExtractorError as error:
        return Predicted(name, kind, None, error=str(error))


def floors() -> Floors:
    """The floors as they are committed; none before the first."""
    return read_floors(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def main(arguments: list[str]) -> None:
    """Measure and write the floors."""
    try:
        lifted = raised(floors(), reached(pairs(), BY), lower="--lower" in arguments)
    except FloorError as error:
        sys.exit(f"these would sink; give --lower (make floors LOWER=1) where that is meant:\n{error}")
    FLOORS.write_text(write_floors(lifted), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
