"""Grids of pictures with misread labels, merged cells and missing headers, laid onto the forms."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

import pytest

from extractor.core.evidence import Evidence
from extractor.core.geometry import Box
from extractor.core.grid import Cell
from extractor.core.schema import Schema
from extractor.schemas import load_schema
from extractor.tables import read

from .pictured import Lines, cells_of, document_of, lines_of, values_of

LOOK_ALIKE = {"一": "-", "二": "=", "三": "一", "未": "末", "政": "攻", "公": "么", "申": "中", "息": "总", "权": "杈"}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("gov-disclosure/2021")


def _truth(schema: Schema, lines: Lines) -> dict[str, object]:
    table = next(t for t in schema.tables if t.id == "requests")
    rows = [row for row in table.rows if not row.optional]
    return {
        name: int(text)
        for row, line in zip(rows, lines[1:], strict=True)
        for name, text in zip(table.fields(row), line[1:], strict=True)
    }


def _misread(text: str, rng: random.Random, share: float = 0.25) -> str:
    kept = (LOOK_ALIKE.get(ch, ch if rng.random() > share / 2 else rng.choice("口日")) for ch in text)
    return "".join(ch for ch in kept if rng.random() > share / 3)


@pytest.mark.parametrize("seed", range(5))
def test_misread_labels_meet_their_rows(schema: Schema, seed: int) -> None:
    rng, lines = random.Random(seed), lines_of(schema)
    misread = [lines[0], *((_misread(line[0], rng), *line[1:]) for line in lines[1:])]
    assert values_of(document_of(cells_of(misread)), schema) == _truth(schema, lines)


def test_an_unreadable_label_is_told_by_its_neighbours(schema: Schema) -> None:
    lines = lines_of(schema)
    blotted = [("" if i in (4, 9, 17) else line[0], *line[1:]) for i, line in enumerate(lines)]
    document = document_of(cells_of(blotted))
    assert values_of(document, schema) == _truth(schema, lines)
    by_order = [e for e in read(document, schema) if e.match == "position"]
    assert len(by_order) == 21
    assert all(e.score >= 0.5 for e in by_order)


def test_the_label_of_a_group_is_none_of_its_rows(schema: Schema) -> None:
    lines = lines_of(schema)
    lines[4] = ("口口口口口口", *lines[4][1:])
    cells = [
        replace(cell, column=cell.column + (cell.column > 0), column_span=1 + (cell.column == 0))
        for cell in cells_of(lines)
    ]
    denied = range(5, 13)
    parted = [
        replace(cell, column=1, column_span=1, text="" if cell.row < 7 else cell.text)
        if cell.column == 0 and cell.row in denied
        else cell
        for cell in cells
    ]
    group = Cell("公开", denied.start, 0, row_span=len(denied))
    assert values_of(document_of([*parted, group]), schema) == _truth(schema, lines)


def test_a_row_that_could_be_either_of_two_is_told_to_be_doubtful(schema: Schema) -> None:
    lines = lines_of(schema)
    part = [line for i, line in enumerate(lines) if i not in (8, 9)]
    part.insert(8, ("", *lines[8][1:]))
    doubtful = [e for e in read(document_of(cells_of(part)), schema) if e.match == "position"]
    assert doubtful
    assert all(e.score < 0.5 for e in doubtful)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda head: ("", *("口口" for _ in head[1:])),
        lambda head: ("", *(text[::-1] for text in head[1:])),
        lambda head: ("", *("" if i % 2 else text for i, text in enumerate(head[1:]))),
    ],
)
def test_columns_are_told_by_place_where_the_header_is_not(
    schema: Schema, spoilt: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> None:
    lines = lines_of(schema)
    document = document_of(cells_of([spoilt(lines[0]), *lines[1:]]))
    assert values_of(document, schema) == _truth(schema, lines)


def test_header_cells_that_were_read_as_numbers_are_no_row(schema: Schema) -> None:
    lines = lines_of(schema)
    cells = [
        replace(cell, readings=((cell.text, -0.5), ("8", -1.0))) if cell.row == 0 and cell.column in (3, 5) else cell
        for cell in cells_of(lines)
    ]
    assert values_of(document_of(cells), schema) == _truth(schema, lines)


def test_a_part_of_the_table_without_header_goes_on(schema: Schema) -> None:
    lines = lines_of(schema)
    first, second = cells_of(lines[:12]), cells_of(lines[12:], header=0)
    assert values_of(document_of(first, second), schema) == _truth(schema, lines)


def test_a_column_without_ink_is_none_of_the_form_s(schema: Schema) -> None:
    lines = lines_of(schema)
    wider = [(*line[:3], "", *line[3:]) for line in lines]
    assert values_of(document_of(cells_of(wider)), schema) == _truth(schema, lines)


def test_a_cell_over_two_slots_may_be_in_either(schema: Schema) -> None:
    lines = lines_of(schema)
    cells = [
        replace(cell, column_span=2) if (cell.row, cell.column) == (5, 2) else cell
        for cell in cells_of(lines)
        if (cell.row, cell.column) != (5, 3)
    ]
    table = next(t for t in schema.tables if t.id == "requests")
    names = table.fields(table.rows[4])[1:3]
    told: dict[str, Evidence] = {e.fields[0]: e for e in read(document_of(cells), schema)}
    for name in names:
        assert {o.readings[0].raw for o in told[name].options} >= {"", lines[5][2]}
        assert told[name].fallible
    rest = {n: v for n, v in values_of(document_of(cells), schema).items() if n not in names}
    assert rest == {n: v for n, v in _truth(schema, lines).items() if n not in names}


def test_words_where_a_number_should_stand_are_doubtful(schema: Schema) -> None:
    lines = lines_of(schema)
    cells = [
        replace(cell, text="不逆用", readings=()) if (cell.row, cell.column) == (5, 2) else cell
        for cell in cells_of(lines)
    ]
    table = next(t for t in schema.tables if t.id == "requests")
    name = table.fields(table.rows[4])[1]
    evidence = next(e for e in read(document_of(cells), schema) if e.fields == (name,))
    assert evidence.fallible
    assert (evidence.options[0].readings[0].value, evidence.options[0].readings[0].status) == (None, "blank")


def test_a_header_of_words_that_nobody_can_read_is_no_row(schema: Schema) -> None:
    lines = lines_of(schema)
    spoilt = [("", *("口日目" for _ in lines[0][1:])), *lines[1:]]
    cells = [
        replace(cell, readings=(("8", -0.5), ("0", -1.0)), text="8") if (cell.row, cell.column) == (0, 4) else cell
        for cell in cells_of(spoilt)
    ]
    assert values_of(document_of(cells), schema) == _truth(schema, lines)


def test_a_part_whose_labels_tell_no_table_goes_on_with_the_one_before(schema: Schema) -> None:
    """Its blank columns are the form's, though no header says so."""
    lines = lines_of(schema)
    blank = [(line[0], *line[1:4], "", *line[5:]) for line in lines[20:]]
    first, second = cells_of(lines[:20]), cells_of([("口口", *line[1:]) for line in blank], header=0)
    expected = _truth(schema, [*lines[:20], *[(line[0], *line[1:4], "0", *line[5:]) for line in blank]])
    found = values_of(document_of(first, second), schema)
    assert {name: value or 0 for name, value in found.items()} == expected


