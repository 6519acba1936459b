"""Pasted text → Document."""

from ..core.document import Document, Source
from .blocks import divide
from .charset import decode
from .markdown import pipe_tables


def read(data: bytes, source: Source) -> Document:
    """Text in any of the usual encodings; tables drawn with `|` become grids, everything else blocks.

    Raises LoadError for bytes that are no text.
    """
    text = decode(data)
    grids, known = pipe_tables(text)
    return Document(text, source, divide(text, known), grids)
