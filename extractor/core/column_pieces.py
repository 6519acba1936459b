"""Pieces of text with boxes, and how their places compare. All in points."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .geometry import Box

UNITS = "件|条|次|个|人|篇|元|万元|亿元|份|项|人次|场|起|宗|期|家|种|个次|条次|篇次"
_NUMBER = re.compile(
    rf"[-+＋—－–/／\\]{{1,4}}|(?:[-+＋－]|增加|减少|增|减)?[\d０-９][\d０-９,，.．]*[%％]?[余多]?[万亿]?(?:{UNITS})?|"
    r"[无零空]|暂无|空白|不适用|不涉及|未统计"
)
_UNIT = re.compile(rf"[（(]?(?:{UNITS})[)）]?")

TOUCH = 2.0  # points by which a piece may reach into a column and not stand in it

Interval = tuple[float, float]


class Piece(NamedTuple):
    """The text of one cell, or of one line of it, and its box."""

    text: str
    box: Box


def is_value(text: str) -> bool:
    """Whether a text is a number, a sign that stands for none, or a unit; no text at all is a value left blank."""
    return not text or is_number(text) or is_unit(text)


def is_unit(text: str) -> bool:
    """Whether a text is a unit without its number."""
    return bool(_UNIT.fullmatch("".join(text.split())))


def is_number(text: str) -> bool:
    """Whether a text is a number or a sign that stands for none."""
    return bool(_NUMBER.fullmatch("".join(text.split())))


def level_of(pieces: Sequence[Piece], line: Sequence[int]) -> float:
    """How far down a line of pieces stands: the mean of their middles."""
    return sum(middle_of(pieces[i].box) for i in line) / len(line)


def middle_of(box: Box) -> float:
    """How far down the middle of a box is."""
    return (box.y0 + box.y1) / 2


def height_of(box: Box) -> float:
    """Height of a box."""
    return box.y1 - box.y0


def across_of(box: Box) -> Interval:
    """A box from left to right."""
    return box.x0, box.x1


def down_of(box: Box) -> Interval:
    """A box from top to bottom."""
    return box.y0, box.y1


def overlap_of(one: Interval, other: Interval) -> float:
    """Length that two intervals share; below zero the gap between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


def spans_meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches of columns, first and last included, have one in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals joined where they overlap."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def nearest_band(bands: Sequence[Interval], box: Box) -> int:
    """The column in which the middle of a box stands, or the nearest."""
    middle = (box.x0 + box.x1) / 2
    return min(range(len(bands)), key=lambda c: max(bands[c][0] - middle, middle - bands[c][1]))


def box_around(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
