"""Two pages that stand side by side on one picture."""

from dataclasses import replace

import cv2
import numpy as np

from .picture import Pixels
from .runs import runs
from .upright import Upright

_TWO_UP = 1.2  # times as wide as high, from which on a picture may hold two pages
_FOLD = (0.4, 0.6)  # of its width, between which they meet
_GUTTER = 16.0  # points that stay free there, from top to bottom
_SPECKS = 0.004  # of a column of pixels that may be ink where it is free
_INK = 200  # grey level of what is printed, in a picture of one pixel a point
_GAP = 18  # points between words of a line, at most
_LONG, _ENOUGH = 0.45, 3  # of a half, that lines of a page are long; how many there are: values of a table are short


def halves(page: Upright) -> list[Upright]:
    """The page, or the two of them, each with paper in the other's place."""
    fold = _fold(page.gray, page.scale)
    if fold is None:
        return [page]
    left, right = page.gray.copy(), page.gray.copy()
    left[:, fold:] = 255
    right[:, :fold] = 255
    return [replace(page, gray=left), replace(page, gray=right)]


def _fold(gray: Pixels, scale: float) -> int | None:
    """Where a broad picture has a free strip from top to bottom in its middle, and long lines on both sides."""
    height, width = gray.shape
    if width < _TWO_UP * height:
        return None
    small = cv2.resize(gray, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    ink = (small < _INK).astype(np.uint8)
    low, high = (round(share * ink.shape[1]) for share in _FOLD)
    free = runs(ink[:, low:high].mean(axis=0) <= _SPECKS)
    start, end = max(free, key=lambda strip: strip[1] - strip[0], default=(0, 0))
    if end - start < _GUTTER:
        return None
    fold = low + (start + end) // 2
    if min(_long_lines(ink[:, :fold]), _long_lines(ink[:, fold:])) < _ENOUGH:
        return None
    return int(fold * scale)


def _long_lines(ink: Pixels) -> int:
    """How many lines of print or rulings run over most of a page."""
    lines = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    long = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((1, max(1, round(_LONG * ink.shape[1]))), np.uint8))
    return len(runs(np.asarray(long.any(axis=1))))
