"""Which sides of a table's cells are ruled: how likely each is by itself, and what makes rectangles.

Rulings end at other rulings. Where four cells meet, either no side, two in one line, three or four are ruled; a faint
or broken line, or a stroke of a character, is known by leaving a corner that cannot be.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Odds = NDArray[np.float64]

_CERTAIN = 8.0  # log-odds; no side is believed more
_ROUNDS = 400


class Sides(NamedTuple):
    """Log-odds that a side is ruled. `across` (levels, columns): on each row level along each column. `down` (rows,
    levels): on each column level along each row."""

    across: Odds
    down: Odds


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
