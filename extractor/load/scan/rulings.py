"""The ruled tables of an upright page.

Grey levels decide, not black and white: along a ruling the ink is averaged, which noise and specks survive badly, and
taken where nothing is as dark close beside it. Long level lines make tables and their rows; columns are what runs
from row to row without a break, which no character does.
"""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ...core.geometry import Box
from ...core.lattice import Edge, Lattice, lattices
from .picture import Pixels
from .sides import Sides, ruled
from .upright import Upright

_FINEST = 200 / 72  # pixels of a point at which lines are looked for at most
_THICK = 3.6  # points; what is thicker is no line
_GRAIN, _FINE = 5.0, 1.0  # points along which ink is averaged where long lines are looked for, and short ones
_SHADE = 7.0  # points; what is larger both ways is a filled cell or a shadow, no ink
_LONG, _TALL = 20.0, 10.0  # points of a level line, and of one down, that make tables
_CLOSE = 5.0  # points between rows or columns at least
_WIDE = 40.0  # points of a table at least
_TOLERANCE = 1.0  # points by which a line may leave its level
_FAINTEST, _FAINT_SHARE = 14.0, 0.4  # grey levels of a line at least; share of what the page's lines have
_FULL = 0.6  # share of the strength of a table's lines that is a line beyond doubt
_EDGE, _END = 0.6, 1.4  # points from a line's middle to its edge; of a cell's side next to its ends
_BESIDE = (1.2, 4.5)  # points from a line between which text leaves paper
_CLEAN, _DIRTY = 0.04, 0.16  # ink beside a line, above what is usual, as a share of the line's: a ruling's, a stroke's
_LONG_SHARE = 0.7  # share of a line down the whole table
_NEEDED = (15.0, 0.4)  # points of line that make a level, or this share of the table
_SOLID = 0.5  # share of each part of a cell's side that is line where the line is whole
_DOTTED = 0.25  # share of a table's height that is line where a line is broken everywhere
_EVEN = 0.6  # how much of such a line there is at its cells' ends, in relation to where there is most
_OPEN = 6.0  # points by which lines reach beyond the last one across them where a frame is open

_ZONES = 5
_USUAL = 0.1  # ink beside a line, as a share of the line's, where none is long enough to tell

_Map = NDArray[np.float32]


class _Lines(NamedTuple):
    """A page with lines of one direction running down: `long` and `fine` are how much darker than what is beside it
    each pixel is, averaged along the line; `ink` without fills and shadows."""

    long: Pixels
    fine: Pixels
    ink: Pixels
    grain: float  # what `fine` is on paper
    doubt: float  # of lines with ink beside them: 1 where characters leave paper beside a ruling, else 0


class _Sheet(NamedTuple):
    """The lines of a page: `down` as they are, `level` with the page's axes exchanged. `noise` is the mean of ink
    where there is none."""

    level: _Lines
    down: _Lines
    scale: float
    noise: float


class _Pen(NamedTuple):
    """What a table's lines look like: grey levels by which they are darker than what is beside them, and the ink
    beside them (blur, noise) as a share of that."""

    strength: float
    dirt: float


class _Region(NamedTuple):
    """A table's surroundings in whole pixels, and its level lines in it as (at, start, end)."""

    box: tuple[int, int, int, int]
    lines: list[tuple[float, int, int]]


def tables(page: Upright) -> list[Lattice]:
    """The ruled tables from top to bottom. All boxes are in pixels of `page.gray`, cells meet in the lines' middles."""
    sheet = _sheet(page)
    found = [lattice for region in _regions(sheet) if (lattice := _lattice(sheet, region)) is not None]
    return sorted((_scaled(lattice, page.scale) for lattice in found), key=lambda t: (t.box.y0, t.box.x0))


def insides(page: Upright, lattice: Lattice) -> list[Box]:
    """For each cell of the lattice, in its order, the box within its rulings: whole pixels of `page.gray`."""
    inset = max(1, round(0.6 * page.scale))
    boxes = []
    for cell in lattice.cells:
        x0, y0, x1, y1 = (round(side) for side in cell.box)
        boxes.append(Box(x0 + inset, y0 + inset, x1 - inset, y1 - inset))
    return boxes


