"""Tables without rulings: columns and rows told by where the pieces of text stand. Pure geometry, in points.

pieces → lines of values → chains of lines whose columns agree → header above, labels beside → cells
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .geometry import Box
from .lattice import LatticeCell

_UNITS = "件|条|次|个|人|篇|元|万元|亿元|份|项|人次|场|起|宗|期|家|种|个次|条次|篇次"
_NUMBER = re.compile(
    rf"[-+＋—－–/／\\]{{1,4}}|[-+＋－]?[\d０-９][\d０-９,，.．]*[%％]?[余多]?[万亿]?(?:{_UNITS})?|[无零空]|"
    r"(?:增加|减少|增|减)[\d.]+"
)
_UNIT = re.compile(rf"[（(]?(?:{_UNITS})[)）]?")
_ITEM = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.．部]|[（(][一二三四五六七八九十]{1,3}[)）])")
_FAR = 5.0  # characters' heights without any text: lines so far apart are of two tables
_WIDE = 4  # values in a line that make a table of one row


Interval = tuple[float, float]


class Piece(NamedTuple):
    """The text of one cell, or of one line of it, and its box."""

    text: str
    box: Box


class ColumnsCell(NamedTuple):
    """A cell, and which of the pieces (by index) stand in it, top to bottom."""

    place: LatticeCell
    pieces: tuple[int, ...]


class Columns(NamedTuple):
    """A table without rulings: its box, its cells row by row (blank ones too), and where its columns of values are."""

    box: Box
    cells: tuple[ColumnsCell, ...]
    values: tuple[Interval, ...]


def is_value(text: str) -> bool:
    """Whether a text is a number, a sign that stands for none, or a unit."""
    return is_number(text) or bool(_UNIT.fullmatch("".join(text.split())))


def is_number(text: str) -> bool:
    """Whether a text is a number or a sign that stands for none."""
    return bool(_NUMBER.fullmatch("".join(text.split())))


def columns(pieces: Sequence[Piece], known: Sequence[Interval] = ()) -> list[Columns]:
    """The tables that pieces of text of one page make, top to bottom; running text makes none.

    A piece may hold several lines of one cell: the fewer cells are in pieces, the surer are the rows. `known` are the
    columns of values of the table before, which a table without a header may go on with.
    """
    found: list[Columns] = []
    for chain in _chains(pieces) if pieces else ():
        table = _table(pieces, chain, known)
        if table is not None:
            found.append(table)
            known = table.values
    return found


def _chains(pieces: Sequence[Piece]) -> list[list[list[int]]]:
    """Lines of values that follow each other in the same columns, with nothing across these between them."""
    texts = [i for i, p in enumerate(pieces) if not is_value(p.text)]
    chains: list[list[list[int]]] = []
    for line in _value_lines(pieces, texts):
        last = chains[-1] if chains else None
        if last and _follows(pieces, texts, last, line):
            last.append(line)
        else:
            chains.append([line])
    return chains


def _value_lines(pieces: Sequence[Piece], texts: Sequence[int]) -> list[list[int]]:
    """Values at one height, with a label beside them unless they are many."""
    lines: list[list[int]] = []
    for i in sorted((i for i, p in enumerate(pieces) if is_value(p.text)), key=lambda i: _middle(pieces[i].box)):
        box = pieces[i].box
        high = max(_high(pieces[k].box) for k in (i, *(lines[-1] if lines else ())))
        if lines and _middle(box) - _level(pieces, lines[-1]) < 0.5 * high:
            lines[-1].append(i)
        else:
            lines.append([i])
    told = [line for line in lines if not _is_said(pieces, texts, line)]
    return [line for line in told if _is_wide(pieces, texts, line) or _labels(pieces, texts, line)]


def _is_said(pieces: Sequence[Piece], texts: Sequence[int], line: Sequence[int]) -> bool:
    """Whether more words than values stand right of a line's first value: running text with gaps."""
    level, start = _level(pieces, line), min(pieces[i].box.x1 for i in line)
    return sum(p.box.y0 <= level <= p.box.y1 and p.box.x0 >= start for p in (pieces[i] for i in texts)) > len(line)


