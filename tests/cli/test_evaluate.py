import json
from pathlib import Path

import pytest

from extractor import extract
from extractor.cli import run


@pytest.fixture(scope="module")
def folders(example: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Gold with a document beside it, and the record of the same: the record is its own gold."""
    folder = tmp_path_factory.mktemp("evaluate")
    gold, records = folder / "gold", folder / "records"
    gold.mkdir()
    records.mkdir()
    record = extract(example.with_suffix(".html"))
    (gold / "a.gold.json").write_text(record.to_json(), encoding="utf-8")
    (gold / "a.html").write_bytes(example.with_suffix(".html").read_bytes())
    record.document.path = "a.html"
    (records / "a.json").write_text(record.to_json(), encoding="utf-8")
    return gold, records


def test_a_table_of_all_and_one_for_each_key(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", *map(str, folders), "--by", "era,group"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].split()[:4] == ["documents", "fully", "right", "1.000"]
    assert "By era" in out
    assert "By group" in out
    assert "By format" not in out
    assert err == ""


def test_reading_the_documents_on_the_spot_says_the_same(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for arguments in ([*map(str, folders)], [str(folders[0]), "--run"], [str(folders[0]), str(folders[0]), "--run"]):
        assert run(["evaluate", *arguments, "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["all"]["right"] == {"right": 1, "of": 1, "share": 1.0}
    assert told[0]["by"]["format"]["html"]["cells"]["share"] == 1.0
    assert told[0]["all"] == told[1]["all"] == told[2]["all"]


def test_the_page_is_written(folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "report.html"
    assert run(["evaluate", *map(str, folders), "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "documents fully right" in capsys.readouterr().out


def test_documents_without_a_record_are_named_and_make_the_code_1(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.gold.json").write_text('{"metrics": [{"metric": "narrative.weibo.posts", "value": 3}]}')
    (tmp_path / "b.txt").write_bytes(b"")
    assert run(["evaluate", str(tmp_path), "--run"]) == 1
    out, err = capsys.readouterr()
    assert "1 of them without a record" in out
    assert err.startswith("extractor: b.txt: ")
    assert len(err.splitlines()) == 1


def test_a_record_without_gold_is_told_and_does_no_harm(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folders[1] / "a.json").read_text(encoding="utf-8")
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    (tmp_path / "z.json").write_text(text.replace("a.html", "z.html"), encoding="utf-8")
    assert run(["evaluate", str(folders[0]), str(tmp_path)]) == 0
    assert "1 record has no gold" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "word", "code"),
    [
        (["{gold}"], "--run", 2),
        (["nowhere", "{records}"], "nowhere", 2),
        (["{gold}", "{records}", "--by", "colour"], "colour", 2),
        (["{gold}", "{records}", "--html", "/nowhere/x.html"], "/nowhere/x.html", 2),
        (["{gold}", "nowhere"], "nowhere", 3),
        (["{records}", "{records}"], "no gold", 3),
    ],
)
def test_errors_are_one_line(
    arguments: list[str], word: str, code: int, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, records = folders
    assert run(["evaluate", *(a.format(gold=gold, records=records) for a in arguments)]) == code
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert word in err
