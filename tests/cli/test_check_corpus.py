import re
from pathlib import Path

import pytest

from extractor.cli import run
from extractor.corpus import Converted, Corpus, open_corpus
from extractor.pipeline import extract_with_prose
from tests.corpus.linked import corpus, report, row

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports" / "reports"


@pytest.fixture
def made(tmp_path: Path) -> Corpus:
    """An office that carries over 3 requests and receives 2."""
    first = report("原平市教育局", 2021, row("requests.carried_out", 3))
    return corpus(tmp_path, first, report("原平市教育局", 2022, row("requests.carried_in", 2)))


def test_findings_by_agency_with_code_1(made: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(made.path)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("2 份报告，1 个机关：2 处不符")
    assert "\n原平市教育局\n  2022  不符  表三“二、上年结转政府信息公开申请数量”一行“自然人”一列：" in out
    assert "上年结转 2≠2021年结转下年度 3" in out


def test_in_english_with_what_holds(made: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(made.path), "--lang", "en", "--verbose"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("reports: 2, agencies: 1; do not add up: 2, to look at: 0")
    assert "Table 三, row “二、上年结转政府信息公开申请数量”, column “总计”: 上年结转 2≠2021年结转下年度 3" in out


def test_accepted_findings_are_gone_until_they_are_reopened(made: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(made.path)])
    names = re.findall(r"\[([0-9a-f]{12})\]", capsys.readouterr().out)
    assert len(names) == 2
    accept = [part for name in names for part in ("--accept", name)]
    assert run(["check", str(made.path), *accept]) == 2  # nobody says why
    assert run(["check", str(made.path), *accept, "--why", "上年报告已更正"]) == 0
    assert run(["check", str(made.path)]) == 0
    capsys.readouterr()
    run(["check", str(made.path), "--verbose"])
    assert "；上年报告已更正" in capsys.readouterr().out
    assert run(["check", str(made.path), "--reopen", names[0]]) == 1


def test_the_list_is_written(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "整改清单.xlsx"
    assert run(["check", str(made.path), "--to", str(path)]) == 1
    assert path.stat().st_size > 5_000


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "list.pdf"], "--to: a list ends in one of .xlsx, .docx, .html, .json"),
        (["--accept", "0123456789ab", "--why", "x"], "no finding 0123456789ab"),
    ],
)
def test_wrong_use_is_told_in_a_line(
    made: Corpus, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(made.path), *options]) == 2
    assert said in capsys.readouterr().err


def test_options_of_a_corpus_need_one(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", f"{example}.txt", "--to", "list.xlsx"]) == 2
    assert "is no corpus" in capsys.readouterr().err
    assert run(["check", str(tmp_path)]) == 3
    assert "is no corpus" in capsys.readouterr().err


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"the real reports are not at {REPORTS}")
def test_four_years_of_a_real_agency(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = open_corpus(tmp_path / "corpus", create=True)
    for name in ("c012", "c013", "c014", "c015"):
        record, prose = extract_with_prose(REPORTS / f"{name}.txt")
        made.append([Converted(record, prose=prose)])
    assert run(["check", str(made.path), "--verbose"]) == 1
    lines = capsys.readouterr().out.splitlines()
    wrong = [line for line in lines if "  不符  " in line]
    assert len(wrong) == 1  # the table 三 of 2020, whose results are 26 over a total of 20
    assert "＝26 ≠ （七）总计 20" in wrong[0]
    holds = "\n".join(line for line in lines if "  成立  " in line)
    assert "2022  成立  上年结转 1＝2021年结转下年度 1" in holds
    assert "对外公开总数量 166＝2019年对外公开总数量 89＋本年新公开数量 77" in holds
    assert "现行有效件数 698＝2021年现行有效件数 665＋本年制发件数 88－本年废止件数 55" in holds
    cuts = [line for line in lines if "  粘连  " in line]
    assert any(line.startswith("  2022  粘连  表二“行政规范性文件”一行“现行有效件数”一列：“8855698”") for line in cuts)
    documents = "proactive.normative_documents"
    fields = next(record.fields for record in made.records("year = 2022"))
    assert {fields[f"{documents}.{c}"].status for c in ("issued", "repealed", "in_force")} == {"conflict"}
