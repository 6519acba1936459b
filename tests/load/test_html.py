"""Web pages: where the report stands, what is shown, and the tables."""

import pytest

from extractor.core.document import Document
from extractor.load import load

TITLE = "清源县2021年政府信息公开工作年度报告"
PROSE = "2021年，全县主动公开政府信息512条，收到政府信息公开申请24件，均在期限内答复申请人。"
MENU = "<div class='nav'><ul>" + "".join(f"<li><a href='/{i}'>栏目{i}</a></li>" for i in range(30)) + "</ul></div>"


def read(page: str) -> Document:
    document = load(page.encode(), name="a.html")
    for block in document.blocks:
        assert document.slice(block.span).strip()
    for grid in document.grids:
        for cell in grid.cells:
            assert cell.span is not None
            assert document.slice(cell.span) == cell.text
    return document


def blocks(document: Document, *kinds: str) -> list[str]:
    return [document.slice(block.span) for block in document.blocks if block.kind in kinds]


def rows(document: Document, grid: int = 0) -> list[list[str]]:
    found = document.grids[grid]
    return [[cell.text for cell in found.row(row)] for row in range(found.rows)]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "container",
    [
        "id='zoom'",
        "class='TRS_Editor'",
        "class='box article-content'",
        "id='ivs_content'",
        "class='unheard-of-name'",
        "id=UCAPCONTENT",
    ],
)
def test_the_report_s_container(container: str) -> None:
    document = read(
        page(
            f"{MENU}<div>当前位置：<a href='/'>首页</a> &gt; 公开</div><h1>{TITLE}</h1>"
            "<div class='info'>发布时间：2022-01-20</div>"
            f"<div {container}><p>{PROSE}</p><p>一、总体情况</p><p>{PROSE}</p><p>{PROSE}</p></div>"
            "<div class='footer'>版权所有：清源县人民政府</div>"
        )
    )
    assert blocks(document, "title") == [TITLE]
    assert blocks(document, "paragraph", "heading") == [PROSE, "一、总体情况", PROSE, PROSE]
    noise = blocks(document, "noise")
    assert noise[0] == "栏目0"
    assert noise[-3:] == ["当前位置：首页 > 公开", "发布时间：2022-01-20", "版权所有：清源县人民政府"]


def test_a_known_container_that_holds_little_is_not_the_report() -> None:
    document = read(page(f"<div id='zoom'>附件下载</div><div><p>{PROSE}</p><p>{PROSE}</p></div>"))
    assert blocks(document, "paragraph") == [PROSE, PROSE]


def test_a_report_in_several_containers() -> None:
    document = read(
        page(f"<div class='TRS_Editor'><p>{PROSE}</p></div><div>广告</div><div class='TRS_Editor'><p>{PROSE}</p></div>")
    )
    assert blocks(document, "paragraph") == [PROSE, PROSE]
    assert blocks(document, "noise") == ["广告"]


def test_titles_among_links_are_noise() -> None:
    document = read(page(f"<div id='zoom'><p>{PROSE}</p></div><ul><li><a href='/x'>{TITLE}</a></li></ul>"))
    assert blocks(document, "title") == []
    assert blocks(document, "noise") == [TITLE]


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("big5", "big5"),
        ("utf-16", "gb2312"),
        ("gb18030", ""),
    ],
)
def test_declared_encodings_are_checked(name: str, declared: str) -> None:
    text = (
        "主動公開政府資訊，一、總體情況，行政復議。" if name == "big5" else "主动公开政府信息，一、总体情况，喆镕基。"
    )
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else ""
    data = f"<html><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>".encode(name)
    document = load(data)
    assert document.text == text
    assert document.hints["title"] == text


