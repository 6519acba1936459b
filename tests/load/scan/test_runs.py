"""Stretches of a mask."""

import numpy as np
import pytest

from extractor.load.scan.runs import runs


@pytest.mark.parametrize(
    ("mask", "expected"),
    [([], []), ([0, 0], []), ([1, 1], [(0, 2)]), ([1, 0, 1, 1, 0], [(0, 1), (2, 4)]), ([0, 1], [(1, 2)])],
)
def test_each_stretch_from_its_first_place_to_behind_its_last(mask: list[int], expected: list[tuple[int, int]]) -> None:
    assert runs(np.array(mask, bool)) == expected
