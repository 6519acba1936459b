"""Grids of drawn tables, worn as scans are, come out as they were drawn."""

import random
from collections.abc import Sequence
from itertools import pairwise, product

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from corpora.synthetic.render.degrade import degrade
from corpora.synthetic.render.geometry import geometry
from corpora.synthetic.render.levels import LEVELS, draw
from extractor.core.geometry import Box
from extractor.core.lattice import Lattice
from extractor.load.scan.picture import Pixels
from extractor.load.scan.rulings import insides, ruled_of, tables, without_lines
from extractor.load.scan.upright import Upright, upright

SCALE = 200 / 72
ROWS = [400, 450, 500, 560, 610, 660, 700, 760, 810, 850]
COLUMNS = [180, 420, 620, 760, 900, 1040, 1180, 1320, 1470]
Span = tuple[int, int, int, int]
SPANS: list[Span] = [(0, 0, 2, 2), (0, 2, 1, 6), (2, 0, 6, 1), (8, 0, 1, 2)]


def cells() -> set[Span]:
    """Every cell of the drawn table as (row, column, row span, column span)."""
    covered = {(r + i, c + k) for r, c, h, w in SPANS for i in range(h) for k in range(w)}
    rest = {(r, c, 1, 1) for r in range(9) for c in range(8) if (r, c) not in covered}
    return rest | set(SPANS)


def drawn(rows: Sequence[int] = ROWS, thick: int = 2, gray: int = 0) -> Pixels:
    """An A4 page of 200 dpi with the table, a number in each cell."""
    page = np.full((2339, 1654), 255, np.uint8)
    for r, c, h, w in cells():
        left, top, right, bottom = COLUMNS[c], rows[r], COLUMNS[c + w], rows[r + h]
        cv2.rectangle(page, (left, top), (right, bottom), (gray,), thick)
        size = min(0.8, (bottom - top) / 60)
        cv2.putText(page, f"{r}1{c}", (left + 30, bottom - 12), cv2.FONT_HERSHEY_SIMPLEX, size, (0,), 2)
    for line in range(12):
        words = "annual report of an office that does not exist"
        cv2.putText(page, words, (180, 1100 + 60 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (0,), 3)
    return page


def straight(gray: Pixels, hidden: Pixels | None = None, *, two_tone: bool = False) -> Upright:
    """A page that needs no straightening, so that a test is about rulings alone."""
    rows, columns = gray.shape[0] // 48 + 3, gray.shape[1] // 48 + 3
    x, y = np.meshgrid(np.arange(columns) * 48 - 24.5, np.arange(rows) * 48 - 24.5)
    return Upright(gray, SCALE, np.stack((x, y), axis=-1).astype(np.float32), SCALE, two_tone, hidden)


def spans(lattice: Lattice) -> set[Span]:
    return {(c.row, c.column, c.row_span, c.column_span) for c in lattice.cells}


def test_every_cell_of_a_clean_table_at_its_place() -> None:
    (found,) = tables(straight(drawn()))
    assert spans(found) == cells()
    assert found.box == pytest.approx(Box(COLUMNS[0], ROWS[0], COLUMNS[-1], ROWS[-1]), abs=2)
    for cell in found.cells:
        expected = (COLUMNS[cell.column], ROWS[cell.row], COLUMNS[cell.column + cell.column_span])
        assert cell.box[:3] == pytest.approx(expected, abs=2)


def test_text_alone_makes_no_table() -> None:
    page = drawn()
    page[:1000] = 255
    assert tables(straight(page)) == []
    assert tables(straight(np.full((2339, 1654), 255, np.uint8))) == []


def test_two_tables_stay_two_and_come_from_top_to_bottom() -> None:
    page = drawn()
    page[1000:1900] = page[300:1200]
    page[870:1010] = 255
    first, second = tables(straight(page))
    assert spans(first) == spans(second) == cells()
    assert first.box.y1 < second.box.y0


@pytest.mark.parametrize(("thick", "gray"), [(1, 0), (1, 120), (2, 150), (4, 0)])
def test_thin_faint_and_thick_lines(thick: int, gray: int) -> None:
    (found,) = tables(straight(drawn(thick=thick, gray=gray)))
    assert spans(found) == cells()


def test_lines_that_are_broken_go_on() -> None:
    page = drawn(thick=2)
    rng = np.random.default_rng(3)
    for x in COLUMNS:
        for y in rng.integers(ROWS[0], ROWS[-1], 5):
            page[y : y + 6, x - 3 : x + 4] = 255
    for y in ROWS:
        for x in rng.integers(COLUMNS[0], COLUMNS[-1], 6):
            page[y - 3 : y + 4, x : x + 8] = 255
    (found,) = tables(straight(page))
    assert spans(found) == cells()


def test_lines_go_on_under_a_seal() -> None:
    page, hidden = drawn(), np.zeros((2339, 1654), np.uint8)
    cv2.ellipse(hidden, (1180, 780), (130, 60), 0, 0, 360, (1,), -1)
    page[hidden > 0] = 255
    (found,) = tables(straight(page, hidden))
    assert spans(found) == cells()
    (bare,) = tables(straight(page))
    assert spans(bare) != cells()


def test_lines_in_short_pieces_are_a_table() -> None:
    """A fax leaves pieces of level lines between their crossings, none long enough for a table's line by itself."""
    page = drawn(thick=2)
    for y in ROWS:
        for x in range(COLUMNS[0] + 40, COLUMNS[-1], 70):
            page[y - 3 : y + 4, x : x + 13] = 255
    (found,) = tables(straight(page))
    assert spans(found) == cells()


def test_dense_print_is_a_table_and_noise_is_none() -> None:
    """The rows of small tables on faxes of low resolution are half black; a corner in noise is no table, as dark as it
    may be."""
    page = np.full((2339, 1654), 255, np.uint8)
    rows = range(400, 900, 24)
    for (top, bottom), (left, right) in product(pairwise(rows), pairwise(COLUMNS)):
        cv2.rectangle(page, (left, top), (right, bottom), (0,), 2)
        text = "123456789123"[: (right - left - 24) // 11]
        cv2.putText(page, text, (left + 12, bottom - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0,), 3)
    (found,) = tables(straight(page))
    assert len(found.cells) == (len(rows) - 1) * (len(COLUMNS) - 1)
    noise = np.random.default_rng(0).random((500, 500)) < np.linspace(0, 0.75, 500)
    page[:] = 255
    page[:1000, 654:] = np.where(np.kron(noise, np.ones((2, 2))) > 0, 0, 255)
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), 1.0), np.uint8)
    assert tables(straight(page)) == []


