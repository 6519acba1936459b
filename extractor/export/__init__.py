"""Record → text in the forms that people and programs read."""

from collections.abc import Callable

from ..core.record import Record
from ..core.schema import Schema
from . import markdown, page, rows

FORMATS: dict[str, Callable[[Record, Schema], str]] = {
    "json": lambda record, _: record.to_json(),
    "csv": rows.render,
    "md": markdown.render,
    "html": page.render,
}


def render(record: Record, schema: Schema, format: str) -> str:
    """The record as text: "json", "csv" (one line a field), "md", or "html" (one self-contained page).

    `schema` is the one that the record names. Raises ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f"no format {format!r}: use one of {', '.join(FORMATS)}")
    return FORMATS[format](record, schema)
