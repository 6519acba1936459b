"""From a schema file to the flat types that stages read; cross-references are checked here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..core.metric import Metric, Vocabulary, metric_from_mapping, vocabulary_from_mapping
from ..core.schema import Column, Comparison, Constraint, Definition, Row, Schema, Table
from .file import ColumnPart, ConstraintPart, Place, RowPart, SchemaPart, TablePart, fault, located, read_yaml

_FACTORS = {"": 1, "千": 1000, "万": 10**4, "百万": 10**6, "亿": 10**8}


def compile_schema(part: SchemaPart, path: Path) -> Schema:
    """Flatten a checked file. Raises SchemaError for double ids and for names that no table declares."""
    if part.years[0] > part.years[1]:
        raise fault(path, ("years",), "the first year comes after the last")
    tables = tuple(_table(table, path, i) for i, table in enumerate(part.tables))
    _once(path, "table", ((table.id, ("tables", i, "id")) for i, table in enumerate(part.tables)))
    slots = [
        (table.field(row, column), place)
        for i, table in enumerate(tables)
        for row, place in zip(table.rows, _places(part.tables[i].rows, ("tables", i)), strict=True)
        for column in table.columns
    ]
    _once(path, "field", slots)
    declared = [name for name, _ in slots]
    metrics = _metrics(part, path, frozenset(declared))
    counted = [m.id for m in metrics]
    known = [*declared, *counted]
    by_id = {table.id: table for table in tables}
    sums = [(c, i) for i, item in enumerate(part.constraints) for c in _constraints(item, i, by_id, known, path)]
    _once(path, "constraint", ((c.id, ("constraints", i)) for c, i in sums))
    for i, compared in enumerate(part.comparisons):
        if compared.metric not in counted:
            raise fault(path, ("comparisons", i, "metric"), f"no metric {compared.metric}")
    comparisons = tuple(
        Comparison(
            item.metric,
            tuple(
                Definition(
                    d.name,
                    _names(d.fields, (), known, path, ("comparisons", i, "definitions", k, "fields")),
                    _names(d.minus, (), known, path, ("comparisons", i, "definitions", k, "minus")),
                )
                for k, d in enumerate(item.definitions)
            ),
        )
        for i, item in enumerate(part.comparisons)
    )
    return Schema(
        id=part.id,
        title=part.title,
        years=part.years,
        markers=part.markers,
        tables=tables,
        constraints=tuple(c for c, _ in sums),
        comparisons=comparisons,
        metrics=metrics,
        keywords=part.keywords,
    )


def _once(path: Path, kind: str, ids: Iterable[tuple[str, Place]]) -> None:
    seen: set[str] = set()
    for name, place in ids:
        if name in seen:
            raise fault(path, place, f"{kind} {name} is declared twice")
        seen.add(name)


def _table(part: TablePart, path: Path, index: int) -> Table:
    columns = tuple(
        _column(column, part, path, ("tables", index, "columns", k)) for k, column in enumerate(part.columns)
    )
    rows = tuple(row for top in part.rows for row in _rows(top, (), False))
    groups = tuple(labels for top in part.rows for labels in _groups(top))
    return Table(part.id, part.section, (part.title, *part.aliases), columns, rows, groups, part.corner)


def _column(part: ColumnPart, table: TablePart, path: Path, place: Place) -> Column:
    unit = part.unit if part.unit is not None else table.unit
    scale = 1
    if part.printed_unit is not None:
        prefix = part.printed_unit.removesuffix(unit)
        if prefix not in _FACTORS or prefix + unit != part.printed_unit:
            raise fault(
                path, (*place, "printed_unit"), f"{part.printed_unit} is not {unit} with 千, 万, 百万 or 亿 before it"
            )
        scale = _FACTORS[prefix]
    above = tuple(part.under.split("/")) if part.under else ()
    return Column(part.id, (part.label, *part.aliases), above, unit, scale)


def _rows(part: RowPart, above: tuple[str, ...], optional: bool) -> Iterator[Row]:
    optional = optional or part.optional
    if part.value or not part.rows:
        yield Row(part.id, (part.label, *part.aliases), above, part.unit, optional)
    for row in part.rows:
        yield from _rows(row, (*above, part.label), optional)


def _places(parts: tuple[RowPart, ...], place: Place) -> Iterator[Place]:
    """Where the rows of `_rows` stand in the file."""
    for i, part in enumerate(parts):
        here = (*place, "rows", i)
        if part.value or not part.rows:
            yield here
        yield from _places(part.rows, here)


def _groups(part: RowPart) -> Iterator[tuple[str, ...]]:
    if part.rows:
        yield (part.label, *part.aliases)
    for row in part.rows:
        yield from _groups(row)


def _metrics(part: SchemaPart, path: Path, taken: frozenset[str]) -> tuple[Metric, ...]:
    """Counts of the text: from a file beside this one, a list, or a mapping with word classes of its own."""
    source, data = path, part.metrics
    place: Place = ("metrics",)
    if isinstance(data, str):
        source, place = path.parent / data, ()
        if not source.is_file():
            raise fault(path, ("metrics",), f"no file {data} beside this one")
        data = read_yaml(source)
    words, items = Vocabulary(), data
    if isinstance(data, Mapping):
        words, items = _words(data, source, place), data.get("metrics", [])
        place = (*place, "metrics")
    if not isinstance(items, list):
        raise fault(source, place, "counts are a list, a mapping with word classes beside the list, or a file's name")
    found: dict[str, Metric] = {}
    for i, item in enumerate(items):
        try:
            metric = metric_from_mapping(item, words)
        except ValidationError as error:
            raise located(source, error, (*place, i)) from None
        except ValueError as error:
            raise fault(source, (*place, i), str(error)) from None
        if metric.id in found or metric.id in taken:
            raise fault(source, (*place, i), f"field {metric.id} is declared twice")
        found[metric.id] = metric
    return tuple(found.values())


def _words(data: Mapping[str, Any], source: Path, place: Place) -> Vocabulary:
    known = {"metrics", *(f.name for f in fields(Vocabulary))}
    if wrong := [key for key in data if key not in known]:
        raise fault(source, (*place, wrong[0]), f"no such key is known; there are {', '.join(sorted(known))}")
    try:
        return vocabulary_from_mapping(data)
    except ValidationError as error:
        raise located(source, error, place) from None


def _constraints(
    part: ConstraintPart, index: int, tables: dict[str, Table], known: list[str], path: Path
) -> Iterator[Constraint]:
    place = ("constraints", index)
    if not part.each:
        yield _constraint(part, {}, known, path, place)
        return
    table = tables.get(part.table)
    if table is None or part.each not in ("rows", "columns"):
        reason = f"no table {part.table!r}" if table is None else "each is rows or columns"
        raise fault(path, (*place, "table" if table is None else "each"), reason)
    if part.each == "rows":
        for row in table.rows:
            yield _constraint(part, {"row": row.id}, known, path, place)
    else:
        for column in table.columns:
            yield _constraint(part, {"column": column.id}, known, path, place)


def _constraint(part: ConstraintPart, values: dict[str, str], known: list[str], path: Path, place: Place) -> Constraint:
    right = _names(_filled(part.right, values, path, (*place, "right")), (), known, path, (*place, "right"))
    left = _names(_filled(part.left, values, path, (*place, "left")), right, known, path, (*place, "left"))
    return Constraint(_filled((part.id,), values, path, (*place, "id"))[0], left, right)


def _filled(names: tuple[str, ...], values: dict[str, str], path: Path, place: Place) -> tuple[str, ...]:
    """Names with {row} or {column} put in."""
    try:
        return tuple(name.format(**values) for name in names)
    except (KeyError, IndexError, ValueError):
        allowed = " or ".join(f"{{{name}}}" for name in values) or "nothing (give `each`)"
        raise fault(path, place, f"in braces may stand {allowed}") from None


def _names(
    patterns: tuple[str, ...], without: tuple[str, ...], known: list[str], path: Path, place: Place
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for pattern in patterns:
        names = [n for n in known if fnmatchcase(n, pattern) and n not in without] if "*" in pattern else [pattern]
        if not names or any(name not in known for name in names):
            raise fault(path, place, f"no field {pattern}")
        found |= dict.fromkeys(names)
    return tuple(found)
