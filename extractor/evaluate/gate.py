"""Floors of quality: what was reached once has to be reached again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .gold import Gold
from .match import Judged
from .metrics import Scores, grouped, score

_PARTS = 10_000


class FloorError(Exception):
    """Floors would have to be lowered; the text names each."""


@dataclass(frozen=True)
class Floor:
    """What a group of documents has to reach: measure → least value, cut to four decimals, over gold of a digest."""

    digest: str
    documents: int
    measures: Mapping[str, float]


Floors = dict[str, Floor]


def reached(pairs: Sequence[tuple[Gold, Judged]], by: Sequence[str]) -> Floors:
    """What judged documents reach, by "key group", keys as in `metrics.KEYS`. Measures of nothing are left out."""
    golds = {id(judged): gold for gold, judged in pairs}
    found: Floors = {}
    for key in by:
        for name, documents in grouped((judged for _, judged in pairs), key).items():
            measured = {k: _cut(v) for k, v in _measures(score(documents)).items() if v is not None}
            gold_digest = digest(golds[id(document)] for document in documents)
            found[f"{key} {name}"] = Floor(gold_digest, len(documents), measured)
    return found


def fallen(floors: Floors, now: Floors) -> list[str]:
    """One line for each floor that is not reached, each group without a floor, and each floor for other gold."""
    lines = []
    for name in sorted(floors.keys() | now.keys()):
        if name not in now:
            lines.append(f"{name}: not measured any more")
        elif name not in floors:
            lines.append(f"{name}: has no floor yet")
        elif floors[name].digest != now[name].digest:
            lines.append(f"{name}: the floor is for other gold")
        else:
            lines += _below(name, floors[name], now[name])
    return lines


def raised(floors: Floors, now: Floors, *, lower: bool = False) -> Floors:
    """The floors lifted to what is reached now. Raises FloorError where one would sink or vanish, unless `lower`."""
    sinking = [line for name, floor in floors.items() if name in now for line in _below(name, floor, now[name])]
    sinking += [f"{name}: not measured any more" for name in floors if name not in now]
    if sinking and not lower:
        raise FloorError("; ".join(sinking))
    return dict(now)


def digest(golds: Iterable[Gold]) -> str:
    """SHA-256 over what the gold says, names included, files and order aside."""
    plain = sorted(json.dumps(_plain(gold), ensure_ascii=False, sort_keys=True) for gold in golds)
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def read_floors(text: str) -> Floors:
    """Floors from their JSON."""
    return {name: Floor(**floor) for name, floor in json.loads(text).items()}


def write_floors(floors: Floors) -> str:
    """JSON of floors, sorted, one line a measure."""
    return json.dumps({name: asdict(floors[name]) for name in sorted(floors)}, ensure_ascii=False, indent=1) + "\n"


def _measures(s: Scores) -> dict[str, float | None]:
    return {
        "documents right": s.right.share,
        "tables right": s.tables.share,
        "cells": s.cells.share,
        "non-zero cells": s.nonzero.share,
        "counts precision": s.counts.precision,
        "counts recall": s.counts.recall,
        "metadata": s.metadata.share,
        "sums precision": s.violations.precision,
        "sums recall": s.violations.recall,
        "report type": s.schema.share,
        "structure": s.structure[0],
        "confidence": None if s.confidence.brier is None else 1 - s.confidence.brier,
    }


def _below(name: str, floor: Floor, now: Floor) -> list[str]:
    return [
        f"{name}: {measure} fell from {least:.4f} to {now.measures.get(measure, 0.0):.4f}"
        for measure, least in floor.measures.items()
        if now.measures.get(measure, 0.0) < least
    ]


def _cut(value: float) -> float:
    return int(value * _PARTS + 1e-6) / _PARTS


def _plain(gold: Gold) -> dict[str, Any]:
    return {
        "name": gold.name,
        "schema": gold.schema,
        "cells": {k: [slot.value, slot.status] for k, slot in (gold.cells or {}).items()},
        "counts": gold.counts,
        "metadata": gold.metadata,
        "agencies": gold.agencies,
        "violations": None if gold.violations is None else sorted(gold.violations),
        "ambiguous": sorted(gold.ambiguous),
        "grids": [[(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] for grid in gold.grids],
    }
