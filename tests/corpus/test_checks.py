"""What a corpus is checked for inside reports and between agencies; what people decided about it."""

from pathlib import Path

import pytest

from extractor.core.errors import ExtractorError
from extractor.core.record import Edit, Violation
from extractor.corpus import Converted, open_corpus
from extractor.corpus.check import ACCEPTED, OPEN, Finding, cause, check, judge, judged, read_members, tell, tell_note

from .linked import corpus, report, row

AGENCY = "原平市教育局"
BROKEN = Violation(
    "row/requests.new",
    13,
    0,
    ["requests.new.natural_person", "requests.new.total"],
    "source",
    "总计未更新",
    "total_not_updated",
    [Edit("requests.new.total", 0, 13)],
)
COLUMN = Violation(
    "balance/total",
    0,
    13,
    ["requests.new.total", "requests.results.total.total"],
    "source",
    "总计未更新",
    "total_not_updated",
    [Edit("requests.new.total", 0, 13)],
)


def findings(tmp_path: Path, *reports: Converted) -> list[Finding]:
    return check(corpus(tmp_path, *reports)).findings


def test_sums_that_one_edit_mends_are_one_finding(tmp_path: Path) -> None:
    cells = {"requests.new.natural_person": 13, "requests.new.total": 0, "requests.results.total.total": 13}
    (found,) = findings(tmp_path, report(AGENCY, 2021, cells, violations=[BROKEN, COLUMN]))
    assert (found.weight, found.fields[0], found.printed, found.implied) == ("violation", "requests.new.total", 0, 13)
    assert found.formula.startswith("自然人 13 ≠ 总计 0；")
    assert tell(found).startswith("表三“一、本年新收政府信息公开申请数量”一行“总计”一列：自然人 13 ≠ 总计 0；")
    assert tell(found, "en").endswith("printed as 0, should be 13")
    assert cause(found) == "总计未填或未更新"


def test_nothing_received_against_a_table_above_0(tmp_path: Path) -> None:
    cells = row("requests.new", 3)
    zero = {"narrative.requests.received": 0, "narrative.review.cases": 0, "review.total": 0}
    (found,) = findings(tmp_path, report(AGENCY, 2021, cells | zero))
    assert (found.constraint, found.weight, found.printed) == ("claim/requests.received", "violation", 3)
    assert findings(tmp_path / "other", report(AGENCY, 2021, row("requests.new", 0) | zero)) == []


@pytest.mark.parametrize(
    ("prose", "constraints"),
    [
        ("全年收到申请5件，已全部办结。", ["claim/requests.carried_out"]),
        ("依申请公开办结率为100%。", ["claim/requests.carried_out"]),
        ("收到申请5件，办结3件。提案全部办结。", []),
        ("申请中其中网上提交的已全部办结。", []),
    ],
)
def test_all_answered_against_what_is_carried_over(tmp_path: Path, prose: str, constraints: list[str]) -> None:
    one = report(AGENCY, 2021, {"requests.carried_out.total": 2}, prose=prose)
    assert [f.constraint for f in findings(tmp_path, one)] == constraints


@pytest.mark.parametrize(
    ("facts", "constraints"),
    [
        ({"title": "原平市教育局2020年政府信息公开工作年度报告"}, ["year/title"]),
        ({"period_start": "2020-01-01", "period_end": "2020-12-31"}, ["year/period_end", "year/period_start"]),
        ({"period_start": "2021-01-01", "period_end": "2021-12-31", "published": "2022-01-20"}, []),
        ({"period_start": "2020-09-01", "period_end": "2021-08-31"}, []),  # a school year
        ({"published": "2020-01-20"}, ["year/published"]),
    ],
)
def test_a_year_that_slipped(tmp_path: Path, facts: dict[str, str], constraints: list[str]) -> None:
    assert [f.constraint for f in findings(tmp_path, report(AGENCY, 2021, {}, facts=facts))] == constraints


def test_a_date_that_may_be_misread_accuses_nobody(tmp_path: Path) -> None:
    one = report(AGENCY, 2021, {}, facts={"published": "2020-01-20"})
    one.record.metadata["published"].confidence = 0.5
    assert [(f.weight, f.cause) for f in findings(tmp_path, one)] == [("look", "misread")]


def test_parts_in_brackets_exceed_their_whole(tmp_path: Path) -> None:
    right = "公开信息100条（其中财政40条，教育类30条（含招生12条），其他25条）。"
    wrong = "公开信息1.2万条（其中财政类8000条、教育类4,500条，咨询9件）。"
    (found,) = findings(tmp_path, report(AGENCY, 2021, {}, prose=right + wrong))
    assert (found.constraint, found.printed, found.implied) == ("prose/brackets", 12_000, 12_500)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("受理申请120件，比上年增长20%。", False),
        ("受理申请120件，同比增加20件。", False),
        ("受理申请120件，同比下降20%。", True),
        ("受理申请120件，比2020年增长35%。", True),
        ("受理申请120件，比2019年增长35%。", False),  # of another year nothing is known
        ("受理申请121件，同比增长35%。", False),  # no count of the record
    ],
)
def test_a_change_is_held_against_last_year_s_report(tmp_path: Path, said: str, wrong: bool) -> None:
    before = report(AGENCY, 2020, row("requests.new", 100))
    now = report(AGENCY, 2021, row("requests.new", 120) | {"narrative.requests.received": 120}, prose=said)
    found = findings(tmp_path, before, now)
    assert [f.constraint for f in found] == (["prose/requests.received"] if wrong else [])
    assert all("相差 +20，+20.0%" in tell(f) for f in found)


