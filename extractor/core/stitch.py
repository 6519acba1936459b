"""Pieces of one table on successive pages → its cells in one grid."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

from .column_pieces import is_number
from .grid import Cell

_SAME = 0.006  # of the table's width: two column edges within it are one
_BENT = 0.02  # the same where two pieces have as many: paper bends, and a photo narrows towards an end
_ALONE = 3  # times that the next edge is further away than the one that an edge is taken for
_WIDTHS = 0.03  # share by which two pieces of one table may differ in width (a scan)
_ALIKE = 0.8  # likeness of a repeated header's text, which a scan may read differently
_SHARED = 0.75  # of the inner column edges of the narrower piece, where both have edges of their own
_LEADING = 1.3  # height of a line in sizes of its characters
_ITEM = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|其中|第)")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_NUMBER = re.compile(r"[\s\d.,，％%/／—–－-]+")


def stitched(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The cells of a piece of a table and of what follows it on the next page as one table; None where their columns
    say that they are two.

    A header that the lower piece repeats is left out, merged cells and rows that the break divides become whole.
    All cells need their boxes. A cell of both pages has the page and box of the part that is printed first.
    """
    upper, lower = _filled(upper, -1), _filled(lower, 0)
    columns = _columns(upper, lower)
    if columns is None:
        return None
    above = [_moved(cell, columns[0]) for cell in upper]
    below = [_moved(cell, columns[1]) for cell in lower]
    if _begins_anew(_rows(above), _rows(below)):
        return None
    head = _repeated(above, below)
    below = [replace(cell, row=cell.row - head) for cell in below if cell.row >= head]
    return _placed(above, below)


