"""Gold and records small enough to count by hand."""

from typing import Any

from extractor.core.record import DocumentInfo, Field, Record, Status, Violation
from extractor.evaluate.gold import Gold, Printed, gold_of
from extractor.evaluate.match import Item, Judged, Kind, Predicted

FORM = "gov-disclosure/2021"


def field(value: Any, confidence: float = 0.9, status: Status | None = None) -> Field:
    told: Status = status or ("missing" if value is None else "stated")
    return Field(value, None if value is None else str(value), "件", confidence, told)


def record(
    fields: dict[str, Field],
    metadata: dict[str, Field] | None = None,
    broken: tuple[str, ...] = (),
    path: str = "a.txt",
) -> Record:
    violations = [Violation(name, 1, 2, [], "source") for name in broken]
    return Record(FORM, DocumentInfo(path, "", "text/plain", "text", 0), metadata or {}, fields, violations=violations)


def predicted(made: Record | None, document: str = "a.txt") -> Predicted:
    return Predicted(document, "text", made, error="" if made else "it is gone")


def gold(**data: Any) -> Gold:
    """Gold of the flat form; `fields` as values."""
    cells = {k: {"value": v, "status": "blank" if v is None else "stated"} for k, v in data.pop("fields", {}).items()}
    return gold_of({"fields": cells, "metrics": []} | data, "a")


def item(kind: Kind, gold: Printed, got: Printed, *, confidence: float | None = 0.9, name: str = "x") -> Item:
    return Item(kind, name, gold, got, gold == got, confidence=confidence)


def judged(*items: Item, format: str = "text", era: str = FORM, name: str = "a", failed: bool = False) -> Judged:
    return Judged(name, f"{name}.txt", format, era, "g", items, failed=failed, error="crash" if failed else "")
