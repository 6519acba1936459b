"""Which words of a page stand in one cell of a table without rulings: their places tell, and what labels the forms
have."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ...core.column_pieces import is_unit
from ...core.column_words import is_numbered
from ...core.columns import Words as Known
from ...core.columns import is_value
from .words import Word, joined, rows

_OWN = 0.4  # heights by which a value may stand off the middle of its label's line
_NEXT = 0.8  # heights between lines of one cell, at most
_OFF = 0.3  # heights by which the levels of words of one line differ, at most
_CHARACTERS, _DIGITS = 1.45, 1.6  # heights from character to character of one label, of one number, at most
_TOLD, _WIDER = 4, 1.5  # steps that tell how digits are set; times that step
_NARROWEST, _WIDEST = 1.0, 2.0  # heights that this is, at least and at most
_SET_APART = 2.5  # heights that a known label may be set further apart
_UNIT_APART, _BRACKETS = 1.0, "（("  # the same of a unit in brackets behind its label
_NEAR, _FAR = 0.5, 3.0  # heights by which words of one line overlap, or stand apart, at most
_SHORT, _BEFORE = 2, 0.6  # characters of an item's number; heights by which it stands before its label, at most
_ORDINAL = re.compile(r"\d{1,2}[.．、]")
_BLANK, _POINTS = 0.5, ".．,，"  # heights of a bracket, a comma or a point that are blank


def cells_of(words: Sequence[Word], known: Known, digits: float) -> list[list[Word]]:
    """The words cell by cell, line by line; digits that stand together (`digits_apart`) are one word, and
    so is a label's line."""
    texts = [word for word in words if not is_value(word.text)]
    ends = [
        word
        for word in words
        if _ends(word, texts, known) or _numbers(word, texts, known) or _is_unit_of(word, texts, digits)
    ]
    values = [
        _joined(row, known, digits)
        for row in rows([word for word in words if is_value(word.text) and word not in ends])
    ]
    lines = [word for row in rows([*texts, *ends]) for word in _joined(row, known, digits)]
    texts = sorted((part for word in lines for part in _cut(word, known)), key=_level)
    numbers = _with_units([number for row in values for number in row])
    cells = numbers + _cells(texts, rows([_around(number) for number in numbers]), known)
    boxes = [_around(cell) for cell in cells]
    inside = {id(box): cell for box, cell in zip(boxes, cells, strict=True)}
    return [inside[id(box)] for row in rows(boxes) for box in row]


def _with_units(values: Sequence[Word]) -> list[list[Word]]:
    """Values cell by cell: a unit right below a number that has none is the second line of its cell."""
    cells = [[value] for value in values]
    for unit in [cell for cell in cells if is_unit(cell[0].text)]:
        above = [cell for cell in cells if len(cell) == 1 and cell[0].text.isdigit() and _may_go_on(cell[0], unit[0])]
        if above:
            max(above, key=lambda cell: cell[0].bottom).append(unit[0])
            cells.remove(unit)
    return cells


def _ends(word: Word, texts: Sequence[Word], known: Known) -> bool:
    """Whether what looks like a unit is the last line of a label."""
    return is_unit(word.text) and any(_may_go_on(one, word) and known.follow(one.text, word.text) for one in texts)


def _is_unit_of(word: Word, texts: Sequence[Word], digits: float) -> bool:
    """Whether a unit in brackets stands right behind a label: units of a column of their own stand further off."""
    unit = is_unit(word.text) and word.text[0] in _BRACKETS
    return unit and any(
        not is_value(one.text) and _is_beside(one, word) and goes_on(one, word, digits, more=_UNIT_APART)
        for one in texts
    )


def _numbers(word: Word, texts: Sequence[Word], known: Known) -> bool:
    """Whether what looks like a number, or like a dash, is that of the item behind it: with its point, or so near to a
    known label as no value stands before one."""
    if _ORDINAL.fullmatch(word.text):
        return any(_is_beside(word, text) for text in texts)
    return len(word.text) <= _SHORT and any(_is_right_before(word, text) and known.begins(text.text) for text in texts)


def _is_right_before(word: Word, text: Word) -> bool:
    high = _height(text)
    return text.top < _level(word) < text.bottom and -_OFF * high < text.edges[0] - word.edges[-1] < _BEFORE * high


