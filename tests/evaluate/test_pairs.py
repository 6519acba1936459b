"""Whose record is whose, and what is missing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.core.errors import LoadError
from extractor.evaluate.gold import Gold, gold_of, read_gold
from extractor.evaluate.pairs import Pair, documents, read, stored
from tests.evaluate.made import field, record

EMPTY = json.dumps({"metrics": []})


def golds(folder: Path, *names: str, documents: tuple[str, ...] = ()) -> list[Gold]:
    for name in names:
        path = folder / f"{name}.gold.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(EMPTY)
    for name in documents:
        (folder / name).write_text("x")
    return read_gold(folder)


def save(path: Path, document: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record({"a": field(1)}, path=document or "a.txt").to_json(), encoding="utf-8")


def told(pairs: list[Pair]) -> list[tuple[str, str, str, bool]]:
    return [(g.name, p.document, p.format, p.record is not None) for g, p in pairs]


def test_records_by_the_name_of_their_file(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a", "b.v1")
    save(tmp_path / "out" / "a.json", "somewhere/a.html")
    save(tmp_path / "out" / "b.v1.docx.json", "b.v1.docx")
    pairs, loose = stored(known, tmp_path / "out")
    assert told(pairs) == [("a", "a.html", "html", True), ("b.v1", "b.v1.docx", "docx", True)]
    assert loose == []


def test_records_by_the_document_that_they_name(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a", "b")
    lines = [record({}, path=f"x/{name}.html").to_json(None) for name in ("b", "a", "z")]
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n\n")
    pairs, loose = stored(known, tmp_path / "all.jsonl")
    assert told(pairs) == [("a", "a.html", "html", True), ("b", "b.html", "html", True)]
    assert loose == ["x/z.html"]


def test_one_gold_and_one_record(tmp_path: Path) -> None:
    golds(tmp_path, "a")
    save(tmp_path / "a.json")
    assert told(stored(read_gold(tmp_path / "a.gold.json"), tmp_path / "a.json")[0]) == [("a", "a.txt", "text", True)]


def test_the_same_name_in_two_folders_is_told_by_the_folder(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "hard/a", "weak/a")
    save(tmp_path / "out" / "weak" / "a.json")
    pairs, _ = stored(known, tmp_path / "out")
    assert told(pairs) == [("hard/a", "a", "none", False), ("weak/a", "a.txt", "text", True)]
    save(tmp_path / "out" / "a.json")
    with pytest.raises(LoadError, match="may belong to hard/a and weak/a"):
        stored(known, tmp_path / "out")


def test_a_gold_without_a_record_is_one_miss(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a", "b", documents=("b.html", "b.txt"))
    save(tmp_path / "out" / "a.json")
    pairs, _ = stored(known, tmp_path / "out")
    assert told(pairs) == [("a", "a.txt", "text", True), ("b", "b.txt", "text", False)]
    (tmp_path / "out" / "a.json").unlink()
    pairs, _ = stored(known, tmp_path / "out")
    assert told(pairs) == [("a", "a", "none", False), ("b", "b.html", "html", False)]


def test_each_document_of_a_format_that_was_read_needs_its_record(tmp_path: Path) -> None:
    files = ("a.html", "a.docx", "a.txt", "b.html", "b.docx", "b.txt")
    known = golds(tmp_path / "gold", "a", "b", documents=files)
    for name in ("a.html", "a.docx", "b.html"):
        save(tmp_path / "out" / f"{name}.json", f"gold/{name}")
    pairs, _ = stored(known, tmp_path / "out")
    assert sorted(told(pairs)) == [
        ("a", "a.docx", "docx", True),
        ("a", "a.html", "html", True),
        ("b", "b.docx", "docx", False),
        ("b", "b.html", "html", True),
    ]


@pytest.mark.parametrize("text", ["{", "[]", '{"record_version": "1"}'])
def test_a_file_of_the_right_name_that_is_no_record_is_a_miss_with_its_reason(tmp_path: Path, text: str) -> None:
    known = golds(tmp_path / "gold", "a")
    (tmp_path / "a.json").write_text(text)
    (tmp_path / "a.places.json").write_text(text)
    ((_, only),), loose = stored(known, tmp_path / "a.json")
    assert only.record is None
    assert only.error.startswith("not a record: ")
    assert loose == []


def test_a_broken_record_of_one_format_leaves_the_others_missing(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a", "b", documents=("a.html", "a.txt", "b.html", "b.txt"))
    for name in ("a.html", "a.txt", "b.html"):
        save(tmp_path / "out" / f"{name}.json", name)
    (tmp_path / "out" / "b.html.json").write_text("{")
    assert told(stored(known, tmp_path / "out")[0])[2:] == [
        ("b", "b.html", "html", False),
        ("b", "b.txt", "text", False),
    ]


def test_a_line_separator_inside_a_record_ends_no_line(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a")
    one = record({}, {"title": field("甲\u2028乙")}, path="a.txt")
    (tmp_path / "all.jsonl").write_text(one.to_json(None) + "\n", encoding="utf-8")
    assert told(stored(known, tmp_path / "all.jsonl")[0]) == [("a", "a.txt", "text", True)]


def test_other_files_about_a_report_are_not_its_record(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a")
    save(tmp_path / "out" / "a.json")
    (tmp_path / "out" / "a.places.json").write_text("{}")
    (tmp_path / "out" / "manifest.jsonl").write_text('{"file": "a.txt"}\n')
    assert told(stored(known, tmp_path / "out")[0]) == [("a", "a.txt", "text", True)]


def test_records_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no such file"):
        stored(golds(tmp_path, "a"), tmp_path / "nowhere")


def test_documents_beside_the_gold_or_elsewhere(tmp_path: Path) -> None:
    known = golds(tmp_path / "gold", "a", "b", documents=("a.html", "a.txt", "a.scan.png", "a.scan.2.png"))
    assert [(g.name, p.name if p else None) for g, p in documents(known)] == [
        ("a", "a.html"),
        ("a", "a.scan.png"),
        ("a", "a.txt"),
        ("b", None),
    ]
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.md").write_text("x")
    assert [(g.name, p.name if p else None) for g, p in documents(known, other)] == [("a", None), ("b", "b.md")]
    with pytest.raises(LoadError, match="no document"):
        documents(known, tmp_path / "nowhere")


def test_a_documents_own_places_tell_its_tables(tmp_path: Path) -> None:
    known = golds(tmp_path, "a", documents=("a.html", "a.office.pdf", "a.txt"))
    for name, rows in {"a.html": 2, "a.office": 3}.items():
        cells = [{"row": row, "column": 0} for row in range(rows)]
        (tmp_path / f"{name}.places.json").write_text(json.dumps({"grids": [{"cells": cells}]}))
    found = {path.name: [grid.rows for grid in gold.grids] for gold, path in documents(known) if path}
    assert found == {"a.html": [2], "a.office.pdf": [3], "a.txt": []}
    (tmp_path / "a.html.places.json").write_text('{"grids": [{}]}')
    with pytest.raises(LoadError, match=r"a\.html\.places\.json: not the places"):
        documents(known)


def test_reading_a_report_and_what_goes_wrong(tmp_path: Path, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = gold_of({"metrics": []}, "a")
    page = example.with_suffix(".html")
    good = read(known, page)
    assert (good.format, good.document, good.grids) == ("html", page.name, None)
    assert good.record is not None
    cell = {"row": 0, "column": 0}
    assert read(replace(gold_of({"metrics": [], "grids": [{"cells": [cell]}]}, "a")), page).grids
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert "the file is empty" in read(known, empty).error
    assert read(known, None).error == "no document beside the gold"

    def crash(path: Path) -> None:
        raise RuntimeError("the reader fell over")

    monkeypatch.setattr("extractor.pipeline.extract", crash)
    assert read(known, page).error == "crash: RuntimeError: the reader fell over"
