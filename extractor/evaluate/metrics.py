"""Scores: pure functions over judged documents. A share of nothing is None, never 0 or 1."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .calibration import Claim, Quality, quality
from .match import Item, Judged, Kind

KEYS: dict[str, Callable[[Judged], str]] = {
    "format": lambda document: document.format,
    "era": lambda document: document.era,
    "group": lambda document: document.group,
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """`right` of `of`."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """0…1; None of nothing."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Found:
    """Things to find: found rightly, claimed wrongly, not found. A wrong value is both of the latter."""

    true: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the claimed that is right."""
        return Ratio(self.true, self.true + self.false).share

    @property
    def recall(self) -> float | None:
        """Share of the known that was found."""
        return Ratio(self.true, self.true + self.missed).share

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; 0 where something was known or claimed and nothing was right."""
        return Ratio(2 * self.true, 2 * self.true + self.false + self.missed).share


@dataclass(frozen=True, slots=True)
class Decoding:
    """What the sums of the forms did to readings of pictures; of nothing where no document is a picture or has a
    repaired cell.

    `before`: cells whose first reading is right; `after`: cells that are right in the end; `mended`: cells under a
    sum that were first misread and are right in the end; `worsened`: wrong repairs, of all repairs.
    """

    before: Ratio
    after: Ratio
    mended: Ratio
    worsened: Ratio


@dataclass(frozen=True)
class Scores:
    """Measures over some documents; a document without a record has all of its gold wrong.

    `right`: documents in which every judged item is right; `tables`: documents with every cell right, of those with
    cells. `nonzero`: cells of a value other than 0. `empties`: cells where nothing is printed whose blank or missing
    is told rightly. `invented`: values for which the gold has none, of all values given. `repairs`: right ones.
    `structure`: mean similarity of tables (GriTS-Top) and their number. `confidence` is over every judged field,
    `confidence_given` over those for which the record has a value.
    """

    documents: int
    failed: int
    right: Ratio
    tables: Ratio
    cells: Ratio
    nonzero: Ratio
    empties: Ratio
    invented: Ratio
    counts: Found
    counts_by_metric: dict[str, Found]
    metadata: Ratio
    metadata_by_key: dict[str, Ratio]
    violations: Found
    schema: Ratio
    repairs: Ratio
    decoding: Decoding
    structure: tuple[float | None, int]
    confidence: Quality
    confidence_given: Quality

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: shares with what they are shares of, nulls for shares of nothing."""
        mean, grids = self.structure
        return {
            "documents": self.documents,
            "failed": self.failed,
            "right": _ratio(self.right),
            "tables": _ratio(self.tables),
            "cells": _ratio(self.cells),
            "nonzero": _ratio(self.nonzero),
            "empties": _ratio(self.empties),
            "invented": _ratio(self.invented),
            "counts": _found(self.counts) | {"by_metric": {k: _found(v) for k, v in self.counts_by_metric.items()}},
            "metadata": _ratio(self.metadata) | {"by_key": {k: _ratio(v) for k, v in self.metadata_by_key.items()}},
            "violations": _found(self.violations),
            "schema": _ratio(self.schema),
            "repairs": _ratio(self.repairs),
            "decoding": {name: _ratio(getattr(self.decoding, name)) for name in Decoding.__slots__},
            "structure": {"grits_top": mean, "grids": grids},
            "confidence": _quality(self.confidence),
            "confidence_given": _quality(self.confidence_given),
        }


def score(documents: Sequence[Judged]) -> Scores:
    """All measures over these documents."""
    items = [item for document in documents for item in document.items]
    cells, counts, metadata = (_of(items, kind) for kind in ("cell", "count", "metadata"))
    values = [*cells, *counts, *metadata]
    given = [item for item in values if item.got is not None]
    grids = [similarity for document in documents for similarity in document.structure]
    empty = [item for item in cells if item.gold is None and item.gold_status != "stated"]
    unread = sum(item.confidence is None and not item.right for item in values)
    with_cells = [document for document in documents if any(item.kind == "cell" for item in document.items)]
    return Scores(
        documents=len(documents),
        failed=sum(document.failed for document in documents),
        right=Ratio(sum(not document.failed and not document.wrong for document in documents), len(documents)),
        tables=Ratio(sum(not _of(document.wrong, "cell") for document in with_cells), len(with_cells)),
        cells=ratio(cells),
        nonzero=ratio(item for item in cells if item.gold not in (None, 0)),
        empties=Ratio(sum(item.got_status == item.gold_status for item in empty), len(empty)),
        invented=Ratio(sum(item.gold is None for item in given), len(given)),
        counts=found(counts),
        counts_by_metric=_by_id((item for item in counts if item.gold is not None or item.got is not None), found),
        metadata=ratio(metadata),
        metadata_by_key=_by_id(metadata, ratio),
        violations=found(_of(items, "violation")),
        schema=ratio(_of(items, "schema")),
        repairs=ratio(item for item in values if item.got_status == "repaired"),
        decoding=decoding(documents),
        structure=(sum(grids) / len(grids) if grids else None, len(grids)),
        confidence=quality(claims(values), unread=unread),
        confidence_given=quality(claims(given)),
    )


def decoding(documents: Iterable[Judged]) -> Decoding:
    """What became of the first readings in documents that are pictures, or of which some cell was repaired."""
    cells: list[Item] = []
    for document in documents:
        mine = _of(document.items, "cell")
        if document.format == "image" or any(item.got_status == "repaired" for item in mine):
            cells += mine
    misread = [item for item in cells if item.summed and not item.right_first]
    repaired = [item for item in cells if item.got_status == "repaired"]
    return Decoding(
        before=Ratio(sum(item.right_first for item in cells), len(cells)),
        after=ratio(cells),
        mended=ratio(misread),
        worsened=Ratio(sum(not item.right for item in repaired), len(repaired)),
    )


def grouped(documents: Iterable[Judged], key: str) -> dict[str, list[Judged]]:
    """The documents by format, era or group, in the order of the groups' names."""
    found: dict[str, list[Judged]] = {}
    for document in documents:
        found.setdefault(KEYS[key](document), []).append(document)
    return dict(sorted(found.items()))


