"""Cells: numbers with their readings, blanks, dashes, and what is not theirs."""

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import pytest

from extractor.load.scan import cells, ctc, digits, ocr
from extractor.load.scan.ink import ink, light
from extractor.load.scan.numbers import Seen, Shape, broken, readings, unlined
from extractor.load.scan.picture import Pixels
from tests.load.scan.test_ocr import lattice

SCALE = 200 / 72


def cell(text: str = "", width: int = 150, height: int = 60) -> Pixels:
    """The inside of a cell of 200 dpi with digits of 7 points."""
    made = np.full((height, width), 250, np.uint8)
    size, _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
    cv2.putText(made, text, ((width - size[0]) // 2, height // 2 + 10), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0,), 2)
    return made


def test_numbers_and_blanks() -> None:
    texts = ["0", "12", "", "4076", "3", "", "85.25"]
    found = cells.read([cell(text) for text in texts], SCALE)
    assert [read.text for read in found] == texts
    for read in found:
        assert read.readings[0][0] == read.text
        assert [p for _, p in read.readings] == sorted((p for _, p in read.readings), reverse=True)
        assert 0.9 < sum(math.exp(p) for _, p in read.readings) < 1


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures the network of digits is shown, each time that it is."""
    found: list[int] = []
    steps = digits.steps

    def counted(pictures: Sequence[Pixels]) -> Iterator[tuple[int, ctc.Masked]]:
        found.append(len(pictures))
        return steps(pictures)

    monkeypatch.setattr(digits, "steps", counted)
    return found


def test_on_a_page_in_black_and_white_the_network_of_digits_sees_what_looks_clear(shown: list[int]) -> None:
    made = [np.where(cell(text) < 128, 0, 255).astype(np.uint8) for text in ("12", "", "4076")]
    assert [read.text for read in cells.read(made, SCALE)] == ["12", "", "4076"]
    assert not any(shown)
    assert [read.text for read in cells.read(made, SCALE, two_tone=True)] == ["12", "", "4076"]
    assert shown[-3:] == [2, 2, 1]  # the lines, all of their cells, and the cell without a line


def test_no_cells() -> None:
    assert cells.read([], SCALE) == []


def test_what_is_not_the_cells_is_left_out() -> None:
    made = cell("27")
    made[:, 3:6] = 40  # the ruling beside it
    made[-3:] = 40  # and below
    made[:5, 60:75] = 40  # the foot of the cell above
    made[12, 20] = made[45, 130] = 0
    (read,) = cells.read([made], SCALE)
    assert read.text == "27"


def test_specks_are_no_ink() -> None:
    made = cell()
    made[10, 30] = made[40, 90] = 0
    assert cells.read([made], SCALE)[0].text == ""


def test_a_dash_is_told_by_its_shape() -> None:
    made = cell()
    made[29:31, 66:84] = 0
    assert cells.read([made, cell("0"), cell("8")], SCALE)[0].text == "-"


def test_doubt_is_said() -> None:
    """Noise over the digit lowers what the first reading is worth, and keeps the true one in the list."""
    clear, noisy = cell("6"), cell("6")
    noise = np.random.default_rng(4).normal(0, 90, noisy.shape)
    noisy = np.clip(cv2.GaussianBlur(noisy, (0, 0), 2.2) + noise, 0, 255).astype(np.uint8)
    sure, *_, unsure = cells.read([clear] * 8 + [noisy], SCALE)
    assert sure.text == "6"
    assert unsure.readings[0][1] < sure.readings[0][1]


def test_lines_that_touch_are_parted() -> None:
    made = np.full((60, 150), 250, np.uint8)
    for x in range(10, 130, 20):
        made[8:27, x : x + 9] = made[29:48, x : x + 9] = 60
    made[27:29, 10:14] = 60
    lines = ink(made, SCALE).lines
    assert [(line.y0 < 10, line.y1 > 46) for line in lines] == [(True, False), (False, True)]


def test_dense_print_is_no_noise() -> None:
    """A cell as low as its print, whose paper is less than half of it."""
    rng = np.random.default_rng(1)
    tight = np.where(rng.random((7, 80)) < 0.6, 130, 250).astype(np.uint8).repeat(3, 0).repeat(3, 1)
    pages = light([cell(), cell(), tight], SCALE, SCALE)
    assert not ink(tight, SCALE).lines
    assert ink(tight, SCALE, pages).lines


def test_dots_of_a_coarse_scan_are_specks() -> None:
    made = cell()
    made[20:23, 30:32] = made[40:43, 90:92] = 60
    fine, coarse = (light([cell(), made], SCALE, dots) for dots in (300 / 72, 96 / 72))
    assert ink(made, SCALE, fine).lines
    assert not ink(made, SCALE, coarse).lines


def test_bits_of_a_broken_digit_belong_to_it() -> None:
    made = cell()
    made[20:26, 70:73] = made[34:40, 70:73] = made[29:31, 80:82] = 20
    (line,) = ink(made, SCALE).lines
    assert line.x1 > 80


def test_a_number_that_fades_is_kept_whole() -> None:
    """In the noise of a poor scan only its first digit makes marks."""
    rng = np.random.default_rng(5)
    depth = (255 - cell("450").astype(np.float32)) * np.linspace(0.35, 0.02, 150)
    faded = np.clip(250 - depth + rng.normal(0, 8, (60, 150)), 0, 255).astype(np.uint8)
    printed = np.flatnonzero((cell("450") < 128).any(axis=0))
    found = ink(faded, SCALE)
    (line,) = found.lines
    assert line.x0 <= printed[0] + 2
    assert line.x1 >= printed[-1] - 2
    inside = np.s_[line.y0 : line.y1, line.x0 : line.x1]
    assert np.array_equal(found.crop[inside], faded[inside])


def test_ink_of_two_lines() -> None:
    made = np.vstack((cell("12"), cell("34")))
    lines = ink(made, SCALE).lines
    assert len(lines) == 2
    assert lines[0].y1 < 60 < lines[1].y0


@pytest.mark.parametrize(
    ("shape", "first"),
    [(Shape(False, 1.0), "0"), (Shape(True, 0.25), "-"), (Shape(False, 0.01), "")],
)
def test_shape_and_ink_decide_where_the_models_cannot(shape: Shape, first: str) -> None:
    step = {"": 0.4, "0": 0.2, "-": 0.2, "6": 0.2}
    assert readings(Seen(lattice([step])), shape)[0][0] == first


def test_the_network_of_digits_reads_broken_print() -> None:
    """An 8 of which a bad line has only bits: the recogniser of lines is unsure or wrong, the right one is offered."""
    made = cell("8")
    made[::4] = made[1::4] = 250
    (read,) = cells.read([made], SCALE)
    assert "8" in dict(read.readings)
    pictures = [digits.line_picture(ink(cell(t), SCALE), ink(cell(t), SCALE).lines[0], 20.0) for t in ("8", "4", "12")]
    assert {picture.shape[0] for picture in pictures} == {digits.HEIGHT}
    found = {i: max(ctc.texts(steps).items(), key=lambda item: item[1])[0] for i, steps in digits.steps(pictures)}
    assert found == {0: "8", 1: "4", 2: "12"}


def test_a_blank_of_a_poor_page_has_rivals() -> None:
    """Where dirt might be what is left of a sign, a blank is still likeliest, but not alone."""
    made = cell()
    made[30, 74:77] = 90
    clean, dirty = cells.read([cell(), made, cell("0"), cell("3")], SCALE)[:2]
    assert (clean.text, len(clean.readings)) == ("", 1)
    assert len(dirty.readings) > 1
    assert {"", "-"} <= dict(dirty.readings).keys()


def test_print_too_faint_for_the_ink_test_is_read() -> None:
    """A poor table: noise on every page of it, and one digit that is hardly darker than the paper."""
    rng = np.random.default_rng(3)

    def worn(text: str, ink: float) -> Pixels:
        made = 250 - (250 - cv2.GaussianBlur(cell(text), (0, 0), 2.5).astype(float)) * ink
        return np.clip(made - np.abs(rng.normal(0, 22, made.shape)), 0, 255).astype(np.uint8)

    given = [worn(text, 0.35) for text in "6089235608"]
    *_, faint, blank = cells.read([*given, worn("4", 0.16), worn("", 1.0)], SCALE)
    assert "4" in dict(faint.readings)
    assert blank.readings[0][0] == ""


def test_ink_in_the_place_of_a_digit_tells_faint_print_from_a_blank() -> None:
    """A network that cannot say whether a 0 or nothing is there believes as much ink as others have."""
    steps = lattice([{"": 0.75, "0": 0.25}])
    assert unlined(steps, 0.4)[0][0] == "0"
    assert unlined(steps, -0.3)[0][0] == ""
    read = lattice([{"": 0.4, "0": 0.6}])
    assert readings(Seen(read), Shape(False, 0.2, dense=0.1))[0][0] == "0"
    assert readings(Seen(read), Shape(False, 0.2, dense=-0.3))[0][0] == ""


def test_a_cell_without_marks_is_looked_at_where_it_has_the_ink_of_print(shown: list[int]) -> None:
    """What is spread thinly over the place of a digit makes no mark, but is as much as a digit's strokes have."""
    thin = cell()
    thin[20:40, 66:82] -= 24
    assert not ink(thin, SCALE).lines
    cells.read([*(cell(text) for text in "31925846"), cell(), thin], SCALE)
    assert shown[-1] == 1


def test_a_doubtful_digit_beside_its_unit_is_a_number() -> None:
    """Of 0件 the recognisers are sure of the unit alone: a unit beside whatever may be a digit is no label."""
    alphabet = ("", "0", "日", "件")
    steps = np.array([[0.1, 0.5, 0.4, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]], np.float32)
    session = ocr.recogniser("tiny").session
    assert not cells._has_words(cells._Look(steps, ocr.Recogniser(session, alphabet)))
    steps[0, 1:3] = 0.0, 0.9
    assert cells._has_words(cells._Look(steps, ocr.Recogniser(session, alphabet)))


def test_two_models_are_weighed_together() -> None:
    one, other = lattice([{"3": 0.6, "8": 0.4}]), lattice([{"3": 0.1, "8": 0.9}])
    assert readings(Seen(one), Shape(False, 1.0))[0][0] == "3"
    assert readings(Seen(one, other), Shape(False, 1.0))[0][0] == "8"
    assert readings(Seen(one, digits=other), Shape(False, 1.0))[0][0] == "8"


def test_recognisers_see_the_points_that_the_network_of_digits_overlooks() -> None:
    seen = lattice([{char: 0.9, "7": 0.1} for char in "4743"] + [{".": 1.0}] + [{char: 0.9, "7": 0.1} for char in "48"])
    overlooked = lattice([{char: 1.0 - 1e-6, ".": 1e-6} for char in "474348"])
    assert readings(Seen(seen, digits=overlooked), Shape(False, 5.0))[0][0] == "4743.48"


def test_a_table_that_prints_dashes_for_nothing() -> None:
    step = lattice([{"0": 0.5, "/": 0.5}])
    plain = dict(readings(Seen(step), Shape(False, 1.0)))
    dashes = dict(readings(Seen(step), Shape(False, 1.0, nothing=3.0)))
    assert plain["0"] > plain["/"]
    assert dashes["/"] > dashes["0"]


@pytest.mark.parametrize(("printed", "first"), [("5.235", "5,235"), ("27.84", "27.84"), ("5235", "5235")])
def test_a_point_before_three_digits_is_a_comma_that_lost_its_tail(printed: str, first: str) -> None:
    steps = lattice([{char: 0.97, "0": 0.03} if char != "0" else {"0": 1.0} for char in printed])
    found = dict(readings(Seen(steps), Shape(False, 1.0)))
    assert max(found, key=lambda text: found[text]) == first
    assert printed in found


def test_a_slash_that_the_quick_model_is_sure_is_a_digit() -> None:
    made = cell()
    cv2.line(made, (71, 38), (79, 22), (0,), 2, cv2.LINE_AA)
    made = cv2.GaussianBlur(made, (0, 0), 1.4).astype(np.uint8)
    given = [made, cell("1"), cell("7"), cell("0"), cell("12")]
    assert [read.text for read in cells.read(given, SCALE)] == ["/", "1", "7", "0", "12"]


def test_a_number_that_its_cell_breaks_into_lines() -> None:
    dirty = np.vstack((cell("5"), cell()))
    dirty[80:84, 60:80:4] = 120
    given = [np.vstack((cell("21"), cell("6"))), dirty, np.vstack((cell("3"), cell("-"))), cell("4")]
    assert [read.text for read in cells.read(given, SCALE)] == ["216", "5", "3", "4"]


def test_readings_of_a_broken_number_are_those_of_its_lines() -> None:
    clear, doubtful = (("12", -0.01), ("17", -5.0)), (("3", -0.2), ("", -1.8), ("8", -4.0))
    found = dict(broken([clear, doubtful]))
    assert max(found, key=lambda text: found[text]) == "123"
    assert found["123"] > found["12"] > found["173"]
    assert broken([clear, (("3", -0.7), ("8", -0.7))]) == broken([clear, ()]) == broken([clear, (("-", -0.01),)]) == ()
    may_be = dict(broken([clear, (("", -0.6), ("3", -0.9))], surely=False))
    assert may_be["12"] > may_be["123"] > may_be["173"]
    assert broken([(("万", 0.0),), (("-", 0.0),)], surely=False) == broken([clear, ()], surely=False) == ()


def test_a_thin_digit_below_a_line_that_fills_its_cell_goes_on_with_it() -> None:
    """The cell has no room for a third digit beside two that are set far apart; in a wide one it is dirt."""
    below = cell()
    cv2.putText(below, "5", (68, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (150,), 1)
    filled = np.vstack((_wide("70", 56, 150), below))
    roomy = np.hstack((np.full((120, 150), 250, np.uint8), np.vstack((cell("70"), below))))
    given = [filled, roomy, *(cell(text) for text in ("3", "8", "41"))]
    assert [read.text for read in cells.read(given, SCALE)][:2] == ["705", "70"]


def _wide(text: str, step: int = 40, width: int = 420) -> Pixels:
    """Digits set far apart, as full-width ones are."""
    made = np.full((60, width), 250, np.uint8)
    for k, char in enumerate(text):
        cv2.putText(made, char, (20 + step * k, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0,), 2)
    return made


def test_a_number_set_wide_keeps_its_first_digit() -> None:
    made = _wide("2 73283")
    (line,) = ink(made, SCALE).lines
    assert line.x0 < 30
    made[:] = 250
    made[10:50] = _wide("  73283")[10:50]
    made[28:34, 22:26] = 90  # dirt beside it
    (line,) = ink(made, SCALE).lines
    assert line.x0 > 80


def test_points_between_groups_of_three_are_commas() -> None:
    steps = lattice([{char: 1.0} for char in "2.732.816.52"])
    found = dict(readings(Seen(steps), Shape(False, 1.0)))
    assert max(found, key=lambda text: found[text]) == "2,732,816.52"


def test_a_word_for_no_number_that_its_cell_breaks_into_lines() -> None:
    recogniser = ocr.Recogniser(ocr.recogniser("tiny").session, ("", "不", "适", "用", "8", "无"))

    def look(chars: str, p: float = 0.97) -> cells._Looks:
        steps = np.full((len(chars), 6), (1 - p) / 5, np.float32)
        for t, char in enumerate(chars):
            steps[t, recogniser.alphabet.index(char)] = p
        return cells._Looks([cells._Look(steps, recogniser)])

    found = ink(np.vstack((cell("8"), cell("8"))), SCALE)
    usual = cells._usual([found], SCALE)
    told = cells._number([look("不适"), look("用")], found, usual)
    assert told[0][0] == "不适用"
    assert math.exp(told[0][1]) > 0.9
    assert sum(math.exp(p) for _, p in told) < 1
    assert cells._number([look("8"), look("无")], found, usual)[0][0] != "8无"


def test_the_foot_of_a_broken_digit_near_the_edge_is_no_ruling() -> None:
    """Of a 2 in a low cell a fax leaves bits of the bow, and the foot alone, as close to the ruling as print gets."""
    made = np.full((24, 107), 255, np.uint8)
    made[4:7, 48:50] = made[5:10, 57:59] = made[21:22, 48:60] = 0
    (line,) = ink(made, SCALE, two_tone=True).lines
    assert line.y1 > 20
    assert all(line.y1 < 15 for line in ink(made, SCALE).lines)  # in grey a digit is whole
