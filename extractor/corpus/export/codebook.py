"""The codebook of an export: what each column means, made from the schemas that the records name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ...core.schema import Schema
from .names import variable_names

Kind = Literal["number", "integer", "text", "date"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of an export.

    `id` is the field id or the name of an identifying column, `name` its short form for statistics programs, `label`
    the printed label path in Chinese. `forms` are the report types that have it, `constraints` the ids of the sums
    that it stands in, `breaks` say from which year on a harmonised one is not quite what it was before.
    """

    id: str
    name: str
    label: str
    unit: str = ""
    kind: Kind = "number"
    forms: tuple[str, ...] = ()
    table: str = ""
    constraints: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()


# What says whose row it is. The order is that of the columns.
IDENTITY: tuple[tuple[str, str, Kind], ...] = (
    ("agency_id", "机关标识（各年度一致）", "text"),
    ("agency", "机关", "text"),
    ("agency_division", "当年区划代码", "text"),
    ("agency_level", "层级", "text"),
    ("agency_organ", "机关类别", "text"),
    ("agency_kind", "机关性质", "text"),
    ("agency_parent", "上级机关标识", "text"),
    ("agency_doubt", "机关认定存疑", "text"),
    ("region", "行政区划", "text"),
    ("region_code", "区划代码", "text"),
    ("year", "年度", "integer"),
    ("schema", "报告式样", "text"),
    ("published", "发布日期", "date"),
    ("sha256", "文件摘要（SHA-256）", "text"),
    ("path", "文件", "text"),
)
COLUMNS = ("variable", "name", "label", "unit", "type", "forms", "table", "constraints", "breaks")


def codebook(schemas: Iterable[Schema]) -> tuple[Variable, ...]:
    """The identifying columns, then every field of the schemas: tables of the oldest form first, each once."""
    forms: dict[str, list[Schema]] = {}
    for schema in schemas:
        for name in schema.fields:
            forms.setdefault(name, []).append(schema)
    names = variable_names([*(name for name, _, _ in IDENTITY), *forms])
    known = [Variable(name, names[name], label, "", kind) for name, label, kind in IDENTITY]
    return tuple(known + [_variable(name, names[name], found) for name, found in forms.items()])


def _variable(name: str, short: str, schemas: list[Schema]) -> Variable:
    spec = schemas[-1].fields[name]
    tied = dict.fromkeys(c.id for schema in schemas for c in schema.constraints_of.get(name, ()))
    form = tuple(schema.id for schema in schemas)
    return Variable(name, short, spec.label, spec.unit, "number", form, spec.table or "", tuple(tied))


def rows(variables: Iterable[Variable]) -> Iterator[tuple[str, ...]]:
    """The codebook as a table under `COLUMNS`; several forms or sums are parted by a space, breaks by a semicolon."""
    for v in variables:
        forms, sums, breaks = " ".join(v.forms), " ".join(v.constraints), "；".join(v.breaks)
        yield v.id, v.name, v.label, v.unit, v.kind, forms, v.table, sums, breaks
