import json
from pathlib import Path

import pytest

from extractor.core.errors import LoadError
from extractor.evaluate.gold import Slot, format_of, gold_of, read_gold
from tests.evaluate.made import field, record


def write(path: Path, data: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_flat_form() -> None:
    found = gold_of(
        {
            "schema": "gov-disclosure/2021",
            "complete": True,
            "agency": "甲局",
            "year": 2022,
            "metadata": {"year": 2023, "document_number": None},
            "agency_accept": ["甲局", "某县甲局"],
            "fields": {"c.a": {"value": 3, "status": "stated"}, "c.b": {"value": None, "status": "blank"}},
            "metrics": [{"metric": "narrative.m", "value": 7}],
            "violations": [{"constraint": "row/c"}, {"note": "no sum"}],
            "ambiguous": ["c.x"],
        },
        "a",
        group="folder",
    )
    assert found.cells == {"c.a": Slot(3, "stated"), "c.b": Slot(None, "blank")}
    assert found.counts == {"narrative.m": 7}
    assert found.metadata == {"agency": "甲局", "year": 2023, "document_number": None}
    assert (found.agencies, found.violations) == (("甲局", "某县甲局"), frozenset({"row/c"}))
    assert (found.group, found.closed, found.ambiguous) == ("folder", True, frozenset({"c.x"}))
    assert "text/" in found.unjudged


def test_a_record_is_gold_too() -> None:
    made = record(
        {"c.a": field(3), "narrative.m": field(7), "narrative.n": field(None)}, {"year": field(2023)}, ("row/c",)
    )
    found = gold_of(made.to_dict() | {"group": "weak"}, "a", group="folder")
    assert found.cells == {"c.a": Slot(3, "stated")}
    assert found.counts == {"narrative.m": 7}
    assert found.metadata == {"year": 2023}
    assert (found.violations, found.closed, found.group) == (frozenset({"row/c"}), True, "weak")
    assert "text/" not in found.unjudged


def test_what_a_gold_does_not_speak_of_is_none_and_not_empty() -> None:
    found = gold_of({"metrics": []}, "a")
    assert (found.cells, found.counts, found.violations, found.closed) == (None, {}, None, False)
    assert gold_of({"fields": {}}, "a").counts is None


def test_cells_are_open_where_the_gold_is_not_complete() -> None:
    cells = {"fields": {"c": {"value": 1}}, "schema": "gov-disclosure/2021"}
    assert not gold_of(cells, "a").closed
    assert gold_of(cells | {"complete": True}, "a").closed
    assert not gold_of({"fields": {"c": {"value": 1}}, "complete": True}, "a").closed


def test_grids_have_cells_with_spans() -> None:
    cells = [{"row": 0, "column": 0, "column_span": 2, "text": "头"}, {"row": 1, "column": 1}]
    (grid,) = gold_of({"fields": {}, "grids": [{"cells": cells}]}, "a").grids
    assert (grid.rows, grid.columns) == (2, 2)
    assert grid.at(0, 1) == grid.at(0, 0)


def test_a_folder_gives_names_groups_and_documents(tmp_path: Path) -> None:
    write(tmp_path / "top.gold.json", {"metrics": []})
    write(tmp_path / "weak" / "b1.gold.json", {"metrics": []})
    write(tmp_path / "weak" / "b1.json", {"record_version": "1"})
    write(tmp_path / "plain" / "n1.json", {"metrics": []})
    write(tmp_path / "plain" / "alone.json", {"metrics": []})
    for name in ("weak/b1.txt", "weak/b1.tabbed.txt", "weak/b1.html", "weak/b12.txt", "plain/n1.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "weak/b1.json").unlink()
    golds = read_gold(tmp_path)
    assert [(g.name, g.group) for g in golds] == [("plain/n1", "plain"), ("top", tmp_path.name), ("weak/b1", "weak")]
    assert [p.name for p in golds[2].documents] == ["b1.html", "b1.tabbed.txt", "b1.txt"]
    assert read_gold(tmp_path / "weak" / "b1.gold.json")[0].name == "b1"


@pytest.mark.parametrize("text", ["{", "[]", '{"some": 1}', '{"fields": {"c": 3}}', '{"metrics": [{"value": 3}]}'])
def test_what_is_no_gold_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text(text)
    with pytest.raises(LoadError, match=r"a\.gold\.json: not a gold file"):
        read_gold(path)


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no gold"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.HTML", "html"), ("a.htm", "html"), ("a.tif", "image"), ("a.b.md", "markdown"), ("a.x", "other")],
)
def test_formats_by_suffix(name: str, format: str) -> None:
    assert format_of(Path(name)) == format
