"""Digital PDFs → Document: the text layer's characters, and tables from the lines that are drawn around them."""

import re
import statistics
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..core.document import Document, Source
from ..core.errors import LoadError
from ..core.geometry import Box
from ..core.grid import Cell
from ..core.lattice import Lattice, edges, lattices
from .options import Options
from .paged import Fragment, Part, PlacedText, document
from .pdf_paths import rulings

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_PAGES = 300
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")


_PROTECTED = "the PDF is protected by a password; give it with --password"
_WRONG = "the PDF's password is another one; give the right one with --password"


class Glyph(NamedTuple):
    """A character of the text layer with its box, in points from the top left of its page."""

    char: str
    box: Box


def read(data: bytes, source: Source, options: Options) -> Document:
    """Text lines and ruled tables of every page in reading order; each cell keeps its page and box.

    At most 300 pages are read. Raises LoadError for a damaged or protected file, and where no page has a text
    layer that can be read (a scan).
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data, password=options.password or None) as pdf:
            return _read(pdf, source)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LoadError(_WRONG if options.password else _PROTECTED) from None
        raise LoadError("the PDF is damaged or cut off; get it again") from None


def _read(pdf: "PdfDocument", source: Source) -> Document:
    import pypdfium2

    parts: list[Part] = []
    heights: dict[int, float] = {}
    warnings, empty = [], []
    count = len(pdf)
    for number in range(1, min(count, MAX_PAGES) + 1):
        try:
            page = pdf[number - 1]
            glyphs = list(_glyphs(page))
            drawn = rulings(page)
        except pypdfium2.PdfiumError:
            empty.append(number)
            warnings.append(f"page {number} is damaged")
            continue
        if glyphs and not _is_garbled(glyphs):
            parts += _page(glyphs, lattices(edges(drawn)), number)
            heights[number] = page.get_height()
        else:
            empty.append(number)
            if glyphs:
                warnings.append(f"page {number}: the text layer is not readable")
        page.close()
    if len(empty) == min(count, MAX_PAGES):
        raise LoadError("its pages are pictures without readable text (a scan), which this version does not read")
    if empty:
        warnings.append(f"{len(empty)} page(s) without readable text were left out: {', '.join(map(str, empty[:10]))}")
    if count > MAX_PAGES:
        warnings.append(f"only the first {MAX_PAGES} of {count} pages were read")
    made = document(parts, replace(source, pages=count), heights=heights)
    return replace(made, warnings=tuple(warnings))


def _glyphs(page: "PdfPage") -> Iterator[Glyph]:
    """Characters in the order of the text layer, generated line ends left out."""
    text = page.get_textpage()
    left, _, _, top = page.get_bbox()
    whole = text.get_text_range(errors="replace") if text.count_chars() else ""
    if len(whole) != text.count_chars():  # characters outside the basic plane take two places: ask one by one
        whole = "".join(text.get_text_range(i, 1)[:1] or " " for i in range(text.count_chars()))
    for i, char in enumerate(whole):
        if char in "\r\n\x00\ufffe":
            continue
        _, y0, _, y1 = text.get_charbox(i, loose=False)
        x0, _, x1, _ = text.get_charbox(i, loose=True)  # with the room beside it, so that gaps are gaps
        yield Glyph(char, Box(x0 - left, top - y1, x1 - left, top - y0))
    text.close()


def _is_garbled(glyphs: list[Glyph]) -> bool:
    return len(_GARBLED.findall("".join(g.char for g in glyphs))) * 5 > len(glyphs)


def _page(glyphs: list[Glyph], tables: list[Lattice], number: int) -> list[Part]:
    """Lines and tables of one page, top to bottom."""
    inside: dict[int, list[list[Glyph]]] = {i: [[] for _ in table.cells] for i, table in enumerate(tables)}
    outside: list[Glyph] = []
    for glyph in glyphs:
        place = _place(glyph, tables)
        if place is None:
            outside.append(glyph)
        else:
            inside[place[0]][place[1]].append(glyph)
    parts: list[Part] = list(lines(outside, number))
    parts += [_fragment(table, inside[i], number) for i, table in enumerate(tables) if any(inside[i])]
    return sorted(parts, key=lambda part: part.box.y0)


def _fragment(table: Lattice, inside: list[list[Glyph]], number: int) -> Fragment:
    cells: list[Cell] = []
    printed: list[PlacedText] = []
    for place, glyphs in zip(table.cells, inside, strict=True):
        found = lines(glyphs, number)
        printed += found
        text = "\n".join(line.text for line in found)
        cells.append(Cell(text, place.row, place.column, place.row_span, place.column_span, box=place.box, page=number))
    return Fragment(tuple(cells), table.box, number, tuple(printed))


def _place(glyph: Glyph, tables: list[Lattice]) -> tuple[int, int] | None:
    """Table and cell in which a character's middle stands."""
    x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.y0 + glyph.box.y1) / 2
    for i, table in enumerate(tables):
        if table.box.x0 <= x <= table.box.x1 and table.box.y0 <= y <= table.box.y1:
            for k, cell in enumerate(table.cells):
                if cell.box.x0 <= x < cell.box.x1 and cell.box.y0 <= y < cell.box.y1:
                    return i, k
    return None


def lines(glyphs: list[Glyph], page: int) -> list[PlacedText]:
    """Characters grouped into lines by their height on the page, each from left to right; wide gaps are spaces."""
    marks = [g for g in glyphs if not g.char.isspace()]
    if not marks:
        return []
    size = statistics.median(g.box.y1 - g.box.y0 for g in marks) or 10.0
    rows: list[list[Glyph]] = []
    for glyph in sorted(marks, key=lambda g: (g.box.y0 + g.box.y1) / 2):
        middle = (glyph.box.y0 + glyph.box.y1) / 2
        if rows and middle - _middle(rows[-1]) < 0.6 * size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(sorted(row, key=lambda g: g.box.x0), size, page) for row in rows]


def _middle(row: list[Glyph]) -> float:
    return sum(g.box.y0 + g.box.y1 for g in row) / (2 * len(row))


def _line(row: list[Glyph], size: float, page: int) -> PlacedText:
    text, edges = row[0].char, [row[0].box.x0]
    for before, glyph in pairwise(row):
        gap = glyph.box.x0 - before.box.x1
        spaces = 2 if gap > 2.5 * size else 1 if gap > 0.9 * size else 0
        edges += [before.box.x1 + k * gap / spaces for k in range(spaces)]
        edges.append(glyph.box.x0)
        text += " " * spaces + glyph.char
    edges.append(row[-1].box.x1)
    box = Box(row[0].box.x0, min(g.box.y0 for g in row), row[-1].box.x1, max(g.box.y1 for g in row))
    return PlacedText(text, box, tuple(edges), page)
