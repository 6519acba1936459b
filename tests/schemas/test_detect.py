"""Which form a document has: from its table, else from its year."""

from dataclasses import replace

import pytest

from extractor import extract
from extractor.core.document import Document, Source
from extractor.core.errors import SchemaError
from extractor.core.grid import Cell, Grid
from extractor.load import load
from extractor.schemas import detect, load_schema, names

TITLE = "青湖市水务局{}年政府信息公开工作年度报告\n"
PROACTIVE_2019 = """\
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t0\t0\t0
规范性文件\t3\t3\t12
第二十条第（九）项
信息内容\t采购项目数量\t采购总金额
政府集中采购\t4\t120000元
"""
PROACTIVE_2021 = """\
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t3\t1\t12
第二十条第（八）项
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t0.5
"""
REQUESTS = """\
三、收到和处理政府信息公开申请情况
\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计
一、本年新收政府信息公开申请数量\t5\t0\t0\t0\t0\t0\t5
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
（一）予以公开\t3\t0\t0\t0\t0\t0\t3
（六）其他处理\t2\t0\t0\t0\t0\t0\t2
（七）总计\t5\t0\t0\t0\t0\t0\t5
四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0
"""
OTHER_2021 = """\
（六）其他处理
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请\t1\t0\t0\t0\t0\t0\t1
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\t0\t0\t0\t0\t0\t0\t0
3.其他\t1\t0\t0\t0\t0\t0\t1
"""
ANNEX = """\
政府信息公开情况统计表
统计指标\t单位\t统计数
一、主动公开情况\t—\t—
（一）主动公开政府信息数\t条\t310
（二）通过不同渠道和方式公开政府信息的情况\t—\t—
2.政府网站公开政府信息数\t条\t290
（二）申请办结数\t件\t4
1.按时办结数\t件\t4
6.申请信息不存在数\t件\t0
"""
STORY = "全年主动公开政府信息310条，收到依申请公开4件，均按时答复。\n"


def form(text: str) -> str:
    """Id of the form that a pasted text shows."""
    return detect(load(text.encode(), name="report.txt")).id.removeprefix("gov-disclosure/")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(ANNEX, "2014"), (PROACTIVE_2019 + REQUESTS, "2019"), (PROACTIVE_2021 + REQUESTS, "2021"), (OTHER_2021, "2021")],
)
def test_a_table_tells_its_form_without_a_title_or_a_year(text: str, expected: str) -> None:
    assert form(text) == expected


@pytest.mark.parametrize(
    ("year", "table", "expected"),
    [
        (2023, PROACTIVE_2019 + REQUESTS, "2019"),
        (2020, PROACTIVE_2021 + REQUESTS, "2021"),
        (2020, ANNEX, "2014"),
        (2012, ANNEX, "2014"),
        (2021, PROACTIVE_2019, "2019"),
    ],
)
def test_the_table_outweighs_the_year(year: int, table: str, expected: str) -> None:
    assert form(TITLE.format(year) + STORY + table) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2008, "2008"), (2013, "2008"), (2014, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021"),
    (2024, "2021")],
)  # fmt: skip
def test_a_text_without_a_table_has_the_form_prescribed_for_its_year(year: int, expected: str) -> None:
    assert form(TITLE.format(year) + STORY) == expected
    assert form(TITLE.format(year).replace("年政", "年度政") + "比2007年多，到2030年再说。" + STORY) == expected
    assert form(f"政府信息公开工作年度报告\n（统计期限：{year}年1月1日至12月31日）\n" + STORY) == expected


def test_words_of_a_table_in_a_sentence_make_no_table() -> None:
    story = "各科室按统计指标汇总统计数据，处理决定数量和现行有效的文件另行公布。"
    assert form(TITLE.format(2012) + story + STORY) == "2008"


def test_a_year_said_most_often_decides_where_no_title_does() -> None:
    assert form("政府信息公开\n2012年、2016年和2016年主动公开若干。\n" + STORY) == "2014"


