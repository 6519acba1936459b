"""The ruled tables of an upright page.

Grey levels decide, not black and white: along a ruling the ink is averaged, which noise and specks survive badly.
Long level lines make tables and their rows; columns are what runs from row to row without a break and with paper on
both sides, which no character does; then rows that are broken all along are found between the columns.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from ...core.geometry import Box
from ...core.lattice import Edge, Lattice, lattices
from .picture import Pixels
from .regions import Region, beyond_doubt, drawn, regions
from .regular import with_missed
from .sides import Sides, continued, down_odds, level_odds, ruled, spared
from .strokes import FAINTEST, PARTS, Lines, Seen, Shares, Stretch, both_ways, stretch
from .upright import Upright

_FINEST = 200 / 72  # pixels of a point at which lines are looked for at most
_CLOSE = 5.0  # points between rows or columns at least
_TOLERANCE = 1.0  # points by which a line may leave its level
_HALF = 0.4  # points from a line's middle to its edge
_OPEN = 6.0  # points by which lines reach beyond the last one across them where a frame is open
_ALIGNED, _ENOUGH = 2.0, 0.2  # points between ends that are one; how many of them, beside where most lines end
_SOLID, _SINGLE = 0.5, 0.8  # share of line in each part of a side that is whole; of a line that is one side long
_WHOLE, _MANY = 0.7, 4  # the same of a line so many sides long that text may begin at it
_RULED, _CERTAIN = 4.5, 6.0  # log-odds from which on there is a column; that one side of it counts for at most
_FRAME = 0.4  # share of a table's width that its first and last line have
_MOST = 0.6  # share of a table that is line where lines are what runs over all of it
_DOTTED, _EVEN = 0.25, 0.6  # the same where a line is broken everywhere; and how even it is
_FULL = 50.0  # grey levels of ink in the mean, beyond which there may be no print but noise
_DARKER = 2.5  # times that mean, which lines have in the densest table and in no noise
_PLENTY = 4.0  # times a table's width that its level lines are long together, which noise has not
_UNBROKEN = 60.0  # points of a level line beyond doubt, in a table, that make a row
_AS_MUCH = 0.4  # of the ink that a table's lines have in the median, that its faintest ones have
_WHOLE_PART, _TIP = 25.0, 0.1  # log-odds for the share of a level side that is beyond doubt; share that a line overlaps
_USUAL = 0.05  # ink beside a line, as a share of the line's, where none is long enough to tell


class Ruled(NamedTuple):
    """The ruled tables of a page, top to bottom, with cells that meet in the lines' middles, in pixels of `page.gray`;
    and where the page has lines beyond doubt, 1 in pixels that may be larger."""

    tables: list[Lattice]
    lines: Pixels


def tables(page: Upright) -> list[Lattice]:
    """The ruled tables from top to bottom. All boxes are in pixels of `page.gray`, cells meet in the lines' middles."""
    return ruled_of(page).tables


