"""What a PDF page shows, through PDFium: characters in the order in which they were written, and thin rules."""

import ctypes
from dataclasses import dataclass
from typing import Any

from extractor.core.folding import fold_text
from extractor.core.geometry import Box

_THIN = 2.5  # points; what is thinner is a rule
_LINE_END_HYPHENS = {"\x02": "-", "\ufffe": "-"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, folded, with its tight box in points from the top left of `page` (1-based)."""

    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Rules:
    """A page's thin lines: (x, y0, y1) of the upright ones, (y, x0, x1) of the level ones."""

    upright: tuple[tuple[float, float, float], ...]
    level: tuple[tuple[float, float, float], ...]

    def around(self, box: Box) -> Box:
        """The rectangle of rules about the middle of a text's box; sides without a rule are the text's own."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        across = [at for at, start, end in self.upright if start - 1 <= y <= end + 1]
        along = [at for at, start, end in self.level if start - 1 <= x <= end + 1]
        return Box(
            max((at for at in across if at <= x), default=box.x0),
            max((at for at in along if at <= y), default=box.y0),
            min((at for at in across if at >= x), default=box.x1),
            min((at for at in along if at >= y), default=box.y1),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in points, its characters without spaces, and its rules."""

    size: tuple[float, float]
    glyphs: tuple[Glyph, ...]
    rules: Rules


def read_pages(data: bytes) -> list[Page]:
    """All pages of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return [_page(page, number) for number, page in enumerate(document, 1)]


def _page(page: Any, number: int) -> Page:
    width, height = page.get_size()
    return Page((width, height), tuple(_glyphs(page, number, height)), _rules(page, height))


def _glyphs(page: Any, number: int, height: float) -> list[Glyph]:
    """PDFium sorts characters into lines of its own making; their text objects tell the order of writing."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    written: dict[int, int] = {}
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
        written.setdefault(_address(item.raw), len(written))
    found: list[tuple[int, int, Glyph]] = []
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    for i in range(pdfium.FPDFText_CountChars(text.raw)):
        code = pdfium.FPDFText_GetUnicode(text.raw, i)
        char = fold_text(_LINE_END_HYPHENS.get(chr(code), chr(code)))
        if not char.strip() or pdfium.FPDFText_IsGenerated(text.raw, i) == 1:
            continue
        if not pdfium.FPDFText_GetCharBox(text.raw, i, *(ctypes.byref(side) for side in sides)):
            continue
        owner = written.get(_address(pdfium.FPDFText_GetTextObject(text.raw, i)), len(written))
        box = Box(left.value, height - top.value, right.value, height - bottom.value)
        found.append((owner, i, Glyph(char, number, box)))
    return [glyph for _, _, glyph in sorted(found, key=lambda item: item[:2])]


def _rules(page: Any, height: float) -> Rules:
    import pypdfium2.raw as pdfium

    upright, level = [], []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=8):
        x0, y0, x1, y1 = item.get_bounds()
        if x1 - x0 <= _THIN < y1 - y0:
            upright.append(((x0 + x1) / 2, height - y1, height - y0))
        elif y1 - y0 <= _THIN < x1 - x0:
            level.append((height - (y0 + y1) / 2, x0, x1))
    return Rules(tuple(upright), tuple(level))


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
