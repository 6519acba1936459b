"""The sheet of paper that a picture shows on a darker ground: a photo of a page, or a scan of a small one."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

Matrix = NDArray[np.float64]

_LOOKED = 800  # pixels of the longer side at which a sheet is looked for
_SMALLEST, _LARGEST = 0.3, 0.985  # of the picture that a sheet takes
_DARKER = 40.0  # grey levels by which the ground is darker than the paper
_FULL = 0.97  # of its hull that a sheet fills; of a sheet's four sides that it fills
_BRIGHT = 0.1  # of the ground, at most, that is as bright as paper
_LOOSE = np.linspace(0.01, 0.05, 9)  # of its length by which a sheet's outline may leave its four sides
_CORNERS = 0.12  # of a side at either end that its corners may round
_OFF = 0.012  # of the longer side by which the outline is off a side, in the mean
_FRAME = 3.0  # pixels of the small picture that a corner stays from its frame
_UPRIGHT = 0.45  # cosine of the angle at a corner, at most
_EDGE = 2.0  # pixels of the small picture at the sheet's edge that are its shadow


class Sheet(NamedTuple):
    """Where a sheet lies: `onto` (3×3) takes places of the picture to those of the sheet made flat, whose `size` is
    (width, height), all in pixels; `outside` (H×W) is true where the picture shows the ground."""

    onto: Matrix
    size: tuple[int, int]
    outside: NDArray[np.bool_]


def sheet(gray: Pixels) -> Sheet | None:
    """The one sheet of a picture (H×W grey as it was taken) whose four corners can all be seen on a ground that is
    clearly darker; None where there is none."""
    factor = _LOOKED / max(gray.shape)
    if factor > 1:
        return None
    small = np.asarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(cv2.GaussianBlur(small, (5, 5), 0), np.uint8)
    corners = _corners(small)
    if corners is None:
        return None
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1) / factor
    width, height = round((sides[0] + sides[2]) / 2), round((sides[1] + sides[3]) / 2)
    full = (corners + 0.5) / factor - 0.5
    flat = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32) - np.float32(0.5)
    onto = cv2.getPerspectiveTransform(full.astype(np.float32), flat)
    inside = np.zeros(gray.shape, np.uint8)
    middle = full.mean(axis=0)
    away = full - middle
    shrunk = middle + away * (1 - _EDGE / factor / np.linalg.norm(away, axis=1, keepdims=True))
    cv2.fillConvexPoly(inside, shrunk.round().astype(np.int32), (1,))
    return Sheet(np.asarray(onto, np.float64), (width, height), inside == 0)


def _corners(small: Pixels) -> Matrix | None:
    """The corners (4, 2) of the sheet, from the top left one with the clock."""
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if bright.all() or not bright.any():
        return None
    if float(np.median(small[bright > 0])) - float(np.median(small[bright == 0])) < _DARKER:
        return None
    outlines, _ = cv2.findContours(np.asarray(bright, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    area = cv2.contourArea(outline)
    hull = cv2.convexHull(outline)
    if not _SMALLEST < area / small.size < _LARGEST or area < _FULL * cv2.contourArea(hull):
        return None
    length = cv2.arcLength(hull, closed=True)
    shapes = (cv2.approxPolyDP(hull, share * length, closed=True)[:, 0] for share in _LOOSE)
    rough = next((shape.astype(np.float64) for shape in shapes if len(shape) == 4), None)
    if rough is None:
        return None
    corners = _fitted(outline[:, 0].astype(np.float64), rough, _OFF * max(small.shape))
    if corners is None or not _is_page(corners, small.shape):
        return None
    inside = np.zeros_like(small)
    cv2.fillConvexPoly(inside, corners.round().astype(np.int32), (1,))
    if np.asarray(bright[inside == 0] > 0).mean() > _BRIGHT or area < _FULL * float(inside.sum()):
        return None
    return _from_top_left(corners)


def _fitted(outline: Matrix, rough: Matrix, off: float) -> Matrix | None:
    """Corners where the lines meet that run through the outline between rough corners; None where a side is none."""
    lines = []
    for a, b in zip(rough, np.roll(rough, -1, axis=0), strict=True):
        way = (b - a) / np.linalg.norm(b - a)
        along = (outline - a) @ way / np.linalg.norm(b - a)
        beside = abs((outline - a) @ np.array((-way[1], way[0])))
        own = outline[(along > _CORNERS) & (along < 1 - _CORNERS) & (beside < 4 * off)]
        if len(own) < 10:
            return None
        x, y, px, py = cv2.fitLine(own.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        if np.abs((own - (px, py)) @ np.array((-y, x))).mean() > off:
            return None
        lines.append((-y, x, x * py - y * px))
    corners = []
    for before, after in zip(np.roll(lines, 1, axis=0), lines, strict=True):
        system = np.array((before[:2], after[:2]))
        if abs(np.linalg.det(system)) < 0.1:
            return None
        corners.append(np.linalg.solve(system, np.array((before[2], after[2]))))
    return np.array(corners)


def _is_page(corners: Matrix, shape: tuple[int, ...]) -> bool:
    """Whether the corners lie inside of the frame, and make about right angles."""
    frame = np.array(shape[::-1]) - 1
    if (corners < _FRAME).any() or (corners > frame - _FRAME).any():
        return False
    ways = np.roll(corners, -1, axis=0) - corners
    ways = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    return bool((abs((ways * np.roll(ways, 1, axis=0)).sum(axis=1)) < _UPRIGHT).all())


def _from_top_left(corners: Matrix) -> Matrix:
    around = corners - corners.mean(axis=0)
    ordered = corners[np.argsort(np.arctan2(around[:, 1], around[:, 0]))]  # with the clock, as y points down
    return np.asarray(np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0))
