"""Tables without rulings on a picture: the printed words placed as a digital page's characters are."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.column_pieces import across_of, box_around, down_of, height_of, overlap_of
from ...core.columns import Columns, Piece, columns, is_value
from ...core.geometry import Box
from ...core.lattice import Lattice
from ..pdf_words import known_words
from . import ctc, detect
from .grouped import apart, cells_of, digits_apart, goes_on
from .lean import lean
from .picture import Pixels
from .tight import tight
from .words import Word, joined, word_of, words_of

_SIDES = (1280, 1792, 2048, 1536)  # pixels in which the detector sees a page: what it takes for one line depends on it
_DASH, _ONE = "—一"  # the ideograph is no word by itself
_UNSURE = 0.25  # of a clear value, that one without a known label is worth
_SPECKS = ".,·、。'`"  # what they are read as
_LABELS = 3  # known ones that tell of a table
_MOST = 2_000  # words of a page that are looked at: a table over all of it has 300 cells
_DARK = 60  # grey levels of ink
_WITHIN = 0.25  # heights of a line between parts of a character, at most
_SPECK = 0.05  # of the ink of a character that is a part of one, at least
_DIGIT = 0.6  # heights of a digit that it takes of its line
_MARGIN = 8.0  # points of paper about print that belong to its cell, at most


class Bare(NamedTuple):
    """The unruled tables of a page, in pixels, and the last one as geometry; `slope` as of `lean`."""

    tables: list[Lattice]
    last: Columns | None
    slope: float = 0.0


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
    tried: list[_Tried] = []
    for side in _SIDES:
        tried.append(_tried(gray, scale, before, side))
        if not (tried[-1].unsure or tried[-1].bad):
            break
    best = max(tried, key=lambda one: (one.clear + _UNSURE * one.unsure - one.bad, one.slots))
    found = [_roomy(table, best.pieces, scale) for table in best.tables]
    last = best.tables[-1] if best.tables else before
    return Bare(found, last, lean([piece.box for piece in best.pieces if is_value(piece.text)]))


class _Tried(NamedTuple):
    """The pieces of a page and the tables that they make. How many of its values are clear: each in a cell of its own,
    in a row that has a known label, or below a known head where rows have none; how many have a cell and no such
    label; how many share a cell, or stand outside of tables, and how many texts stand among values. `slots` are the
    cells of values, blank or not."""

    pieces: list[Piece]
    tables: list[Columns]
    clear: int
    unsure: int
    bad: int
    slots: int


def _tried(gray: Pixels, scale: float, before: Columns | None, side: int) -> _Tried:
    """The tables as the detector sees them whose picture has so many pixels along its longer `side`."""
    seen = tight(gray, detect.lines(gray, side=side))
    marks = [word for word in map(_as_number, words_of(gray, seen.marks)) if is_value(word.text)]
    lines = map(_as_number, words_of(gray, seen.lines))
    words = [*lines, *(word_of(_DASH, [0], line) for line in seen.dashes), *marks]
    if len(words) > _MOST:
        return _Tried([], [], 0, 0, 0, 0)
    spelt = [_spelt(gray, word) for word in words]
    values = [characters for word, characters in zip(words, spelt, strict=True) if is_value(word.text)]
    steps = [apart(a, b) for word in values for a, b in pairwise(word) if (a.text + b.text).isdigit()]
    digits = digits_apart(steps)
    cells = cells_of([part for word in spelt for part in _parted(word, digits)], known_words(), digits)
    pieces = _pieces(gray, cells, scale)
    tables = columns(pieces, before, known_words())
    return _weighed(pieces, tables)


def _weighed(pieces: list[Piece], tables: list[Columns]) -> _Tried:
    """Pieces and tables, and how clear their values are; a page's last line, where its number stands, counts not."""
    known, clear, unsure, bad, slots = known_words(), 0, 0, 0, 0
    inside: set[int] = set()
    for table in tables:
        width = max(cell.place.column + cell.place.column_span for cell in table.cells)
        first = width - len(table.values)
        heads: set[int] = set()
        labelled: set[int] = set()
        for cell in table.cells:
            inside.update(cell.pieces)
            text, place = "".join(pieces[i].text for i in cell.pieces), cell.place
            if known.heads_column(text):
                heads.update(range(place.column, place.column + place.column_span))
            if known.names_row(text):
                labelled.update(range(place.row, place.row + place.row_span))
        values = [cell for cell in table.cells if cell.place.column >= first]
        filled = {cell.place.row for cell in values if any(is_value(pieces[i].text) for i in cell.pieces)}
        for place, members in (cell for cell in values if cell.place.row in filled):
            told = place.row in labelled or (not first and place.column in heads)
            single = len(members) == 1 and is_value(pieces[members[0]].text)
            slots += 1
            clear += told and single
            unsure += single and not told
            bad += bool(members) and not single
    last = max((piece.box.y1 for piece in pieces), default=0.0)
    outside = (piece for i, piece in enumerate(pieces) if i not in inside and piece.box.y1 < last)
    return _Tried(pieces, tables, clear, unsure, bad + sum(is_value(piece.text) for piece in outside), slots)


