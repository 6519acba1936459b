"""What a document's mended cells tell of its digits."""

import random

import pytest

from extractor.core.evidence import Evidence
from extractor.fuse.confusions import confusions_of, odds
from extractor.fuse.decode import decode

from .test_decode import _cell, _schema, _table


def test_only_what_comes_again_is_a_confusion() -> None:
    pairs = [("1", "4"), ("11", "14"), ("12", "12"), ("31", "31"), ("7", "9"), ("5", "15"), ("", "0")]
    assert confusions_of(pairs) == {("1", "4"): pytest.approx(2 / (3 + 1))}


def test_odds_are_of_all_digits_that_differ() -> None:
    known = {("1", "4"): 0.5, ("3", "8"): 0.2}
    assert odds("48", "13", known) == pytest.approx(0.1)
    assert odds("448", "113", known) == pytest.approx(0.05)
    assert odds("41", "13", known) == odds("4", "11", known) == odds("1", "1", known) == odds("4", "1", {}) == 0.0


def test_a_confusion_that_sums_have_shown_decides_where_they_leave_two_ways() -> None:
    """Four 4 of the table were read as a sure 1. Three of them cross others; in the last row the total is doubtful,
    and only the others tell that a 1 here may be a 4."""
    values = _table(random.Random(2), rows=6, columns=5, most=3)
    for row, column in ((0, 0), (1, 1), (2, 2), (4, 3)):
        values = _with(values, row, column, 4)
    lost = {"r0.c0", "r1.c1", "r2.c2", "r4.c3"}

    def read(name: str, value: int) -> Evidence:
        if name in lost:
            return _cell(name, (1, 0.95), (7, 0.01), fallible=True)
        if name in ("r4.c4", "r5.c3"):
            return _cell(name, (value - 3, 0.5), (value, 0.49), fallible=True)
        return _cell(name, (value, 0.99), (value + 1, 0.001), fallible=True)

    decided = {d.evidence.fields[0]: d for d in decode([read(n, v) for n, v in values.items()], _schema(6, 5))}
    found = decided["r4.c3"]
    told = dict(zip((o.readings[0].value for o in found.evidence.options), found.probabilities, strict=True))
    assert told[4] > 0.99


def _with(values: dict[str, int], row: int, column: int, value: int) -> dict[str, int]:
    """The table with another value in a cell, and its totals."""
    more = value - values[f"r{row}.c{column}"]
    changed = (f"r{row}.c{column}", f"r{row}.c4", f"r5.c{column}", "r5.c4")
    return {name: old + more * (name in changed) for name, old in values.items()}
