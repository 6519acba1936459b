"""Pasted text and Markdown: everything printed is in the bytes, in every flattening and encoding."""

import random

import pytest

from corpora.synthetic.content import make_report
from corpora.synthetic.markdown import render_markdown
from corpora.synthetic.report import Paragraph, PrintedTable, Report
from corpora.synthetic.text import FLATTENINGS, flatten, render_text
from extractor.load import load


@pytest.fixture(scope="module")
def report() -> Report:
    """One of the form of 2021 with its tables."""
    return next(r for r in (make_report(seed, "train") for seed in range(50)) if r.schema.endswith("2021"))


def printed(report: Report) -> list[str]:
    """All that is printed, in order."""
    pieces = [report.title]
    for part in (part for section in report.sections for part in section.parts):
        pieces += [part.text] if isinstance(part, Paragraph) else [cell.text for cell in part.cells]
    return [*pieces, *report.signature]


@pytest.mark.parametrize("way", FLATTENINGS)
def test_all_is_there_in_order(report: Report, way: str) -> None:
    text = "".join(flatten(report, way).split())
    at = 0
    for piece in printed(report):
        at = text.index("".join(piece.split()), at) + len("".join(piece.split()))


def test_flattenings_differ(report: Report) -> None:
    assert len({flatten(report, way) for way in FLATTENINGS}) == len(FLATTENINGS)


def test_one_line_is_one_line(report: Report) -> None:
    assert "\n" not in flatten(report, "line")


def test_a_blank_cell_leaves_a_tab_and_a_space_where_cells_are_stacked() -> None:
    blank = next(
        r
        for r in (make_report(seed, "train") for seed in range(200))
        if any(
            c.field and not c.text for s in r.sections for t in s.parts if isinstance(t, PrintedTable) for c in t.cells
        )
    )
    assert "\t \n" in flatten(blank, "stacked")


def test_every_encoding_is_read_back(report: Report) -> None:
    seen = set()
    for seed in range(60):
        made = render_text(report, random.Random(seed))
        way, encoding = made.layout.split("/")
        seen.add(encoding)
        text = made.data.decode(encoding).replace("\r\n", "\n")
        assert flatten(report, way) == text or flatten(report, way, wrapped=True) == text
    assert seen == {"utf-8", "utf-8-sig", "gb18030", "utf-16"}


def test_the_loader_reads_the_same_text(report: Report) -> None:
    made = render_text(report, random.Random(5))
    text = "".join(load(made.data, name="a.txt").text.split())
    assert all("".join(piece.split()) in text for piece in printed(report))


def test_markdown_tables_have_the_printed_shape(report: Report) -> None:
    for seed in range(6):
        made = render_markdown(report, random.Random(seed))
        grids = load(made.data, name="a.md").grids
        assert [(g.rows, g.columns) for g in grids] == [
            (max(c.row + c.row_span for c in t.cells), max(c.column + c.column_span for c in t.cells))
            for t in made.tables
        ]


def test_a_number_of_a_merged_cell_stands_once(report: Report) -> None:
    made = render_markdown(report, random.Random(1))
    for grid, table in zip(load(made.data, name="a.md").grids, made.tables, strict=True):
        numbers = sorted(c.text for c in table.cells if c.field and c.text)
        labels = {c.text for c in table.cells if not c.field}
        assert sorted(c.text for c in grid.cells if c.text and c.text not in labels) == [
            n for n in numbers if n not in labels
        ]
