"""Which character stands in which cell, and how well a ruled table fits its text."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..core.columns import is_number
from ..core.lattice import Lattice
from .pdf_text import Glyph

_TOUCH = 0.15  # of a character's size: what is written on without a wider gap belongs together


class Placed(NamedTuple):
    """For each table the characters of each of its cells, the characters outside of tables, and how many signs there
    are that the cells are not those that were printed."""

    inside: list[list[list[Glyph]]]
    outside: list[Glyph]
    doubts: int


Place = tuple[int, int] | None


def placed(glyphs: Sequence[Glyph], tables: Sequence[Lattice]) -> Placed:
    """Characters in cells: each stands where its middle does, a number as a whole where its own middle does.

    `glyphs` are in the order of the text layer. Doubts are words that a ruling cuts, characters within a table's
    frame that are in no cell, and cells that hold numbers side by side.
    """
    known = [_Places(table) for table in tables]
    places = [_place(glyph, known) for glyph in glyphs]
    doubts = 0
    for start, end in _cut(glyphs, places):
        run = glyphs[start:end]
        if is_number("".join(g.char for g in run)):
            middle = (run[0].box.x0 + run[-1].box.x1) / 2
            mine = next(p for g, p in zip(run, places[start:end], strict=True) if g.box.x1 >= middle)
            places[start:end] = [mine] * len(run)
        else:
            doubts += 1
    inside: list[list[list[Glyph]]] = [[[] for _ in table.cells] for table in tables]
    outside = []
    for glyph, place in zip(glyphs, places, strict=True):
        if place is None:
            outside.append(glyph)
        else:
            inside[place[0]][place[1]].append(glyph)
    doubts += sum(any(table.covers(g) for table in known) for g in outside)
    doubts += sum(_side_by_side(cell) for cells in inside for cell in cells)
    return Placed(inside, outside, doubts)


def _cut(glyphs: Sequence[Glyph], places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Stretches of text written without a gap that stand in more than one place."""
    edge = next((i for i in range(1, len(glyphs)) if places[i] != places[i - 1] and _touch(glyphs, i)), None)
    while edge is not None:
        start, end = edge - 1, edge + 1
        while start and _touch(glyphs, start):
            start -= 1
        while end < len(glyphs) and _touch(glyphs, end):
            end += 1
        yield start, end
        later = range(end, len(glyphs))
        edge = next((i for i in later if places[i] != places[i - 1] and _touch(glyphs, i)), None)


def _touch(glyphs: Sequence[Glyph], i: int) -> bool:
    """Whether a character is written on from the one before it."""
    a, b = glyphs[i - 1], glyphs[i]
    size = b.box.x1 - b.box.x0
    return abs(a.base - b.base) < _TOUCH * size and -size < b.box.x0 - a.box.x1 < _TOUCH * size


def _side_by_side(cell: Sequence[Glyph]) -> bool:
    """Whether a cell holds two numbers in one line with a wide gap between them: columns that no ruling parts."""
    if len(cell) < 2 or len(cell) > 40:
        return False
    return any(
        a.char.isdigit()
        and b.char.isdigit()
        and abs(a.base - b.base) < 1.0
        and b.box.x0 - a.box.x1 > 3 * (b.box.x1 - b.box.x0)
        for a, b in pairwise(cell)
    )


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

    def covers(self, glyph: Glyph) -> bool:
        x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.y0 + glyph.box.y1) / 2
        return self.box.x0 <= x <= self.box.x1 and self.box.y0 <= y <= self.box.y1

    def at(self, glyph: Glyph) -> int | None:
        if not self.covers(glyph):
            return None
        x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.y0 + glyph.box.y1) / 2
        return self.cells.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def _place(glyph: Glyph, tables: Sequence[_Places]) -> Place:
    for i, table in enumerate(tables):
        k = table.at(glyph)
        if k is not None:
            return i, k
    return None