def test_values_that_all_rows_in_question_print_are_sure(schema: Schema) -> None:
    """One of several rows without labels is lost: which one, nobody knows, but all of them print the same."""
    lines = lines_of(schema)
    zeros = [
        (("" if 5 <= i <= 12 else line[0]), *(["0"] * 7 if 5 <= i <= 12 else line[1:])) for i, line in enumerate(lines)
    ]
    told = list(read(document_of(cells_of([line for i, line in enumerate(zeros) if i != 8])), schema))
    unsure = [e for e in told if e.match == "position"]
    assert len(unsure) == 49
    assert all(0.5 < e.score <= 1.0 for e in unsure)


def test_row_labels_that_are_columns_elsewhere_are_no_header(schema: Schema) -> None:
    """总计 and 其他 name a row here and columns of three tables; they stand left of the numbers all the same."""
    lines = [("总计" if line[0].endswith("总计") else line[0], *line[1:]) for line in lines_of(schema)]
    first, second = cells_of(lines[:20]), cells_of(lines[20:], header=0)
    assert values_of(document_of(first, second), schema) == _truth(schema, lines_of(schema))


def test_a_row_under_an_unreadable_header_is_its_own_table_s() -> None:
    schema = load_schema("gov-disclosure/2019")
    lines: Lines = [
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        ("行政处罚", "32", "27", "2466"),
        ("行政强制", "495", "4", "16"),
        ("口口日容", "口日口", "口口日", "日口日"),
        ("改事业性收费", "28", "11", ""),
    ]
    cells = [
        replace(cell, readings=()) if cell.row == 3 or (cell.row, cell.column) == (4, 3) else cell
        for cell in cells_of(lines)
    ]
    merged = [replace(c, column_span=2) if (c.row, c.column) == (4, 2) else c for c in cells]
    values = values_of(document_of([c for c in merged if (c.row, c.column) != (4, 3)]), schema)
    assert values["proactive.fees.prior_items"] == 28
    assert values["proactive.coercion.decisions"] == 16