def _cells(texts: Sequence[Word], values: Sequence[Sequence[Word]], known: Known) -> list[list[Word]]:
    """Lines of text put together as cells, top to bottom: those first that have a row of values at their middle, then
    those that are parts of one label, then those that are nearest; none that have two rows of values beside them."""
    levels = [[_level(value) for value in row] for row in values]
    ends = [max(value.edges[0] for value in row) for row in values]

    def beside(text: Word, level: float) -> set[int]:
        """The rows of values at this level, right of a text."""
        off = _OWN * _height(text)
        return {
            r for r, row in enumerate(levels) if ends[r] >= text.edges[-1] and any(abs(at - level) < off for at in row)
        }

    cells = [[text] for text in texts]
    rows_of = [beside(text, _level(text)) for text in texts]
    steps = []
    for i, one in enumerate(texts):
        for k in range(i + 1, len(texts)):
            other = texts[k]
            if _may_go_on(one, other):
                between = beside(one, (_level(one) + _level(other)) / 2)
                gap = other.top - one.bottom
                steps.append((not between, not known.follow(one.text, other.text), gap, i, k, between))
    owner = list(range(len(texts)))
    for _, _, _, i, k, between in sorted(steps, key=lambda step: step[:5]):
        a, b = owner[i], owner[k]
        touching = cells[a][-1] is texts[i] and cells[b][0] is texts[k]
        if touching and len(rows_of[a] | rows_of[b] | between) < 2 and _is_one(cells[a], cells[b], known):
            cells[a] += cells[b]
            rows_of[a] |= rows_of[b] | between
            cells[b] = []
            owner = [a if at == b else at for at in owner]
    return [cell for cell in cells if cell]


def _is_one(one: Sequence[Word], other: Sequence[Word], known: Known) -> bool:
    """Whether the lines of a cell may go on with those of another, by what they say."""
    a, b = ("".join(word.text for word in cell) for cell in (one, other))
    return known.follow(a, b) or not (is_numbered(b) or known.part(a, b))


def _may_go_on(one: Word, other: Word) -> bool:
    """Whether a line stands closely below another."""
    gap, high = other.top - one.bottom, (_height(one), _height(other))
    return -min(high) / 2 < gap < _NEXT * max(high) and min(one.edges[-1], other.edges[-1]) > max(
        one.edges[0], other.edges[0]
    )


def _joined(row: Sequence[Word], known: Known, digits: float) -> list[Word]:
    """The words of a row, with what stands together as one: digits of a number, characters of a label."""
    found = [row[0]]
    for word in row[1:]:
        if _together(found[-1], word, known, digits):
            found[-1] = joined(found[-1], word)
        else:
            found.append(word)
    return found


def _together(one: Word, other: Word, known: Known, digits: float) -> bool:
    """Whether a word goes on with another on its line."""
    if not _is_beside(one, other):
        return False
    if one.text[-1].isdigit() and other.text[0].isdigit():
        return goes_on(one, other, digits)
    if _is_unit_of(other, [one], digits) or _numbers(one, [other], known):
        return True
    if is_value(other.text) or is_value(one.text):
        return False
    follow = known.follow(one.text, other.text)
    return goes_on(one, other, digits, more=_SET_APART if follow else 0.0)


def _cut(word: Word, known: Known) -> list[Word]:
    """A word, or the labels of the cells that touch each other in it."""
    ends = [0, *known.cuts(word.text), len(word.text)]
    return [word._replace(text=word.text[a:b], edges=word.edges[a : b + 1]) for a, b in pairwise(ends)]


def _is_beside(one: Word, other: Word) -> bool:
    """Whether a word stands next to another on its line."""
    high = min(_height(one), _height(other))
    level = abs(_level(one) - _level(other)) < _OFF * high
    return level and -_NEAR * high < other.edges[0] - one.edges[-1] < _FAR * high


def apart(one: Word, other: Word) -> float:
    """Heights from the middle of a word's last character to that of another word's first one."""
    step = (other.edges[0] + other.edges[1] - one.edges[-2] - one.edges[-1]) / 2
    return step / max(min(_height(one), _height(other)), 1.0)


def digits_apart(steps: Sequence[float]) -> float:
    """How far apart the digits of one number stand at most, in heights, by the steps (`apart`) from digit to digit that
    there are on the page: most are inside numbers."""
    if len(steps) < _TOLD:
        return _DIGITS
    return min(_WIDEST, max(_NARROWEST, _WIDER * median(steps)))


def goes_on(one: Word, other: Word, digits: float, *, more: float = 0.0) -> bool:
    """Whether a word stands as near before another as the characters of a number, or of a label; or so many heights
    further. `digits` as `digits_apart`."""
    last, first = one.text[-1], other.text[0]
    if first.isdigit() and one.text[0].isdigit() and is_unit(last):  # a number has ended
        return False
    if last.isdigit() and first.isdigit():
        most = digits
    elif last in _POINTS and first.isdigit() and one.text[0].isdigit():
        most = digits + _BLANK
    else:
        most = _CHARACTERS + _BLANK * (last in "）》。，；：、)") + _BLANK * (first in "（《(")
    return apart(one, other) < most + more


def _around(cell: Sequence[Word]) -> Word:
    left, right = min(word.edges[0] for word in cell), max(word.edges[-1] for word in cell)
    return Word("", [left, right], min(word.top for word in cell), max(word.bottom for word in cell))


def _level(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _height(word: Word) -> float:
    return word.bottom - word.top
