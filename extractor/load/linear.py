"""A document's text written in reading order, so that every paragraph and every cell has its place in it."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..core.document import Block, BlockKind, Document, Source
from ..core.geometry import Span
from ..core.grid import Cell, Grid
from .blocks import divide

_PROSE = 120  # a row of one cell with more characters than this, and a full stop, is text that stands in a table
_MAX_SPAN = 64


@dataclass(slots=True)
class Linear:
    """Collects paragraphs and tables; `document` closes it."""

    parts: list[str] = field(default_factory=list)
    known: list[Block] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    length: int = 0

    def paragraph(self, text: str, kind: BlockKind | None = None) -> Span | None:
        """One paragraph, and where it came to stand; `kind` None leaves its role to how it looks. Blank text writes
        nothing."""
        text = text.strip("\n")
        if not text.strip():
            return None
        span = Span(self.length, self.length + len(text))
        self._write(text)
        if kind is not None:
            self.known.append(Block(kind, span))
        self._write("\n")
        return span

    def table(self, cells: Iterable[Cell], kind: BlockKind | None = None) -> None:
        """One table: cells with a tab between them, rows with a line end.

        A row that is one long cell of prose is written as paragraphs (of `kind`) and divides the table.
        """
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(bounded(cells), key=lambda cell: (cell.row, cell.column)):
            rows.setdefault(cell.row, []).append(cell)
        pending: list[list[Cell]] = []
        for row in rows.values():
            filled = [cell for cell in row if cell.text]
            if len(filled) == 1 and is_prose(filled[0]):
                self._grid(pending)
                pending = []
                for line in filled[0].text.split("\n"):
                    self.paragraph(line, kind)
            else:
                pending.append(row)
        self._grid(pending)

    def document(self, source: Source, hints: dict[str, str] | None = None, *, wrapped: bool = False) -> Document:
        """The whole, with blocks for what was left to its looks; `wrapped` lines are joined into paragraphs."""
        text = "".join(self.parts).rstrip("\n")
        blocks = divide(text, self.known, wrapped=wrapped)
        return Document(text, source, blocks, tuple(self.grids), hints or {})

    def _grid(self, rows: list[list[Cell]]) -> None:
        if not any(cell.text for row in rows for cell in row):
            return
        first, last, start = rows[0][0].row, rows[-1][0].row, self.length
        cells: list[Cell] = []
        for row in rows:
            for i, cell in enumerate(row):
                if i:
                    self._write("\t")
                span = Span(self.length, self.length + len(cell.text))
                height = min(cell.row_span, last - cell.row + 1)
                cells.append(replace(cell, row=cell.row - first, row_span=height, span=span))
                self._write(cell.text)
            self._write("\n")
        span = Span(start, self.length - 1)
        self.known.append(Block("grid", span, len(self.grids)))
        self.grids.append(Grid(tuple(cells), span))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def bounded(cells: Iterable[Cell]) -> list[Cell]:
    """The same cells without rows and columns in which none begins: absurd spans shrink to what they cover."""
    kept = list(cells)
    rows = {row: i for i, row in enumerate(sorted({cell.row for cell in kept}))}
    columns = {column: i for i, column in enumerate(sorted({cell.column for cell in kept}))}
    row_starts, column_starts = list(rows), list(columns)
    return [
        replace(
            cell,
            row=rows[cell.row],
            column=columns[cell.column],
            row_span=_covered(row_starts, cell.row, cell.row_span) if cell.row_span > 1 else 1,
            column_span=_covered(column_starts, cell.column, cell.column_span) if cell.column_span > 1 else 1,
        )
        for cell in kept
    ]


def place(rows: Iterable[Iterable[tuple[str, int, int]]]) -> list[Cell]:
    """Cells of a table written row by row as (text, row span, column span), each put at the next free place.

    Spans are cut to 64 columns and to the rows there are.
    """
    written = [list(row) for row in rows]
    free_from: dict[int, int] = {}  # column → first row in which it is free again
    cells: list[Cell] = []
    for r, row in enumerate(written):
        column = 0
        for text, row_span, column_span in row:
            while free_from.get(column, 0) > r:
                column += 1
            height, width = min(max(row_span, 1), len(written) - r), min(max(column_span, 1), _MAX_SPAN)
            cells.append(Cell(text, r, column, height, width))
            for covered in range(column, column + width):
                free_from[covered] = r + height
            column += width
    return cells


def _covered(starts: list[int], start: int, span: int) -> int:
    return bisect_left(starts, start + span) - bisect_left(starts, start)


def is_prose(cell: Cell) -> bool:
    """Whether a cell that fills its row alone is text rather than a label or a value."""
    return len(cell.text) > _PROSE and bool(re.search(r"[。！？]", cell.text))
