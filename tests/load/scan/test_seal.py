"""Seals in black and white: found by star and ring, painted over, and what they hid is in doubt."""

import math

import cv2
import numpy as np
import pytest

from extractor.load.paged import Fragment
from extractor.load.scan import parts
from extractor.load.scan.picture import Pixels
from extractor.load.scan.seal import seals, without_seals

SCALE = 200 / 72
MIDDLE = (330.0, 300.0)  # points
RADIUS = 59.0
LEFT, TOP, WIDE, HIGH = 100, 180, 50, 20  # points of the table's corner and of its cells
VALUES = [[str((7 * r + 13 * c) % 90 + 10) for c in range(8)] for r in range(12)]


def _pixels(*points: float) -> tuple[int, ...]:
    return tuple(round(value * SCALE) for value in points)


def page() -> Pixels:
    """A table of numbers, 200 dots an inch."""
    made = np.full(_pixels(842, 595), 255, np.uint8)
    for r in range(len(VALUES) + 1):
        start, end = _pixels(LEFT, TOP + r * HIGH), _pixels(LEFT + 8 * WIDE, TOP + r * HIGH)
        cv2.line(made, start, end, (0,), 2)
    for c in range(9):
        start, end = _pixels(LEFT + c * WIDE, TOP), _pixels(LEFT + c * WIDE, TOP + len(VALUES) * HIGH)
        cv2.line(made, start, end, (0,), 2)
    for r, row in enumerate(VALUES):
        for c, text in enumerate(row):
            at = _pixels(LEFT + c * WIDE + 19, TOP + r * HIGH + 14)
            cv2.putText(made, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    return made


def sealed(gray: Pixels, ink: int = 0, *, star: bool = True) -> Pixels:
    """A seal over the page: what is darker shows through."""
    layer = np.full_like(gray, 255)
    x, y = _pixels(*MIDDLE)
    cv2.circle(layer, (x, y), round(RADIUS * SCALE), (ink,), 7)
    if star:
        tips = np.deg2rad(-90 + 36 * np.arange(10))
        reach = np.where(np.arange(10) % 2, 7.6, 20.0) * SCALE
        ends = np.c_[x + reach * np.cos(tips), y + reach * np.sin(tips)]
        cv2.fillPoly(layer, [ends.round().astype(np.int32)], (ink,))
    return np.minimum(gray, layer)


@pytest.mark.parametrize("ink", [0, 120])
def test_a_ring_about_a_star_is_a_seal(ink: int) -> None:
    (found,) = seals(sealed(page(), ink), SCALE)
    assert (found.x, found.y) == pytest.approx(MIDDLE, abs=1.5)
    assert found.radius == pytest.approx(RADIUS, abs=1)


def spots() -> Pixels:
    """Dark corners of a photograph, and spots in the size of stars."""
    made = np.full((900, 700), 255, np.uint8)
    made[:300, :250] = 10
    made[60:120, 40:100] = 255
    made[70:110, 50:90] = 0
    made[500:540, 300:340] = made[500:540, 600:640] = 0
    return made


@pytest.mark.parametrize("gray", [page(), sealed(page(), star=False), spots(), np.full((900, 700), 255, np.uint8)])
def test_pages_without_a_seal_stay_as_they_are(gray: Pixels) -> None:
    clean, hidden = without_seals(gray, SCALE)
    assert clean is gray
    assert hidden is None


def test_print_that_is_darker_than_the_seal_stays() -> None:
    clean, hidden = without_seals(sealed(page(), 120), SCALE)
    assert np.array_equal(clean < 50, page() < 50)
    assert hidden is not None
    assert not hidden.any()


def test_a_table_under_a_seal() -> None:
    """Rulings go on under it; numbers beside its strokes are read, those under them are in doubt."""
    (table,) = (part for part in parts(sealed(page()), 1, SCALE).parts if isinstance(part, Fragment))
    assert len(table.cells) == sum(map(len, VALUES))
    right = sure = 0
    for cell in table.cells:
        value = VALUES[cell.row][cell.column]
        known = sum(math.exp(logp) for _, logp in cell.readings)
        right += cell.text == value
        sure += known > 0.9
        assert cell.text == value or known < 0.9
    assert right > 0.85 * len(table.cells)
    assert sure > 0.8 * len(table.cells)
    under = next(cell for cell in table.cells if cell.box and cell.box.x0 < MIDDLE[0] < cell.box.x1 and cell.row == 5)
    assert sum(math.exp(logp) for _, logp in under.readings) < 0.5
