"""Where the grid of a picture has its labels and where its numbers, whatever was read in them."""

import math
import statistics
from collections import Counter

from ..core.grid import Grid
from .labels import Labels

_FITTING = 2  # exceptions that are let pass where as many columns are left as the form has
_MISREAD = 0.5  # share of labels that may be read as numbers where as many columns are left as the table has
_WIDER = 1.3  # times the width of a column of numbers, from which on a column may be one of labels, whatever was read
_SHORT = 2  # characters of a unit
_NARROW, _SMALL = 4, 6  # columns of a long table with one of numbers, and rows of small tables, at most
_MANY = 12  # columns that are more than those of labels and numbers together


def first_column(grid: Grid, labels: Labels, told: frozenset[int], shaped: frozenset[int]) -> int:
    """Where the numbers begin: right of it stand readings, left of it words, with the fewest exceptions. Where labels
    were read as numbers, the columns of the form are counted, or of the `told` tables; the `shaped` ones, which the
    grid's columns tell, leave no choice."""
    if shaped:
        return grid.columns - len(labels.tables[min(shaped)].columns)
    against = [0] * (grid.columns + 1)
    inked = [[cell for cell in grid.row(r) if cell.row == r and cell.text.strip()] for r in range(grid.rows)]
    counts = [sum(1 if cell.readings else -1 for cell in cells) for cells in inked]  # numbers over words
    lined = 0
    for cells, more in zip(inked, counts, strict=True):
        if not any(cell.readings for cell in cells) or (more < 0 < max(counts)):  # a header, some of it misread
            continue
        lined += 1
        for cell in cells:
            wrong = range(cell.column + 1, grid.columns + 1) if cell.readings else range(cell.column + 1)
            for c in wrong:
                against[c] += 1
    heads = [
        (cell, tables)
        for cell in grid.cells
        if not cell.readings and (tables := {n.table for n in labels.names(cell.text) if n.role == "column"})
    ]
    sizes = {len(labels.tables[table].columns) for _, tables in heads for table in tables}
    beside = Counter(cell.row for cell, _ in heads)
    known = {len(labels.tables[table].columns) for table in told}
    size = known.pop() if len(known) == 1 else 0
    begins = _begins(grid, size) if size else 0

    def exceptions(c: int) -> float:
        """Those against a column, less what is let pass where it leaves as many columns as the form has."""
        fitting: float = _FITTING * (grid.columns - c in sizes)
        if c and c == begins:
            fitting = max(
                fitting, math.inf if size == 1 else lined * (1.0 if _is_wide(grid, c) else _MISREAD) + _FITTING
            )
        return against[c] - fitting

    first = min(range(grid.columns), key=lambda c: (exceptions(c), c), default=0)
    if first == 0 and len(sizes) == 1:
        return max(0, grid.columns - sizes.pop())
    header = [cell.column for cell, _ in heads if beside[cell.row] > 1]
    return min(first, *header) if header else first


def _begins(grid: Grid, size: int) -> int:
    """The column in which most rows' last so many cells begin, whatever rulings there are that are none."""
    rows = ([cell.column for cell in grid.row(r) if cell.row == r] for r in range(grid.rows))
    often = Counter(columns[-size] for columns in rows if len(columns) > size).most_common(1)
    return often[0][0] if often else 0


def _is_wide(grid: Grid, first: int) -> bool:
    """Whether the column before the `first` of numbers is as wide as labels are."""
    widths = [_width(grid, c) for c in range(first - 1, grid.columns)]
    return widths[0] > _WIDER * statistics.median(widths[1:])


def _width(grid: Grid, column: int) -> float:
    boxes = [c.box for c in grid.cells if c.column == column and c.column_span == 1 and c.box is not None]
    return statistics.median([box.x1 - box.x0 for box in boxes] or [0.0])


def has_units(grid: Grid, first: int) -> bool:
    """Whether units stand before the numbers, a character or two where the labels before them are longer."""
    if first < 2:
        return False
    sizes = [
        statistics.median([len(cell.text) for cell in grid.cells if cell.column == c and cell.text.strip()] or [0])
        for c in range(first)
    ]
    return 0 < sizes[-1] <= _SHORT < max(sizes[:-1])


def of_shape(grid: Grid, labels: Labels) -> frozenset[int]:
    """The tables that a grid's columns alone tell, whatever was read in its labels: one with as many columns as stand
    right of a corner of several rows and columns, below which labels are nested; or one of so many that no labels are
    among them."""
    corner = grid.at(0, 0)
    beside = corner.column_span if corner is not None and corner.column_span > 1 and corner.row_span > 1 else 0
    if not beside and grid.columns < _MANY:
        return frozenset()
    size = grid.columns - beside
    return frozenset(
        t
        for t, table in enumerate(labels.tables)
        if len(table.columns) == size and (beside or not any(row.labels[0] for row in table.rows))
    )


def long_and_narrow(grid: Grid, labels: Labels) -> frozenset[int]:
    """The long table of one column of numbers that the form prints, where a grid is narrow and longer than small tables
    are."""
    if grid.columns > _NARROW or grid.rows <= _SMALL:
        return frozenset()
    return frozenset(t for t, of in enumerate(labels.tables) if len(of.columns) == 1 and len(of.rows) > _SMALL)


def unlabelled(tables: frozenset[int], labels: Labels) -> float:
    """How many rows tables without any label have: the last ones of their grid, below a header of whatever depth."""
    rows = [row for t in tables for row in labels.tables[t].rows]
    return math.inf if any(row.labels[0] for row in rows) else len(rows)