def without_rulings(page: Upright, lattice: Lattice) -> Pixels:
    """A copy of `page.gray` with the lattice's lines as light as paper; what crosses them keeps its ink beside them."""
    gray = page.gray.copy()
    half = max(1, round(0.6 * page.scale))
    for cell in lattice.cells:
        x0, y0, x1, y1 = (round(side) for side in cell.box)
        for y in (y0, y1):
            gray[max(0, y - half) : y + half + 1, max(0, x0) : x1] = 255
        for x in (x0, x1):
            gray[max(0, y0) : y1, max(0, x - half) : x + half + 1] = 255
    return gray


def _sheet(page: Upright) -> _Sheet:
    scale, gray = min(page.scale, _FINEST), page.gray
    if scale < page.scale:
        by = scale / page.scale
        gray = np.asarray(cv2.resize(gray, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8)
    shade = round(_SHADE * scale)
    dark = cv2.bitwise_not(gray)
    ink = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_TOPHAT, np.ones((shade, shade), np.uint8)), np.uint8)
    patches = cv2.resize(ink, None, fx=1 / shade, fy=1 / shade, interpolation=cv2.INTER_AREA)
    noise = float(np.quantile(patches, 0.3))
    return _Sheet(_running_down(np.ascontiguousarray(ink.T), scale, 0.0), _running_down(ink, scale, 1.0), scale, noise)


def _running_down(ink: Pixels, scale: float, doubt: float) -> _Lines:
    across = np.ones((1, round(_THICK * scale)), np.uint8)
    long, fine = (
        np.asarray(cv2.morphologyEx(cv2.blur(ink, (1, round(size * scale))), cv2.MORPH_TOPHAT, across), np.uint8)
        for size in (_GRAIN, _FINE)
    )
    grain = float(np.quantile(fine[::5, ::5], 0.7))
    return _Lines(long, fine, ink, grain, doubt)