def _is_wide(pieces: Sequence[Piece], texts: Sequence[int], line: Sequence[int]) -> bool:
    """Whether a line of values makes a row without a label: they are many, or stand each under one of many heads."""
    if len(line) >= _WIDE:
        return True
    top, size = min(pieces[i].box.y0 for i in line), _size(pieces, line)
    heads = [_across(pieces[i].box) for i in texts if 0 < top - pieces[i].box.y1 + 1 < size]
    under = [[k for k, head in enumerate(heads) if _overlap(head, _across(pieces[i].box)) > 0] for i in line]
    apart = len(_merged(heads)) == len(heads) >= _WIDE
    return apart and all(len(over) == 1 for over in under) and len({over[0] for over in under}) == len(line)


def _labels(pieces: Sequence[Piece], texts: Sequence[int], line: Sequence[int]) -> list[int]:
    """Texts left of the last value of a line, at its height."""
    level, end = _level(pieces, line), max(pieces[i].box.x0 for i in line)
    return [i for i in texts if pieces[i].box.y0 <= level <= pieces[i].box.y1 and pieces[i].box.x1 <= end + 1]


def _follows(pieces: Sequence[Piece], texts: Sequence[int], chain: list[list[int]], line: list[int]) -> bool:
    above, below = _level(pieces, chain[-1]), _level(pieces, line)
    taken = [_across(pieces[i].box) for row in chain for i in row]
    own = [_across(pieces[i].box) for i in line]
    between = [pieces[i].box for i in texts if above < _middle(pieces[i].box) < below]
    if any(_overlap(_across(box), column) > 1 for box in between for column in (*taken, *own)):
        return False
    size = _size(pieces, line)
    stops = sorted([(above, above), (below, below), *((box.y0, box.y1) for box in between)])
    reach = above
    for top, bottom in stops:
        if top - reach > _FAR * size:
            return False
        reach = max(reach, bottom)
    shared = any(_overlap(a, b) > 0 for a in taken for b in own)
    return shared or (
        len(_merged(taken)) > 1 and all(min(a for a, _ in taken) < x < max(b for _, b in taken) for x, _ in own)
    )


class _Sheet(NamedTuple):
    """A table being put together: intervals of its columns of values, its rows' pieces, its header's pieces."""

    values: list[Interval]
    rows: list[list[int]]
    labels: list[int]
    header: list[int]


def _table(pieces: Sequence[Piece], chain: list[list[int]], known: Sequence[Interval]) -> Columns | None:
    taken = _merged(_across(pieces[i].box) for line in chain for i in line)
    texts = [i for i, p in enumerate(pieces) if not is_value(p.text)]
    header, waiting = _header(pieces, texts, chain, taken)
    wide = any(_is_wide(pieces, texts, line) for line in chain)
    goes_on = (
        not header
        and len(known) > 1
        and len(taken) + len(chain) > 2
        and all(sum(_overlap(a, b) > 0 for b in known) == 1 for a in taken)
    )
    if goes_on:
        taken = _merged([*known, *taken])
    if not header and len(chain) < 3 and not wide and not goes_on:
        return None
    end = max((pieces[i].box.x1 for line in chain for i in _labels(pieces, texts, line)), default=0.0)
    for i in sorted(header, key=lambda i: pieces[i].box.x1 - pieces[i].box.x0):  # columns without any value
        across = _across(pieces[i].box)
        if across[0] > end and all(_overlap(across, column) <= 0 for column in taken):
            taken = sorted([*taken, across])
    top, bottom = _level(pieces, chain[0]), _level(pieces, chain[-1])
    beside = [
        i
        for i in texts
        if i not in header
        and (pieces[i].box.y1 > top and pieces[i].box.y0 < bottom)
        and not any(_overlap(_across(pieces[i].box), column) > 1 for column in taken)
    ]
    labels = sorted({*beside, *waiting})
    if not labels and not wide:
        return None
    return _placed(pieces, _Sheet(taken, chain, labels, header))


