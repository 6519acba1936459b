import json
from pathlib import Path

import pytest

from extractor.cli import run
from extractor.schemas import names


def test_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "list"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in names())
    assert run(["schema", "show", "gov-disclosure/2021"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t") == ["field", "unit", "table", "label"]
    assert {len(line.split("\t")) for line in lines} == {4}


def test_validate_names_the_line_of_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "form.yml"
    path.write_text("id: a/b\ntitle: t\nyears: [2020, soon]\n", encoding="utf-8")
    assert run(["schema", "validate", str(path)]) == 1
    err = capsys.readouterr().err
    assert f"{path}:3" in err
    path.write_text("id: a/b\ntitle: t\nyears: [2020, 2021]\n", encoding="utf-8")
    assert run(["schema", "validate", str(path)]) == 0
    assert "valid: a/b" in capsys.readouterr().out


def test_record_prints_its_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "record"]) == 0
    assert {"schema", "fields", "violations"} <= set(json.loads(capsys.readouterr().out)["properties"])
