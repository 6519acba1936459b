"""Where a cell's ink stands: its lines of print, without specks, rulings and what reaches in from next door."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

_SOFT = 0.22  # points of blur before ink is told from paper
_FAINT = 26.0  # grey levels that ink stands out at least
_NOISE = 5.0  # and by so many mean deviations of the paper
_SPECK = 45.0  # grey levels · square points of a mark that is more than dirt
_FEW = 1.5  # specks whose mass faint marks together have at least
_BLACK = 280.0  # grey levels that one dot of a scanner stands out at most, and what its neighbours add
_DIRT = 15.0  # the same where nothing else is there
_DOT = 0.12  # share of a line's strongest mark that a mark on its own has at least
_BROKEN = {False: 0.8, True: 1.0}  # heights of a line that a broken character has, in grey and in two tones
_WEAK = 0.3  # share of a line's strongest part that a part apart from it has at least
_HIGH = 0.8  # share of its height that another part of a number has
_APART = 1.3  # heights of a line between parts that stand apart
_CAP = 60.0  # grey levels that a pixel counts at most where faint ink is averaged: specks are black
_SHARE = 0.3  # of a line's densest part, that faint ink beside it has
DIGIT = (0.5, 0.8)  # heights of a line that a digit is wide, and high
_MARGINAL = 2.0  # points beside rulings that have their blur
_ACROSS, _HOLE = 0.4, 0.35  # heights of a line over which it is averaged, and that it may be lacking
_GAP = 0.7  # points of paper between two lines
_LONG = 12.0  # points of a ruling's shortest piece
_DENSE = 2.0  # how many deviations of the page's paper are print, not paper, in a cell
_LOW = 0.6  # of a usual line's height: the lowest line of several that touch
_DOUBLE = 1.4  # of a usual line's height, from which a line may be two
_VALLEY = 0.45  # share of the ink of the rows of two lines that a row between them has at most
_MARGIN = 5.0  # points from the edge within which rulings run
_TIP = 3.0  # points that the print of the next cell reaches in at most
_EDGE = 1.8  # points from the edge within which thin marks are rulings
_FOOT = 1.0  # the same above and below where digits are broken: the foot of a 2 may be all that is left of it


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


class Light(NamedTuple):
    """A page's paper: its grey level, the mean deviation from it, and the mass of a dot of the scanner."""

    paper: float
    noise: float
    grain: float


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A cell's crop with foreign ink painted over, its lines from top to bottom, the crop without rulings alone,
    whether marks were taken for dirt in it, and the ink where a digit would have most of it, in grey levels."""

    crop: Pixels
    lines: tuple[Line, ...]
    unruled: Pixels
    dirty: bool
    densest: float


def ink(crop: Pixels, scale: float, page: Light | None = None, tall: float = 8.0, *, two_tone: bool = False) -> Ink:
    """The print inside a cell (H×W grey, dark on light, `scale` pixels of a point), on a page of such paper; `tall`
    points is a usual line."""
    soft = _soft(crop, scale)
    paper, noise = _paper(soft)
    if page and noise > _DENSE * (page.noise + 1):
        paper, noise = max(paper, page.paper), _DENSE * (page.noise + 1)
    speck = max(_SPECK, page.grain if page else 0.0)
    depth = paper - soft
    mask = (depth > max(_FAINT, _NOISE * noise)).astype(np.uint8)
    foreign = _rulings(mask, scale)
    mask[foreign > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    masses = np.bincount(labels.ravel(), depth.ravel(), count) / (scale * scale)
    kept: list[tuple[int, Line]] = []
    for k in range(1, count):
        x, y, w, h = (int(v) for v in stats[k, :4])
        mark = Line(x, y, x + w, y + h, float(masses[k]))
        if mark.mass > _DIRT and not _reaches_in(mark, crop.shape, scale, _FOOT if two_tone else _EDGE):
            kept.append((k, mark))
    marks = len(kept)
    firm = [(k, mark) for k, mark in kept if mark.mass > speck]
    high = tall * scale * _BROKEN[two_tone]
    kept = firm + _broken_off(kept, firm, tall * scale, high) if firm else _densest(kept, tall * scale, _FEW * speck)
    print_ = np.isin(labels, [k for k, _ in kept]) & (mask > 0)
    printed = np.where(print_, depth, np.float32(0))
    lines = []
    for top, bottom in _bands([mark for _, mark in kept], printed, scale, tall):
        part = np.bincount(labels[top:bottom].ravel(), printed[top:bottom].ravel(), count) / (scale * scale)
        pieces = [
            replace(mark, y0=max(mark.y0, top), y1=min(mark.y1, bottom), mass=float(part[k]))
            for k, mark in kept
            if part[k] > 0
        ]
        line = _joined(pieces, _APART * tall * scale)
        line = line if two_tone else _reaching(line, depth, tall * scale)
        lines.append(replace(line, core=_core(printed[line.y0 : line.y1, line.x0 : line.x1])))
    most = max((line.mass for line in lines), default=0.0)
    lines = [line for line in lines if line.mass > _DOT * most]
    clean = unruled = crop
    if foreign.any():
        unruled = crop.copy()
        unruled[cv2.dilate(foreign, np.ones((3, 3), np.uint8)) > 0] = round(paper)
    other = (((mask > 0) & ~print_) | (foreign > 0)).astype(np.uint8)
    if other.any():
        clean = crop.copy()
        keep = cv2.dilate(print_.astype(np.uint8), np.ones((3, 3), np.uint8))
        grown = cv2.dilate(other, np.ones((3, 3), np.uint8))
        for line in lines:  # dots may be all that is left of a stroke
            inside = np.s_[line.y0 : line.y1, line.x0 : line.x1]
            keep[inside] = np.where(foreign[inside] == 0, 1, keep[inside])
        clean[(grown > 0) & (keep == 0)] = round(paper)
    return Ink(clean, tuple(lines), unruled, marks > len(kept), _most(np.where(foreign > 0, 0, depth), scale, tall))


def _most(depth: NDArray[np.float32], scale: float, tall: float) -> float:
    """The ink in the square in the size of a digit that has most of it, in the mean of grey levels."""
    edge = round(_MARGINAL * scale)
    inside = depth[edge:-edge, edge:-edge] if min(depth.shape) > 4 * edge else depth
    wide, high = (max(1, round(side * tall * scale)) for side in DIGIT)
    return float(cv2.blur(np.clip(inside, -_CAP, _CAP).astype(np.float32), (wide, high)).max(initial=0.0))


def light(crops: Sequence[Pixels], scale: float, dots: float) -> Light | None:
    """The paper of a page that was scanned with `dots` to a point, from cells of it that are mostly paper; none where
    there are no cells."""
    found = sorted((_paper(_soft(crop, scale)) for crop in crops), key=lambda one: one[1])
    return Light(*found[len(found) // 4], _BLACK / dots**2) if found else None


def _soft(crop: Pixels, scale: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), max(0.5, _SOFT * scale)), np.float32)


def _paper(soft: NDArray[np.float32]) -> tuple[float, float]:
    paper = float(np.median(soft))
    return paper, float(np.median(np.abs(soft - paper)))


def _broken_off(
    marks: Sequence[tuple[int, Line]], firm: Sequence[tuple[int, Line]], tall: float, high: float
) -> list[tuple[int, Line]]:
    """Of faint marks those that stand where the rest of a firm one's character, at most so `high`, would."""
    near = 0.35 * tall

    def belongs(m: Line, f: Line) -> bool:
        beside = m.x0 < f.x1 + near and m.x1 > f.x0 - near
        return beside and max(m.y1, f.y1) - min(m.y0, f.y0) < max(high, f.y1 - f.y0)

    return [(k, m) for k, m in marks if all(m is not f for _, f in firm) and any(belongs(m, f) for _, f in firm)]


