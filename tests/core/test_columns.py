"""Tables without rulings, from pieces of text and their boxes."""

from collections.abc import Sequence

from extractor.core.columns import Columns, Piece, Words, columns
from extractor.core.geometry import Box

SIZE = 10.0


def _at(text: str, x: float, y: float, lines: int = 1) -> Piece:
    """A piece with its left edge at x and its middle at y, as wide as its longest line."""
    width = SIZE * max(len(line) for line in text.split("\n")) * (0.5 if text.isascii() else 1.0)
    height = SIZE * 0.9 * lines
    return Piece(text.replace("\n", ""), Box(x, y - height / 2, x + width, y + height / 2))


def _texts(pieces: Sequence[Piece], table: Columns) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.place.row, []).append("".join(pieces[i].text for i in cell.pieces))
    return [rows[r] for r in sorted(rows)]


def _row(y: float, label: str, *values: str, x: float = 50) -> list[Piece]:
    found = [_at(label, x, y, label.count("\n") + 1)]
    return found + [_at(value, 300 + 60 * k, y) for k, value in enumerate(values) if value]


def test_labels_and_values_in_columns_with_blanks_where_nothing_stands() -> None:
    pieces = [
        *_row(100, "内容", "制发", "废止", "有效"),
        *_row(120, "规章", "1", "", "12"),
        *_row(140, "规范性文件", "3", "0", "104"),
        *_row(160, "其他"),
        *_row(180, "合计", "4", "0", "116"),
    ]
    (table,) = columns(pieces)
    assert _texts(pieces, table) == [
        ["内容", "制发", "废止", "有效"],
        ["规章", "1", "", "12"],
        ["规范性文件", "3", "0", "104"],
        ["其他", "", "", ""],
        ["合计", "4", "0", "116"],
    ]


def test_running_text_is_no_table() -> None:
    said = ["全年主动公开政府信息312条，其中规章", "2件。收到申请 7 件，已办结", "电话：0571-1234567"]
    assert columns([_at(text, 50, 100 + 18 * i) for i, text in enumerate(said)]) == []
    words = [_at(text, 50 + 60 * k, 100) for k, text in enumerate(["共收到", "7", "申请", "已办结", "均已答复"])]
    assert columns(words) == []


def test_a_wrapped_label_takes_the_value_at_its_height() -> None:
    pieces = [
        *_row(100, "收到申请\n的数量", "7", "1"),
        *_row(130, "办结申请\n的数量", "6", "1"),
        *_row(160, "结转下年", "1", "0"),
    ]
    (table,) = columns(pieces)
    assert _texts(pieces, table)[1] == ["办结申请的数量", "6", "1"]


def test_a_group_stands_left_of_the_rows_that_it_holds() -> None:
    pieces = [_at("三、办\n理结果", 50, 130, 2)]
    for i, label in enumerate(["予以公开", "部分公开", "不予公开", "无法提供"]):
        pieces += _row(100 + 20 * i, label, "1", "2", x=120)
    pieces += _row(180, "四、结转下年度继续办理的", "0", "0")
    (table,) = columns(pieces)
    labels = {"".join(pieces[i].text for i in c.pieces): c.place for c in table.cells if c.pieces}
    assert labels["三、办理结果"].column == 0
    assert labels["予以公开"].column == labels["不予公开"].column == 1
    assert labels["四、结转下年度继续办理的"].column_span == 2


def test_a_header_over_several_columns() -> None:
    pieces = [
        _at("申请人的情况（单位：件，次）", 295, 60),
        _at("自然人", 296, 80),
        _at("企业", 360, 80),
        _at("总计", 420, 80),
        *_row(100, "新收", "5", "2", "7"),
    ]
    (table,) = columns(pieces)
    (over,) = (c.place for c in table.cells if c.pieces == (0,))
    assert (over.row, over.column, over.column_span) == (0, 1, 3)


def test_a_row_of_values_without_a_label() -> None:
    values = [_at(str(k % 3), 60 + 30 * k, 100) for k in range(10)]
    (table,) = columns(values)
    assert [c.place.column for c in table.cells] == list(range(10))
    heads = [_at(text, 40 + 60 * k, 80) for k, text in enumerate(["维持", "纠正", "其他", "未结", "总计"])]
    pieces = [*heads, _at("1", 105, 95), _at("1", 285, 95)]
    (table,) = columns(pieces)
    assert _texts(pieces, table)[-1] == ["", "1", "", "", "1"]


