"""Generated reports: the same from the same seed, splits apart, numbers where their places say."""

from collections import Counter
from itertools import combinations
from typing import get_args

import pytest

from corpora.synthetic.agencies import split_of
from corpora.synthetic.content import make_report
from corpora.synthetic.narrative_words import topics, wordings
from corpora.synthetic.quirks import broken_sums
from corpora.synthetic.report import Paragraph, PrintedTable, Report, Split
from corpora.synthetic.tables import layouts
from extractor.core.quantity import Quantity
from extractor.schemas import load_schema

SPLITS: tuple[Split, ...] = get_args(Split)
KINDS = [
    f"{file}.{topic}" for file in ("publish", "requests", "proceedings", "manage", "plain") for topic in topics(file)
]


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [make_report(seed, split) for split in SPLITS for seed in range(120)]


def paragraphs(report: Report) -> list[Paragraph]:
    return [part for section in report.sections for part in section.parts if isinstance(part, Paragraph)]


def tables(report: Report) -> list[PrintedTable]:
    return [part for section in report.sections for part in section.parts if isinstance(part, PrintedTable)]


def test_a_seed_gives_one_report() -> None:
    assert make_report(7, "dev") == make_report(7, "dev")
    assert make_report(7, "dev") != make_report(8, "dev")
    assert make_report(7, "dev").title != make_report(7, "test").title


def test_splits_share_no_agency_and_no_division(reports: list[Report]) -> None:
    for one, other in combinations(SPLITS, 2):
        mine = [r for r in reports if r.split == one]
        theirs = [r for r in reports if r.split == other]
        assert not {r.agency for r in mine} & {r.agency for r in theirs}
        assert not {r.region_code for r in mine} & {r.region_code for r in theirs} - {None}
    assert all(split_of(r.region_code) == r.split for r in reports if r.region_code)


@pytest.mark.parametrize("kind", KINDS)
def test_splits_share_no_wording(kind: str) -> None:
    dealt = [{w.text for w in wordings(kind, split)} for split in SPLITS]
    assert all(dealt)
    assert not any(one & other for one, other in combinations(dealt, 2))


def test_splits_share_no_layout() -> None:
    dealt = [set(layouts(split)) for split in SPLITS]
    assert min(map(len, dealt)) >= 4
    assert not any(one & other for one, other in combinations(dealt, 2))


def test_every_count_is_worded_in_every_split() -> None:
    metrics = {m.id.removeprefix("narrative.") for m in load_schema("gov-disclosure/2021").metrics}
    for split in SPLITS:
        said = {name for kind in KINDS for w in wordings(kind, split) for name in w.metrics | w.zero}
        assert said == metrics, split


def test_numbers_stand_where_their_places_say(reports: list[Report]) -> None:
    said = [(p, s) for r in reports for p in paragraphs(r) for s in p.said]
    assert len(said) > 3000
    for paragraph, s in said:
        assert paragraph.text[s.start : s.end] == s.raw


def test_a_number_says_its_value(reports: list[Report]) -> None:
    """Read by the rules for numbers alone; statements of zero are words."""
    spoken = [s for r in reports for p in paragraphs(r) for s in p.said if any(ch.isdigit() for ch in s.raw)]
    for s in spoken:
        read = Quantity.read(s.raw)
        assert read is not None, s
        assert (read.value, read.unit, read.qualifier) == (s.value, s.unit, s.qualifier)


def test_a_cell_says_its_value(reports: list[Report]) -> None:
    for report in reports:
        scales = {t.field(r, c): c.scale for t in load_schema(report.schema).tables for r in t.rows for c in t.columns}
        for table in tables(report):
            for cell in (c for c in table.cells if c.field):
                read = Quantity.read(cell.text, scales[cell.field or ""])
                assert (read.value if read else None) == cell.value, cell


def test_cells_cover_their_grid_without_overlap(reports: list[Report]) -> None:
    for table in (t for r in reports for t in tables(r)):
        covered = Counter(
            (cell.row + i, cell.column + k)
            for cell in table.cells
            for i in range(cell.row_span)
            for k in range(cell.column_span)
        )
        height, width = max(r for r, _ in covered) + 1, max(c for _, c in covered) + 1
        assert max(covered.values()) == 1
        assert len(covered) == height * width


def test_one_report_in_ten_breaks_a_sum() -> None:
    many = [make_report(seed, "train") for seed in range(600)]
    formed = [r for r in many if tables(r)]
    broken = sum(any(not b.constraint.startswith("text/") for b in r.broken) for r in formed)
    assert 0.05 < broken / len(formed) < 0.15


def test_a_sum_breaks_only_where_a_report_says_so(reports: list[Report]) -> None:
    for report in reports:
        printed = {c.field: c.value for t in tables(report) for c in t.cells if c.field}
        found = broken_sums(printed, load_schema(report.schema))
        assert found == tuple(b for b in report.broken if not b.constraint.startswith("text/"))


def test_quirks_occur() -> None:
    many = [make_report(seed, "train") for seed in range(800)]
    cells = [c for r in many for t in tables(r) for c in t.cells if c.field]
    texts = {c.text for c in cells}
    assert {"", "/", "—", "无"} <= texts
    assert any("," in text for text in texts)
    assert any("０" <= text[:1] <= "９" for text in texts)
    assert any(text.startswith("+") for text in texts)
    assert any(text.endswith("件") for text in texts)
    assert any(r.schema.endswith("2019") and r.year > 2020 for r in many)
    hybrid = {c.field for r in many if r.schema.endswith("2021") for t in tables(r) for c in t.cells}
    assert "requests.results.other.total" in hybrid
    said = [s for r in many for p in paragraphs(r) for s in p.said]
    assert {s.qualifier for s in said} == {"exact", "about", "over", "under"}
    assert any("万" in s.raw for s in said)
    assert any(s.metric is None for s in said)
    assert any(b.constraint.startswith("text/") for r in many for b in r.broken)
