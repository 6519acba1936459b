"""Streaks that a scanner or a copier leaves over the whole of a page, as paper again.

Dirt on the glass draws a line down every page that is fed past it, a worn roller draws bands. They run from edge to
edge, through both margins, which no ruling does; and what is as dark in all its length can be divided out.
"""

import numpy as np
from numpy.typing import NDArray

from .picture import Pixels
from .runs import runs

Levels = NDArray[np.float32]

_SMALLEST = 400.0  # points of a page either way: a picture of a table alone has no margins
_MARGIN = 0.025  # of a page's length that its margin has at least
_EVERY = 4  # one pixel of so many is looked at along a line
_PAPER, _CLEAN = 0.97, 0.99  # of white that is paper; that a streak's brightest parts have not
_LENGTH = 0.85  # share of its length that a streak is dark in
_INK = 0.5  # of white, at most
_PRINTED = 0.003  # share of a margin that may be ink
_WIDE, _BEYOND, _RULED = 100.0, 10.0, 0.95  # points of a table; of paper beside it; how much of a level line is ink
_READ, _LINE = 0.45, 3.0  # of white, under which nothing can be read; points of such a line that is painted out


def without_streaks(gray: Pixels, scale: float) -> Pixels:
    """A page (H×W grey as it was scanned, paper white, `scale` pixels of a point) without lines and bands that run
    all over it, down or across."""
    if min(gray.shape) < _SMALLEST * scale:
        return gray
    down = _without(gray, scale)
    return np.ascontiguousarray(_without(np.ascontiguousarray(down.T), scale).T)


def _without(gray: Pixels, scale: float) -> Pixels:
    """The same without those that run down."""
    streaks, level = _levels(gray)
    if not streaks.any() or not _is_page(gray[::_EVERY], streaks, scale):
        return gray
    light = streaks & (level >= _READ)
    found = gray.copy()
    found[:, light] = (gray[:, light] / level[light]).clip(0, 255).astype(np.uint8)
    for start, end in runs(streaks & ~light):
        if start > 0 and end < gray.shape[1] and end - start <= _LINE * scale:
            way = np.linspace(0, 1, end - start + 2)[1:-1]
            found[:, start:end] = found[:, start - 1, None] * (1 - way) + found[:, end, None] * way
    return found


def _levels(gray: Pixels) -> tuple[NDArray[np.bool_], Levels]:
    """For each column of pixels whether it is a streak, and what share of white it has where there is no print."""
    margin = max(1, round(_MARGIN * len(gray)))
    some = gray[::_EVERY]
    ends = [np.median(part, axis=0) for part in (gray[:margin], gray[-margin:])]
    level = np.max([np.median(some, axis=0), *ends], axis=0).astype(np.float32) / 255
    dark = level < _PAPER
    bright = np.full_like(level, 1.0)
    if dark.any():
        bright[dark] = np.quantile(some[:, dark], _LENGTH, axis=0) / 255
    return dark & (bright < _CLEAN), level


def _is_page(some: Pixels, streaks: NDArray[np.bool_], scale: float) -> bool:
    """Whether the picture has margins without print, and is not all a table: the level lines of one end at its first
    and last line down."""
    margin = max(1, round(_MARGIN * len(some)))
    ink = some < _INK * 255
    ends = np.concatenate((ink[:margin, ~streaks], ink[-margin:, ~streaks]))
    if not ends.size or float(ends.mean()) > _PRINTED:
        return False
    places = np.flatnonzero(streaks)
    first, last, near = int(places[0]), int(places[-1]), round(_BEYOND * scale)
    ruled = ink[:, first : last + 1].mean(axis=1) > _RULED
    beyond = ink[:, max(0, first - near) : max(0, first - 2)].any(axis=1) | ink[:, last + 3 : last + near].any(axis=1)
    return last - first < _WIDE * scale or not (ruled & ~beyond).any()
