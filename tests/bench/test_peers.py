"""Raw tables, as other readers give them, are named like this toolkit's own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from bench.peers import read, scans
from bench.peers.align import Rows, merged, record_of
from bench.peers.compare import Result, kind_of, table
from extractor import extract, load_document
from extractor.evaluate.match import Judged


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


def drawn(turned: float = 0.0) -> Any:
    """A page with a table of three rows and three columns, whose first row is one cell, and a long line of text."""
    page = np.full((900, 1200), 255, np.uint8)
    for y in (200, 260, 320, 380):
        cv2.line(page, (100, y), (1000, y), (0,), 3)
    for x, top in ((100, 200), (400, 260), (700, 260), (1000, 200)):
        cv2.line(page, (x, top), (x, 380), (0,), 3)
    cv2.putText(page, "0123456789", (100, 600), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0,), 2)
    turn = cv2.getRotationMatrix2D((600, 450), turned, 1.0)
    return cv2.warpAffine(page, turn, (1200, 900), borderValue=(255,))


@pytest.mark.parametrize("turned", [0.0, 1.5, -1.5])
def test_words_of_a_scan_are_in_the_cell_that_is_ruled_around_them(turned: float) -> None:
    (cells,) = scans.ruled(scans.straight(drawn(turned)))
    assert len(cells) == 7
    words = [(550.0, 230.0, "头"), (560.0, 290.0, "2"), (540.0, 291.0, "1"), (850.0, 350.0, "9"), (550.0, 600.0, "外")]
    assert scans.table(cells, words) == [["头", None, None], ["", "12", ""], ["", "", "9"]]


def test_a_page_without_rulings_has_no_table() -> None:
    blank = np.full((900, 1200), 255, np.uint8)
    assert scans.ruled(scans.straight(blank)) == []


def test_scans_are_for_readers_of_their_own() -> None:
    kinds = [kind_of(Path(name)) for name in ("a.scan-normal.pdf", "a.pdf-office.pdf", "a.html", "a.txt")]
    assert kinds == ["scans", "PDF", "HTML", ""]


def test_a_reader_that_refuses_every_file_has_no_speed() -> None:
    refused = Judged("a", "a.pdf", "pdf", "era", "", (), failed=True, error="no text")
    read_one = Judged("a", "a.pdf", "pdf", "era", "", ())
    rows = table("Scans", {"extractor": Result((refused,), 0.1, 2, 50), "other": Result((read_one,), 4, 2, 90)})
    own, other = (line.split(" | ")[4:] for line in rows.splitlines()[-2:])
    assert own == ["1", "–", "–", "–", "– |"]
    assert other == ["0", "2.000", "–", "90", "– |"]
