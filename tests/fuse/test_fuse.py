"""From evidence to record: statuses, confidence, text against table."""

import math

import pytest

from extractor.core.document import Document, Source
from extractor.core.evidence import Evidence, MatchKind, Option, Reading
from extractor.core.geometry import Span
from extractor.core.record import Record
from extractor.core.schema import Schema
from extractor.fuse import fuse
from extractor.fuse.confidence import Support, of_cell, of_count, of_missing
from extractor.schemas import load_schema

REVIEW = ("review.upheld", "review.corrected", "review.other", "review.pending", "review.total")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("gov-disclosure/2021")


def _fuse(evidence: list[Evidence], schema: Schema) -> Record:
    return fuse(evidence, Document("", Source("x.txt", "0" * 64, "text/plain", "text")), schema)


def _cell(name: str, value: int | None, *, match: MatchKind = "exact") -> Evidence:
    status: str = "stated" if value is not None else "blank"
    reading = Reading(value, "" if value is None else str(value), "stated" if status == "stated" else "blank")
    return Evidence((name,), (Option((reading,)),), "table", match)


def _scan(name: str, *ways: tuple[int, float]) -> Evidence:
    options = tuple(Option((Reading(v, str(v)),), math.log(p)) for v, p in ways)
    return Evidence((name,), options, "table", "exact", fallible=True)


def _said(name: str, value: int, score: float = 0.95) -> Evidence:
    return Evidence((name,), (Option((Reading(value, f"{value}件"),)),), "narrative", "exact", score, f"共{value}件")


def test_every_field_of_the_schema_is_there(schema: Schema) -> None:
    record = _fuse([_cell("review.total", 3)], schema)
    assert {n for n, spec in schema.fields.items() if not spec.optional} == set(record.fields)
    assert record.fields["review.total"].status == "stated"
    assert record.fields["requests.new.total"].status == "missing"
    assert record.fields["requests.new.total"].value is None
    assert len(record.metadata) == 9
    assert all(field.status == "missing" for field in record.metadata.values())


def test_a_blank_is_blank_and_never_zero(schema: Schema) -> None:
    field = _fuse([_cell("review.pending", None)], schema).fields["review.pending"]
    assert (field.value, field.status) == (None, "blank")


def test_the_sums_choose_between_readings_of_a_scan(schema: Schema) -> None:
    cells = [_cell(n, v) for n, v in zip(REVIEW[1:], (0, 0, 0, 13), strict=True)]
    record = _fuse([_scan(REVIEW[0], (18, 0.7), (13, 0.3)), *cells], schema)
    field = record.fields["review.upheld"]
    assert (field.value, field.status) == (13, "repaired")
    assert {e.value for e in field.evidence} == {13, 18}
    assert record.violations == []


def test_a_misprint_is_not_repaired(schema: Schema) -> None:
    """The scan is sure of 18; a misprinted total is likelier than so bad a reading."""
    cells = [_cell(n, v) for n, v in zip(REVIEW[1:], (0, 0, 0, 13), strict=True)]
    record = _fuse([_scan(REVIEW[0], (18, 1 - 1e-7), (13, 1e-7)), *cells], schema)
    assert (record.fields["review.upheld"].value, record.fields["review.upheld"].status) == (18, "stated")
    assert [v.constraint for v in record.violations] == ["group/review"]


def test_digital_text_is_never_repaired(schema: Schema) -> None:
    record = _fuse([_cell(n, v) for n, v in zip(REVIEW, (18, 0, 0, 0, 13), strict=True)], schema)
    assert [record.fields[n].value for n in REVIEW] == [18, 0, 0, 0, 13]
    assert {record.fields[n].status for n in REVIEW} == {"stated"}
    assert record.fields["review.total"].suggested == 18


def test_an_undecided_cut_keeps_both_readings(schema: Schema) -> None:
    names = ("proactive.regulations.issued", "proactive.regulations.repealed")
    ways = tuple(Option((Reading(a, str(a)), Reading(b, str(b)))) for a, b in ((1, 12), (11, 2)))
    record = _fuse([Evidence(names, ways, "table", "exact")], schema)
    field = record.fields[names[0]]
    assert (field.value, field.status) == (None, "conflict")
    assert [(e.value, e.probability) for e in field.evidence] == [(1, 0.5), (11, 0.5)]


