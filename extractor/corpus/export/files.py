"""Plain files: CSV, Parquet, records as JSON lines, and the codebook beside them."""

import csv
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from . import codebook
from .request import ExportError, Request

if TYPE_CHECKING:
    import pyarrow as pa

BOM = "\ufeff"  # Excel takes a CSV for UTF-8 only with it


def write_csv(request: Request, target: Path, *, mark: str = BOM) -> int:
    """The chosen shape as CSV with a head of field ids; returns the number of rows."""
    import pyarrow.csv as pc

    tables = _tables(request)
    first = next(tables)
    rows = 0
    with target.open("wb") as file:
        file.write(mark.encode())
        with pc.CSVWriter(file, first.schema, write_options=pc.WriteOptions(quoting_style="needed")) as writer:
            for part in chain([first], tables):
                writer.write_table(_harmless(part) if mark else part)
                rows += part.num_rows
    return rows


def write_parquet(request: Request, target: Path) -> int:
    """The chosen shape as one Parquet file, with codebook and provenance as JSON in its metadata."""
    import pyarrow.parquet as pq

    tables = _tables(request)
    first = next(tables)
    book = [dict(zip(codebook.COLUMNS, row, strict=True)) for row in codebook.rows(request.variables)]
    about = {"codebook": book, "provenance": request.provenance()}
    notes = {name: json.dumps(value, ensure_ascii=False, default=str) for name, value in about.items()}
    schema = first.schema.with_metadata(notes)
    rows = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for part in chain([first], tables):
            writer.write_table(part.replace_schema_metadata(notes))
            rows += part.num_rows
    return rows


def write_jsonl(request: Request, target: Path) -> int:
    """Whole records, one a line, as `extractor extract` gives them."""
    condition, values = request.filter.condition()
    rows = 0
    with target.open("w", encoding="utf-8") as file:
        for record in request.corpus.records(condition, values):
            file.write(record.to_json(indent=None) + "\n")
            rows += 1
    if not rows:
        raise ExportError("no document is left by these filters; extractor corpus stats says what there is")
    return rows


def write_codebook(request: Request, target: Path, *, mark: str = BOM) -> None:
    """The codebook as CSV."""
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        writer = csv.writer(file)
        writer.writerow(codebook.COLUMNS)
        writer.writerows(codebook.rows(request.variables))


def _tables(request: Request) -> Iterator["pa.Table"]:
    return iter(request.long() if request.shape == "long" else request.wide())


def _harmless(table: "pa.Table") -> "pa.Table":
    """A spreadsheet runs text that begins like a formula; an apostrophe keeps it text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for i, kind in enumerate(table.schema.types):
        if pa.types.is_string(kind):
            column = table.column(i)
            text = pc.match_substring_regex(column, r"^[=@\t\r+-]")
            number = pc.match_substring_regex(column, r"^[+-][0-9.,]*$|^[+-]+$")
            formula = pc.fill_null(pc.and_not(text, number), False)
            quoted = pc.binary_join_element_wise("'", column, "")
            table = table.set_column(i, table.schema.names[i], pc.if_else(formula, quoted, column))
    return table
