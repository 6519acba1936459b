"""The list for programs: JSON."""

import json
from dataclasses import asdict
from pathlib import Path

from .entries import Entry, Part


def write_json(parts: list[Part], path: Path) -> None:
    """One object: title of a part → its lines, without pictures."""
    found = {part.title: [_plain(entry) for entry in part.entries] for part in parts}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _plain(entry: Entry) -> dict[str, object]:
    found = asdict(entry)
    del found["picture"]
    return found
