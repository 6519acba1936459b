"""Words that must be numbers, by what stands about them."""

from extractor.load.scan.expected import among_numbers

Table = list[list[str]]
HEADER = ["", "自然人", "其他", "总计"]


def _words_taken(table: Table) -> set[str]:
    """Digits are numbers, all else words; which of the words are expected to be numbers."""
    cells = [(text, (r, c)) for r, row in enumerate(table) for c, text in enumerate(row)]
    made = [(text.isdigit(), text) for text, _ in cells]
    found = among_numbers(made, [place for _, place in cells])
    return {cells[i][0] for i in found}


def _rows(count: int, first: int = 0) -> Table:
    return [[f"第{r}行", str(r), "0", str(r + 1)] for r in range(first, first + count)]


def test_a_word_in_a_column_of_numbers() -> None:
    table = [HEADER, *_rows(4), ["合计", "件", "5", "尤"]]
    assert _words_taken(table) == {"件", "尤"}


def test_headers_and_labels_stay_words() -> None:
    assert _words_taken([HEADER, *_rows(6)]) == set()
    again = [HEADER, *_rows(4), HEADER, *_rows(4, 4)]
    assert _words_taken(again) == set()


def test_long_words_and_misread_signs_of_three_characters_stay_words() -> None:
    table = [HEADER, *_rows(4), ["合计", "不逆用", "第三方权益", "7"]]
    assert _words_taken(table) == set()


def test_a_row_of_numbers_without_a_column_of_them() -> None:
    heads = [f"指标{i}" for i in range(8)]
    assert _words_taken([heads, ["0", "1", "0", "天", "2", "0", "0", "3"]]) == {"天"}
    assert _words_taken([heads, ["总计", "1", "0", "4", "2", "0", "0", "3"]]) == set()


def test_the_one_column_of_numbers_needs_no_others_in_its_rows() -> None:
    table = [["统计指标", "统计数"], *[[f"指标{r}", str(r)] for r in range(5)], ["指标六", "乐"]]
    assert _words_taken(table) == {"乐"}


def test_a_column_of_as_many_words_is_none_of_numbers() -> None:
    table = [HEADER, *[[f"第{r}行", str(r) if r % 2 else "单位", "0", "1"] for r in range(1, 9)]]
    assert _words_taken(table) == set()


def test_without_places_nothing_is_expected() -> None:
    assert among_numbers([(True, "1"), (False, "件")], []) == frozenset()
