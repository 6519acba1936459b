"""XLSX: the panel for people, with a codebook, doubtful cells coloured, and notes that say where a number stands."""

import math
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..tables import STATUSES
from . import codebook
from .panel import Block
from .request import ExportError, Request

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of a sheet, by Excel's specification
MOST_CELLS = 20_000_000  # 50,000 documents of four forms; larger sheets take spreadsheet programs too long to open
SURE, DOUBTFUL = 0.95, 0.80
MOST_NOTES = 20_000
_HEAD = 2  # rows: labels, ids
_FROZEN = 2  # columns that say whose row it is
_COLOURS = {"doubt": "#FFF3C4", "poor": "#FFD9C9", "conflict": "#F8BBD0", "repaired": "#E1D5F0"}


def write(request: Request, target: Path) -> int:
    """Sheets 数据, 变量说明 and 来源; returns the number of rows. Raises ExportError past the limits of a sheet."""
    import xlsxwriter

    if request.shape == "long":
        raise ExportError(
            "the long form is too long for a spreadsheet: write it to .csv or .parquet, or use the wide form"
        )
    rows, columns = len(request.documents), len(request.variables)
    if rows + _HEAD > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MOST_CELLS:
        raise ExportError(
            f"{rows:,} rows × {columns:,} columns do not fit into a sheet (Excel's limits are {MAX_ROWS:,} × "
            f"{MAX_COLUMNS:,}, and {MOST_CELLS:,} cells can be worked with): write .parquet or .csv, or choose with "
            "--year, --region or --schema"
        )
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(target), plain) as book:
        written = _data(request, book)
        _codebook(request, book)
        _provenance(request, book)
    return written


def _data(request: Request, book: "Workbook") -> int:
    sheet = book.add_worksheet("数据")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    soft = book.add_format({"font_color": "#6A737D", "bottom": 1})
    formats = {name: book.add_format({"bg_color": colour}) for name, colour in _COLOURS.items()}
    plain = {"": book.add_format(), "date": book.add_format({"num_format": "yyyy-mm-dd"})}
    looks = {
        (shade, style): book.add_format({"num_format": style} | ({"bg_color": _COLOURS[shade]} if shade else {}))
        for shade in ("", *_COLOURS)
        for style in ("#,##0", "#,##0.00##")
    }
    sheet.freeze_panes(_HEAD, _FROZEN)
    sheet.set_column(0, 1, 24)
    sheet.set_row(0, 60)
    for column, variable in enumerate(request.variables):  # row by row: only one is kept in memory
        unit = f"（{variable.unit}）" if variable.unit else ""
        sheet.write_string(0, column, variable.label + unit, bold)
    for column, variable in enumerate(request.variables):
        sheet.write_string(1, column, variable.id, soft)
    fields = [variable for variable in request.variables if variable.forms]
    first_field = len(request.variables) - len(fields)
    notes, row = _notes(request), _HEAD
    for block in request.blocks():
        heads = block.heads.to_pylist()
        for i, head in enumerate(heads):
            for column, variable in enumerate(request.variables[:first_field]):
                _write(sheet, row, column, head[variable.id], plain)
            for k, variable in enumerate(fields):
                shade = _shade(block, i, k)
                value = float(block.values[i, k])
                if not math.isnan(value):
                    look = looks[shade, "#,##0" if value.is_integer() else "#,##0.00##"]
                    sheet.write_number(row, first_field + k, value, look)
                elif shade:
                    sheet.write_blank(row, first_field + k, None, formats[shade])
                if note := notes.get((head["sha256"], variable.id)):
                    sheet.write_comment(row, first_field + k, note, {"x_scale": 2})
            row += 1
    sheet.autofilter(1, 0, max(row - 1, 1), len(request.variables) - 1)
    return row - _HEAD


def _write(sheet: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, looks[""])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, looks[""])
    elif value is not None:
        sheet.write_datetime(row, column, value, looks["date"])


def _shade(block: Block, row: int, column: int) -> str:
    status = STATUSES[block.statuses[row, column]]
    if status in ("conflict", "repaired"):
        return status
    confidence = block.confidences[row, column]
    return "" if status == "missing" or confidence >= SURE else "doubt" if confidence >= DOUBTFUL else "poor"


def _notes(request: Request) -> dict[tuple[str, str], str]:
    """What to say at a cell that is doubtful or breaks a sum: its status, what is printed, and where."""
    condition, values = request.filter.condition()
    query = f"""
        select sha256, field, status, confidence, raw, suggested, page, quote, readings from fields
        left join (
          select sha256, batch, field, string_agg(raw || ' (' || probability || ')', ' | ' order by probability desc)
            as readings from evidence group by all
        ) using (sha256, batch, field)
        where sha256 in (select sha256 from records where {condition}) and not starts_with(field, 'metadata.')
          and (status in ('conflict', 'repaired') or suggested is not null or (confidence < ? and status <> 'missing'))
        order by suggested is null, status not in ('conflict', 'repaired'), confidence limit ?
    """
    with closing(request.corpus.connect()) as base:
        found = base.execute(query, [*values, DOUBTFUL, MOST_NOTES]).fetchall()
    notes = {}
    for sha256, field, status, confidence, raw, suggested, page, quote, readings in found:
        lines = [f"{status}，置信度 {confidence:.2f}"]
        lines += [f"原文：{readings if status in ('conflict', 'repaired') else raw}"]
        lines += [f"按勾稽关系应为 {suggested:g}"] if suggested is not None else []
        lines += [f"第 {page} 页"] if page else []
        lines += [" ".join(quote.split())[:200]] if quote else []
        notes[sha256, field] = "\n".join(lines)
    return notes


def _codebook(request: Request, book: "Workbook") -> None:
    sheet = book.add_worksheet("变量说明")
    bold = book.add_format({"bold": True, "bottom": 1})
    heads = ("变量", "短名", "名称", "单位", "类型", "式样", "表", "勾稽关系", "口径变化")
    for column, (name, head) in enumerate(zip(codebook.COLUMNS, heads, strict=True)):
        sheet.write_string(0, column, f"{head} {name}", bold)
    for row, values in enumerate(codebook.rows(request.variables), start=1):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 2, 44)


def _provenance(request: Request, book: "Workbook") -> None:
    sheet = book.add_worksheet("来源")
    about = request.provenance()
    rows: list[tuple[str, Any]] = [("程序 program", about["program"])]
    rows += [(f"筛选 {name}", value) for name, value in about["filter"].items() if value]
    rows += [("未收入：同一机关同一年度的其他文件 left out", request.left_out)]
    rows += [("颜色 colours", "黄：置信度低于 0.95；橙：低于 0.80；粉：多种读法并存，未取值；紫：据勾稽关系改读")]
    for result in about["results"]:
        rows += [(f"{result['schema']} {name}", value) for name, value in result.items() if name != "schema"]
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, str(value))
    sheet.set_column(0, 1, 60)
