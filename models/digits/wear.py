"""What the pictures of lines suffer beyond their scan while the network learns: cheap steps on 32 pixels of height."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]  # (32, W): 0 paper to 1 ink


def worn(ink: Ink, rng: np.random.Generator) -> Ink:
    """A picture moved and resized a little, and with some more of what makes scans poor; the same picture at times."""
    made = _moved(ink, rng) if rng.random() < 0.8 else ink.copy()
    for chance, step in _STEPS:
        if rng.random() < chance:
            made = step(made, rng)
    return np.asarray(made.clip(0, 1), np.float32)


def _moved(ink: Ink, rng: np.random.Generator) -> Ink:
    """Shifted by some pixels, stretched by up to an eighth either way, slanted a little."""
    height, width = ink.shape
    across, down = np.exp(rng.uniform(-0.12, 0.12, 2))
    slant = rng.normal(0, 0.04)
    middle = np.array((width / 2, height / 2))
    turn = np.array(((across, slant), (rng.normal(0, 0.01), down)))
    shift = middle + rng.uniform(-2, 2, 2) - turn @ middle
    moved = cv2.warpAffine(ink, np.column_stack((turn, shift)), (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _fainter(ink: Ink, rng: np.random.Generator) -> Ink:
    return np.asarray(ink * np.float32(rng.uniform(0.35, 1.2)), np.float32)


def _blurred(ink: Ink, rng: np.random.Generator) -> Ink:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.4, 1.1)), np.float32)


def _noisy(ink: Ink, rng: np.random.Generator) -> Ink:
    """Noise as fine as the picture or coarser, as it is where small print was enlarged."""
    noise = rng.standard_normal(ink.shape, np.float32) * np.float32(rng.uniform(0, 0.15))
    if rng.random() < 0.5:
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), rng.uniform(0.5, 1.0)), np.float32) * np.float32(2)
    return np.asarray(ink + noise, np.float32)


def _specked(ink: Ink, rng: np.random.Generator) -> Ink:
    made = ink.copy()
    for _ in range(rng.integers(1, 6)):
        y, x = rng.integers(0, ink.shape[0] - 2), rng.integers(0, ink.shape[1] - 2)
        made[y : y + rng.integers(1, 3), x : x + rng.integers(1, 3)] = rng.choice((0.0, 0.5, 1.0))
    return made


def _black_and_white(ink: Ink, rng: np.random.Generator) -> Ink:
    """At one threshold, on a finer grid than the picture's, as a fax is before it is shrunk."""
    height, width = ink.shape
    fine = cv2.resize(ink, (2 * width, 2 * height), interpolation=cv2.INTER_LINEAR)
    noise = rng.standard_normal(fine.shape, np.float32) * np.float32(rng.uniform(0, 0.1))
    black = np.where(fine + noise > rng.uniform(0.2, 0.6), np.float32(1), np.float32(0))
    return np.asarray(cv2.resize(black, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def _row_lost(ink: Ink, rng: np.random.Generator) -> Ink:
    made, top = ink.copy(), rng.integers(4, 27)
    made[top : top + rng.integers(1, 4)] *= np.float32(rng.uniform(0, 0.6))
    return made


def _column_lost(ink: Ink, rng: np.random.Generator) -> Ink:
    made, left = ink.copy(), rng.integers(0, ink.shape[1] - 1)
    made[:, left : left + rng.integers(1, 3)] *= np.float32(rng.uniform(0, 0.6))
    return made


def _ruled(ink: Ink, rng: np.random.Generator) -> Ink:
    """What is left of a ruling, or the tips of the next line, near an edge."""
    made, dark = ink.copy(), np.float32(rng.uniform(0.2, 1))
    height, width = ink.shape
    left = rng.integers(0, width - 4)
    right = left + rng.integers(4, width)
    at, thick = rng.integers(0, 5), rng.integers(1, 3)
    side = rng.integers(0, 4)
    if side == 0:
        made[at : at + thick, left:right] = dark
    elif side == 1:
        made[height - at - thick : height - at, left:right] = dark
    elif side == 2:
        made[:, at : at + thick] = dark
    else:
        made[:, width - at - thick : width - at] = dark
    return made


_STEPS: tuple[tuple[float, Callable[[Ink, np.random.Generator], Ink]], ...] = (
    (0.1, _row_lost),
    (0.07, _column_lost),
    (0.3, _fainter),
    (0.1, _ruled),
    (0.15, _blurred),
    (0.3, _noisy),
    (0.12, _black_and_white),
    (0.1, _specked),
)
