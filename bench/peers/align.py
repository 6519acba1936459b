"""A reader's raw tables to a record, by the same aligner that names this toolkit's own cells."""

from dataclasses import replace

from extractor import tables
from extractor.core.document import Block, Document, Source
from extractor.core.geometry import Span
from extractor.core.grid import Cell, Grid
from extractor.core.record import Record
from extractor.fuse import fuse
from extractor.schemas import load_schema

Rows = list[list[str | None]]


def record_of(found: list[Rows], schema: str) -> Record:
    """What the tables say as a report of this type. The type is told to the aligner, not recognised."""
    text, grids, blocks = "", list[Grid](), list[Block]()
    for rows in found:
        cells, start = [], len(text)
        for cell in merged(rows):
            cells.append(replace(cell, span=Span(len(text), len(text) + len(cell.text))))
            text += cell.text + "\n"
        blocks.append(Block("grid", Span(start, len(text)), len(grids)))
        grids.append(Grid(tuple(cells), Span(start, len(text))))
    form = load_schema(schema)
    document = tables.mark(Document(text, Source("", "", "", "peer"), tuple(blocks), tuple(grids)), form)
    return fuse(list(tables.read(document, form)), document, form)


def merged(rows: Rows) -> list[Cell]:
    """Cells of a table given as rows. A null belongs to the cell on its left, else to the one above; the same label
    side by side or one above the other is one merged cell (readers repeat those), the same number is not."""
    places: dict[tuple[int, int], int] = {}
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            left, above = places.get((r, c - 1)), places.get((r - 1, c))
            owner = next((k for k in (left, above) if k is not None and _goes_on(cells[k], text)), None)
            if owner is None:
                places[r, c] = len(cells)
                cells.append(Cell((text or "").strip(), r, c))
            else:
                places[r, c] = owner
                rows_down, columns_on = r - cells[owner].row + 1, c - cells[owner].column + 1
                height, width = max(cells[owner].row_span, rows_down), max(cells[owner].column_span, columns_on)
                cells[owner] = replace(cells[owner], row_span=height, column_span=width)
    return cells


def _goes_on(cell: Cell, text: str | None) -> bool:
    if text is None:
        return True
    label = text.strip()
    return label == cell.text and any("\u4e00" <= ch <= "\u9fff" for ch in label)
