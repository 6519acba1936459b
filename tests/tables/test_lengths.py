"""A long table none of whose labels can be read, told by how long they are and by the headings between them."""

import random

import pytest

from extractor.core.document import Block, Document, Source
from extractor.core.geometry import Span
from extractor.core.grid import Cell, Grid
from extractor.core.schema import Row, Schema
from extractor.schemas import load_schema
from extractor.tables import read
from extractor.tables.headings import lines
from extractor.tables.lengths import evidence
from extractor.tables.runs import Run, Token

HEIGHTS = 1.1  # of a usual line to a character


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("gov-disclosure/2014")


def _length(label: str) -> float:
    return sum(1.0 if ch > "\u2000" else 0.5 for ch in label)


def _run(label: str, heights: float, *, page: int = 1) -> Run:
    token = Token("number", "1", "1", Span(0, 0), page=page, readings=(("1", 0.0),))
    return Run((token,), frozenset((0,)), length=heights * _length(label))


def _faxed(schema: Schema, rng: random.Random, *, lost: int | None = None, labels: str = "") -> tuple[Document, int]:
    """The annex with its rows' indices as numbers, of whose labels the length is left; a line may be lost."""
    cells = list[Cell]()
    for r, (row, line) in enumerate((at, of) for at, of in enumerate(lines(schema.tables[0])) if at != lost):
        index, printed = line
        unit = f"（{printed.unit}）" if printed.unit else ""
        length = HEIGHTS * _length(printed.labels[0] + unit) * rng.gauss(1, 0.06)
        number = "" if index is None else str(100 + index)
        cells.append(Cell(labels, r, 0, readings=((labels, -0.3),) if labels else (), length=length))
        cells.append(Cell(number, r, 1, readings=((number, -0.01), ("4", -5.0)), length=2.0))
        assert row >= r
    text, placed = "", list[Cell]()
    for cell in cells:
        placed.append(Cell(cell.text, cell.row, cell.column, span=Span(len(text), len(text) + len(cell.text)),
                           page=1, readings=cell.readings, length=cell.length))  # fmt: skip
        text += cell.text + "\n"
    block = Block("grid", Span(0, len(text)), 0)
    source = Source("x.tif", "0" * 64, "image/tiff", "scan", 1)
    return Document(text, source, (block,), (Grid(tuple(placed)),)), len(cells) // 2


@pytest.mark.parametrize("labels", ["", "0"])
def test_rows_are_told_by_the_lengths_of_labels_that_no_one_can_read(schema: Schema, labels: str) -> None:
    document, _ = _faxed(schema, random.Random(1), labels=labels)
    table = schema.tables[0]
    names = {table.fields(row)[0]: 100 + i for i, row in enumerate(table.rows)}
    found = {e.fields[0]: (e.options[0].readings[0].value, e.score) for e in read(document, schema)}
    assert {name: value for name, (value, _) in found.items()} == names
    assert min(score for _, score in found.values()) > 0.75


@pytest.mark.parametrize("lost", [9, 21, 40, 60])
def test_a_lost_line_moves_only_what_could_be_it(schema: Schema, lost: int) -> None:
    document, _ = _faxed(schema, random.Random(lost), lost=lost)
    table = schema.tables[0]
    right = {table.fields(row)[0]: 100 + i for i, row in enumerate(table.rows)}
    sure = [e for e in read(document, schema) if e.score > 0.8]
    assert len(sure) > 40
    assert all(e.options[0].readings[0].value == right[e.fields[0]] for e in sure)


def test_headings_stand_between_the_rows_that_they_head(schema: Schema) -> None:
    printed = lines(schema.tables[0])
    assert [row.labels[0] for index, row in printed if index is None][:3] == [
        "一、主动公开情况",
        "（二）通过不同渠道和方式公开政府信息的情况",
        "二、回应解读情况",
    ]
    assert [index for index, _ in printed if index is not None] == list(range(len(schema.tables[0].rows)))
    at = [row.labels[0] for _, row in printed].index("三、依申请公开情况")
    assert printed[at + 1][1].id == "annex.requests.received"


def test_a_form_whose_groups_stand_beside_its_rows_has_no_headings() -> None:
    table = next(t for t in load_schema("gov-disclosure/2021").tables if t.id == "requests")
    assert [index for index, _ in lines(table)] == list(range(len(table.rows)))


def test_a_length_speaks_for_rows_with_labels_as_long_whatever_the_type_s_size() -> None:
    rows = [Row(str(size), ("字" * size,)) for size in (4, 9, 14, 20, 30)]
    for heights in (0.9, 1.25):
        runs = [_run(row.labels[0], heights) for row in rows]
        for k, odds in enumerate(evidence(runs, rows)):
            assert max(odds, key=lambda row: odds[row]) == k
            assert odds[k] > 1


def test_each_page_has_a_scale_of_its_own() -> None:
    rows = [Row(str(size), ("字" * size,)) for size in (4, 9, 14, 20, 30)]
    runs = [_run(row.labels[0], heights, page=page) for page, heights in ((1, 0.9), (2, 1.25)) for row in rows]
    assert [max(odds, key=lambda row: odds[row]) for odds in evidence(runs, rows)] == [0, 1, 2, 3, 4] * 2


def test_a_length_far_from_all_speaks_little_against_any_row() -> None:
    rows = [Row(str(size), ("字" * size,)) for size in (4, 9, 14, 20, 30)]
    runs = [*(_run(row.labels[0], 1.05) for row in rows), _run("字" * 200, 1.05)]
    odds = evidence(runs, rows)[-1]
    assert max(odds.values()) - min(odds.values()) < 0.1