def test_tables_below_each_other_have_columns_of_their_own() -> None:
    pieces = [
        *_row(100, "内容", "制发", "废止", "有效"),
        *_row(120, "规章", "1", "2", "12"),
        _at("第（五）项", 50, 150),
        _at("内容", 50, 170),
        _at("处理决定数量", 300, 170),
        _at("许可", 50, 190),
        _at("947", 322, 190),
    ]
    found = columns(pieces)
    assert [_texts(pieces, table) for table in found] == [
        [["内容", "制发", "废止", "有效"], ["规章", "1", "2", "12"]],
        [["内容", "处理决定数量"], ["许可", "947"]],
    ]


def test_a_table_without_a_header_goes_on_in_known_columns() -> None:
    first = [*_row(100, "内容", "制发", "废止", "有效"), *_row(120, "规章", "1", "2", "12")]
    (before,) = columns(first)
    pieces = [*_row(60, "规范性文件", "", "", "3"), *_row(80, "其他", "1", "", "1")]
    (table,) = columns(pieces, before)
    assert _texts(pieces, table) == [["规范性文件", "", "", "3"], ["其他", "1", "", "1"]]


def test_nothing_makes_nothing() -> None:
    assert columns([]) == []
    assert columns([Piece("1", Box(0, 0, 0, 0))]) == []


def test_headings_span_the_columns_that_they_stand_above() -> None:
    heads = [_at("结果维持", 40 + 60 * k, 120) for k in range(5)]
    for x in (160, 40):  # above their middle; at the left edge of the first
        pieces = [_at("行政复议", x, 100), *heads, *(_at("3", 60 + 60 * k, 140) for k in range(5))]
        (table,) = columns(pieces)
        place = next(cell.place for cell in table.cells if cell.pieces == (0,))
        assert (place.row, place.column, place.column_span) == (0, 0, 5)
        assert len(table.values) == 5


def test_few_values_far_below_many_heads_are_a_row() -> None:
    heads = [_at("结果维持", 40 + 60 * k, 100) for k in range(5)]
    pieces = [*heads, _at("3", 60, 130), _at("4", 240, 130)]
    (table,) = columns(pieces)
    assert _texts(pieces, table) == [["结果维持"] * 5, ["3", "", "", "4", ""]]


FORM = Words(columns=["自然人", "商业企业", "总计"], groups=["申请人情况", "内容"], titles=["第二十条第（五）项"])


def test_a_known_head_stands_far_above_its_values() -> None:
    pieces = [_at("内容", 50, 100), _at("总计", 290, 100), *_row(128, "许可", "947")]
    assert columns(pieces) == []
    (table,) = columns(pieces, words=FORM)
    assert _texts(pieces, table) == [["内容", "总计"], ["许可", "947"]]


def test_a_title_between_columns_makes_none() -> None:
    heads = [_at("内容", 50, 100), _at("自然人", 295, 100), _at("总计", 400, 100)]
    rows = [*_row(120, "许可", "947"), _at("12", 405, 120), *_row(140, "处罚", "3"), _at("7", 405, 140)]
    pieces = [_at("第二十条第（五）项", 320, 85), *heads, *rows]
    (table,) = columns(pieces, words=FORM)
    assert _texts(pieces, table) == [["内容", "自然人", "总计"], ["许可", "947", "12"], ["处罚", "3", "7"]]


def test_values_at_another_side_of_their_cells_than_their_head() -> None:
    heads = [_at("自然人", 340, 100), _at("商业企业", 420, 100), _at("总计", 520, 100)]
    rows = [p for k in range(3) for p in (_at("收到申请", 50, 120 + 20 * k), *_values(120 + 20 * k))]
    pieces = [*heads, *rows]
    (table,) = columns(pieces, words=FORM)
    assert _texts(pieces, table)[0] == ["自然人", "商业企业", "总计"]
    assert len(table.values) == 3


def _values(y: float) -> list[Piece]:
    return [_at("3", 300, y), _at("41", 420, y), _at("44", 520, y)]


def test_rows_of_signs_are_as_high_as_rows_of_numbers() -> None:
    dash = [Piece("-", Box(300 + 60 * k, 139.5, 304 + 60 * k, 140.0)) for k in range(3)]
    pieces = [*_row(100, "规章", "1", "2", "3"), _at("许可", 50, 140), *dash, *_row(180, "处罚", "4", "5", "9")]
    (table,) = columns(pieces)
    assert _texts(pieces, table)[1] == ["许可", "-", "-", "-"]


def test_the_number_of_a_page_is_no_row() -> None:
    pieces = [
        *_row(100, "规章", "1", "12"),
        *_row(120, "规范性文件", "3", "104"),
        *_row(140, "合计", "4", "116"),
        _at("·", 280, 165),
        _at("3", 300, 165),
        _at("·", 310, 165),
    ]
    (table,) = columns(pieces)
    assert _texts(pieces, table) == [["规章", "1", "12"], ["规范性文件", "3", "104"], ["合计", "4", "116"]]


