"""Where a report's cells and numbers stand in a PDF: its text is followed in the order of writing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from extractor.core.folding import fold_text
from extractor.core.geometry import Box

from ..report import PrintedCell, PrintedTable
from .flow import Flow, Line, header_rows, rows_of
from .glyphs import Glyph, Page, read_pages
from .rendered import CellBox, QuantityBox
from .trail import Trail, bare

Body = tuple[float, float]
_WHOLE: Body = (0.0, float("inf"))


@dataclass(frozen=True, slots=True)
class Located:
    """Sizes of the pages in points, and the boxes on them."""

    pages: tuple[tuple[float, float], ...]
    cells: tuple[CellBox, ...]
    quantities: tuple[QuantityBox, ...]


def locate(data: bytes, items: Flow, body: Body = _WHOLE) -> Located:
    """Boxes of the flow's cells and numbers in a PDF that prints it; `body` is [top, bottom] of the text's area.

    What a site prints around the report is skipped, as are repeated table headers. Raises RenderError where a text
    is not found.
    """
    pages = read_pages(data)
    trail = Trail([g for page in pages for g in page.glyphs if body[0] <= (g.box.y0 + g.box.y1) / 2 <= body[1]])
    cells: list[CellBox] = []
    quantities: list[QuantityBox] = []
    for item in items:
        if isinstance(item, PrintedTable):
            cells += _table(item, trail, pages)
        else:
            found = trail.find(item.text)
            quantities += _said(item, found)
    return Located(tuple(page.size for page in pages), tuple(cells), tuple(quantities))


def _table(table: PrintedTable, trail: Trail, pages: list[Page]) -> Iterator[CellBox]:
    rows = rows_of(table)
    head = "".join(bare(cell.text) for row in rows[: header_rows(table)] for cell in row)
    glyphs: dict[PrintedCell, list[Glyph]] = {}
    for cell in (cell for row in rows for cell in row):
        if not bare(cell.text):
            glyphs[cell] = []
        else:
            glyphs[cell] = trail.next(cell.text, head if any(glyphs.values()) else "")
    trail.close(head)
    boxes = {
        cell: [
            (page, pages[page - 1].rules.around(_union(glyph.box for glyph in group)))
            for page, group in groupby(printed, key=lambda glyph: glyph.page)
        ]
        for cell, printed in glyphs.items()
    }
    edges = _edges(boxes, pages)
    for cell, found in boxes.items():
        for page, box in found or _blank(cell, edges):
            yield CellBox(table.id, cell.row, cell.column, page, box)


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the grid's lines run: columns by page and index (page 0: on any page), rows by index on each page that they
    stand on."""

    columns: dict[tuple[int, int], float]
    tops: dict[int, dict[int, float]]
    bottoms: dict[int, dict[int, float]]

    def column(self, page: int, index: int) -> float | None:
        """Where a column begins on a page; as on the other pages where nothing is printed in it on this one."""
        return self.columns.get((page, index), self.columns.get((0, index)))


def _edges(boxes: dict[PrintedCell, list[tuple[int, Box]]], pages: list[Page]) -> _Edges:
    columns: dict[tuple[int, int], list[float]] = defaultdict(list)
    tops: dict[int, dict[int, float]] = defaultdict(dict)
    bottoms: dict[int, dict[int, float]] = defaultdict(dict)
    for cell, found in sorted(boxes.items(), key=lambda item: -item[0].row_span):  # cells of one row know it best
        for page, box in found:
            for sheet in (0, page):
                columns[sheet, cell.column].append(box.x0)
                columns[sheet, cell.column + cell.column_span].append(box.x1)
            tops[cell.row][page] = box.y0
            bottoms[cell.row + cell.row_span - 1][page] = box.y1
    edges = _Edges({key: sorted(xs)[len(xs) // 2] for key, xs in columns.items()}, tops, bottoms)
    for cell, found in boxes.items():
        above = bottoms.get(cell.row - 1)
        if not found and cell.row not in tops and above:  # a row without any text
            page, top = max(above.items())
            left = edges.column(page, cell.column)
            level = pages[page - 1].rules.level
            below = [y for y, start, end in level if left is not None and start - 1 <= left + 3 <= end and y > top + 3]
            if below:
                tops[cell.row][page], bottoms[cell.row][page] = top, min(below)
    return edges


def _blank(cell: PrintedCell, edges: _Edges) -> Iterator[tuple[int, Box]]:
    """The places of a cell without text, between the lines of its row and columns, on each page that its row stands on;
    none where they are unknown."""
    tops, bottoms = edges.tops.get(cell.row, {}), edges.bottoms.get(cell.row + cell.row_span - 1, {})
    for page in sorted(tops.keys() & bottoms.keys()):
        left, right = edges.column(page, cell.column), edges.column(page, cell.column + cell.column_span)
        if left is not None and right is not None:
            yield page, Box(left, tops[page], right, bottoms[page])


def _said(line: Line, glyphs: list[Glyph]) -> Iterator[QuantityBox]:
    if line.place is None:
        return
    bare_before = [0]
    for char in fold_text(line.text):
        bare_before.append(bare_before[-1] + (not char.isspace()))
    for index, said in enumerate(line.said):
        number = glyphs[bare_before[said.start] : bare_before[said.end]]
        for page, box in _lines(number):
            yield QuantityBox(*line.place, index, page, box)


def _lines(glyphs: list[Glyph]) -> Iterator[tuple[int, Box]]:
    """Boxes of a stretch of text, one a printed line: a line ends where the next glyph stands further left."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and (glyph.page != line[-1].page or glyph.box.x0 < line[-1].box.x0):
            yield line[0].page, _union(g.box for g in line)
            line = []
        line.append(glyph)
    if line:
        yield line[0].page, _union(g.box for g in line)


def _union(boxes: Iterable[Box]) -> Box:
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return Box(min(x0s), min(y0s), max(x1s), max(y1s))
