"""Rows of the tables as the record that they came from."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..core.record import DocumentInfo, Edit, Field, FieldEvidence, Mention, Record, Violation
from .tables import METADATA, whole

Row = Mapping[str, Any]


def rebuild(record: Row, rows: Mapping[str, Iterable[Row]]) -> Record:
    """The record of one row of `records` and the document's rows of the other tables, each in stored order."""
    evidence: dict[str, list[FieldEvidence]] = {}
    for row in rows["evidence"]:
        evidence.setdefault(row["field"], []).append(_evidence(row))
    named = {row["field"]: _field(row, evidence.get(row["field"], [])) for row in rows["fields"]}
    return Record(
        schema=record["schema"],
        document=DocumentInfo(*(record[n] for n in ("path", "sha256", "media_type", "loader", "pages"))),
        metadata={n.removeprefix(METADATA): f for n, f in named.items() if n.startswith(METADATA)},
        fields={n: f for n, f in named.items() if not n.startswith(METADATA)},
        quantities=[_mention(row) for row in rows["quantities"]],
        violations=[_violation(row) for row in rows["violations"]],
        warnings=list(record["warnings"]),
        record_version=record["record_version"],
    )


def _field(row: Row, evidence: list[FieldEvidence]) -> Field:
    values = {"value": row["text"] if row["text"] is not None else whole(row["value"])}
    values |= {"suggested": whole(row["suggested"])} | _exact(row)
    return Field(
        value=values["value"],
        raw=row["raw"],
        unit=row["unit"],
        confidence=row["confidence"],
        status=row["status"],
        suggested=values["suggested"],
        evidence=evidence,
    )


def _evidence(row: Row) -> FieldEvidence:
    value = row["text"] if row["text"] is not None else whole(row["value"])
    return FieldEvidence(
        source=row["source"],
        match=row["match"],
        score=row["score"],
        value=_exact(row).get("value", value),
        raw=row["raw"],
        probability=row["probability"],
        page=row["page"],
        box=_together(row, "x0", "y0", "x1", "y1"),
        span=_together(row, "span_start", "span_end"),
        cell=_together(row, "cell_row", "cell_column"),
        quote=row["quote"],
    )


def _together(row: Row, *names: str) -> Any:
    return None if row[names[0]] is None else tuple(row[name] for name in names)


def _mention(row: Row) -> Mention:
    return Mention(
        phrase=row["phrase"],
        value=_exact(row).get("value", whole(row["value"])),
        unit=row["unit"],
        qualifier=row["qualifier"],
        metric=row["metric"],
        span=(row["span_start"], row["span_end"]),
        quote=row["quote"],
        confidence=row["confidence"],
    )


def _violation(row: Row) -> Violation:
    odd = _exact(row)
    edits = [
        Edit(
            edit["field"],
            odd.get(f"printed.{k}", whole(edit["printed"])),
            odd.get(f"implied.{k}", whole(edit["implied"])),
        )
        for k, edit in enumerate(row["edits"])
    ]
    return Violation(
        constraint=row["constraint_id"],
        left=odd.get("left", whole(row["left_value"])),
        right=odd.get("right", whole(row["right_value"])),
        fields=list(row["fields"]),
        blame=row["blame"],
        explanation=row["explanation"],
        cause=row["cause"],
        edits=edits,
    )


def _exact(row: Row) -> dict[str, Any]:
    return json.loads(row["exact"]) if row["exact"] else {}
