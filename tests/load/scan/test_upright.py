"""Pages that were turned, bent, shaded and stamped, set straight: measured by where known points come out."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.core.geometry import Box
from extractor.load.scan.bends import Trace, field, sharpening, traces
from extractor.load.scan.light import gray_of
from extractor.load.scan.picture import Pixels
from extractor.load.scan.upright import Upright, upright

SCALE = 200 / 72
WIDTH, HEIGHT = 1654, 2339


def page() -> Pixels:
    """An A4 page of 200 dpi with a table of 12 rows and 6 columns."""
    made = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in np.linspace(400, 1500, 13).round().astype(int):
        made[y : y + 2, 200:1452] = 0
    for x in np.linspace(200, 1450, 7).round().astype(int):
        made[400:1502, x : x + 2] = 0
    for row in range(12):
        cv2.putText(made, f"{row * 37} {row}", (230, 460 + row * 92), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3)
    return made


def warped(image: Pixels, matrix: NDArray[np.float64]) -> Pixels:
    flat = cv2.warpPerspective(image, matrix, image.shape[1::-1], flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return np.asarray(flat, np.uint8)


def unevenness(straight: Upright) -> float:
    """Pixels by which the dark middle of the table's first line strays from a level line."""
    dark = 255 - straight.gray.astype(int)
    found = []
    top = int(dark[: straight.gray.shape[0] // 2, 600:1000].sum(axis=1).argmax())
    for x in range(300, 1400, 100):
        near = dark[top - 12 : top + 13, x : x + 60].sum(axis=1)
        found.append(top - 12 + int(near.argmax()))
    return float(np.ptp(found))


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.0, 0.7, 4.0])
def test_skew_is_undone_and_the_way_back_is_known(degrees: float) -> None:
    turn = np.vstack((cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.0), (0, 0, 1)))
    straight = upright(warped(page(), turn), SCALE)
    assert unevenness(straight) <= 1
    corner = cv2.perspectiveTransform(np.array([[[201.0, 401.0]]]), turn)[0, 0]
    height, width = straight.gray.shape
    x, y = np.meshgrid(np.arange(100, 400), np.arange(250, 600))
    places = np.column_stack((x.ravel(), y.ravel())).astype(float)
    assert (height, width) == (HEIGHT, WIDTH)
    found = np.concatenate([straight.on_page(part) for part in np.array_split(places, 10)])
    nearest = places[np.hypot(*(found - corner - 0.5).T).argmin()].astype(int)
    crossing = straight.gray[nearest[1] - 3 : nearest[1] + 4, nearest[0] - 3 : nearest[0] + 4]
    assert crossing.min() < 60
    assert straight.gray[nearest[1] - 20 : nearest[1] - 6, nearest[0] - 20 : nearest[0] - 6].min() > 200


