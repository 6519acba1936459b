"""Detected lines made exact by their ink: lines that the detector took for one are parted, what reaches in from the
next line is cut off, and what it passed over is found, mostly single digits and dashes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .detect import Line, Slant
from .ink import parted
from .picture import Pixels
from .runs import runs

_INK = 0.08  # share of the darkest row of a line from which on a row has ink
_SLIVER = 0.3  # of a line's height: what touches its edge and is lower reaches in from the next line
_LINE = 0.45  # of the usual height that a line has at least
_LONG = 1.5  # heights that a word is long of which rows of ink are lines: those of 二 are none
_SHORT, _NEAR = 3.0, 0.25  # characters of a line that may be several above each other; of one, how far off they meet
_WITHIN = 0.2  # usual heights between parts of one character
_FIRM = 0.4  # share of a box that its ink is high, where characters stand in it
_SMALL = 0.25  # of the lines of a page that are lower than the usual height: those of tables are set smaller
_PAD = 0.15  # of its height: paper above and below a line
_DARK = 60  # grey levels of ink of a mark
_STROKES, _AS_DARK = 0.02, 0.35  # of a line that is the middle of strokes; of its darkness, that a mark has
_HIGH = 1.5  # usual heights that a single character has at most
_LEAST = 0.3  # usual heights that a mark is wide, or high, at least
_FEW = 2.0  # usual heights that a line of a character or two is long
_FAR = 0.4  # usual heights between the parts of a mark, at most
_NEXT = 0.7  # usual heights between a line and a mark that belongs to it, at most
_LABEL, _NUMBERED = 3.0, 1.2  # usual heights that a line with a number before it is long; and before which that stands
_LONGEST = 8.0  # usual heights that a mark is long, at most; what is longer is a line that the detector passed over
_FLAT = 0.35  # of the usual height: what is lower is a dash
_MOST = 600  # marks of a page; more are noise

Band = tuple[int, int]


class Lines(NamedTuple):
    """The lines of a page, each by itself; and the marks that stand outside of them: those that are as flat as a dash,
    and others. There are no marks where they are so many that they are noise."""

    lines: list[Line]
    dashes: list[Line]
    marks: list[Line]


def tight(gray: Pixels, detected: Sequence[Line]) -> Lines:
    """Detected lines of an upright page, made exact."""
    slants = [line.slant for line in detected]
    crops = [slant.cut(gray) for slant in slants]
    inked = [_rows(crop) for crop in crops]
    highest = [max((b - a for a, b in _bands(rows)), default=0) for rows in inked]
    firm = [high for high, slant in zip(highest, slants, strict=True) if high > _FIRM * slant.height]
    usual = float(np.quantile(firm or highest or [0], _SMALL))
    long = [high for high, slant in zip(highest, slants, strict=True) if slant.length > _LABEL * slant.height]
    square = float(np.quantile(long or highest or [0], _SMALL))
    lines = [line for slant, rows in zip(slants, inked, strict=True) for line in _lines(slant, rows, usual, square)]
    darkest = [255.0 - float(np.quantile(crop, _STROKES)) for crop in crops]
    black = float(np.median(darkest or [0.0]))
    ink = (gray < 255 - max(_DARK, _AS_DARK * black)).astype(np.uint8)
    lines = _whole(ink, lines, usual)
    outside = _outside(ink, lines, usual)
    if len(outside) > _MOST:
        return Lines(lines, [], [])
    missed = [row for row in _joined(outside, usual) if row.x1 - row.x0 > _LONGEST * usual]
    boxes = [box for box in _joined(outside, _FAR * usual) if not any(_holds(row, box) for row in missed)]
    lines, boxes = _grown([*lines, *(_mark(row, usual) for row in missed)], boxes, usual)
    marks = [_mark(box, usual) for box in boxes if box.x1 - box.x0 < _LONGEST * usual]
    dashes = [mark for mark in marks if mark.bottom - mark.top < _FLAT * usual]
    others = [mark for mark in marks if mark not in dashes]
    return Lines(lines, [_as_high(dash, _LINE * usual) for dash in dashes], others)


def _grown(lines: Sequence[Line], boxes: Sequence["_Box"], usual: float) -> tuple[list[Line], list["_Box"]]:
    """The lines, reaching over the marks that stand at their ends, and the other marks."""
    made = list(lines)
    left = list(boxes)
    while True:  # the next mark may stand at the end of one that was taken
        marks, left = left, []
        for box in marks:
            for k, line in enumerate(made):
                if longer := _reaching(line, box, usual):
                    made[k] = longer
                    break
            else:
                left.append(box)
        if len(left) == len(marks):
            return made, left


def _reaching(line: Line, box: "_Box", usual: float) -> Line | None:
    """The line, reaching over a mark, if that stands at its end."""
    x0, x1 = line.slant.x - line.slant.length / 2, line.slant.x + line.slant.length / 2
    inside = line.top < (box.y0 + box.y1) / 2 < line.bottom
    reach = (_NEXT if x1 - x0 < _LABEL * usual else _NUMBERED) * usual
    if not (inside and box.x0 - x1 < _NEXT * usual and x0 - box.x1 < reach):
        return None
    edge = _FAR * usual / 2
    x0, x1 = min(x0, box.x0 - edge), max(x1, box.x1 + edge)
    return line._replace(slant=line.slant._replace(x=(x0 + x1) / 2, length=x1 - x0))


def _rows(crop: Pixels) -> NDArray[np.float32]:
    """The ink of each row of a line's box, above what all rows have."""
    dark = 255 - crop.astype(np.float32).mean(axis=1)
    return np.asarray(dark - dark.min(), np.float32)


