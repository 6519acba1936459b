"""Places of merged cells."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.core.grid import Cell, Grid

#  title title title
#  group    a     b
#  group    c   (none)
MERGED = Grid(
    (
        Cell("title", 0, 0, column_span=3),
        Cell("group", 1, 0, row_span=2),
        Cell("a", 1, 1),
        Cell("b", 1, 2),
        Cell("c", 2, 1),
    )
)


def texts(grid: Grid, row: int) -> list[str]:
    """Texts of a row's cells."""
    return [cell.text for cell in grid.row(row)]


def test_size_counts_what_spans_cover() -> None:
    assert (MERGED.rows, MERGED.columns) == (3, 3)
    assert (Grid(()).rows, Grid(()).columns) == (0, 0)
    assert Grid((Cell("x", 2, 1, row_span=3, column_span=2),)).rows == 5
    assert Grid((Cell("x", 2, 1, row_span=3, column_span=2),)).columns == 3


def test_a_merged_cell_covers_each_of_its_places() -> None:
    title, group = MERGED.cells[:2]
    assert [MERGED.at(0, column) for column in range(3)] == [title] * 3
    assert [MERGED.at(row, 0) for row in range(1, 3)] == [group] * 2


def test_no_cell_where_the_grid_has_a_hole_or_ends() -> None:
    assert MERGED.at(2, 2) is None
    assert MERGED.at(3, 0) is None
    assert MERGED.at(0, 3) is None
    assert MERGED.at(-1, 0) is None
    assert Grid(()).at(0, 0) is None


def test_a_row_names_each_cell_once_and_those_from_above() -> None:
    assert texts(MERGED, 0) == ["title"]
    assert texts(MERGED, 1) == ["group", "a", "b"]
    assert texts(MERGED, 2) == ["group", "c"]
    assert texts(MERGED, 3) == []


def test_cells_of_equal_text_stay_apart() -> None:
    assert texts(Grid((Cell("0", 0, 0), Cell("0", 0, 1), Cell("0", 0, 2))), 0) == ["0", "0", "0"]


def test_a_cell_beside_a_hole_is_not_repeated() -> None:
    grid = Grid((Cell("wide", 0, 0, column_span=2), Cell("end", 0, 4), Cell("low", 1, 3)))
    assert texts(grid, 0) == ["wide", "end"]
    assert texts(grid, 1) == ["low"]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=6))
def test_every_place_of_every_cell_leads_to_it(spans: list[tuple[int, int]]) -> None:
    cells = tuple(Cell(str(i), 4 * i, i, height, width) for i, (height, width) in enumerate(spans))
    grid = Grid(cells)
    for cell in cells:
        rows = range(cell.row, cell.row + cell.row_span)
        columns = range(cell.column, cell.column + cell.column_span)
        assert all(grid.at(r, c) is cell for r in rows for c in columns)
        assert all(list(grid.row(r)) == [cell] for r in rows)
