"""How much of a line there is from one place of a page to another, in grey levels rather than black and white.

A ruling is darker than what is beside it, without a break from one line across it to the next, and has paper on both
sides; strokes of characters end before, or have other strokes about them.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

Shares = NDArray[np.float64]

PARTS = 5  # of a cell's side: next to either end, and thirds of the rest
FAINTEST = 14.0  # grey levels by which a line is darker than what is beside it, at least
_THICK = 3.6  # points; what is thicker is no line
_LONG, _FINE = 5.0, 1.0  # points along which ink is averaged: to find lines, to measure them
_SHADE = 7.0  # points; what is larger both ways is a filled cell or a shadow, no ink
_FULL = 0.6  # share of the strength of a table's lines that is a line beyond doubt
_EDGE, _END = 0.6, 1.4  # points from a line's middle to its edge; of a cell's side next to its ends
_BESIDE = (1.2, 4.5)  # points from a line between which text leaves paper
_NEXT = (1.2, 2.6)  # points from a line between which a stroke that touches it shows
_INNER = 1.8  # points from a cell's side where strokes are looked for that are no part of it
_FINEST = 2  # pixels that a stroke is high, at least
_BLANK = 0.3  # share of a row of cells that has no print


class Lines(NamedTuple):
    """A page with its lines of one direction running down: `long` and `fine` are how much darker than what is beside
    it each pixel is, averaged along the line; `paper` is what `fine` is where there is nothing; `ink` is the page
    without fills and shadows, `noise` its mean where there is none; `scale` pixels of a point."""

    long: Pixels
    fine: Pixels
    paper: float
    ink: Pixels
    noise: float
    scale: float


def both_ways(gray: Pixels, scale: float) -> tuple[Lines, Lines]:
    """The level lines of an upright page, with its axes exchanged, and its lines down."""
    shade = round(_SHADE * scale)
    dark = cv2.bitwise_not(gray)
    ink = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_TOPHAT, np.ones((shade, shade), np.uint8)), np.uint8)
    patches = cv2.resize(ink, None, fx=1 / shade, fy=1 / shade, interpolation=cv2.INTER_AREA)
    noise = float(np.quantile(patches, 0.3))
    return _running_down(np.ascontiguousarray(ink.T), noise, scale), _running_down(ink, noise, scale)


def _running_down(ink: Pixels, noise: float, scale: float) -> Lines:
    across = np.ones((1, round(_THICK * scale)), np.uint8)
    long, fine = (
        np.asarray(cv2.morphologyEx(cv2.blur(ink, (1, round(size * scale))), cv2.MORPH_TOPHAT, across), np.uint8)
        for size in (_LONG, _FINE)
    )
    return Lines(long, fine, float(np.quantile(fine[::5, ::5], 0.7)), ink, noise, scale)


class Seen(NamedTuple):
    """What is seen where the sides of cells may be, in arrays of one shape: how much of each is line, 0 to 1, in the
    mean of its parts and in the least; ink beside it above what is usual, as a share of a line's; the strongest
    stroke that crosses it, and that touches it on one side, 0 to 1. `height` in points is that of the cells."""

    mean: Shares
    least: Shares
    beside: Shares
    crossed: Shares
    touched: Shares
    height: Shares | np.float64


class Stretch(NamedTuple):
    """A part of a page as sums down it, so that any interval is a difference: of line, and of ink in lanes of the
    page, which reach `aside` columns of pixels further on both sides. Strokes that cross a column of pixels, and that
    touch it, as shares of a line's ink in 255ths. `left` and `top` are its place."""

    line: NDArray[np.float64]
    lanes: NDArray[np.float64]
    crossing: Pixels
    touching: Pixels
    aside: int
    left: int
    top: int
    scale: float

    def parts(self, start: float, end: float) -> Shares:
        """(PARTS, columns of pixels): the share of line, 0 to 1, in each part of the way between two levels across."""
        y0, y1 = self._rows(start, end, _EDGE)
        tip = min(round(_END * self.scale), (y1 - y0) // 4)
        third = (y1 - y0 - 2 * tip) / 3
        cuts = np.array([y0, y0 + tip, y0 + tip + third, y1 - tip - third, y1 - tip, y1]).round().astype(int)
        ends = np.minimum(np.maximum(cuts[1:], cuts[:-1] + 1), len(self.line) - 1)
        starts = np.minimum(cuts[:-1], ends - 1)
        return np.asarray((self.line[ends] - self.line[starts]) / (ends - starts)[:, None])

    def dirt(self, start: float, end: float) -> Shares:
        """(columns of pixels): the ink on that side where there is more, as a share of a line's."""
        y0, y1 = self._rows(start, end, 2 * _EDGE)
        mean = (self.lanes[y1] - self.lanes[y0]) / (y1 - y0)
        return np.asarray(np.maximum(mean[: -2 * self.aside], mean[2 * self.aside :]))

    def seen(self, start: float, end: float, usual: float) -> "Seen":
        """What is seen of lines between two levels across, at each column of pixels; `usual` ink beside lines."""
        y0, y1 = self._rows(start, end, _INNER)
        parts = self.parts(start, end)
        return Seen(
            parts.mean(axis=0),
            parts.min(axis=0),
            self.dirt(start, end) - usual,
            _above_noise(self.crossing[y0:y1]),
            _above_noise(self.touching[y0:y1]),
            np.float64((end - start) / self.scale),
        )

    def _rows(self, start: float, end: float, edge: float) -> tuple[int, int]:
        last = len(self.line) - 1
        y0 = min(max(0, round(start + edge * self.scale) - self.top), last - 1)
        return y0, min(max(y0 + 1, round(end - edge * self.scale) + 1 - self.top), last)


def stretch(lines: Lines, box: tuple[int, int, int, int], strength: float) -> Stretch:
    """A box (x0, y0, x1, y1) of a page whose lines are darker than what is beside them by `strength`."""
    x0, y0, x1, y1 = box
    least, full = lines.paper, max(_FULL * strength, lines.paper + FAINTEST)
    line = ((lines.fine[y0:y1, x0:x1] - np.float32(least)) / np.float32(full - least)).clip(0, 1)
    near, far = _BESIDE
    aside = round((near + far) / 2 * lines.scale)
    ink = lines.ink[y0:y1, max(0, x0 - aside) : x1 + aside]
    ink = np.pad(ink, ((0, 0), (max(0, aside - x0), max(0, x1 + aside - lines.ink.shape[1]))))
    lanes = cv2.blur(ink.astype(np.float32), (round((far - near) * lines.scale), 1))
    near, far = _NEXT
    by = round((near + far) / 2 * lines.scale)
    strokes = cv2.blur(ink, (round((far - near) * lines.scale), _FINEST))
    strokes = cv2.addWeighted(strokes, 255 / strength, strokes, 0, -lines.noise * 255 / strength)
    left, right = strokes[:, aside - by : -aside - by], strokes[:, aside + by : strokes.shape[1] - aside + by]
    sums = _sums((lanes - np.float32(lines.noise)) / np.float32(strength))
    crossing, touching = (np.asarray(how(left, right), np.uint8) for how in (cv2.min, cv2.max))
    return Stretch(_sums(line), sums, crossing, touching, aside, x0, y0, lines.scale)


def _above_noise(strokes: NDArray[np.uint8]) -> Shares:
    """The strongest stroke of each column of pixels, without what even blank paper has: 0 to 1."""
    strongest = strokes.max(axis=0) / 255
    return np.asarray((strongest - np.quantile(strongest[::3], _BLANK)).clip(0, 1))


def _sums(values: NDArray[np.float32]) -> NDArray[np.float64]:
    sums = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=sums[1:])
    return sums
