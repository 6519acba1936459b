"""Bytes → Document. A format ends here: what follows sees text, blocks and grids."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..core.document import Document, Source
from ..core.errors import LoadError
from . import docx, html, markdown, pdf, scan, script, stages, text
from .options import Options
from .sniff import DOCX, HTML, IMAGES, MARKDOWN, PDF, TEXT, media_type

__all__ = ["LOADERS", "PAGED", "Options", "load"]

MAX_BYTES = 64 * 2**20
MAX_TEXT_BYTES = 20 * 2**20

# Media type → name of the loader, and the loader.
LOADERS: dict[str, tuple[str, Callable[[bytes, Source], Document]]] = {
    TEXT: ("text", text.read),
    MARKDOWN: ("markdown", markdown.read),
    HTML: ("html", html.read),
    DOCX: ("docx", docx.read),
}
# The same for formats with pages, whose loaders take options.
PAGED: dict[str, tuple[str, Callable[[bytes, Source, Options], Document]]] = {
    PDF: ("pdf", pdf.read),
    **dict.fromkeys(IMAGES, ("scan", scan.read)),
}


def load(source: str | Path | bytes, *, name: str = "", options: Options | None = None) -> Document:
    """Read one document: a file's path, or its content as bytes (`name` is the path then shown).

    `options` concern formats with pages.
    The content decides on the format, not the extension. Files above 64 MiB, and texts and pages above
    20 MiB, are refused. Raises LoadError, one line that names the file and says what to do.
    """
    shown = name or (str(source) if not isinstance(source, bytes) else "input")
    try:
        data = source if isinstance(source, bytes) else _bytes(Path(source))
        return _load(data, shown, options or Options())
    except LoadError as error:
        raise LoadError(f"{shown}: {error}") from error


def _load(data: bytes, name: str, options: Options) -> Document:
    if len(data) > MAX_BYTES:
        raise LoadError(_too_large(len(data), MAX_BYTES))
    kind = media_type(data, name)
    if kind not in (DOCX, *PAGED) and len(data) > MAX_TEXT_BYTES:
        raise LoadError(_too_large(len(data), MAX_TEXT_BYTES))
    digest = hashlib.sha256(data).hexdigest()
    if kind in PAGED:
        stages.draw(data, kind, options)
        loader, read_pages = PAGED[kind]
        document = read_pages(data, Source(name, digest, kind, loader), options)
    else:
        loader, read = LOADERS[kind]
        document = read(data, Source(name, digest, kind, loader))
    if not document.text.strip():
        raise LoadError("there is no text in it; if the report is a picture or an attachment, give that one's text")
    return replace(document, simplify=script.simplification(document.text))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise LoadError("this is a folder; give one file of it at a time")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise LoadError(_too_large(size, MAX_BYTES))
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise LoadError("no such file; check the path") from error
    except PermissionError as error:
        raise LoadError("the file may not be read; check its permissions") from error
    except (OSError, ValueError) as error:
        raise LoadError("this is not the path of a readable file; give pasted text as bytes or through `-`") from error


def _too_large(size: int, limit: int) -> str:
    return f"{size / 2**20:.0f} MiB is more than a report has (limit {limit / 2**20:.0f} MiB); give the report alone"
