"""The characters of a PDF page, and the lines that they make."""

import ctypes
import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ..core.geometry import Box
from .paged import PlacedText
from .pdf_frame import Frame, Matrix, frame

if TYPE_CHECKING:
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfPage

MAX_GLYPHS = 60_000  # characters of one page that are looked at: a full page has 2,000
_SLANT = 10.0  # degrees by which a character may be turned and still stand upright: what is steeper is a watermark
_LEVEL = 0.5  # of their height: characters whose base lines differ by less stand in one line
_AT = 0.05  # points by which a character may stand off the place where its text begins
_SAME = 0.25  # of its width: a character drawn again within it is bold type, not a second character


class Glyph(NamedTuple):
    """A character of the text layer with its box and the level of its base line, in points from the top left.

    `known` says that the font tells which character it is.
    """

    char: str
    box: Box
    base: float
    known: bool = True


class Text(NamedTuple):
    """The upright characters of a page in the order of its text layer, how the page is turned to read them, and
    whether there are more than are looked at."""

    glyphs: list[Glyph]
    frame: Frame
    cut: bool


def text_of(page: "PdfPage", forms: Mapping[int, Matrix] = MappingProxyType({})) -> Text:
    """The text layer of a page, without white space and generated line ends. Text that is drawn sideways turns the
    page; what does not run with most of the text is left out.

    `forms` are texts with coordinates of their own, by address, and the way from these to the page's.
    """
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    count = max(layer.count_chars(), 0)
    raw = layer.raw
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    room = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[str, int, bool, float, float, float, float, float, float]] = []
    for i in range(min(count, MAX_GLYPHS)):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        char = chr(code) if code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"
        if char.isspace() or char in "\x00\ufffe" or not pdfium.FPDFText_GetCharBox(raw, i, *sides):
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, i, room)
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        angle = -math.degrees(pdfium.FPDFText_GetCharAngle(raw, i))  # as pdfium counts it, clockwise
        quarter = round(angle / 90) % 4 * 90
        if abs((angle - quarter + 180) % 360 - 180) > _SLANT:
            continue
        known = not pdfium.FPDFText_HasUnicodeMapError(raw, i)
        if forms:
            _put_right(raw, i, forms, (sides, room, x, y))
        # As high as its ink, so that it stays in its row; with the room beside it, so that gaps are gaps.
        if quarter % 180:
            found.append((char, quarter, known, x.value, y.value, left.value, room.bottom, right.value, room.top))
        else:
            found.append((char, quarter, known, x.value, y.value, room.left, bottom.value, room.right, top.value))
    layer.close()
    turns = Counter(entry[1] for entry in found)
    own = frame(page, max(turns, key=lambda t: turns[t]) if turns else None)
    glyphs = [
        Glyph(entry[0], own.box(*entry[5:]), own.point(*entry[3:5])[1], entry[2])
        for entry in found
        if entry[1] == own.turn
    ]
    width, height = own.size
    inside = [g for g in glyphs if g.box.x1 > -1 and g.box.x0 < width + 1 and g.box.y1 > -1 and g.box.y0 < height + 1]
    return Text(inside, own, count > MAX_GLYPHS)


_Places = tuple[list[ctypes.c_double], "pdfium.FS_RECTF", ctypes.c_double, ctypes.c_double]


def _put_right(layer: "pdfium.FPDF_TEXTPAGE", i: int, forms: Mapping[int, Matrix], places: _Places) -> None:
    """Bring a character to the page's coordinates that pdfium left in those of its form, as it does with characters
    that are told by ActualText: they stand where their text begins in the form."""
    import pypdfium2.raw as pdfium

    text = pdfium.FPDFText_GetTextObject(layer, i)
    matrix = forms.get(ctypes.cast(text, ctypes.c_void_p).value or 0)
    if matrix is None:
        return
    sides, room, x, y = places
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(text, own)
    if abs(own.e - x.value) > _AT or abs(own.f - y.value) > _AT:
        return
    a, b, c, d, e, f = matrix

    def moved(across: float, up: float) -> tuple[float, float]:
        return a * across + c * up + e, b * across + d * up + f

    left, right, bottom, top = sides
    (x0, y0), (x1, y1) = moved(left.value, bottom.value), moved(right.value, top.value)
    left.value, right.value, bottom.value, top.value = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    (x0, y0), (x1, y1) = moved(room.left, room.bottom), moved(room.right, room.top)
    room.left, room.right, room.bottom, room.top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    x.value, y.value = moved(x.value, y.value)


def lines(glyphs: list[Glyph], page: int) -> list[PlacedText]:
    """Characters grouped into lines by their height on the page, each from left to right; wide gaps are spaces."""
    if not glyphs:
        return []
    size = statistics.median(g.box.y1 - g.box.y0 for g in glyphs) or 10.0
    return [_line(row, size, page) for row in rows_of(glyphs)]


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters with about one base line, from left to right; the lines from top to bottom."""
    size = statistics.median(g.box.y1 - g.box.y0 for g in glyphs) if glyphs else 0.0
    rows: list[list[Glyph]] = []
    total = 0.0  # of the levels of the last row
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if rows and glyph.base - total / len(rows[-1]) < _LEVEL * (size or 10.0):
            rows[-1].append(glyph)
            total += glyph.base
        else:
            rows.append([glyph])
            total = glyph.base
    return [sorted(row, key=lambda g: g.box.x0) for row in rows]


def _line(row: list[Glyph], size: float, page: int) -> PlacedText:
    text, edges, last = row[0].char, [row[0].box.x0], row[0]
    for before, glyph in pairwise(row):
        if glyph.char == before.char and glyph.box.x0 - before.box.x0 < _SAME * (glyph.box.x1 - glyph.box.x0):
            continue
        gap = glyph.box.x0 - last.box.x1
        letters = last.char.isascii() and glyph.char.isascii() and (last.char.isalpha() or glyph.char.isalpha())
        spaces = 2 if gap > 2.5 * size else 1 if gap > (0.2 if letters else 0.9) * size else 0
        edges += [last.box.x1 + k * gap / spaces for k in range(spaces)]
        edges.append(glyph.box.x0)
        text += " " * spaces + glyph.char
        last = glyph
    edges.append(row[-1].box.x1)
    box = Box(row[0].box.x0, min(g.box.y0 for g in row), row[-1].box.x1, max(g.box.y1 for g in row))
    return PlacedText(text, box, tuple(edges), page)
