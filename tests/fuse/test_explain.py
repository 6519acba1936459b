"""Broken sums explained by the smallest edit."""

import pytest

from extractor.core.record import Field
from extractor.core.schema import Schema
from extractor.fuse.violations import sums_violated
from extractor.schemas import load_schema

ROW = "requests.results.granted"
PARTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("gov-disclosure/2021")


def _fields(schema: Schema, changes: dict[str, int | None] | None = None) -> dict[str, Field]:
    """A consistent small report: 12 new requests, 10 granted, 2 in part; one review."""
    values = {name: 0 for name, spec in schema.fields.items() if spec.table and not spec.optional}
    for row, counts in {
        "requests.new": (9, 3),
        ROW: (8, 2),
        "requests.results.partial": (1, 1),
        "requests.results.total": (9, 3),
    }.items():
        values |= {f"{row}.natural_person": counts[0], f"{row}.business": counts[1], f"{row}.total": sum(counts)}
    values |= {"review.upheld": 12, "review.total": 12}
    printed: dict[str, int | None] = {**values, **(changes or {})}
    return {n: Field(v, str(v), "件", 0.99, "blank" if v is None else "stated") for n, v in printed.items()}


def test_a_report_that_adds_up_has_no_violation(schema: Schema) -> None:
    assert sums_violated(_fields(schema), schema) == []


@pytest.mark.parametrize(
    ("field", "printed", "implied", "cause"),
    [
        ("requests.new.total", 0, 12, "total_not_updated"),
        ("requests.new.total", None, 12, "total_blank"),
        ("requests.new.total", 21, 12, "digits_swapped"),
        ("requests.new.total", 112, 12, "digit_doubled"),
        ("requests.new.total", 2, 12, "digit_lost"),
        ("requests.new.total", 13, 12, "total_wrong"),
        (f"{ROW}.natural_person", 5, 8, "value_wrong"),
        ("review.total", 21, 12, "digits_swapped"),
    ],
)
def test_one_wrong_number_is_named(schema: Schema, field: str, printed: int | None, implied: int, cause: str) -> None:
    fields = _fields(schema, {field: printed})
    found = sums_violated(fields, schema)
    assert found
    for violation in found:
        assert [(e.field, e.printed, e.implied) for e in violation.edits] == [(field, printed, implied)]
        assert violation.cause == cause
        assert violation.blame == "source"
    assert fields[field].suggested == implied
    assert fields[field].value == printed


def test_a_number_in_the_neighbouring_column(schema: Schema) -> None:
    fields = _fields(schema, {f"{ROW}.natural_person": 7, f"{ROW}.business": 3})
    found = sums_violated(fields, schema)
    assert {v.constraint for v in found} == {"column/natural_person", "column/business"}
    assert {v.cause for v in found} == {"moved"}
    moved = {(e.printed, e.implied) for v in found for e in v.edits}
    assert len(moved) == 2


def test_a_row_counted_twice_is_likely_but_not_suggested(schema: Schema) -> None:
    row = "requests.results.denied.deliberative"
    fields = _fields(schema, {f"{row}.natural_person": 4, f"{row}.total": 4})
    found = sums_violated(fields, schema)
    assert {v.constraint for v in found} == {"column/natural_person", "column/total"}
    assert {v.cause for v in found} == {"counted_twice"}
    assert fields[f"{row}.total"].suggested is None


def test_two_separate_misprints_are_mended_apart(schema: Schema) -> None:
    fields = _fields(schema, {"requests.new.total": 0, "review.total": 1})
    causes = {v.constraint: v.cause for v in sums_violated(fields, schema)}
    assert causes["row/requests.new"] == "total_not_updated"
    assert causes["group/review"] == "digit_lost"
    assert fields["requests.new.total"].suggested == 12
    assert fields["review.total"].suggested == 12


def test_a_cut_off_table_breaks_nothing(schema: Schema) -> None:
    fields = _fields(schema)
    for name in fields:
        if name.startswith(
            ("requests.results.not", "requests.results.other", "requests.results.total", "requests.carried")
        ):
            fields[name] = Field(None, None, "件", 0.9, "missing")
    assert sums_violated(fields, schema) == []


def test_a_slot_in_conflict_accuses_nobody(schema: Schema) -> None:
    fields = _fields(schema)
    fields["requests.new.total"] = Field(None, None, "件", 0.5, "conflict")
    assert sums_violated(fields, schema) == []
