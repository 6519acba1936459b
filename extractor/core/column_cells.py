"""The cells of a table without rulings, once its lines of values, its labels and its header are known."""

from collections.abc import Sequence
from typing import NamedTuple

from .column_heads import headings
from .column_pieces import (
    TOUCH,
    Interval,
    Piece,
    across_of,
    box_around,
    down_of,
    height_of,
    joined,
    level_of,
    middle_of,
    nearest_band,
    overlap_of,
    spans_meet,
)
from .geometry import Box
from .lattice import LatticeCell


class ColumnsCell(NamedTuple):
    """A cell, and which of the pieces (by index) stand in it, top to bottom."""

    place: LatticeCell
    pieces: tuple[int, ...]


class Columns(NamedTuple):
    """A table without rulings: its box, its cells row by row (blank ones too), where its columns of values are, and
    whether the page ends with its heads."""

    box: Box
    cells: tuple[ColumnsCell, ...]
    values: tuple[Interval, ...]
    waits: bool = False


class Sheet(NamedTuple):
    """A table being put together: intervals of its columns of values, its rows' pieces, its header's pieces."""

    values: list[Interval]
    rows: list[list[int]]
    labels: list[int]
    header: list[int]


def placed(pieces: Sequence[Piece], sheet: Sheet) -> Columns:
    """The table of a sheet: header, rows with their labels and values, groups beside them, and blanks."""
    boxes = [piece.box for piece in pieces]
    groups = {
        i
        for i in sheet.labels
        if any(
            boxes[k].x0 >= boxes[i].x1 - 1
            and overlap_of(down_of(boxes[i]), down_of(boxes[k])) > 0.3 * min(height_of(boxes[i]), height_of(boxes[k]))
            for k in sheet.labels
            if k != i
        )
    }
    own = [i for i in sheet.labels if i not in groups]
    rows = _rows(pieces, sheet, own)
    left = joined(across_of(boxes[i]) for i in groups)
    narrow = [across_of(boxes[i]) for i in own if not any(overlap_of(across_of(boxes[i]), g) > TOUCH for g in left)]
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
            touched = [c for c, band in enumerate(bands) if overlap_of(band, across_of(boxes[i])) > TOUCH] or [
                nearest_band(bands, boxes[i])
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
        over = (c for c, band in enumerate(bands) if overlap_of(band, across_of(boxes[i])) > 0)
        c = next(over, nearest_band(bands, boxes[i]))
        free = [r for r, high in enumerate(heights) if overlap_of(high, down_of(boxes[i])) > 0 and (r, c) not in filled]
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


def _rows(pieces: Sequence[Piece], sheet: Sheet, own: Sequence[int]) -> list[list[int]]:
    """The pieces of each row: values with the label at their height; labels that have none for themselves."""
    rows = [list(line) for line in sheet.rows]
    levels = [level_of(pieces, line) for line in sheet.rows]
    alone: list[list[int]] = []
    for i in own:
        box = pieces[i].box
        beside = [k for k, level in enumerate(levels) if box.y0 - 1 <= level <= box.y1 + 1]
        if beside:
            rows[min(beside, key=lambda k: abs(levels[k] - middle_of(box)))].insert(0, i)
        else:
            alone.append([i])
    return sorted([*rows, *alone], key=lambda row: level_of(pieces, row[-1:]))


def _header_cells(boxes: Sequence[Box], sheet: Sheet, bands: Sequence[Interval], labels: int) -> list[ColumnsCell]:
    """The header's pieces over the columns they stand over, one level below the other."""
    spans: dict[int, tuple[int, int]] = {}
    heads = headings(boxes, sheet.header, bands[labels - 1][1] if labels else 0.0)
    for i in sheet.header:
        box = boxes[i]
        start, end = heads.get(i, (box.x0, box.x1))
        over = [c for c, band in enumerate(bands) if start <= sum(band) / 2 <= end]
        if i in heads:
            over = sorted({*over, *(nearest_band(bands, box._replace(x0=x, x1=x)) for x in heads[i])})
        over = over or [nearest_band(bands, box)]
        if over[0] < labels:
            over = list(range(labels)) if over[-1] < labels else over
        spans[i] = (over[0], over[-1])
    level: dict[int, int] = {}
    for i in sorted(spans, key=lambda i: middle_of(boxes[i])):
        above = [level[k] + 1 for k in level if spans_meet(spans[k], spans[i]) and boxes[k].y1 <= boxes[i].y0 + 2]
        level[i] = max(above, default=0)
    depth = max(level.values(), default=-1) + 1
    merged: dict[tuple[int, int], list[int]] = {}
    for i in sorted(spans, key=lambda i: (level[i], spans[i])):
        merged.setdefault((level[i], spans[i][0]), []).append(i)
    cells = []
    for (row, first), members in merged.items():
        last = max(spans[i][1] for i in members)
        below = [level[k] for k in spans if level[k] > row and spans_meet(spans[k], (first, last))]
        height = min(below, default=depth) - row
        box = box_around([boxes[i] for i in members])
        cells.append(ColumnsCell(LatticeCell(row, first, height, last - first + 1, box), tuple(members)))
    return cells
