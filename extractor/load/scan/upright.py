"""A page as it came → the same page straight, evenly lit, in grey: and the way back to the original."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ...core.geometry import Box
from .picture import Pixels

Matrix = NDArray[np.float64]

_SCALE = 200 / 72  # pixels of a point that upright pages have at least
_LEAST = 150 / 72  # below this a page is enlarged


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """A straight page. `gray` is H×W, 0 ink to 255 paper, evenly lit, no red stamps; `scale` pixels of a point.

    `to_page` takes pixels of `gray` to pixels of the original picture (3×3 homography), `page_scale` are that
    picture's pixels of a point.
    """

    gray: Pixels
    scale: float
    to_page: Matrix
    page_scale: float

    def box_on_page(self, box: Box) -> Box:
        """A box in pixels of `gray` as the box about it in points of the original page."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        around = np.array([(a, b) for a in (box.x0, x, box.x1) for b in (box.y0, y, box.y1)], dtype=np.float64)
        moved = self.on_page(around) / self.page_scale
        (x0, y0), (x1, y1) = moved.min(axis=0), moved.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))

    def on_page(self, points: Matrix) -> Matrix:
        """Points (n, 2) in pixels of `gray` as pixels of the original picture."""
        moved = np.column_stack((points, np.ones(len(points)))) @ self.to_page.T
        return np.asarray(moved[:, :2] / moved[:, 2:], dtype=np.float64)


def upright(image: Pixels, scale: float) -> Upright:
    """The page of a picture (H×W grey or H×W×3 blue, green, red; `scale` pixels of a point) made straight."""
    gray = image if image.ndim == 2 else _dark(image)
    gray = _evenly_lit(gray, scale)
    zoom = _SCALE / scale if scale < _LEAST else 1.0
    angle = _skew(gray, scale)
    height, width = gray.shape
    turn = np.vstack((cv2.getRotationMatrix2D((width / 2, height / 2), angle, zoom), (0, 0, 1)))
    size = (round(width * zoom), round(height * zoom))
    turn[0, 2] += (size[0] - width) / 2
    turn[1, 2] += (size[1] - height) / 2
    flags = cv2.INTER_CUBIC if zoom > 1 else cv2.INTER_LINEAR
    straight = cv2.warpPerspective(gray, turn, size, flags=flags, borderValue=(255,))
    return Upright(np.asarray(straight, dtype=np.uint8), scale * zoom, np.linalg.inv(turn), scale)


def _dark(image: Pixels) -> Pixels:
    """Grey of a colour picture in which red is as light as paper: red ink fades, dark ink under it stays."""
    return np.ascontiguousarray(image[..., 2])


def _evenly_lit(gray: Pixels, scale: float) -> Pixels:
    """Each pixel in relation to the paper about it."""
    small = cv2.resize(gray, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    size = max(3, round(24 * scale / 8) | 1)
    paper = cv2.dilate(small, np.ones((size, size), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), size / 2)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(paper, 16), scale=255), dtype=np.uint8)


def _skew(gray: Pixels, scale: float) -> float:
    """Degrees by which the page's long lines fall to the right."""
    ink = cv2.threshold(gray, 170, 255, cv2.THRESH_BINARY_INV)[1]
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(12 * scale)), np.uint8))
    lines = cv2.HoughLinesP(long, 1, np.pi / 1800, 200, None, gray.shape[1] / 6, 20)
    if lines is None:
        return 0.0
    ends = lines.reshape(-1, 4).astype(float)
    angles = np.degrees(np.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0]))
    level = angles[abs(angles) < 6]
    return float(np.median(level)) if len(level) else 0.0