def _regions(sheet: _Sheet) -> list[_Region]:
    """Places where long level lines and lines down touch each other."""
    scale = sheet.scale
    level = cv2.morphologyEx(sheet.level.long, cv2.MORPH_OPEN, np.ones((round(_LONG * scale), 1), np.uint8)).T
    down = cv2.morphologyEx(sheet.down.long, cv2.MORPH_OPEN, np.ones((round(_TALL * scale), 1), np.uint8))
    strong = level[level > _FAINTEST]
    least = max(_FAINTEST, _FAINT_SHARE * float(np.quantile(strong, 0.8))) if strong.size else 255.0
    is_level = np.ascontiguousarray(level > least, np.uint8)
    near = round(1.5 * scale) | 1
    joined = cv2.dilate(is_level | (down > least), np.ones((near, near), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pieces, names, bounds, _ = cv2.connectedComponentsWithStats(is_level, connectivity=8)
    members: dict[int, list[tuple[float, int, int]]] = {}
    for x, y, width, height, _ in bounds[1:pieces].tolist():
        owner = int(labels[y + height // 2, x + width // 2]) or int(labels[y, x])
        members.setdefault(owner, []).append((y + (height - 1) / 2, x, x + width))
    found = []
    for label in range(1, count):
        x, y, width, height = stats[label, :4].tolist()
        if width > _WIDE * scale and height > _TALL * scale and len(members.get(label, ())) > 1:
            found.append(_Region((x, y, x + width, y + height), members[label]))
    return found


def _lattice(sheet: _Sheet, region: _Region) -> Lattice | None:
    """Levels of the region's lines, the sides between them, and the cells that those make; in points."""
    scale = sheet.scale
    x0, y0, x1, y1 = region.box
    pen = _Pen(_strength(sheet.level.long, region), _USUAL)
    rows = _bunched([(at, end - start) for at, start, end in region.lines], scale)
    rows = [rows[0], *(b for a, b in pairwise(rows) if b - a > _CLOSE * scale)]
    if len(rows) < 2:
        return None
    pen = _pen(sheet, rows, (x0, x1), pen)
    columns = _levels(sheet.down, sheet, rows, (x0, x1), pen)
    columns = _with_ends(columns, [(start, end) for _, start, end in region.lines], scale)
    if len(columns) < 2:
        return None
    rows = _merged(rows, _levels(sheet.level, sheet, columns, (y0, y1), pen), scale)
    shares = Sides(_shares(sheet.level, sheet, rows, columns, pen), _shares(sheet.down, sheet, columns, rows, pen).T)
    across, down = ruled(shares)
    edges = [
        *(Edge(True, rows[i] / scale, columns[j] / scale, columns[j + 1] / scale) for i, j in np.argwhere(across)),
        *(Edge(False, columns[j] / scale, rows[i] / scale, rows[i + 1] / scale) for i, j in np.argwhere(down)),
    ]
    return max(lattices(edges), key=lambda lattice: len(lattice.cells), default=None)


def _strength(long: Pixels, region: _Region) -> float:
    """Grey levels by which this table's longer lines are darker than what is beside them."""
    longest = sorted(region.lines, key=lambda line: line[1] - line[2])[:12]
    seen = [
        float(np.median(long[start:end, max(0, round(at) - 1) : round(at) + 2].max(axis=1)))
        for at, start, end in longest
    ]
    return max(2 * _FAINTEST, float(np.median(seen)))


def _pen(sheet: _Sheet, rows: list[float], ends: tuple[int, int], pen: _Pen) -> _Pen:
    """The pen with the dirt beside lines that run over most of the table: those are no characters."""
    x0, y0, x1, y1 = ends[0], round(rows[0]), ends[1], round(rows[-1]) + 1
    plain = _parts(sheet.down._replace(doubt=0.0), sheet, (x0, rows[0], x1, rows[-1]), pen)
    whole = np.median(plain, axis=0) > _LONG_SHARE
    if not whole.any():
        return pen
    dirt = _beside(sheet.down, sheet, (x0, y0, x0 + len(whole), y1))[whole] / pen.strength
    return pen._replace(dirt=float(np.median(dirt.clip(0, 2 * _USUAL))))


def _bunched(places: list[tuple[float, float]], scale: float) -> list[float]:
    """Places (at, weight) that lie together as one level each, at their middle."""
    bunches: list[list[tuple[float, float]]] = []
    for place in sorted(places):
        if bunches and place[0] - bunches[-1][-1][0] <= _CLOSE / 2 * scale:
            bunches[-1].append(place)
        else:
            bunches.append([place])
    return [sum(at * weight for at, weight in bunch) / sum(weight for _, weight in bunch) for bunch in bunches]


def _merged(levels: list[float], more: list[float], scale: float) -> list[float]:
    """Levels, and those of others that are not close to one of them."""
    return sorted([*levels, *(m for m in more if all(abs(m - level) > _CLOSE * scale for level in levels))])


def _with_ends(columns: list[float], lines: list[tuple[int, int]], scale: float) -> list[float]:
    """Columns, and the ends of a table's lines where they reach beyond the last column: its frame is open."""
    longest = max(end - start for start, end in lines)
    long = [(start, end) for start, end in lines if end - start > 0.8 * longest]
    first, last = float(np.median([start for start, _ in long])), float(np.median([end for _, end in long]))
    before = [first] if not columns or first < columns[0] - _OPEN * scale else []
    return [*before, *columns, *([last] if not columns or last > columns[-1] + _OPEN * scale else [])]


def _levels(lines: _Lines, sheet: _Sheet, across: list[float], ends: tuple[int, int], pen: _Pen) -> list[float]:
    """Places between `ends` of lines that run without a break over some of the levels across them, or with many
    breaks over most."""
    scale = sheet.scale
    x0 = max(0, ends[0] - round(_OPEN * scale))
    x1 = min(lines.ink.shape[1], ends[1] + round(_OPEN * scale))
    zones = np.zeros((_ZONES, x1 - x0))
    run, longest = np.zeros(x1 - x0), np.zeros(x1 - x0)
    for start, end in pairwise(across):
        parts = _parts(lines, sheet, (x0, start, x1, end), pen)
        zones += (end - start) * parts
        whole = np.convolve(parts.min(axis=0) > _SOLID, (1, 1, 1), "same") > 0
        run = np.where(whole, run + end - start, 0.0)
        longest = np.maximum(longest, run)
    total = across[-1] - across[0]
    dotted = zones.min(axis=0)
    dotted[(dotted < _DOTTED * total) | (dotted < _EVEN * zones.max(axis=0))] = 0.0
    length = np.maximum(longest, dotted)
    needed = min(_NEEDED[0] * scale, _NEEDED[1] * total) if lines.doubt else _NEEDED[1] * total
    found: list[float] = []
    while length.max() >= needed:
        top = length.max()
        at = int(length.argmax())
        start, end = at, at
        while start > 0 and length[start - 1] > 0.7 * top:
            start -= 1
        while end + 1 < len(length) and length[end + 1] > 0.7 * top:
            end += 1
        found.append(x0 + (start + end) / 2)
        length[max(0, start - round(_CLOSE * scale)) : end + round(_CLOSE * scale) + 1] = 0
    return sorted(found)


def _parts(lines: _Lines, sheet: _Sheet, box: tuple[float, float, float, float], pen: _Pen) -> _Map:
    """For each column of pixels in a box (x0, top, x1, bottom), the share of line in each part of the way down.

    Parts are the two ends next to the lines across, and thirds of the rest. Ink beside it makes a line doubtful.
    """
    scale = sheet.scale
    x0, x1 = round(box[0]), round(box[2])
    y0, y1 = round(box[1] + _EDGE * scale), round(box[3] - _EDGE * scale) + 1
    end = min(round(_END * scale), (y1 - y0) // 4)
    cuts = [0, end, *(end + (y1 - y0 - 2 * end) * k // 3 for k in (1, 2)), y1 - y0 - end, y1 - y0]
    least, full = lines.grain, max(_FULL * pen.strength, lines.grain + _FAINTEST)
    on = ((lines.fine[y0:y1, x0:x1] - np.float32(least)) / np.float32(full - least)).clip(0, 1)
    parts = np.stack([on[a : max(b, a + 1)].mean(axis=0) for a, b in pairwise(cuts)])
    if not lines.doubt:
        return parts
    above = (_beside(lines, sheet, (x0, y0, x1, y1)) / pen.strength - pen.dirt - _CLEAN) / (_DIRTY - _CLEAN)
    return np.asarray(parts * (1 - above.clip(0, 1)), np.float32)


def _beside(lines: _Lines, sheet: _Sheet, box: tuple[int, int, int, int]) -> _Map:
    """For each column of pixels in a box, the grey levels of ink on that side of it where there is more."""
    x0, y0, x1, y1 = box
    near, far = (round(side * sheet.scale) for side in _BESIDE)
    ink = lines.ink[y0:y1, max(0, x0 - far) : x1 + far].mean(axis=0)
    ink = np.pad(ink, (max(0, far - x0), max(0, x1 + far - lines.ink.shape[1])))
    lane = np.convolve(ink, np.full(far - near + 1, 1 / (far - near + 1)), "valid")
    return np.asarray(np.maximum(lane[: x1 - x0], lane[far + near : far + near + x1 - x0]) - sheet.noise, np.float32)


def _shares(lines: _Lines, sheet: _Sheet, levels: list[float], across: list[float], pen: _Pen) -> NDArray[np.float64]:
    """How much line there is on each level (rows of the result) between two levels across (columns of it), in
    relation to what the level has where it is plainest."""
    reach = round(_TOLERANCE * sheet.scale)
    shares = np.zeros((len(levels), len(across) - 1))
    for i, at in enumerate(levels):
        x0, x1 = max(0, round(at) - reach), min(round(at) + reach + 1, lines.ink.shape[1])
        for j, (start, end) in enumerate(pairwise(across)):
            shares[i, j] = _parts(lines, sheet, (x0, start, x1, end), pen).mean(axis=0).max()
        shares[i] /= max(float(np.quantile(shares[i], 0.9)), 0.3)
    return shares.clip(0, 1)


def _scaled(lattice: Lattice, by: float) -> Lattice:
    def box(points: Box) -> Box:
        return Box(*(side * by for side in points))

    cells = tuple(replace(cell, box=box(cell.box)) for cell in lattice.cells)
    return replace(lattice, box=box(lattice.box), cells=cells)
