"""Raw tables, as other readers give them, are named like this toolkit's own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.peers import read
from bench.peers.align import Rows, merged, record_of
from extractor import extract, load_document


def places(rows: Rows) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.row_span, c.column_span) for c in merged(rows)]


def test_a_null_belongs_to_the_cell_before_it_or_above() -> None:
    assert places([["头", None], ["0", "0"], [None, "1"]]) == [
        ("头", 0, 0, 1, 2),
        ("0", 1, 0, 2, 1),
        ("0", 1, 1, 1, 1),
        ("1", 2, 1, 1, 1),
    ]


def test_repeated_labels_are_one_cell_and_repeated_numbers_are_not() -> None:
    rows: Rows = [["总计", "总计", "3"], ["总计", "总计", "3"], ["", "", "3"]]
    assert places(rows)[0] == ("总计", 0, 0, 2, 2)
    assert [cell[0] for cell in places(rows)] == ["总计", "3", "3", "", "", "3"]


def test_a_documents_own_grids_as_raw_rows_give_its_cells_back(example: Path) -> None:
    path = example.with_suffix(".html")
    rows: list[Rows] = []
    for grid in load_document(path).grids:
        cells = [[grid.at(r, c) for c in range(grid.columns)] for r in range(grid.rows)]
        rows.append([[cell.text if cell else "" for cell in row] for row in cells])
    known = extract(path)
    found = record_of(rows, known.schema)
    cells_of = {name: field.value for name, field in known.fields.items() if not name.startswith("narrative.")}
    assert {name: found.fields[name].value for name in cells_of} == cells_of


def test_no_tables_give_a_record_without_cells() -> None:
    record = record_of([], "gov-disclosure/2021")
    assert {field.status for field in record.fields.values()} == {"missing"}


def test_a_file_that_cannot_be_read_is_a_line_too(example: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    program = [sys.executable, read.__file__, "extractor (tables alone)"]
    files = [str(example.with_suffix(".html")), str(empty)]
    root = {"PYTHONPATH": str(example.parent.parent)}
    done = subprocess.run([*program, *files], capture_output=True, check=True, env=os.environ | root)
    first, second, last = map(json.loads, done.stdout.decode().splitlines())
    assert first["record"]["fields"]["requests.new.total"]["value"] is not None
    assert first["seconds"] > 0
    assert "LoadError" in second["error"]
    assert last["peak_mib"] > 1
