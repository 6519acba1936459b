"""Facts about a report, from texts in the shapes in which agencies and sites print them."""

import math
from typing import Any

import pytest

from extractor.core.document import Document, Source
from extractor.core.evidence import Evidence
from extractor.core.schema import Schema
from extractor.narrative.metadata import metadata, reporting_year

SCHEMA = Schema("gov-disclosure/2021", "", (2021, 2030), ())
FORM = "政府信息公开工作年度报告"


def document(text: str, hints: dict[str, str] | None = None, simplify: dict[str, str] | None = None) -> Document:
    return Document(text, Source("", "", "text/plain", "text"), hints=hints or {}, simplify=simplify or {})


def evidence(text: str, **more: Any) -> dict[str, Evidence]:
    return {e.fields[0].removeprefix("metadata."): e for e in metadata(document(text, **more), SCHEMA)}


def facts(text: str, **more: Any) -> dict[str, Any]:
    return {name: e.options[0].readings[0].value for name, e in evidence(text, **more).items()}


def agency(text: str) -> Any:
    return facts(text).get("agency")


SIGNED = """宁国市2020年政府信息公开

年度报告
根据《中华人民共和国政府信息公开条例》编制。数据的统计期限自2020年1月1日起至2020年12月31日止。
一、总体情况
2020年我市公开信息120条。

                    宁国市人民政府办公室

                    2021年1月29日
"""


def test_a_signed_report_over_broken_lines() -> None:
    assert facts(SIGNED) == {
        "agency": "宁国市人民政府办公室",
        "region": "宁国市",
        "region_code": "341881",
        "year": 2020,
        "title": "宁国市2020年政府信息公开年度报告",
        "period_start": "2020-01-01",
        "period_end": "2020-12-31",
        "published": "2021-01-29",
    }


def test_every_reading_stands_where_its_span_says() -> None:
    for name, one in evidence(SIGNED).items():
        reading = one.options[0].readings[0]
        assert reading.span is not None, name
        printed = SIGNED[slice(*reading.span)]
        assert "".join(printed.split()) == "".join(reading.raw.split()), name
        assert one.source == "narrative"
        assert sum(math.exp(option.logp) for option in one.options) <= 1.0 + 1e-9


def test_an_empty_text_states_nothing() -> None:
    assert facts("") == {}
    assert facts("无。") == {}
    assert reporting_year(document("")) is None


# Whose report it is


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"将乐县自然资源局关于2021年度{FORM}\n", "将乐县自然资源局"),
        (f"和顺街道办事处2021年{FORM}\n", "和顺街道办事处"),
        ("舒城县林业局政府信息公开工作2022年度报告\n", "舒城县林业局"),
        (f"2022年无为市工业和信息化局{FORM}\n", "无为市工业和信息化局"),
        (f"杭州市西湖区教育局\n\n2020年{FORM}\n", "杭州市西湖区教育局"),
        (f"中国人民银行海口中心支行2019年{FORM}\n", "中国人民银行海口中心支行"),
        (f"**市监察局2014年{FORM}\n", "**市监察局"),
        (f"**宁国市监察局2014年{FORM}**\n", "宁国市监察局"),
        (f"广州海关2015年海关{FORM}\n", "广州海关"),
        (f"巢湖市委统战部（市民宗局、市侨办）2020年{FORM}\n", "巢湖市委统战部（市民宗局、市侨办）"),
        ("本报告由桐城市人民政府办公室根据各单位的报告汇总编制。", "桐城市人民政府办公室"),
        ("如有疑问，请与桐城市民政局政府信息公开领导小组办公室联系（电话：1234）。", "桐城市民政局"),
        (
            "如有疑问，请联系：天长市铜城镇党政办公室，电话1234。天长市铜城镇人民政府网站已改版。",
            "天长市铜城镇人民政府",
        ),
        (f"现向社会公布明光市水利局2018年度{FORM}。", "明光市水利局"),
        ("一、概述\n2019年，舒城县林业局认真贯彻条例，公开信息30条。我局未收到申请。", "舒城县林业局"),
    ],
)
def test_the_agency_is_found_where_it_is_printed(text: str, name: str) -> None:
    assert agency(text) == name


def test_the_signature_goes_before_the_title_and_the_title_before_the_text() -> None:
    title = f"明光市水利局2018年{FORM}\n"
    contact = "如有疑问，请与明光市政务公开办公室联系。\n"
    assert agency(title + contact) == "明光市水利局"
    assert agency(title + contact + "\n明光市水务局\n2019年1月3日\n") == "明光市水务局"


