"""Small tables of pictures told by their shapes, where labels cannot be read.

A form prints its tables in one order, each as a header and so many rows of so many cells. The rows of a document's
grids are laid onto them by dynamic programming; what might nearly as well be laid otherwise is not told.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..core.document import Document
from ..core.grid import Cell, Grid
from ..core.schema import Schema
from .labels import Labels, labels_of

_COLUMNS, _ROWS = 3, 6  # of numbers that small tables have, at most
_LINE, _TITLE = 1.0, 0.5  # what each row of the right number of cells is worth, and one cell above them
_NAMED, _LIKE = 3.0, 1.5  # a label that was read exactly, and one that resembles it
_WORDS = -0.7  # words where a number should stand
_NO_LINE, _NO_TABLE = -0.4, -0.3  # a row of a small grid, or a table, that is left out
_MOST_OF = 0.5  # of a long table's rows, as many as a page may have
_MARGIN = 1.0  # by which a table's place is better than any other way to lay these rows
_NEVER = -1e6


class Place(NamedTuple):
    """What a row of a grid is: one of a table's rows, or None for its header or title."""

    table: int
    row: int | None


class _Line(NamedTuple):
    grid: int
    row: int
    cells: tuple[Cell, ...]


class _Way(NamedTuple):
    """Lines from `start` to `end` as the table that is the `order`th of the small ones."""

    start: int
    end: int
    order: int
    score: float
    places: tuple[Place, ...]


class _Free(NamedTuple):
    """What it costs to leave a line out, and how many tables may be done by then: its label may name one."""

    score: float
    least: int
    most: int


def rows_told(document: Document, schema: Schema) -> int:
    """How many rows of a document's pictured grids have their place in a form by their shape; all those of a long and
    narrow grid, where the form prints one."""
    small = sum(map(len, told_by_shape(document, labels_of(schema)).values()))
    long = max((len(of.rows) for of in schema.tables if len(of.columns) <= _COLUMNS), default=0)
    narrow = (grid.rows for grid in document.grids if grid.pictured and grid.columns <= _COLUMNS + 1)
    return small + sum(rows for rows in narrow if rows > _MOST_OF * long > _ROWS)


def told_by_shape(document: Document, labels: Labels) -> dict[int, dict[int, Place]]:
    """What rows of a document's pictured grids are, as far as shapes tell: grid → row → place."""
    grids = {i: grid for i, grid in enumerate(document.grids) if grid.pictured}
    tables = [t for t, of in enumerate(labels.tables) if len(of.columns) <= _COLUMNS and len(of.rows) <= _ROWS]
    lines = [
        _Line(index, r, tuple(cell for cell in grid.row(r) if cell.row == r))
        for index, grid in grids.items()
        for r in range(grid.rows)
    ]
    free = [_left_out(line, grids[line.grid], tables, labels) for line in lines]
    ways = [way for start in range(len(lines)) for way in _ways(lines, start, tables, labels)]
    before = _best(free, len(tables), ways)
    turned = [_Way(len(lines) - w.end, len(lines) - w.start, len(tables) - 1 - w.order, w.score, ()) for w in ways]
    last = [_Free(one.score, len(tables) - one.most, len(tables) - one.least) for one in free[::-1]]
    behind = [row[::-1] for row in _best(last, len(tables), turned)[::-1]]
    through = [before[w.start][w.order] + w.score + behind[w.end][w.order + 1] for w in ways]
    found: dict[int, dict[int, Place]] = {}
    for way, best in zip(ways, through, strict=True):
        left_out = sum(one.score for one in free[way.start : way.end])
        rivals = [before[way.start][k] + left_out + behind[way.end][k] for k in range(len(tables) + 1)]
        rivals += [s for other, s in zip(ways, through, strict=True) if _contradicts(other, way)]
        if best > behind[0][0] - 1e-9 and best - max(rivals) >= _MARGIN:
            mine = lines[way.start : way.end]
            rows = {line.row: place for line, place in zip(mine, way.places, strict=True)}
            found[mine[0].grid] = found.get(mine[0].grid, {}) | rows
    return found


