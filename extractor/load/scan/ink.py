"""Where a cell's ink stands: its lines of print, without specks, rulings and what reaches in from next door."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

_SOFT = 0.22  # points of blur before ink is told from paper
_FAINT = 26.0  # grey levels that ink stands out at least
_NOISE = 5.0  # and by so many mean deviations of the paper
_SPECK = 45.0  # grey levels · square points of a mark that is more than dirt
_DIRT = 15.0  # the same where nothing else is there
_DOT = 0.12  # share of a line's strongest mark that a mark on its own has at least
_WEAK = 0.3  # share of a line's strongest part that a part apart from it has at least
_APART = 1.3  # heights of a line between parts that stand apart
_WORDS = 3.0  # heights of a line that is longer than most numbers
_GAP = 0.7  # points of paper between two lines
_LONG = 12.0  # points of a ruling's shortest piece
_EDGE = 1.8  # points from the edge within which thin marks are rulings


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print in pixels of its crop; `mass` is its ink in grey levels · square points, `core` the height in
    which four fifths of it stand."""

    x0: int
    y0: int
    x1: int
    y1: int
    mass: float
    core: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A cell's crop with foreign ink painted over, and its lines from top to bottom."""

    crop: Pixels
    lines: tuple[Line, ...]


def ink(crop: Pixels, scale: float, tall: float = 8.0) -> Ink:
    """The print inside a cell (H×W grey, dark on light, `scale` pixels of a point; `tall` points is a usual line)."""
    soft = cv2.GaussianBlur(crop, (0, 0), max(0.5, _SOFT * scale)).astype(np.float32)
    paper = float(np.median(soft))
    depth = paper - soft
    faint = max(_FAINT, _NOISE * float(np.median(np.abs(depth))))
    mask = (depth > faint).astype(np.uint8)
    foreign = _rulings(mask, scale)
    mask[foreign > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    masses = np.bincount(labels.ravel(), depth.ravel(), count) / (scale * scale)
    kept: list[tuple[int, Line]] = []
    for k in range(1, count):
        x, y, w, h = (int(v) for v in stats[k, :4])
        mark = Line(x, y, x + w, y + h, float(masses[k]))
        if mark.mass > _DIRT and not _reaches_in(mark, crop.shape, scale):
            kept.append((k, mark))
    firm = [(k, mark) for k, mark in kept if mark.mass > _SPECK]
    kept = firm or _densest(kept, tall * scale)
    print_ = np.isin(labels, [k for k, _ in kept]) & (mask > 0)
    lines = [
        replace(line, core=_core(np.where(print_, depth, 0)[line.y0 : line.y1, line.x0 : line.x1]))
        for line in _lines([mark for _, mark in kept], scale, tall)
    ]
    clean = crop
    other = (((mask > 0) & ~print_) | (foreign > 0)).astype(np.uint8)
    if other.any():
        clean = crop.copy()
        keep = cv2.dilate(print_.astype(np.uint8), np.ones((3, 3), np.uint8))
        grown = cv2.dilate(other, np.ones((3, 3), np.uint8))
        for line in lines:  # in a label dots may be all that is left of a stroke
            if line.x1 - line.x0 > _WORDS * tall * scale:
                inside = np.s_[line.y0 : line.y1, line.x0 : line.x1]
                keep[inside] = np.where(foreign[inside] == 0, 1, keep[inside])
        clean[(grown > 0) & (keep == 0)] = round(paper)
    return Ink(clean, tuple(lines))


def _densest(marks: list[tuple[int, Line]], reach: float) -> list[tuple[int, Line]]:
    """Of faint marks those in the square, as high as a line, that has most of them."""
    groups = [
        [(k, m) for k, m in marks if 0 <= m.x0 - a.x0 < reach and abs(m.y0 + m.y1 - a.y0 - a.y1) < reach]
        for _, a in marks
    ]
    return max(groups, key=lambda group: sum(m.mass for _, m in group), default=[])


def _core(depth: NDArray[np.float32]) -> float:
    rows = np.cumsum(depth.sum(axis=1))
    low, high = np.searchsorted(rows, (0.1 * rows[-1], 0.9 * rows[-1]))
    return float(high - low + 1)


def _rulings(mask: Pixels, scale: float) -> NDArray[np.uint8]:
    """Pixels of what runs along the edges: long, and open towards the edge above, below or beside."""
    height, width = mask.shape
    reach = max(2, round(_EDGE * scale))
    found = np.zeros_like(mask)
    for turned in (False, True):
        ink, across, along = (mask.T, width, height) if turned else (mask, height, width)
        length = max(3, min(round(0.45 * along), round(_LONG * scale)))
        lines = cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        margin = max(reach, across // (8 if turned else 5))
        lines[margin : across - margin] = 0
        labels = cv2.connectedComponents(cv2.dilate(lines, np.ones((1, 2 * reach + 1), np.uint8)))[1]
        ends = np.unique(np.concatenate((labels[:, 0], labels[:, -1], labels[0], labels[-1])))
        kept = (np.isin(labels, ends[ends > 0]) & (lines > 0)).astype(np.uint8)
        found |= np.ascontiguousarray(kept.T) if turned else kept
    grown = cv2.dilate(found, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(grown, mask), dtype=np.uint8)


def _reaches_in(mark: Line, shape: tuple[int, ...], scale: float) -> bool:
    """Whether a mark is a piece of a ruling, or the tip of what stands in the next cell."""
    height, width = shape
    near, w, h = _EDGE * scale, mark.x1 - mark.x0, mark.y1 - mark.y0
    level = (mark.y1 < near or mark.y0 > height - near) or ((mark.y0 <= 0 or mark.y1 >= height) and h < 0.3 * height)
    at_side = mark.x0 <= 0 or mark.x1 >= width
    upright = (mark.x1 < near or mark.x0 > width - near) or (at_side and w < max(0.1 * width, 2 * scale))
    through = (h >= height and h > _LONG * scale and w < 3 * near) or (w >= width and h < 3 * near)
    return level or upright or through


def _lines(marks: list[Line], scale: float, tall: float) -> list[Line]:
    """Marks that stand beside each other put together, lines from top to bottom; lone dirt is left out."""
    lines: list[list[Line]] = []
    for mark in sorted(marks, key=lambda m: m.y0):
        top, bottom = (min(m.y0 for m in lines[-1]), max(m.y1 for m in lines[-1])) if lines else (0, 0)
        if lines and (mark.y0 < bottom + _GAP * scale or mark.y1 - top < 1.2 * tall * scale):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    joined = [_joined(line, _APART * tall * scale) for line in lines]
    most = max((line.mass for line in joined), default=0.0)
    return [line for line in joined if line.mass > _DOT * most]


def _joined(marks: list[Line], reach: float) -> Line:
    """The marks of a line as one: what stands together with its strongest part, and what is as strong."""
    groups: list[list[Line]] = []
    for mark in sorted(marks, key=lambda m: m.x0):
        if groups and mark.x0 - max(m.x1 for m in groups[-1]) < reach:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    masses = [sum(m.mass for m in group) for group in groups]
    firm = [m for group, mass in zip(groups, masses, strict=True) if mass > _WEAK * max(masses) for m in group]
    return Line(
        min(m.x0 for m in firm),
        min(m.y0 for m in firm),
        max(m.x1 for m in firm),
        max(m.y1 for m in firm),
        sum(m.mass for m in firm),
    )
