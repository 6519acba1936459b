"""Report → pictures of its pages: printed, scanned or photographed, with the boxes carried along."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..report import Report
from .levels import LEVELS, Wear, draw
from .pdf import render_office_batch
from .rendered import Rendered

if TYPE_CHECKING:
    from .geometry import Geometry, Image
    from .paper import Suffix

SUFFIXES: "tuple[Suffix, ...]" = (".pdf", ".tif", ".png", ".jpg")


def render_scan(level: str, report: Report, rng: random.Random) -> Rendered:
    """One report at a named level; many go faster through render_scan_batch."""
    return render_scan_batch(level, [report], [rng])[0]


def render_scan_batch(level: str, reports: Sequence[Report], rngs: Sequence[random.Random]) -> list[Rendered]:
    """Scans of reports printed by LibreOffice: an image-only PDF, a TIFF of all pages, or a PNG or JPEG a page."""
    printed = render_office_batch(reports, rngs)
    return [scan(source, level, rng) for source, rng in zip(printed, rngs, strict=True)]


def scan(source: Rendered, level: str, rng: random.Random) -> Rendered:
    """A scan of a PDF at a level of LEVELS, in a random kind of file."""
    wears = draw(LEVELS[level], len(source.pages), rng)
    return scan_as(source, wears, rng.choice(SUFFIXES), level)


def scan_as(source: Rendered, wears: Sequence[Wear], suffix: "Suffix", level: str) -> Rendered:
    """A scan of a PDF with this wear on each page, all at one resolution; points are pixels · 72 / dpi."""
    from .degrade import degrade
    from .geometry import geometry
    from .paper import write

    dpi, quality = wears[0].dpi, wears[0].jpeg
    clean = _pictures(source.data, dpi)
    ways = [geometry(wear, (page.shape[1], page.shape[0])) for page, wear in zip(clean, wears, strict=True)]
    images = []
    for i, (page, wear, way) in enumerate(zip(clean, wears, ways, strict=True)):
        behind = clean[(i + 1) % len(clean)]
        images.append(degrade(page, behind if behind.shape == page.shape else page, wear, way))
    files = write(images, suffix, dpi, quality)
    kind = "photo" if wears[0].photo else "fax" if wears[0].fax else "scan"
    sizes = [(page.shape[1], page.shape[0]) for page in clean]
    moved = _moved(source, ways, sizes, 72 / dpi)
    layout = f"{source.layout}/{level}-{kind}-{dpi}"
    return replace(moved, suffix=suffix, data=files[0], rest=tuple(files[1:]), layout=layout)


def _moved(source: Rendered, ways: "Sequence[Geometry]", sizes: Sequence[tuple[int, int]], points: float) -> Rendered:
    """The boxes and page sizes where the pages' pixels went; `points` is the size of a pixel.

    `sizes` are the clean pictures' in pixels: whole numbers, so that a page is stretched by a trace.
    """
    from extractor.core.geometry import Box

    def move(page: int, box: Box) -> Box:
        (width, height), (across, down) = source.pages[page - 1], sizes[page - 1]
        x, y = across / width, down / height
        there = ways[page - 1].box(Box(box.x0 * x, box.y0 * y, box.x1 * x, box.y1 * y))
        return Box(*(side * points for side in there))

    return replace(
        source,
        pages=tuple((way.size[0] * points, way.size[1] * points) for way in ways),
        cells=tuple(replace(cell, box=move(cell.page, cell.box)) for cell in source.cells),
        quantities=tuple(replace(said, box=move(said.page, said.box)) for said in source.quantities),
    )


def _pictures(data: bytes, dpi: int) -> "list[Image]":
    """Grey images of a PDF's pages."""
    import numpy as np
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return [np.array(page.render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze() for page in document]