def test_a_masthead_is_the_last_resort() -> None:
    head = "来源：天长市人民政府\n"
    assert agency(head) == "天长市人民政府"
    assert agency(head + f"天长市民政局2020年{FORM}\n") == "天长市民政局"


def test_the_fullest_printed_form_is_taken() -> None:
    text = f"铜城镇2021年{FORM}\n2021年，天长市铜城镇人民政府公开信息5条。"
    assert facts(text)["agency"] == "天长市铜城镇人民政府"
    assert facts(text)["region_code"] == "341181"
    long = "省沿江办2022年" + FORM + "\n由安徽省沿江经济区建设办公室（以下简称“省沿江办”）编制。"
    assert agency(long) == "安徽省沿江经济区建设办公室"


@pytest.mark.parametrize(
    "text",
    [
        "2023年，县自然资源局公开信息20条。我局未收到申请。",
        "根据《安徽省人民政府关于加强政务公开的意见》，我局公开信息20条。",
        "一、概述。二、主动公开的情况。我单位公开信息20条。",
    ],
)
def test_an_agency_that_is_not_named_is_not_guessed(text: str) -> None:
    assert agency(text) is None


def test_a_name_in_traditional_script_stays_as_printed() -> None:
    simplify = {"廣": "广", "財": "财", "報": "报", "編": "编", "製": "制"}
    text = "本報告由廣州市財政局編製。"
    assert facts(text, simplify=simplify)["agency"] == "廣州市財政局"
    assert facts(text, simplify=simplify)["region"] == "广州市"


def test_a_page_title_names_the_report_where_the_text_does_not() -> None:
    stated = facts("一、总体情况\n公开信息20条。", hints={"title": f"明光市水利局2018年{FORM}"})
    assert stated["agency"] == "明光市水利局"
    assert stated["title"] == f"明光市水利局2018年{FORM}"


# The division


@pytest.mark.parametrize(
    ("name", "region", "code"),
    [
        ("上海市科委", "上海市", "310000"),
        ("阳泉市城区人民政府", "城区", "140302"),
        ("贵阳市公安局白云分局", "白云区", "520113"),
        ("国家税务总局北京市通州区税务局", "通州区", "110112"),
        ("临夏州公安局", "临夏回族自治州", "622900"),
        ("上海市浦东新区教育局", "浦东新区", "310115"),
        ("平潭综合实验区财政金融局", "平潭综合实验区", None),
        ("苏州工业园区管理委员会", "苏州工业园区", None),
        ("朝阳区人民政府", "朝阳区", None),
        ("长春市朝阳区人民政府", "朝阳区", "220104"),
    ],
)
def test_the_region_is_the_agencys_own_division(name: str, region: str, code: str | None) -> None:
    found = facts(f"{name}2018年{FORM}\n")
    assert (found.get("region"), found.get("region_code")) == (region, code)


def test_a_towns_county_comes_from_the_text() -> None:
    found = facts(f"凤鸣街道2016年{FORM}\n本街道在桐乡市人民政府门户网站公开信息。")
    assert (found["region"], found["region_code"]) == ("桐乡市", "330483")


def test_namesakes_are_settled_by_the_text() -> None:
    title = f"朝阳区人民政府2021年{FORM}\n"
    assert facts(title + "在北京市政务服务网公开。")["region_code"] == "110105"


# The year


def test_a_misprinted_title_yields_to_period_and_text() -> None:
    text = f"《铜城镇2020年{FORM}》的数据统计期限自2021年1月1日起至12月31日止。\n至2021年12月31日，我镇公开88条。"
    years = evidence(text)["year"].options
    assert [option.readings[0].value for option in years] == [2021, 2020]
    assert reporting_year(document(text)) == 2021