def test_a_header_begins_below_the_title_of_its_section() -> None:
    heads, title = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], "四、政府信息公开行政复议、行政诉讼情况"
    pieces = [
        _at(title, 50, 110),
        *[_at(head, 50 + 60 * k, 130) for k, head in enumerate(heads)],
        *[_at(str(k), 65 + 60 * k, 145) for k in range(5)],
    ]
    (table,) = columns(pieces, words=Words(columns=heads, titles=[title]))
    assert _texts(pieces, table) == [heads, ["0", "1", "2", "3", "4"]]


ROWS = ["予以公开", "部分公开", "不予公开", "无法提供"]
LEAVES = Words(
    columns=["自然人", "商业企业", "科研机构", "总计"], groups=["内容"], titles=["四、复议情况"], leaves=ROWS
)
HEADS = ["自然人", "商业企业", "科研机构", "总计"]


def _head(y: float) -> list[Piece]:
    return [_at(head, 290 + 60 * k, y) for k, head in enumerate(HEADS)]


def test_known_rows_without_values_are_rows_of_blanks() -> None:
    pieces = [*_head(80), *_row(100, ROWS[0]), *_row(120, ROWS[1], "1", "", "", "1"), *_row(140, ROWS[2])]
    (table,) = columns(pieces, words=LEAVES)
    assert _texts(pieces, table) == [HEADS, [ROWS[0], *[""] * 4], [ROWS[1], "1", "", "", "1"], [ROWS[2], *[""] * 4]]
    only = [*_head(80), *(piece for k, label in enumerate(ROWS) for piece in _row(100 + 20 * k, label))]
    (table,) = columns(only, words=LEAVES)
    assert _texts(only, table) == [HEADS, *([label, *[""] * 4] for label in ROWS)]


def test_rows_without_values_go_on_in_known_columns() -> None:
    (before,) = columns([*_head(80), *_row(100, ROWS[0], "3", "4", "5", "12")], words=LEAVES)
    pieces = [*_row(60, ROWS[1]), *_row(80, ROWS[2])]
    assert columns(pieces, words=LEAVES) == []
    (table,) = columns(pieces, before, LEAVES)
    assert _texts(pieces, table) == [[ROWS[1], *[""] * 4], [ROWS[2], *[""] * 4]]


def test_a_known_label_in_a_text_below_a_table_is_no_row_of_it() -> None:
    table = [*_head(80), *_row(100, ROWS[0], "3", "4", "5", "12")]
    text = [_at("五、存在的主要问题", 50, 140), _at("今后要做到应公开尽公开、不该公开的坚决不予公开，并做好", 50, 160)]
    (found,) = columns([*table, *text, _at(ROWS[0], 50, 180)], words=LEAVES)
    assert len(found.cells) == 9


def test_known_rows_at_the_top_of_a_page_need_no_header() -> None:
    pieces = _row(60, ROWS[0], "7", "9")
    assert columns(pieces) == []
    (table,) = columns(pieces, words=LEAVES)
    assert _texts(pieces, table) == [[ROWS[0], "7", "9"]]


def test_heads_at_the_end_of_a_page_are_a_header_without_rows() -> None:
    (table,) = columns(_head(700), words=LEAVES)
    assert _texts(_head(700), table) == [HEADS]
    (below,) = columns(_row(60, ROWS[0], "7", "", "", "7"), table, LEAVES)
    assert len(below.values) == 4


def test_heads_right_above_another_heading_have_an_empty_row() -> None:
    pieces = [*_head(80), _at("四、复议情况", 50, 130)]
    (table,) = columns(pieces, words=LEAVES)
    assert _texts(pieces, table) == [HEADS, [""] * 4]


def test_a_header_that_comes_again_heads_nothing() -> None:
    corner = [_at("内容", 50, y) for y in (60, 80)]
    pieces = [*corner, *_head(60), _at("自然人", 290, 80), _at("总计", 470, 80), *_row(100, ROWS[0], "7", "", "", "9")]
    (table,) = columns(pieces, words=LEAVES)
    assert _texts(pieces, table) == [["内容", "自然人", "总计"], [ROWS[0], "7", "9"]]


def test_a_column_whose_head_is_on_the_page_before() -> None:
    heads = [_at(head, 350 + 60 * k, 60) for k, head in enumerate(["商业企业", "科研机构"])]
    pieces = [*heads, *_row(80, ROWS[0], "5", "2", "", "7"), *_row(100, ROWS[1], "1", "", "", "1")]
    (table,) = columns(pieces, words=LEAVES)
    assert len(table.values) == 4


