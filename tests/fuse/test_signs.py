"""A sign for nothing that was taken for a one all through a form."""

import math

from extractor.core.evidence import Evidence, Option, Reading
from extractor.core.schema import Schema
from extractor.fuse.decode import decode
from extractor.fuse.fields import table_fields
from extractor.schemas import load_schema

PARTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")


def _cell(name: str, *ways: tuple[str, float]) -> Evidence:
    options = tuple(
        Option((Reading(int(t) if t.isdigit() else None, t, "stated" if t.isdigit() else "blank"),), math.log(p))
        for t, p in ways
    )
    return Evidence((name,), options, "table", "exact", fallible=True)


def _form(schema: Schema, total: str) -> list[Evidence]:
    """Rows of one number and five ones that lean."""
    rows = [row.id for t in schema.tables if t.id == "requests" for row in t.rows if not row.optional][2:12]
    cells = []
    for row in rows:
        cells.append(_cell(f"{row}.{PARTS[0]}", ("40", 0.999), ("10", 0.001)))
        cells += [_cell(f"{row}.{part}", ("1", 0.97), ("7", 0.02), ("/", 0.01)) for part in PARTS[1:]]
        cells.append(_cell(f"{row}.total", (total, 0.999), ("70", 0.001)))
    return cells


def test_ones_are_signs_where_only_so_the_sums_hold() -> None:
    schema = load_schema("gov-disclosure/2021")
    fields = table_fields(decode(_form(schema, "40"), schema), schema)
    read = [f for name, f in fields.items() if f.evidence and name.endswith(PARTS[1:])]
    assert len(read) == 50
    assert {(f.value, f.raw, f.status) for f in read} == {(None, "/", "blank")}


def test_ones_stay_ones_where_they_add_up() -> None:
    schema = load_schema("gov-disclosure/2021")
    fields = table_fields(decode(_form(schema, "45"), schema), schema)
    assert {f.value for name, f in fields.items() if f.evidence and name.endswith(PARTS[1:])} == {1}


def test_sevens_and_fours_that_lean_are_signs_too() -> None:
    schema = load_schema("gov-disclosure/2021")
    cells = [
        _cell(e.fields[0], ("7", 0.6), ("1", 0.3), ("4", 0.1)) if i % 7 in (2, 5) else e
        for i, e in enumerate(_form(schema, "40"))
    ]
    fields = table_fields(decode(cells, schema), schema)
    read = [f for name, f in fields.items() if f.evidence and name.endswith(PARTS[1:])]
    assert {(f.value, f.status) for f in read} == {(None, "blank")}


def test_ones_of_which_the_reader_is_sure_stay_ones_beside_signs() -> None:
    """A one and a total of one, among signs that were taken for ones."""
    schema = load_schema("gov-disclosure/2021")
    cells = _form(schema, "40")
    row = cells[0].fields[0].removesuffix(f".{PARTS[0]}")
    sharp = {f"{row}.{PARTS[0]}", f"{row}.total"}
    cells = [_cell(e.fields[0], ("1", 0.998), ("0", 0.001)) if e.fields[0] in sharp else e for e in cells]
    fields = table_fields(decode(cells, schema), schema)
    assert {fields[name].value for name in sharp} == {1}


def test_digits_that_are_only_doubtful_are_no_signs_where_zeros_alone_would_add_up() -> None:
    """A page on which nothing was read: to print nothing would mend all sums, and no sign was seen."""
    schema = load_schema("gov-disclosure/2021")
    cells = [_cell(e.fields[0], ("1", 0.6), ("0", 0.39), ("-", 0.001)) for e in _form(schema, "40")]
    fields = table_fields(decode(cells, schema), schema)
    assert not [f for f in fields.values() if f.evidence and f.status == "blank"]


def test_zeros_are_no_signs_where_the_document_has_more_zeros_than_signs() -> None:
    """Zeros that were hardly read, among them a few ones that no sum bears: no sum tells a 0 from a sign."""
    schema = load_schema("gov-disclosure/2021")
    zero, one = (("0", 0.85), ("", 0.1), ("-", 0.04)), (("1", 0.9), ("7", 0.05), ("-", 0.04))
    cells = [e if i % 7 in (0, 6) else _cell(e.fields[0], *zero) for i, e in enumerate(_form(schema, "40"))]
    cells = [_cell(e.fields[0], *one) if i % 7 == 3 and i < 50 else e for i, e in enumerate(cells)]
    fields = table_fields(decode(cells, schema), schema)
    read = [fields[e.fields[0]] for e in cells if e.options[0].readings[0].raw == "0"]
    assert {(f.value, f.status) for f in read} == {(0, "stated")}