def test_a_period_left_from_last_year_yields_to_title_and_text() -> None:
    text = (
        f"桐城市司法局2020年{FORM}\n统计期限为2019年1月1日至2019年12月31日。\n"
        "2020年，我局公开20条。2020年，我局办结3件。\n2021年1月8日\n"
    )
    assert facts(text)["year"] == 2020


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("发布日期：2019-02-12\n我局公开信息12条。", 2018),
        ("我局2013年公开信息12条。2014年，我局将继续努力。截至2013年底，共有3人。", 2013),
        ("某学院2012-2013学年度信息公开工作报告\n", 2013),
        (f"二〇一一年度桐城市财政局{FORM}\n", 2011),
        (f"9001桐城市财政局{FORM}\n截至2008年底，运行正常。", 2008),
        (f"桐城市财政局2021年{FORM}\n上一篇：桐城市财政局2020年{FORM}\n", 2021),
    ],
)
def test_the_reporting_year(text: str, year: int) -> None:
    assert reporting_year(document(text)) == year


# The title


def test_the_title_is_the_printed_line_and_not_a_sentence() -> None:
    assert facts(f"首页 > 年报\n桐城市财政局2021年{FORM}\n正文")["title"] == f"桐城市财政局2021年{FORM}"
    assert "title" not in facts(f"现公布桐城市财政局2021年{FORM}。")
    assert "title" not in facts(f"栏目: 政府信息公开年报\n按照《关于做好2021年{FORM}编制工作的通知》要求。")


def test_a_title_in_a_page_without_lines() -> None:
    text = f"当前位置： 首页政务公开政府信息公开年报 桐城市财政局2019年{FORM} 来源：桐城市 时间：2020-01-15 10:00 正文"
    found = facts(text)
    assert found["title"] == f"桐城市财政局2019年{FORM}"
    assert found["agency"] == "桐城市财政局"
    assert found["published"] == "2020-01-15"


# Number and days


def test_the_reports_own_number_and_not_a_cited_one() -> None:
    cited = "根据《关于编制年度报告的通知》（皖政办〔2021〕30号）编制。\n"
    assert "document_number" not in facts(cited)
    assert facts(f"铜政〔2022〕5号\n铜城镇2021年{FORM}\n" + cited)["document_number"] == "铜政〔2022〕5号"
    assert facts("文号：铜政〔2022〕5号 发布机构：铜城镇\n" + cited)["document_number"] == "铜政〔2022〕5号"
    assert "document_number" not in facts("文号： \n发布机构：\n" + cited)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("发布时间：2021-01-29 18:55 来源：某局 浏览次数：20\n2020年，我局公开12条。", "2021-01-29"),
        ("2020年，我局公开12条。\n桐城市财政局\n二〇二一年一月二日\n", "2021-01-02"),
        ("2020年，我局公开12条。\n2021年3月4日\n", "2021-03-04"),
        ("成文日期：2021-01-05 发布日期：2021-01-08\n2020年，我局公开12条。", "2021-01-08"),
        ("统计时间：2020年1月1日至2020年12月31日。", None),
        ("2020年，我局公开12条，其中2020年3月5日公开2条。", None),
        ("发布时间：2021-13-45\n2020年，我局公开12条。", None),
    ],
)
def test_the_day_of_publication(text: str, published: str | None) -> None:
    assert facts(text).get("published") == published


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("数据统计期限为2022年1月1日-2022年12月31日。", "2022-01-01", "2022-12-31"),
        ("数据统计期限从2024年1月1日到12月31日止。", "2024-01-01", "2024-12-31"),
        ("数据统计时限为2021.1.1-2021.12.31。", "2021-01-01", "2021-12-31"),
        ("数据统计期限为2008年5月1日起至2008年12月31日止。", "2008-05-01", "2008-12-31"),
        ("数据统计期限为2023年1月至12月。", "2023-01-01", "2023-12-31"),
        ("统计时间为202211日至20221231日。", "2022-01-01", "2022-12-31"),
        ("数据统计期限为2012111231日。", "2012-01-01", "2012-12-31"),
        ("所列数据截至2015年12月31日。", None, "2015-12-31"),
        ("所列数据的统计期限自2015月1日起至2015年12月31日。", None, "2015-12-31"),
        ("统计期限自106411日起至10646131日止。", None, None),
        ("2020年2月3日至2月9日，网站维护。", None, None),
    ],
)
def test_the_period_of_the_figures(text: str, start: str | None, end: str | None) -> None:
    found = facts(text)
    assert (found.get("period_start"), found.get("period_end")) == (start, end)


def test_a_periods_ends_are_read_whole() -> None:
    found = evidence("数据统计期限为2022年1月1日至12月31日。")
    raws = [found[name].options[0].readings[0].raw for name in ("period_start", "period_end")]
    assert raws == ["2022年1月1日", "12月31日"]
