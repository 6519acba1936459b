"""Record → text in the forms that people and programs read."""

from collections.abc import Callable, Sequence

from ..core.page_image import PageImage
from ..core.record import Record
from ..core.schema import Schema
from . import markdown, page, rows

FORMATS: dict[str, Callable[[Record, Schema], str]] = {
    "json": lambda record, _: record.to_json(),
    "csv": rows.render,
    "md": markdown.render,
    "html": page.render,
}


def render(record: Record, schema: Schema, format: str, pages: Sequence[PageImage] = ()) -> str:
    """The record as text: "json", "csv" (one line a field), "md", or "html" (one self-contained page).

    `schema` is the one that the record names; `pages` are pictures of the document's pages, which the page in HTML
    shows beside the record. Raises ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f"no format {format!r}: use one of {', '.join(FORMATS)}")
    if format == "html":
        return page.render(record, schema, pages)
    return FORMATS[format](record, schema)
