import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from extractor.cli import run
from extractor.corpus import Converted, open_corpus
from tests.corpus.made import report


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    made = open_corpus(tmp_path / "corpus", create=True)
    for year in (2021, 2023):
        made.append([Converted(report("云湖县教育局", year, broken=year == 2021))])
    return str(made.path)


def test_stats_in_words_and_as_json(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "stats", corpus]) == 0
    assert "2 documents: 2 read, 0 not read" in capsys.readouterr().out
    assert run(["corpus", "stats", corpus, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["first_year"], found["parts"]) == (2, 2021, 3)


def test_verify_names_faults_with_code_1(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "verify", corpus]) == 0
    assert capsys.readouterr().out == f"{corpus}: whole\n"
    for file in Path(corpus).glob("parts/*/violations.parquet"):
        file.unlink()
    assert run(["corpus", "verify", corpus]) == 1
    out = capsys.readouterr().out
    assert "violations.parquet is missing" in out
    assert out.splitlines()[-1].endswith("faults")


def test_damage_is_one_line_that_names_what_finds_it(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    for table, command in (("records", ["stats"]), ("violations", ["stats"]), ("fields", ["compact"])):
        copy = Path(f"{corpus}-{table}")
        shutil.copytree(corpus, copy)
        for file in copy.glob(f"parts/*/{table}.parquet"):
            file.write_bytes(file.read_bytes()[:-9])
        assert run(["corpus", *command, str(copy)]) == 3
        err = capsys.readouterr().err
        assert "extractor corpus verify" in err, table
        assert err.count("\n") == 1


def test_compact_says_what_it_did(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "compact", corpus, "--keep", "0"]) == 0
    assert capsys.readouterr().out == f"{corpus}: 3 parts before, 1 now\n"
    assert list((Path(corpus) / "retired").iterdir()) == []
    assert run(["corpus", "migrate", corpus]) == 0
    assert "in the present format already" in capsys.readouterr().out


def test_coverage_as_table_json_and_csv(corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "names.txt"
    names.write_text("云湖县教育局\n云湖县水利局\n", "utf-8")
    command = ["corpus", "coverage", corpus, "--agencies", str(names), "--years", "2021-2022"]
    assert run([*command, "--format", "table"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:3]] == [["云湖县教育局", "!1", "-"], ["云湖县水利局", "-", "-"]]
    assert run(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert [cell["state"] for cell in found["cells"]] == ["broken", "missing", "missing", "missing"]
    assert found["cells"][0]["published"] == "2022-01-20"
    assert run([*command, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["agency"], row["year"], row["state"]) for row in rows[:2]] == [
        ("云湖县教育局", "2021", "broken"),
        ("云湖县教育局", "2022", "missing"),
    ]


def test_wrong_years_are_wrong_use(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    for years in ("2023-2021", "all", "2021-", "-2021"):
        assert run(["corpus", "coverage", corpus, "--years", years]) == 2
        assert "write them as in 2019-2023" in capsys.readouterr().err
    assert run(["corpus", "coverage", corpus, "--years", "2021"]) == 0
    assert len(json.loads(capsys.readouterr().out)["cells"]) == 1


def test_no_corpus_is_one_line_and_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("stats", "verify", "compact", "migrate", "coverage"):
        assert run(["corpus", command, str(tmp_path)]) == 3
        err = capsys.readouterr().err
        assert "is no corpus" in err
        assert err.count("\n") == 1
