"""One picture of a page → its printed lines and its tables, with boxes on the page."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ...core.geometry import Box
from ...core.grid import Cell
from ...core.lattice import Lattice
from ..paged import Fragment, Part, PlacedText
from . import cells, detect
from .ocr import HEIGHT, STEP, Size, recogniser
from .picture import Pixels
from .rulings import insides, tables
from .upright import Upright, upright

_SAME_LINE = 0.5  # share of the lower one's height that words of one line have in common
_APART = 1.5  # heights between words of a line that stand apart
_LEAST = 0.3  # mean probability of the characters of a line that is one
_CLEAR = 0.97  # the same of a line that the small model need not read
_READERS: tuple[tuple[Size, float], ...] = (("tiny", _CLEAR), ("small", _LEAST))
_AROUND = 2.0  # points about a table that belong to it


class Word(NamedTuple):
    """What is printed in one piece: its text, the edges of its characters (one more than characters), its height."""

    text: str
    edges: list[float]
    top: float
    bottom: float


def parts(image: Pixels, page: int, scale: float) -> list[Part]:
    """The lines and tables of a page from top to bottom.

    `image` is H×W grey or H×W×3 blue, green, red with `scale` pixels of a point, `page` its 1-based number.
    """
    straight = upright(image, scale)
    found = tables(straight)
    placed: list[tuple[float, Part]] = [(table.box.y0, _table(straight, table, page)) for table in found]
    for row in _lines(straight, found):
        placed.append((min(word.top for word in row), _placed(straight, row, page)))
    return [part for _, part in sorted(placed, key=lambda item: item[0])]


def _table(page: Upright, lattice: Lattice, number: int) -> Fragment:
    boxes = insides(page, lattice)
    crops = [_crop(page.gray, box) for box in boxes]
    covers = [_crop(page.hidden, box) for box in boxes] if page.hidden is not None else []
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


def _lines(page: Upright, found: Sequence[Lattice]) -> list[list[Word]]:
    """Printed lines outside of tables."""
    gray = page.gray.copy()
    around = round(_AROUND * page.scale)
    for lattice in found:
        x0, y0, x1, y1 = (round(side) for side in lattice.box)
        gray[max(0, y0 - around) : y1 + around, max(0, x0 - around) : x1 + around] = 255
    slants = detect.lines(gray)
    crops = {i: slant.cut(gray) for i, slant in enumerate(slants)}
    words: dict[int, Word] = {}
    for size, enough in _READERS:
        reader, places = recogniser(size), list(crops)
        for k, steps in reader.steps(list(crops.values())):
            text, sure, at = cells.text_of(steps, reader)
            if sure > enough:
                del crops[places[k]]
                if text.strip():
                    words[places[k]] = _word(text, at, slants[places[k]])
    return _rows(list(words.values()))


def _word(text: str, steps: Sequence[int], slant: detect.Slant) -> Word:
    """A line's text on the page: its characters' edges lie between the middles of their steps."""
    middles = [(t + 0.5) * slant.height * STEP / HEIGHT for t in steps]
    along = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), slant.length]
    flat = math.cos(math.radians(slant.angle))
    left = slant.x - flat * slant.length / 2
    return Word(text, [left + flat * x for x in along], slant.y - slant.height / 2, slant.y + slant.height / 2)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one line, left to right; lines from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        last = rows[-1][-1] if rows else None
        common = min(last.bottom, word.bottom) - max(last.top, word.top) if last else 0
        if last and common > _SAME_LINE * min(last.bottom - last.top, word.bottom - word.top):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.edges[0]) for row in rows]


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