def divided(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The tables that touch each other in one lattice, top to bottom.

    They part before a row of labels where the rows above and those below have column edges that the others lack;
    tables that do so also part where the head of one comes again.
    """
    rows = _rows(cells)
    cuts = [r for r in range(1, len(rows)) if _is_head(rows[r]) and not any(_crosses(c, r) for c in cells)]
    starts = [0]
    for r in cuts:
        own = _used(rows[starts[-1] : r])
        next_ = _used(rows[r : r + 1] if len(rows[r]) > 1 else rows[r : r + 2])  # a row of one cell heads the next
        if own - next_ and next_ - own:
            starts.append(r)
    if len(starts) == 1:
        return [list(cells)]
    for start in tuple(starts):
        head = start + (len(rows[start]) == 1)
        end = min((r for r in starts if r > start), default=len(rows))
        again = [r for r in cuts if head < r < end and head < len(rows) and _alike(rows[head], rows[r])]
        starts += [r - (head > start and len(rows[r - 1]) == 1) for r in again]
    return [[c for c in cells if a <= c.row < b] for a, b in pairwise([*sorted(starts), len(rows)])]


def _is_number(text: str) -> bool:
    """Whether a text is a number, with its unit or without, or what stands for one."""
    return bool(_NUMBER.fullmatch(text)) or is_number(text)


def _crosses(cell: Cell, row: int) -> bool:
    return cell.row < row < cell.row + cell.row_span


def _used(rows: Iterable[Sequence[Cell]]) -> set[int]:
    """Column edges at which cells of these rows begin or end."""
    return {x for row in rows for c in row for x in (c.column, c.column + c.column_span)}


def _is_head(row: Sequence[Cell]) -> bool:
    """Whether a row names things and has no values."""
    texts = [cell.text for cell in row if cell.text]
    return bool(texts) and not any(_is_number(text) for text in texts)


def _placed(above: list[Cell], below: list[Cell]) -> tuple[Cell, ...]:
    """One under the other; what the break divides becomes one cell."""
    height = max(cell.row + cell.row_span for cell in above)
    first = {(cell.column, cell.column_span): cell for cell in below if cell.row == 0}
    last = {(cell.column, cell.column_span): cell for cell in above if cell.row + cell.row_span == height}
    pairs = {key: (last[key], cell) for key, cell in first.items() if key in last}
    divided = _goes_on(last, first)
    merged = pairs if divided else {k: pair for k, pair in pairs.items() if _is_one(*pair, last, first)}
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
    """Whether a cell that holds several rows goes on on the other side of the break: there it is blank, and the label
    of a single row stands beside it."""
    if bool(one.text) == bool(other.text) or _is_number(one.text or other.text):
        return False
    if _is_header(last, first):
        return True
    beside = first if one.text else last
    right = [cell.text for cell in beside.values() if cell.column > one.column and cell.text]
    return (one.row_span > 1 or other.row_span > 1) and not all(map(_is_number, right))


def _is_header(last: dict[tuple[int, int], Cell], first: dict[tuple[int, int], Cell]) -> bool:
    """Whether the break goes through a header: no values, the first cell below blank, and most cells above not, as
    they would be in a row without values."""
    above, below = [*last.values()], [*first.values()]
    filled = sum(bool(cell.text) for cell in above)
    return not below[0].text and _is_head(above) and _is_head(below) and filled * 2 > len(above)


def _goes_on(last: dict[tuple[int, int], Cell], first: dict[tuple[int, int], Cell]) -> bool:
    """Whether the first row below the break is the rest of the last one above it: the same cells, texts that fill
    their last line above and begin no new item below, and values on one side alone."""
    if first.keys() != last.keys():
        return False
    both = [(last[k], cell) for k, cell in first.items() if cell.text and last[k].text]
    above, below = (any(_is_number(cell.text) for cell in row.values()) for row in (last, first))
    return bool(both) and not (above and below) and all(_is_cut(*pair) for pair in both)


def _is_cut(one: Cell, other: Cell) -> bool:
    """Whether a text fills its last line, to within a character, and the other goes on with it."""
    numbers = any(_is_number(cell.text) for cell in (one, other))
    if numbers or _ITEM.match(other.text) or one.box is None:
        return False
    lines = one.text.split("\n")
    width, height = one.box.x1 - one.box.x0, one.box.y1 - one.box.y0
    size = height / len(lines) / _LEADING
    return (_ems(lines[-1]) + 2) * size > width or (len(lines) > 1 and _ems(lines[-1]) + 1 >= max(map(_ems, lines)))


def _ems(text: str) -> float:
    """Width in full-width characters."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _repeated(above: Sequence[Cell], below: Sequence[Cell]) -> int:
    """How many rows at the head of the lower piece repeat the head of the upper one."""
    one, other = _rows(above), _rows(below)
    best = 0
    for count in range(1, min(len(other) - 1, len(one)) + 1):
        if not _alike(one[count - 1], other[count - 1]):
            break
        if not any(_crosses(c, count) for row in other[:count] for c in row):
            best = count
    return best


def _filled(cells: Sequence[Cell], end: int) -> Sequence[Cell]:
    """The cells without the room that a page break leaves between the table's frame and its next line."""
    rows = _rows(cells)
    if len(rows) < 2 or len(rows[end]) != 1 or rows[end][0].text:
        return cells
    return [replace(c, row=c.row - (end == 0)) for c in cells if c is not rows[end][0]]


def _begins_anew(one: Sequence[Sequence[Cell]], other: Sequence[Sequence[Cell]]) -> bool:
    """Whether both begin with the same head under titles of their own."""
    if min(len(one), len(other)) < 2 or len(one[0]) != 1 or len(other[0]) != 1:
        return False
    return _alike(one[1], other[1]) and not _alike(one[0], other[0])


def _alike(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two rows are the same row of a header."""
    if [(c.column, c.column_span, c.row_span) for c in one] != [(c.column, c.column_span, c.row_span) for c in other]:
        return False
    text, again = ("\t".join("".join(c.text.split()) for c in row) for row in (one, other))
    if not _is_head(one) or _NUMERAL.findall(text) != _NUMERAL.findall(again):
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
    (edges, width), (others, breadth) = one, other
    every = list(range(len(edges)))
    if len(edges) == len(others) and _waits_for(upper, lower):
        return every, every
    if abs(breadth / width - 1) > _WIDTHS:
        return None
    if len(edges) == len(others) and all(abs(x - y) < _BENT for x, y in zip(edges, others, strict=True)):
        return every, every
    union = sorted([*edges, *(x for x in others if not _is_edge(x, edges, others))])
    own, new = len(union) - len(others), len(union) - len(edges)
    fewer = min(len(edges), len(others)) - 2
    if own and new and len(edges) + len(others) - len(union) - 2 < _SHARED * fewer:
        return None
    places = [[min(range(len(union)), key=lambda i: abs(union[i] - x)) for x in side] for side in (edges, others)]
    return places[0], places[1]


def _is_edge(x: float, edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether an edge of the `others` is one of these: at its place, or near it and far from all else."""
    y = min(edges, key=lambda y: abs(x - y))
    free = min([1.0, *(abs(x - v) for v in edges if v != y), *(abs(y - v) for v in others if v != x)])
    return abs(x - y) <= _SAME or (abs(x - y) < _BENT and abs(x - y) * _ALONE < free)


def _waits_for(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether one piece is a header without any row, and what is below it one row of values, each under its head:
    where nothing is ruled, texts are as wide as they are, and tell no edges."""
    if not all(map(_is_head, _rows(upper))) or any(c.row or (c.text and not _is_number(c.text)) for c in lower):
        return False
    heads = {c.column: c.box for c in upper if c.column_span == 1}
    below = [(heads.get(c.column), c.box) for c in lower]
    return all(a is not None and b is not None and a.x0 < b.x1 and b.x0 < a.x1 for a, b in below)


def _edges(cells: Sequence[Cell]) -> tuple[list[float], float] | None:
    """Column edges as shares of the table's width, and its width on its last page."""
    pages: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.box is None or cell.page is None:
            return None
        pages[cell.page].append(cell)
    found: dict[int, list[float]] = defaultdict(list)
    width = 0.0
    for _, own in sorted(pages.items()):
        boxes = [cell.box for cell in own if cell.box is not None]
        left = min(box.x0 for box in boxes)
        width = max(box.x1 for box in boxes) - left
        if width <= 0:
            return None
        for cell, box in zip(own, boxes, strict=True):
            found[cell.column].append((box.x0 - left) / width)
            found[cell.column + cell.column_span].append((box.x1 - left) / width)
    return [median(found[k]) for k in sorted(found)], width


def _moved(cell: Cell, places: Sequence[int]) -> Cell:
    column = places[cell.column]
    return replace(cell, column=column, column_span=max(places[cell.column + cell.column_span] - column, 1))
