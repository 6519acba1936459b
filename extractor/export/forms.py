"""A record laid out as the forms that were filled in: what every printed output shares.

Pure: a record and its schema in, frames of slots out; each output decides how they look.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.record import Field, Record
from ..core.schema import Schema, Table

SURE, DOUBTFUL = 0.95, 0.80
_MOST_READINGS = 2
_WIDE = 8  # a table of one row with more columns than this is turned: its column groups become rows

METADATA_LABELS = {
    "agency": "机关",
    "region": "行政区划",
    "region_code": "区划代码",
    "year": "年度",
    "title": "标题",
    "period_start": "统计起始",
    "period_end": "统计截止",
    "published": "发布日期",
    "document_number": "文号",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A field with what was read for it; `broken` where it is part of a mending of a sum that does not hold."""

    id: str
    label: str
    unit: str
    field: Field
    broken: bool = False

    @property
    def printed(self) -> str | None:
        """Characters as printed: "" for a blank cell, a conflict's likeliest readings as 7|77, None for missing."""
        field = self.field
        if field.status == "missing":
            return None
        if field.status == "conflict":
            readings = [*dict.fromkeys(e.raw or str(e.value) for e in field.evidence)]
            return "|".join(readings[:_MOST_READINGS]) + ("|…" if len(readings) > _MOST_READINGS else "")
        raw = " ".join((field.raw or "").split())
        return raw if raw or field.value is None else str(field.value)

    @property
    def doubt(self) -> str:
        """ "" where the reading is sure, "~" below a confidence of 0.95, "?" below 0.80; missing is never in doubt."""
        if self.field.status == "missing" or self.field.confidence >= SURE:
            return ""
        return "~" if self.field.confidence >= DOUBTFUL else "?"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form. A heading above sub-rows has no slots; `depth` counts the headings above it."""

    label: str
    depth: int
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A table as printed: its name (表三), title, column labels, lines."""

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def present(self) -> bool:
        """Whether the report has any of its cells."""
        return any(slot.field.status != "missing" for line in self.lines for slot in line.slots)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field is printed: name of its table, row and column label; both labels empty for a count of the text."""

    table: str
    row: str
    column: str


def forms(record: Record, schema: Schema) -> Iterator[Form]:
    """Every table of the schema, filled; optional rows only where they are printed."""
    broken = broken_fields(record)
    for table in schema.tables:
        lines = _turned(table, record, schema, broken) if _is_wide(table) else _lines(table, record, schema, broken)
        columns = _outcomes(table) if _is_wide(table) else tuple(column.labels[0] for column in table.columns)
        yield Form(table_name(table), table.titles[0], columns, tuple(lines))


def counts(record: Record, schema: Schema) -> list[Slot]:
    """The counts that the text states, in the schema's order."""
    broken = broken_fields(record)
    slots = [_slot(metric.id, record, schema, broken) for metric in schema.metrics]
    return [slot for slot in slots if slot.field.status != "missing"]


def facts(record: Record) -> list[Slot]:
    """The metadata, missing ones included."""
    return [Slot(f"metadata.{key}", METADATA_LABELS.get(key, key), "", field) for key, field in record.metadata.items()]


def broken_fields(record: Record) -> frozenset[str]:
    """Fields to mark: those that the smallest mending of each violation changes; all it touches where none is known."""
    found: set[str] = set()
    for violation in record.violations:
        mended = [edit.field for edit in violation.edits]
        implied = [n for n in violation.fields if n in record.fields and record.fields[n].suggested is not None]
        found.update(mended or implied or violation.fields)
    return frozenset(found)


def places(schema: Schema) -> dict[str, Place]:
    """Where each field of the schema is printed, by field id."""
    found = {metric.id: Place("", "", "") for metric in schema.metrics}
    for table in schema.tables:
        name = table_name(table)
        for row in table.rows:
            for column in table.columns:
                above = "，".join(column.path) if _is_wide(table) else ""
                found[table.field(row, column)] = Place(name, row.labels[0] or above, column.labels[0])
    return found


def table_name(table: Table) -> str:
    """How people call it: 表三 for the table of section 三, else the section's own word."""
    return f"表{table.section}" if len(table.section) == 1 else table.section or table.titles[0]


def _slot(name: str, record: Record, schema: Schema, broken: frozenset[str]) -> Slot:
    spec = schema.fields[name]
    field = record.fields.get(name) or Field(None, None, spec.unit, 1.0, "missing")
    return Slot(name, spec.label, spec.unit, field, name in broken)


def _lines(table: Table, record: Record, schema: Schema, broken: frozenset[str]) -> Iterator[Line]:
    above: tuple[str, ...] = ()
    for row in table.rows:
        slots = tuple(_slot(name, record, schema, broken) for name in table.fields(row))
        if row.optional and all(slot.field.status == "missing" for slot in slots):
            continue
        for depth, label in enumerate(row.path):
            if row.path[: depth + 1] != above[: depth + 1]:
                yield Line(label, depth)
        above = (*row.path, row.labels[0])
        yield Line(row.labels[0], len(row.path), slots)


def _is_wide(table: Table) -> bool:
    return len(table.rows) == 1 and len(table.columns) > _WIDE and len({c.path for c in table.columns}) > 1


def _outcomes(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column.labels[0] for column in table.columns))


def _turned(table: Table, record: Record, schema: Schema, broken: frozenset[str]) -> Iterator[Line]:
    for path in dict.fromkeys(column.path for column in table.columns):
        names = [table.field(table.rows[0], column) for column in table.columns if column.path == path]
        yield Line("／".join(path), 0, tuple(_slot(name, record, schema, broken) for name in names))
