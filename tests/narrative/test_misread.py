"""Misread characters and points of a scan's text: put right where only one word can be meant."""

import pytest

from extractor import extract
from extractor.narrative.misread import mended, pointed, words_of

_WORDS = words_of(["主动公开", "政府信息公开", "专职工作人员", "兼职工作人员", "微博", "不同意公开", "同意公开"])


@pytest.mark.parametrize(
    ("tokens", "right"),
    [
        (["王", "动", "公开"], "主动公开"),  # of like shape
        (["政府", "信", "惠", "公开"], "政府信息公开"),  # of no like shape, but long enough to know
        (["微", "搏"], "微博"),
        (["微", "波"], "微波"),  # another word, as far as one can tell
        (["藏", "职", "工作人员"], "藏职工作人员"),  # two words would do
        (["人", "微", "搏", "土"], "人微博土"),
        (["不", "准", "意", "公开"], "不准意公开"),
    ],
)  # fmt: skip
def test_mended(tokens: list[str], right: str) -> None:
    text, places = mended(tokens, _WORDS)
    assert text == right
    assert places == [i for i, ch in enumerate("".join(tokens)) if ch != right[i]]


def test_a_word_is_mended_only_whole() -> None:
    assert mended(["上王", "动", "公开"], _WORDS)[1] == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("公开1.412条", "公开1,412条"),
        ("访问582.396次", "访问582,396次"),
        ("新增9969.条", "新增9969 条"),
        ("为.582396次", "为 582396次"),
        ("文件89件·三是", "文件89件,三是"),
        ("访问1.5万次、2.125万次、12.5公里", "访问1.5万次、2.125万次、12.5公里"),
    ],
)
def test_points(text: str, right: str) -> None:
    assert pointed(text) == right


def test_a_count_in_misread_words_is_trusted_less() -> None:
    title = "临溪县水务局2022年政府信息公开工作年度报告\n一、总体情况\n"
    plain, misread, point = (
        extract(f"{title}全年发布政务{word}{number}条。".encode()).fields["narrative.weibo.posts"]
        for word, number in (("微博", "1412"), ("微搏", "1412"), ("微博", "1.412"))
    )
    assert plain.value == misread.value == point.value == 1412
    assert point.raw == "1.412条"
    assert max(misread.confidence, point.confidence) < plain.confidence