def ruled_of(page: Upright) -> Ruled:
    """The rulings of a page and the tables that they make."""
    scale, gray, hidden = min(page.scale, _FINEST), page.gray, page.hidden
    if scale < page.scale:
        by = scale / page.scale
        gray = np.asarray(cv2.resize(gray, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8)
        if hidden is not None:
            hidden = np.asarray(cv2.resize(hidden, gray.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    level, down = both_ways(gray, scale)
    lines = drawn(level, down, page.two_tone)
    seen, rules = beyond_doubt(level, down, lines)
    found = [
        made
        for region in regions(lines, scale)
        if (made := _lattice(level, down, region, rules, hidden, page.two_tone)) is not None
    ]
    inner = sorted((_scaled(lattice, page.scale) for lattice in found), key=lambda t: (t.box.y0, t.box.x0))
    return Ruled(inner, seen)


def without_lines(page: Upright, lines: Pixels) -> Pixels:
    """A copy of `page.gray` with lines, as `Ruled` has them, as light as paper."""
    mask = np.asarray(cv2.resize(lines, page.gray.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    thick = 2 * max(1, round(_HALF * page.scale)) + 1
    without = page.gray.copy()
    without[cv2.dilate(mask, np.ones((thick, thick), np.uint8)) > 0] = 255
    return without


def insides(page: Upright, lattice: Lattice) -> list[Box]:
    """For each cell of the lattice, in its order, the box within its rulings: whole pixels of `page.gray`."""
    inset = max(1, round(0.6 * page.scale))
    boxes = []
    for cell in lattice.cells:
        x0, y0, x1, y1 = (round(side) for side in cell.box)
        boxes.append(Box(x0 + inset, y0 + inset, x1 - inset, y1 - inset))
    return boxes


def _lattice(
    level: Lines,
    down: Lines,
    region: Region,
    rules: Sequence[tuple[float, int, int]],
    hidden: Pixels | None,
    two_tone: bool,
) -> Lattice | None:
    """Levels of the region's lines, the sides between them, and the cells that those make; in points. `rules` are the
    page's level lines beyond doubt as (at, start, end)."""
    scale = level.scale
    x0, y0, x1, y1 = region.box
    reach = round(_OPEN * scale)
    x0, y0 = max(0, x0 - reach), max(0, y0 - reach)
    x1, y1 = min(down.ink.shape[1], x1 + reach), min(down.ink.shape[0], y1 + reach)
    strength = _strength(level.long, region)
    full = float(down.ink[y0:y1, x0:x1].mean())
    lined = sum(end - start for _, start, end in region.lines) / (region.box[2] - region.box[0])
    if full > _FULL and strength < _DARKER * full and not (two_tone and lined > _PLENTY):
        return None
    fainter = [] if two_tone else _fainter(level.long, region, rules, scale)
    rows = _bunched([(at, end - start) for at, start, end in (*region.lines, *fainter)], scale)
    upright, across = stretch(down, (x0, y0, x1, y1), strength), stretch(level, (y0, x0, y1, x1), strength)
    usual = _usual_dirt(upright, rows)
    columns = _columns(upright, rows, usual) if len(rows) > 1 else []
    if not columns:
        return None
    columns = _with_ends(columns, [(start, end) for _, start, end in region.lines], scale)
    if len(columns) < 2:
        return None
    rows = _rows(across, rows, columns, rules)
    if not rows:
        return None
    rows = _with_open_ends(upright, rows, columns, (region.box[1], region.box[3]))
    if len(rows) < 2:
        return None
    by_row, by_column = _level_odds(across, rows, columns), _down_odds(upright, columns, rows, usual)
    by_row = by_row + _WHOLE_PART * (_ruled_shares(rows, columns, rules, round(_TOLERANCE * scale)) - _TIP).clip(0)
    if hidden is not None:
        reach = round(_TOLERANCE * scale)
        by_row = spared(by_row, _covered(hidden.T, rows, columns, reach))
        by_column = spared(by_column, _covered(hidden, columns, rows, reach))
    is_across, is_down = ruled(Sides(continued(by_row), continued(by_column).T))
    edges = [
        *(Edge(True, rows[i] / scale, columns[j] / scale, columns[j + 1] / scale) for i, j in np.argwhere(is_across)),
        *(Edge(False, columns[j] / scale, rows[i] / scale, rows[i + 1] / scale) for i, j in np.argwhere(is_down)),
    ]
    return max(lattices(edges), key=lambda lattice: len(lattice.cells), default=None)


def _strength(long: Pixels, region: Region) -> float:
    """Grey levels by which this table's longer lines are darker than what is beside them."""
    seen = [np.median(_across(long, line).max(axis=1)) for line in _longest(region)]
    return max(2 * FAINTEST, float(np.median(seen)))


def _fainter(
    long: Pixels, region: Region, rules: Sequence[tuple[float, int, int]], scale: float
) -> list[tuple[float, int, int]]:
    """Lines beyond doubt in a region, where it has none, that are fainter than the page's, not than the table's: a
    hairline that falls between two rows of pixels is half as dark in each."""
    usual = float(np.median([_weight(long, line) for line in _longest(region)]))
    x0, y0, x1, y1 = region.box
    return [
        (at, start, end)
        for at, start, end in rules
        if y0 <= at <= y1
        and min(end, x1) - max(start, x0) > _UNBROKEN * scale
        and all(abs(at - other) > _CLOSE / 2 * scale for other, _, _ in region.lines)
        and _weight(long, (at, start, end)) > _AS_MUCH * usual
    ]


def _longest(region: Region) -> list[tuple[float, int, int]]:
    return sorted(region.lines, key=lambda line: line[1] - line[2])[:12]


def _weight(long: Pixels, line: tuple[float, int, int]) -> float:
    """Grey levels of a line's ink, through all its thickness."""
    return float(np.median(_across(long, line).sum(axis=1)))


def _across(long: Pixels, line: tuple[float, int, int]) -> Pixels:
    at, start, end = line
    return long[start:end, max(0, round(at) - 1) : round(at) + 2]


def _usual_dirt(upright: Stretch, rows: list[float]) -> float:
    """The ink (noise, blur) beside lines that run over most of the table: those are no characters."""
    bands = [(start, end) for start, end in pairwise(rows) if end - start > _CLOSE * upright.scale]
    if not bands:
        return _USUAL
    whole = np.median([upright.parts(*band).min(axis=0) for band in bands], axis=0) > _SOLID
    seen = np.median([upright.dirt(*band) for band in bands], axis=0)[whole]
    return float(np.quantile(seen, 0.3).clip(0, 2 * _USUAL)) if len(seen) else _USUAL


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
    first, last = _outermost([start for start, _ in lines], scale), -_outermost([-end for _, end in lines], scale)
    before = [first] if not columns or first < columns[0] - _OPEN * scale else []
    return [*before, *columns, *([last] if not columns or last > columns[-1] + _OPEN * scale else [])]


def _outermost(places: Sequence[int], scale: float) -> float:
    """The least place at which several lines end: one alone goes on in noise, or was cut short."""
    near = [sum(abs(other - place) <= _ALIGNED * scale for other in places) for place in places]
    enough = max(2, _ENOUGH * max(near))
    return float(min((p for p, count in zip(places, near, strict=True) if count >= enough), default=sorted(places)[1]))


def _columns(upright: Stretch, rows: list[float], usual: float) -> list[float]:
    """Places of lines that are likely to run over some of the rows, or are seen over most with many breaks."""
    total = rows[-1] - rows[0]
    width = upright.line.shape[1]
    best, run, sums = np.zeros(width), np.zeros(width), np.zeros((PARTS, width))
    for start, end in pairwise(rows):
        if end - start > _CLOSE * upright.scale:
            seen = upright.seen(start, end, usual)
            odds = cv2.dilate(down_odds(seen)[None], np.ones((1, 3), np.uint8))[0]
            run = (run + odds.clip(-_CERTAIN, _CERTAIN)).clip(0)
            best = np.maximum(best, run)
            sums += (end - start) * upright.parts(start, end) * (1 - seen.touched)
    broken = _even(sums) / total
    odds = np.maximum(best, np.where(broken > _DOTTED, _RULED * (0.5 + broken), 0.0))
    return with_missed(_peaks(odds, _RULED, upright), odds, upright.left)


def _rows(
    across: Stretch, rows: list[float], columns: list[float], rules: Sequence[tuple[float, int, int]]
) -> list[float]:
    """Those of the rows' places that have a line over some of the columns, and those of lines that are seen over
    most of them, however broken."""
    total = columns[-1] - columns[0]
    whole, broken, seen = _lengths(across, columns)
    length = np.maximum(whole, np.where(broken >= _DOTTED * total, broken, 0.0))
    length = np.maximum(length, np.where(seen > _MOST * total, seen, 0.0))  # a seal hides part of it
    reach = round(_TOLERANCE * across.scale)
    for at, start, end in rules:  # a scanner loses parts of a hairline
        place, inside = round(at) - across.left, min(end, columns[-1]) - max(start, columns[0])
        if 0 <= place < len(length) and inside > _UNBROKEN * across.scale:
            length[place] = max(length[place], inside)
    lined = []
    for at in rows:
        place = round(at) - across.left
        lined.append((at, float(length[max(0, place - reach) : place + reach + 1].max(initial=0.0))))
    while lined and lined[0][1] < _FRAME * total:  # what is written above or below a table is no frame
        lined.pop(0)
    while lined and lined[-1][1] < _FRAME * total:
        lined.pop()
    kept = [at for at, line in lined if line]
    found = _merged(kept, _peaks(broken, _MOST * total, across), across.scale)
    return with_missed(found, np.where(seen > _DOTTED * total, _RULED * (0.5 + seen / total), 0.0), across.left)


def _with_open_ends(upright: Stretch, rows: list[float], columns: list[float], ends: tuple[int, int]) -> list[float]:
    """Rows, and the ends of a table's columns where most of them reach beyond the first or last row: a table that is
    cut by the page's end often has no line there."""
    reach, beyond = round(_TOLERANCE * upright.scale), _OPEN * upright.scale
    places = [round(at) - upright.left for at in columns]

    def goes_on(start: float, end: float) -> bool:
        line = upright.parts(start, end).min(axis=0)
        lined = [float(line[max(0, x - reach) : x + reach + 1].max(initial=0.0)) > _SOLID for x in places]
        return sum(lined) > _MOST * len(lined)

    before = [float(ends[0])] if rows[0] - ends[0] > beyond and goes_on(ends[0] + 2 * reach, rows[0]) else []
    after = [float(ends[1])] if ends[1] - rows[-1] > beyond and goes_on(rows[-1], ends[1] - 2 * reach) else []
    return [*before, *rows, *after]


def _lengths(lines: Stretch, across: list[float]) -> tuple[Shares, Shares, Shares]:
    """For each place the longest line without a break from one of the levels across it to another, the sum of what is
    line where that is even, and the sum wherever it is."""
    width = lines.line.shape[1]
    sums, run, count = np.zeros((PARTS, width)), np.zeros(width), np.zeros(width)
    longest, best, sides = np.zeros(width), np.zeros(width), np.zeros(width)
    for start, end in pairwise(across):
        parts = lines.parts(start, end)
        sums += (end - start) * parts
        least = parts.min(axis=0)
        whole = np.convolve(least > _SOLID, (1, 1, 1), "same") > 0
        run, count = np.where(whole, run + end - start, 0.0), np.where(whole, count + 1, 0)
        longer = run > longest
        longest, sides = np.where(longer, run, longest), np.where(longer, count, sides)
        best = np.maximum(best, least)
    longest[(sides < 2) & (best < _SINGLE)] = 0.0
    return longest, _even(sums), sums.mean(axis=0)


def _even(sums: Shares) -> Shares:
    """The least sum of a line's parts, where all have nearly as much."""
    least = sums.min(axis=0)
    return np.where(least >= _EVEN * sums.max(axis=0), least, 0.0)


def _peaks(length: Shares, needed: float, within: Stretch) -> list[float]:
    found: list[float] = []
    near = round(_CLOSE * within.scale)
    length = length.copy()
    while (top := float(length.max())) >= max(needed, 1.0):
        start = end = int(length.argmax())
        while start > 0 and length[start - 1] > 0.7 * top:
            start -= 1
        while end + 1 < len(length) and length[end + 1] > 0.7 * top:
            end += 1
        found.append(within.left + (start + end) / 2)
        length[max(0, start - near) : end + near + 1] = 0
    return sorted(found)


def _level_odds(across: Stretch, rows: list[float], columns: list[float]) -> Shares:
    """(rows, columns - 1): log-odds that each row is ruled along each column, by itself."""
    reach = round(_TOLERANCE * across.scale)
    bands = [across.parts(start, end).mean(axis=0) for start, end in pairwise(columns)]
    mean = np.array([[_near(band, round(at) - across.left, reach).max(initial=0.0) for band in bands] for at in rows])
    return level_odds(np.minimum(mean / _plain(mean, 0.3), 1.2))


def _ruled_shares(
    rows: list[float], columns: list[float], rules: Sequence[tuple[float, int, int]], reach: int
) -> Shares:
    """(rows, columns - 1): the share of each level side that lines beyond doubt cover."""
    found = np.zeros((len(rows), len(columns) - 1))
    for at, start, end in rules:
        for i in (i for i, row in enumerate(rows) if abs(row - at) <= reach):
            inside = [min(end, b) - max(start, a) for a, b in pairwise(columns)]
            found[i] += np.array(inside).clip(0) / np.diff(columns)
    return found


def _down_odds(upright: Stretch, columns: list[float], rows: list[float], usual: float) -> Shares:
    """(columns, rows - 1): log-odds that each column is ruled along each row, in relation to where it is plain."""
    reach = round(_TOLERANCE * upright.scale)
    bands = [upright.seen(start, end, 0.0) for start, end in pairwise(rows)]
    mean, least, beside, crossed, touched = np.zeros((5, len(columns), len(bands)))
    for i, at in enumerate(columns):
        for j, band in enumerate(bands):
            near = [_near(side, round(at) - upright.left, reach) for side in band[:5]]
            if len(near[0]):
                k = near[0].argmax()
                mean[i, j], least[i, j] = near[0][k], near[1].max()
                beside[i, j], crossed[i, j], touched[i, j] = (side[k] for side in near[2:])
    least = np.minimum(least / _plain(least, 0.6), 1.0)
    # Where text begins at a ruling, ink beside it is usual.
    own = np.where((least > _WHOLE).sum(axis=1) >= _MANY, np.median(beside, axis=1), usual)[:, None].clip(usual)
    height = np.array([band.height for band in bands])
    mean = np.minimum(mean / _plain(mean, 0.3), 1.0)
    return down_odds(Seen(mean, least, beside - own, crossed, touched, height), broken=True)


def _covered(hidden: Pixels, lines: list[float], levels: list[float], reach: int) -> Shares:
    """(lines, levels - 1): share of each side that is hidden, of lines that run down and are parted by levels."""
    sides = [[hidden[round(a) : round(b) + 1, _about(at, reach)] for a, b in pairwise(levels)] for at in lines]
    return np.array([[float(side.mean()) if side.size else 0.0 for side in of] for of in sides])


def _about(at: float, reach: int) -> slice:
    return slice(max(0, round(at) - reach), max(0, round(at) + reach + 1))


def _near(values: Shares, place: int, reach: int) -> Shares:
    return values[_about(place, reach)]


def _plain(shares: Shares, least: float) -> Shares:
    """What each line has where it is plain."""
    return np.asarray(np.quantile(shares, 0.75, axis=1)[:, None].clip(least))


def _scaled(lattice: Lattice, by: float) -> Lattice:
    def box(points: Box) -> Box:
        return Box(*(side * by for side in points))

    cells = tuple(replace(cell, box=box(cell.box)) for cell in lattice.cells)
    return replace(lattice, box=box(lattice.box), cells=cells)
