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
