"""Likeness of tables, with numbers worked out by hand."""

import pytest

from extractor.core.grid import Cell, Grid
from extractor.evaluate.structure import grids_similarity, grits_topology


def plain(rows: int, columns: int) -> Grid:
    return Grid(tuple(Cell("", r, c) for r in range(rows) for c in range(columns)))


def test_same_structure_whatever_the_text() -> None:
    one = Grid((Cell("头", 0, 0, 1, 2), Cell("a", 1, 0), Cell("b", 1, 1)))
    other = Grid((Cell("", 0, 0, 1, 2), Cell("", 1, 0), Cell("", 1, 1)))
    assert grits_topology(one, other) == 1.0


def test_a_lost_row() -> None:
    # 3 rows of 2 against 2 rows of 2: 4 places agree of 6 and 4
    assert grits_topology(plain(3, 2), plain(2, 2)) == pytest.approx(2 * 4 / 10)


def test_a_lost_column_in_the_middle_costs_the_same_as_at_the_end() -> None:
    header = (Cell("", 0, 0), Cell("", 0, 1), Cell("", 0, 2))
    assert grits_topology(Grid(header), plain(1, 2)) == pytest.approx(2 * 2 / 5)


def test_a_merged_cell_read_as_two() -> None:
    # each of the two places sees a cell of 2 against one of 1: half the extent in common; the row below agrees
    merged = Grid((Cell("", 0, 0, 1, 2), Cell("", 1, 0), Cell("", 1, 1)))
    assert grits_topology(merged, plain(2, 2)) == pytest.approx(2 * (0.5 + 0.5 + 1 + 1) / 8)


def test_the_measure_is_symmetric() -> None:
    merged = Grid((Cell("", 0, 0, 2, 1), Cell("", 0, 1), Cell("", 1, 1), Cell("", 2, 0, 1, 2)))
    assert grits_topology(merged, plain(2, 3)) == pytest.approx(grits_topology(plain(2, 3), merged))


def test_nothing_and_something() -> None:
    assert grits_topology(Grid(()), Grid(())) == 1.0
    assert grits_topology(plain(2, 2), Grid(())) == 0.0


def test_tables_find_their_partners_in_order_and_layout_costs_nothing() -> None:
    gold = (plain(3, 2), plain(5, 4))
    assert grids_similarity(gold, (plain(1, 1), plain(3, 2), plain(5, 4))) == (1.0, 1.0)
    assert grids_similarity(gold, (plain(5, 4),)) == (0.0, 1.0)
    assert grids_similarity(gold, ()) == (0.0, 0.0)
    assert grids_similarity((), gold) == ()
