"""Gold: a valid record that says what is printed, and judges sums as readers do."""

import pytest

from corpora.synthetic.content import make_report
from corpora.synthetic.gold import gold
from corpora.synthetic.report import Paragraph, PrintedTable, Report
from extractor.core.record import Record
from extractor.fuse.sums import balances
from extractor.schemas import load_schema


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [make_report(seed, "dev") for seed in range(150)]


def test_gold_is_a_record(reports: list[Report]) -> None:
    for report in reports[:30]:
        record = gold(report)
        assert Record.from_json(record.to_json()) == record


def test_every_printed_cell_is_in_the_gold_as_printed(reports: list[Report]) -> None:
    for report in reports:
        record = gold(report)
        parts = [part for section in report.sections for part in section.parts]
        cells = {c.field: c for t in parts if isinstance(t, PrintedTable) for c in t.cells if c.field}
        for name, cell in cells.items():
            field = record.fields[name or ""]
            assert (field.raw, field.value) == (cell.text, cell.value)
            assert field.status == ("blank" if cell.value is None else "stated")
        absent = [n for n, f in record.fields.items() if f.status == "missing" and not n.startswith("narrative.")]
        assert not set(absent) & set(cells)


def test_counts_and_quantities_are_those_of_the_text(reports: list[Report]) -> None:
    for report in reports:
        record = gold(report)
        parts = [part for section in report.sections for part in section.parts]
        said = [s for p in parts if isinstance(p, Paragraph) for s in p.said]
        assert [(q.metric, q.value) for q in record.quantities] == [(s.metric, s.value) for s in said]
        for name in {s.metric for s in said if s.metric}:
            assert record.fields[name].value in {s.value for s in said if s.metric == name}
            assert record.fields[name].raw in {s.raw for s in said if s.metric == name}


def test_broken_sums_are_those_that_the_reader_would_judge_broken(reports: list[Report]) -> None:
    several = 0
    for report in reports:
        record = gold(report)
        judged = [b for b in balances(record.fields, load_schema(report.schema)) if not b.holds]
        stated = [v for v in record.violations if not v.constraint.startswith("text/")]
        assert [(b.constraint.id, b.left, b.right) for b in judged] == [(v.constraint, v.left, v.right) for v in stated]
        assert all(v.blame == "source" for v in stated)
        several += len(stated)
    assert several > 5


def test_what_is_not_printed_is_missing(reports: list[Report]) -> None:
    unsigned = next(r for r in reports if not r.signature)
    facts = gold(unsigned).metadata
    assert facts["published"].status == "missing"
    assert facts["agency"].value == unsigned.agency
    assert unsigned.agency in unsigned.title
