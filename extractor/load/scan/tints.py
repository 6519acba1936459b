"""Watermarks, fills, and what a highlighter leaves, as paper again: what is light and even, thicker than strokes, and
large is divided out, and print on it stays."""

import cv2
import numpy as np

from .picture import Pixels

_STROKE, _BLURRED = 1.7, 5.0  # points, and pixels of the scan: strokes of print are thinner
_LIGHT, _PAPER = 130, 225  # grey levels of a tint: what is darker is print
_LARGE = 9.0  # points that a tint reaches across and down at least; what is thick in characters is smaller
_FULL = 0.12  # of the box about it that a tint covers; what is left of a grid of blurred rulings covers less
_EVEN, _EVEN_PART = 0.2, 0.25  # of its darkness by which a tint may vary, and a smaller part of one
_FLAT, _MOST = 18, 0.5  # grey levels that a tint is in its pixels, and in how many; noise and characters are not
_PART, _ALIKE = 3.0, 10.0  # points that such a part is long; grey levels by which it differs from a large one
_EDGE = 0.5  # points that a tint's edge is blurred


def without_tints(gray: Pixels, scale: float, page_scale: float) -> Pixels:
    """The page (H×W, dark on light, paper white, `scale` pixels of a point, `page_scale` where it was scanned) without
    what is lighter than print and thicker than its strokes."""
    thick = round(max(_STROKE, _BLURRED / page_scale) * scale) | 1
    tint = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((thick, thick), np.uint8)), np.uint8)
    mask = ((tint >= _LIGHT) & (tint < _PAPER)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    across, down, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    large = (np.minimum(across, down) > _LARGE * scale) & (area > _FULL * across * down)
    large[0] = False
    if not large.any():
        return gray
    inside = mask > 0
    owner, level = labels[inside], tint[inside].astype(np.float64)
    mean, square = (np.bincount(owner, values, count) / area for values in (level, level**2))
    uneven = np.sqrt((square - mean**2).clip(0)) / (255 - mean)
    flat = np.bincount(owner, (tint - gray < _FLAT)[inside], count) > _MOST * area
    large &= flat & (uneven < _EVEN)
    if not large.any():
        return gray
    part = flat & (np.maximum(across, down) > _PART * scale) & (uneven < _EVEN_PART)
    part &= np.abs(mean[:, None] - mean[large]).min(axis=1) < _ALIKE
    part[0] = False
    tint[~(large | part)[labels]] = 255
    edge = np.ones((2 * round(_EDGE * scale) + 1,) * 2, np.uint8)
    return np.asarray(cv2.divide(gray, cv2.erode(tint, edge), scale=255), np.uint8)
