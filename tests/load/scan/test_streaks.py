"""Lines and bands that a scanner leaves over a whole page go; what is printed stays."""

import cv2
import numpy as np
import pytest

from extractor.load.scan.picture import Pixels
from extractor.load.scan.streaks import without_streaks

SCALE = 200 / 72
HEIGHT, WIDTH = 2339, 1654
DOWN, LEVEL = (200, 500, 800, 1100, 1450), range(400, 1900, 75)


def page() -> Pixels:
    """An A4 page of 200 dpi with a ruled table and a heading."""
    made = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in LEVEL:
        made[y : y + 2, DOWN[0] : DOWN[-1] + 2] = 0
        for x in DOWN[:-1]:
            cv2.putText(made, "310", (x + 90, y + 55), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3)
    for x in DOWN:
        made[LEVEL[0] : LEVEL[-1] + 2, x : x + 2] = 0
    cv2.putText(made, "a heading of the report", (300, 300), cv2.FONT_HERSHEY_SIMPLEX, 2, (0,), 4)
    return made


def streaked(made: Pixels, places: dict[int, float], thick: int = 3) -> Pixels:
    """The page with lines from its top to its end, which leave a share of the light."""
    made = made.copy()
    for x, light in places.items():
        made[:, x : x + thick] = np.asarray(made[:, x : x + thick] * light, np.uint8)
    return made


@pytest.mark.parametrize("light", [0.9, 0.6, 0.2, 0.0])
@pytest.mark.parametrize("places", [(610, 873), (40, 1449), (330,), (300, 700, 1000, 1300, 1520)])
def test_lines_over_the_page_go_and_print_stays(light: float, places: tuple[int, ...]) -> None:
    clean = page()
    found = without_streaks(streaked(clean, dict.fromkeys(places, light)), SCALE)
    away = np.abs(found.astype(int) - clean)
    assert (away > 40).mean() < (1e-4 if light > 0.5 else 2e-3)  # under a dark one print is guessed from beside it
    near = [x + k for x in places for k in range(-2, 5)]
    away[:, near] = 0
    assert not away.any()
    empty = found[1950:, near]
    assert empty.min() > 250


def test_lines_across_go_too() -> None:
    clean = page()
    turned = np.ascontiguousarray(streaked(np.ascontiguousarray(clean.T), {390: 0.5, 1000: 0.1}).T)
    assert (np.abs(without_streaks(turned, SCALE).astype(int) - clean) > 40).mean() < 2e-3


def test_bands_of_many_widths_are_divided_out() -> None:
    clean = page()
    light = np.repeat(np.random.default_rng(3).uniform(0.7, 1, WIDTH // 12 + 1), 12)[:WIDTH]
    found = without_streaks(np.asarray(clean * light, np.uint8), SCALE)
    assert np.abs(found.astype(int) - clean)[:, light < 0.96].max() < 5


def test_a_clean_page_is_left_as_it_is() -> None:
    assert (without_streaks(page(), SCALE) == page()).all()


def test_a_line_that_ends_before_the_margin_is_a_ruling() -> None:
    made = page()
    made[90:2300, 1100:1102] = 0
    assert (without_streaks(made, SCALE) == made).all()


def test_a_table_from_edge_to_edge_is_left() -> None:
    made = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in range(100, 2300, 150):
        made[y : y + 2, DOWN[0] : DOWN[-1] + 2] = 0
    for x in DOWN:
        made[:, x : x + 2] = 0
    assert (without_streaks(made, SCALE) == made).all()
    made[:, DOWN[0] - 90 : DOWN[-1] + 90][range(100, 2300, 150)] = 0  # lines that no table's frame ends
    assert not (without_streaks(made, SCALE) == made).all()


def test_a_page_with_print_in_its_margins_and_a_small_picture_are_left() -> None:
    for made in (page()[270:], page()[450:900]):
        made = streaked(made, {610: 0.3})
        assert (without_streaks(made, SCALE) == made).all()