def _contradicts(other: _Way, way: _Way) -> bool:
    """Whether one way gives lines of the other another place."""
    same = other.order == way.order and other.end == way.end
    return not same and other.start < way.end and way.start < other.end


def _left_out(line: _Line, grid: Grid, tables: Sequence[int], labels: Labels) -> _Free:
    """A line of a wide table stands behind the small ones that the form prints before its first wide one."""
    if grid.columns > _COLUMNS + 2:
        wide = [t for t, table in enumerate(labels.tables) if len(table.columns) > _COLUMNS + 1]
        return _Free(0.0, sum(t < min(wide, default=0) for t in tables), len(tables))
    named = {n.table for cell in line.cells for n in labels.names(cell.text) if n.role == "row" and not cell.readings}
    orders = [order for order, t in enumerate(tables) if t in named] or [0, len(tables)]
    return _Free(_NO_LINE, min(orders), min(len(tables), max(orders) + 1))


def _best(free: Sequence[_Free], tables: int, ways: Sequence[_Way]) -> list[list[float]]:
    """[lines][tables] → the best score of so many first lines laid onto so many first tables."""
    ending: dict[tuple[int, int], list[_Way]] = {}
    for way in ways:
        ending.setdefault((way.end, way.order + 1), []).append(way)
    best = [[_NEVER] * (tables + 1) for _ in range(len(free) + 1)]
    best[0][0] = 0.0
    for p in range(len(free) + 1):
        for j in range(tables + 1):
            choices = [best[p][j]]
            if p and free[p - 1].least <= j <= free[p - 1].most:
                choices.append(best[p - 1][j] + free[p - 1].score)
            if j:
                choices.append(best[p][j - 1] + _NO_TABLE)
            choices += [best[w.start][w.order] + w.score for w in ending.get((p, j), ())]
            best[p][j] = max(choices)
    return best


def _ways(lines: Sequence[_Line], start: int, tables: Sequence[int], labels: Labels) -> Iterator[_Way]:
    """The tables that may begin at a line, with or without a title above the header."""
    for order, t in enumerate(tables):
        table = labels.tables[t]
        heads = [Place(t, None)]
        for title in (False, True):
            places = (*heads * (1 + title), *(Place(t, i) for i, row in enumerate(table.rows) if not row.optional))
            mine = lines[start : start + len(places)]
            sizes = [1] * title + [len(table.columns) + 1] * (len(places) - title)
            if [len(line.cells) for line in mine] == sizes and len({line.grid for line in mine}) == 1:
                rows = zip(mine[title:], places[title:], strict=True)
                score = _TITLE * title + sum(_worth(line, place, labels) for line, place in rows)
                if score > 0:
                    yield _Way(start, start + len(places), order, score, places)


def _worth(line: _Line, place: Place, labels: Labels) -> float:
    """What a line speaks for being this row, or the header, of its table."""
    label, *others = line.cells
    if place.row is None:
        return _LINE + sum(_read_as(cell, place, labels) for cell in others)
    words = sum(not cell.readings and bool(cell.text.strip()) for cell in others)
    return _LINE + _read_as(label, place, labels) + _WORDS * words


def _read_as(cell: Cell, place: Place, labels: Labels) -> float:
    """What a label that was read exactly or nearly speaks for a row, or for a table's header, or against it."""
    if cell.readings or not cell.text.strip():
        return 0.0
    names = [n for n in labels.names(cell.text) if n.role in ("row", "column")]
    if names:
        role = "column" if place.row is None else "row"
        fits = any(n.role == role and n.table == place.table and place.row in (None, n.index) for n in names)
        return _NAMED if fits else _NEVER
    alike = labels.resembling(cell.text, place.table, "column" if place.row is None else "row")
    if place.row is not None:
        return _LIKE * alike.get(place.row, 0.0)
    own, tables = max(alike.values(), default=0.0), range(len(labels.tables))
    others = max(max(labels.resembling(cell.text, t, "column").values(), default=0.0) for t in tables)
    return _LIKE * (own if own >= others else own - others)
