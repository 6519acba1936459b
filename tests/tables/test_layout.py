"""Where labels end and numbers begin, by readings, by the form's columns, by widths."""

import pytest

from extractor.core.geometry import Box
from extractor.core.grid import Cell, Grid
from extractor.schemas import load_schema
from extractor.tables.labels import Labels, labels_of
from extractor.tables.layout import first_column, has_units, of_shape


@pytest.fixture(scope="module")
def labels() -> Labels:
    return labels_of(load_schema("gov-disclosure/2021"))


def _grid(*rows: str, widths: tuple[float, ...] = ()) -> Grid:
    """Cells between spaces: words in Chinese, numbers with readings, a dot for a blank."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row.split()):
            printed = text.strip(".")
            readings = () if printed and printed[0] > "\u4e00" else ((printed, -0.1),)
            left = sum(widths[:c])
            box = Box(left, 20.0 * r, left + widths[c], 20.0 * r + 20) if widths else None
            cells.append(Cell(printed, r, c, readings=readings, box=box))
    return Grid(tuple(cells))


def _requests(labels: Labels) -> frozenset[int]:
    return frozenset(t for t, table in enumerate(labels.tables) if table.id == "requests")


def test_readings_begin_where_words_end(labels: Labels) -> None:
    grid = _grid("口口 甲乙 1 2 . 3", "口口 丙丁 4 5 6 7", "口口 12 8 9 1 2", "口口 戊己 . . 4 7")
    assert first_column(grid, labels, frozenset(), frozenset()) == 2


def test_a_known_table_s_columns_stay_numbers_where_all_labels_were_misread(labels: Labels) -> None:
    rows = [f"{r} 1 0 0 0 . 0 1" for r in range(9)]
    wide, even = (90.0, *[30.0] * 7), (30.0,) * 8
    assert first_column(_grid(*rows, widths=wide), labels, _requests(labels), frozenset()) == 1
    assert first_column(_grid(*rows, widths=wide), labels, frozenset(), frozenset()) == 0
    assert first_column(_grid(*rows, widths=even), labels, _requests(labels), frozenset()) == 0


def test_units_are_short_beside_what_they_are_of() -> None:
    grid = _grid("指标口口 件 12", "指标口口 8 4", "口口口口 条 5")
    assert has_units(grid, 2)
    assert not has_units(grid, 1)
    assert not has_units(_grid("口口口口 口口口 1", "口口口口 口口口 2"), 2)


def test_many_columns_tell_a_table_without_labels(labels: Labels) -> None:
    (told,) = of_shape(_grid(" ".join("1" * 15)), labels)
    assert labels.tables[told].id == "proceedings"
    assert not of_shape(_grid(" ".join("1" * 10)), labels)
