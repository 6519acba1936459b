"""The slope of columns of values, and pages set upright by it."""

import random

import cv2
import numpy as np
import pytest

from extractor.core.geometry import Box
from extractor.load.scan.lean import lean
from extractor.load.scan.upright import sheared, upright

SCALE = 200 / 72


def values(slope: float, columns: int = 6, rows: int = 18, seed: int = 1) -> list[Box]:
    """Numbers of one to four digits in the middles of columns that lean."""
    rng = random.Random(seed)
    made = []
    for row in range(rows):
        for column in range(columns):
            x, y, half = 250 + 50 * column + slope * 16 * row, 100 + 16 * row, 2.5 * rng.randint(1, 4)
            if rng.random() < 0.7:
                made.append(Box(x - half, y - 5, x + half, y + 5))
    rng.shuffle(made)
    return made


@pytest.mark.parametrize("slope", [-0.09, -0.03, 0.03, 0.08])
def test_columns_tell_how_far_they_lean(slope: float) -> None:
    assert lean(values(slope)) == pytest.approx(slope, abs=0.004)


def test_upright_columns_few_values_and_scattered_ones_do_not_lean() -> None:
    assert lean(values(0.0)) == 0
    assert lean(values(0.008)) == 0
    assert lean(values(0.06, columns=2, rows=5)) == 0
    assert lean([]) == 0
    rng = random.Random(5)
    scattered = [Box(x, y, x + 5, y + 9) for x, y in ((rng.uniform(50, 550), rng.uniform(50, 800)) for _ in range(60))]
    assert lean(scattered) == 0


@pytest.mark.parametrize("slope", [-0.07, 0.05])
def test_a_leaning_page_is_set_upright_and_the_way_back_is_known(slope: float) -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    for y in range(300, 2000, 170):
        cv2.circle(page, (round(800 + slope * (y - 1169)), y), 12, (0,), -1)
        page[y + 80 : y + 83, 100:1500] = 160  # what is level tells nothing of it
    leaning = upright(page, SCALE)
    standing = sheared(leaning, slope)
    dots = np.argwhere(standing.gray < 60)
    assert np.ptp(dots[:, 1]) < 27
    assert (np.ptp(np.argwhere(leaning.gray < 60)[:, 1])) > 80
    for y in range(300, 2000, 170):
        back = standing.on_page(np.array([(800.5, y + 0.5)]))[0]
        assert back == pytest.approx((800.5 + slope * (y - 1169), y + 0.5), abs=1.5)
