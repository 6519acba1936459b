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


@pytest.mark.parametrize(
    ("number", "rest"), [("0", "件"), ("12", "件"), ("12", "3件"), ("4743", "万元"), ("144人", "次")]
)
def test_a_number_and_its_unit_go_on_in_the_next_line(number: str, rest: str) -> None:
    assert _texts((number, 100, 100), (rest, 100, 115), ("0件", 200, 107)) == [number + rest, "0件"]


def test_numbers_below_each_other_are_cells_of_their_own() -> None:
    assert _texts(("0", 100, 100), ("3", 100, 115), ("12件", 100, 130), ("件", 100, 145)) == ["0", "3", "12件", "件"]


def test_a_number_behind_a_unit_is_another_cell() -> None:
    assert _texts(("0件", 100, 100), ("0件", 117.5, 100)) == ["0件", "0件"]
    assert _texts(("第20", 100, 100), ("30", 122.5, 100)) == ["第2030"]
    assert _texts(("1021", 100, 100), ("51480", 122.7, 100)) == ["1021", "51480"]


def test_a_unit_set_apart_from_its_number_goes_on_in_the_next_line() -> None:
    assert _texts(("354", 100, 100), ("人", 122, 100), ("次", 103, 115), ("7人次", 200, 107)) == ["354人次", "7人次"]


def test_a_title_does_not_go_on_with_the_header_below_it() -> None:
    title = "四、行政复议情况"
    assert _texts((title, 100, 100), ("行政复议", 100, 112), ("结果维持", 100, 124)) == [title, "行政复议", "结果维持"]


def test_a_number_wrapped_digit_by_digit_is_whole_where_its_row_says_so() -> None:
    row = [("3", 100, 100), ("7", 100, 115), ("1", 100, 130), ("5", 200, 115), ("4", 300, 107.5), ("2", 300, 122.5)]
    assert _texts(*row) == ["371", "5", "42"]
    assert _texts(("3", 100, 100), ("7", 100, 115), ("5", 200, 115)) == ["3", "7", "5"]


def test_a_number_of_an_item_set_apart_in_its_cell() -> None:
    words = Words(rows=["（四）无法提供"])
    glyphs = [glyph for x, char in ((100, "（"), (118, "四"), (136, "）")) for glyph in _set(char, x, 100)]
    glyphs += [glyph for x, char in ((100, "无"), (118, "法"), (136, "提")) for glyph in _set(char, x, 112)]
    found, _ = pieces([*glyphs, *_set("供", 100, 124), *_set("7", 200, 112)], [], words)
    assert [piece.text for piece in found] == ["（四）无法提供", "7"]


def test_a_unit_written_on_a_label_is_a_cell() -> None:
    words = Words(rows=["专职人员数（不包括网站人员数）"])
    found, _ = pieces(_set("1.专职人员数（不包括网站人员数）人", 100, 100), [], words)
    assert [piece.text for piece in found] == ["1.专职人员数（不包括网站人员数）", "人"]


def test_labels_with_their_units_are_cells_of_their_own() -> None:
    words = Words(rows=["涉及国家秘密", "涉及商业秘密"])
    glyphs = [*_set("其中：涉及国家秘密（件）", 100, 100), *_set("涉及商业秘密（件）", 115, 112)]
    found, _ = pieces(glyphs, [], words)
    assert [piece.text for piece in found] == ["其中：涉及国家秘密（件）", "涉及商业秘密（件）"]


def test_a_known_label_goes_on_though_the_text_layer_writes_it_in_another_order() -> None:
    words = Words(groups=["法人或其他组织"])
    first, second, rest = _set("或其他", 120, 100), _set("法人", 100, 100), _set("组织", 150, 100)
    found, _ = pieces([*_set("新收申请", 20, 115), *first, *second, *rest, *_set("12345", 200, 115)], [], words)
    assert sorted(piece.text for piece in found) == ["12345", "新收申请", "法人或其他组织"]


def test_a_page_of_narrow_cells_has_an_order_too() -> None:
    """Most neighbours stand in other cells, and follow each other in no order; those that touch do."""
    label = [*_set("部分公开只计其", 20, 100), *_set("他情形", 20, 112)]
    cells = [
        glyph for x in range(150, 400, 30) for k, char in enumerate("不适用") for glyph in _set(char, x, 94 + 12 * k)
    ]
    found, _ = pieces([*label, *_set("1", 92, 100), *cells], [], WORDS)
    assert {"部分公开只计其他情形", "1"} <= {piece.text for piece in found}


def test_the_blank_half_of_a_bracket_is_no_part_of_a_piece() -> None:
    found, _ = pieces(_set("（条）", 100, 100), [], WORDS)
    assert found[0].box.x1 == 100 + 2.5 * SIZE