def _header(
    pieces: Sequence[Piece], texts: Sequence[int], chain: list[list[int]], taken: Sequence[Interval]
) -> tuple[list[int], list[int]]:
    """The pieces of the header above a chain, and the labels of rows without values below it."""
    line = chain[0]
    size = _size(pieces, line)
    floor = max((p.box.y1 for p in pieces if is_number(p.text) and p.box.y1 < _level(pieces, line) - size), default=0.0)
    first = _labels(pieces, texts, line)
    top = min([pieces[i].box.y0 for i in line] + [pieces[i].box.y0 for i in first if _single(pieces, chain, i)])
    start, left = top, taken[0][0]
    header: list[int] = []
    waiting: list[int] = []
    pending: list[int] = []
    seen = set(first)
    for _ in range(12):
        band = [
            i for i in texts if i not in seen and top - size < pieces[i].box.y1 and floor < pieces[i].box.y0 < start
        ]
        if not band or any(_is_title(pieces[i], taken) for i in band):
            break
        seen |= set(band)
        top = min(top, *(pieces[i].box.y0 for i in band))
        if any((pieces[i].box.x0 + pieces[i].box.x1) / 2 > left - size for i in band):
            if header or not pending or len(pending) <= 3:
                waiting += pending if not header else []
                header += band + (pending if header else [])
                pending = []
        else:
            pending += band
            if header and len(pending) > 3:
                break
    return header, waiting


def _single(pieces: Sequence[Piece], chain: list[list[int]], i: int) -> bool:
    """Whether a label stands beside one line of values alone."""
    return sum(pieces[i].box.y0 <= _level(pieces, line) <= pieces[i].box.y1 for line in chain) < 2


def _is_title(piece: Piece, taken: Sequence[Interval]) -> bool:
    """Whether a piece is text above the table rather than a part of its header."""
    if piece.text.rstrip().endswith(("。", "；", "，")):
        return True
    reaches = piece.box.x1 > taken[0][0]
    return reaches and bool(_ITEM.match(piece.text) or (piece.box.x0 < taken[0][0] - 60 and len(taken) > 1))


def _placed(pieces: Sequence[Piece], sheet: _Sheet) -> Columns:
    boxes = [piece.box for piece in pieces]
    groups = {
        i
        for i in sheet.labels
        if any(
            boxes[k].x0 >= boxes[i].x1 - 1
            and _overlap(_down(boxes[i]), _down(boxes[k])) > 0.3 * min(_high(boxes[i]), _high(boxes[k]))
            for k in sheet.labels
            if k != i
        )
    }
    own = [i for i in sheet.labels if i not in groups]
    rows = _rows(pieces, sheet, own)
    left = _merged(_across(boxes[i]) for i in groups)
    narrow = [_across(boxes[i]) for i in own if not any(_overlap(_across(boxes[i]), g) > 1 for g in left)]
    label = [(min(a for a, _ in narrow), max(b for _, b in narrow))] if narrow else []
    if own and not narrow:
        label = [(max([boxes[i].x0 for i in own] + [b for _, b in left]), max(boxes[i].x1 for i in own))]
    bands = sorted([*left, *label, *sheet.values])
    header = _header_cells(boxes, sheet, bands, len(left) + len(label))
    depth = max((place.row + place.row_span for place, _ in header), default=0)
    cells = list(header)
    heights = [(min(boxes[i].y0 for i in row), max(boxes[i].y1 for i in row)) for row in rows]
    filled: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for i in row:
            touched = [c for c, band in enumerate(bands) if _overlap(band, _across(boxes[i])) > 1] or [
                _nearest(bands, boxes[i])
            ]
            first, last = touched[0], touched[-1] if i in own else touched[0]
            if (r, first) in filled:
                cells = [
                    _added(cell, i, boxes) if (cell.place.row, cell.place.column) == (depth + r, first) else cell
                    for cell in cells
                ]
                continue
            filled |= {(r, c) for c in range(first, last + 1)}
            cells.append(ColumnsCell(LatticeCell(depth + r, first, 1, last - first + 1, boxes[i]), (i,)))
    for i in sorted(groups, key=lambda i: boxes[i].y0):
        c = next(c for c, band in enumerate(bands) if _overlap(band, _across(boxes[i])) > 0)
        free = [r for r, high in enumerate(heights) if _overlap(high, _down(boxes[i])) > 0 and (r, c) not in filled]
        if free:
            run = [r for k, r in enumerate(free) if r == free[0] + k]
            filled |= {(r, c) for r in run}
            cells.append(ColumnsCell(LatticeCell(depth + run[0], c, len(run), 1, boxes[i]), (i,)))
    for r, (y0, y1) in enumerate(heights):
        for c, (x0, x1) in enumerate(bands):
            if (r, c) not in filled and (x0, x1) in sheet.values:
                cells.append(ColumnsCell(LatticeCell(depth + r, c, 1, 1, Box(x0, y0, x1, y1)), ()))
    cells.sort(key=lambda cell: (cell.place.row, cell.place.column))
    around = [cell.place.box for cell in cells]
    box = Box(
        min(b.x0 for b in around), min(b.y0 for b in around), max(b.x1 for b in around), max(b.y1 for b in around)
    )
    return Columns(box, tuple(cells), tuple(sheet.values))


