import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli import run
from extractor.corpus import Converted, open_corpus
from tests.corpus.made import report


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = open_corpus(tmp_path_factory.mktemp("sql") / "corpus", create=True)
    made.append(Converted(report("云湖县教育局", year)) for year in range(2015, 2024))
    return str(made.path)


def test_json_in_a_pipe(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", corpus, "select agency, max(year) as last from records group by agency"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"agency": "云湖县教育局", "last": 2023}]


def test_csv(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", corpus, "select year, published from records order by year", "--format", "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[:2] == [["year", "published"], ["2015", "2016-01-20"]]
    assert len(rows) == 10


def test_a_table_has_a_limit(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", corpus, "select year from records order by year", "-f", "table", "--limit", "2"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "year", "2015", "2016", "… more than 2 rows: --limit 0 shows all, --format csv writes them"
    ]  # fmt: skip
    assert run(["sql", corpus, "select year from records order by year", "-f", "table", "--limit", "0"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 10


def test_a_terminal_gets_a_table_as_wide_as_it_is(corpus: str) -> None:
    primary, secondary = pty.openpty()
    command = [sys.executable, "-m", "extractor", "sql", corpus, "from records limit 1"]
    with subprocess.Popen(command, stdout=secondary, env=os.environ | {"COLUMNS": "70"}) as process:
        os.close(secondary)
        text = b""
        try:
            while block := os.read(primary, 4096):
                text += block
        except OSError:  # the other end is closed
            pass
    os.close(primary)
    assert process.returncode == 0
    assert text.decode().startswith("sha256")
    assert "more columns: " in text.decode()


def test_a_wrong_statement_is_one_line_and_code_2(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", corpus, "select agencies from records"]) == 2
    err = capsys.readouterr().err
    assert err.startswith('extractor: Referenced column "agencies" not found')
    assert err.count("\n") == 1
    assert run(["sql", corpus, "delete from records"]) == 2
    assert "only SELECT is possible" in capsys.readouterr().err


def test_an_error_in_the_middle_of_the_rows_is_told_too(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    statement = "select case when range = 200000 then 'x' else '1' end::int from range(300000)"
    assert run(["sql", corpus, statement, "-f", "csv"]) == 2
    assert "Could not convert string 'x'" in capsys.readouterr().err


def test_the_statement_may_come_from_stdin(
    corpus: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("select count(*) as n from records"))
    assert run(["sql", corpus, "-"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 9}]


def test_no_corpus_is_one_line_and_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", str(tmp_path), "select 1"]) == 3
    assert "is no corpus" in capsys.readouterr().err
