"""Between the years of one agency, and the cuts that they settle."""

from pathlib import Path

import pytest

from extractor.corpus import Converted
from extractor.corpus.check import Checked, Finding, check, suggestions
from extractor.corpus.query import select

from .linked import Values, corpus, glued, report, row, stated

AGENCY = "原平市教育局"
DOCUMENTS = "proactive.normative_documents"


def found(tmp_path: Path, *reports: Converted) -> tuple[Checked, list[Finding]]:
    checked = check(corpus(tmp_path, *reports))
    return checked, [finding for finding in checked.findings if finding.kind in ("years", "cut")]


def two(tmp_path: Path, year: int, before: Values, now: Values) -> tuple[Checked, list[Finding]]:
    return found(tmp_path, report(AGENCY, year, before), report(AGENCY, year + 1, now))


def test_what_was_carried_over_arrives(tmp_path: Path) -> None:
    checked, findings = two(tmp_path, 2020, row("requests.carried_out", 3), row("requests.carried_in", 3))
    assert findings == []
    held = {one.constraint: one for one in checked.confirmed}
    assert len(held) == 7
    assert held["years/requests.carried_in.total"].formula == "上年结转 3＝2020年结转下年度 3"
    assert held["years/requests.carried_in.research"].trivial


def test_what_does_not_arrive_is_a_violation_in_its_column(tmp_path: Path) -> None:
    before = row("requests.carried_out", 3, "business")
    _, findings = two(tmp_path, 2021, before, row("requests.carried_in", 2, "business"))
    assert [f.constraint for f in findings] == ["years/requests.carried_in.business", "years/requests.carried_in.total"]
    assert [(f.weight, f.printed, f.implied, f.who.year) for f in findings] == [("violation", 2, 3, 2022)] * 2


def test_a_blank_counts_0(tmp_path: Path) -> None:
    _, findings = two(tmp_path, 2021, {"requests.carried_out.total": 4}, {"requests.carried_in.total": None})
    assert [(f.printed, f.implied) for f in findings] == [(0, 4)]


def test_items_of_last_year_are_last_year_s_items_and_their_change(tmp_path: Path) -> None:
    before = {"proactive.permits.prior_items": 40, "proactive.permits.change": -3}
    checked, findings = two(tmp_path, 2019, before, {"proactive.permits.prior_items": 37})
    assert (len(checked.confirmed), findings) == (1, [])
    _, findings = two(tmp_path / "other", 2019, before, {"proactive.permits.prior_items": 43})
    assert findings[0].formula == "上一年项目数量 43≠2019年上一年项目数量 40＋2019年本年增/减 -3＝37"


def test_what_is_in_force_grows_by_what_was_issued(tmp_path: Path) -> None:
    now = {f"{DOCUMENTS}.issued": 8, f"{DOCUMENTS}.repealed": 5, f"{DOCUMENTS}.in_force": 63}
    checked, findings = two(tmp_path, 2021, {f"{DOCUMENTS}.in_force": 60}, now)
    assert [one.formula for one in checked.confirmed] == [
        "现行有效件数 63＝2021年现行有效件数 60＋本年制发件数 8－本年废止件数 5"
    ]
    _, findings = two(tmp_path / "other", 2021, {f"{DOCUMENTS}.in_force": 61}, now)
    assert [(f.weight, f.printed, f.implied) for f in findings] == [("violation", 63, 64)]


def test_what_is_in_public_moves_only_about_by_what_was_published(tmp_path: Path) -> None:
    now = {f"{DOCUMENTS}.published": 10, f"{DOCUMENTS}.in_public": 55}
    _, near = two(tmp_path, 2019, {f"{DOCUMENTS}.in_public": 40}, now)
    _, far = two(tmp_path / "other", 2019, {f"{DOCUMENTS}.in_public": 400}, now)
    assert near == []
    assert [f.weight for f in far] == ["look"]


def test_forms_are_not_mixed(tmp_path: Path) -> None:
    checked, findings = two(tmp_path, 2020, {f"{DOCUMENTS}.in_public": 40}, {f"{DOCUMENTS}.in_force": 900})
    assert (checked.confirmed, findings) == ([], [])


def test_years_with_a_gap_are_not_compared(tmp_path: Path) -> None:
    first = report(AGENCY, 2020, row("requests.carried_out", 3))
    _, findings = found(tmp_path, first, report(AGENCY, 2022, row("requests.carried_in", 5)))
    assert findings == []


@pytest.mark.parametrize("names", [("原平市工商行政管理局", "原平市市场监督管理局"), ("市教育局", "市教育局")])
def test_what_may_be_another_body_is_only_to_be_looked_at(tmp_path: Path, names: tuple[str, str]) -> None:
    first = report(names[0], 2019, row("requests.carried_out", 3))
    _, findings = found(tmp_path, first, report(names[1], 2020, row("requests.carried_in", 5)))
    assert {f.weight for f in findings} == {"look"}


