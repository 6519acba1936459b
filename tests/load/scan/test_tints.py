"""What is light and thicker than strokes goes; print on it and beside it stays."""

import cv2
import numpy as np
import pytest

from extractor.load.scan.picture import Pixels
from extractor.load.scan.tints import without_tints

SCALE = 200 / 72


def page(thick: int = 3) -> Pixels:
    made = np.full((1600, 1400), 255, np.uint8)
    for row in range(18):
        cv2.putText(made, "2107 values of 38 rows 460", (100, 120 + 80 * row), 0, 1.7, (0,), thick, cv2.LINE_AA)
    return cv2.GaussianBlur(made, (0, 0), 0.6).astype(np.uint8)


def worn(made: Pixels, sigma: float) -> Pixels:
    noise = np.random.default_rng(2).normal(0, sigma, made.shape)
    return (made + noise).clip(0, 255).astype(np.uint8)


def tinted(made: Pixels, level: int) -> Pixels:
    """The page with a watermark in large letters, a mark over a line, and a filled cell."""
    tint = np.full(made.shape, 255, np.uint8)
    for y in range(400, 1500, 450):
        cv2.putText(tint, "COPY of it", (120, y), 0, 8, (level,), 14, cv2.LINE_AA)
    tint[235:275, 500:1100] = level
    return np.asarray(cv2.multiply(made, tint, scale=1 / 255), np.uint8)


@pytest.mark.parametrize("level", [165, 185, 205])
def test_a_watermark_goes_and_print_stays(level: int) -> None:
    clean = page()
    before = worn(tinted(clean, level), 3)
    after = without_tints(before, SCALE, SCALE)
    blank, print_ = clean > 250, clean < 60
    assert (before[blank] < 225).mean() > 0.05
    assert (after[blank] < 225).mean() < 0.01
    assert (after[print_] < 110).mean() > 0.97


@pytest.mark.parametrize("sigma", [2.0, 12.0, 30.0])
def test_a_page_without_any_is_left(sigma: float) -> None:
    made = worn(page(), sigma)
    assert without_tints(made, SCALE, SCALE) is made


def test_bold_print_and_blurred_scans_are_left() -> None:
    bold = page(thick=9)
    assert (without_tints(bold, SCALE, SCALE) == bold).all()
    small = cv2.resize(page(), None, fx=0.48, fy=0.48, interpolation=cv2.INTER_AREA)
    blurred = np.asarray(cv2.resize(small, (1400, 1600), interpolation=cv2.INTER_CUBIC), np.uint8)
    assert (without_tints(blurred, SCALE, SCALE * 0.48) == blurred).all()
