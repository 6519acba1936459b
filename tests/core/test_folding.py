"""Text folded for matching, and the way back to what is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.folding import Folded, fold, fold_text
from extractor.core.geometry import Span


def printed(text: str, part: str, simplify: dict[str, str] | None = None) -> str:
    """The characters as printed of a part of the folded text."""
    folded = fold(text, simplify)
    start = folded.text.index(part)
    return text[slice(*folded.span(start, start + len(part)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２，３４５．６％", "12,345.6%"),
        ("（一）：；！？", "(一):;!?"),
        ("－−–‐", "----"),
        ("〔2023〕【附】“三”", '[2023][附]"三"'),
        ("ＡＰＰ\u3000\u00a0\u2009x", "APP   x"),
        ("﹢﹣﹪", "+-%"),
        ("一二三，条。", "一二三,条。"),
        ("\u2f00\u2f06", "一二"),  # radicals that converters leave for characters
        ("a\x00b\u200bc\ufeff", "a b c "),
    ],
)
def test_half_width_and_plain_punctuation(text: str, expected: str) -> None:
    assert fold_text(text) == expected


@pytest.mark.parametrize("text", ["①", "⑩", "²", "³", "½", "⑴", "㈠", "❶", "㊀", "⒈"])
def test_what_numbers_a_list_or_a_note_never_becomes_a_digit(text: str) -> None:
    assert fold_text(text) == text
    assert fold(f"1{text}2").text == f"1{text}2"


@pytest.mark.parametrize("text", ["㎡", "℃", "Ⅲ", "㎏", "ﷺ", "…"])
def test_a_character_that_folds_to_several_stays(text: str) -> None:
    assert len(fold_text(text)) == 1


@given(st.text())
def test_folding_keeps_length_and_is_done_once(text: str) -> None:
    once = fold_text(text)
    assert len(once) == len(text)
    assert fold_text(once) == once


@pytest.mark.parametrize(
    ("text", "expected", "part", "at"),
    [
        ("數據(jù)公开", "數據公开", "據公", "據(jù)公"),
        ("根據（jù）条例", "根據条例", "条例", "条例"),
        ("共１２(shí)３", "共12(shí)3", "12", "１２"),  # a gloss stands behind a character
        ("1\u200b2\u200b件", "12件", "12件", "1\u200b2\u200b件"),
        ("1\x002件", "12件", "2件", "2件"),
        ("\ufeff公开", "公开", "公开", "公开"),
        ("信\u00ad息", "信息", "信息", "信\u00ad息"),
        ("政府（局）公开", "政府(局)公开", "(局)", "（局）"),
        ("网站(app)公开", "网站(app)公开", "(app)", "(app)"),  # one bracket of plain letters is a word
    ],
)
def test_what_is_left_out_and_the_way_back(text: str, expected: str, part: str, at: str) -> None:
    assert fold(text).text == expected
    assert printed(text, part) == at


def test_a_glossed_text_also_loses_syllables_without_a_tone() -> None:
    text = "據(jù)條(tiáo)例(lì)公(gōng)開(kāi)了(le)政(zhèng)府(fǔ)信(xìn)息(xī)的(de)"
    assert fold(text).text == "據條例公開了政府信息的"
    assert printed(text, "息的") == "息(xī)的"
    assert fold(text).span(0, 11) == Span(0, text.index("的") + 1)


def test_traditional_becomes_simplified_and_words_go_first() -> None:
    simplify = {"資": "资", "訊": "讯", "資訊": "信息", "開": "开", "條": "条"}
    text = "公開資訊１２條，資本"
    assert fold(text, simplify).text == "公开信息12条,资本"
    assert printed(text, "信息12条", simplify) == "資訊１２條"


def test_simplified_with_glosses_and_invisible_characters() -> None:
    text = "公\u200b開(kāi)資訊\x00１條"
    assert fold(text, {"資訊": "信息", "開": "开", "條": "条"}).text == "公开信息1条"
    assert printed(text, "开信息1", {"資訊": "信息", "開": "开", "條": "条"}) == "開(kāi)資訊\x00１"


@given(st.text(alphabet="１2一(jù)據ā公\u200b\x00\ufeff， ①開條\n\u3000", max_size=60))
def test_every_character_knows_where_it_was_printed(text: str) -> None:
    folded = fold(text, {"開": "开", "條": "条"})
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(set(folded.offsets))
    assert folded.offsets[-1] == len(text)
    again = fold_text(text).replace("開", "开").replace("條", "条")
    assert [again[i] for i in folded.offsets[:-1]] == list(folded.text)


def test_spans_of_parts_and_picks_still_lead_to_the_document() -> None:
    text = "據(jù) １２ 件"
    kept = fold(text).keep(lambda ch: not ch.isspace())
    assert kept.text == "據12件"
    assert text[slice(*kept.span(1, 4))] == "１２ 件"
    part = kept.part(1, 3)
    assert (part.text, text[slice(*part.span(0, 2))]) == ("12", "１２")
    picked = kept.pick([0, 3])
    assert (picked.text, picked.span(1, 2)) == ("據件", Span(len(text) - 1, len(text)))


def test_an_empty_stretch_has_an_empty_interval_at_its_place() -> None:
    folded = fold("a\u200bbc")
    assert folded.span(1, 1) == Span(2, 2)
    assert folded.span(3, 3) == Span(4, 4)
    assert fold("").span(0, 0) == Span(0, 0)
    assert fold("") == Folded("", range(1))