def test_what_the_head_states() -> None:
    head = (
        f"<title>{TITLE}_清源县人民政府</title><meta name='PubDate' content='2022-01-20 10:00'>"
        "<meta name='ContentSource' content='县政府办'><meta name='SiteName' content='清源县人民政府'>"
    )
    hints = read(page(f"<p>{PROSE}</p>", head)).hints
    assert hints == {"title": f"{TITLE}_清源县人民政府", "published": "2022-01-20 10:00", "site": "清源县人民政府"}
    assert read(page(f"<p>{PROSE}</p>", head + f"<meta name='ArticleTitle' content='{TITLE}'>")).hints["title"] == TITLE


def test_merged_cells() -> None:
    document = read(
        page(
            "<table><thead><tr><td rowspan=2 colspan=2>类别</td><td colspan=2>申请人</td></tr>"
            "<tr><td>自然人</td><td>总计</td></tr></thead>"
            "<tbody><tr><td rowspan='2'>结果</td><td>公开</td><td>3</td><td></td></tr>"
            "<tr><td>不公开</td><td>1</td><td>&nbsp;</td></tr></tbody></table>"
        )
    )
    grid = document.grids[0]
    assert (grid.rows, grid.columns) == (4, 4)
    assert rows(document) == [
        ["类别", "申请人"],
        ["类别", "自然人", "总计"],
        ["结果", "公开", "3", ""],
        ["结果", "不公开", "1", ""],
    ]
    assert (grid.cells[0].row_span, grid.cells[0].column_span) == (2, 2)
    assert document.text == "类别\t申请人\n自然人\t总计\n结果\t公开\t3\t\n不公开\t1\t"


def test_absurd_spans_shrink_to_the_table() -> None:
    document = read(
        page(
            "<table><tr><td colspan=99999 rowspan=88888>甲</td></tr>"
            "<tr><td rowspan=0 colspan=-4>乙<td colspan='x'>5<td>6</tr></table>"
        )
    )
    grid = document.grids[0]
    assert (grid.rows, grid.columns) == (2, 4)
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "5", "6"]


def test_a_column_that_only_spans_make_is_dropped() -> None:
    document = read(
        page("<table><tr><td colspan=3>规章</td><td>1</td></tr><tr><td colspan=3>其他</td><td>2</td></tr></table>")
    )
    assert (document.grids[0].rows, document.grids[0].columns) == (2, 2)


def test_layout_tables_are_no_grids() -> None:
    inner = "<table><tr><td>规章</td><td>3</td></tr><tr><td>其他</td><td>4</td></tr></table>"
    document = read(
        page(
            f"<table><tr><td>{MENU}</td><td><table><tr><td><p>{PROSE}</p>{inner}<p>{PROSE}</p></td></tr></table></td></tr></table>"
        )
    )
    assert [rows(document, i) for i in range(len(document.grids))] == [[["规章", "3"], ["其他", "4"]]]
    assert blocks(document, "paragraph") == [PROSE, PROSE]


def test_a_data_table_within_a_cell_is_its_own_grid() -> None:
    inner = "<table><tr><td>自然人</td><td>企业</td></tr><tr><td>4</td><td>0</td></tr></table>"
    outer = (
        "<table><tr><td>一、新收</td><td>9</td><td>2</td></tr><tr><td>二、结转</td><td>1</td><td>0</td></tr>"
        f"<tr><td>三、结果</td><td>{inner}</td><td>5</td></tr></table>"
    )
    document = read(page(outer))
    assert rows(document, 0) == [["一、新收", "9", "2"], ["二、结转", "1", "0"], ["三、结果", "", "5"]]
    assert rows(document, 1) == [["自然人", "企业"], ["4", "0"]]


def test_a_row_of_prose_divides_a_table() -> None:
    document = read(
        page(
            f"<table><tr><td>规章</td><td>3</td></tr>"
            f"<tr><td colspan=2>{PROSE * 4}</td></tr><tr><td>其他</td><td>4</td></tr></table>"
        )
    )
    assert [block.kind for block in document.blocks] == ["grid", "paragraph", "grid"]
    assert rows(document, 1) == [["其他", "4"]]