def _as_number(word: Word) -> Word:
    """A word, or the number that it is where all its characters are taken for digits: which one is read later. Specks
    before and behind it are no part of it."""
    inner = word.text.strip(_SPECKS)
    if inner.isdigit():
        start = word.text.index(inner)
        word = word._replace(text=inner, edges=word.edges[start : start + len(inner) + 1])
    plain = unicodedata.normalize("NFKD", word.text)[: len(word.text)]
    return word._replace(text="0" * len(plain)) if plain and all(char in ctc.DIGITS for char in plain) else word


def _spelt(gray: Pixels, word: Word) -> list[Word]:
    """The characters of a word, each as far as its ink reaches across; without what a word beside it leaves in its
    box."""
    top, bottom = max(0, round(word.top)), round(word.bottom)
    ink = np.asarray(gray[top:bottom] < 255 - _DARK).sum(axis=0)
    last = len(word.text) - 1
    found = []
    for k, (char, (left, right)) in enumerate(zip(word.text, pairwise(word.edges), strict=True)):
        x0, x1 = max(0.0, left), max(right, left + 1)
        runs = _runs(ink[round(x0) : round(x1) + 1], _WITHIN * (bottom - top))
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


def _runs(ink: NDArray[np.int_], reach: float) -> list[tuple[int, int]]:
    """Where there is ink, as runs from the first place to behind the last, with gaps of less than `reach`; specks are
    none."""
    found: list[tuple[int, int]] = []
    for at in np.flatnonzero(ink).tolist():
        if found and at - found[-1][1] < reach:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    full = [int(ink[start:end].sum()) for start, end in found]
    return [run for run, count in zip(found, full, strict=True) if count > _SPECK * max(full)]


def _parted(characters: Sequence[Word], digits: float) -> list[Word]:
    """The characters of a word together again, as several words where they stand apart."""
    found: list[Word] = []
    for one in characters:
        if found and goes_on(found[-1], one, digits):
            found[-1] = joined(found[-1], one)
        else:
            found.append(one)
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


def _roomy(table: Columns, pieces: Sequence[Piece], scale: float) -> Lattice:
    """The table with the paper about the print in its cells, up to half the way to what is printed next, be it of the
    table or not, in pixels."""
    made = []
    for cell in table.cells:
        one = cell.place.box
        others = [other.place.box for other in table.cells if other is not cell]
        others += [piece.box for i, piece in enumerate(pieces) if i not in cell.pieces]
        beside = [box for box in others if overlap_of(down_of(one), down_of(box)) > 0]
        over = [box for box in others if overlap_of(across_of(one), across_of(box)) > 0]
        x0 = one.x0 - _room(one.x0 - box.x1 for box in beside)
        x1 = one.x1 + _room(box.x0 - one.x1 for box in beside)
        y0 = one.y0 - _room(one.y0 - box.y1 for box in over)
        y1 = one.y1 + _room(box.y0 - one.y1 for box in over)
        made.append(replace(cell.place, box=Box(x0 * scale, y0 * scale, x1 * scale, y1 * scale)))
    return Lattice(Box(*(side * scale for side in table.box)), tuple(made))


def _room(gaps: Iterable[float]) -> float:
    """Points of paper on one side of print, by the gaps to what stands on it; what stands on the other has none."""
    return min((gap / 2 for gap in gaps if 0 <= gap < 2 * _MARGIN), default=_MARGIN)
