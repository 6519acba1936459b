"""How far the columns of a table without rulings lean, from the values that stand below each other: on a photo of such
a page nothing else runs down it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.geometry import Box

_NEXT = 6.0  # heights of a value down to the next one of its column, at most
_STEEPEST = 0.15  # slope
_ASIDE = 0.5  # heights by which the next one may stand aside beyond that
_CHAIN, _ENOUGH = 5, 15  # values of a column that tell; of all columns together
_LEAST = 0.02  # slope from which on columns run into each other
_AGREE = 0.01  # slope by which columns differ, in the median


def lean(values: Sequence[Box]) -> float:
    """By how much the columns of values lean to the right on their way down, as a slope; 0 where it is little, where
    there are too few, or where they do not agree."""
    chains = [np.array(chain) for chain in _chains(values) if len(chain) >= _CHAIN]
    if sum(len(chain) for chain in chains) < _ENOUGH:
        return 0.0
    slopes = np.array([np.polyfit(chain[:, 1], chain[:, 0], 1)[0] for chain in chains])
    weights = np.array([len(chain) for chain in chains])
    found = _median(slopes, weights)
    agree = _median(abs(slopes - found), weights) < _AGREE
    return found if agree and abs(found) > _LEAST else 0.0


def _chains(values: Sequence[Box]) -> list[list[tuple[float, float]]]:
    """The middles of values that stand below each other, column by column."""
    chains: list[list[tuple[float, float]]] = []
    for box in sorted(values, key=lambda box: box.y0 + box.y1):
        x, y, high = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, box.y1 - box.y0
        above = [
            (y - chain[-1][1] + abs(x - chain[-1][0]), chain)
            for chain in chains
            if 0 < y - chain[-1][1] < _NEXT * high
            and abs(x - chain[-1][0]) < _STEEPEST * (y - chain[-1][1]) + _ASIDE * high
        ]
        if above:
            min(above, key=lambda one: one[0])[1].append((x, y))
        else:
            chains.append([(x, y)])
    return chains


def _median(values: NDArray[np.float64], weights: NDArray[np.int_]) -> float:
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])
