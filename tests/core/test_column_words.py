"""Labels of known forms as a witness for cells."""

from itertools import pairwise

import pytest

from extractor.core.column_words import Words

WORDS = Words(
    rows=["（一）予以公开", "行政处罚", "不适用", "（一）收到申请数（不同方式计1件）"],
    columns=["结果维持", "结果纠正", "其他结果", "总计", "本年增/减", "处理决定数量"],
    groups=["行政复议", "法人或其他组织"],
    titles=["第二十条第（六）项"],
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("结果", "维持"),
        ("总", "计"),
        ("（一）予以", "公开（件）"),
        ("收到申请数（不同方式计", "1件）（件）"),
        ("不适", "用"),
    ],
)
def test_a_label_goes_on(one: str, other: str) -> None:
    assert WORDS.follow(one, other)
    assert not WORDS.part(one, other)


def test_whole_labels_part() -> None:
    assert WORDS.part("结果维持", "结果纠正")
    assert not WORDS.follow("结果维持", "结果纠正")
    assert WORDS.part("第二十条第（六）项", "行政处罚")
    assert WORDS.part("二、主动公开政府信息情况", "第二十条第（六）项")
    assert WORDS.part("尚未审结的", "行政复议")
    assert not WORDS.part("行政复议", "四年")
    assert not WORDS.follow("12", "34")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("结果维持结果纠正其他结果总计", ["结果维持", "结果纠正", "其他结果", "总计"]),
        ("行政处罚217", ["行政处罚", "217"]),
        ("行政处罚（件）217", ["行政处罚（件）", "217"]),
        ("行政处罚27项", ["行政处罚", "27项"]),
        ("本年增/减处理决定数量行政处罚93", ["本年增/减", "处理决定数量", "行政处罚", "93"]),
        ("作出行政处罚217", ["作出行政处罚217"]),
        ("结果维持", ["结果维持"]),
        ("2023", ["2023"]),
    ],
)
def test_labels_and_numbers_without_a_gap(text: str, parts: list[str]) -> None:
    cuts = [0, *WORDS.cuts(text), len(text)]
    assert [text[a:b] for a, b in pairwise(cuts)] == parts


def test_kinds_of_heads() -> None:
    assert WORDS.heads_column("其 他\n结果")
    assert WORDS.heads_group("行政复议")
    assert WORDS.is_title("第二十条第（六）项")
    assert not WORDS.heads_column("行政复议")