def ratio(items: Iterable[Item]) -> Ratio:
    """How many of the items are right."""
    judged = [item.right for item in items]
    return Ratio(sum(judged), len(judged))


def found(items: Iterable[Item]) -> Found:
    """Precision and recall over items that may be there or not; those on neither side count nowhere."""
    true = false = missed = 0
    for item in items:
        true += item.right and item.gold is not None
        false += item.got is not None and not item.right
        missed += item.gold is not None and not item.right
    return Found(true, false, missed)


def claims(items: Iterable[Item]) -> list[Claim]:
    """The confidences that records stated, each with its outcome."""
    return [(item.confidence, item.right) for item in items if item.confidence is not None]


def _of(items: Iterable[Item], kind: Kind) -> list[Item]:
    return [item for item in items if item.kind == kind]


def _by_id(items: Iterable[Item], measure: Callable[[list[Item]], Any]) -> dict[str, Any]:
    by_id: dict[str, list[Item]] = {}
    for item in items:
        by_id.setdefault(item.id, []).append(item)
    return {name: measure(by_id[name]) for name in sorted(by_id)}


def _ratio(value: Ratio) -> dict[str, Any]:
    return {"right": value.right, "of": value.of, "share": value.share}


def _found(value: Found) -> dict[str, Any]:
    shares = {"precision": value.precision, "recall": value.recall, "f1": value.f1}
    return {"true": value.true, "false": value.false, "missed": value.missed} | shares


def _quality(value: Quality) -> dict[str, Any]:
    return {name: getattr(value, name) for name in Quality.__slots__}
