"""Scores as JSON for other programs."""

import json
from collections.abc import Sequence
from typing import Any

from .match import Item, Judged
from .metrics import grouped, score


def to_json(documents: Sequence[Judged], by: Sequence[str]) -> str:
    """`all`, `by` key and group, and `documents`: each with its wrong items; null for a share of nothing."""
    data: dict[str, Any] = {
        "all": score(documents).to_dict(),
        "by": {key: {k: score(v).to_dict() for k, v in grouped(documents, key).items()} for key in by},
        "documents": [_document(document) for document in documents],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)


def _document(document: Judged) -> dict[str, Any]:
    return {
        "gold": document.name,
        "document": document.document,
        "format": document.format,
        "era": document.era,
        "group": document.group,
        "items": len(document.items),
        "failed": document.failed,
        "error": document.error,
        "wrong": [] if document.failed else [_item(item) for item in document.wrong],
    }


def _item(item: Item) -> dict[str, Any]:
    names = ("kind", "id", "gold", "got", "got_status", "confidence", "raw")
    return {name: getattr(item, name) for name in names}
