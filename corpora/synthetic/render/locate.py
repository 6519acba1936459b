"""Where a report's cells and numbers stand in a PDF: its text is followed in the order of writing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile

from extractor.core.folding import fold_text
from extractor.core.geometry import Box

from ..report import PrintedCell, PrintedTable
from .flow import Flow, Line, header_rows, rows_of
from .glyphs import Glyph, Page, read_pages
from .rendered import CellBox, QuantityBox, RenderError

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
    trail = _Trail([g for page in pages for g in page.glyphs if body[0] <= (g.box.y0 + g.box.y1) / 2 <= body[1]])
    cells: list[CellBox] = []
    quantities: list[QuantityBox] = []
    for item in items:
        if isinstance(item, PrintedTable):
            cells += _table(item, trail, pages)
        else:
            found = trail.find(item.text)
            quantities += _said(item, found)
    return Located(tuple(page.size for page in pages), tuple(cells), tuple(quantities))


class _Trail:
    """The characters of all pages, how far they have been followed, and what a page's end has cut off."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        self.text = "".join(glyph.text for glyph in glyphs)
        self.at = 0
        self.owed: list[tuple[list[Glyph], str]] = []

    def find(self, text: str) -> list[Glyph]:
        """The next glyphs that print this text, whatever stands before them."""
        wanted = _bare(text)
        at = self.text.find(wanted, self.at)
        if at < 0:
            raise RenderError(f"the page does not print {text[:30]!r} behind {self.text[self.at - 30 : self.at]!r}")
        self.at = at
        return self._take(len(wanted))

    def next(self, text: str, repeated: str) -> list[Glyph]:
        """The glyphs of a cell that stands right here, or on a new page behind its header and the rest of cut cells.

        Where a page's end cuts the cell, the list grows when its rest is met.
        """
        wanted = _bare(text)
        if self._begins_page():
            due = self.owed[0][1] if self.owed else wanted
            behind = self.text.startswith(due, self.at + len(repeated))
            if repeated and self._stands(repeated) and (behind or not self._stands(due)):
                self.at += len(repeated)
            self._pay()
        if not self._stands(wanted):
            self._pay()
        if self._stands(wanted):
            return self._take(len(wanted))
        printed = zip(wanted, self.text[self.at : self.at + len(wanted)], strict=False)
        here = self._take(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], printed)))
        self.owed.append((here, wanted[len(here) :]))
        return here

    def close(self, repeated: str) -> None:
        """Meet what is still owed at a table's end. Raises RenderError where it is not there."""
        if not self.owed:
            return
        if repeated and self._begins_page() and self._stands(repeated):
            self.at += len(repeated)
        self._pay()
        if self.owed:
            raise RenderError(f"the page prints {self.text[self.at :][:20]!r} where the cell {self.owed[0][1]!r} ends")

    def _pay(self) -> None:
        while self.owed and self._stands(self.owed[0][1]):
            glyphs, rest = self.owed.pop(0)
            glyphs += self._take(len(rest))

    def _stands(self, wanted: str) -> bool:
        return self.text.startswith(wanted, self.at)

    def _begins_page(self) -> bool:
        return 0 < self.at < len(self.glyphs) and self.glyphs[self.at - 1].page != self.glyphs[self.at].page

    def _take(self, length: int) -> list[Glyph]:
        self.at += length
        return self.glyphs[self.at - length : self.at]


def _table(table: PrintedTable, trail: _Trail, pages: list[Page]) -> Iterator[CellBox]:
    rows = rows_of(table)
    head = "".join(_bare(cell.text) for row in rows[: header_rows(table)] for cell in row)
    glyphs: dict[PrintedCell, list[Glyph]] = {}
    for cell in (cell for row in rows for cell in row):
        if not _bare(cell.text):
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
    """Where the grid's lines run: columns by page and index (page 0: on any page), rows by index with their page."""

    columns: dict[tuple[int, int], float]
    tops: dict[int, tuple[int, float]]
    bottoms: dict[int, tuple[int, float]]

    def column(self, page: int, index: int) -> float | None:
        """Where a column begins on a page; as on the other pages where nothing is printed in it on this one."""
        return self.columns.get((page, index), self.columns.get((0, index)))


def _edges(boxes: dict[PrintedCell, list[tuple[int, Box]]], pages: list[Page]) -> _Edges:
    columns: dict[tuple[int, int], list[float]] = defaultdict(list)
    tops: dict[int, tuple[int, float]] = {}
    bottoms: dict[int, tuple[int, float]] = {}
    for cell, found in sorted(boxes.items(), key=lambda item: -item[0].row_span):  # cells of one row know it best
        for page, box in found:
            for sheet in (0, page):
                columns[sheet, cell.column].append(box.x0)
                columns[sheet, cell.column + cell.column_span].append(box.x1)
            tops[cell.row] = (page, box.y0)
            bottoms[cell.row + cell.row_span - 1] = (page, box.y1)
    edges = _Edges({key: sorted(xs)[len(xs) // 2] for key, xs in columns.items()}, tops, bottoms)
    for cell, found in boxes.items():
        above = bottoms.get(cell.row - 1)
        if not found and cell.row not in tops and above is not None:  # a row without any text
            page, top = above
            left = edges.column(page, cell.column)
            level = pages[page - 1].rules.level
            below = [y for y, start, end in level if left is not None and start - 1 <= left + 3 <= end and y > top + 3]
            if below:
                tops[cell.row], bottoms[cell.row] = (page, top), (page, min(below))
    return edges


def _blank(cell: PrintedCell, edges: _Edges) -> Iterator[tuple[int, Box]]:
    """The place of a cell without text, between the lines of its row and columns; none where they are unknown."""
    top, bottom = edges.tops.get(cell.row), edges.bottoms.get(cell.row + cell.row_span - 1)
    if top is None or bottom is None or bottom[0] != top[0]:
        return
    page = top[0]
    left, right = edges.column(page, cell.column), edges.column(page, cell.column + cell.column_span)
    if left is not None and right is not None:
        yield page, Box(left, top[1], right, bottom[1])


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


def _bare(text: str) -> str:
    return "".join(fold_text(text).split())


def _union(boxes: Iterable[Box]) -> Box:
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return Box(min(x0s), min(y0s), max(x1s), max(y1s))