def test_one_character_among_signs_for_nothing_is_rather_one_of_them(schema: Schema) -> None:
    lines = lines_of(schema)
    signed = [lines[0], *((line[0], *(["无"] * 6), line[7]) for line in lines[1:])]
    cells = [
        replace(cell, text={(5, 2): "九", (6, 2): "件"}[cell.row, cell.column], readings=())
        if (cell.row, cell.column) in ((5, 2), (6, 2))
        else cell
        for cell in cells_of(signed)
    ]
    told = {e.fields[0]: e for e in read(document_of(cells), schema)}
    table = next(t for t in schema.tables if t.id == "requests")
    nine, unit = (told[table.fields(table.rows[r])[1]].options[0].readings[0] for r in (4, 5))
    assert (nine.value, nine.raw, nine.status) == (None, "无", "blank")
    assert unit.raw == "件"


def _nested(schema: Schema, lost: tuple[int, ...]) -> tuple[list[Cell], dict[str, object]]:
    """Table 三 as it is printed, labels in three columns, all of them read as a stain; some rows are not printed. The
    cells, and what they print."""
    table = next(t for t in schema.tables if t.id == "requests")
    rows = [row for i, row in enumerate(r for r in table.rows if not r.optional) if i not in lost]
    cells = [Cell("口日口", 0, 0, 2, 3), Cell("口口", 0, 3, 1, 7)]
    cells += [Cell("日目", 1, 3 + c) for c in range(7)]
    truth: dict[str, object] = {}
    for r, row in enumerate(rows, start=2):
        depth = len(row.path)
        for level in range(depth):
            group = [i for i, other in enumerate(rows, start=2) if other.path[: level + 1] == row.path[: level + 1]]
            if r == group[0]:
                cells.append(Cell("8", r, level, len(group), 1, readings=(("8", -0.4), ("3", -1.2))))
        cells.append(Cell("1", r, depth, 1, 3 - depth, readings=(("1", -0.4), ("7", -1.2))))
        values = [f"{r}{c}" for c in range(7)]
        cells += [Cell(text, r, 3 + c, readings=((text, -0.01),)) for c, text in enumerate(values)]
        truth |= {name: int(text) for name, text in zip(table.fields(row), values, strict=True)}
    return sorted(cells, key=lambda cell: (cell.row, cell.column)), truth


