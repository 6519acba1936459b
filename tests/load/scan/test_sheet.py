"""Sheets of paper on a desk: where their corners lie, and what is no sheet."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.load.scan.picture import Pixels
from extractor.load.scan.sheet import sheet
from extractor.load.scan.upright import upright

SCALE = 200 / 72
SIZE = (1860, 2580)  # pixels of the picture
PAPER = (1654, 2339)
CORNERS = np.array(((130, 210), (1712, 120), (1735, 2350), (95, 2400)), np.float32)


def paper() -> Pixels:
    """An A4 page of 200 dpi with lines of print that has no rulings."""
    made = np.full(PAPER[::-1], 235, np.uint8)
    for y in range(300, 2100, 45):
        for x in range(200, 1400, 31):
            cv2.rectangle(made, (x, y), (x + 20, y + 22), (40,), 2 if (x + y) % 3 else -1)
    return made


def desk(rng: np.random.Generator) -> Pixels:
    """A desk of dark wood that is lit from one side."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    grain = 95 + 14 * np.sin(y / 9 + np.sin(x / 300) * 3) + rng.normal(0, 6, y.shape)
    return np.asarray((grain * (1.15 - 0.4 * x / SIZE[0])).clip(0, 255), np.uint8)


def photo(corners: NDArray[np.float32] = CORNERS, ground: Pixels | None = None) -> Pixels:
    """The page on a desk, its corners at such places of the picture."""
    rng = np.random.default_rng(5)
    flat = np.array(((0, 0), (PAPER[0], 0), PAPER, (0, PAPER[1])), np.float32) - np.float32(0.5)
    there = cv2.getPerspectiveTransform(flat, corners)
    page = cv2.warpPerspective(paper(), there, SIZE, flags=cv2.INTER_AREA)
    covered = cv2.warpPerspective(np.full(PAPER[::-1], 255, np.uint8), there, SIZE) > 127
    made = np.where(covered, page, desk(rng) if ground is None else ground) + rng.normal(0, 4, covered.shape)
    return np.asarray(made.clip(0, 255), np.uint8)


def test_a_sheet_on_a_desk_is_found_to_the_pixel() -> None:
    found = sheet(photo())
    assert found is not None
    width, height = found.size
    flat = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], np.float64) - 0.5
    corners = cv2.perspectiveTransform(flat, np.linalg.inv(found.onto))[0]
    assert np.abs(corners - CORNERS).max() < 4
    assert found.outside[100, 60]
    assert not found.outside[1200, 900]


def test_a_thumb_on_its_edge_leaves_a_sheet() -> None:
    held = photo()
    cv2.ellipse(held, (100, 1500), (70, 45), 0, 0, 360, (120,), -1)
    assert sheet(held) is not None


@pytest.mark.parametrize(
    "picture",
    [
        paper(),  # a scan: the paper is all of it
        photo(CORNERS - np.array((400, 0), np.float32)),  # cut by the frame
        photo(ground=np.full(SIZE[::-1], 215, np.uint8)),  # hardly darker than the paper
        np.full((2339, 1654), 90, np.uint8),
        np.random.default_rng(2).integers(0, 255, (900, 700), dtype=np.uint8),
        paper()[:400, :300],
    ],
)
def test_what_is_no_sheet_is_none(picture: Pixels) -> None:
    assert sheet(picture) is None


def test_a_dark_table_on_a_page_is_no_ground() -> None:
    page = paper()
    cv2.rectangle(page, (0, 0), (1653, 500), (60,), -1)
    cv2.rectangle(page, (0, 1900), (1653, 2338), (60,), -1)
    assert sheet(page) is None


def test_a_photographed_page_without_rulings_stands_upright() -> None:
    picture = photo()
    straight = upright(picture, SCALE)
    dark = 255 - straight.gray.astype(int)
    assert np.mean(dark[:40]) < 8  # the desk is paper now
    rows = (dark[200:2000, 200:500].mean(axis=1), dark[200:2000, 1000:1300].mean(axis=1))
    left, right = (row - row.mean() for row in rows)
    shifts = [float((left * np.roll(right, shift)).sum()) for shift in range(-15, 16)]
    assert abs(int(np.argmax(shifts)) - 15) <= 2
    there = cv2.getPerspectiveTransform(np.array(((0, 0), (1600, 0), (1600, 2260), (0, 2260)), np.float32), CORNERS)
    middle = cv2.perspectiveTransform(np.array([[[800.0, 1130.0]]]), there)[0, 0]
    height, width = straight.gray.shape
    assert np.abs(straight.on_page(np.array([[width / 2, height / 2]]))[0] - middle).max() < 25
