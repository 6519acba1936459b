"""CSV in long form: one line a field, with its place in the text."""

import csv
import io

from ..core.record import Record
from ..core.schema import Schema
from .forms import Slot, counts, facts, forms

COLUMNS = (
    "field",
    "label",
    "value",
    "raw",
    "unit",
    "status",
    "confidence",
    "suggested",
    "quote",
    "start",
    "end",
)


def render(record: Record, schema: Schema) -> str:
    """Facts, cells in printed order, counts of the text; `start` and `end` are character offsets into the text."""
    cells = [slot for form in forms(record, schema) for line in form.lines for slot in line.slots]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(slot) for slot in [*facts(record), *cells, *counts(record, schema)])
    return out.getvalue()


def _row(slot: Slot) -> list[object]:
    field = slot.field
    first = field.evidence[0] if field.evidence else None
    start, end = (first.span or ("", "")) if first else ("", "")
    texts = (slot.id, slot.label, field.value, slot.printed)
    quote = first.quote if first else ""
    confidence = round(field.confidence, 4)
    row = [*texts, slot.unit, field.status, confidence, field.suggested, quote, start, end]
    return [_harmless(item) for item in row]


def _harmless(item: object) -> object:
    """A spreadsheet runs text that begins like a formula; an apostrophe keeps it text."""
    if isinstance(item, str) and len(item) > 1 and item[0] in "=+-@\t\r" and not _is_number(item):
        return "'" + item
    return item


def _is_number(text: str) -> bool:
    return text[1:].replace(",", "").replace(".", "", 1).isdigit() or set(text) <= set("-+")
