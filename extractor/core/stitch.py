"""Pieces of one table on successive pages → its cells in one grid."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from statistics import median

from .grid import Cell

_SAME = 0.012  # of the table's width: two column edges within it are one
_WIDTHS = 0.03  # share by which two pieces of one table may differ in width (a scan)
_SHIFT = 0.12  # share of the width by which one may stand beside the other (margins of left and right pages)
_ALIKE = 0.8  # likeness of a repeated header's text, which a scan may read differently
_SHARED = 0.75  # of the inner column edges of the narrower piece, where both have edges of their own
_NUMBER = re.compile(r"[\s\d.,，％%/／—–－-]+")


def stitched(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The cells of a piece of a table and of what follows it on the next page as one table; None where their columns
    say that they are two.

    A header that the lower piece repeats is left out, merged cells and rows that the break divides become whole.
    All cells need their boxes. A cell of both pages has the page and box of the part that is printed first.
    """
    columns = _columns(upper, lower)
    if columns is None:
        return None
    above = [_moved(cell, columns[0]) for cell in upper]
    below = [_moved(cell, columns[1]) for cell in lower]
    head = _repeated(above, below)
    below = [replace(cell, row=cell.row - head) for cell in below if cell.row >= head]
    return _placed(above, below)


def _placed(above: list[Cell], below: list[Cell]) -> tuple[Cell, ...]:
    """One under the other; what the break divides becomes one cell."""
    height = max(cell.row + cell.row_span for cell in above)
    first = {(cell.column, cell.column_span): cell for cell in below if cell.row == 0}
    last = {(cell.column, cell.column_span): cell for cell in above if cell.row + cell.row_span == height}
    pairs = {key: (last[key], cell) for key, cell in first.items() if key in last}
    divided = _goes_on(last, first)
    merged = pairs if divided else {k: pair for k, pair in pairs.items() if _is_one(*pair, first, last)}
    start = height - divided
    gone = {id(cell) for pair in merged.values() for cell in pair}
    kept = [cell for cell in above if id(cell) not in gone]
    kept += [replace(cell, row=cell.row + start) for cell in below if id(cell) not in gone]
    kept += [_whole(one, replace(other, row=other.row + start)) for one, other in merged.values()]
    return tuple(sorted(kept, key=lambda cell: (cell.row, cell.column)))


def _whole(one: Cell, other: Cell) -> Cell:
    """A cell from its parts above and below the break."""
    shown = one if one.text or not other.text else other
    rows = max(one.row + one.row_span, other.row + other.row_span) - one.row
    text = f"{one.text}\n{other.text}" if one.text and other.text else shown.text
    readings = shown.readings if text == shown.text else ()
    return replace(one, row_span=rows, text=text, box=shown.box, page=shown.page, readings=readings)


def _is_one(one: Cell, other: Cell, last: dict[tuple[int, int], Cell], first: dict[tuple[int, int], Cell]) -> bool:
    """Whether a cell that holds several rows goes on below the break: one part of its text is blank, and labels of
    single rows stand beside it."""
    if bool(one.text) and bool(other.text):
        return False
    right = [cell for cell in (*last.values(), *first.values()) if cell.column > one.column]
    labels = [cell for cell in right if cell.text and not _NUMBER.fullmatch(cell.text)]
    several = one.row_span > 1 or other.row_span > 1
    return several and bool(labels) and not _NUMBER.fullmatch(one.text or other.text or "x")


def _goes_on(last: dict[tuple[int, int], Cell], first: dict[tuple[int, int], Cell]) -> bool:
    """Whether the first row below the break is the rest of the last one above it: the same cells, some of whose text
    stands above and some below, and no number below."""
    if first.keys() != last.keys() or not any(cell.text for cell in first.values()):
        return False
    numbers = [k for k, cell in last.items() if _NUMBER.fullmatch(cell.text)]
    return (
        bool(numbers)
        and not any(first[k].text for k in numbers)
        and not any(_NUMBER.fullmatch(cell.text) for cell in first.values())
    )


def _repeated(above: Sequence[Cell], below: Sequence[Cell]) -> int:
    """How many rows at the head of the lower piece repeat the head of the upper one."""
    one, other = _rows(above), _rows(below)
    best = 0
    for count in range(1, min(len(other) - 1, len(one)) + 1):
        if not _alike(one[count - 1], other[count - 1]):
            break
        if not any(c.row < count < c.row + c.row_span for row in other[:count] for c in row):
            best = count
    return best


def _alike(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two rows are the same row of a header."""
    if [(c.column, c.column_span, c.row_span) for c in one] != [(c.column, c.column_span, c.row_span) for c in other]:
        return False
    text, again = ("\t".join("".join(c.text.split()) for c in row) for row in (one, other))
    if not any(c.text and not _NUMBER.fullmatch(c.text) for c in one):
        return False
    return text == again or SequenceMatcher(None, text, again, autojunk=False).ratio() >= _ALIKE


def _rows(cells: Iterable[Cell]) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell)
    return [rows[r] for r in range(max(rows, default=-1) + 1)]


def _columns(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[list[int], list[int]] | None:
    """For each piece the place of its column edges in the common table; None where they do not go together."""
    one, other = _edges(upper), _edges(lower)
    if not one or not other:
        return None
    (edges, left, width), (others, beside, breadth) = one, other
    if abs(breadth / width - 1) > _WIDTHS or abs(beside - left) > _SHIFT * width:
        return None
    union = list(edges)
    union += [x for x in others if min(abs(x - y) for y in edges) > _SAME]
    union.sort()
    own, new = len(union) - len(others), len(union) - len(edges)
    fewer = min(len(edges), len(others)) - 2
    if own and new and len(edges) + len(others) - len(union) - 2 < _SHARED * fewer:
        return None
    places = [[min(range(len(union)), key=lambda i: abs(union[i] - x)) for x in side] for side in (edges, others)]
    return places[0], places[1]


def _edges(cells: Sequence[Cell]) -> tuple[list[float], float, float] | None:
    """Column edges as shares of the table's width, and left edge and width on its last page."""
    pages: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.box is None or cell.page is None:
            return None
        pages[cell.page].append(cell)
    found: dict[int, list[float]] = defaultdict(list)
    left = width = 0.0
    for _, own in sorted(pages.items()):
        boxes = [cell.box for cell in own if cell.box is not None]
        left = min(box.x0 for box in boxes)
        width = max(box.x1 for box in boxes) - left
        if width <= 0:
            return None
        for cell, box in zip(own, boxes, strict=True):
            found[cell.column].append((box.x0 - left) / width)
            found[cell.column + cell.column_span].append((box.x1 - left) / width)
    return [median(found[k]) for k in sorted(found)], left, width


def _moved(cell: Cell, places: Sequence[int]) -> Cell:
    column = places[cell.column]
    return replace(cell, column=column, column_span=max(places[cell.column + cell.column_span] - column, 1))
