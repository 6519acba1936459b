"""What a report type declares: its tables, fields, sums, and the counts of its text.

These are the compiled, flat types that stages read; `extractor.schemas` makes them from YAML.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .metric import Metric


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row. `labels[0]` is the official label, the rest are aliases; `path` the labels above it.

    `optional` rows belong to another year's form and appear in a record only where they are printed.
    """

    id: str
    labels: tuple[str, ...]
    path: tuple[str, ...] = ()
    unit: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column; `path` is the labels above its own. `unit` as the schema counts, `scale` from the
    header's unit to it (a column printed in 万元 and kept in 元 has 10000)."""

    id: str
    labels: tuple[str, ...]
    path: tuple[str, ...] = ()
    unit: str = ""
    scale: int = 1


@dataclass(frozen=True)
class Table:
    """A printed table, or one block of a table whose blocks have headers of their own.

    Every row crosses every column; the slot's field id is the two ids joined with a dot, either may be empty.
    `titles` are headings that announce the table, `groups` the labels (with aliases) of rows that only group
    others, `corner` labels that stand in its header and name nothing.
    """

    id: str
    section: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    corner: tuple[str, ...] = ()

    def field(self, row: Row, column: Column) -> str:
        """Field id of a slot."""
        return ".".join(part for part in (row.id, column.id) if part)

    def fields(self, row: Row) -> tuple[str, ...]:
        """Field ids of a row, left to right."""
        return tuple(self.field(row, column) for column in self.columns)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as declared: printed label path, unit, and the table it stands in (None for counts of the text)."""

    id: str
    label: str
    unit: str
    table: str | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """The fields of `left` add up to the same as the fields of `right`; blank and missing count 0."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields it touches, left first."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Definition:
    """One way (口径) in which a text may count: the sum of `fields` less the sum of `minus`."""

    name: str
    fields: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A count of the text that should equal a number of the table under one of the definitions."""

    metric: str
    definitions: tuple[Definition, ...]


@dataclass(frozen=True)
class Schema:
    """A report type. `markers` are labels that only this form prints; `years` [first, last] it was prescribed for."""

    id: str
    title: str
    years: tuple[int, int]
    markers: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    metrics: tuple[Metric, ...] = ()
    keywords: tuple[str, ...] = field(default=())

    @cached_property
    def fields(self) -> dict[str, FieldSpec]:
        """Every field by id, tables first, in printed order."""
        specs = {spec.id: spec for table in self.tables for spec in _specs(table)}
        return specs | {m.id: FieldSpec(m.id, m.label, m.unit, None) for m in self.metrics}

    @cached_property
    def constraints_of(self) -> dict[str, tuple[Constraint, ...]]:
        """The constraints that touch a field, by field id."""
        found: dict[str, list[Constraint]] = {}
        for constraint in self.constraints:
            for name in constraint.fields:
                found.setdefault(name, []).append(constraint)
        return {name: tuple(items) for name, items in found.items()}


def _specs(table: Table) -> Iterator[FieldSpec]:
    for row in table.rows:
        for column in table.columns:
            label = "/".join((*row.path, *row.labels[:1], *column.path, *column.labels[:1]))
            yield FieldSpec(table.field(row, column), label, row.unit or column.unit, table.id, row.optional)