def test_a_card_of_the_page_s_data_is_noise() -> None:
    card = (
        "<table><tr><td>索引号：</td><td>0001-2022</td><td>发布机构：</td><td>县政府办</td></tr>"
        "<tr><td>文号：</td><td></td><td>成文日期：</td><td>2022-01-20</td></tr></table>"
    )
    document = read(page(f"{card}<div id='zoom'><p>{PROSE}</p></div>"))
    assert document.grids == ()
    assert blocks(document, "noise")[0].startswith("索引号：\t0001-2022")


def test_markup_of_word() -> None:
    document = read(
        page(
            "<!--[if gte mso 9]><xml><w:WordDocument>120</w:WordDocument></xml><![endif]-->"
            "<div class=WordSection1><p class=MsoNormal><span style='mso-hide:all'>暗</span>"
            "<span lang=EN-US>2021<o:p></o:p></span>"
            "<span>年，收到申请</span>\n<span lang=EN-US>1</span><span>3</span>件"
            "<![if !supportEmptyParas]>。<![endif]><o:p>&nbsp;</o:p></p>"
            "<p class=MsoNormal><o:p>&nbsp;&nbsp;</o:p></p>"
            "<p>&nbsp;&nbsp;&nbsp; 一、总体\n  情况&nbsp;&nbsp;</p></div>"
        )
    )
    assert document.text == "2021年，收到申请\n13件。\n一、总体情况".replace("\n1", " 1", 1)


def test_what_is_not_shown() -> None:
    document = read(
        page(
            "<style>p{}</style><script>var n = 7;</script><p style='display: none'>甲</p><p hidden>乙</p>"
            "<table><tr><td>规章</td><td style='display:none'>9</td><td>3</td></tr>"
            "<tr style='display:none'><td>丙</td></tr><tr><td>其他</td><td>4</td></tr></table>"
            f"<p>{PROSE}</p>"
        )
    )
    assert document.text == f"规章\t3\n其他\t4\n{PROSE}"


def test_a_page_that_scripts_uncover() -> None:
    assert read(page(f"<div id='zoom' style='display:none'><p>{PROSE}</p></div>")).text == PROSE


def test_pictures_in_place_of_tables() -> None:
    picture = "<p><img src='/pic/table3.png'></p>"
    assert "table3.png" in read(page(f"<div id='zoom'><p>{PROSE}</p>{picture}</div>")).warnings[0]
    with_table = "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>0</td></tr></table>"
    assert read(page(f"<div id='zoom'><p>{PROSE}</p>{picture}{with_table}</div>")).warnings == ()


def test_attachments() -> None:
    document = read(
        page("<div id='zoom'><p>见附件。</p><p><a href='/files/P02022.docx?x=1'>年度报告全文</a></p></div>")
    )
    assert any("年度报告全文" in warning and "P02022.docx" in warning for warning in document.warnings)


def test_breaks_end_lines_and_titles_may_have_two() -> None:
    document = read(
        page(f"<div id='zoom'><p>清源县2021年<br>政府信息公开工作年度报告</p>　　{PROSE}<br/><br/>　　{PROSE}</div>")
    )
    assert [(block.kind, document.slice(block.span)) for block in document.blocks] == [
        ("title", "清源县2021年\n政府信息公开工作年度报告"),
        ("paragraph", PROSE),
        ("paragraph", PROSE),
    ]


@pytest.mark.parametrize("depth", [50, 300])
def test_deep_nesting(depth: int) -> None:
    assert PROSE in read(page("<div>" * depth + PROSE + "</div>" * depth)).text


def test_a_broken_page() -> None:
    document = read(f"<p>{PROSE}<div><table><tr><td>规章<td>3<tr><td>其他<td>4</table><p>五、其他<b>无")
    assert rows(document) == [["规章", "3"], ["其他", "4"]]
    assert blocks(document, "paragraph", "heading") == [PROSE, "五、其他无"]
