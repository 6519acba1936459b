"""PDFs → Document: pages with text are read from it, pages that are pictures from the picture."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.columns import Columns
from ..core.document import Document, Source
from ..core.errors import LoadError
from ..core.geometry import Box
from ..core.lattice import edges, lattices
from . import scan
from .options import Options
from .paged import Fragment, Part, PlacedText, document
from .pdf_camelot import camelot_lattices
from .pdf_open import opened
from .pdf_page import Sheet, is_bomb, look, raster, scale_of
from .pdf_tables import Second, found_on

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 300
MAX_SCANNED = 100  # pages that are read from their picture, which takes a second each
_PROTECTED = "the PDF is protected by a password; give it with --password"
_WRONG = "the PDF's password is another one; give the right one with --password"
_DAMAGED = "the PDF is damaged or cut off; get it again"
_CUT = "a page draws more than a page can hold; the rest of it was left out"
_PICTURE = (0.35, 24.0)  # of the page's width, and points high: a smaller picture is a seal or an emblem
_OUTLINES = 20  # shapes with curves on a page: so many may be characters
_CELLS = 5  # of a table that is looked at for them
_SAYS = re.compile(r"\w")  # what a picture of text has at least
_STRAY = 3  # characters that a picture may have on it, such as a caption, and still be looked at


def read(data: bytes, source: Source, options: Options) -> Document:
    """Text lines and tables of every page in reading order; each cell keeps its page and box.

    Pages whose text layer is missing or not to be believed are read as scans, and so are tables that stand as
    pictures in digital pages. At most 300 pages are read, 100 of them as scans. Raises LoadError for a damaged or
    protected file.
    """
    import pypdfium2

    try:
        with opened(data, options.password) as safe:
            return _read(safe.pdf, source, _Reading(safe.data, options, warnings=[_CUT] if safe.cut else []))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LoadError(_WRONG if options.password else _PROTECTED) from None
        raise LoadError(_DAMAGED) from None


@dataclass(slots=True)
class _Reading:
    """The document being read, and what was found so far."""

    data: bytes
    options: Options
    parts: list[Part] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    scanned: int = 0
    unruled: Columns | None = None

    def second(self, sheet: Sheet) -> Second:
        """camelot's reading of a page, unless the lattice's is all that is wanted or the page is not the file's."""
        if self.options.tables == "lattice" or sheet.moved:
            return list
        return lambda: camelot_lattices(self.data, sheet.number, sheet.frame, self.options.password)


def _read(pdf: "PdfDocument", source: Source, reading: _Reading) -> Document:
    import pypdfium2

    count = len(pdf)
    for number in range(1, min(count, MAX_PAGES) + 1):
        try:
            sheet = look(pdf[number - 1], number)
            _page(sheet, reading)
            sheet.page.close()
        except pypdfium2.PdfiumError:
            reading.unread.append(number)
            reading.warnings.append(f"page {number} is damaged")
    warnings = reading.warnings
    if reading.unread:
        named = ", ".join(map(str, reading.unread[:10]))
        warnings.append(f"{len(reading.unread)} page(s) without readable text were left out: {named}")
    if count > MAX_PAGES:
        warnings.append(f"only the first {MAX_PAGES} of {count} pages were read")
    if not reading.parts:
        raise LoadError("; ".join(["no text can be read on its pages", *warnings[:1], "get a better copy"]))
    made = document(reading.parts, replace(source, pages=count), heights=reading.heights)
    return replace(made, warnings=tuple(warnings))


def _page(sheet: Sheet, reading: _Reading) -> None:
    """Add one page to what was found."""
    number = sheet.number
    reading.heights[number] = sheet.frame.size[1]
    if sheet.cut:
        reading.warnings.append(f"page {number}: only its first characters were read, it has more than a page can hold")
    if sheet.glyphs and not sheet.broken:
        found, reading.unruled = found_on(
            sheet, reading.second(sheet), always=reading.options.tables == "camelot", before=reading.unruled
        )
        for region in _regions(sheet, found):
            found = sorted([*found, *_scanned(sheet, reading, region)], key=lambda part: part.box.y0)
        reading.parts += found
    elif sheet.glyphs or sheet.drawn.pictures or sheet.drawn.rulings:
        if sheet.broken:
            reading.warnings.append(f"page {number}: {sheet.broken}; its picture is read instead")
        found = _scanned(sheet, reading)
        if any(_SAYS.search(text) for part in found for text in _texts(part)):
            reading.parts += found
        else:
            reading.unread.append(number)


def _scanned(sheet: Sheet, reading: _Reading, region: Box | None = None) -> list[Part]:
    """The parts of a page, or of a region of it, as its picture shows them."""
    if is_bomb(sheet):
        reading.warnings.append(f"page {sheet.number}: a picture on it is larger than any scan and was not opened")
        return []
    if reading.scanned == MAX_SCANNED:
        reading.warnings.append(f"only the first {MAX_SCANNED} scanned pages were read")
    reading.scanned += 1
    if reading.scanned > MAX_SCANNED:
        return []
    scale, points = scale_of(sheet)
    pixels = raster(sheet, scale)
    if region is None:
        found, reading.unruled = scan.parts(pixels, sheet.number, scale * points, reading.unruled)
        return found if points == 1 else [_moved(part, points, 0.0, 0.0) for part in found]
    x0, y0, x1, y1 = (max(int(side * scale), 0) for side in region)
    found = scan.parts(pixels[y0:y1, x0:x1].copy(), sheet.number, scale * points).parts
    tables = any(isinstance(part, Fragment) for part in found)
    return [_moved(part, points, x0 / scale, y0 / scale) for part in found] if tables else []


def _texts(part: Part) -> list[str]:
    return [part.text] if isinstance(part, PlacedText) else [cell.text for cell in part.cells]


def _moved(part: Part, points: float, across: float, down: float) -> Part:
    """A part of a picture at its place on the page, `points` of which are one of the picture."""

    def box(b: Box) -> Box:
        return Box(b.x0 * points + across, b.y0 * points + down, b.x1 * points + across, b.y1 * points + down)

    def line(text: PlacedText) -> PlacedText:
        return text._replace(box=box(text.box), edges=tuple(x * points + across for x in text.edges))

    if isinstance(part, PlacedText):
        return line(part)
    cells = tuple(replace(cell, box=box(cell.box)) if cell.box else cell for cell in part.cells)
    return part._replace(cells=cells, box=box(part.box), lines=tuple(map(line, part.lines)))


def _regions(sheet: Sheet, found: list[Part]) -> list[Box]:
    """Where a digital page may show a table whose characters it does not have: pictures, and ruled tables drawn
    with outlines of characters."""
    width, height = sheet.frame.size
    regions = []
    for box in (picture.box for picture in sheet.drawn.pictures):
        box = Box(max(box.x0, 0.0), max(box.y0, 0.0), min(box.x1, width), min(box.y1, height))
        if box.x1 - box.x0 > _PICTURE[0] * width and box.y1 - box.y0 > _PICTURE[1]:
            regions.append(box)
    if sheet.drawn.shapes > _OUTLINES:
        regions += [table.box for table in lattices(edges(sheet.drawn.rulings)) if len(table.cells) > _CELLS]
    taken = [part.box for part in found if isinstance(part, Fragment)]
    free = [box for box in regions if not any(_meet(box, other) for other in taken)]
    return [box for box in free if sum(_meet(box, glyph.box) for glyph in sheet.glyphs) <= _STRAY]


def _meet(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
