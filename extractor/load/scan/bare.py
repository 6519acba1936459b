"""Tables without rulings on a picture: the printed words placed as a digital page's characters are."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.column_pieces import box_around, down_of, height_of, overlap_of
from ...core.columns import Columns, Piece, columns, is_value
from ...core.geometry import Box
from ...core.lattice import Lattice, LatticeCell
from ..pdf_words import known_words
from . import ctc, detect
from .grouped import apart, cells_of, digits_apart, goes_on
from .picture import Pixels
from .tight import tight
from .words import Word, word_of, words_of

_DASH, _ONE = "—一"  # the ideograph is no word by itself
_LABELS = 3  # known ones that tell of a table
_MOST = 2_000  # words of a page that are looked at: a table over all of it has 300 cells
_DARK = 60  # grey levels of ink
_WITHIN = 0.25  # heights of a line between parts of a character, at most
_DIGIT = 0.6  # heights of a digit that it takes of its line
_MARGIN = 8.0  # points of paper about print that belong to its cell, at most


class Bare(NamedTuple):
    """The unruled tables of a page, in pixels, and the last one as geometry."""

    tables: list[Lattice]
    last: Columns | None


def may_hold(words: Sequence[Word], before: Columns | None) -> bool:
    """Whether words of a page are those of a table: labels of the known forms, or one where a table may go on that the
    page `before` ends with."""
    return sum(is_label(word.text) for word in words) >= (1 if before else _LABELS)


def is_label(text: str) -> bool:
    """Whether a text is the label of a row or a column of a known form."""
    plain = "".join(text.split())
    return known_words().names_row(plain) or known_words().heads_column(plain)


def bare(gray: Pixels, scale: float, before: Columns | None) -> Bare:
    """The tables that stand on a page without any lines (H×W grey, `scale` pixels of a point).

    `before` is the last such table of the page before, which the page may go on with.
    """
    seen = tight(gray, detect.lines(gray))
    marks = [word for word in map(_as_number, words_of(gray, seen.marks)) if is_value(word.text)]
    lines = map(_as_number, words_of(gray, seen.lines))
    words = [*lines, *(word_of(_DASH, [0], line) for line in seen.dashes), *marks]
    if len(words) > _MOST:
        return Bare([], None)
    spelt = [_spelt(gray, word) for word in words]
    steps = [apart(a, a.edges[1], b) for word in spelt for a, b in pairwise(word) if (a.text + b.text).isdigit()]
    digits = digits_apart(steps)
    cells = cells_of([part for word in spelt for part in _parted(word, digits)], known_words(), digits)
    found = []
    for table in columns(_pieces(gray, cells, scale), before, known_words()):
        before = table
        found.append(_roomy(table, scale))
    return Bare(found, before)


def _as_number(word: Word) -> Word:
    """A word, or the number that it is where all its characters are taken for digits: which one is read later."""
    plain = unicodedata.normalize("NFKD", word.text)[: len(word.text)]
    return word._replace(text="0" * len(plain)) if plain and all(char in ctc.DIGITS for char in plain) else word


def _spelt(gray: Pixels, word: Word) -> list[Word]:
    """The characters of a word, each as far as its ink reaches across; without what a word beside it leaves in its
    box."""
    top, bottom = max(0, round(word.top)), round(word.bottom)
    ink = np.asarray(gray[top:bottom] < 255 - _DARK, np.uint8).max(axis=0, initial=0)
    last = len(word.text) - 1
    found = []
    for k, (char, (left, right)) in enumerate(zip(word.text, pairwise(word.edges), strict=True)):
        x0, x1 = max(0.0, left), max(right, left + 1)
        runs = _runs(np.flatnonzero(ink[round(x0) : round(x1) + 1]), _WITHIN * (bottom - top))
        if runs:
            most = max(end - start for start, end in runs)
            firm = [(start, end) for start, end in runs if end - start >= most / 2]
            if last == 0 or 0 < k < last:
                first, end = runs[0][0], runs[-1][1]
            else:
                first, end = firm[-1] if k == 0 else firm[0]
            x0, x1 = round(x0) + float(first), round(x0) + float(end)
        if not char.isspace():
            found.append(Word(char, [x0, x1], word.top, word.bottom))
    return found


def _runs(places: NDArray[np.intp], reach: float) -> list[tuple[int, int]]:
    """Places in order as runs from the first to behind the last, with gaps of less than `reach`."""
    found: list[tuple[int, int]] = []
    for at in places.tolist():
        if found and at - found[-1][1] < reach:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _parted(characters: Sequence[Word], digits: float) -> list[Word]:
    """The characters of a word together again, as several words where they stand apart."""
    found: list[Word] = []
    last = 0.0  # the right end of the last character
    for one in characters:
        x0, x1 = one.edges
        if found and goes_on(found[-1], last, one, digits):
            before = found[-1]
            found[-1] = before._replace(text=before.text + one.text, edges=[*before.edges[:-1], (last + x0) / 2, x1])
        else:
            found.append(one)
        last = x1
    return [part._replace(text=_DASH) if part.text == _ONE else part for part in found]


def _pieces(gray: Pixels, cells: Sequence[Sequence[Word]], scale: float) -> list[Piece]:
    """The text of each cell and the box about its ink, in points; numbers with the room that digits take."""
    boxes = [[_inked(gray, word, scale) for word in cell] for cell in cells]
    texts = ["".join(word.text for word in cell) for cell in cells]
    heights = [height_of(box) for text, inside in zip(texts, boxes, strict=True) for box in inside if text.isdigit()]
    digit = _DIGIT * median(heights or [0.0])
    return [Piece(text, _as_wide(text, box_around(inside), digit)) for text, inside in zip(texts, boxes, strict=True)]


def _inked(gray: Pixels, word: Word, scale: float) -> Box:
    top, bottom, x0, x1 = max(0, round(word.top)), round(word.bottom), word.edges[0], word.edges[-1]
    ink = np.asarray(gray[top:bottom, round(x0) : round(x1)] < 255 - _DARK, np.uint8)
    down = np.flatnonzero(ink.any(axis=1))
    y0, y1 = (top + int(down[0]), top + int(down[-1]) + 1) if len(down) else (top, bottom)
    return Box(x0 / scale, y0 / scale, x1 / scale, y1 / scale)


def _as_wide(text: str, box: Box, digit: float) -> Box:
    """The box of a number as wide as its digits are set: the ink of a 1 is narrow."""
    more = digit * len(text) - (box.x1 - box.x0)
    return box._replace(x0=box.x0 - more / 2, x1=box.x1 + more / 2) if text.isdigit() and more > 0 else box


def _roomy(table: Columns, scale: float) -> Lattice:
    """The table with the paper about the print in its cells, up to half the way to the next ones, in pixels."""
    boxes = [cell.place.box for cell in table.cells]
    made = []
    for i, cell in enumerate(table.cells):
        one = boxes[i]
        others = [box for k, box in enumerate(boxes) if k != i]
        beside = [box for box in others if overlap_of(down_of(one), down_of(box)) > 0]
        left = min((one.x0 - box.x1 for box in beside if box.x1 <= one.x0), default=2 * _MARGIN)
        right = min((box.x0 - one.x1 for box in beside if box.x0 >= one.x1), default=2 * _MARGIN)
        over = [box for box in others if box.x0 < one.x1 and one.x0 < box.x1]
        above = min((one.y0 - box.y1 for box in over if box.y1 <= one.y0), default=2 * _MARGIN)
        below = min((box.y0 - one.y1 for box in over if box.y0 >= one.y1), default=2 * _MARGIN)
        a, b, c, d = (min(gap / 2, _MARGIN) for gap in (left, above, right, below))
        box = Box(*(side * scale for side in (one.x0 - a, one.y0 - b, one.x1 + c, one.y1 + d)))
        place = cell.place
        made.append(LatticeCell(place.row, place.column, place.row_span, place.column_span, box))
    around = Box(*(side * scale for side in table.box))
    return Lattice(around, tuple(made))
