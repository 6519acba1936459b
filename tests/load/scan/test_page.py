"""Lines of text on a page: cut out along their slant, characters with their places."""

import cv2
import numpy as np
import pytest

from extractor.load.paged import Found, PlacedText
from extractor.load.scan import detect, parts
from extractor.load.scan.picture import Pixels

SCALE = 200 / 72
TEXT = "total 2046 of 318"


def page(angle: float = 0.0) -> Pixels:
    made = np.full((1100, 1654), 255, np.uint8)
    for y in (300, 500, 700):
        cv2.putText(made, TEXT, (300, y), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (0,), 4)
    turn = cv2.getRotationMatrix2D((827, 550), angle, 1.0)
    return np.asarray(cv2.warpAffine(made, turn, made.shape[::-1], borderValue=(255,)), np.uint8)


def test_slanted_lines_are_found_and_cut_level() -> None:
    found = detect.lines(page(-2.5))
    assert len(found) == 3
    for slant, top, bottom in found:
        assert (top + bottom) / 2 == pytest.approx(slant.y)
        assert slant.angle == pytest.approx(2.5, abs=0.7)
        rows = np.flatnonzero((slant.cut(page(-2.5)) < 128).any(axis=1))
        assert rows[-1] - rows[0] < 75  # a line of 58 pixels; askew it would take 85


def test_lines_with_the_places_of_their_characters() -> None:
    lines = parts(page(), 4, SCALE).parts
    assert len(lines) == 3
    for line, bottom in zip(lines, (300, 500, 700), strict=True):
        assert isinstance(line, PlacedText)
        assert "".join(line.text.split()) == TEXT.replace(" ", "")
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert line.page == 4
        assert line.box.y1 * SCALE == pytest.approx(bottom, abs=25)
        digit = line.edges[line.text.index("4")] * SCALE
        assert digit == pytest.approx(300 + cv2.getTextSize("total 20", 0, 2.0, 4)[0][0], abs=25)


def test_a_page_without_print() -> None:
    assert parts(np.full((800, 600), 240, np.uint8), 1, SCALE) == Found([])