def _dots(share: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Dots of two pixels all over a page, by the share of them at each place across it."""
    chances = np.random.default_rng(0).random((1170, len(share)))
    return np.kron(chances < share, np.ones((2, 2)))[:2339, :1654] > 0


def test_a_table_that_reaches_into_the_noise_of_a_fax_s_shadow_ends_where_its_frame_is() -> None:
    page = drawn()
    page[_dots(np.linspace(0, 0.5, 827))] = 0
    (found,) = tables(straight(np.asarray(cv2.GaussianBlur(page, (0, 0), 0.7), np.uint8), two_tone=True))
    assert len(spans(found) & cells()) > 0.95 * len(cells())
    assert found.box == pytest.approx((COLUMNS[0], ROWS[0], COLUMNS[-1], ROWS[-1]), abs=6)


def test_level_lines_go_on_where_a_fax_has_bleached_them() -> None:
    page = drawn()
    page[:, :900][~_dots(np.linspace(0.1, 0.8, 450))] = 255
    (found,) = tables(straight(np.asarray(cv2.GaussianBlur(page, (0, 0), 0.7), np.uint8), two_tone=True))
    assert spans(found) == cells()


def test_a_row_s_line_that_is_half_gone_is_told_by_the_others() -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    rows = range(400, 400 + 14 * 34, 34)
    for top, bottom in pairwise(rows):
        for left, right in ((180, 900), (900, 1470)):
            cv2.rectangle(page, (left, top), (right, bottom), (0,), 2)
            cv2.putText(page, f"{top}1", (left + 30, bottom - 9), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0,), 2)
    lost = rows[6]
    page[lost - 3 : lost + 4, 190:700] = 255
    page[lost - 3 : lost + 4, 1000:1100] = 255
    (found,) = tables(straight(page))
    assert spans(found) == {(r, c, 1, 1) for r in range(13) for c in range(2)}


def test_a_frame_open_at_both_sides_is_closed() -> None:
    page = drawn()
    for top, bottom in pairwise(ROWS):
        for x in (COLUMNS[0], COLUMNS[-1]):
            page[top + 3 : bottom - 2, x - 4 : x + 5] = 255
    (found,) = tables(straight(page))
    assert spans(found) == cells()
    assert found.box.x0 == pytest.approx(COLUMNS[0], abs=6)
    assert found.box.x1 == pytest.approx(COLUMNS[-1], abs=6)


def test_columns_that_the_page_s_end_cuts_close_there() -> None:
    page = drawn()
    page[ROWS[8] + 22 : ROWS[9] + 6, COLUMNS[0] - 10 : COLUMNS[-1] + 10] = 255
    (found,) = tables(straight(page))
    assert spans(found) == cells()
    assert found.box.y1 == pytest.approx(ROWS[8] + 22, abs=6)


def test_a_heading_close_above_is_no_row() -> None:
    page = drawn()
    cv2.putText(page, "HEADING OF A TABLE EEEE", (180, 394), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0,), 5)
    (found,) = tables(straight(page))
    assert spans(found) == cells()


def test_filled_cells_keep_their_lines() -> None:
    page = drawn()
    filled = page[ROWS[0] : ROWS[2], COLUMNS[0] : COLUMNS[-1]]
    np.minimum(filled, 205, out=filled)
    (found,) = tables(straight(page))
    assert spans(found) == cells()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("level", ["weak", "normal"])
def test_worn_pages_straightened_give_the_same_cells(level: str, seed: int) -> None:
    clean = drawn()
    (wear,) = draw(LEVELS[level], 1, random.Random(f"{level} {seed}"))
    by = wear.dpi / 200
    page = np.asarray(cv2.resize(clean, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8)
    way = geometry(wear, (page.shape[1], page.shape[0]))
    made = upright(degrade(page, page, wear, way), wear.dpi / 72)
    (found,) = tables(made)
    assert spans(found) == cells()
    cell = next(c for c in found.cells if (c.row, c.column) == (5, 4))
    drawn_at = way.box(Box(COLUMNS[4] * by, ROWS[5] * by, COLUMNS[5] * by, ROWS[6] * by))
    assert made.box_on_page(cell.box) == pytest.approx([side / wear.dpi * 72 for side in drawn_at], abs=1.5)


def test_insides_hold_the_number_and_no_line() -> None:
    page = straight(drawn())
    (found,) = tables(page)
    for cell, box in zip(found.cells, insides(page, found), strict=True):
        x0, y0, x1, y1 = (int(side) for side in box)
        inside = page.gray[y0:y1, x0:x1]
        border = np.concatenate((inside[0], inside[-1], inside[:, 0], inside[:, -1]))
        assert border.min() > 200
        assert inside.min() < 100, cell


def test_rulings_can_be_taken_away() -> None:
    page = straight(drawn())
    bare = without_lines(page, ruled_of(page).lines)
    assert tables(straight(bare)) == []
    assert bare[ROWS[6] + 8 : ROWS[7] - 8, COLUMNS[3] + 8 : COLUMNS[4] - 8].min() < 100


def test_level_strokes_under_each_other_are_no_rulings() -> None:
    page = np.full((1100, 1654), 255, np.uint8)
    for x in range(200, 1400, 30):
        page[500:503, x : x + 24] = 0  # as the middle strokes of a line of characters
    assert not ruled_of(straight(page)).lines.any()


def test_a_hairline_of_which_most_is_lost_makes_a_row() -> None:
    page = drawn()
    for at in ROWS[2:-1]:
        page[at - 2 : at + 4, COLUMNS[2] - 20 :] = np.where(page[at + 10, COLUMNS[2] - 20 :] < 100, 0, 255)
    (found,) = tables(straight(page))
    assert {cell.row for cell in found.cells} == set(range(len(ROWS) - 1))


@pytest.mark.parametrize("right", [14, 0])
def test_strokes_of_a_unit_under_each_other_are_no_column(right: int) -> None:
    rows = list(range(400, 400 + 10 * 32, 32))
    page = drawn(rows)
    x = (COLUMNS[4] + COLUMNS[5]) // 2
    for top in rows[:-1]:
        page[top + 3 : top + 31, x - 20 : x + 21] = 255
        page[top + 2 : top + 31, x : x + 2] = 0
        page[top + 8 : top + 31, x - 18 : x - 16] = 0
        for y in (top + 10, top + 19):
            page[y : y + 2, x - 12 : x + right] = 0
    (found,) = tables(straight(page))
    assert spans(found) == cells()


def test_strokes_of_a_unit_that_touch_are_no_line_down() -> None:
    page = np.full((1100, 1654), 255, np.uint8)
    for top in range(300, 700, 24):
        page[top : top + 24, 600:602] = page[top + 6 : top + 24, 588:590] = 0
        for y in range(top + 3, top + 24, 7):
            page[y : y + 4, 580:597] = page[y : y + 4, 605:614] = 0
    assert not ruled_of(straight(page)).lines.any()
    page[300:700, 900:902] = 0
    lines = ruled_of(straight(page)).lines
    assert lines[:, 890:912].any()
    assert not lines[:, 580:620].any()


def test_a_column_of_one_low_row_is_found() -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    for y in (400, 426, 452):
        page[y : y + 2, 180:1472] = 0
    for x, top in ((180, 400), (1470, 400), (600, 426), (900, 426), (1200, 426)):
        page[top:452, x : x + 2] = 0
    (found,) = tables(straight(page))
    assert spans(found) == {(0, 0, 1, 4), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 1, 1)}


def test_a_hairline_between_two_rows_of_pixels_is_a_row() -> None:
    """A light copy: what fell between two rows of pixels is a third as dark as what did not."""
    rows = [400, 440, 535, 575, 700, 745, 790, 900, 935, 1000]
    page = drawn(rows, thick=1)
    page[1010:] = 255
    for y in rows[1::2]:
        page[y : y + 2] = np.where(page[y] < 255, 195, 255)
    (found,) = tables(straight(page))
    assert spans(found) == cells()
