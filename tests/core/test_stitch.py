"""Tables over pages, and tables that touch."""

from collections.abc import Sequence

from extractor.core.geometry import Box
from extractor.core.grid import Cell
from extractor.core.stitch import divided, stitched

Spec = tuple[str, int, int]  # text, first column, columns


def _cells(rows: Sequence[Sequence[Spec]], page: int, xs: Sequence[float], top: float = 100.0) -> list[Cell]:
    return [
        Cell(text, r, c, 1, n, box=Box(xs[c], top + 20 * r, xs[c + n], top + 20 * (r + 1)), page=page)
        for r, row in enumerate(rows)
        for text, c, n in row
    ]


def _plain(*texts: str) -> list[Spec]:
    return [(text, c, 1) for c, text in enumerate(texts)]


def _texts(cells: Sequence[Cell]) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[r] for r in sorted(rows)]


XS = [50.0, 250.0, 350.0, 450.0]
HEAD = _plain("指标", "单位", "数")


def test_a_table_goes_on_and_its_rows_keep_their_page() -> None:
    upper = _cells([HEAD, _plain("收到申请数", "件", "3")], 1, XS)
    lower = _cells([_plain("办结申请数", "件", "2")], 2, [x + 9 for x in XS], 40)
    found = stitched(upper, lower)
    assert found is not None
    assert _texts(found) == [["指标", "单位", "数"], ["收到申请数", "件", "3"], ["办结申请数", "件", "2"]]
    assert [cell.page for cell in found] == [1] * 6 + [2] * 3


def test_a_repeated_header_is_left_out_even_if_read_a_little_differently() -> None:
    upper = _cells([_plain("统计指标名称", "单位", "统计数"), _plain("收到申请数", "件", "3")], 1, XS)
    lower = _cells([_plain("统计指标名称", "单位", "统计教"), _plain("办结申请数", "件", "2")], 2, XS, 40)
    found = stitched(upper, lower)
    assert found is not None
    assert _texts(found)[1:] == [["收到申请数", "件", "3"], ["办结申请数", "件", "2"]]


def test_rows_of_numbers_are_no_header_though_they_are_alike() -> None:
    upper, lower = (_cells([_plain("0", "0", "0"), _plain("其他", "1", "1")], page, XS) for page in (1, 2))
    found = stitched(upper, lower)
    assert found is not None
    assert len(_texts(found)) == 4


def test_bent_paper_moves_columns_but_adds_none() -> None:
    upper = _cells([HEAD, _plain("收到申请数", "件", "3")], 1, XS)
    lower = _cells([_plain("办结申请数", "件", "2")], 2, [50.0, 256.0, 345.0, 450.0], 40)
    found = stitched(upper, lower)
    assert found is not None
    assert max(cell.column + cell.column_span for cell in found) == 3


def test_other_columns_are_another_table() -> None:
    upper = _cells([HEAD], 1, XS)
    assert stitched(upper, _cells([_plain("甲", "乙", "丙")], 2, [50.0, 150.0, 290.0, 450.0])) is None
    assert stitched(upper, _cells([_plain("甲", "乙", "丙")], 2, [50.0, 200.0, 300.0, 380.0])) is None


def test_the_same_head_under_another_title_is_another_table() -> None:
    xs = [50.0, 250.0, 450.0]
    upper = _cells([[("第（五）项", 0, 2)], _plain("内容", "数量"), _plain("许可", "3")], 1, xs)
    lower = _cells([[("第（六）项", 0, 2)], _plain("内容", "数量"), _plain("处罚", "4")], 2, xs)
    assert stitched(upper, lower) is None


def test_fewer_columns_on_one_page_are_merged_cells() -> None:
    upper = _cells([[("情况", 0, 1), ("申请人", 1, 1)]], 1, [50.0, 250.0, 450.0])
    found = stitched(upper, _cells([_plain("新收", "1", "2")], 2, XS))
    assert found is not None
    assert [(c.text, c.column, c.column_span) for c in found] == [
        ("情况", 0, 1),
        ("申请人", 1, 2),
        ("新收", 0, 1),
        ("1", 1, 1),
        ("2", 2, 1),
    ]


def test_a_row_that_the_break_divides_becomes_whole() -> None:
    upper = _cells([HEAD, _plain("经费（不包括用于政府公报编辑管理以及政", "元", "12848")], 1, XS)
    lower = _cells([_plain("府网站建设维护的）", "", ""), _plain("会议", "次", "1")], 2, XS, 40)
    found = stitched(upper, lower)
    assert found is not None
    assert _texts(found)[1:] == [
        ["经费（不包括用于政府公报编辑管理以及政\n府网站建设维护的）", "元", "12848"],
        ["会议", "次", "1"],
    ]
    assert {cell.page for cell in found if cell.row == 1} == {1}


def test_a_row_of_blanks_below_the_break_stays_a_row() -> None:
    upper = _cells([HEAD, _plain("七、依申请公开信息收取的费用", "元", "3")], 1, XS)
    lower = _cells([_plain("八、机构建设情况", "", ""), _plain("机构", "个", "1")], 2, XS)
    found = stitched(upper, lower)
    assert found is not None
    assert len(_texts(found)) == 4


def test_values_with_units_on_both_sides_of_the_break_are_two_rows() -> None:
    upper = _cells([HEAD, _plain("行政处罚", "减少1项", "7件")], 1, XS)
    lower = _cells([_plain("行政强制", "+4项", "15件")], 2, XS, 40)
    found = stitched(upper, lower)
    assert found is not None
    assert _texts(found)[1:] == [["行政处罚", "减少1项", "7件"], ["行政强制", "+4项", "15件"]]


