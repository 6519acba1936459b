"""Pasted text: what each line is, and which lines belong together."""

import pytest

from extractor.core.document import Document
from extractor.load import load


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.slice(block.span)) for block in document.blocks]


def read(text: str) -> list[tuple[str, str]]:
    return blocks(load(text.encode()))


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in read(text)]


def test_a_short_report() -> None:
    assert read(
        "青石县2022年政府信息公开\n\n工作年度报告\n　　根据要求编制本报告。\n"
        "    一、 总体情况\n（一）主动公开\n公开信息52条。\n"
    ) == [
        ("title", "青石县2022年政府信息公开\n\n工作年度报告"),
        ("paragraph", "根据要求编制本报告。"),
        ("heading", "一、 总体情况"),
        ("heading", "（一）主动公开"),
        ("paragraph", "公开信息52条。"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "（二）依申请公开方面",
        "(三)政府信息管理",
        "1.政策解读",
        "3、平台建设",
        "第一部分 概述",
        "四、行政复议、行政诉讼情况",
    ],
)
def test_headings(line: str) -> None:
    assert kinds(f"前言写在这里。\n{line}\n正文写在这里。\n") == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "（一）收到申请3件",
        "（二）未发生行政诉讼",
        "1.公开信息20条，解读6条。",
        "一是健全了制度",
        "1.5万人次访问",
        "（三）无收费情况",
    ],
)
def test_statements_are_no_headings(line: str) -> None:
    assert kinds(f"前言写在这里。\n{line}\n正文写在这里。\n") == ["paragraph"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 政务公开 > 年报", "首页 >> 信息公开", "打印本页 关闭窗口", "[打印] [关闭]", "分享到： 微信",
        "【字体：大 中 小】",
        "浏览次数：1208", "点击量: 35次", "发布时间：2023-01-12 09:30", "来源：县政府办公室 发布日期：2023-01-12",
        "索引号：000014349/2023-00012", "- 3 -", "—12—", "第 3 页 共 8 页", "3 / 8", "京ICP备12345678号",
        "版权所有：某某政府办公室", "上一篇：2021年报告", "• 访问量：", "]", "2023-01-12 10:20:31",
    ],
)  # fmt: skip
def test_furniture_is_noise(line: str) -> None:
    assert kinds(f"前言写在这里。\n{line}\n正文写在这里。\n") == ["paragraph", "noise", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "0",
        "31",
        "/",
        "-",
        "其他",
        "微信公众号发布信息30条。",
        "本报告来源于各部门报送的数据，时间截至年底。",
        "2023年1月12日",
        "12%",
        "目录更新18条",
    ],
)
def test_what_only_resembles_furniture(line: str) -> None:
    assert "noise" not in kinds(f"前言写在这里。\n{line}\n正文写在这里。\n")


def test_lines_broken_at_the_margin_are_one_paragraph() -> None:
    prose = (
        "本年度共受理政府信息公开申请二百一十五件其中当面提交五十件网上提交一百六十五件"
        "全部在法定期限内答复申请人没有发生超期的情形"
    )
    lines = [prose[i : i + 16] for i in range(0, 64, 16)]
    text = "一、总体情况\n" + "\n".join(lines) + "。\n（二）其他\n" + "\n".join(lines) + "。\n"
    assert read(text) == [
        ("heading", "一、总体情况"),
        ("paragraph", "\n".join(lines) + "。"),
        ("heading", "（二）其他"),
        ("paragraph", "\n".join(lines) + "。"),
    ]


def test_paragraphs_of_a_line_each_stay_apart() -> None:
    text = "今年公开信息五十条\n微博发布信息二十条\n解读政策文件共六件\n"
    assert kinds(text) == ["paragraph"] * 3


def test_figures_and_marks_torn_out_of_their_sentence() -> None:
    assert read("全年我局共收到信息公开申请\n18\n件，全部按时答复。\n") == [
        ("paragraph", "全年我局共收到信息公开申请\n18\n件，全部按时答复。")
    ]
    assert kinds("全年收到公开申请18件，\n其中网上提交5件\n，当面提交13件。\n") == ["paragraph"]


def test_cells_of_a_pasted_table_stay_lines() -> None:
    text = "\t信息内容\n\t本年制发件数\n\t现行有效件数\n\n\t规章\n\t0\n\t 12\n"
    assert [line for _, line in read(text)] == ["信息内容", "本年制发件数", "现行有效件数", "规章", "0", "12"]


def test_a_page_on_one_line() -> None:
    page = (
        "当前位置： 首页 信息公开 来源：办公室 时间：2014-01-10 00:00 微信 微博 文字版 文件下载 相关链接： --> "
        "松溪镇2013年政府信息公开工作年度报告 "
        + "本报告由四个部分组成。" * 60
        + " 一、概述 全年公开信息40条。"
        + "工作有序推进。" * 40
        + "二、存在问题 人手不足。"
        + "将继续改进。" * 20
    )
    read_blocks = read(page)
    assert [kind for kind, _ in read_blocks] == ["noise", "title", "paragraph", "paragraph", "paragraph"]
    assert read_blocks[1][1] == "松溪镇2013年政府信息公开工作年度报告"
    assert [text[:4] for _, text in read_blocks[2:]] == ["本报告由", "一、概述", "二、存在"]


def test_a_table_with_pipes_in_plain_text() -> None:
    document = load("二、主动公开\n规章 | 0 | 12 |\n其他 | | 5 |\n三、其他\n".encode())
    assert [block.kind for block in document.blocks] == ["heading", "grid", "heading"]
    assert [cell.text for cell in document.grids[0].cells] == ["规章", "0", "12", "其他", "", "5"]
    assert document.source.loader == "text"


def test_a_card_with_pipes_is_noise() -> None:
    document = load("索引号 | 0001/2019-3 | 分类 | 报告 |\n文号 | 时效 |\n一、概述\n公开信息3条。\n".encode())
    assert [block.kind for block in document.blocks] == ["noise", "heading", "paragraph"]
    assert document.grids == ()


@pytest.mark.parametrize(
    "line",
    [
        "支持简体版 | 繁体版",
        "根据规定编制2020年政府信息公开工作年度报告。",
        "政府信息公开年度报告编制说明",
        "2019年报告",
    ],
)
def test_no_title(line: str) -> None:
    assert "title" not in kinds(f"{line}\n正文写在这里。\n")
