"""From ruling lines to the cells of tables: a chain of small steps in pure geometry.

edges → snapped edges → connected tables → elementary cells → merged cells. All in points from the top left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .geometry import Box

SNAP = 2.5  # points within which two rulings are one line, or two ends meet
_THICK = 3.5  # a filled shape thinner than this is a line
_SHORTEST = 4.0  # shorter strokes are dots and serifs
_OPEN = 6.0  # lines that reach so far beyond the last one across them leave a row or column open
_COVER = 0.6  # share of a cell's side that a line must cover to close it


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line: at `at` across its direction, from `start` to `end` along it."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell of a ruled table: its 0-based place, its spans, and its box on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its box, and its cells row by row."""

    box: Box
    cells: tuple[LatticeCell, ...]


def edges(shapes: Iterable[Box]) -> list[Edge]:
    """Thin shapes as lines along their middle; everything thicker is no ruling."""
    found = []
    for x0, y0, x1, y1 in shapes:
        width, height = x1 - x0, y1 - y0
        if height <= _THICK and width >= _SHORTEST and width > height:
            found.append(Edge(True, (y0 + y1) / 2, x0, x1))
        elif width <= _THICK and height >= _SHORTEST:
            found.append(Edge(False, (x0 + x1) / 2, y0, y1))
    return found


def lattices(lines: Sequence[Edge]) -> list[Lattice]:
    """The ruled tables that lines make, top to bottom; lone lines and frames without an inner line make none."""
    merged = [*_merged([e for e in lines if e.horizontal]), *_merged([e for e in lines if not e.horizontal])]
    found = []
    for group in _connected(merged):
        rows = _sides(group, horizontal=True)
        columns = _sides(group, horizontal=False)
        if len(rows) + len(columns) > 4 and len(rows) > 1 and len(columns) > 1:
            box = Box(columns[0], rows[0], columns[-1], rows[-1])
            found.append(Lattice(box, tuple(_cells(group, rows, columns))))
    return sorted(found, key=lambda lattice: (lattice.box.y0, lattice.box.x0))


def _sides(lines: list[Edge], *, horizontal: bool) -> list[float]:
    """Levels of the lines in one direction, and how far the others reach beyond them: a table that goes on over the
    page, or has no frame, ends where its lines end."""
    levels = _levels([e.at for e in lines if e.horizontal == horizontal])
    others = [e for e in lines if e.horizontal != horizontal]
    first, last = min((e.start for e in others), default=0.0), max((e.end for e in others), default=0.0)
    if levels and others and first < levels[0] - _OPEN:
        levels.insert(0, first)
    if levels and others and last > levels[-1] + _OPEN:
        levels.append(last)
    return levels


def _merged(lines: list[Edge]) -> list[Edge]:
    """Lines at the same level joined where they overlap or nearly meet."""
    levels = _levels([e.at for e in lines])
    at = {e: min(levels, key=lambda level: abs(level - e.at)) for e in lines}
    found: list[Edge] = []
    for e in sorted(lines, key=lambda e: (at[e], e.start)):
        last = found[-1] if found else None
        if last and last.at == at[e] and e.start <= last.end + SNAP:
            found[-1] = Edge(e.horizontal, last.at, last.start, max(last.end, e.end))
        else:
            found.append(Edge(e.horizontal, at[e], e.start, e.end))
    return found


def _levels(values: Iterable[float]) -> list[float]:
    """Values that lie together as one level each: the middle of each bunch."""
    bunches: list[list[float]] = []
    for value in sorted(values):
        if bunches and value - bunches[-1][-1] <= SNAP:
            bunches[-1].append(value)
        else:
            bunches.append([value])
    return [sum(bunch) / len(bunch) for bunch in bunches]


def _connected(lines: list[Edge]) -> list[list[Edge]]:
    """Groups of lines that cross or touch each other."""
    across = [e for e in lines if e.horizontal]
    down = [e for e in lines if not e.horizontal]
    group = {e: e for e in lines}

    def root(e: Edge) -> Edge:
        while group[e] is not e:
            group[e] = group[group[e]]
            e = group[e]
        return e

    for h in across:
        for v in down:
            if h.start - SNAP <= v.at <= h.end + SNAP and v.start - SNAP <= h.at <= v.end + SNAP:
                group[root(h)] = root(v)
    found: dict[Edge, list[Edge]] = {}
    for e in lines:
        found.setdefault(root(e), []).append(e)
    return list(found.values())


def _cells(lines: list[Edge], rows: list[float], columns: list[float]) -> list[LatticeCell]:
    """Elementary cells merged over sides that no line closes; a shape that is no rectangle stays in pieces."""
    places = [(r, c) for r in range(len(rows) - 1) for c in range(len(columns) - 1)]
    group = {place: place for place in places}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while group[place] != place:
            place = group[place]
        return place

    for r, c in places:
        if c + 1 < len(columns) - 1 and not _closed(lines, False, columns[c + 1], rows[r], rows[r + 1]):
            group[root((r, c + 1))] = root((r, c))
        if r + 1 < len(rows) - 1 and not _closed(lines, True, rows[r + 1], columns[c], columns[c + 1]):
            group[root((r + 1, c))] = root((r, c))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in places:
        members.setdefault(root(place), []).append(place)
    found = []
    for parts in members.values():
        top, left = min(r for r, _ in parts), min(c for _, c in parts)
        height, width = max(r for r, _ in parts) - top + 1, max(c for _, c in parts) - left + 1
        whole = [(top, left, height, width)] if len(parts) == height * width else [(r, c, 1, 1) for r, c in parts]
        for r, c, h, w in whole:
            found.append(LatticeCell(r, c, h, w, Box(columns[c], rows[r], columns[c + w], rows[r + h])))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _closed(lines: list[Edge], horizontal: bool, at: float, start: float, end: float) -> bool:
    """Whether a line stands between two neighbours."""
    covered = sum(
        max(0.0, min(e.end, end) - max(e.start, start))
        for e in lines
        if e.horizontal == horizontal and abs(e.at - at) <= SNAP
    )
    return covered >= _COVER * (end - start)


def outline(points: Sequence[tuple[float, float]]) -> list[Box]:
    """The sides of a stroked path, given by its corners, as boxes without thickness; slanted sides are left out."""
    sides = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) < SNAP or abs(y0 - y1) < SNAP:
            sides.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return sides
