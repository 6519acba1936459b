"""Characters and lines of a digital page → its printed lines and tables."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..core.columns import Interval, columns
from ..core.grid import Cell
from ..core.lattice import Lattice, edges, lattices
from .paged import Fragment, Part, PlacedText
from .pdf_page import Sheet
from .pdf_pieces import pieces
from .pdf_text import Glyph, lines

_TWO_UP = 1.2  # a page that is wider than high by this may hold two pages
_GUTTER = 8.0  # points on either side of a fold that stay free
_FOLD = (0.42, 0.58)  # where a fold may be, in widths of the page
_ENOUGH = 40  # characters that make a page of its own


class Found(NamedTuple):
    """Lines and tables of a page, and the columns of the last table without rulings, which the next page may go on
    with."""

    parts: list[Part]
    columns: tuple[Interval, ...] = ()


def found_on(sheet: Sheet, columns: tuple[Interval, ...] = ()) -> Found:
    """What stands on one page, top to bottom; of two pages on one sheet, the left one first. `columns` are those of
    the page before."""
    found: list[Part] = []
    for half in _halves(sheet):
        parts, columns = _found(half, columns)
        found += parts
    return Found(found, columns)


def _found(sheet: Sheet, known: tuple[Interval, ...]) -> Found:
    tables = lattices(edges(sheet.drawn.rulings))
    inside, outside = placed(sheet.glyphs, tables)
    unruled, outside, known = _unruled(outside, sheet, known)
    parts: list[Part] = [*lines(outside, sheet.number), *unruled]
    parts += [fragment(table, cells, sheet.number) for table, cells in zip(tables, inside, strict=True) if any(cells)]
    return Found(sorted(parts, key=lambda part: part.box.y0), known)


def _unruled(
    glyphs: list[Glyph], sheet: Sheet, known: tuple[Interval, ...]
) -> tuple[list[Fragment], list[Glyph], tuple[Interval, ...]]:
    """The tables without rulings among these characters, the characters that are left, and the last one's columns."""
    told, members = pieces(glyphs, edges(sheet.drawn.rulings))
    found: list[Fragment] = []
    taken: set[int] = set()
    for table in columns(told, known):
        known = table.values
        cells, printed = [], []
        for place, inside in table.cells:
            read = [line for i in inside for line in lines(members[i], sheet.number)]
            printed += read
            taken |= set(inside)
            text = "\n".join(line.text for line in read)
            spans = (place.row, place.column, place.row_span, place.column_span)
            cells.append(Cell(text, *spans, box=place.box, page=sheet.number))
        found.append(Fragment(tuple(cells), table.box, sheet.number, tuple(printed)))
    gone = {id(glyph) for i in taken for glyph in members[i]}
    return found, [glyph for glyph in glyphs if id(glyph) not in gone], known


def placed(glyphs: Sequence[Glyph], tables: Sequence[Lattice]) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """For each table the characters of each of its cells, and those outside of tables: a character stands where its
    middle does."""
    inside: list[list[list[Glyph]]] = [[[] for _ in table.cells] for table in tables]
    places = [_Places(table) for table in tables]
    outside = []
    for glyph in glyphs:
        x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.y0 + glyph.box.y1) / 2
        for known, cells in zip(places, inside, strict=True):
            k = known.at(x, y)
            if k is not None:
                cells[k].append(glyph)
                break
        else:
            outside.append(glyph)
    return inside, outside


class _Places:
    """Which cell of a table covers a point."""

    def __init__(self, table: Lattice) -> None:
        self.box = table.box
        self.xs = sorted({x for cell in table.cells for x in (cell.box.x0, cell.box.x1)})
        self.ys = sorted({y for cell in table.cells for y in (cell.box.y0, cell.box.y1)})
        self.cells: dict[tuple[int, int], int] = {}
        for k, cell in enumerate(table.cells):
            for column in range(self.xs.index(cell.box.x0), self.xs.index(cell.box.x1)):
                for row in range(self.ys.index(cell.box.y0), self.ys.index(cell.box.y1)):
                    self.cells[row, column] = k

    def at(self, x: float, y: float) -> int | None:
        if not (self.box.x0 <= x <= self.box.x1 and self.box.y0 <= y <= self.box.y1):
            return None
        return self.cells.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def fragment(table: Lattice, inside: Sequence[list[Glyph]], page: int) -> Fragment:
    """A table with the text of its cells."""
    cells: list[Cell] = []
    printed: list[PlacedText] = []
    for place, glyphs in zip(table.cells, inside, strict=True):
        found = lines(glyphs, page)
        printed += found
        text = "\n".join(line.text for line in found)
        cells.append(Cell(text, place.row, place.column, place.row_span, place.column_span, box=place.box, page=page))
    return Fragment(tuple(cells), table.box, page, tuple(printed))


def _halves(sheet: Sheet) -> list[Sheet]:
    """The sheet, or the two pages that stand side by side on it."""
    fold = _fold(sheet)
    if fold is None:
        return [sheet]
    halves = []
    for left in (True, False):
        glyphs = [g for g in sheet.glyphs if (g.box.x0 < fold) == left]
        rulings = [r for r in sheet.drawn.rulings if (r.x0 < fold) == left]
        halves.append(sheet._replace(glyphs=glyphs, drawn=sheet.drawn._replace(rulings=rulings)))
    return halves


def _fold(sheet: Sheet) -> float | None:
    """Where a broad page has a free strip from top to bottom in its middle, and a page of text on either side."""
    width, height = sheet.frame.size
    if width < _TWO_UP * height:
        return None
    low, high = _FOLD[0] * width, _FOLD[1] * width
    boxes = [g.box for g in sheet.glyphs] + sheet.drawn.rulings
    across = sorted((b.x0, b.x1) for b in boxes if b.x1 > low and b.x0 < high)
    at, free = low, (0.0, low)
    for x0, x1 in [*across, (high, high)]:
        free = max(free, (x0 - at, at))
        at = max(at, x1)
    if free[0] < 2 * _GUTTER:
        return None
    fold = free[1] + free[0] / 2
    left = sum(g.box.x0 < fold for g in sheet.glyphs)
    return fold if min(left, len(sheet.glyphs) - left) >= _ENOUGH else None
