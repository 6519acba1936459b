"""Which sides of a table's cells are ruled: how likely each is by itself, and what makes rectangles.

Rulings end at other rulings. Where four cells meet, either no side, two in one line, three or four are ruled; a faint
or broken line, or a stroke of a character, is known by leaving a corner that cannot be.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .strokes import Seen

Odds = NDArray[np.float64]

_CERTAIN = 8.0  # log-odds; no side is believed more
_ROUNDS = 400
_GOES_ON = 2.5  # log-odds, for each of its neighbours in line that is ruled
_RARE = 2.0  # log-odds, at most, for and against sides where most, or few, of the level are ruled

# Log-odds of a side's being ruled: for itself, and by what is seen of it. Fitted to the sides and to the strokes of
# characters on generated pages (split train, all levels of wear).
_LEVEL, _LEVEL_MEAN = -23.2, 34.3
_DOWN, _LEAST, _LEAST_BY_HEIGHT = -5.1, 13.4, 8.8
_BESIDE, _CROSSED, _TOUCHED = -39.0, -5.9, -3.8
_MOST_BESIDE, _MOST_STROKES = 0.2, 0.5  # more of which says no more: a seal or a speck may hide a ruling
_EM = 12.0  # points; a higher side is less often a stroke
_BROKEN, _HALF = 15.0, 0.5  # for the share of line above this one, where lines are broken
_HIDDEN = 0.25  # share of a side that is covered where nothing is known of it
_LINE, _NO_LINE = 0.6, -6.0  # share of line below which there is none, which nothing else outweighs


class Sides(NamedTuple):
    """Log-odds that a side is ruled. `across` (levels, columns): on each row level along each column. `down` (rows,
    levels): on each column level along each row."""

    across: Odds
    down: Odds


def level_odds(mean: Odds) -> Odds:
    """Log-odds of level sides (levels, sides along each), by themselves: by their share of line."""
    return np.asarray(_LEVEL + _LEVEL_MEAN * mean)


def spared(odds: Odds, covered: Odds) -> Odds:
    """Log-odds of sides of which a seal covers such shares: that no line is seen there does not speak against one."""
    return np.where(odds < 0, odds * (1 - covered / _HIDDEN).clip(0), odds)


def down_odds(seen: Seen, *, broken: bool = False) -> Odds:
    """Log-odds of sides down, by themselves: a ruling is whole, has paper beside it, and no stroke crosses it.

    Where a ruling is known to run it may be `broken`, as long as no stroke touches it.
    """
    height = np.log(np.clip(seen.height, _EM / 2, 5 * _EM) / _EM)
    untouched = (seen.mean - _HALF).clip(0) * (1 - seen.touched / _MOST_STROKES).clip(0)
    return np.asarray(
        _DOWN
        + (_LEAST + _LEAST_BY_HEIGHT * height) * seen.least
        + (_BROKEN if broken else 0.0) * untouched
        + _NO_LINE * (1 - seen.mean / _LINE).clip(0)
        + _BESIDE * seen.beside.clip(-0.05, _MOST_BESIDE)
        + _CROSSED * seen.crossed.clip(0, _MOST_STROKES)
        + _TOUCHED * seen.touched.clip(0, _MOST_STROKES)
    )


def continued(odds: Odds) -> Odds:
    """Odds (levels, sides along each) with what is likelier because the sides before and after are ruled, and as many
    of the whole level as are."""
    ruled = odds > 0
    count = ruled.sum(axis=1, keepdims=True)
    usual = np.log((count + 1) / (odds.shape[1] - count + 1)).clip(-_RARE, _RARE)
    closed = np.pad(ruled, ((0, 0), (1, 1)), mode="reflect" if odds.shape[1] > 1 else "constant")
    return np.asarray(odds + usual + _GOES_ON * (closed[:, :-2].astype(int) + closed[:, 2:]))


def ruled(odds: Sides) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each side is ruled: as the odds say, with the least changes that leave no impossible corner.

    A table's outer sides are ruled.
    """
    across, down = odds.across > 0, odds.down > 0
    for outer in (across[0], across[-1], down[:, 0], down[:, -1]):
        outer[:] = True
    trust = [abs(side).clip(0, _CERTAIN) for side in odds]
    for _ in range(_ROUNDS):
        wrong = _impossible(across, down)
        if not wrong.any():
            break
        change = _best_change(across, down, wrong, trust)
        if change is None:
            break
        which, place = change
        side = (across, down)[which]
        side[place] = not side[place]
        trust[which][place] += 1.0  # a side that goes back and forth becomes dearer
    return across, down


def _impossible(across: NDArray[np.bool_], down: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Inner corners (levels - 2, levels - 2) at which one line ends in the open, or two make an angle."""
    left, right = across[1:-1, :-1], across[1:-1, 1:]
    up, below = down[:-1, 1:-1], down[1:, 1:-1]
    count = left.astype(int) + right + up + below
    return np.asarray((count == 1) | ((count == 2) & (left != right)))


def _best_change(
    across: NDArray[np.bool_], down: NDArray[np.bool_], wrong: NDArray[np.bool_], trust: list[Odds]
) -> tuple[int, tuple[int, int]] | None:
    """The side beside an impossible corner whose change mends most for its price."""
    rows, columns = np.nonzero(wrong)
    options: list[tuple[float, int, tuple[int, int]]] = []
    for r, c in zip(rows + 1, columns + 1, strict=True):
        for which, place in ((0, (r, c - 1)), (0, (r, c)), (1, (r - 1, c)), (1, (r, c))):
            side = (across, down)[which]
            side[place] = not side[place]
            left = int(_impossible(across, down).sum())
            side[place] = not side[place]
            gain = len(rows) - left
            options.append((trust[which][place] - 1.5 * gain, which, (int(place[0]), int(place[1]))))
    return min(options)[1:] if options else None
