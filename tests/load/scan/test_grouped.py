"""Words of a page as cells of a table without rulings."""

import pytest

from extractor.core.columns import Words as Known
from extractor.load.scan.grouped import cells_of, digits_apart
from extractor.load.scan.words import Word

KNOWN = Known(
    rows=["规范性文件", "属于国家秘密", "其他法律行政法规禁止公开"],
    columns=["自然人", "商业企业", "未审结", "结果维持", "结果纠正"],
    groups=["信息内容"],
)
EM = 20


def word(text: str, x: float, y: float, pitch: float = EM) -> Word:
    """A word whose characters are one `pitch` wide; numbers are set at half of it."""
    step = pitch / 2 if text.isdigit() else pitch
    return Word(text, [x + k * step for k in range(len(text) + 1)], y, y + EM)


def grouped(*words: Word) -> list[list[str]]:
    return [[line.text for line in cell] for cell in cells_of(words, KNOWN, 0.8)]


def test_a_label_of_two_lines_has_its_values_at_the_middle() -> None:
    lines = word("其他法律行政", 0, 100), word("法规禁止公开", 0, 125)
    values = [word("3", 300, 112), word("—", 400, 112)]
    assert grouped(*lines, *values) == [["其他法律行政", "法规禁止公开"], ["3"], ["—"]]


def test_labels_with_values_of_their_own_are_two() -> None:
    words = word("规范性文件", 0, 100), word("3", 300, 100), word("属于国家秘密", 0, 125), word("4", 300, 125)
    assert grouped(*words) == [["规范性文件"], ["3"], ["属于国家秘密"], ["4"]]


def test_labels_without_values_are_told_by_what_they_say() -> None:
    assert grouped(word("信息内容", 0, 100), word("规范性文件", 0, 124)) == [["信息内容"], ["规范性文件"]]
    assert grouped(word("自然", 0, 100), word("人", 0, 124)) == [["自然", "人"]]


def test_digits_together_are_a_number_and_apart_are_two() -> None:
    assert grouped(word("19", 0, 100), word("0", 20, 100), word("25", 50, 100)) == [["190"], ["25"]]


def test_a_unit_ends_a_number() -> None:
    assert grouped(word("48", 0, 100), word("5", 60, 100)) == [["48"], ["5"]]


def test_a_unit_below_a_number_is_the_second_line_of_its_cell() -> None:
    words = word("92", 300, 100), word("件", 302, 122), word("4件", 400, 111), word("规范性文件", 0, 111)
    assert sorted(grouped(*words)) == sorted([["规范性文件"], ["92", "件"], ["4件"]])
    column = word("92", 300, 100), word("件", 340, 100), word("7", 300, 122), word("条", 340, 122)
    assert sorted(grouped(*column)) == sorted([["92"], ["件"], ["7"], ["条"]])


def test_a_known_label_may_be_set_apart() -> None:
    words = word("未", 0, 100), word("审", 50, 100), word("结", 100, 100)
    assert grouped(*words) == [["未审结"]]
    assert grouped(word("其", 0, 100), word("总", 50, 100)) == [["其"], ["总"]]


def test_labels_that_touch_are_cut() -> None:
    assert grouped(word("结果维持", 0, 100), word("结果纠正", 4 * EM, 100)) == [["结果维持"], ["结果纠正"]]


def test_the_number_of_an_item_is_no_value() -> None:
    assert grouped(word("7.", 0, 100), word("属于国家秘密", 50, 100)) == [["7.属于国家秘密"]]


def test_a_unit_in_brackets_belongs_to_the_label_before_it() -> None:
    assert grouped(word("属于国家秘密", 0, 100), word("(件)", 135, 100), word("3", 300, 100)) == [
        ["属于国家秘密(件)"],
        ["3"],
    ]
    assert grouped(word("属于国家秘密", 0, 100), word("(件)", 250, 100)) == [["属于国家秘密"], ["(件)"]]


@pytest.mark.parametrize("number", ["7", "—"])
def test_a_number_right_before_a_known_label_is_no_value(number: str) -> None:
    assert grouped(word(number, 0, 100), word(".属于国家秘密", 18, 100)) == [[f"{number}.属于国家秘密"]]
    assert grouped(word(number, 0, 100), word(".属于国家秘密", 60, 100)) == [[number], [".属于国家秘密"]]
    assert grouped(word(number, 0, 100), word("、另有情形", 22, 100)) == [[number], ["、另有情形"]]


def test_how_far_apart_digits_are_is_told_by_the_page() -> None:
    assert digits_apart([0.7] * 9 + [1.9]) == pytest.approx(1.05)
    assert digits_apart([1.3] * 9) == pytest.approx(1.95)
    assert digits_apart([0.3] * 9) == pytest.approx(1.0)
    assert digits_apart([0.7]) == pytest.approx(1.6)
