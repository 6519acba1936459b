from extractor.narrative.flow import running_text, telling

from .conftest import document


def joined(text: str) -> str:
    return running_text(document(text)).text


def test_hard_wrapped_lines_are_joined() -> None:
    assert joined("我局通过门户网站、政务微博和微信公众号等多种渠道主动公开政府信\n息1205\n条。") == (
        "我局通过门户网站、政务微博和微信公众号等多种渠道主动公开政府信息1205条。"
    )


def test_headings_and_paragraphs_stay_apart() -> None:
    text = "（二）依申请公开情况\n全年收到申请3件。\n三、行政复议情况\n无"
    assert joined(text).split("\n") == ["(二)依申请公开情况", "全年收到申请3件。", "三、行政复议情况", "无"]


def test_spaces_and_asterisks_inside_words_go() -> None:
    assert joined("门户 网站 公开 1 234条，微**信推送 56 条。") == "门户网站公开1234条,微信推送56条。"


def test_sentences_that_count_nothing_are_left_out_but_headings_stay() -> None:
    text = running_text(document("一、概述\n我局高度重视公开工作。认真学习条例。\n二、依申请公开\n收到申请3件。"))
    kept = telling(text)
    assert kept.text.split("\n")[:3] == ["一、概述", "二、依申请公开", "收到申请3件。"]
    assert "认真学习" not in kept.text
