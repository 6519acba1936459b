"""Cells that show nothing to read, and print something all the same: what is left of it stands in their middle.

A fax that has lost its thin strokes leaves of a table's zeros a dot here and there. Each may be a speck; that they
stand in the middle of their cells more often than beside it, no speck explains.
"""

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .ink import DIGIT, Ink
from .numbers import Readings, or_others
from .strokes import Shares

FAINT = frozenset(("", "-", "--"))  # how cells are read of which so little is left
_BESIDE = 1.3  # heights of a line from the middle of a cell to what is compared with it
_EDGE = 2  # pixels of a cell's edge that are not
_DARK = 60.0  # grey levels that dots stand out; what is printed on the back does not
_SAME = 0.5  # the same in the mean
_CHANCE = 0.5  # share of comparisons that the middle of a blank wins
_MORE = 0.12  # by how much more cells that print win, at least: a few faint numbers among blanks win too
_FEW, _SURE = 8, 3.5  # cells at least that tell, and by how many deviations from chance
_INNER, _OUTER = 0.22, 0.5  # heights of a line from the middle of a dash, and of a digit
_FLAT = 0.85  # of the ink per level, what a dash has on the inner ones
_DASHES = 0.85  # mean probability of a dash in cells of which one is left
_PRINTS = 0.95  # probability of print in a cell of a table of whose cells some are seen to have it
_COUNTED = 0.08  # and that it is a number, of which nothing is known
_NOTHINGS = ("0", "/", "无")  # what tables print where nothing is, but dashes
_MOST = 0.5  # of the other cells that hold something
_RARE = 0.02  # of all that they print, what no other cell shows


class _Seen(NamedTuple):
    """How often a cell's middle has more ink than places beside it, the variance of this where all these places are
    alike (0 without any ink), and how much more ink it has on each level about it."""

    won: float
    chance: float
    more: Shares


def print_left(faint: Sequence[tuple[Ink, Readings]], height: float) -> float | None:
    """How flat the print is that a table has in its cells without any to read: the share of its ink that stands about
    its middle level, 0.5 for even strokes, 1 for a dash, and for what readers are sure is one, which may stand above or
    below. None where nothing stands in them. `height` pixels is a usual line."""
    seen = [(one, readings) for found, readings in faint if (one := _seen(found, height)) is not None]
    more = sum(one.won - _CHANCE for one, _ in seen)
    deviation = math.sqrt(sum(one.chance for one, _ in seen))
    if len(seen) < _FEW or more < max(_MORE * len(seen), _SURE * deviation):
        return None
    dashes = [sum(math.exp(log) for text, log in read if text == "-") for one, read in seen if one.won > _CHANCE]
    if statistics.fmean(dashes) > _DASHES:
        return 1.0
    ink = np.mean([one.more for one, _ in seen], axis=0)
    away = abs(np.arange(len(ink)) - len(ink) // 2)
    inner = max(0.0, float(ink[away <= _INNER * height].mean()))
    outer = max(0.0, float(ink[away > _INNER * height].mean()))
    return inner / (inner + outer) if inner or outer else None


def with_print(found: Readings, flat: float, others: Sequence[Readings]) -> Readings:
    """Readings of a cell without anything to read that has print so flat: a dash, or what `others` of its table print
    where nothing is, or a number."""
    if flat > _FLAT and found[0][0]:
        return found
    often = dict.fromkeys(_NOTHINGS, _RARE)
    for text, logp in (reading for other in others for reading in other):
        if text in often:
            often[text] += math.exp(logp)
    if flat > _FLAT and often["0"] <= _MOST * len(others):  # among zeros it is the sides of one
        return or_others(found, {"-": _PRINTS})
    whole = sum(often.values())
    told = or_others(found, {text: _PRINTS * times / whole for text, times in often.items()})
    return tuple((text, logp + math.log1p(-_COUNTED)) for text, logp in told)


def _seen(found: Ink, height: float) -> _Seen | None:
    """What is seen in a cell; None where it has no place for a number beside its middle."""
    dark = np.median(found.unruled) - found.unruled.astype(np.float32) > _DARK
    depth = np.where(dark, np.float32(_DARK), np.float32(0))
    wide, high, about = (max(1, round(side * height)) for side in (*DIGIT, _OUTER))
    width = depth.shape[1]
    middle, away, edge = width // 2, round(_BESIDE * height), _EDGE + wide // 2
    places = [*range(middle - away, edge - 1, -wide), *range(middle + away, width - edge, wide)]
    if not places:
        return None
    lane = cv2.blur(depth, (wide, 1))
    top = len(depth) // 2 - about
    levels = np.arange(top, top + 2 * about + 1)
    inside = lane[levels.clip(0, len(depth) - 1)] * ((levels >= 0) & (levels < len(depth)))[:, None]
    near = inside[max(0, about - high // 2) : about + high // 2 + 1].mean(axis=0)[[middle, *places]]
    over = near[:, None] - near
    won = ((over > _SAME).sum(axis=1) + ((abs(over) <= _SAME).sum(axis=1) - 1) / 2) / len(places)
    more = np.asarray(inside[:, middle] - inside[:, places].mean(axis=1), np.float64)
    return _Seen(float(won[0]), float(np.square(won - _CHANCE).mean()), more)