def test_a_merged_cell_goes_on_below_the_break() -> None:
    def piece(page: int, group: str, labels: Sequence[str]) -> list[Cell]:
        cells = _cells([[(label, 1, 1), ("1", 2, 1)] for label in labels], page, XS)
        return [Cell(group, 0, 0, len(labels), 1, box=Box(50, 100, 250, 100 + 20 * len(labels)), page=page), *cells]

    found = stitched(piece(1, "三、办理结果", ["予以公开", "部分公开"]), piece(2, "", ["不予公开"]))
    assert found is not None
    groups = [(c.text, c.row, c.row_span, c.page) for c in found if c.column == 0]
    assert groups == [("三、办理结果", 0, 3, 1)]


def test_a_break_through_the_header() -> None:
    upper = _cells([_plain("（说明）", "自然人", "总计")], 1, XS)
    lower = _cells([_plain("", "", "合"), _plain("新收", "1", "2")], 2, XS)
    found = stitched(upper, lower)
    assert found is not None
    assert [(c.text, c.row_span) for c in found if c.row == 0] == [("（说明）", 2), ("自然人", 2), ("总计", 1)]


def test_room_left_at_the_end_of_a_page_is_no_row() -> None:
    upper = _cells([HEAD, _plain("收到", "件", "3"), [("", 0, 3)]], 1, XS)
    found = stitched(upper, _cells([_plain("办结", "件", "2")], 2, XS))
    assert found is not None
    assert _texts(found)[1:] == [["收到", "件", "3"], ["办结", "件", "2"]]


def test_tables_that_touch_part_where_their_columns_do() -> None:
    xs = [50.0, 150.0, 200.0, 250.0, 350.0, 450.0]
    rows: list[list[Spec]] = [
        [("第（一）项", 0, 5)],
        [("内容", 0, 1), ("制发", 1, 2), ("废止", 3, 1), ("有效", 4, 1)],
        [("规章", 0, 1), ("1", 1, 2), ("2", 3, 1), ("3", 4, 1)],
        [("第（五）项", 0, 5)],
        [("内容", 0, 2), ("数量", 2, 3)],
        [("许可", 0, 2), ("7", 2, 3)],
        [("第（六）项", 0, 5)],
        [("内容", 0, 2), ("数量", 2, 3)],
        [("处罚", 0, 2), ("8", 2, 3)],
    ]
    parts = divided(_cells(rows, 1, xs))
    assert [_texts(part)[0] for part in parts] == [["第（一）项"], ["第（五）项"], ["第（六）项"]]
    assert sum(map(len, parts)) == sum(map(len, rows))


def test_one_table_with_merged_cells_stays_whole() -> None:
    rows: list[list[Spec]] = [
        [("内容", 0, 1), ("制发", 1, 1), ("有效", 2, 1)],
        [("规章", 0, 1), ("1", 1, 1), ("3", 2, 1)],
        [("内容", 0, 1), ("数量", 1, 2)],
        [("许可", 0, 1), ("7", 1, 2)],
    ]
    assert len(divided(_cells(rows, 1, XS))) == 1


def test_a_row_of_blanks_below_a_header_is_no_part_of_it() -> None:
    heads = [
        Cell(text, 0, c, rows, 1, box=Box(XS[c], 100, XS[c + 1], 100 + 20 * rows), page=1)
        for c, (text, rows) in enumerate((("维持", 2), ("未结", 2), ("总计", 2)))
    ]
    found = stitched(heads, _cells([_plain("0", "", "")], 2, XS))
    assert found is not None
    assert [(c.text, c.row) for c in found] == [("维持", 0), ("未结", 0), ("总计", 0), ("0", 2), ("", 2), ("", 2)]


def test_a_label_with_blanks_above_the_break_is_no_header() -> None:
    upper = _cells([HEAD, _plain("七、收取的费用", "", "")], 1, XS)
    lower = _cells([_plain("", "政府", "")], 2, XS)
    found = stitched(upper, lower)
    assert found is not None
    assert [(c.text, c.row) for c in found if c.row] == [
        ("七、收取的费用", 1),
        ("", 1),
        ("", 1),
        ("", 2),
        ("政府", 2),
        ("", 2),
    ]


def test_one_row_of_values_stands_below_heads_that_are_wider() -> None:
    def line(texts: Sequence[str], page: int, size: float) -> list[Cell]:
        left = [150 + 100 * c - size * len(text) / 2 for c, text in enumerate(texts)]
        boxes = [Box(x, 40, x + size * len(text), 50) for x, text in zip(left, texts, strict=True)]
        return [Cell(text, 0, c, box=box, page=page) for c, (text, box) in enumerate(zip(texts, boxes, strict=True))]

    heads = line(["结果维持", "结果纠正", "总计"], 1, 10)
    found = stitched(heads, line(["1", "2", "3"], 2, 5))
    assert found is not None
    assert _texts(found) == [["结果维持", "结果纠正", "总计"], ["1", "2", "3"]]
    assert stitched(heads, line(["收到申请", "2", "3"], 2, 5)) is None


def test_an_edge_that_is_a_little_off_on_the_next_page_is_the_same() -> None:
    upper = _cells([_plain("指标", "单位", "数"), [("收到申请数", 0, 1), ("3", 1, 1), ("4", 2, 1)]], 1, XS)
    xs = [50.0, 150.0, 250.0, 355.0, 450.0]
    lower = _cells([[("办结", 0, 1), ("其中", 1, 1), ("2", 2, 1), ("1", 3, 1)]], 2, xs, 40)
    found = stitched(upper, lower)
    assert found is not None
    assert {(c.text, c.column) for c in found if c.row == 2} == {("办结", 0), ("其中", 1), ("2", 2), ("1", 3)}
    assert {(c.text, c.column) for c in found if c.row == 1} == {("收到申请数", 0), ("3", 2), ("4", 3)}
