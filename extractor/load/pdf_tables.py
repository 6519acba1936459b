"""Characters and lines of a digital page → its printed lines and tables."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..core.columns import Columns, columns
from ..core.grid import Cell
from ..core.lattice import Edge, Lattice, edges, lattices
from .paged import MARGIN, Found, Fragment, Part, PlacedText, is_folio
from .pdf_page import Sheet
from .pdf_pieces import pieces
from .pdf_place import placed
from .pdf_text import Glyph, lines, rows_of
from .pdf_words import known_words

_TWO_UP = 1.2  # a page that is wider than high by this may hold two pages
_GUTTER = 8.0  # points on either side of a fold that stay free
_FOLD = (0.42, 0.58)  # where a fold may be, in widths of the page
_ENOUGH = 40  # characters that make a page of its own
_SAME_LINE = 1.0  # points by which base lines of one row may differ
_BESIDE = 0.5  # share of the lines of a page that may stand beside lines of the other
_CROSSED = 8  # times that the text layer of two pages may go from one to the other: for their heads, feet and numbers

_SIGNS = "无零空不-—–/／"  # what stands for a number, or begins it
_LOST = 0.02  # share of the page's characters that a second reading may leave outside of its tables

# Another way to find the ruled tables of the page at hand.
Second = Callable[[], list[Lattice]]


def found_on(sheet: Sheet, second: Second, *, always: bool, before: Columns | None = None) -> Found:
    """What stands on one page, top to bottom; of two pages on one sheet, the left one first.

    `second` finds the page's ruled tables in another way: it is asked where the rulings leave doubts, or `always`.
    `before` is the last table without rulings of the page before.
    """
    found: list[Part] = []
    for half in _halves(sheet):
        rules = edges(half.drawn.rulings)
        tables = _ruled(half, rules, second, always=always)
        folio, others = _folio(tables.outside, sheet.frame.size[1])
        unruled, outside, before = _unruled(others, rules, half.number, before)
        found += sorted(
            [*lines([*outside, *folio], sheet.number), *unruled, *tables.parts], key=lambda part: part.box.y0
        )
    return Found(found, before)


class _Ruled(NamedTuple):
    parts: list[Fragment]
    outside: list[Glyph]


def _ruled(sheet: Sheet, rules: Sequence[Edge], second: Second, *, always: bool) -> _Ruled:
    """The ruled tables, by the reading into which the text fits better; at a tie by this package's own."""
    tables = lattices(rules)
    first = placed(sheet.glyphs, tables)
    if always or first.doubts:
        others = second()
        other = placed(sheet.glyphs, others)
        whole = len(other.outside) <= len(first.outside) + _LOST * len(sheet.glyphs)
        if others and (always or (whole and other.doubts < first.doubts)):
            tables, first = others, other
    kept = [(table, cells) for table, cells in zip(tables, first.inside, strict=True) if any(cells)]
    return _Ruled([fragment(table, cells, sheet.number) for table, cells in kept], first.outside)


def _folio(glyphs: list[Glyph], height: float) -> tuple[list[Glyph], list[Glyph]]:
    """The number of the page, which might look like the last value of a table, and the other characters."""
    low = [glyph for glyph in glyphs if glyph.box.y0 > (1 - MARGIN) * height]
    last = rows_of(low)[-1] if low else []
    if not is_folio("".join(glyph.char for glyph in last)):
        return [], glyphs
    gone = set(map(id, last))
    others = [glyph for glyph in glyphs if id(glyph) not in gone]
    top = min(glyph.box.y0 for glyph in last)
    # A line of a cell in the last row has other cells beside it.
    return ([], glyphs) if any(glyph.box.y1 > top for glyph in others) else (last, others)


def _unruled(
    glyphs: list[Glyph], rules: Sequence[Edge], number: int, before: Columns | None
) -> tuple[list[Fragment], list[Glyph], Columns | None]:
    """The tables without rulings among these characters, the characters that are left, and the last one."""
    if not any(glyph.char.isdigit() or glyph.char in _SIGNS for glyph in glyphs):
        return [], glyphs, before
    told, members = pieces(glyphs, rules, known_words())
    found: list[Fragment] = []
    taken: set[int] = set()
    for table in columns(told, before, known_words()):
        before = table
        cells, printed = [], []
        for place, inside in table.cells:
            read = [line for i in inside for line in lines(members[i], number)]
            printed += read
            taken |= set(inside)
            text = "\n".join(line.text for line in read)
            spans = (place.row, place.column, place.row_span, place.column_span)
            cells.append(Cell(text, *spans, box=place.box, page=number))
        found.append(Fragment(tuple(cells), table.box, number, tuple(printed)))
    gone = {id(glyph) for i in taken for glyph in members[i]}
    return found, [glyph for glyph in glyphs if id(glyph) not in gone], before


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
    """Where a broad page has a free strip from top to bottom in its middle, and on either side a page: of text that is
    written as a whole, or whose lines stand at heights of their own. The rows of a table go to and fro."""
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
    left = [g for g in sheet.glyphs if g.box.x0 < fold]
    right = [g for g in sheet.glyphs if g.box.x0 >= fold]
    crossed = sum((a.box.x0 < fold) != (b.box.x0 < fold) for a, b in pairwise(sheet.glyphs))
    if min(len(left), len(right)) < _ENOUGH:
        return None
    return fold if crossed <= _CROSSED or _apart(left, right) else None


def _apart(left: Sequence[Glyph], right: Sequence[Glyph]) -> bool:
    """Whether there is text on both sides, and most lines of either have none beside them on the other."""
    if min(sum("\u3400" <= g.char <= "\u9fff" for g in side) for side in (left, right)) < _ENOUGH:
        return False
    levels = [[row[0].base for row in rows_of(side)] for side in (left, right)]
    return all(
        sum(any(abs(a - b) < _SAME_LINE for b in other) for a in one) < _BESIDE * len(one)
        for one, other in (levels, levels[::-1])
    )