def test_a_text_without_a_year_is_taken_for_the_newest_form() -> None:
    assert form("政府信息公开工作年度报告\n" + STORY) == "2021"


@pytest.mark.parametrize(
    "text",
    [
        PROACTIVE_2021.replace("本年", "本 年").replace("件数", "件\n数"),
        PROACTIVE_2021.replace("年", "年\u200b").replace("（", "(").replace("）", ")"),
        "政府資訊公開\n二、主動公開政府資訊情況\n資訊內容\t本年製發件數\t本年廢止件數\t現行有效件數\n規章\t0\t0\t0\n",
    ],
)
def test_labels_are_found_through_spaces_line_ends_width_and_script(text: str) -> None:
    assert form(text) == "2021"


def test_a_hybrid_has_the_form_of_its_table_two_and_keeps_the_other_forms_row() -> None:
    record = extract((TITLE.format(2022) + PROACTIVE_2021 + REQUESTS).encode(), name="report.txt")
    assert record.schema == "gov-disclosure/2021"
    assert record.fields["proactive.fees.amount"].value == 5000
    printed = record.fields["requests.results.other.natural_person"]
    assert (printed.value, printed.status) == (2, "stated")
    assert record.fields["requests.results.other.total"].value == 2
    assert record.fields["requests.results.other.other.natural_person"].status == "missing"
    assert record.violations == []


def test_a_hybrid_the_other_way_round_keeps_its_three_rows() -> None:
    text = TITLE.format(2020) + PROACTIVE_2019 + REQUESTS.replace("（六）其他处理\t2\t0\t0\t0\t0\t0\t2\n", OTHER_2021)
    record = extract(text.encode(), name="report.txt")
    assert record.schema == "gov-disclosure/2019"
    assert record.fields["requests.results.other.no_correction.total"].value == 1
    assert record.fields["requests.results.other.other.natural_person"].value == 1
    assert record.fields["proactive.procurement.amount"].value == 120_000
    assert record.violations == []


def test_misread_labels_of_a_picture_still_tell_the_form() -> None:
    """An office that goes on with the old form in a year of the new one, read off a fax."""
    words = ("信息内容", "本年制作数", "本年公开数甲", "对外公开总数", "上一年项日数", "采购总金额")
    cells = [Cell(text, 0, c) for c, text in enumerate(words)] + [Cell("3", 1, 1, readings=(("3", -0.01),))]
    text = TITLE.format(2022) + "\n".join(words)
    source = Source("fax.png", "0" * 64, "image/png", "scan", 1)
    picture = Document(text, source, (), (Grid(tuple(cells)),))
    assert detect(picture).id == "gov-disclosure/2019"
    assert detect(replace(picture, grids=())).id == "gov-disclosure/2021"


def test_rows_of_the_other_form_that_nobody_printed_are_no_fields() -> None:
    fields = extract((TITLE.format(2022) + PROACTIVE_2021 + OTHER_2021).encode(), name="report.txt").fields
    assert "requests.results.other.natural_person" not in fields
    assert fields["requests.results.other.fee_unpaid.total"].value == 0
    assert fields["requests.new.total"].status == "missing"


@pytest.mark.parametrize(
    "text", ["今天的菜单是土豆丝和白菜汤，2021年开业。", "一二三四五六七。", "Annual report 2021\n\n1 2 3\n"]
)
def test_what_is_no_report_of_a_known_type_is_an_error_that_names_it_and_the_types(text: str) -> None:
    with pytest.raises(SchemaError, match=r"report\.txt: .*--schema \(gov-disclosure/2008, .*gov-disclosure/2021\)"):
        form(text)


@pytest.mark.parametrize("name", names())
def test_a_record_holds_every_field_of_its_form_in_printed_order(name: str) -> None:
    record = extract((TITLE.format(2020) + STORY).encode(), schema=name, name="report.txt")
    required = [spec.id for spec in load_schema(name).fields.values() if not spec.optional]
    assert list(record.fields) == required
    assert record.fields["narrative.published.total"].value == 310
    assert {f.value for f in record.fields.values() if f.status == "missing"} == {None}