def test_a_number_far_from_the_other_years_is_to_be_looked_at(tmp_path: Path) -> None:
    years = {2019: 40, 2020: 55, 2021: 48, 2022: 470, 2023: 52}
    found = findings(tmp_path, *(report(AGENCY, y, row("requests.new", n)) for y, n in years.items()))
    looked = {f.constraint: f for f in found}
    assert set(looked) == {"history/requests.received", "history/requests.natural_person"}
    assert {(f.who.year, f.weight) for f in found} == {(2022, "look")}


def test_small_and_steady_numbers_are_no_outliers(tmp_path: Path) -> None:
    years = {2019: 0, 2020: 1, 2021: 0, 2022: 12, 2023: 2}
    assert findings(tmp_path, *(report(AGENCY, y, row("requests.new", n)) for y, n in years.items())) == []


def text(seed: int) -> str:
    """A text of some 900 characters that shares nothing with that of another seed."""
    return "".join(chr(0x4E00 + (seed * 7919 + k * k * 31 + k * 17) % 15_000) for k in range(900))


def test_copied_texts_are_found_with_their_source(tmp_path: Path) -> None:
    own, other = text(1), text(2)
    found = findings(
        tmp_path,
        report(AGENCY, 2020, {}, prose=own + "收到申请3件。"),
        report(AGENCY, 2021, {}, prose=own.replace("一", "二") + "收到申请8件。"),
        report("原平市财政局", 2020, {}, prose=other),
        report("原平市审计局", 2020, {}, prose=other[:850] + text(3)[:50]),
        report("原平市民政局", 2020, {}, prose=text(4)),
        report("原平市水利局", 2021, {}, prose=other),  # of another year, by another agency
    )
    copied = {(f.constraint, f.who.name, f.args["source"]) for f in found}
    assert copied == {
        ("copy/last_year", AGENCY, "原平市教育局2020年"),
        ("copy/neighbour", "原平市审计局", "原平市财政局2020年"),
        ("copy/neighbour", "原平市财政局", "原平市审计局2020年"),
    }
    assert {f.weight for f in found} == {"look"}


def test_a_parent_is_held_against_all_its_members_or_none(tmp_path: Path) -> None:
    parent, members = "原平市人民政府", ("原平市教育局", "原平市财政局")
    complete = [report(name, 2021, row("requests.new", n)) for name, n in zip(members, (4, 5), strict=True)]
    checked = check(corpus(tmp_path, report(parent, 2021, row("requests.new", 9)), *complete))
    assert [one.constraint for one in checked.confirmed] == ["members/requests.new.total"]
    checked = check(corpus(tmp_path / "a", report(parent, 2021, row("requests.new", 8)), *complete))
    assert [(f.constraint, f.weight, f.implied) for f in checked.findings] == [
        ("members/requests.new.total", "look", 9)
    ]
    assert "原平市教育局、原平市财政局" in tell(checked.findings[0])
    earlier = report(members[1], 2020, row("requests.new", 5))
    checked = check(corpus(tmp_path / "b", report(parent, 2021, row("requests.new", 3)), complete[0], earlier))
    assert checked.findings == []
    assert [tell_note(note) for note in checked.notes] == [
        "原平市人民政府2021年：2个成员中缺少 原平市财政局 的报告，不作判断"
    ]


def test_members_that_people_list_decide(tmp_path: Path) -> None:
    listed = tmp_path / "members.csv"
    listed.write_text("parent,member\n原平市人民政府,原平市教育局\n原平市人民政府,原平市水利局\n", "utf-8-sig")
    reports = [
        report("原平市人民政府", 2021, row("requests.new", 9)),
        report("原平市教育局", 2021, row("requests.new", 4)),
    ]
    made = corpus(tmp_path, *reports, report("原平市水利局", 2021, row("requests.new", 3)))
    (found,) = check(made, listed=read_members(listed)).findings
    assert (found.weight, found.printed, found.implied) == ("violation", 9, 7)
    listed.write_text("a,b\nc\n", "utf-8")
    with pytest.raises(ExtractorError, match=r"members.csv:2: two columns"):
        read_members(listed)


def test_verdicts_survive_a_new_run_and_a_new_file(tmp_path: Path) -> None:
    cells = {"requests.new.natural_person": 13, "requests.new.total": 0}
    first = report(AGENCY, 2021, cells, violations=[BROKEN])
    made = corpus(tmp_path, first)
    checked = check(made)
    assert len(checked.violations) == 1
    name = checked.findings[0].fingerprint
    judge(made, [name], ACCEPTED, "原文如此，已在官网说明", "李")
    assert judged(checked, made).violations == []
    again = report(AGENCY, 2021, cells, prose="重新发布", violations=[BROKEN])
    made.append([again])
    later = check(open_corpus(made.path))
    assert {f.fingerprint for f in later.findings if f.kind == "sum"} == {name}
    assert (later.violations, later.verdicts[name].why) == ([], "原文如此，已在官网说明")
    judge(made, [name], OPEN)
    assert len(check(made).violations) == 2


def test_another_number_is_another_finding(tmp_path: Path) -> None:
    reports = [
        report(AGENCY, 2021, {"requests.carried_out.total": 3}),
        report(AGENCY, 2022, {"requests.carried_in.total": 2}),
    ]
    other = report(AGENCY, 2022, {"requests.carried_in.total": 1})
    (one,) = findings(tmp_path, *reports)
    (two,) = findings(tmp_path / "other", reports[0], other)
    assert one.fingerprint != two.fingerprint


def test_reports_of_nobody_are_named(tmp_path: Path) -> None:
    checked = check(corpus(tmp_path, report(AGENCY, 2021, {}, facts={"agency": None})))
    assert [tell_note(note) for note in checked.notes] == ["原平市教育局2021.txt：机关或年度不明，未作年际核对"]
