"""Grids as a reader of pictures gives them, and what the tables read from them."""

from dataclasses import replace

from extractor.core.document import Block, Document, Source
from extractor.core.geometry import Span
from extractor.core.grid import Cell, Grid
from extractor.core.schema import Schema
from extractor.tables import read

Lines = list[tuple[str, ...]]
HEADER = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def lines_of(schema: Schema) -> Lines:
    """Table 三 with the row's index in every cell, the slot's index behind it."""
    table = next(t for t in schema.tables if t.id == "requests")
    rows = [row for row in table.rows if not row.optional]
    return [HEADER, *((row.labels[0], *(f"{i + 1}{c + 1}" for c in range(7))) for i, row in enumerate(rows))]


def document_of(*grids: list[Cell]) -> Document:
    text = ""
    blocks: list[Block] = []
    made: list[Grid] = []
    for cells in grids:
        start, placed = len(text), list[Cell]()
        for cell in cells:
            placed.append(replace(cell, span=Span(len(text), len(text) + len(cell.text))))
            text += cell.text + "\n"
        blocks.append(Block("grid", Span(start, len(text)), len(made)))
        made.append(Grid(tuple(placed)))
    return Document(text, Source("x.png", "0" * 64, "image/png", "scan", 1), tuple(blocks), tuple(made))


def cells_of(lines: Lines, header: int = 1) -> list[Cell]:
    """Cells as a reader of pictures gives them: labels as words, what stands right of them with readings."""
    return [
        Cell(text, r, c, readings=((text, -0.01), ("4", -5.0)) if r >= header and c else ())
        for r, line in enumerate(lines)
        for c, text in enumerate(line)
    ]


def values_of(document: Document, schema: Schema) -> dict[str, object]:
    found: dict[str, object] = {}
    for e in read(document, schema):
        for k, name in enumerate(e.fields):
            found.setdefault(name, e.options[0].readings[k].value)
    return found
