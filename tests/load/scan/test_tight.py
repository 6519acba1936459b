"""Detected lines made exact: parted, cut at their ink, and what the detector passed over."""

import cv2
import numpy as np
import pytest

from extractor.load.scan.detect import Line, Slant
from extractor.load.scan.picture import Pixels
from extractor.load.scan.tight import tight

HIGH = 22  # pixels of a digit of this size


def page(*printed: tuple[str, int, int]) -> Pixels:
    """A page with texts whose first character begins at x and stands on y."""
    made = np.full((600, 900), 255, np.uint8)
    for text, x, y in printed:
        cv2.putText(made, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0,), 2)
    return made


def box(x0: float, y0: float, x1: float, y1: float) -> Line:
    return Line(Slant((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, 0.0), y0, y1)


USUAL = ("usual text", 100, 500), box(90, 470, 300, 510)  # so that the page has lines of a usual height


def test_two_lines_in_one_box_are_parted() -> None:
    gray = page(("FIRST ONE", 100, 100), ("SECOND", 100, 130))
    found = tight(gray, [box(90, 70, 300, 140)])
    (first, second) = found.lines
    assert [first.top, first.bottom, second.top, second.bottom] == pytest.approx([78, 101, 107, 131], abs=2)
    assert not found.marks
    assert not found.dashes


def test_numbers_above_each_other_are_lines_and_so_is_a_dash_between() -> None:
    gray = page(("3", 100, 100), ("5", 100, 170), USUAL[0])
    gray[118:121, 100:118] = 0
    found = tight(gray, [box(90, 70, 130, 180), USUAL[1]])
    narrow = sorted((line.top, line.bottom) for line in found.lines if line.slant.x < 150)
    assert [round(bottom - top) for top, bottom in narrow] == [
        pytest.approx(HIGH, abs=3),
        pytest.approx(3, abs=1),
        pytest.approx(HIGH, abs=3),
    ]


def test_what_reaches_in_from_the_next_line_is_cut_off() -> None:
    gray = page(("above", 100, 100), ("below", 100, 140))
    (line,) = tight(gray, [box(90, 72, 220, 122)]).lines
    assert line.bottom == pytest.approx(101, abs=2)
    assert line.slant.y + line.slant.height / 2 < 117


def test_a_digit_and_a_dash_that_were_passed_over() -> None:
    gray = page(("7", 500, 100), USUAL[0])
    gray[298:301, 500:520] = 0
    found = tight(gray, [USUAL[1]])
    (mark,), (dash,) = found.marks, found.dashes
    assert mark.slant.x == pytest.approx(509, abs=3)
    assert dash.slant.x == pytest.approx(510, abs=1)
    assert (dash.top + dash.bottom) / 2 == pytest.approx(299.5, abs=1)
    assert dash.bottom - dash.top > 5  # as high as that it can stand beside digits


def test_a_line_that_was_passed_over() -> None:
    found = tight(page(("a line of some length", 100, 100), USUAL[0]), [USUAL[1]])
    assert any(line.top < 100 and line.slant.length > 270 for line in found.lines)
    assert not found.marks


def test_the_number_before_a_label_belongs_to_it() -> None:
    gray = page(("1", 70, 500), USUAL[0])
    (line,) = tight(gray, [USUAL[1]]).lines
    assert line.slant.x - line.slant.length / 2 < 75
    assert not tight(gray, [USUAL[1]]).marks


def test_all_of_the_number_before_a_label_belongs_to_it() -> None:
    gray = page(("(", 22, 500), ("3", 42, 500), (")", 66, 500), USUAL[0])
    found = tight(gray, [USUAL[1]])
    (line,) = found.lines
    assert line.slant.x - line.slant.length / 2 < 32
    assert not found.marks


def test_half_of_a_digit_becomes_a_whole_one() -> None:
    gray = page(("8", 500, 100), USUAL[0])
    found = tight(gray, [box(495, 88, 525, 104), USUAL[1], USUAL[1]])
    (digit,) = (line for line in found.lines if line.slant.x > 400)
    assert digit.top == pytest.approx(78, abs=2)
    assert not found.marks


def test_units_that_touch_are_one_above_the_other() -> None:
    gray = page(*((f"LABEL {k} OF A ROW", 100, 100 + 30 * k) for k in range(4)))
    for k in range(4):
        top = 78 + 22 * k  # as high as the labels, without paper between
        gray[top : top + 19, 600:622] = gray[top : top + 22, 600:612] = 0
    labels = [box(95, 74 + 30 * k, 400, 104 + 30 * k) for k in range(4)]
    found = tight(gray, [*labels, box(594, 74, 628, 170)])
    units = sorted((line.top, line.bottom) for line in found.lines if line.slant.x > 500)
    assert [top for top, _ in units] == pytest.approx([78, 100, 122, 144], abs=4)
    assert [bottom for _, bottom in units] == pytest.approx([99, 121, 143, 165], abs=4)


def test_noise_makes_no_marks() -> None:
    gray = page(USUAL[0])
    rng = np.random.default_rng(5)
    for x, y in zip(rng.integers(0, 880, 1500), rng.integers(0, 440, 1500), strict=True):
        gray[y : y + 9, x : x + 3] = 0
    found = tight(gray, [USUAL[1]])
    assert not found.marks
    assert not found.dashes


def test_a_page_without_lines() -> None:
    assert tight(np.full((200, 200), 255, np.uint8), []) == ([], [], [])