def _bands(rows: NDArray[np.float32]) -> list[Band]:
    """The rows that have ink, from the first to behind the last."""
    return runs(rows > _INK * float(rows.max()))


def _lines(slant: Slant, rows: NDArray[np.float32], usual: float, square: float) -> list[Line]:
    height = len(rows)
    bands = [part for band in _bands(rows) for part in parted(band, rows, usual)]
    if slant.length < _SHORT * square:
        bands = [part for band in bands for part in _stacked(band, rows, square)]
    inner = [(a, b) for a, b in bands if (a > 0 and b < height) or b - a > _SLIVER * height] or bands or [(0, height)]
    wide = slant.length > _LONG * slant.height
    several = wide or inner[-1][1] - inner[0][0] > _HIGH * usual
    groups = _grouped(inner, _LINE * usual, inf if wide else _WITHIN * usual) if several else [inner]
    cut = len(groups) > 1 or len(inner) < len(bands)
    return [_line(slant, group[0][0], group[-1][1], cut=cut) for group in groups]


def _stacked(band: Band, rows: NDArray[np.float32], square: float) -> list[Band]:
    """A band that is as high as several characters (`square`) as that many, parted where there is least ink near: units
    in a column of a tight table touch."""
    top, bottom = band
    count = round((bottom - top) / max(square, 1.0))
    step = (bottom - top) / max(count, 1)
    near = round(_NEAR * step)
    middles = [round(top + k * step) for k in range(1, count)]
    cuts = [middle - near + int(rows[middle - near : middle + near + 1].argmin()) for middle in middles]
    return list(pairwise([top, *cuts, bottom]))


def _line(slant: Slant, top: int, bottom: int, *, cut: bool) -> Line:
    """A line whose ink reaches from one row of its box to another; `cut` out of it with paper above and below."""
    x, y = slant.matrix @ np.array((slant.length / 2, (top + bottom) / 2, 1.0))
    half = (bottom - top) / 2
    if cut:
        slant = Slant(float(x), float(y), slant.length, 2 * half * (1 + 2 * _PAD), slant.angle)
    return Line(slant, float(y) - half, float(y) + half)


def _grouped(bands: Sequence[Band], least: float, reach: float) -> list[list[Band]]:
    """Bands as lines: those of at least such a height, with lower ones that are near; what is near to none, as dashes
    are in a column of values, for itself."""
    groups: list[list[Band]] = []
    for band in bands:
        high = any(b - a >= least for a, b in (groups[-1] if groups else ()))
        near = bool(groups) and band[0] - groups[-1][-1][1] < reach
        if near and not (high and band[1] - band[0] >= least):
            groups[-1].append(band)
        else:
            groups.append([band])
    return groups


def _whole(ink: Pixels, lines: Sequence[Line], usual: float) -> list[Line]:
    """The lines, those of a character or two reaching as far as the ink that they touch."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = []
    for line in lines:
        x, y, length, height, _ = line.slant
        high = line.bottom - line.top
        x0, x1 = max(0, round(x - length / 2)), round(x + length / 2)
        touched = labels[max(0, round(y - height / 2)) : round(y + height / 2), x0:x1] if length < _FEW * usual else ()
        marks = [stats[k, :4].tolist() for k in np.unique(touched) if k]
        boxes = [
            _Box(x, y, x + w, y + h)
            for x, y, w, h in marks
            if max(w, h) < _HIGH * usual and 2 * (min(y + h, line.bottom) - max(y, line.top)) > min(h, high)
        ]
        found.append(_mark(_around(boxes), usual) if boxes else line)
    return found


def _outside(ink: Pixels, lines: Sequence[Line], usual: float) -> list["_Box"]:
    """Ink outside of lines that may be a digit or a dash."""
    free = ink.copy()
    for (x, y, length, height, angle), *_ in lines:
        corners = cv2.boxPoints(((x, y), (length, height), angle))
        cv2.fillPoly(free, [corners.round().astype(np.int32)], (0,))
    count, _, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=8)
    found = [_Box(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:count].tolist() if h < _HIGH * usual]
    return [box for box in found if max(box.x1 - box.x0, box.y1 - box.y0) > _LEAST * usual]


class _Box(NamedTuple):
    x0: int
    y0: int
    x1: int
    y1: int


def _around(boxes: Sequence[_Box]) -> _Box:
    x0, y0 = (min(box[k] for box in boxes) for k in (0, 1))
    x1, y1 = (max(box[k] for box in boxes) for k in (2, 3))
    return _Box(x0, y0, x1, y1)


def _holds(row: _Box, box: _Box) -> bool:
    return row.x0 <= box.x0 and box.x1 <= row.x1 and row.y0 <= box.y0 and box.y1 <= row.y1


def _mark(box: _Box, usual: float) -> Line:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    height = max(box.y1 - box.y0, usual) * (1 + 2 * _PAD)
    return Line(Slant(x, y, box.x1 - box.x0 + _FAR * usual, height, 0.0), box.y0, box.y1)


def _as_high(line: Line, least: float) -> Line:
    more = max(0.0, least - (line.bottom - line.top)) / 2
    return line._replace(top=line.top - more, bottom=line.bottom + more)


def _joined(found: Sequence[_Box], reach: float) -> Iterator[_Box]:
    """Boxes beside each other as one."""
    open_: list[_Box] = []
    for box in sorted(found):
        yield from (one for one in open_ if box.x0 - one.x1 >= reach)
        open_ = [one for one in open_ if box.x0 - one.x1 < reach]
        group = [one for one in open_ if min(one.y1, box.y1) > max(one.y0, box.y0)]
        open_ = [one for one in open_ if one not in group]
        group.append(box)
        open_.append(_around(group))
    yield from open_
