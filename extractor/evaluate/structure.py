"""How alike two tables are in structure, their text aside."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from ..core.grid import Grid
from ..core.pairing import in_order

_T = TypeVar("_T")
# A place's cell as seen from the place: rows and columns from it to the cell's four edges.
_Place = tuple[int, int, int, int] | None
_Line = tuple[_Place, ...]


def grits_topology(gold: Grid, got: Grid) -> float:
    """GriTS-Top of two grids, 0…1; 1 for the same rows, columns and merged cells, and for two empty grids.

    Smock, Pesala, Abraham: GriTS: Grid table similarity metric for table structure recognition (ICDAR 2023,
    arXiv 2203.12555), the factored form that it defines for computing (section 4): rows and columns are aligned
    apart, a row's likeness being that of its best alignment; then 2 Σ f / (|A| + |B|) over the aligned places, where
    f is the intersection over union of the two cells' extents around their place.
    """
    one, other = _matrix(gold), _matrix(got)
    places = sum(map(len, one)) + sum(map(len, other))
    if not places:
        return 1.0
    likeness = cache(lambda a, b: _aligned(a, b, _overlap)[0])  # rows of a form repeat: few pairs are different
    rows = _aligned(one, other, likeness)[1]
    columns = _aligned(list(zip(*one, strict=True)), list(zip(*other, strict=True)), likeness)[1]
    shared = sum(_overlap(one[i][k], other[j][m]) for i, j in rows for k, m in columns)
    return 2 * shared / places


def grids_similarity(gold: Sequence[Grid], got: Sequence[Grid]) -> tuple[float, ...]:
    """GriTS-Top of each gold table with its partner, in order; 0 where it has none.

    Partners are the assignment in reading order with the largest sum. Tables that the gold does not know, such as a
    page's layout, cost nothing.
    """
    alike = cache(lambda i, j: grits_topology(gold[i], got[j]))
    partners = dict(_aligned(range(len(gold)), range(len(got)), alike)[1])
    return tuple(alike(i, partners[i]) if i in partners else 0.0 for i in range(len(gold)))


def _matrix(grid: Grid) -> list[_Line]:
    return [tuple(_place(grid, r, c) for c in range(grid.columns)) for r in range(grid.rows)]


def _place(grid: Grid, row: int, column: int) -> _Place:
    cell = grid.at(row, column)
    if cell is None:
        return None
    top, left = cell.row - row, cell.column - column
    return left, top, left + cell.column_span, top + cell.row_span


def _overlap(a: _Place, b: _Place) -> float:
    """Intersection over union of two extents; a hole of the grid equals a hole."""
    if a is None or b is None:
        return float(a is b)
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(width, 0) * max(height, 0)
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


def _aligned(
    one: Sequence[_T], other: Sequence[_T], alike: Callable[[_T, _T], float]
) -> tuple[float, list[tuple[int, int]]]:
    """The largest sum of likeness over pairs in order, and the pairs."""
    return in_order([[alike(a, b) for b in other] for a in one])