def test_a_heading_stands_above_the_middle_of_cells_whose_texts_do_not() -> None:
    middles = [90, 190, 290, 390, 465]  # cells from 40 to 490, the last of which is narrower
    heads = [_at(head, middle - 5 * len(head), 120) for middle, head in zip(middles, [*HEADS, "总计"], strict=True)]
    pieces = [_at("行政复议", 265 - 20, 100), *heads, *(_at("3", middle - 2.5, 140) for middle in middles)]
    (table,) = columns(pieces)
    place = next(cell.place for cell in table.cells if cell.pieces == (0,))
    assert (place.row, place.column, place.column_span) == (0, 0, 5)


def test_values_that_begin_a_page_go_on_below_the_heads_of_the_page_before() -> None:
    (head,) = columns(_head(700), words=LEAVES)
    pieces = [_at("1", 352, 60), _at("1", 472, 60), _at("五、存在的问题", 50, 100)]
    (table,) = columns(pieces, head, LEAVES)
    assert _texts(pieces, table) == [["", "1", "", "1"]]
    assert columns([_at("五、存在的问题", 50, 40), *pieces], head, LEAVES) == []
    assert columns(pieces, None, LEAVES) == []


def test_what_heads_the_labels_of_the_next_page_is_no_column() -> None:
    pieces = [_at("（本列数据的勾稽关系）", 50, 700), *_head(700)]
    (table,) = columns(pieces, words=LEAVES)
    assert len(table.values) == 4


def test_rows_that_share_no_column_go_on_in_known_ones() -> None:
    (before,) = columns([*_head(80), *_row(100, ROWS[0], "3", "4", "5", "12")], words=LEAVES)
    pieces = [_at("4", 360, 60), _at("逾期不补正、不再\n处理其申请", 100, 60, 2), _at("（六）其他", 30, 85)]
    pieces += [_at("逾期未按要求缴纳、\n不再处理其申请", 100, 110, 2), _at("5", 420, 110), _at("5", 480, 110)]
    (table,) = columns(pieces, before, LEAVES)
    values = [[text for text in row if not text or text.isdigit()] for row in _texts(pieces, table)]
    assert [row for row in values if any(row)] == [["", "4", "", ""], ["", "", "5", "5"]]


def test_a_known_row_that_begins_a_page_goes_on_in_the_one_known_column() -> None:
    (before,) = columns([*_row(100, ROWS[0], "3"), *_row(120, ROWS[1], "12"), *_row(140, "其他", "1")], words=LEAVES)
    pieces = [*_row(60, ROWS[2], "62"), *_row(80, "十、其他事项", "7")]
    (table,) = columns(pieces, before, LEAVES)
    assert _texts(pieces, table) == [[ROWS[2], "62"], ["十、其他事项", "7"]]


def test_a_group_beside_rows_has_no_blank_of_its_own() -> None:
    words = Words(columns=HEADS, leaves=[*ROWS, "其他处理"])
    values = [_at("1", 300 + 60 * c, y) for y in (100, 140) for c in range(4)]
    labels = [Piece(label, Box(120, y - 18, 160, y + 18)) for label, y in zip(ROWS, (100, 140), strict=False)]
    pieces = [*_head(60), *labels, *values, Piece("其他处理", Box(50, 113, 90, 127))]
    (table,) = columns(pieces, words=words)
    assert [row[-5:] for row in _texts(pieces, table)[1:]] == [[label, *"1111"] for label in ROWS[:2]]


def test_a_header_that_a_page_end_cuts_has_the_columns_of_both_parts() -> None:
    (upper,) = columns([_at(head, 40 + 60 * k, 700) for k, head in enumerate(HEADS)], words=LEAVES)
    heads = [_at(head, 300 + 60 * k, 60) for k, head in enumerate(HEADS)]
    pieces = [*heads, _at("3", 45, 80), _at("2", 165, 80), _at("1", 305, 80), _at("6", 485, 80)]
    (table,) = columns(pieces, upper, LEAVES)
    assert _texts(pieces, table)[-1] == ["3", "", "2", "", "1", "", "", "6"]
    (alone,) = columns(pieces, words=LEAVES)
    assert len(alone.values) == 6


def test_the_last_row_of_a_page_may_have_a_label_in_other_words_or_its_beginning() -> None:
    words = Words(columns=HEADS, leaves=[*ROWS, "上年结转政府信息公开申请数量"])
    for label in ("上年结转的政府信息公开申请件数", "上年结转政府信"):
        pieces = [*_head(80), *_row(100, ROWS[0], "1", "", "", "1"), *_row(120, label)]
        (table,) = columns(pieces, words=words)
        assert _texts(pieces, table)[-1] == [label, *[""] * 4]
        followed = [*pieces, _at("五、存在的主要问题", 50, 160)]
        (table,) = columns(followed, words=words)
        assert len(_texts(followed, table)) == 2
