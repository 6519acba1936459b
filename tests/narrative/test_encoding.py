import pytest

from extractor.core.quantity import Quantity
from extractor.core.schema import Schema
from extractor.narrative.components import pipeline
from extractor.narrative.encoding import FILLER, LONGEST, NUMBER, PLAIN, Window, kinds, window, windows
from extractor.narrative.mentions import names, quantities

UNITS = frozenset("条件次个人")


def found(text: str) -> list[Quantity]:
    return list(quantities(text, names(text), UNITS))


def whole(text: str, year: int | None = 2022) -> Window:
    return window(text, (0, 0, len(text)), found(text), year)


def test_a_number_is_a_mark_and_its_unit() -> None:
    seen = whole("公开信息1,234条,占99%,投诉0件")
    assert "".join(seen.tokens) == "公开信息[num]条,占[ratio]%,投诉[zero]件"
    assert [seen.tokens[at] for _, at in seen.counted] == ["[num]", "[ratio]", "[zero]"]
    counted = [token for token, kind in zip(seen.tokens, seen.kinds, strict=True) if kind == NUMBER]
    assert counted == ["[num]", "条", "[ratio]", "%", "[zero]", "件"]


def test_words_that_the_schema_knows_have_their_classes(schema: Schema) -> None:
    text = "微博共推送植树信息12条"
    data = pipeline(schema.metrics)(text).user_data
    known = kinds(data["sentences"], len(text))
    assert known[:3] == ["account+weibo", "account+weibo", FILLER]
    assert set(known[5:7]) == {PLAIN}  # 植树
    assert "info" in known[7].split("+")
    seen = window(text, (0, 0, len(text)), data["quantities"], 2022, known)
    assert seen.kinds == [*known[:9], NUMBER, NUMBER]


@pytest.mark.parametrize(("year", "mark"), [(2022, "[year]"), (2023, "[year-1]"), (2030, "[year-]"), (2021, "[year+]")])
def test_a_year_is_told_by_its_distance(year: int, mark: str) -> None:
    assert whole("2022年公开3条", year).tokens[0] == mark


def test_without_a_year_years_stay_open() -> None:
    assert whole("2022年公开3条", None).tokens[0] == "[year?]"


def test_tokens_know_where_they_stand() -> None:
    text = "2022年收到申请15件"
    seen = whole(text)
    assert [text[s] for s in seen.starts] == ["2", "年", "收", "到", "申", "请", "1", "件"]


def test_every_number_of_a_long_text_is_in_one_window_that_fits() -> None:
    text = (
        "".join(f"第{'一二三'[i % 3]}部分情况如下,全年公开各类信息{i + 7}条,其中网站{i + 3}条。" for i in range(60))
        + "无数字的话。" * 90
    )
    numbers = found(text)
    every = list(windows(text, numbers, 2022))
    assert sorted(index for seen in every for index, _ in seen.counted) == list(range(len(numbers)))
    assert max(len(seen.tokens) for seen in every) <= LONGEST
    assert any(seen.context for seen in every)


def test_a_text_without_a_stop_is_cut_between_its_numbers() -> None:
    text = "、".join(f"项目甲{i}条" for i in range(300))
    numbers = found(text)
    counted = sorted(index for seen in windows(text, numbers, None) for index, _ in seen.counted)
    assert counted == list(range(len(numbers)))


def test_what_states_no_number_is_left_out() -> None:
    assert list(windows("没有数字。也没有。", [], 2022)) == []


def test_a_short_heading_between_two_sentences_is_read_with_them() -> None:
    text = (
        "全年公开信息7条。\n二、依申请公开\n收到申请3件。" + "没有数字的一句话,说的是工作怎样安排。" * 2 + "公开8条。"
    )
    bodies = ["".join(seen.tokens[seen.context :]) for seen in windows(text, found(text), 2022)]
    assert bodies == ["全年公开信息[num]条。\n二、依申请公开\n收到申请[num]件。", "公开[num]条。"]