@pytest.mark.parametrize("lost", [(), (20, 21, 22)])
def test_labels_that_nobody_can_read_still_stand_in_their_groups(schema: Schema, lost: tuple[int, ...]) -> None:
    cells, truth = _nested(schema, lost)
    known = [
        Cell("信访举报投诉", c.row, c.column, c.row_span, c.column_span) if c.row == 17 and c.column == 2 else c
        for c in cells
    ]
    assert values_of(document_of(known), schema) == truth


def _placed(cells: list[Cell], widths: Sequence[float]) -> list[Cell]:
    """The cells with boxes, columns of such widths."""
    edges = [0.0, *accumulate(widths)]
    return [replace(c, box=Box(edges[c.column], 20.0 * c.row, edges[c.column + 1], 20.0 * c.row + 20)) for c in cells]


def test_labels_that_were_all_read_as_numbers_are_no_column(schema: Schema) -> None:
    """What the known table has no column for, wide as labels are, is labels."""
    lines = [line if i < 12 or i % 4 == 0 else (line[0], *["0"] * 7) for i, line in enumerate(lines_of(schema))]
    widths = (120.0, *[40.0] * 7)
    first = _placed(cells_of(lines[:12]), widths)
    second = [
        replace(cell, text=f"{cell.row % 3}", readings=((f"{cell.row % 3}", -0.9), ("", -1.5)))
        if cell.column == 0
        else cell
        for cell in _placed(cells_of(lines[12:], header=0), widths)
    ]
    document = document_of(first, second)
    assert values_of(document, schema) == _truth(schema, lines)
    assert all(len(evidence.fields) == 1 for evidence in read(document, schema))


def test_units_that_were_read_as_numbers_are_no_label() -> None:
    """The form of 2014 with numbered lines, units and faint labels: the last column is its numbers."""
    schema = load_schema("gov-disclosure/2014")
    rows = schema.tables[0].rows
    lines: Lines = [("口", "口口", "口口", "口口口")]
    for i, row in enumerate(rows):
        lines.append((str(i + 1), "口" + row.labels[0][1:-1] if i % 3 else "2010", "8", str(100 + i)))
    cells = [
        replace(cell, readings=((cell.text, -0.01),) if cell.row and (cell.column != 1 or cell.text == "2010") else ())
        for cell in cells_of(lines)
    ]
    document = document_of(cells)
    found = values_of(document, schema)
    names = [schema.tables[0].fields(row)[0] for row in rows]
    assert [found[name] for name in names] == [100 + i for i in range(len(rows))]
    assert all(evidence.score > 0.5 for evidence in read(document, schema))


@pytest.mark.parametrize("label", ["115", "口口口"])
def test_a_row_of_blanks_whose_label_says_nothing_has_its_place(schema: Schema, label: str) -> None:
    lines = lines_of(schema)
    lines[6] = (label, *([""] * 7))
    found = values_of(document_of(cells_of(lines)), schema)
    truth = _truth(schema, [*lines[:6], (label, *(["0"] * 7)), *lines[7:]])
    blank = [name for name, value in truth.items() if value == 0]
    assert {name: found.get(name, "missing") for name in truth} == truth | dict.fromkeys(blank)


@pytest.mark.parametrize("read_as", ["不透用", "不适甩"])
def test_words_for_no_number_that_were_misread_make_a_row(schema: Schema, read_as: str) -> None:
    lines = lines_of(schema)
    said = [*lines[:6], (lines[6][0], *["不适用"] * 7), *lines[7:]]
    cells = [replace(cell, text=read_as, readings=()) if cell.text == "不适用" else cell for cell in cells_of(said)]
    told = {e.fields[0]: e.options[0].readings[0] for e in read(document_of(cells), schema)}
    table = next(t for t in schema.tables if t.id == "requests")
    found = [told[name] for name in table.fields(table.rows[5])]
    assert {(one.value, one.raw, one.status) for one in found} == {(None, read_as, "blank")}