def _densest(marks: list[tuple[int, Line]], reach: float, least: float) -> list[tuple[int, Line]]:
    """Of faint marks those in the square, as high as a line, that has most of them; none where that has little."""
    groups = [
        [(k, m) for k, m in marks if 0 <= m.x0 - a.x0 < reach and abs(m.y0 + m.y1 - a.y0 - a.y1) < reach]
        for _, a in marks
    ]
    most = max(groups, key=lambda group: sum(m.mass for _, m in group), default=[])
    return most if sum(m.mass for _, m in most) > least else []


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
        margin = max(reach, min(round(_MARGIN * scale), across // (8 if turned else 5)))
        lines[margin : across - margin] = 0
        labels = cv2.connectedComponents(cv2.dilate(lines, np.ones((1, 2 * reach + 1), np.uint8)))[1]
        ends = np.unique(np.concatenate((labels[:, 0], labels[:, -1], labels[0], labels[-1])))
        kept = (np.isin(labels, ends[ends > 0]) & (lines > 0)).astype(np.uint8)
        found |= np.ascontiguousarray(kept.T) if turned else kept
    grown = cv2.dilate(found, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(grown, mask), dtype=np.uint8)


def _reaches_in(mark: Line, shape: tuple[int, ...], scale: float, edge: float) -> bool:
    """Whether a mark is a piece of a ruling, as thin ones are that lie within so many points of the edge above or
    below, or the tip of what stands in the next cell."""
    height, width = shape
    near, tip = _EDGE * scale, _TIP * scale
    w, h = mark.x1 - mark.x0, mark.y1 - mark.y0
    at_end, at_side = mark.y0 <= 0 or mark.y1 >= height, mark.x0 <= 0 or mark.x1 >= width
    level = mark.y1 < edge * scale or mark.y0 > height - edge * scale or (at_end and h < min(0.3 * height, tip))
    upright = mark.x1 < near or mark.x0 > width - near or (at_side and w < max(min(0.1 * width, tip), 2 * scale))
    through = (h >= height and h > _LONG * scale and w < 3 * near) or (w >= width and h < 3 * near)
    return level or upright or through


def _bands(marks: Sequence[Line], printed: NDArray[np.float32], scale: float, tall: float) -> list[tuple[int, int]]:
    """From where to where lines reach down: marks that stand beside each other put together, and parted again where
    lines touch."""
    bands: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda m: m.y0):
        top, bottom = bands[-1] if bands else (0, 0)
        if bands and (mark.y0 < bottom + _GAP * scale or mark.y1 - top < 1.2 * tall * scale):
            bands[-1] = (top, max(bottom, mark.y1))
        else:
            bands.append((mark.y0, mark.y1))
    rows = printed.sum(axis=1)
    return [part for band in bands for part in parted(band, rows, tall * scale)]


def parted(band: tuple[int, int], rows: NDArray[np.float32], tall: float) -> list[tuple[int, int]]:
    """A band (first row, row behind the last) at its emptiest row where that has far less ink than those above and
    below it, and its parts again; `rows` is the ink of each row, `tall` the height of a usual line."""
    top, bottom = band
    least = round(_LOW * tall)
    if bottom - top < _DOUBLE * tall or bottom - top < 2 * least + 1:
        return [band]
    middle = rows[top + least : bottom - least]
    at = top + least + int(middle.argmin())
    if rows[at] > _VALLEY * min(rows[top:at].mean(), rows[at:bottom].mean()):
        return [band]
    return parted((top, at), rows, tall) + parted((at, bottom), rows, tall)


def _joined(marks: list[Line], reach: float) -> Line:
    """The marks of a line as one: what stands together with its strongest part, and what is as strong, or as high and
    no fainter."""
    groups: list[list[Line]] = []
    for mark in sorted(marks, key=lambda m: m.x0):
        if groups and mark.x0 - max(m.x1 for m in groups[-1]) < reach:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    masses = [sum(m.mass for m in group) for group in groups]
    strongest = groups[masses.index(max(masses))]
    firm = [
        m
        for group, mass in zip(groups, masses, strict=True)
        if mass > _WEAK * max(masses) or _is_alike(group, strongest)
        for m in group
    ]
    return Line(
        min(m.x0 for m in firm),
        min(m.y0 for m in firm),
        max(m.x1 for m in firm),
        max(m.y1 for m in firm),
        sum(m.mass for m in firm),
    )


def _reaching(line: Line, depth: NDArray[np.float32], tall: float) -> Line:
    """A line as far as there is ink about it that is too faint to make marks: specks are cut, noise is averaged."""
    middle, half = (line.y0 + line.y1) / 2, max(line.y1 - line.y0, tall) / 2
    y0, y1 = max(0, round(middle - half)), min(len(depth), round(middle + half))
    across = np.minimum(depth[y0:y1], _CAP).mean(axis=0)
    width = max(1, round(_ACROSS * tall))
    profile = np.convolve(across, np.ones(width) / width, mode="same")
    peak = int(profile[line.x0 : line.x1].argmax()) + line.x0
    full = profile > _SHARE * profile[peak]
    x0, x1 = peak - _reached(full[peak::-1], round(_HOLE * tall)), peak + _reached(full[peak:], round(_HOLE * tall))
    return replace(line, x0=min(line.x0, x0), x1=max(line.x1, x1 + 1))


def _reached(full: NDArray[np.bool_], hole: int) -> int:
    """The last full place before the first hole that is longer than that."""
    last = 0
    for x, here in enumerate(full):
        if x - last > hole:
            break
        last = x if here else last
    return last


def _is_alike(group: Sequence[Line], strongest: Sequence[Line]) -> bool:
    """Whether a part of a line is as high as its strongest part, and has as much ink for its width."""

    def height(marks: Sequence[Line]) -> int:
        return max(m.y1 for m in marks) - min(m.y0 for m in marks)

    def ink_of(marks: Sequence[Line]) -> float:
        return sum(m.mass for m in marks) / (max(m.x1 for m in marks) - min(m.x0 for m in marks))

    return height(group) > _HIGH * height(strongest) and ink_of(group) > _WEAK * ink_of(strongest)
