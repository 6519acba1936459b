"""The way of the data: the only place where the stages meet."""

from pathlib import Path
from typing import TYPE_CHECKING

from . import narrative, tables
from .core.document import Document
from .core.errors import LoadError, SchemaError
from .core.record import Record
from .core.schema import Schema
from .fuse import fuse
from .load import Options, load
from .schemas import detect, load_schema, names

if TYPE_CHECKING:
    from .narrative.learned import Reader

_PROSE = ("title", "heading", "paragraph")


def extract(
    source: str | Path | bytes,
    *,
    schema: Schema | str | Path | None = None,
    name: str = "",
    options: Options | None = None,
    model: "Reader | None" = None,
) -> Record:
    """Read one report.

    `source` is a file path, or the bytes of a document (then `name` is the path shown in the record). `schema` is
    a report type, its id or the path of its YAML file; without one it follows from the report's own tables. `options`
    say how to read documents with pages. `model` reads the narrative beside the rules instead of the shipped one
    (`narrative.checkpoint.load`).
    Raises LoadError where the document cannot be read or holds no report, SchemaError where the schema is broken.
    """
    return _read(load(source, name=name, options=options), schema, model)[0]


def extract_with_prose(
    source: str | Path | bytes, *, schema: Schema | str | Path | None = None, name: str = ""
) -> tuple[Record, str]:
    """The record as from `extract`, and the document's text outside of tables and furniture, a block a line."""
    record, document = _read(load(source, name=name), schema)
    return record, "\n".join(document.slice(block.span) for block in document.blocks if block.kind in _PROSE)


def _read(
    document: Document, schema: Schema | str | Path | None, model: "Reader | None" = None
) -> tuple[Record, Document]:
    """The record, and the document with what each of its blocks is."""
    if isinstance(schema, str | Path):
        schema = load_schema(schema)
    elif schema is None:
        schema = _detect(document)
    document = tables.mark(document, schema)
    evidence = [*tables.read(document, schema), *narrative.read(document, schema, model)]
    record = fuse(evidence, document, schema)
    if not _says_something(record, document, schema):
        shown = document.source.path or "the text"
        raise LoadError(f"{shown}: no report in it: neither a table nor a count nor a title of one was found")
    return record, document


def _detect(document: Document) -> Schema:
    """The type that the document shows; an excerpt that shows none is read for its counts by the newest form."""
    try:
        return detect(document, tables.rows_told)
    except SchemaError:
        return load_schema(names()[-1])


def _says_something(record: Record, document: Document, schema: Schema) -> bool:
    """Whether a slot, a count, a title or a year was read; or at least numbers in a text about the schema's matter."""
    facts = [record.metadata[name] for name in ("title", "year") if name in record.metadata]
    if any(field.status != "missing" for field in (*facts, *record.fields.values())):
        return True
    told = "".join(document.slice(block.span) for block in document.blocks if block.kind != "noise")
    return bool(record.quantities) and any(word in told for word in schema.keywords)
