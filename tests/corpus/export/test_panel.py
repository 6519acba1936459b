from pathlib import Path

import numpy as np
import pytest

from extractor.corpus.export import Filter, Request, panel
from extractor.corpus.export.codebook import codebook
from extractor.corpus.tables import STATUSES
from extractor.schemas import load_schema, names
from tests.corpus.export.built import NEW, corpus


def cells(request: Request, field: str) -> dict[tuple[str, int], float | None]:
    """A field's column of the wide form by agency and year."""
    found = {}
    for part in request.wide():
        for row in part.select(["agency", "year", field]).to_pylist():
            found[row["agency"], row["year"]] = row[field]
    return found


def test_a_row_for_each_agency_and_year_with_its_values(tmp_path: Path) -> None:
    request = Request(corpus(tmp_path))
    assert cells(request, "requests.new.natural_person") == {
        ("深圳市教育局", 2021): 5,
        ("深圳市教育局", 2022): 9,  # the document with nothing left open, not the one with two readings
        ("海淀区人民政府", 2020): 8,
        ("海淀区人民政府", 2021): 0,
    }
    assert request.left_out == 1


@pytest.mark.parametrize("rows", [7, 64, 1 << 18])
def test_blocks_hold_what_the_records_hold_however_they_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(panel, "_ROWS", rows)
    monkeypatch.setattr(panel, "_DOCUMENTS", 2)
    monkeypatch.setattr(panel, "SORTED", 0)
    whole = corpus(tmp_path)
    fields = list(NEW.fields)
    seen = 0
    for block in panel.blocks(whole, fields, panel.selected(whole, Filter(), one=False)):
        assert len(block.values) <= 2
        for i, sha256 in enumerate(block.heads.column("sha256").to_pylist()):
            record = whole.record(sha256)
            for k, name in enumerate(fields):
                field = record.fields.get(name)
                value = None if field is None else field.value
                assert (value is None and np.isnan(block.values[i, k])) or block.values[i, k] == value
                if field is not None:
                    assert STATUSES[block.statuses[i, k]] == field.status
            seen += 1
    assert seen == 5


def test_filters_choose_documents_and_values(tmp_path: Path) -> None:
    whole = corpus(tmp_path)
    years = cells(Request(whole, Filter(years=(2020, 2021))), "requests.new.total")
    assert sorted(year for _, year in years) == [2020, 2021, 2021]
    assert {agency for agency, _ in cells(Request(whole, Filter(regions=("44",))), "year")} == {"深圳市教育局"}
    old = Request(whole, Filter(schemas=("gov-disclosure/2019",)))
    assert list(cells(old, "requests.new.total")) == [("海淀区人民政府", 2020)]
    assert "proactive.regulations.issued" not in {variable.id for variable in old.variables}
    sure = cells(Request(whole, Filter(confidence=0.9)), "review.total")
    assert set(sure.values()) == {None}
    assert set(cells(Request(whole), "review.total").values()) == {3}


def test_the_panel_is_sorted_by_region_agency_and_year(tmp_path: Path) -> None:
    assert list(cells(Request(corpus(tmp_path)), "year")) == [
        ("海淀区人民政府", 2020),
        ("海淀区人民政府", 2021),
        ("深圳市教育局", 2021),
        ("深圳市教育局", 2022),
    ]


def test_the_codebook_knows_every_field_with_form_and_sums() -> None:
    schemas = [load_schema(name) for name in names()]
    book = {variable.id: variable for variable in codebook(schemas)}
    assert set(book) >= {name for schema in schemas for name in schema.fields}
    new = book["requests.new.total"]
    assert new.forms == ("gov-disclosure/2019", "gov-disclosure/2021")
    assert new.unit == "件"
    assert "总计" in new.label
    assert {"row/requests.new", "balance/total"} <= set(new.constraints)


def test_names_of_variables_are_short_plain_and_their_own() -> None:
    book = codebook([load_schema(name) for name in names()])
    short = [variable.name for variable in book]
    assert len({name.lower() for name in short}) == len(short)
    assert all(len(name) <= 32 and name.isidentifier() and name.isascii() for name in short)
    alone = {variable.id: variable.name for variable in codebook([NEW])}
    assert all(variable.name == alone[variable.id] for variable in book if variable.id in alone)