def _added(cell: ColumnsCell, i: int, boxes: Sequence[Box]) -> ColumnsCell:
    a, b = cell.place.box, boxes[i]
    box = Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
    place = LatticeCell(cell.place.row, cell.place.column, cell.place.row_span, cell.place.column_span, box)
    return ColumnsCell(place, (*cell.pieces, i))


def _rows(pieces: Sequence[Piece], sheet: _Sheet, own: Sequence[int]) -> list[list[int]]:
    """The pieces of each row: values with the label at their height; labels that have none for themselves."""
    rows = [list(line) for line in sheet.rows]
    levels = [_level(pieces, line) for line in sheet.rows]
    alone: list[list[int]] = []
    for i in own:
        box = pieces[i].box
        beside = [k for k, level in enumerate(levels) if box.y0 - 1 <= level <= box.y1 + 1]
        if beside:
            rows[min(beside, key=lambda k: abs(levels[k] - _middle(box)))].insert(0, i)
        else:
            alone.append([i])
    return sorted([*rows, *alone], key=lambda row: _level(pieces, row[-1:]))


def _header_cells(boxes: Sequence[Box], sheet: _Sheet, bands: Sequence[Interval], labels: int) -> list[ColumnsCell]:
    """The header's pieces over the columns they stand over, one level below the other."""
    spans: dict[int, tuple[int, int]] = {}
    for i in sheet.header:
        box = boxes[i]
        over = [c for c, (start, end) in enumerate(bands) if box.x0 <= (start + end) / 2 <= box.x1]
        over = over or [_nearest(bands, box)]
        if over[0] < labels:
            over = list(range(labels)) if over[-1] < labels else over
        spans[i] = (over[0], over[-1])
    level: dict[int, int] = {}
    for i in sorted(spans, key=lambda i: _middle(boxes[i])):
        above = [level[k] + 1 for k in level if _overlap_int(spans[k], spans[i]) and boxes[k].y1 <= boxes[i].y0 + 2]
        level[i] = max(above, default=0)
    depth = max(level.values(), default=-1) + 1
    merged: dict[tuple[int, int], list[int]] = {}
    for i in sorted(spans, key=lambda i: (level[i], spans[i])):
        merged.setdefault((level[i], spans[i][0]), []).append(i)
    cells = []
    for (row, first), members in merged.items():
        last = max(spans[i][1] for i in members)
        below = [level[k] for k in spans if level[k] > row and _overlap_int(spans[k], (first, last))]
        height = min(below, default=depth) - row
        box = _around([boxes[i] for i in members])
        cells.append(ColumnsCell(LatticeCell(row, first, height, last - first + 1, box), tuple(members)))
    return cells


def _around(boxes: Sequence[Box]) -> Box:
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def _nearest(bands: Sequence[Interval], box: Box) -> int:
    middle = (box.x0 + box.x1) / 2
    return min(range(len(bands)), key=lambda c: max(bands[c][0] - middle, middle - bands[c][1]))


def _size(pieces: Sequence[Piece], line: Sequence[int]) -> float:
    """Size of the characters of a line of values; digits are lower than ideographs."""
    return 1.4 * max(_high(pieces[i].box) for i in line)


def _level(pieces: Sequence[Piece], line: Sequence[int]) -> float:
    return sum(_middle(pieces[i].box) for i in line) / len(line)


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _high(box: Box) -> float:
    return box.y1 - box.y0


def _across(box: Box) -> Interval:
    return box.x0, box.x1


def _down(box: Box) -> Interval:
    return box.y0, box.y1


def _overlap(one: Interval, other: Interval) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _overlap_int(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals joined where they overlap."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
