"""Columns and rows that a table's own measure calls for: where most are of a few widths, a gap that is the sum of some
of them holds a ruling that was not seen."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_COLUMNS = 8  # of a table whose widths have a measure
_TIMES = (4, 2)  # that the first width of a measure comes, and any other
_WIDER = 1.5  # times the first width of a measure; wider ones may be two
_SAME = 0.04  # share by which widths of one measure differ
_PARTS = 3  # of a gap, at most
_SEEN = 2.0  # log-odds of a line in at least one of the places that a gap is parted at
_NEXT = 0.5  # log-odds for each pair of neighbours that is like another one of the table


def with_missed(columns: list[float], odds: NDArray[np.float64], left: int) -> list[float]:
    """Columns of a table (pixels), and those between them that its measure calls for where a trace of a line is seen.

    `odds` has for each column of pixels, from `left` on, the log-odds that a line runs there.
    """
    widths = [b - a for a, b in pairwise(columns)]
    measure = _measure(widths)
    if len(widths) < _COLUMNS or not measure:
        return columns
    known = {(round(a / measure[0], 1), round(b / measure[0], 1)) for a, b in pairwise(widths)}
    found = list(columns)
    for i in range(1, len(widths)):
        if widths[i] < (1 + _SAME) * max(measure) or not _is_one(widths[i - 1], measure):
            continue
        best, places = _SEEN, ()
        for parts in _partings(widths[i], measure):
            at = columns[i] + np.cumsum(parts)[:-1]
            traces = [_trace(odds, x - left, _SAME * measure[0]) for x in at]
            after = widths[i + 1 : i + 2]
            pairs = pairwise([widths[i - 1], *parts, *after])
            like = sum((round(a / measure[0], 1), round(b / measure[0], 1)) in known for a, b in pairs)
            weight = sum(traces) + _NEXT * like
            if max(traces) >= _SEEN and weight > best:
                best, places = weight, tuple(at.tolist())
        found += places
    return sorted(found)


def _measure(widths: Sequence[float]) -> list[float]:
    """The widths that come often, the most frequent first."""
    left, found = sorted(widths), list[float]()
    while left:
        alike = max(([w for w in left if abs(w - x) <= _SAME * x] for x in left), key=len)
        if len(alike) < _TIMES[bool(found)]:
            break
        found.append(float(np.median(alike)))
        left = [w for w in left if w not in alike]
    return [width for width in found if width < _WIDER * found[0]]


def _is_one(width: float, measure: Sequence[float]) -> bool:
    return any(abs(width - m) <= _SAME * m for m in measure)


def _partings(gap: float, measure: Sequence[float], most: int = _PARTS) -> list[list[float]]:
    """The ways to make a gap of two or more widths, in order."""
    found: list[list[float]] = []
    open_: list[list[float]] = [[m] for m in measure]
    while open_:
        parts = open_.pop()
        total = sum(parts)
        if len(parts) > 1 and abs(total - gap) <= _SAME * gap:
            found.append([part * gap / total for part in parts])
        elif len(parts) < most and total < gap:
            open_ += [[*parts, m] for m in measure]
    return found


def _trace(odds: NDArray[np.float64], at: float, reach: float) -> float:
    first = max(0, round(at - reach))
    return float(odds[first : round(at + reach) + 1].max(initial=0.0))
