"""Divisions by name, year and superiors."""

import pytest

from extractor.narrative.divisions import leading, mentions, named, settle, short_names


def codes(name: str, year: int | None) -> list[list[str]]:
    return [[d.code for d in place.divisions] for place in leading(name, year)]


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("广州市海珠区教育局", 2020, [["440100"], ["440105"]]),
        ("重庆市九龙坡区某街道办事处", 2022, [["500000"], ["500107"]]),
        ("吉林省吉林市船营区", 2019, [["220000"], ["220200"], ["220204"]]),
        ("临夏州公安局", 2023, [["622900"]]),
        ("石林县委宣传部", 2020, [["530126"]]),
        ("新疆伊犁州林业局", 2020, [["650000"], ["654000"]]),
        ("陵水县财政局", 2020, [["469028"]]),
        ("浙江银监局", 2010, [["330000"]]),
        ("上海路街道办事处", 2020, []),
        ("某局", 2020, []),
    ],
)
def test_a_name_begins_with_a_chain_of_divisions(name: str, year: int, expected: list[list[str]]) -> None:
    assert codes(name, year) == expected


def test_a_division_that_ended_is_found_only_in_its_time() -> None:
    assert codes("杭州市下城区教育局", 2020) == [["330100"], ["330103"]]
    assert codes("杭州市下城区教育局", 2023) == [["330100"]]
    assert [d.code for d in named("洪泽县", 2014)] == ["320829"]
    assert [d.code for d in named("洪泽区", 2024)] == ["320813"]
    assert named("洪泽区", 2010) == ()


def test_years_after_the_last_edition_read_as_it() -> None:
    assert [d.code for d in named("原平市", 2035)] == ["140981"]


def test_one_name_before_and_after_a_renaming_has_one_code() -> None:
    assert [(d.code, d.name) for d in named("襄樊市", 2009)] == [("420600", "襄樊市")]
    assert [(d.code, d.name) for d in named("襄阳市", 2015)] == [("420600", "襄阳市")]


def test_a_common_noun_names_a_division_only_behind_its_city() -> None:
    assert codes("城区人民政府", 2018) == []
    assert codes("阳泉市城区人民政府", 2018) == [["140300"], ["140302"]]
    assert [place.divisions for place in mentions("在城区和郊区开展宣传", 2018)] == []


def test_the_longest_name_wins_inside_a_sentence() -> None:
    text = "由杭州市下城区牵头"
    assert [text[p.start : p.end] for p in mentions(text, 2020)] == ["杭州市", "下城区"]


def test_namesakes_are_settled_by_their_superiors_or_not_at_all() -> None:
    same = named("鼓楼区", 2020)
    assert len(same) == 4
    assert settle(same, "鼓楼区某局") is None
    found = settle(same, "地址：福建省福州市鼓楼区某路1号")
    assert found is not None
    assert found.code == "350102"


def test_short_names_keep_what_tells_divisions_apart() -> None:
    (state,) = named("巴音郭楞蒙古自治州", 2020)
    (county,) = named("三江侗族自治县", 2020)
    (town,) = named("宿迁市", 2020)
    assert short_names(state) == ("巴音郭楞州", "巴音郭楞")
    assert short_names(county) == ("三江县",)
    assert short_names(town) == ("宿迁",)