def test_perspective_and_waves_of_a_photograph_are_undone() -> None:
    corners = np.array(((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)), np.float32)
    shifts = np.array(((60, 40), (-20, 90), (-70, -30), (30, -80)), np.float32)
    tilted = warped(page(), np.asarray(cv2.getPerspectiveTransform(corners, corners + shifts), np.float64))
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    waves = y + 6 * np.sin(2 * np.pi * x / 1400)
    bent = np.asarray(cv2.remap(tilted, x, waves.astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)
    assert unevenness(upright(bent, SCALE)) <= 2


def test_boxes_come_back_in_points_of_the_page_as_it_came() -> None:
    straight = upright(page(), SCALE)
    box = straight.box_on_page(Box(200, 400, 1450, 1500))
    assert box == pytest.approx(Box(200 / SCALE, 400 / SCALE, 1450 / SCALE, 1500 / SCALE), abs=0.6)


def test_low_resolutions_are_enlarged_to_200_dpi() -> None:
    small = np.asarray(cv2.resize(page(), (827, 1170), interpolation=cv2.INTER_AREA), np.uint8)
    straight = upright(small, 100 / 72)
    assert straight.scale == pytest.approx(SCALE)
    assert straight.gray.shape == pytest.approx((2340, 1654), abs=1)
    assert straight.box_on_page(Box(0, 0, 1654, 2340)) == pytest.approx(Box(0, 0, 595.4, 842.4), abs=1.5)


def test_shadows_become_paper() -> None:
    light = np.linspace(1.0, 0.45, WIDTH)[None, :]
    straight = upright((page() * light).astype(np.uint8), SCALE)
    assert np.median(straight.gray[:, -200:]) > 245
    assert straight.gray[400:1500, 1452 - 8 : 1452 + 8].min() < 60


def test_red_ink_fades_and_dark_ink_under_it_stays() -> None:
    colour = np.full((50, 90, 3), 255, np.uint8)
    colour[10:40, 10:50] = (60, 45, 205)
    colour[20:25, 5:80] = (20, 20, 25)
    gray = gray_of(colour)
    assert gray[30, 30] > 235
    assert gray[22, 30] < 40
    assert gray[22, 70] < 40


def test_an_empty_page_stays_as_it_is() -> None:
    straight = upright(np.full((HEIGHT, WIDTH), 250, np.uint8), SCALE)
    assert straight.gray.shape == (HEIGHT, WIDTH)
    assert straight.gray.min() > 240


@pytest.mark.parametrize("shape", [(20, 20), (16, 600), (700, 18), (40, 3000), (300, 200, 3)])
def test_scraps_of_noise_pass(shape: tuple[int, ...]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape, dtype=np.uint8)
    assert upright(noise, SCALE).gray.shape == shape[:2]


def test_strokes_that_happen_to_stand_in_line_are_no_line() -> None:
    straight, wandering = np.zeros((600, 1200), np.uint8), np.zeros((600, 1200), np.uint8)
    straight[300:303] = 200
    for x, off in zip(
        range(0, 1200, 48), (0, 2, 1, 3, 0, 3, 1, 2, 0, 2, 3, 1, 0, 2, 0, 3, 1, 3, 0, 2, 1, 0, 2, 0, 3), strict=True
    ):
        wandering[300 + off : 303 + off, x : x + 48] = 200
    assert [round(float(np.ptp(trace.across)), 1) for trace in traces(straight)] == [0.0]
    assert traces(wandering) == []


@pytest.mark.parametrize(("count", "least", "most"), [(1, 0.0, 0.3), (6, 0.95, 1.05)])
def test_short_lines_turn_a_page_as_far_as_they_agree(count: int, least: float, most: float) -> None:
    along = np.arange(400, 600, 24.0)
    lines = [Trace(along, 150.0 * k + 0.01 * along, 60.0) for k in range(1, count + 1)]
    found = field(lines, (1684, 1190), sure=False)
    assert found is not None
    ends = found.at(np.array([0.0, 1684.0]), np.array([500.0, 500.0]))
    assert least <= (ends[0] - ends[1]) / 1684 / 0.01 <= most


def test_lines_that_differ_from_those_beside_them_hardly_turn_a_page() -> None:
    along = np.arange(400, 600, 24.0)
    lines = [Trace(along, 150.0 * k + turn * along, 60.0) for k, turn in enumerate((0.012, -0.009, 0.02), start=1)]
    found = field(lines, (1684, 1190), sure=False)
    assert found is not None
    ends = found.at(np.array([0.0, 1684.0]), np.array([600.0, 600.0]))
    assert abs(ends[1] - ends[0]) / 1684 < 0.004


def test_a_turn_by_which_print_loses_its_sharpness_is_none() -> None:
    dark = np.zeros((1684, 1190), np.uint8)
    for y in range(100, 1500, 24):
        dark[y : y + 10, 100:1100:3] = 160
    along = np.arange(400, 700, 24.0)
    assert sharpening(dark, field([Trace(along, 500 + 0.02 * along, 60.0)], (1190, 1684))) is None
    x, down = np.meshgrid(np.arange(1190, dtype=np.float32), np.arange(1684, dtype=np.float32))
    bent = cv2.remap(dark, x, down - np.float32(4) * np.sin(x / 250), cv2.INTER_LINEAR)
    along = np.arange(100, 1100, 24.0)
    lines = [Trace(along, at + 4 * np.sin(along / 250), 60.0) for at in (300.0, 700.0, 1100.0)]
    assert sharpening(np.asarray(bent, np.uint8), field(lines, (1190, 1684))) is not None
    assert sharpening(dark, None) is None


def test_lines_in_slanting_waves_become_straight() -> None:
    """Waves whose crests run aslant over the page are none of the bends that a few orders make."""
    along = np.arange(60, 1130, 24.0)
    lines = [
        Trace(along, level + 9 * np.sin(along / 160 + level / 220), 60.0) for level in np.arange(150.0, 1500.0, 45.0)
    ]
    found = field(lines, (1190, 1684))
    assert found is not None
    off = [line.across + found.at(line.along, line.across) for line in lines]
    assert max(float(np.ptp(each)) for each in off) < 1.5
    between = 500 + 9 * np.sin(along / 160 + 500 / 220)
    assert float(np.ptp(between + found.at(along, between))) < 2.5
