"""The panel in variables that go on from form to form, read back."""

import csv
from pathlib import Path

import pytest

from extractor.cli import run
from extractor.corpus import Corpus
from extractor.corpus.series import series
from tests.corpus.linked import corpus, glued, report, row, stated


@pytest.fixture
def made(tmp_path: Path) -> Corpus:
    """A county that became a district, in three forms; the last year's lawsuits are glued."""
    cells = glued("1234", "litigation.direct.total", "litigation.after_review.total")
    return corpus(
        tmp_path,
        report("崇明县教育局", 2014, {"annex.requests.received": 7, "annex.litigation.total": 1}),
        report("崇明区教育局", 2019, row("requests.new", 9) | {"requests.carried_in.total": None}),
        report("上海市崇明区教育局", 2021, row("requests.new", 11) | cells | {"review.total": stated(2, 0.4)}),
    )


def lines(made: Corpus, target: Path, *options: str) -> list[dict[str, str]]:
    """The export as CSV, by year."""
    assert run(["export", str(made.path), "--to", str(target), "--harmonised", *options]) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda line: line["year"])


def test_one_agency_and_one_variable_over_three_forms(made: Corpus, tmp_path: Path) -> None:
    found = lines(made, tmp_path / "panel.csv")
    assert [line["requests.received"] for line in found] == ["7", "9", "11"]
    assert {line["agency_id"] for line in found} == {"310151/education"}
    assert [line["agency_division"] for line in found] == ["310230", "310151", "310151"]
    assert [line["litigation.total"] for line in found] == ["1", "", ""]  # missing in 2019, open in 2021
    assert [line["requests.carried_in"] for line in found] == ["", "", ""]  # no such row, blank, no such row


def test_the_panel_says_what_the_series_says(made: Corpus, tmp_path: Path) -> None:
    found = {line["sha256"]: line for line in lines(made, tmp_path / "panel.csv")}
    for one in series(made).to_pylist():
        told = found[one["sha256"]][one["variable"]]
        assert (float(told) if told else None) == one["value"], one


def test_a_sum_with_a_doubtful_part_is_left_out(made: Corpus, tmp_path: Path) -> None:
    assert lines(made, tmp_path / "all.csv")[2]["review.total"] == "2"
    assert lines(made, tmp_path / "sure.csv", "--confidence", "0.9")[2]["review.total"] == ""


def test_breaks_stand_in_the_codebook(made: Corpus, tmp_path: Path) -> None:
    lines(made, tmp_path / "panel.csv")
    text = (tmp_path / "panel.codebook.csv").read_text("utf-8-sig")
    book = {line["variable"]: line for line in csv.DictReader(text.splitlines())}
    assert "2019年起：" in book["requests.received"]["breaks"]
    assert {line["constraints"] for line in book.values()} == {""}
    assert book["requests.received"]["forms"].split()[0] == "gov-disclosure/2008"
    assert len({line["name"] for line in book.values()}) == len(book)


def test_statistics_programs_and_spreadsheets_read_it(made: Corpus, tmp_path: Path) -> None:
    import openpyxl
    import pyreadstat

    for ending in ("dta", "sav", "xlsx"):
        assert run(["export", str(made.path), "--to", str(tmp_path / f"panel.{ending}"), "--harmonised"]) == 0
    frame, about = pyreadstat.read_dta(str(tmp_path / "panel.dta"))
    assert sorted(frame["requests_received"]) == [7, 9, 11]
    assert "新收政府信息公开申请（件）" in about.column_labels
    sheet = openpyxl.load_workbook(tmp_path / "panel.xlsx")["数据"]
    assert "litigation.total" in [cell.value for cell in sheet[2]]


def test_what_holds_fields_as_read_refuses(made: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "package"
    assert run(["export", str(made.path), "--to", str(target), "--harmonised"]) == 3
    assert "holds fields as read" in capsys.readouterr().err
    assert run(["export", str(made.path), "--to", str(target), "--harmonised", "--shape", "long"]) == 2
