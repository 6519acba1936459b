"""PDFs as pdfium opens them, cut before to what pages may need."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from .pdf_bounds import bounded

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_ENCRYPTED = re.compile(rb"/[A-Za-z]*(?:Encrypt|#[0-9A-Fa-f])")  # a name may be written with escaped characters


class Opened(NamedTuple):
    """An open file, its bytes as they were opened, and whether something was cut off in it."""

    pdf: "PdfDocument"
    data: bytes
    cut: bool


@contextmanager
def opened(data: bytes, password: str) -> Iterator[Opened]:
    """A file with every page cut to what it may need.

    An encrypted one is first written anew without its password, as its streams cannot be looked into. Raises
    pypdfium2.PdfiumError for one that cannot be opened, LoadError where its parts lie in each other.
    """
    import pypdfium2

    if _ENCRYPTED.search(data):
        data = _readable(data, password)
    safe = bounded(data)
    with pypdfium2.PdfDocument(safe.data, password=password or None) as pdf:
        yield Opened(pdf, safe.data, safe.cut)


def _readable(data: bytes, password: str) -> bytes:
    """The same file without its encryption; as it is where it has none."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    with pypdfium2.PdfDocument(data, password=password or None) as pdf:
        if pdfium.FPDF_GetSecurityHandlerRevision(pdf.raw) < 0:
            return data
        out = io.BytesIO()
        pdf.save(out, flags=pdfium.FPDF_REMOVE_SECURITY)
        return out.getvalue()
