import pytest

from extractor.core.record import Cause, Edit, Violation
from extractor.export.findings import findings
from extractor.schemas import load_schema
from tests.export.made import made, stated

FORM = load_schema("gov-disclosure/2021")
SUMS = {constraint.id: constraint for constraint in FORM.constraints}


def broken(name: str, left: int, right: int, cause: Cause = "", *edits: Edit) -> Violation:
    return Violation(
        name, left, right, list(SUMS[name].fields) if name in SUMS else [], "source", "", cause, list(edits)
    )


def told(values: dict[str, int], *violations: Violation, lang: str = "zh") -> str:
    record = made(FORM, dict(values))
    record.violations = list(violations)
    return findings(record, FORM, lang)


def test_a_row_names_table_row_total_parts_cause_and_mending() -> None:
    values = {"requests.new.natural_person": 13, "requests.new.total": 0}
    edit = Edit("requests.new.total", 0, 13)
    text = told(values, broken("row/requests.new", 13, 0, "total_not_updated", edit))
    assert text.splitlines()[0] == "云湖县教育局2023年政府信息公开工作年度报告：发现 1 处数据不符"
    assert "表三“一、本年新收政府信息公开申请数量”一行：总计印为 0，各列之和为 13（自然人 13）" in text
    assert "可能原因：总计未填或未更新" in text
    assert "印为 0，按勾稽关系应为 13" in text


def test_a_column_names_the_results_without_their_numbering() -> None:
    values = {"requests.results.granted.total": 5, "requests.results.total.total": 4}
    text = told(values, broken("column/total", 5, 4))
    assert "表三“总计”一列：（七）总计印为 4，各项办理结果之和为 5（予以公开 5）。" in text


def test_a_balance_shows_both_sides() -> None:
    values = {"requests.new.business": 3, "requests.results.total.business": 2, "requests.carried_out.business": 2}
    text = told(values, broken("balance/business", 3, 4))
    assert "＝3，而总计 2＋结转下年度继续办理 2＝4" in text
    assert "上年结转政府信息公开申请数量 空白" in text


def test_a_group_of_table_four() -> None:
    text = told({"review.upheld": 2, "review.total": 1}, broken("group/review", 2, 1))
    assert "表四“行政复议”：总计印为 1，各项之和为 2（结果维持 2）" in text


def test_a_count_of_the_text_is_held_against_every_definition() -> None:
    record = made(FORM, {"requests.new.total": 23, "requests.carried_in.total": 1})
    record.fields["narrative.requests.received"] = stated(30, "30件", quote="共收到申请30件")
    record.violations = [broken("text/narrative.requests.received", 30, 23, "text_differs")]
    text = findings(record, FORM, "zh")
    assert "正文“共收到申请30件”：“收到依申请公开”写作 30件" in text
    assert "本年新收 23；" in text
    assert "24" in text


def test_sums_that_one_change_mends_share_a_paragraph() -> None:
    edit = Edit("requests.results.granted.total", 31, 13)
    values = {"requests.results.granted.natural_person": 13, "requests.results.granted.total": 31}
    row, column = broken("row/requests.results.granted", 13, 31, "", edit), broken("column/total", 31, 13, "", edit)
    text = told(values, row, column, broken("group/review", 1, 0))
    assert "发现 2 处数据不符" in text
    assert text.count("建议核对") == 1


def test_a_doubtful_reading_says_so() -> None:
    violation = broken("group/review", 1, 0)
    violation.blame = "reading"
    assert "识读有误" in told({"review.upheld": 1}, violation)
    assert "misreading" in told({"review.upheld": 1}, violation, lang="en")


def test_english_sentences() -> None:
    edit = Edit("requests.new.total", None, 13)
    text = told({"requests.new.natural_person": 13}, broken("row/requests.new", 13, 0, "total_blank", edit), lang="en")
    assert "one thing does not add up" in text
    assert (
        "Table 三, row “一、本年新收政府信息公开申请数量”: “总计” is printed as blank, its columns add up to 13" in text
    )
    assert "Likely cause: the total was left blank." in text


def test_a_constraint_that_the_schema_does_not_declare_is_still_told() -> None:
    assert "勾稽关系 years/x：一边为 1，另一边为 2" in told({}, broken("years/x", 1, 2))


@pytest.mark.parametrize(("values", "word"), [({"review.total": 1}, "均成立"), ({}, "没有可以核对的数据")])
def test_nothing_broken_is_not_the_same_as_nothing_to_compare(values: dict[str, int], word: str) -> None:
    assert word in told(values)
