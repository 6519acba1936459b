"""Markdown: grids from pipe tables in all their spellings."""

from extractor.core.document import Document
from extractor.load import load


def read(text: str) -> Document:
    document = load(text.encode(), name="a.md")
    for grid in document.grids:
        for cell in grid.cells:
            assert cell.span is not None
            assert document.slice(cell.span) == cell.text
    return document


def rows(document: Document, grid: int = 0) -> list[list[str]]:
    found = document.grids[grid]
    return [[cell.text for cell in found.row(row)] for row in range(found.rows)]


def test_with_and_without_outer_pipes_and_rule() -> None:
    expected = [["内容", "数量"], ["规章", "3"], ["", "0"]]
    for table in (
        "| 内容 | 数量 |\n|---|---:|\n| 规章 | 3 |\n| | 0 |",
        "内容 | 数量 |\n规章 | 3 |\n | 0 |",
        "|内容|数量|\n|规章|3|\n||0|",
        "  | 内容 | 数量\n  | :-- | --\n  | 规章 | 3\n  | | 0",
    ):
        assert rows(read(f"一、概述\n\n{table}\n\n正文。\n")) == expected


def test_fragments_stay_apart() -> None:
    document = read(
        "| 6 | 0 | 6 |\n|---|---|---|\n| 0 | 1 | 1 |\n|---|---|---|\n| 其他 | 2 | 0 | 2 |\n"
        "|---|---|---|---|\n| 总计 | 8 | 1 | 9 |\n"
    )
    assert [rows(document, i) for i in range(3)] == [
        [["6", "0", "6"]],
        [["0", "1", "1"]],
        [["其他", "2", "0", "2"], ["总计", "8", "1", "9"]],
    ]
    document = read("| 6 | 0 |\n|---|---|\n\n| 7 | 1 |\n|---|---|\n")
    assert len(document.grids) == 2


def test_headings_and_title() -> None:
    document = read("# 云门县2021年政府信息公开工作年度报告\n\n## 一、概述\n\n公开**12**条。\n\n##\n")
    assert [(block.kind, document.slice(block.span)) for block in document.blocks] == [
        ("title", "云门县2021年政府信息公开工作年度报告"),
        ("heading", "一、概述"),
        ("paragraph", "公开**12**条。"),
    ]


def test_breaks_and_escapes_in_cells() -> None:
    document = read("| 本年新<br>制作数量 | a\\|b |\n|---|---|\n| 1 | 2 |\n")
    assert rows(document)[0] == ["本年新 制作数量", "a\\|b"]


def test_a_table_written_in_html() -> None:
    document = read(
        "# 报告\n\n一、概述\n\n公开 5 < 6 条。\n\n<table><tr><td rowspan=2>规章</td><td>1</td></tr>"
        "<tr><td>2</td></tr></table>\n"
    )
    assert rows(document) == [["规章", "1"], ["规章", "2"]]
    assert [block.kind for block in document.blocks] == ["paragraph", "heading", "paragraph", "grid"]
    assert document.slice(document.blocks[2].span) == "公开 5 < 6 条。"


def test_two_columns_without_outer_pipes() -> None:
    text = "前文一句。\n\n信息内容 | 本年处理决定数量\n--- | ---\n行政处罚 | 485\n行政强制 | 13\n\n后文 | 一句。\n"
    document = load(text.encode(), name="r.md")
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells] == ["信息内容", "本年处理决定数量", "行政处罚", "485", "行政强制", "13"]
    assert "---" not in {cell.text for cell in grid.cells}
