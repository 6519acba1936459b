"""Cells of which a fax has left dots: whether they print something, and what."""

import math

import cv2
import numpy as np
import pytest

from extractor.load.scan.ink import Ink, ink
from extractor.load.scan.middle import print_left, with_print
from extractor.load.scan.numbers import Readings
from extractor.load.scan.picture import Pixels

SCALE = 200 / 72
HEIGHT = 20.0  # pixels of a line
BLANK: Readings = (("", -0.01),)


def _lost(text: str, rng: np.random.Generator, width: int = 160, kept: float = 0.08, specks: float = 0.002) -> Ink:
    """A cell of which the scanner has kept a few dots of the print, and specks."""
    whole = np.zeros((56, width), np.uint8)
    size, _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
    cv2.putText(whole, text, ((width - size[0]) // 2, 38), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (1,), 2)
    left = (whole > 0) & (rng.random(whole.shape) < kept)
    made: Pixels = np.where(left | (rng.random(whole.shape) < specks), 0, 255).astype(np.uint8)
    return ink(made, SCALE)


@pytest.mark.parametrize(("text", "least", "most"), [("0", 0.3, 0.8), ("-", 0.9, 1.0)])
def test_dots_in_the_middle_of_cells_are_print(text: str, least: float, most: float) -> None:
    rng = np.random.default_rng(1)
    flat = print_left([(_lost(text, rng), BLANK) for _ in range(40)], HEIGHT)
    assert flat is not None
    assert least < flat <= most


def test_print_of_which_a_dot_or_two_are_left_in_some_cells_is_print() -> None:
    rng = np.random.default_rng(5)
    cells = [_lost("0", rng, kept=0.007, specks=0.00002) for _ in range(80)]
    assert sum(not (cell.unruled < 128).any() for cell in cells) > 15  # nothing at all
    assert print_left([(cell, BLANK) for cell in cells], HEIGHT) is not None


def test_a_few_faint_numbers_among_blanks_do_not_speak_for_the_others() -> None:
    rng = np.random.default_rng(6)
    cells = [_lost("0" if i < 9 else "", rng, specks=0.00002) for i in range(80)]
    assert print_left([(cell, BLANK) for cell in cells], HEIGHT) is None


def test_dashes_of_which_readers_are_sure_are_dashes_wherever_they_stand() -> None:
    rng = np.random.default_rng(7)
    cells = [_lost("0", rng) for _ in range(20)]
    blanks = [(_lost("", rng, specks=0.0), BLANK) for _ in range(5)]
    dash, unsure = (("-", -0.02), ("", -4.0)), (("-", -0.4), ("", -1.1))
    assert print_left([*((cell, dash) for cell in cells), *blanks], HEIGHT) == 1.0
    assert (print_left([*((cell, unsure) for cell in cells), *blanks], HEIGHT) or 1.0) < 0.8


def test_specks_and_few_cells_tell_nothing() -> None:
    rng = np.random.default_rng(2)
    assert print_left([(_lost("", rng), BLANK) for _ in range(40)], HEIGHT) is None
    assert print_left([(_lost("0", rng), BLANK) for _ in range(7)], HEIGHT) is None
    assert (
        print_left([(_lost("0", rng, width=30), BLANK) for _ in range(40)], HEIGHT) is None
    )  # nothing to compare with
    assert print_left([], HEIGHT) is None


def test_what_is_lost_is_what_other_cells_show() -> None:
    blank, dash = (("", -0.1), ("1", -3.0)), (("-", -0.1), ("", -3.0))
    shown = [(("0", -0.01),), (("12", -0.01),), (("7", -0.01),)]
    assert with_print(blank, 0.5, shown)[0][0] == with_print(dash, 0.5, shown)[0][0] == "0"
    assert with_print(blank, 0.5, [(("/", -0.01),)])[0][0] == "/"
    assert with_print(blank, 0.99, shown)[0][0] == "-"
    assert with_print(dash, 0.99, shown) == dash
    assert with_print(blank, 0.99, [*shown, *shown[:1] * 2])[0][0] == "0"  # its sides, among zeros


def test_what_is_lost_may_be_a_number() -> None:
    told = with_print((("", -0.1), ("1", -3.0)), 0.5, [(("0", -0.01),)])
    assert sum(math.exp(logp) for _, logp in told) == pytest.approx(0.92, abs=0.005)
