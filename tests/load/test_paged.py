"""Lines and tables of pages as one document."""

from extractor.core.document import Document, Source
from extractor.core.geometry import Box, Span
from extractor.core.grid import Cell
from extractor.load.paged import Fragment, Part, PlacedText, document

SOURCE = Source("r.pdf", "", "application/pdf", "pdf", 2)
HEIGHTS = {1: 842.0, 2: 842.0, 3: 842.0}


def _line(text: str, page: int = 1, y: float = 400.0, x: float = 72.0) -> PlacedText:
    edges = tuple(x + 10.0 * k for k in range(len(text) + 1))
    return PlacedText(text, Box(x, y, edges[-1], y + 10), edges, page)


def _table(page: int, *rows: tuple[str, ...], y: float = 100.0) -> Fragment:
    cells = [
        Cell(text, r, c, box=Box(72 + 100 * c, y + 20 * r, 172 + 100 * c, y + 20 * r + 20), page=page)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Fragment(tuple(cells), Box(72, y, 72 + 100 * len(rows[0]), y + 20 * len(rows)), page)


def _made(*parts: Part) -> Document:
    return document(parts, SOURCE, heights=HEIGHTS)


def test_characters_keep_their_places() -> None:
    made = _made(_line("一、总体情况"), _line("全年公开31条。", y=420), _line("第二页。", page=2))
    start = made.text.index("31")
    assert made.place(Span(start, start + 2)) == (1, Box(112, 420, 132, 430))
    start = made.text.index("第二")
    assert made.place(Span(start, start + 1)) == (2, Box(72, 400, 82, 410))


def test_a_table_goes_on_over_the_page_between_folio_and_running_head() -> None:
    made = _made(
        _line("某县政府信息公开", 1, 20),
        _table(1, ("内容", "数"), ("规章", "1"), y=700),
        _line("- 1 -", 1, 810),
        _line("某县政府信息公开", 2, 20),
        _table(2, ("内容", "数"), ("文件", "2")),
        _line("- 2 -", 2, 810),
    )
    (grid,) = made.grids
    assert [(c.text, c.page) for c in grid.cells if c.column == 0] == [("内容", 1), ("规章", 1), ("文件", 2)]
    assert [b.kind for b in made.blocks] == ["header", "grid", "footer", "header", "footer"]
    for cell in grid.cells:
        assert cell.span is not None
        assert made.slice(cell.span) == cell.text


def test_text_between_two_tables_keeps_them_apart() -> None:
    made = _made(_table(1, ("内容", "数"), y=700), _line("三、收到申请", 2, 90), _table(2, ("内容", "数"), y=120))
    assert len(made.grids) == 2


def test_tables_of_one_page_are_two_unless_they_stand_side_by_side() -> None:
    first, second = _table(1, ("甲", "1")), _table(1, ("乙", "2"), y=300)
    assert len(_made(first, second).grids) == 2
    cells = tuple(
        Cell(c.text, c.row, c.column, box=Box(c.box.x0 + 400, c.box.y0, c.box.x1 + 400, c.box.y1), page=1)
        for c in _table(1, ("乙", "2")).cells
        if c.box is not None
    )
    beside = Fragment(cells, Box(472, 100, 672, 120), 1)
    (grid,) = _made(first, beside).grids
    assert [c.text for c in grid.cells] == ["甲", "1", "乙", "2"]


def test_a_row_of_text_in_a_table_keeps_its_lines() -> None:
    told = ["本年度公开工作有序推进。" * 4, "存在的不足是力量薄弱。" * 4, "下一步将逐项改进。" * 4]
    text = "\n".join(told)
    cells = (
        Cell("标题", 0, 0, box=Box(72, 80, 172, 100), page=1),
        Cell("数", 0, 1, box=Box(172, 80, 272, 100), page=1),
        Cell(text, 1, 0, 1, 2, box=Box(72, 100, 472, 160), page=1),
    )
    lines = tuple(_line(part, y=105 + 15 * i) for i, part in enumerate(told))
    made = _made(Fragment(cells, Box(72, 80, 472, 160), 1, lines))
    assert len(made.grids) == 1
    start = made.text.index("不足")
    place = made.place(Span(start, start + 2))
    assert place is not None
    assert place[1].y0 == 120


def test_a_date_at_the_foot_of_the_last_page_is_text() -> None:
    made = _made(_line("本报告如下。"), _line("2023年1月9日", 1, 800))
    assert made.blocks[-1].kind == "paragraph"
