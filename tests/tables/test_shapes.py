"""Small tables told by the shapes of their rows, where nothing of their labels was read."""

import pytest

from extractor.core.document import Document, Source
from extractor.core.geometry import Box
from extractor.core.grid import Cell, Grid
from extractor.schemas import load_schema
from extractor.schemas.detect import detect
from extractor.tables.labels import labels_of
from extractor.tables.shapes import rows_told, told_by_shape

LABELS = labels_of(load_schema("gov-disclosure/2019"))


def _grid(*rows: tuple[str, ...]) -> Grid:
    """A grid of a picture: words as they are, numbers (and labels misread as such) with a reading. A row with fewer
    cells than the first of full width has its last one over the rest."""
    width = max(map(len, rows))
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            span = width - len(row) + 1 if c == len(row) - 1 else 1
            readings = ((text, -0.1),) if text.isdigit() else ()
            cells.append(Cell(text, r, c, 1, span, readings=readings, box=Box(c, r, c + span, r + 1)))
    return Grid(tuple(cells))


def _document(*grids: Grid, text: str = "") -> Document:
    return Document(text, Source("fax.png", "0" * 64, "image/png", "scan", 1), (), grids)


def _told(*grids: Grid) -> list[list[str | None]]:
    """For each row of each grid its table and row; None where shapes tell nothing."""
    found = told_by_shape(_document(*grids), LABELS)

    def name(g: int, r: int) -> str | None:
        place = found.get(g, {}).get(r)
        if place is None:
            return None
        table = LABELS.tables[place.table].id.rpartition(".")[2]
        return f"{table} header" if place.row is None else f"{table} {place.row}"

    return [[name(g, r) for r in range(grid.rows)] for g, grid in enumerate(grids)]


LINE = ("1", "7", "0", "2")
SHORT = ("1", "7", "0")


def test_five_tables_in_their_order_need_no_label() -> None:
    three, two = _grid(LINE, LINE, LINE), _grid(SHORT, SHORT)
    names = ("documents", "services", "sanctions")
    assert _told(three, three, three, two, two) == [
        *([f"{n} header", f"{n} 0", f"{n} 1"] for n in names),
        ["fees header", "fees 0"],
        ["procurement header", "procurement 0"],
    ]


def test_titles_and_one_grid_for_all() -> None:
    rows = [("5",), LINE, LINE, LINE] * 3 + [("5",), SHORT, SHORT] * 2
    (told,) = _told(_grid(*rows))
    assert told[:4] == ["documents header", "documents header", "documents 0", "documents 1"]
    assert told[-3:] == ["procurement header", "procurement header", "procurement 0"]


def test_two_of_three_alike_are_not_told() -> None:
    three = _grid(LINE, LINE, LINE)
    assert _told(three, three) == [[None] * 3] * 2


@pytest.mark.parametrize("label", ["行政处罚", "行政处 罚"])
def test_a_label_tells_which_ones_they_are(label: str) -> None:
    three, named = _grid(LINE, LINE, LINE), _grid(LINE, (label, "7", "0", "2"), LINE)
    assert _told(three, named)[1] == ["sanctions header", "sanctions 0", "sanctions 1"]


def test_a_table_that_lost_a_column_tells_no_other_one() -> None:
    """The services have three cells a row here, as fees have; the label of their second row says what they are."""
    lost = _grid(SHORT, SHORT, ("其他对外管理服务事项", "8", "9"))
    assert _told(lost) == [[None] * 3]


def test_what_stands_behind_a_wide_table_is_none_of_them() -> None:
    wide, three = _grid(*[("1",) * 8] * 20), _grid(LINE, LINE, LINE)
    told = _told(three, three, three, wide, three)
    assert told[2] == ["sanctions header", "sanctions 0", "sanctions 1"]
    assert told[3:] == [[None] * 20, [None] * 3]


def test_shapes_tell_the_form_where_labels_do_not() -> None:
    """An office that prints the old form in a year of the new one, and not a label can be read."""
    grids = (*[_grid(LINE, LINE, LINE)] * 3, *[_grid(SHORT, SHORT)] * 2)
    fax = _document(*grids, text="2022年政府信息公开工作年度报告")
    assert detect(fax, rows_told).id == "gov-disclosure/2019"
    assert detect(fax).id == "gov-disclosure/2021"


def test_a_long_and_narrow_grid_is_the_annex_of_the_form_before() -> None:
    annex, small = _grid(*[("1", "7")] * 60), _grid(("1", "7"), ("1", "7"))
    assert detect(_document(small, annex), rows_told).id == "gov-disclosure/2014"
