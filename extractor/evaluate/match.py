"""Gold against a record: flat judged items, each one field, count, fact, sum or report type."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ..core.errors import SchemaError
from ..core.grid import Grid
from ..core.record import Field, Record
from ..schemas import load_schema
from .gold import Gold, Printed
from .structure import grids_similarity

Kind = Literal["cell", "count", "metadata", "violation", "schema"]


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the extractor made of one document: its record, or None and the reason (`error`).

    `document` is the document's file name, `format` as in `gold.FORMATS`; `grids` None where they are not known.
    """

    document: str
    format: str
    record: Record | None
    grids: tuple[Grid, ...] | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One judgement: what is printed (`gold`) and what the record says (`got`), None for nothing.

    A broken sum is "broken" where it is known or claimed. `got_status` is empty and `confidence` None where there is
    no record; one that is no probability counts as 0. `first` is what the reader of a picture read first, `summed`
    says that the form has a sum over the cell.
    """

    kind: Kind
    id: str
    gold: Printed
    got: Printed
    right: bool
    gold_status: str = "stated"
    got_status: str = "stated"
    confidence: float | None = None
    raw: str = ""
    first: Printed = None
    summed: bool = False

    @property
    def right_first(self) -> bool:
        """Whether the first reading was right."""
        return same(self.gold, self.first)


@dataclass(frozen=True)
class Judged:
    """One document with everything that its gold says about it.

    `structure` has the similarity, 0…1, of each table whose structure is known. `error` is the reason where there is
    no record: then every item is wrong.
    """

    name: str
    document: str
    format: str
    era: str
    group: str
    items: tuple[Item, ...]
    structure: tuple[float, ...] = ()
    failed: bool = False
    error: str = ""

    @property
    def wrong(self) -> tuple[Item, ...]:
        """The items that are not right."""
        return tuple(item for item in self.items if not item.right)


def same(printed: Printed, got: Printed) -> bool:
    """Whether two values are the same: numbers exactly (decimals but for binary rounding), text without its spaces."""
    if printed is None or got is None:
        return printed is got
    if isinstance(printed, str) or isinstance(got, str):
        return "".join(str(printed).split()) == "".join(str(got).split())
    if isinstance(printed, int) and isinstance(got, int):
        return printed == got
    return math.isclose(printed, got, rel_tol=1e-12, abs_tol=1e-9)


def judge(gold: Gold, predicted: Predicted) -> Judged:
    """Everything that the gold says, held against the record. Without a record all of it is wrong."""
    structure: tuple[float, ...] = ()
    if gold.grids and (predicted.record is None or predicted.grids is not None):
        structure = grids_similarity(gold.grids, predicted.grids or ())
    return Judged(
        name=gold.name,
        document=predicted.document or gold.name,
        format=predicted.format,
        era=gold.schema or "none",
        group=gold.group,
        items=tuple(item for item in _items(gold, predicted.record) if item.id not in gold.ambiguous),
        structure=structure,
        failed=predicted.record is None,
        error=predicted.error,
    )


def _items(gold: Gold, record: Record | None) -> Iterator[Item]:
    if gold.schema is not None:
        got = record.schema if record else None
        yield Item("schema", "schema", gold.schema, got, gold.schema == got)
    fields = record.fields if record else {}
    summed = _summed(record.schema) if record else frozenset()
    for item in _cells(gold, fields, record is None):
        yield replace(item, summed=item.id in summed)
    if gold.counts is not None:
        told = [name for name in fields if name.startswith("narrative.")]
        for name in dict.fromkeys((*gold.counts, *told)):
            yield _item("count", name, gold.counts.get(name), fields.get(name), failed=record is None)
    metadata = record.metadata if record else {}
    for name, value in (gold.metadata or {}).items():
        item = _item("metadata", name, value, metadata.get(name), failed=record is None)
        accepted = name == "agency" and record is not None and any(same(a, item.got) for a in gold.agencies)
        yield _accepted(item) if accepted else item
    yield from _violations(gold, record)


def _cells(gold: Gold, fields: Mapping[str, Field], failed: bool) -> Iterator[Item]:
    for name, slot in (gold.cells or {}).items():
        yield _item("cell", name, slot.value, fields.get(name), status=slot.status, failed=failed)
    for name, field in fields.items() if gold.closed else ():
        if field.value is not None and not name.startswith("narrative.") and name not in (gold.cells or {}):
            yield _item("cell", name, None, field)


def _item(kind: Kind, name: str, gold: Printed, field: Field | None, *, status: str = "", failed: bool = False) -> Item:
    stated = status or ("missing" if gold is None else "stated")
    if field is None:
        return Item(kind, name, gold, None, gold is None and not failed, stated, "" if failed else "missing")
    got, sure = _finite(field.value), field.confidence if 0 <= field.confidence <= 1 else 0.0
    changed = field.status in ("repaired", "conflict") and field.evidence  # there the first reading stands last
    first = _finite(field.evidence[-1].value) if changed else got
    return Item(kind, name, gold, got, same(gold, got), stated, field.status, sure, field.raw or "", first)


@lru_cache(maxsize=16)
def _summed(schema: str) -> frozenset[str]:
    try:
        return frozenset(load_schema(schema).constraints_of)
    except SchemaError:  # of a file that is not here
        return frozenset()


def _finite(value: Printed) -> Printed:
    """The value, or its name where it is no number: others' JSON may hold NaN and Infinity, ours must not."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _accepted(item: Item) -> Item:
    return Item("metadata", item.id, item.got, item.got, True, "stated", item.got_status, item.confidence, item.raw)


def _violations(gold: Gold, record: Record | None) -> Iterator[Item]:
    if gold.violations is None:
        return
    known, claimed = gold.violations, {v.constraint for v in record.violations} if record else set()
    for name in sorted(name for name in known | claimed if not name.startswith(gold.unjudged)):
        sides = ("broken" if name in known else None, "broken" if name in claimed else None)
        yield Item("violation", name, *sides, right=sides[0] == sides[1])
