"""A table's recovered structure, whatever format it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .geometry import Box, Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as printed, its place in the grid (0-based) and in the document.

    `span` is the cell's interval in the document's text; an empty cell has an empty interval.
    `box` and `page` (1-based) are set where the format has pages. `readings` are the ways to read a cell whose
    characters are doubtful (a scan), as (text, log-probability), likeliest first, `text` being the first of them;
    an empty text is a blank cell. Where the characters are certain it is empty. `length` is how long the print of a
    picture's cell is, its lines together, in heights of a usual line.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    span: Span | None = None
    box: Box | None = None
    page: int | None = None
    readings: tuple[tuple[str, float], ...] = ()
    length: float = 0.0


@dataclass(frozen=True)
class Grid:
    """Cells in reading order. A merged cell is stored once, at its top left place."""

    cells: tuple[Cell, ...]
    span: Span | None = None
    page: int | None = None

    @cached_property
    def rows(self) -> int:
        """Number of rows."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Number of columns."""
        return max((c.column + c.column_span for c in self.cells), default=0)

    @cached_property
    def pictured(self) -> bool:
        """Whether it was read off a picture: its numbers are doubtful."""
        return any(cell.readings for cell in self.cells)

    @cached_property
    def _places(self) -> dict[tuple[int, int], Cell]:
        return {
            (r, c): cell
            for cell in self.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place, merged cells included; None where there is none."""
        return self._places.get((row, column))

    def row(self, row: int) -> Iterator[Cell]:
        """The distinct cells that cover a row, left to right, cells merged from above included."""
        last = None
        for column in range(self.columns):
            cell = self.at(row, column)
            if cell is not None and cell is not last:
                yield cell
            last = cell
