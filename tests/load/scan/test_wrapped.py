"""Numbers that a cell breaks into lines: where there is room for another digit, and for how many."""

import numpy as np
import pytest

from extractor.load.scan.ink import Ink, Line
from extractor.load.scan.wrapped import goes_on, joined

HEIGHT = 20.0
BELOW = Line(40, 30, 56, 50, 400.0)


def _cell(width: int, first: Line, *others: Line) -> Ink:
    crop = np.full((60, width), 250, np.uint8)
    return Ink(crop, (first, *others), crop, False, 0.0)


@pytest.mark.parametrize(
    ("text", "width", "said"),
    [("70", 86, True), ("70", 150, False), ("7", 60, True), ("7", 100, False), ("无", 60, False)],
)
def test_a_number_goes_on_where_its_first_line_is_full(text: str, width: int, said: bool) -> None:
    first = Line(27, 2, 64 if len(text) > 1 else 40, 20, 1000.0)
    assert goes_on(text, _cell(width, first, BELOW), HEIGHT) == said
    assert not goes_on(text, _cell(width, first), HEIGHT)


def test_the_next_line_has_as_many_digits_as_there_is_room_for() -> None:
    found = _cell(86, Line(27, 2, 64, 20, 1000.0), BELOW)
    first = (("70", -0.1), ("10", -3.0))
    ways = dict(joined([first, (("11", -0.2), ("0", -3.0), ("", -5.0))], found, HEIGHT))
    assert max(ways, key=lambda text: ways[text]) == "700"
    assert ways["700"] > ways["70"] > ways["100"]
    assert joined([first, ()], found, HEIGHT) == joined([(), first], found, HEIGHT) == ()
