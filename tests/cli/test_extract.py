import codecs
import csv
import json
from pathlib import Path

import pytest

from extractor.cli import run


@pytest.mark.parametrize(
    ("name", "begins"), [("r.json", "{"), ("r.md", "# "), ("r.html", "<!doctype html>"), ("r.txt", "agency")]
)
def test_the_suffix_of_the_output_chooses_the_format(
    name: str, begins: str, example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", f"{example}.html", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert capsys.readouterr().out == ""


def test_format_beats_the_suffix(example: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    assert run(["extract", f"{example}.txt", "-o", str(path), "--format", "json"]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "gov-disclosure/2021"


def test_csv_in_a_file_opens_in_excel_and_in_a_pipe_has_no_mark(
    example: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "r.csv"
    assert run(["extract", f"{example}.txt", "-o", str(path)]) == 0
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        by_id = {row["field"]: row for row in csv.DictReader(file)}
    assert by_id["proactive.fees.amount"]["value"] == "846000"
    assert by_id["requests.results.granted.total"]["suggested"] == "13"


def test_text_and_page_of_the_example_say_the_same(example: Path, tmp_path: Path) -> None:
    values = []
    for suffix in (".txt", ".html"):
        out = tmp_path / f"{suffix[1:]}.json"
        assert run(["extract", str(example.with_suffix(suffix)), "-o", str(out)]) == 0
        fields = json.loads(out.read_text(encoding="utf-8"))["fields"]
        values.append({name: field["value"] for name, field in fields.items()})
    assert values[0] == values[1]


def test_a_schema_can_be_forced(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    assert run(["extract", f"{example}.txt", "--schema", "gov-disclosure/2019", "-o", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["schema"] == "gov-disclosure/2019"
