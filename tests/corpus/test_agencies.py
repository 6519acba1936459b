from pathlib import Path

import pytest

from extractor.core.errors import SchemaError
from extractor.corpus import organs
from extractor.corpus.agencies import resolve


@pytest.mark.parametrize(
    ("name", "year", "same", "later", "agency"),
    [
        ("崇明县教育局", 2014, "上海市崇明区教育局", 2020, "310151/education"),  # a county that became a district
        ("寿县人民政府", 2012, "寿县人民政府", 2020, "340422/government"),  # another prefecture, another code
        ("原平市人民政府", 2020, "原平市", 2021, "140981/government"),
        ("保定市新市区财政局", 2013, "保定市竞秀区财政局", 2018, "130602/finance"),  # renamed
        ("原平市环境保护局", 2016, "原平市生态环境局", 2021, "140981/environment"),
        ("原平市工商行政管理局", 2015, "原平市市场监督管理局", 2021, "140981/market-regulation"),
        ("舟山市定海区白泉镇人民政府", 2020, "舟山市定海区白泉镇", 2021, "330902/白泉镇/government"),
        ("杭州市拱墅区和睦街道办事处", 2021, "拱墅区和睦街道", 2022, "330105/和睦街道/government"),
    ],
)
def test_an_agency_keeps_its_id(name: str, year: int, same: str, later: int, agency: str) -> None:
    assert resolve(name, year).id == agency
    assert resolve(same, later).id == agency


def test_the_code_is_the_one_of_the_year() -> None:
    before, after = resolve("崇明县教育局", 2014), resolve("崇明区教育局", 2020)
    assert (before.division, before.area) == ("310230", "310151")
    assert (after.division, after.area) == ("310151", "310151")


def test_a_merged_district_is_not_the_one_that_took_it_in() -> None:
    assert resolve("杭州市下城区教育局", 2019).id == "330103/education"
    assert resolve("杭州市拱墅区教育局", 2022).id == "330105/education"
    late = resolve("杭州市下城区教育局", 2024)
    assert (late.id, late.division) == ("330103/education", "")
    assert late.doubt == "下城区（330103，1980—2020年）在2024年不存在"


@pytest.mark.parametrize(
    ("name", "level", "kind", "parent"),
    [
        ("广东省人民政府", "province", "government", ""),
        ("忻州市人民政府", "prefecture", "government", "140000/government"),
        ("原平市人民政府", "county", "government", "140900/government"),
        ("原平市教育局", "county", "department", "140981/government"),
        ("国家税务总局原平市税务局", "county", "vertical", "140900/tax"),
        ("原平市大牛店镇人民政府", "township", "government", "140981/government"),
        ("合肥市高新区管委会", "prefecture", "government", "340100/government"),
        ("国家统计局", "national", "other", ""),
        ("济源市人民政府", "county", "government", "410000/government"),  # a county right under its province
    ],
)
def test_level_kind_and_parent(name: str, level: str, kind: str, parent: str) -> None:
    agency = resolve(name, 2020)
    assert (agency.level, agency.kind, agency.parent, agency.doubt) == (level, kind, parent, "")


def test_namesakes_are_flagged_and_not_guessed() -> None:
    agency = resolve("鼓楼区财政局", 2020)
    assert agency.division == ""
    assert "江苏省·南京市·鼓楼区（320106）" in agency.doubt
    assert resolve("鼓楼区财政局", 2020, code="350102").id == "350102/finance"
    assert resolve("城区教育局", 2014).doubt
    assert resolve("城区教育局", 2014, code="140302").organ == "education"


def test_a_name_that_says_nobody_s_is_flagged() -> None:
    assert resolve("市教育局", 2020).doubt
    assert resolve("云湖县教育局", 2020).doubt == ""  # not in the table of divisions, but one name


def test_whose_report_a_general_office_signs_is_told_by_the_title() -> None:
    office = "杭州市下城区人民政府办公室"
    assert resolve(office, 2015, title="杭州市下城区2015年政府信息公开工作年度报告").id == "330103/government"
    own = resolve(office, 2015, title=f"{office}2015年政府信息公开工作年度报告")
    assert (own.id, own.doubt) == ("330103/government-office", "")
    assert resolve(office, 2015, title="2015年政府信息公开工作年度报告").doubt


def test_a_renamed_organ_is_told_from_one_that_took_others_in() -> None:
    assert resolve("原平市环境保护局", 2016).change == "renamed"
    assert resolve("原平市工商行政管理局", 2016).change == "merged"
    assert resolve("原平市水利局", 2016).change == ""


def test_names_that_the_data_does_not_join_stay_apart() -> None:
    assert resolve("原平市水利局", 2016).id != resolve("原平市水务局", 2016).id
    assert resolve("原平市第一中学", 2016).id == "140981/第一中学"


def test_a_faulty_file_of_organs_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "organs.yml"
    path.write_text("endings: [局]\norgans:\n  - {id: a, matters: [教育]}\n  - {id: b, matters: [教育]}\n", "utf-8")
    with pytest.raises(SchemaError, match=r"organs.yml:4: organs.1: 教育局 is already a"):
        organs.read(path)
    path.write_text("endings: [局]\norgans:\n  - {id: a, names: [教委], signs_for: nobody}\n", "utf-8")
    with pytest.raises(SchemaError, match=r":3: .*no organ nobody"):
        organs.read(path)
