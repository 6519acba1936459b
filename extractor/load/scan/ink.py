"""Where a cell's ink stands: its lines of print, without specks, rulings and what reaches in from next door."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

_SOFT = 0.22  # points of blur before ink is told from paper
_FAINT = 26.0  # grey levels that ink stands out at least
_NOISE = 5.0  # and by so many mean deviations of the paper
_SPECK = 45.0  # grey levels · square points of a mark that is more than dirt
_DOT = 0.12  # share of a line's strongest mark that a mark on its own has at least
_GAP = 0.7  # points of paper between two lines
_LONG = 12.0  # points of a ruling's shortest piece
_EDGE = 1.8  # points from the edge within which thin marks are rulings


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print in pixels of its crop; `mass` is its ink in grey levels · square points."""

    x0: int
    y0: int
    x1: int
    y1: int
    mass: float


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A cell's crop with foreign ink painted over, and its lines from top to bottom."""

    crop: Pixels
    lines: tuple[Line, ...]


def ink(crop: Pixels, scale: float, tall: float = 8.0) -> Ink:
    """The print inside a cell (H×W grey, dark on light, `scale` pixels of a point; `tall` points is a usual line)."""
    height, width = crop.shape
    soft = cv2.GaussianBlur(crop, (0, 0), max(0.5, _SOFT * scale)).astype(np.float32)
    paper = float(np.median(soft))
    depth = paper - soft
    faint = max(_FAINT, _NOISE * float(np.median(np.abs(depth))))
    mask = (depth > faint).astype(np.uint8)
    foreign = _rulings(mask, scale)
    mask[foreign > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    masses = np.bincount(labels.ravel(), depth.ravel(), count) / (scale * scale)
    kept: list[Line] = []
    dropped = []
    for k in range(1, count):
        x, y, w, h = (int(v) for v in stats[k, :4])
        if masses[k] < _SPECK or _reaches_in(x, y, w, h, width, height, scale):
            dropped.append(k)
        else:
            kept.append(Line(x, y, x + w, y + h, float(masses[k])))
    lines = _lines(kept, scale, tall)
    foreign |= np.isin(labels, dropped).astype(np.uint8)
    clean = crop
    if foreign.any():
        clean = crop.copy()
        keep = cv2.dilate(((mask > 0) & (foreign == 0)).astype(np.uint8), np.ones((3, 3), np.uint8))
        grown = cv2.dilate(foreign, np.ones((3, 3), np.uint8))
        clean[(grown > 0) & (keep == 0)] = round(paper)
    return Ink(clean, tuple(lines))


def _rulings(mask: Pixels, scale: float) -> NDArray[np.uint8]:
    """Pixels of what runs along the edges."""
    height, width = mask.shape
    reach = max(2, round(_EDGE * scale))
    long = round(_LONG * scale)
    level = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, max(3, min(round(0.9 * width), long))), np.uint8))
    upright = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((max(3, min(round(0.9 * height), long)), 1), np.uint8))
    high, wide = max(reach, height // 5), max(reach, width // 8)
    level[high : height - high] = 0
    upright[:, wide : width - wide] = 0
    found = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(found, mask), dtype=np.uint8)


def _reaches_in(x: int, y: int, w: int, h: int, width: int, height: int, scale: float) -> bool:
    """Whether a mark at the edge is a piece of a ruling, or the tip of what stands in the next cell."""
    near = _EDGE * scale
    level = (y + h < near or y > height - near) or ((y <= 0 or y + h >= height) and h < 0.3 * height)
    upright = (x + w < near or x > width - near) or ((x <= 0 or x + w >= width) and w < max(0.1 * width, 2 * scale))
    return level or upright


def _lines(marks: list[Line], scale: float, tall: float) -> list[Line]:
    """Marks that stand beside each other put together, lines from top to bottom; lone dirt is left out."""
    lines: list[list[Line]] = []
    for mark in sorted(marks, key=lambda m: m.y0):
        top, bottom = (min(m.y0 for m in lines[-1]), max(m.y1 for m in lines[-1])) if lines else (0, 0)
        if lines and (mark.y0 < bottom + _GAP * scale or mark.y1 - top < 1.2 * tall * scale):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    joined = [_joined(line) for line in lines]
    most = max((line.mass for line in joined), default=0.0)
    return [line for line in joined if line.mass > _DOT * most]


def _joined(marks: list[Line]) -> Line:
    """The marks of a line as one; what is weak and far from the rest is dirt."""
    most = max(m.mass for m in marks)
    firm = [m for m in marks if m.mass > _DOT * most]
    x0, x1 = min(m.x0 for m in firm), max(m.x1 for m in firm)
    high = max(m.y1 for m in firm) - min(m.y0 for m in firm)
    near = [m for m in marks if m.mass > _DOT * most or (m.x1 > x0 - 0.6 * high and m.x0 < x1 + 0.6 * high)]
    return Line(
        min(m.x0 for m in near),
        min(m.y0 for m in near),
        max(m.x1 for m in near),
        max(m.y1 for m in near),
        sum(m.mass for m in near),
    )
