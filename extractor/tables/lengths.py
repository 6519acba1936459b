"""Which row a label may be by how long it is: where a fax has destroyed its strokes, what is left of them still begins
and ends where its text does."""

import math
import statistics
from collections.abc import Mapping, Sequence

from ..core.schema import Row
from .runs import Run

_USUAL, _VARIES = 0.04, 0.1  # log of the heights of a usual line to a character: their mean, and between documents
_SAME, _ANY = 0.12, 0.6  # deviations of a log-length from that of its own label, and among labels
_OUTLIERS = 0.1  # labels with a word lost, or dirt beside them
_STEP, _STEPS = 0.025, 12  # of log-scales, either way
_FEW = 4  # labels of a table that all are told apart by more than their length
_HALF = "\u2000"  # characters before it are half as long as others


def evidence(runs: Sequence[Run], rows: Sequence[Row]) -> list[Mapping[int, float]]:
    """For each run what the length of its label speaks for each row, as log-odds against any row; nothing for runs
    whose label was read, or has no length."""
    expected = [_lengths(row) for row in rows]
    unread = [bool(run.length) and not run.names for run in runs]
    if len(expected) < _FEW or not any(expected) or not any(unread):
        return [{} for _ in runs]
    middle = statistics.median(length for lengths in expected for length in lengths)
    by_page: dict[int | None, list[float]] = {}
    for run in runs:
        if run.length:
            by_page.setdefault(_page(run), []).append(math.log(run.length))
    scales = {page: _scale(measured, expected, middle) for page, measured in by_page.items()}
    found: list[Mapping[int, float]] = []
    for run, open_ in zip(runs, unread, strict=True):
        if not open_:
            found.append({})
            continue
        length = math.log(run.length) - scales[_page(run)]
        found.append({i: _odds(length, lengths, middle) for i, lengths in enumerate(expected) if lengths})
    return found


def _lengths(row: Row) -> list[float]:
    """Logs of the characters that a row's label may have, its unit behind it or beside it."""
    plain = [sum(1.0 if ch >= _HALF else 0.5 for ch in label) for label in row.labels if label]
    with_unit = [length + len(row.unit) + 2 for length in plain] if row.unit else []
    return [math.log(length) for length in plain + with_unit]


def _scale(measured: Sequence[float], expected: Sequence[Sequence[float]], middle: float) -> float:
    """The log of the heights to a character under which the lengths on a page are likeliest those of some rows."""

    def likely(scale: float) -> float:
        odds = (
            math.log(sum(math.exp(_odds(length - scale, each, middle)) for each in expected if each))
            + _broad(length - scale, middle)
            for length in measured
        )
        return sum(odds) - (scale - _USUAL) ** 2 / (2 * _VARIES**2)

    return max((_USUAL + k * _STEP for k in range(-_STEPS, _STEPS + 1)), key=likely)


def _odds(length: float, expected: Sequence[float], middle: float) -> float:
    any_row = _broad(length, middle)
    own = sum(math.exp(_normal(length - each, _SAME) - any_row) for each in expected) / len(expected)
    return math.log((1 - _OUTLIERS) * own + _OUTLIERS)


def _broad(length: float, middle: float) -> float:
    return _normal(length - middle, _ANY)


def _normal(apart: float, deviation: float) -> float:
    return -((apart / deviation) ** 2) / 2 - math.log(deviation)


def _page(run: Run) -> int | None:
    return next((token.page for token in run.tokens), None)
