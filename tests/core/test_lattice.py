"""Ruling lines to cells."""

from extractor.core.geometry import Box
from extractor.core.lattice import Edge, edges, lattices, outline


def _grid(xs: list[float], ys: list[float]) -> list[Edge]:
    across = [Edge(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Edge(False, x, ys[0], ys[-1]) for x in xs]


def test_a_plain_grid() -> None:
    (table,) = lattices(_grid([0, 50, 100], [0, 20, 40, 60]))
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (r, c, 1, 1) for r in range(3) for c in range(2)
    ]
    assert table.box == Box(0, 0, 100, 60)
    assert table.cells[3].box == Box(50, 20, 100, 40)


def test_missing_sides_merge_cells() -> None:
    lines = [e for e in _grid([0, 50, 100], [0, 20, 40]) if not (not e.horizontal and e.at == 50)]
    lines.append(Edge(False, 50, 20, 40))
    (table,) = lattices(lines)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_lines_drawn_in_pieces_and_a_little_off_are_one() -> None:
    pieces = [Edge(True, y + d, x, x + 50) for y in (0, 20, 40) for x, d in ((0, 0.0), (50, 0.8))]
    uprights = [Edge(False, x, y + 0.5, y + 19.5) for x in (0, 50, 100) for y in (0, 20)]
    (table,) = lattices([*pieces, *uprights])
    assert len(table.cells) == 4


def test_a_table_that_goes_on_over_the_page_stays_open() -> None:
    lines = [e for e in _grid([0, 50, 100], [0, 20, 40]) if not (e.horizontal and e.at == 40)]
    (table,) = lattices(lines)
    assert [(c.row, c.column) for c in table.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_table_without_side_lines() -> None:
    lines = [e for e in _grid([0, 50, 100], [0, 20, 40]) if e.horizontal or e.at == 50]
    (table,) = lattices(lines)
    assert len(table.cells) == 4
    assert table.box == Box(0, 0, 100, 40)


def test_two_tables_apart_and_lines_that_are_none() -> None:
    lower = [Edge(e.horizontal, e.at + (0 if not e.horizontal else 100), e.start + (100 if not e.horizontal else 0),
                  e.end + (100 if not e.horizontal else 0)) for e in _grid([0, 50, 100], [0, 20, 40])]  # fmt: skip
    underline = Edge(True, 300, 0, 80)
    frame = _grid([0, 80], [400, 500])
    found = lattices([*_grid([0, 50, 100], [0, 20, 40]), *lower, underline, *frame])
    assert [t.box.y0 for t in found] == [0, 100]


def test_what_is_a_line() -> None:
    assert edges([Box(0, 0, 100, 0.5)]) == [Edge(True, 0.25, 0, 100)]
    assert edges([Box(10, 0, 11, 80)]) == [Edge(False, 10.5, 0, 80)]
    assert edges([Box(0, 0, 100, 20), Box(0, 0, 1, 1)]) == []
    assert len(outline([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])) == 4
    assert outline([(0, 0), (10, 10)]) == []


def test_no_lines_make_no_table() -> None:
    assert lattices([]) == []
    assert lattices([Edge(True, 5, 0, 10)]) == []
