"""One picture of a page → its printed lines and its tables, with boxes on the page."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...core.columns import Columns, is_number
from ...core.geometry import Box
from ...core.grid import Cell
from ...core.lattice import Lattice
from ..paged import Found, Fragment, Part, PlacedText
from . import cells, detect
from .bare import bare, is_label, may_hold
from .halves import halves
from .picture import Pixels
from .rulings import insides, ruled_of, without_lines
from .upright import Upright, sheared, upright
from .words import Word, rows, words_of

_DOUBTS = 4  # values that no table holds well: rulings were not seen
_MORE, _FEW = 1.15, 2  # times as many labels, and so many more, that the page has where its rulings are given up
_PAPER = 6.0  # points of paper about the print of an unruled cell
_AROUND = 2.0  # points about a table that belong to it
_APART = 1.5  # heights between words of a line that stand apart


def parts(image: Pixels, page: int, scale: float, before: Columns | None = None) -> Found:
    """The lines and tables of a page from top to bottom; of two pages side by side, those of the left one first.

    `image` is H×W grey or H×W×3 blue, green, red with `scale` pixels of a point, `page` its 1-based number; `before` is
    the last table without rulings of the page before.
    """
    placed: list[Part] = []
    for half in halves(upright(image, scale)):
        found, slope = _parts(half, page, before)
        if slope:
            found, _ = _parts(sheared(half, slope), page, before)
        placed += found.parts
        before = found.unruled
    return Found(placed, before)


def _parts(straight: Upright, page: int, before: Columns | None) -> tuple[Found, float]:
    """The same of a page made straight; and the slope at which the columns of its unruled tables lean."""
    ruled = ruled_of(straight)
    found = _Reading(ruled.tables, [_ruled(straight, table, page) for table in ruled.tables], None, 0.0)
    words = _words(straight, found.tables)
    if may_hold(words, before):
        free = _outside(without_lines(straight, ruled.lines), found.tables, straight.scale)
        more = _bare(straight, free, page, before)
        found = _Reading(found.tables + more.tables, found.fragments + more.fragments, more.last, more.slope)
        words = [word for word in words if not any(_holds(table.box, word) for table in more.tables)]
    if not straight.two_tone and _doubts(found, words) >= _DOUBTS:
        other = _bare(straight, without_lines(straight, ruled.lines), page, before)
        if _labels(other) > _MORE * _labels(found) + _FEW:
            found, words = other, _words(straight, other.tables)
    placed: list[tuple[float, Part]] = [
        (table.box.y0, fragment) for table, fragment in zip(found.tables, found.fragments, strict=True)
    ]
    for row in rows(words):
        placed.append((min(word.top for word in row), _placed(straight, row, page)))
    return Found([part for _, part in sorted(placed, key=lambda item: item[0])], found.last), found.slope


class _Reading(NamedTuple):
    """Tables in pixels and read; the last one without rulings, as geometry; how far the columns of those lean."""

    tables: list[Lattice]
    fragments: list[Fragment]
    last: Columns | None
    slope: float


def _bare(page: Upright, gray: Pixels, number: int, before: Columns | None) -> _Reading:
    """The tables of a picture without lines."""
    tables, last, slope = bare(gray, page.scale, before)
    return _Reading(tables, [_unruled(page, gray, table, number) for table in tables], last, slope)


def _words(page: Upright, tables: Sequence[Lattice]) -> list[Word]:
    """What is printed outside of tables."""
    plain = _outside(page.gray, tables, page.scale)
    return words_of(plain, detect.lines(plain))


def _doubts(found: _Reading, words: Sequence[Word]) -> int:
    """How much does not look like tables whose rulings are all seen: values outside of them, and values over several
    rows or columns, which no form has."""
    outside = sum(is_number("".join(word.text.split())) for word in words)
    return outside + sum(
        bool(cell.readings) and cell.row_span * cell.column_span > 1 and bool(cell.text)
        for fragment in found.fragments
        for cell in fragment.cells
    )


def _labels(found: _Reading) -> int:
    """How many known labels the tables have, each in a cell of its own."""
    return sum(is_label(cell.text) for fragment in found.fragments for cell in fragment.cells if not cell.readings)


def _outside(gray: Pixels, tables: Sequence[Lattice], scale: float) -> Pixels:
    """The picture of a page without its tables."""
    left = gray.copy()
    around = round(_AROUND * scale)
    for table in tables:
        x0, y0, x1, y1 = (round(side) for side in table.box)
        left[max(0, y0 - around) : y1 + around, max(0, x0 - around) : x1 + around] = 255
    return left


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.edges[0] + word.edges[-1]) / 2, (word.top + word.bottom) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _ruled(page: Upright, lattice: Lattice, number: int) -> Fragment:
    """A ruled table, read within its rulings."""
    boxes = insides(page, lattice)
    covers = [_crop(page.hidden, box) for box in boxes] if page.hidden is not None else []
    return _table(page, lattice, number, [_crop(page.gray, box) for box in boxes], covers)


def _unruled(page: Upright, gray: Pixels, lattice: Lattice, number: int) -> Fragment:
    """A table without rulings, read from a picture (`gray`) without lines. Its cells get paper about them: what stands
    at the edge of a crop is taken for a ruling."""
    around = round(_PAPER * page.scale)
    boxes = [cell.box for cell in lattice.cells]
    covers = [_padded(_crop(page.hidden, box), around, 0) for box in boxes] if page.hidden is not None else []
    return _table(page, lattice, number, [_padded(_crop(gray, box), around, 255) for box in boxes], covers)


def _padded(crop: Pixels, around: int, value: int) -> Pixels:
    return np.pad(crop, around, constant_values=value)


def _table(page: Upright, lattice: Lattice, number: int, crops: list[Pixels], covers: list[Pixels]) -> Fragment:
    places = [(cell.row, cell.column) for cell in lattice.cells]
    read = cells.read(crops, page.scale, page.page_scale, places, covers, two_tone=page.two_tone)
    made = [
        Cell(
            text.text,
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            box=page.box_on_page(cell.box),
            page=number,
            readings=text.readings,
            length=text.length,
        )
        for cell, text in zip(lattice.cells, read, strict=True)
    ]
    return Fragment(tuple(made), page.box_on_page(lattice.box), number)


def _crop(gray: Pixels, box: Box) -> Pixels:
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    return gray[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def _placed(page: Upright, row: Sequence[Word], number: int) -> PlacedText:
    """The words of a line as one; two spaces where they stand apart."""
    text, edges = row[0].text, list(row[0].edges)
    for word in row[1:]:
        if word.edges[0] - edges[-1] > _APART * (word.bottom - word.top):
            text += "  "
            edges += [(edges[-1] + word.edges[0]) / 2, *word.edges]
        else:
            edges += word.edges[1:]
        text += word.text
    top, bottom = min(word.top for word in row), max(word.bottom for word in row)
    box = page.box_on_page(Box(edges[0], top, edges[-1], bottom))
    placed = [page.box_on_page(Box(x, top, x, bottom)) for x in edges]
    return PlacedText(text, box, tuple((at.x0 + at.x1) / 2 for at in placed), number)
