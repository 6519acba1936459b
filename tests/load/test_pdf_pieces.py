"""Characters of a page put into pieces that each stand in one cell."""

import pytest

from extractor.core.columns import Words
from extractor.core.geometry import Box
from extractor.load.pdf_pieces import pieces
from extractor.load.pdf_text import Glyph

SIZE = 10.0
WORDS = Words(columns=["结果维持"], groups=["行政复议"], titles=["四、行政复议情况"])


def _set(text: str, x: float, y: float) -> list[Glyph]:
    """A line of type from x on, standing on y; digits are half as wide as ideographs."""
    glyphs = []
    for char in text:
        wide = SIZE * (0.5 if char.isascii() else 1)
        glyphs.append(Glyph(char, Box(x, y - SIZE * 0.74, x + wide, y), y))
        x += wide
    return glyphs


def _texts(*lines: tuple[str, float, float]) -> list[str]:
    found, _ = pieces([glyph for line in lines for glyph in _set(*line)], [], WORDS)
    return [piece.text for piece in found]


@pytest.mark.parametrize(("number", "rest"), [("0", "件"), ("12", "件"), ("12", "3件"), ("4743", "万元")])
def test_a_number_and_its_unit_go_on_in_the_next_line(number: str, rest: str) -> None:
    assert _texts((number, 100, 100), (rest, 100, 115), ("0件", 200, 107)) == [number + rest, "0件"]


def test_numbers_below_each_other_are_cells_of_their_own() -> None:
    assert _texts(("0", 100, 100), ("3", 100, 115), ("12件", 100, 130), ("件", 100, 145)) == ["0", "3", "12件", "件"]


def test_a_number_behind_a_unit_is_another_cell() -> None:
    assert _texts(("0件", 100, 100), ("0件", 117.5, 100)) == ["0件", "0件"]
    assert _texts(("第20", 100, 100), ("30", 122.5, 100)) == ["第2030"]


def test_a_title_does_not_go_on_with_the_header_below_it() -> None:
    title = "四、行政复议情况"
    assert _texts((title, 100, 100), ("行政复议", 100, 112), ("结果维持", 100, 124)) == [title, "行政复议", "结果维持"]
