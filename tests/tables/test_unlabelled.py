"""The table of reviews and lawsuits, whose rows have no labels: told by its columns, whole or in parts."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.core.grid import Cell
from extractor.core.schema import Schema
from extractor.fuse import fuse
from extractor.schemas import load_schema
from extractor.tables import read

from .pictured import cells_of, document_of, lines_of, values_of


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("gov-disclosure/2021")


def test_a_word_among_the_numbers_does_not_move_them(schema: Schema) -> None:
    table = next(t for t in schema.tables if t.id == "proceedings")
    header = tuple(column.labels[0] for column in table.columns)
    numbers = tuple(str(11 + i) for i in range(len(header)))
    cells = [
        replace(cell, text="二", readings=()) if (cell.row, cell.column) == (1, 8) else cell
        for cell in cells_of([header, numbers])
    ]
    cells = [
        replace(cell, readings=((cell.text, -0.01),)) if (cell.row, cell.column) == (1, 0) else cell for cell in cells
    ]
    values = values_of(document_of(cells), schema)
    names = table.fields(table.rows[0])
    assert [values[name] for i, name in enumerate(names) if i != 8] == [11 + i for i in range(15) if i != 8]


def test_a_row_of_more_columns_than_others_have_tells_its_table(schema: Schema) -> None:
    """Its header was read as numbers, and it follows another table."""
    table = next(t for t in schema.tables if t.id == "proceedings")
    readings = (("27", -0.1), ("2", -3.0))
    heads = [Cell("27", 0, 0, 1, 5, readings=readings), Cell("27", 0, 5, 1, 10, readings=readings)]
    numbers = [replace(cell, row=1) for cell in cells_of([tuple(str(11 + i) for i in range(15))], header=0)]
    numbers[0] = replace(numbers[0], readings=(("11", -0.1), ("4", -5.0)))
    found = values_of(document_of(cells_of(lines_of(schema)), [*heads, *numbers]), schema)
    assert [found[name] for name in table.fields(table.rows[0])] == [11 + i for i in range(15)]


def test_a_table_in_two_parts_of_which_one_prints_signs_alone() -> None:
    schema = load_schema("gov-disclosure/2021")
    heads = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    review = cells_of([("行政复议", *[""] * 4), heads, ("1", "无", "无", "无", "1")], header=9)
    lawsuits = cells_of([("行政诉讼", *[""] * 9), heads * 2, ("无",) * 10], header=9)
    parts = [
        [replace(cell, readings=((cell.text, -0.01),)) if cell.row == 2 else cell for cell in part]
        for part in (review, lawsuits)
    ]
    document = document_of(*parts)
    fields = fuse(list(read(document, schema)), document, schema).fields
    assert [fields[f"review.{name}"].value for name in ("upheld", "corrected", "total")] == [1, None, 1]
    assert {fields[f"litigation.direct.{name}"].status for name in ("upheld", "corrected", "total")} == {"blank"}


def test_heads_of_a_table_without_row_labels_are_no_rows_of_another(schema: Schema) -> None:
    """其他结果 that lost its second line reads like the row 其他 of the table of requests."""
    heads = ("结栗维持", "结果纠f", "其他", "尚末", "怎") * 3
    values = [Cell(str(k + 1), 1, k, readings=((str(k + 1), -0.01),)) for k in range(15)]
    document = document_of(cells_of(lines_of(schema)), [*(Cell(head, 0, k) for k, head in enumerate(heads)), *values])
    table = next(t for t in schema.tables if t.id == "proceedings")
    found = values_of(document, schema)
    assert [found.get(name) for name in table.fields(table.rows[0])] == list(range(1, 16))


def test_a_row_that_no_form_has_is_no_part_of_a_table_without_row_labels(schema: Schema) -> None:
    """A number beside a label that names nothing stands before the two parts of the table of reviews."""
    odd = [Cell("其他行政职权", 0, 0), Cell("30", 0, 1, readings=(("30", -0.01),))]
    heads = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

    def part(title: str, values: Sequence[int]) -> list[Cell]:
        numbers = [Cell(str(v), 2, c, readings=((str(v), -0.01),)) for c, v in enumerate(values)]
        named = [Cell(heads[c % 5], 1, c) for c in range(len(values))]
        return [Cell(title, 0, 0, 1, len(values)), *named, *numbers]

    parts = part("行政复议", range(1, 6)), part("行政诉讼", range(6, 16))
    found = values_of(document_of(odd, *parts), schema)
    table = next(t for t in schema.tables if t.id == "proceedings")
    assert [found.get(name) for name in table.fields(table.rows[0])] == list(range(1, 16))


def test_blank_rows_below_its_numbers_are_none(schema: Schema) -> None:
    table = next(t for t in schema.tables if t.id == "proceedings")
    header = tuple(column.labels[0] for column in table.columns)
    cells = cells_of([header, tuple(str(11 + i) for i in range(15)), ("",) * 15])
    cells = [replace(cell, readings=((cell.text, -0.01),)) if cell.row else cell for cell in cells]
    values = values_of(document_of(cells), schema)
    assert [values[name] for name in table.fields(table.rows[0])] == [11 + i for i in range(15)]