def test_a_renamed_county_goes_on(tmp_path: Path) -> None:
    first = report("崇明县教育局", 2015, {})
    second = report("崇明区教育局", 2016, {})
    assert found(tmp_path, first, second)[0].agencies == 1


def test_a_doubtful_reading_is_only_to_be_looked_at(tmp_path: Path) -> None:
    before = {"requests.carried_out.total": stated(3, 0.6)}
    _, findings = two(tmp_path, 2021, before, {"requests.carried_in.total": 8})
    assert [(f.weight, f.cause) for f in findings] == [("look", "misread")]


def test_two_reports_for_a_year_that_differ_leave_it_out(tmp_path: Path) -> None:
    reports = [report(AGENCY, 2021, {"requests.carried_out.total": n}) for n in (3, 4)]
    checked, findings = found(tmp_path, *reports, report(AGENCY, 2022, {"requests.carried_in.total": 9}))
    assert findings == []
    assert [f.constraint for f in checked.findings] == ["copy/twice"]


def test_the_same_report_in_two_files_is_one(tmp_path: Path) -> None:
    reports = [report(AGENCY, 2021, {"requests.carried_out.total": 3}, prose=text) for text in ("甲", "乙")]
    checked, findings = found(tmp_path, *reports, report(AGENCY, 2022, {"requests.carried_in.total": 9}))
    assert [f.weight for f in findings] == ["violation"]
    assert [note.say for note in checked.notes] == ["same_twice"]


def test_glued_digits_are_cut_by_the_year_before(tmp_path: Path) -> None:
    names = [f"{DOCUMENTS}.{c}" for c in ("issued", "repealed", "in_force")]
    made = corpus(
        tmp_path,
        report(AGENCY, 2021, {f"{DOCUMENTS}.in_force": 40}),
        report(AGENCY, 2022, glued("12547", *names)),  # 12, 5, 47; not 1, 25, 47 or 1, 2, 547
    )
    findings = suggestions(made)
    assert {f.fields[0]: f.implied for f in findings} == dict(zip(names, (12, 5, 47), strict=True))
    assert {f.weight for f in findings} == {"suggested"}
    assert findings[0].formula == "现行有效件数 47＝2021年现行有效件数 40＋本年制发件数 12－本年废止件数 5"
    assert all(record.fields[n].status == "conflict" for record in made.records("year = 2022") for n in names)
    asked = select(made.path, "select s.* from suggestions s join fields f using (sha256, field) where f.value is null")
    told = [dict(zip(asked.columns, row, strict=True)) for row in asked.rows]
    assert {line["field"]: line["suggested"] for line in told} == dict(zip(names, (12, 5, 47), strict=True))
    assert {(line["agency"], line["year"], line["glued"]) for line in told} == {(AGENCY, 2022, "12547")}
    assert findings[0].formula in {line["formula"] for line in told}


def test_glued_digits_of_both_years_settle_each_other(tmp_path: Path) -> None:
    names = [f"{DOCUMENTS}.{c}" for c in ("made", "published", "in_public")]
    made = corpus(
        tmp_path, report(AGENCY, 2019, glued("404040", *names)), report(AGENCY, 2020, glued("353575", *names))
    )
    suggested = {(f.who.year, f.fields[0]): f.implied for f in suggestions(made)}
    assert suggested[2019, names[2]] == 40
    assert [suggested[2020, name] for name in names] == [35, 35, 75]
    held = [one.formula for one in check(made).confirmed]
    assert held == ["对外公开总数量 75＝2019年对外公开总数量 40＋本年新公开数量 35"]


def test_an_open_cut_is_not_suggested(tmp_path: Path) -> None:
    names = ["proactive.permits.prior_items", "proactive.permits.change", "proactive.permits.decisions"]
    before = {"proactive.permits.prior_items": 30, "proactive.permits.change": 0}
    made = corpus(tmp_path, report(AGENCY, 2019, before), report(AGENCY, 2020, glued("301234", *names)))
    assert {f.fields[0]: f.implied for f in suggestions(made)} == {names[0]: 30}


def test_no_cut_is_suggested_where_none_makes_the_sum_hold(tmp_path: Path) -> None:
    names = [f"{DOCUMENTS}.{c}" for c in ("issued", "repealed", "in_force")]
    reports = report(AGENCY, 2021, {f"{DOCUMENTS}.in_force": 99_999}), report(AGENCY, 2022, glued("12547", *names))
    assert suggestions(corpus(tmp_path, *reports)) == []
