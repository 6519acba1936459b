"""Characters of a digital page → pieces of text that each stand in one cell, for tables without rulings."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..core.column_pieces import is_unit
from ..core.column_words import Words
from ..core.columns import Piece, is_number, is_value
from ..core.geometry import Box
from ..core.lattice import Edge
from .pdf_text import Glyph, rows_of

_GAP = 0.35  # of a character's size: what is wider parts two pieces
_TIGHT = 0.2  # the same between two ideographs or inside a number, which are set without a gap
_SET_APART = 4.0  # the same inside of a known label, which its cell may set apart
_NUMBERED = 1.5  # the same behind the number of an item
_UNIT = 1.0  # the same before the unit of a number, behind which its cell writes on
_OPEN = "）】》。，；：、"  # their right half is blank, and may reach over an edge
_ORDINAL = re.compile(r"\d{1,2}[.．、]")
_ITEM = re.compile(r"\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|其中")
_OPEN_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]{0,3}")  # its bracket is not closed yet
_LEADING = (0.75, 1.75)  # from one line of a cell to its next, in sizes of its characters
_LINES = 24  # of a cell that are looked at for its label
_DIGIT = 1.35  # size of the type in heights of its digits
_BACK = 5  # pieces that are looked at for the beginning of a label
_WIDEST = 3.6  # the same between lines of a known label
_DIGITS = "0123456789０１２３４５６７８９,，.．"
_OFF = 0.2  # of the step from line to line: how far levels of one row may differ
_EVEN = 1.15  # lines of one cell are no further apart than the nearest lines of the page times this
_ORDERED = 0.7  # share of characters that touch and follow each other in the text layer where its order tells something


def pieces(glyphs: Sequence[Glyph], rules: Sequence[Edge], words: Words) -> tuple[list[Piece], list[list[Glyph]]]:
    """Pieces of text with their boxes, and the characters of each.

    `glyphs` are in the order of the text layer, which mostly writes a cell before the next; `rules` are lines of
    the page, which part pieces above and below; `words` are labels that pieces may be parts of.
    """
    order = {id(glyph): k for k, glyph in enumerate(glyphs)}
    segments = _segments(glyphs, order, words)
    merged = _merged(segments, order, [rule for rule in rules if rule.horizontal], words)
    merged.sort(key=lambda piece: order[id(piece[0][0])])
    flat = [[glyph for line in piece for glyph in line] for piece in merged]
    texts = ["".join("".join(g.char for g in line) for line in piece) for piece in merged]
    return [Piece(text, _around(piece)) for text, piece in zip(texts, flat, strict=True)], flat


def _segments(glyphs: Sequence[Glyph], order: dict[int, int], words: Words) -> list[list[Glyph]]:
    """Lines cut where there is a gap, or where the text layer goes elsewhere."""
    lines = rows_of(glyphs)
    sizes = [_size(line) for line in lines]
    touching = [
        order[id(b)] - order[id(a)] == 1
        for line, size in zip(lines, sizes, strict=True)
        for a, b in pairwise(line)
        if b.box.x0 - a.box.x1 < _TIGHT * size
    ]
    ordered = sum(touching) >= _ORDERED * len(touching)
    found: list[list[Glyph]] = []
    for line, size in zip(lines, sizes, strict=True):
        found.append([line[0]])
        for a, b in pairwise(line):
            gap = b.box.x0 - a.box.x1
            follows = order[id(b)] - order[id(a)] == 1
            apart = gap > _TIGHT * size and gap > _room(found[-1], b, words, follows and ordered) * size
            elsewhere = ordered and not follows and gap > -0.3 * size
            if apart or (elsewhere and not words.follow("".join(g.char for g in found[-1]), b.char)):
                found.append([b])
            else:
                found[-1].append(b)
    return [part for segment in found for part in _parted(segment, words)]


def _parted(segment: list[Glyph], words: Words) -> list[list[Glyph]]:
    """A segment, or the cells that touch each other in it."""
    cuts = words.cuts("".join(g.char for g in segment)) if len(segment) > 2 else []
    return [segment[a:b] for a, b in pairwise([0, *cuts, len(segment)])]


def _room(segment: list[Glyph], glyph: Glyph, words: Words, follows: bool) -> float:
    """How wide a gap may be, in sizes, and what stands behind it still belong to the segment."""
    text = "".join(g.char for g in segment)
    if _ORDINAL.fullmatch(text):
        return _NUMBERED
    if follows and _OPEN_ITEM.fullmatch(text) and _ITEM.match(f"{text}{glyph.char}）"):
        return _SET_APART
    if follows and (len(text) == 1 or not is_number(text)) and words.follow(text, glyph.char):
        return _SET_APART
    if follows and text[-1] in _DIGITS and is_unit(glyph.char):
        return _UNIT
    ended = text[-1] not in _DIGITS or (text[-1] + glyph.char).isdigit()  # by its unit, or another number begins
    if ended and is_number(text):
        return _TIGHT
    return _TIGHT if "\u3400" <= text[-1] <= "\u9fff" and "\u3400" <= glyph.char <= "\u9fff" else _GAP


def _merged(
    segments: list[list[Glyph]], order: dict[int, int], rules: Sequence[Edge], words: Words
) -> list[list[list[Glyph]]]:
    """Segments joined with the segments that go on with them in the next line."""
    segments = sorted(segments, key=lambda segment: order[id(segment[0])])
    steps = [_step(a, b, rules) for a, b in pairwise(segments)]
    near: dict[int, float] = {}
    for (a, _), step in zip(pairwise(segments), steps, strict=True):
        if 0 < step < _LEADING[1] * _size(a):
            near[round(_size(a))] = min(step, near.get(round(_size(a)), step))
    close_by = [
        0 < step < _LEADING[1] * _size(a) and step <= _EVEN * near.get(round(_size(a)), step)
        for (a, _), step in zip(pairwise(segments), steps, strict=True)
    ]
    wrapped = _wrapped(
        segments, [close and _next(order, *two) for two, close in zip(pairwise(segments), close_by, strict=True)]
    )
    found = [[segments[0]]] if segments else []
    for k, ((a, b), step, close) in enumerate(zip(pairwise(segments), steps, close_by, strict=True), start=1):
        if k in wrapped or (step and _next(order, a, b) and _goes_on(found[-1], b, words, close=close)):
            found[-1].append(b)
        elif (before := next((p for p in found[:-_BACK:-1] if _is_cut(p, b, rules, words)), None)) is not None:
            before.append(b)
        else:
            found.append([b])
    return found


def _next(order: dict[int, int], one: list[Glyph], other: list[Glyph]) -> bool:
    return order[id(other[0])] - order[id(one[-1])] == 1


def _wrapped(segments: Sequence[list[Glyph]], close: Sequence[bool]) -> set[int]:
    """Which segments are further lines of a number: digits below digits, `close` to those before them, where the other
    numbers of the row stand at the middle of them all and none at their own levels."""
    digits = [all(g.char in _DIGITS for g in segment) for segment in segments]
    runs: list[list[int]] = []
    for k, segment in enumerate(segments):
        last = runs[-1] if runs else []
        if last and last[-1] == k - 1 and digits[k] and close[k - 1] and len(segment) <= len(segments[last[0]]):
            last.append(k)
        elif digits[k]:
            runs.append([k])
    levels = sorted(_level(segments[run[0]]) for run in runs if len(run) == 1)
    found: set[int] = set()
    for run in (run for run in runs if len(run) > 1):
        top, bottom = _level(segments[run[0]]), _level(segments[run[-1]])
        off = _OFF * (bottom - top) / (len(run) - 1)
        if (
            _stands(levels, (top + bottom) / 2, off)
            and not _stands(levels, top, off)
            and not _stands(levels, bottom, off)
        ):
            found |= set(run[1:])
    return found


def _level(segment: Sequence[Glyph]) -> float:
    return sum(g.box.y0 + g.box.y1 for g in segment) / (2 * len(segment))


def _stands(levels: Sequence[float], level: float, off: float) -> bool:
    """Whether one of the levels, which are sorted, is about this one."""
    k = bisect_left(levels, level - off)
    return k < len(levels) and levels[k] <= level + off


def _is_cut(piece: list[list[Glyph]], segment: list[Glyph], rules: Sequence[Edge], words: Words) -> bool:
    """Whether a label goes on with a segment, though the text layer writes others between the two."""
    texts = "".join(g.char for line in piece[-_LINES:] for g in line), "".join(g.char for g in segment)
    return not any(map(is_value, texts)) and words.follow(*texts) and _step(piece[-1], segment, rules) > 0


def _goes_on(piece: list[list[Glyph]], segment: list[Glyph], words: Words, *, close: bool) -> bool:
    """Whether a segment below a piece, and behind it in the text layer, is its next line: `close` as lines of one cell
    are, unless words tell better. Between two numbers of a column there would be a label."""
    one, other = "".join(g.char for line in piece[-_LINES:] for g in line), "".join(g.char for g in segment)
    if is_number(other) or is_number(one):
        return _is_rest(one, other) or (close and bool(_ITEM.fullmatch(one)) and words.begins(other))
    if _ITEM.match(other):
        return False
    return words.follow(one, other) or (close and not words.part(one, other))


def _is_rest(one: str, other: str) -> bool:
    """Whether a number, or its unit, goes on in the next line of its cell."""
    if not is_number(one) or not is_number(one + other):
        return False
    if one[-1] not in _DIGITS:  # a unit of two characters
        return one[0] in _DIGITS and is_unit(other)
    return not any(char in _DIGITS for char in other) or 1 < len(one) >= len(other)


def _step(one: list[Glyph], other: list[Glyph], rules: Sequence[Edge]) -> float:
    """How far below a segment the next one stands, if it may go on with it; else 0."""
    size = _size(one)
    step = other[0].base - one[0].base
    alike = 0.15 if _has_ideographs(one) == _has_ideographs(other) else 0.35  # the size of digits is guessed
    if not _LEADING[0] * size < step < _WIDEST * size or abs(_size(other) - size) > alike * size:
        return 0.0
    left, right, start, end = one[0].box.x0, one[-1].box.x1, other[0].box.x0, other[-1].box.x1
    aligned = abs(left - start) < 0.5 * size or abs(right - end) < 0.5 * size or abs(left + right - start - end) < size
    if not aligned or end - start > right - left + 1.5 * size:
        return 0.0
    if any(one[0].base < r.at + 1 and r.at < other[0].base and r.start < right and r.end > left for r in rules):
        return 0.0
    return step


def _has_ideographs(glyphs: Sequence[Glyph]) -> bool:
    return any("\u3400" <= g.char <= "\u9fff" for g in glyphs)


def _size(glyphs: Sequence[Glyph]) -> float:
    """Size of the type: that of its ideographs where there are any, as digits and points are smaller."""
    full = [max(g.box.x1 - g.box.x0, g.box.y1 - g.box.y0) for g in glyphs if "\u3400" <= g.char <= "\u9fff"]
    return median(full or [max(g.box.x1 - g.box.x0, _DIGIT * (g.box.y1 - g.box.y0)) for g in glyphs])


def _around(glyphs: Sequence[Glyph]) -> Box:
    return Box(
        min(g.box.x0 for g in glyphs),
        min(g.box.y0 for g in glyphs),
        max(g.box.x1 - (g.char in _OPEN) * (g.box.x1 - g.box.x0) / 2 for g in glyphs),
        max(g.box.y1 for g in glyphs),
    )
