"""How a page is turned and bent, from the lines on it: rulings first of all, and lines of print.

Narrow strips of the page are averaged along each direction; what is dark and thin in one and goes on in the next is
a line. A smooth field of shifts is then fitted that makes all of them straight: skew, perspective, and the bends of
paper that does not lie flat.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

Numbers = NDArray[np.float64]

WORK = 2.0  # pixels of a point in which lines are looked for
_STRIP = 24  # pixels of WORK: half the width of a strip, and the way from one to the next
_SIDE = 5  # pixels beside a line where paper must show again
_SMALLEST = 6 * _STRIP  # pixels; a scrap with less either way is left as it is
_FAINT = 16.0  # grey levels by which a line is darker than what is beside it
_REACH = 3.0  # pixels that a line may shift from strip to strip beyond its slope
_FEWEST = 5  # strips that a line must be seen in
_STEADY = 0.2  # pixels off the way between its neighbours that a line is in a strip, in the median: strokes wander
_SHORT, _SURE, _CLEAR = 8, 0.1, 40.0  # strips of a short line, which must be steadier, and of such darkness
_STEEPEST = 0.21  # tangent of the largest skew that is looked for
_WAVES = 7  # the highest order of a bend
_TURNS = np.array([1.0, 1.0, 1.0, *[0.0] * 2 * (_WAVES - 1)])  # those of the terms that turn lines
_STIFF = (0.01, 0.05, 0.5)  # against turns that grow down the page; against bends; against bends that do
_ROUNDS = 4
_TURN, _CHANCE, _BEFORE = 0.005, 0.01, 0.2  # slopes of what is left to turn; of strokes in line; lines that this counts
_LONG, _BENT = 18, 0.8  # strips of a long line; pixels that such lines are off, in the median, where they bend more
_LITTLE = 0.05  # doubt that is none
_SHARP, _SOFT = 0.985, 5  # of the sharpness of print as it stands that it keeps; pixels that it is softened by before


class Trace(NamedTuple):
    """A line that was followed: its places along and across its direction, in pixels of WORK, and how dark it is."""

    along: Numbers
    across: Numbers
    dark: float


class Field(NamedTuple):
    """Shifts across one direction that make its lines straight; `size` (along, across), `low` and `high` in -1…1
    bound where lines were seen: bends end there. `levels` (m,) and `rest` (m, strips) are what long lines are still
    off after that, where it is much."""

    weights: Numbers
    size: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    levels: Numbers = np.empty(0)
    rest: Numbers = np.empty((0, 0))

    def at(self, along: Numbers, across: Numbers) -> Numbers:
        """Shifts at places (n,)."""
        found = np.asarray(_terms(*_unit(along, across, self.size), self.low, self.high) @ self.weights)
        return found - self._rest_at(along, across + found) if len(self.levels) else found

    def _rest_at(self, along: Numbers, level: Numbers) -> Numbers:
        """The rest between the lines next above and below; beyond the last ones it is theirs."""
        strip = (along / _STRIP - 0.5).clip(0, self.rest.shape[1] - 1)
        row = np.interp(level, self.levels, np.arange(len(self.levels)))
        k, i = (
            np.minimum(at.astype(int), last - 2) for at, last in zip((strip, row), self.rest.shape[::-1], strict=True)
        )
        x, y = strip - k, row - i
        above, below = ((1 - x) * self.rest[j, k] + x * self.rest[j, k + 1] for j in (i, i + 1))
        return np.asarray((1 - y) * above + y * below)


def skew(dark: Pixels) -> float:
    """Slope of the lines of a page (`dark` ink high, in WORK): how neighbouring strips have to shift to agree."""
    if min(dark.shape) < _SMALLEST:
        return 0.0
    cells = _cells(dark)
    cells -= cv2.blur(cells, (1, 19))
    found = 0.0
    for apart in (1, 2, 5, 12):
        if apart >= cells.shape[1]:
            break
        reach = _STEEPEST if apart == 1 else 1.5 / (apart * _STRIP // 2)
        found = _shift(cells, apart, found, reach) / (apart * _STRIP)
    return found


def _shift(cells: NDArray[np.float32], apart: int, slope: float, reach: float) -> float:
    """Pixels by which strips so far apart agree best, near a slope."""
    way = apart * _STRIP
    shifts = np.arange(int(np.floor((slope - reach) * way)) - 1, int(np.ceil((slope + reach) * way)) + 2)
    left, right = cells[:, :-apart], cells[:, apart:]
    height = len(cells)
    scores = np.array(
        [
            float((left[max(0, -s) : height - max(0, s)] * right[max(0, s) : height - max(0, -s)]).sum())
            for s in shifts.tolist()
        ]
    )
    best = int(scores.argmax())
    return float(shifts[best] + (_peak(*scores[best - 1 : best + 2]) if 0 < best < len(shifts) - 1 else 0.0))


def _peak(before: float, top: float, after: float) -> float:
    """Where between its neighbours the top of a parabola lies, -0.5 to 0.5."""
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def _cells(dark: Pixels) -> NDArray[np.float32]:
    """Means of strips of a page, a column each."""
    count = max(1, dark.shape[1] // _STRIP)
    return cv2.resize(
        dark[:, : count * _STRIP] if dark.shape[1] >= _STRIP else dark, (count, len(dark)), interpolation=cv2.INTER_AREA
    ).astype(np.float32)


def traces(dark: Pixels) -> list[Trace]:
    """The level lines of a page without much skew."""
    if min(dark.shape) < _SMALLEST:
        return []
    cells = _cells(dark)
    strips = cv2.blur((cells[:, :-1] + cells[:, 1:]) / 2, (1, 3))
    edge = cv2.copyMakeBorder(strips, _SIDE, _SIDE, 0, 0, cv2.BORDER_REPLICATE)
    ridge = strips - np.maximum(edge[: -2 * _SIDE], edge[2 * _SIDE :])
    padded = np.pad(ridge, ((1, 1), (0, 0)))
    is_peak = (ridge > _FAINT) & (ridge >= padded[:-2]) & (ridge > padded[2:])
    paths: list[list[tuple[int, float, float]]] = []
    last = np.empty((0, 4))  # row, slope, darkness, strip: where each path was seen last
    for x in range(ridge.shape[1]):
        rows = np.flatnonzero(is_peak[:, x])
        inner = rows.clip(1, len(ridge) - 2)
        before, top, after = (ridge[inner + k, x] for k in (-1, 0, 1))
        bend = before - 2 * top + after
        places = rows + np.where(bend < -1e-3, 0.5 * (before - after) / np.minimum(bend, -1e-3), 0.0).clip(-0.5, 0.5)
        taken = _joined(last, places, top, x)
        for k, (place, darkness) in enumerate(zip(places, top, strict=True)):
            joined = taken.get(k)
            if joined is None:
                paths.append([(x, place, darkness)])
                last = np.vstack((last, (place, 0.0, darkness, x)))
            else:
                row, slope, before_dark, seen = last[joined]
                turn = (place - row) / (x - seen)
                slope = turn if len(paths[joined]) == 1 else 0.7 * slope + 0.3 * turn
                last[joined] = (place, slope, 0.7 * before_dark + 0.3 * darkness, x)
                paths[joined].append((x, place, darkness))
    found = []
    for path in (np.array(path) for path in paths if len(path) >= _FEWEST):
        off, darkness = _wandering(path[:, 0], path[:, 1]), float(np.median(path[:, 2]))
        if off < _STEADY and (len(path) >= _SHORT or (off < _SURE and darkness > _CLEAR)):
            found.append(Trace((path[:, 0] + 1) * _STRIP - 0.5, path[:, 1], darkness))
    return found


def _wandering(along: Numbers, across: Numbers) -> float:
    """How far a path is off the way from its place before to its place after, in the median: a line goes straight, and
    strokes of characters that happen to stand in line do not."""
    share = (along[1:-1] - along[:-2]) / (along[2:] - along[:-2])
    return float(np.median(np.abs(across[1:-1] - across[:-2] - share * (across[2:] - across[:-2]))))


def _joined(last: Numbers, places: Numbers, dark: Numbers, x: int) -> dict[int, int]:
    """For each peak of a strip that goes on from a path, that path; every path goes on at most once."""
    live = np.flatnonzero(last[:, 3] >= x - 3)
    if not len(live) or not len(places):
        return {}
    ends = last[live]
    foreseen = ends[:, 0] + ends[:, 1] * (x - ends[:, 3])
    cost = abs(foreseen[:, None] - places[None]) / _REACH
    cost += 0.4 * abs(np.log(ends[:, 2][:, None] / dark[None])) + 0.3 * (x - ends[:, 3] - 1)[:, None]
    cost[abs(foreseen[:, None] - places[None]) > _REACH] = np.inf
    best_place, best_path = cost.argmin(axis=1), cost.argmin(axis=0)
    return {
        int(k): int(live[path])
        for path, k in enumerate(best_place)
        if best_path[k] == path and np.isfinite(cost[path, k])
    }


def field(lines: list[Trace], size: tuple[float, float], *, sure: bool = True) -> Field | None:
    """The shifts that make lines straight, on a page of `size` (along, across) in pixels; None without lines. Where it
    is not `sure` that lines are any, they turn the page as far as they agree."""
    if not lines:
        return None
    along, across = (np.concatenate(side) for side in list(zip(*lines, strict=True))[:2])
    owner = np.repeat(np.arange(len(lines)), [len(line.along) for line in lines])
    u, v = _unit(along, across, size)
    low = (float(u.min()), float(v.min()))
    high = (float(u.max()), float(v.max()))
    terms = _terms(u, v, low, high)
    stiff = np.array([0.0, _STIFF[0], _STIFF[0], *[_STIFF[1], _STIFF[2]] * (_WAVES - 1)]) * len(along) / 20
    trust = np.concatenate([np.full(len(x), d * min(len(x), 30)) for x, _, d in lines])
    trust = trust / trust.mean()
    weight, solved, doubt = trust, np.zeros(terms.shape[1]), 0.0 if sure else _doubt(lines)
    for bound in np.geomspace(4.0, 0.7, _ROUNDS):
        total = np.bincount(owner, weight).clip(1e-9)
        middle = np.stack([np.bincount(owner, weight * term) / total for term in terms.T], axis=1)[owner]
        level = (np.bincount(owner, weight * across) / total)[owner]
        centred, left = terms - middle, across - level
        normal = centred.T @ (centred * weight[:, None])
        normal += np.diag(stiff + 1e-6 + _TURNS * doubt * normal.diagonal())
        solved = np.linalg.solve(normal, -(centred.T @ (left * weight)))
        off = (left + centred @ solved) / bound
        weight = trust / (1 + off**2) ** 2
    return _with_rest(Field(solved, size, low, high), lines)


def _with_rest(found: Field, lines: list[Trace]) -> Field:
    """The shifts, and what long lines are still off: paper that lies in slanting waves has more bends than these."""
    long = [line for line in lines if len(line.along) >= _LONG]
    if len(long) < _FEWEST:
        return found
    straight = [line.across + found.at(line.along, line.across) for line in long]
    levels = np.array([np.median(each) for each in straight])
    off = [each - level for each, level in zip(straight, levels, strict=True)]
    if np.median([np.abs(each).mean() for each in off]) < _BENT:
        return found
    strips = (np.arange(int(found.size[0] / _STRIP)) + 0.5) * _STRIP
    rest = np.array([np.interp(strips, line.along, each) for line, each in zip(long, off, strict=True)])
    order = np.argsort(levels)
    return found._replace(levels=levels[order], rest=rest[order])


def sharpening(dark: Pixels, found: Field | None) -> Field | None:
    """The shifts that a page's level lines ask for; None where its lines of print, which are many, are less sharp with
    them: then what was taken for lines are a few strokes of characters that stand in line by chance."""
    if found is None:
        return None
    cells = cv2.blur(_cells(dark), (1, _SOFT))
    height, count = cells.shape
    along, across = np.meshgrid((np.arange(count) + 0.5) * _STRIP - 0.5, np.arange(height, dtype=np.float64))
    shifted = across - found.at(along.ravel(), across.ravel()).reshape(across.shape)
    strips = np.broadcast_to(np.arange(count, dtype=np.float32), shifted.shape)
    moved = cv2.remap(cells, np.ascontiguousarray(strips), shifted.astype(np.float32), cv2.INTER_LINEAR)
    return found if moved.mean(axis=1).var() > _SHARP * cells.mean(axis=1).var() else None


def _doubt(lines: list[Trace]) -> float:
    """How little is known of the turn that is left, as a share of what is: lines agree with those beside them, short
    strokes that stand in line by chance do not, and one tells nothing. 0 where next to nothing is in doubt."""
    middles = [float(line.across.mean()) for line in lines]
    slopes = np.array([np.polyfit(line.along, line.across, 1)[0] for line in lines])[np.argsort(middles)]
    apart = float(np.median(np.diff(slopes) ** 2)) / 2 if len(lines) > 1 else 0.0
    chance = _CHANCE * min(1.0, _SHORT / float(np.median([len(line.along) for line in lines])))
    scatter = (_BEFORE * chance**2 + (len(lines) - 1) * apart) / (_BEFORE + len(lines) - 1)
    doubt = scatter / (len(lines) * _TURN**2)
    return doubt if doubt > _LITTLE else 0.0


def _unit(along: Numbers, across: Numbers, size: tuple[float, float]) -> tuple[Numbers, Numbers]:
    return 2 * along / size[0] - 1, 2 * across / size[1] - 1


def _terms(u: Numbers, v: Numbers, low: tuple[float, float], high: tuple[float, float]) -> Numbers:
    """Turn and perspective without bounds along the line, then Chebyshev's bends where lines were seen."""
    v = v.clip(low[1], high[1])
    inner = np.arccos(u.clip(low[0], high[0]))
    terms = [u, u * v, u * v * v]
    for order in range(2, _WAVES + 1):
        bend = np.cos(order * inner)
        terms += [bend, bend * v]
    return np.stack(terms, axis=1)
