"""Formats that a report is written in: name → renderer. The same report and seed give the same content and geometry."""

import random
from collections.abc import Callable, Sequence
from functools import partial

from ..report import Report
from .doc import render_doc, render_doc_batch
from .docx import render_docx
from .html import render_html
from .levels import LEVELS
from .pdf import render_browser, render_office, render_office_batch
from .rendered import CellBox, QuantityBox, Rendered, RenderError
from .scan import render_scan, render_scan_batch

__all__ = ["BATCHES", "RENDERERS", "CellBox", "QuantityBox", "RenderError", "Rendered"]

RENDERERS: dict[str, Callable[[Report, random.Random], Rendered]] = {
    "html": render_html,
    "docx": render_docx,
    "doc": render_doc,
    "pdf-office": render_office,
    "pdf-browser": render_browser,
    "unruled-office": partial(render_office, ruled=False),
    "unruled-browser": partial(render_browser, ruled=False),
    **{f"scan-{level}": partial(render_scan, level) for level in LEVELS},
}

# The same for many reports at once, where one call of a program is dear and the next file cheap.
BATCHES: dict[str, Callable[[Sequence[Report], Sequence[random.Random]], list[Rendered]]] = {
    "doc": render_doc_batch,
    "pdf-office": render_office_batch,
    "unruled-office": partial(render_office_batch, ruled=False),
    **{f"scan-{level}": partial(render_scan_batch, level) for level in LEVELS},
}
