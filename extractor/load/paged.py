"""Printed lines and tables of pages, in reading order → Document."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ..core.columns import Columns
from ..core.document import BlockKind, Document, PlacedLine, Source
from ..core.geometry import Box
from ..core.grid import Cell
from ..core.stitch import divided, stitched
from .linear import Linear, bounded, is_prose

_FOLIO = re.compile(r"\s*[-—–·]?\s*(?:第\s*)?\d{1,3}(?:\s*[/／]\s*\d{1,3}|\s*页(?:\s*共\s*\d+\s*页)?)?\s*[-—–·]?\s*")
MARGIN = 0.09  # share of the page's height in which running heads and page numbers stand
_SAME_LEVEL = 6.0  # points within which running heads of two pages stand at one height


class PlacedText(NamedTuple):
    """One printed line. `edges`: the left edges of its characters and the right edge of the last one, in points from
    the left of `page` (1-based)."""

    text: str
    box: Box
    edges: tuple[float, ...]
    page: int


class Fragment(NamedTuple):
    """One table as far as it stands on one page: cells with page and box (and readings, where they are doubtful), and
    the printed lines inside of it where they are known."""

    cells: tuple[Cell, ...]
    box: Box
    page: int
    lines: tuple[PlacedText, ...] = ()


Part = PlacedText | Fragment


class Found(NamedTuple):
    """Lines and tables of a page, and the last table without rulings, which the next page may go on with."""

    parts: list[Part]
    unruled: Columns | None = None


def document(
    parts: Iterable[Part], source: Source, *, heights: Mapping[int, float], hints: dict[str, str] | None = None
) -> Document:
    """The pages' lines and tables, given in reading order, as one document.

    `heights` are those of the pages in points, by their 1-based number. Tables that go on over a page break become
    one grid, whose cells keep their page; page numbers and running heads become blocks of their own kind.
    """
    told = [piece for part in parts for piece in _told(part)]
    roles = _furniture(told, heights)
    linear = Linear()
    written: list[PlacedLine] = []
    for part in _joined(told, roles):
        if isinstance(part, Fragment):
            linear.table(part.cells)
        elif span := linear.paragraph(part.text, roles.get(part)):
            written.append(PlacedLine(span, part.page, part.edges, part.box.y0, part.box.y1))
    made = linear.document(source, hints, wrapped=True)
    return replace(made, lines=tuple(written))


def _joined(parts: Sequence[Part], roles: Mapping[PlacedText, BlockKind]) -> Iterator[Part]:
    """The same parts with each table in one piece, where its first piece stands; furniture between its pieces follows
    it."""
    table: Fragment | None = None
    between: list[PlacedText] = []
    for part in parts:
        if isinstance(part, PlacedText):
            if part in roles and table is not None:
                between.append(part)
                continue
            if table is not None:
                yield table
                yield from between
                table, between = None, []
            yield part
            continue
        cells = stitched(table.cells, part.cells) if table is not None and _follows(table, part) else None
        if table is not None and cells is not None:
            table = Fragment(cells, part.box, part.page)
        else:
            if table is not None:
                yield table
                yield from between
            table, between = part, []
    if table is not None:
        yield table
        yield from between


def _follows(table: Fragment, part: Fragment) -> bool:
    """Whether a table stands where one before it would go on: on the next page, or on the page printed beside it."""
    beside = part.page == table.page and part.box.x0 >= table.box.x1 and part.box.y0 < table.box.y1
    return beside or part.page == table.page + 1


def _told(part: Part) -> Iterator[Part]:
    """A table without its rows of one long text: their lines stand between what is above and below them."""
    if isinstance(part, PlacedText) or not part.cells:
        yield part
        return
    rows = groupby(sorted(part.cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row)
    pending: list[Cell] = []
    for _, row in rows:
        cells = list(row)
        filled = [cell for cell in cells if cell.text]
        if part.lines and len(filled) == 1 and is_prose(filled[0]) and filled[0].box is not None:
            yield from _parted(part, pending)
            pending = []
            yield from (line for line in part.lines if _inside(line.box, filled[0].box))
        else:
            pending += cells
    yield from _parted(part, pending)


def _parted(part: Fragment, cells: Sequence[Cell]) -> Iterator[Fragment]:
    """These cells of a table, each of the tables that touch in it for itself."""
    for table in divided(cells) if cells else ():
        yield part._replace(cells=tuple(bounded(table)))


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _furniture(parts: Iterable[Part], heights: Mapping[int, float]) -> dict[PlacedText, BlockKind]:
    """Lines at the edge of their page that are its number, or stand on other pages too with other numbers."""
    edge: dict[PlacedText, BlockKind] = {}
    for part in parts:
        if isinstance(part, PlacedText) and (height := heights.get(part.page)):
            if part.box.y1 < MARGIN * height:
                edge[part] = "header"
            elif part.box.y0 > (1 - MARGIN) * height:
                edge[part] = "footer"
    places = Counter((kind, _shape(line)) for line, kind in edge.items())
    return {
        line: "footer" if is_folio(line.text) else kind
        for line, kind in edge.items()
        if is_folio(line.text) or places[kind, _shape(line)] > 1
    }


def is_folio(text: str) -> bool:
    """Whether a line may be the number of its page."""
    return bool(_FOLIO.fullmatch(text))


def _shape(line: PlacedText) -> tuple[str, int]:
    """A line's text without its numbers, and about its height."""
    return re.sub(r"[\d\s]+", "", line.text), round(line.box.y0 / _SAME_LEVEL)