@pytest.mark.parametrize(
    ("text", "definition"),
    [(21, "本年新收"), (25, "本年新收与上年结转之和（收办）")],
)
def test_the_definition_that_fits_is_named(schema: Schema, text: int, definition: str) -> None:
    cells = [_cell("requests.new.total", 21), _cell("requests.carried_in.total", 4)]
    alone = _fuse([_said("narrative.requests.received", text)], schema)
    record = _fuse([*cells, _said("narrative.requests.received", text)], schema)
    field = record.fields["narrative.requests.received"]
    assert record.violations == []
    assert any(definition in e.quote for e in field.evidence)
    assert field.confidence > alone.fields["narrative.requests.received"].confidence


def test_a_text_that_no_definition_fits(schema: Schema) -> None:
    cells = [_cell("requests.new.total", 21), _cell("requests.carried_in.total", 4)]
    sure = _fuse([*cells, _said("narrative.requests.received", 40)], schema)
    assert [(v.constraint, v.blame) for v in sure.violations] == [("text/narrative.requests.received", "source")]
    doubtful = _fuse([*cells, _said("narrative.requests.received", 40, 0.6)], schema)
    assert doubtful.violations == []
    assert doubtful.fields["narrative.requests.received"].value == 40
    part = _fuse([*cells, _said("narrative.requests.received", 3)], schema)
    assert part.violations == []
    assert part.fields["narrative.requests.received"].confidence < 0.9


def test_the_text_confirms_what_a_broken_sum_implies(schema: Schema) -> None:
    cells = [_cell(n, v) for n, v in zip(REVIEW, (9, 4, 0, 0, 0), strict=True)]
    record = _fuse([*cells, _said("narrative.review.cases", 13)], schema)
    assert [v.constraint for v in record.violations] == ["group/review"]
    assert record.fields["review.total"].suggested == 13


def test_the_table_arbitrates_between_rival_statements(schema: Schema) -> None:
    cells = [_cell("requests.new.total", 21), _cell("requests.carried_in.total", 0)]
    told = [_said("narrative.requests.received", 3, 0.95), _said("narrative.requests.received", 21, 0.85)]
    assert _fuse([*cells, *told], schema).fields["narrative.requests.received"].value == 21
    assert _fuse(told, schema).fields["narrative.requests.received"].value == 3


def test_equal_rivals_are_a_conflict(schema: Schema) -> None:
    told = [_said("narrative.weibo.posts", 3), _said("narrative.weibo.posts", 5)]
    field = _fuse(told, schema).fields["narrative.weibo.posts"]
    assert (field.value, field.status) == (None, "conflict")
    assert {e.value for e in field.evidence} == {3, 5}


def test_numbers_without_a_metric_are_kept() -> None:
    reading = Reading(42, "42个", unit="个", span=None)
    schema = load_schema("gov-disclosure/2021")
    placed = Evidence((), (Option((Reading(42, "42个", unit="个", span=_span()),)),), "narrative", "exact", 0.5, "42个")
    record = _fuse([placed, Evidence((), (Option((reading,)),), "narrative", "exact", 0.5)], schema)
    assert [(m.value, m.unit, m.metric, m.span) for m in record.quantities] == [(42, "个", None, (3, 6))]


def _span() -> Span:
    return Span(3, 6)


def test_confidence_is_monotone() -> None:
    kinds: list[MatchKind] = ["position", "fuzzy", "alias", "exact"]
    by_match = [of_cell(kind, 1.0, Support()) for kind in kinds]
    assert by_match == sorted(by_match)
    by_sums = [of_cell("exact", 1.0, Support(held, 0)) for held in range(4)]
    assert by_sums == sorted(by_sums)
    assert of_cell("exact", 1.0, Support(0, 1)) < of_cell("exact", 1.0, Support())
    assert of_cell("exact", 0.6, Support()) < of_cell("exact", 0.9, Support())
    assert of_cell("exact", 1.0, Support(), cut=True) < 0.99
    assert of_cell("position", 1.0, Support(2, 0)) < 0.99
    by_score = [of_count(score / 10) for score in range(11)]
    assert by_score == sorted(by_score)
    assert of_missing(True) > of_missing(False)
    assert all(0 < p < 1 for p in (*by_match, *by_sums, *by_score))
