import csv
import json
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from extractor import Record
from extractor.corpus.export import ExportError, Filter, Request, export, format_of, spreadsheet
from tests.corpus.export.built import corpus, record

FIELD, SHORT = "requests.new.natural_person", "requests_new_natural_person"


def test_csv_is_read_by_excel_and_pandas(tmp_path: Path) -> None:
    assert export(Request(corpus(tmp_path)), tmp_path / "panel.csv") == 4
    assert (tmp_path / "panel.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(tmp_path / "panel.csv")
    assert frame[FIELD].tolist() == [8, 0, 5, 9]
    assert frame["year"].tolist() == [2020, 2021, 2021, 2022]
    book = pd.read_csv(tmp_path / "panel.codebook.csv")
    assert set(frame.columns) == set(book["variable"])


def test_csv_gives_a_spreadsheet_no_formula(tmp_path: Path) -> None:
    whole = corpus(tmp_path)
    hostile = record(9, "=HYPERLINK(1)", 2023, 1)
    from extractor.corpus import Converted

    whole.append([Converted(hostile)])
    export(Request(whole, Filter(years=(2023, 2023))), tmp_path / "panel.csv")
    with (tmp_path / "panel.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row["agency"] == "'=HYPERLINK(1)"


def test_the_long_form_has_every_field_with_status_and_place(tmp_path: Path) -> None:
    whole = corpus(tmp_path)
    rows = export(Request(whole, shape="long"), tmp_path / "values.parquet")
    found = duckdb.sql(f"select * from '{tmp_path}/values.parquet' where field = '{FIELD}' and status = 'conflict'")
    frame = found.df()
    assert rows == sum(len(r.fields) + len(r.metadata) for r in whole.records())
    assert frame[["agency", "year", "confidence", "page", "x0"]].values.tolist() == [
        ["深圳市教育局", 2022, 0.6, 2, 1.0]
    ]
    assert frame["label"].str.contains("自然人").all()


def test_parquet_holds_its_codebook_and_provenance(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    export(Request(corpus(tmp_path)), tmp_path / "panel.parquet")
    notes = pq.read_schema(tmp_path / "panel.parquet").metadata
    assert any(row["variable"] == FIELD for row in json.loads(notes[b"codebook"]))
    (old, new) = json.loads(notes[b"provenance"])["results"]
    assert (old["schema"], old["documents"], new["documents"]) == ("gov-disclosure/2019", 1, 4)
    assert duckdb.sql(f"select sum(\"{FIELD}\") from '{tmp_path}/panel.parquet'").fetchall() == [(22,)]


def test_stata_keeps_chinese_labels_of_variables_and_values(tmp_path: Path) -> None:
    export(Request(corpus(tmp_path)), tmp_path / "panel.dta")
    frame, about = pyreadstat.read_dta(str(tmp_path / "panel.dta"), apply_value_formats=True)
    assert frame[SHORT].tolist() == [8, 0, 5, 9]
    assert "自然人" in about.column_names_to_labels[SHORT]
    assert "2019年式样" in frame["schema"].astype(str)[0]
    assert frame["agency"][0] == "海淀区人民政府"
    assert pd.read_stata(tmp_path / "panel.dta")[SHORT].tolist() == [8, 0, 5, 9]


def test_spss_keeps_chinese_labels_of_variables_and_values(tmp_path: Path) -> None:
    export(Request(corpus(tmp_path)), tmp_path / "panel.sav")
    frame, about = pyreadstat.read_sav(str(tmp_path / "panel.sav"))
    assert frame[SHORT].tolist() == [8, 0, 5, 9]
    assert "自然人" in about.column_names_to_labels[SHORT]
    assert sorted(about.variable_value_labels["schema"].values())[0].endswith("（2019年式样）")


def test_a_spreadsheet_has_frozen_heads_colours_notes_and_a_codebook(tmp_path: Path) -> None:
    whole = corpus(tmp_path)
    rows = export(Request(whole, Filter(years=(2021, 2022), regions=("44",))), tmp_path / "panel.xlsx")
    assert rows == 2
    book = openpyxl.load_workbook(tmp_path / "panel.xlsx")
    assert book.sheetnames == ["数据", "变量说明", "来源"]
    sheet = book["数据"]
    assert sheet.freeze_panes == "C3"
    ids = [cell.value for cell in sheet[2]]
    poor = sheet.cell(3, ids.index("review.total") + 1)
    assert poor.value == 3
    assert poor.fill.fgColor.rgb == "FFFFD9C9"
    assert "置信度 0.60" in poor.comment.text
    assert sheet.cell(3, ids.index(FIELD) + 1).number_format == "#,##0"
    assert FIELD in [row[0].value for row in book["变量说明"].iter_rows()]
    frame = pd.read_excel(tmp_path / "panel.xlsx", header=1)
    assert frame[FIELD].tolist() == [5, 9]


@pytest.mark.parametrize("limit", [("MAX_ROWS", 5), ("MAX_COLUMNS", 100), ("MOST_CELLS", 1_000)])
def test_a_spreadsheet_refuses_what_does_not_fit(
    limit: tuple[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, *limit)
    with pytest.raises(ExportError, match=r"4 rows .* do not fit .*write \.parquet"):
        export(Request(corpus(tmp_path)), tmp_path / "panel.xlsx")
    assert not (tmp_path / "panel.xlsx").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_json_lines_are_the_records(tmp_path: Path) -> None:
    whole = corpus(tmp_path)
    assert export(Request(whole, Filter(years=(2022, 2022))), tmp_path / "records.jsonl") == 2
    lines = (tmp_path / "records.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        found = Record.from_json(line)
        assert found == whole.record(found.document.sha256)


def test_a_data_package_is_valid_and_says_its_licence(tmp_path: Path) -> None:
    import frictionless

    export(Request(corpus(tmp_path), licence="CC-BY-4.0"), tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    described = json.loads((tmp_path / "package" / "datapackage.json").read_text("utf-8"))
    assert described["licenses"] == [{"name": "CC-BY-4.0"}]
    with pytest.raises(ExportError, match="is there already"):
        export(Request(corpus(tmp_path / "other")), tmp_path / "package")


def test_a_dataset_is_loaded_by_hugging_face_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    import datasets

    export(Request(corpus(tmp_path)), tmp_path / "dataset", "datasets")
    panel = datasets.load_dataset(str(tmp_path / "dataset"), "panel", split="train", cache_dir=str(tmp_path / "cache"))
    assert panel[FIELD] == [8, 0, 5, 9]
    long = datasets.load_dataset(str(tmp_path / "dataset"), "fields", split="train", cache_dir=str(tmp_path / "cache"))
    assert "confidence" in long.column_names


def test_what_cannot_be_exported_is_said(tmp_path: Path) -> None:
    whole = corpus(tmp_path)
    with pytest.raises(ExportError, match="no document is left"):
        export(Request(whole, Filter(years=(1999, 1999))), tmp_path / "panel.csv")
    with pytest.raises(ExportError, match="no document is left"):
        export(Request(whole, Filter(years=(1999, 1999)), shape="long"), tmp_path / "values.csv")
    with pytest.raises(ExportError, match="hold the wide form"):
        export(Request(whole, shape="long"), tmp_path / "values.dta")
    with pytest.raises(ExportError, match="no export has the suffix"):
        format_of(tmp_path / "panel.ods")
    assert format_of(tmp_path / "folder") == "datapackage"
