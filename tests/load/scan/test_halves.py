"""Two pages side by side on one picture."""

import cv2
import numpy as np
import pytest

from extractor.load.paged import Fragment, PlacedText
from extractor.load.scan import parts
from extractor.load.scan.halves import halves
from extractor.load.scan.picture import Pixels
from extractor.load.scan.upright import upright

SCALE = 200 / 72


def page(word: str, first: int) -> Pixels:
    """An A4 page of 200 dpi with lines of print and a ruled table of a column of numbers."""
    made = np.full((2339, 1654), 255, np.uint8)
    for row in range(8):
        cv2.putText(made, f"{word} of the yearly report of an office", (200, 300 + 70 * row), 0, 1.6, (0,), 3)
    for row in range(7):
        made[1100 + 90 * row : 1102 + 90 * row, 200:1400] = 0
    for row in range(6):
        cv2.putText(made, str(first + row), (1000, 1160 + 90 * row), 0, 1.6, (0,), 3)
    for x in (200, 800, 1398):
        made[1100:1642, x : x + 2] = 0
    return made


def test_the_left_page_is_read_before_the_right_one() -> None:
    found = parts(np.hstack((page("left", 31), page("right", 71))), 1, SCALE).parts
    tables = [k for k, part in enumerate(found) if isinstance(part, Fragment)]
    texts = [part.text for part in found if isinstance(part, PlacedText)]
    assert len(tables) == 2
    assert len(texts) == 16
    left, right = (found[k] for k in tables)
    assert isinstance(left, Fragment)
    assert isinstance(right, Fragment)
    assert [cell.text for cell in left.cells if cell.text] == [str(31 + row) for row in range(6)]
    assert [cell.text for cell in right.cells if cell.text] == [str(71 + row) for row in range(6)]
    assert left.box.x1 < 600 < right.box.x0
    assert all(isinstance(part, PlacedText) and part.box.x1 < 600 for part in found[: tables[0]])


@pytest.mark.parametrize("turns", [0, 1])
def test_one_page_stays_one(turns: int) -> None:
    made = np.ascontiguousarray(np.rot90(page("left", 31), turns))
    assert len(halves(upright(made, SCALE))) == 1


def test_a_broad_table_with_values_at_the_right_is_one_page() -> None:
    made = np.full((1654, 2339), 255, np.uint8)
    for row in range(10):
        cv2.putText(made, "a label of a row of the table", (150, 300 + 90 * row), 0, 1.6, (0,), 3)
        for column in range(4):
            cv2.putText(made, str(10 * row + column), (1400 + 220 * column, 300 + 90 * row), 0, 1.6, (0,), 3)
    assert len(halves(upright(made, SCALE))) == 1
