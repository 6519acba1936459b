"""Lines of print outside of tables: where the detector sees them on a page."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .ocr import Size, detector
from .picture import Pixels

_SIDE = 1280  # pixels of the longer side that the detector sees
_INK = 0.3  # probability from which a pixel belongs to a line
_LINE = 0.5  # mean probability of a line
_GROW = 1.6  # ratio by which the detector's kernels are narrower than lines, as in DB's unclipping
_STEEP = 6.0  # degrees
_LEAST = 3  # pixels of a kernel


class Slant(NamedTuple):
    """A line's rectangle on a page, in pixels: its middle, its length, its height, and how far it falls to the right
    (degrees)."""

    x: float
    y: float
    length: float
    height: float
    angle: float

    @property
    def matrix(self) -> NDArray[np.float64]:
        """From pixels of the line cut out (`cut`) to those of the page (2×3)."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        x, y = self.length / 2, self.height / 2
        return np.array(((cos, -sin, self.x - cos * x + sin * y), (sin, cos, self.y - sin * x - cos * y)))

    def cut(self, gray: Pixels) -> Pixels:
        """The line alone, level."""
        size = (max(1, round(self.length)), max(1, round(self.height)))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(gray, self.matrix, size, flags=flags, borderValue=(255,)), np.uint8)


class Line(NamedTuple):
    """A line's rectangle, and from which row of the page to which its ink reaches."""

    slant: Slant
    top: float
    bottom: float


def lines(gray: Pixels, size: Size = "tiny", side: int = _SIDE) -> list[Line]:
    """The lines of an upright page (H×W grey, dark on light), in no order; the detector sees its longer side in at most
    `side` pixels."""
    height, width = gray.shape
    zoom = min(1.0, side / max(height, width))
    fitted = (max(32, round(width * zoom / 32) * 32), max(32, round(height * zoom / 32) * 32))
    small = cv2.resize(gray, fitted, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    plane = np.asarray(small, np.float32) / np.float32(127.5) - np.float32(1)
    (made,) = detector(size).run(None, {"x": np.ascontiguousarray(np.broadcast_to(plane, (1, 3, *plane.shape)))})
    chance = made[0, 0]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((chance > _INK).astype(np.uint8), connectivity=8)
    sums = np.bincount(labels.ravel(), chance.ravel(), count)
    across, down = width / fitted[0], height / fitted[1]
    found = []
    for k in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[k])
        if min(w, h) < _LEAST or sums[k] / area < _LINE:
            continue
        rows, columns = np.nonzero(labels[y : y + h, x : x + w] == k)
        points = np.column_stack(((columns + x + 0.5) * across, (rows + y + 0.5) * down)).astype(np.float32)
        slant = _grown(cv2.minAreaRect(points))
        found.append(Line(slant, slant.y - slant.height / 2, slant.y + slant.height / 2))
    return found


def _grown(rectangle: Sequence[Any]) -> Slant:
    """A kernel's rectangle as the line about it; one that stands steeper than a page can is taken as upright."""
    (x, y), (w, h), angle = rectangle
    if angle > 45:
        w, h, angle = h, w, angle - 90
    elif angle < -45:
        w, h, angle = h, w, angle + 90
    if abs(angle) > _STEEP or w < 2 * h:
        angle = 0.0
    w, h = w + 1, h + 1
    grow = w * h * _GROW / (w + h)
    return Slant(x, y, w + grow, h + grow, angle)
