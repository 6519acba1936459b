"""From a schema file to the flat types that stages read; cross-references are checked here."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..core.metric import Metric, metric_from_mapping, vocabulary_from_mapping
from ..core.schema import Column, Comparison, Constraint, Definition, Row, Schema, Table
from .file import ColumnPart, ConstraintPart, RowPart, SchemaPart, TablePart, fault, located, read_yaml

_FACTORS = {"": 1, "千": 1000, "万": 10**4, "百万": 10**6, "亿": 10**8}


def compile_schema(part: SchemaPart, path: Path) -> Schema:
    """Flatten a checked file. Raises SchemaError for double ids and for names that no table declares."""
    tables = tuple(_table(table, path, i) for i, table in enumerate(part.tables))
    declared = [name for table in tables for row in table.rows for name in table.fields(row)]
    if twice := [name for name, count in Counter(declared).items() if count > 1]:
        raise fault(path, ("tables",), f"field {twice[0]} is declared twice")
    metrics = _metrics(part, path)
    known = [*declared, *(m.id for m in metrics)]
    by_id = {table.id: table for table in tables}
    constraints = tuple(c for i, item in enumerate(part.constraints) for c in _constraints(item, i, by_id, known, path))
    for i, compared in enumerate(part.comparisons):
        if compared.metric not in known:
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
        constraints=constraints,
        comparisons=comparisons,
        metrics=metrics,
        keywords=part.keywords,
    )


def _table(part: TablePart, path: Path, index: int) -> Table:
    columns = tuple(
        _column(column, part, path, ("tables", index, "columns", k)) for k, column in enumerate(part.columns)
    )
    rows = tuple(row for top in part.rows for row in _rows(top, (), False))
    groups = tuple(labels for top in part.rows for labels in _groups(top))
    return Table(part.id, part.section, (part.title, *part.aliases), columns, rows, groups, part.corner)


def _column(part: ColumnPart, table: TablePart, path: Path, place: tuple[str | int, ...]) -> Column:
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


def _groups(part: RowPart) -> Iterator[tuple[str, ...]]:
    if part.rows:
        yield (part.label, *part.aliases)
    for row in part.rows:
        yield from _groups(row)


def _metrics(part: SchemaPart, path: Path) -> tuple[Metric, ...]:
    """Counts of the text: from a file beside this one, a list, or a mapping with word classes of its own."""
    source, data = path, part.metrics
    place: tuple[str | int, ...] = () if isinstance(data, list) else ("metrics",)
    if isinstance(data, str):
        source, place = path.parent / data, ()
        if not source.is_file():
            raise fault(path, ("metrics",), f"no file {data} beside this one")
        data = read_yaml(source)
    mapping: Mapping[str, Any] = {"metrics": data} if isinstance(data, list) else data
    try:
        words = vocabulary_from_mapping(mapping)
    except ValidationError as error:
        raise located(source, error, place) from None
    found = []
    for i, item in enumerate(mapping.get("metrics", ())):
        try:
            found.append(metric_from_mapping(item, words))
        except ValidationError as error:
            raise located(source, error, (*place, "metrics", i)) from None
        except ValueError as error:
            raise fault(source, (*place, "metrics", i), str(error)) from None
    return tuple(found)


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


def _constraint(
    part: ConstraintPart, values: dict[str, str], known: list[str], path: Path, place: tuple[str | int, ...]
) -> Constraint:
    right = _names(tuple(n.format(**values) for n in part.right), (), known, path, (*place, "right"))
    left = _names(tuple(n.format(**values) for n in part.left), right, known, path, (*place, "left"))
    return Constraint(part.id.format(**values), left, right)


def _names(
    patterns: tuple[str, ...], without: tuple[str, ...], known: list[str], path: Path, place: tuple[str | int, ...]
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for pattern in patterns:
        names = [n for n in known if fnmatchcase(n, pattern) and n not in without] if "*" in pattern else [pattern]
        if not names or any(name not in known for name in names):
            raise fault(path, place, f"no field {pattern}")
        found |= dict.fromkeys(names)
    return tuple(found)
