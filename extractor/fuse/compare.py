"""Counts of the text held against the table, under every definition (口径) that writers use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.record import Field
from ..core.schema import Comparison, Definition, Schema


@dataclass(frozen=True, slots=True)
class Comparing:
    """A count of the text beside the table: `definition` is the one that fits, None where none does.

    `table` is the number under that definition, else under the first, as the sums imply it; `fields` are the
    slots it is made of.
    """

    metric: str
    text: float
    table: float
    definition: Definition | None
    fields: tuple[str, ...]


def compare(fields: Mapping[str, Field], schema: Schema) -> Iterator[Comparing]:
    """Every count of the text that has a counterpart in a printed table."""
    for comparison in schema.comparisons:
        count = fields.get(comparison.metric)
        if count is not None and isinstance(count.value, int | float):
            found = against(comparison, float(count.value), fields)
            if found is not None:
                yield found


def against(comparison: Comparison, text: float, fields: Mapping[str, Field]) -> Comparing | None:
    """A number of the text against the table; None where the table does not print, or leaves open, its counterpart.

    A slot whose sum is broken may also stand with the value that the sum implies: then the text confirms it.
    """
    nearest: Comparing | None = None
    for i, definition in enumerate(comparison.definitions):
        names = (*definition.fields, *definition.minus)
        if any(fields[n].status == "conflict" for n in names if n in fields):
            return None
        if all(fields[n].status == "missing" for n in definition.fields if n in fields):
            continue
        for implied in (False, True):
            table = _sum(definition.fields, fields, implied) - _sum(definition.minus, fields, implied)
            if abs(table - text) < 1e-6:
                return Comparing(comparison.metric, text, table, definition, names)
            if nearest is None or (i == 0 and implied):
                nearest = Comparing(comparison.metric, text, table, None, names)
    return nearest


def _sum(names: tuple[str, ...], fields: Mapping[str, Field], implied: bool) -> float:
    total = 0.0
    for name in names:
        field = fields.get(name)
        if field is None:
            continue
        value = field.suggested if implied and field.suggested is not None else field.value
        total += value if isinstance(value, int | float) else 0.0
    return total
