"""A small network for what number cells print, where the recognisers of lines are unsure: broken, noisy, faint digits.

It was trained on cells of generated scans (recipe: models/digits). A picture of a line, 32 pixels high with a usual
line's height as 16 of them, gives a distribution over CTC's blank and the symbols of numbers, two pixels a step.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from . import ctc
from .ink import Ink, Line
from .picture import Pixels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

HEIGHT = 32  # pixels of a picture
STEP = 2  # pixels of its width that make one step
_TALL = HEIGHT / 2  # pixels that a usual line is high in it
_LEAST = 0.7  # share of a line's own height that counts as usual where the line is higher
_BESIDE = 0.75  # paper on each side, in usual heights
_WIDEST = 320
_SOFT = 0.35  # pixels of blur for each by which a picture shrinks
_SHRUNK = 1.3  # from which that matters
_BATCH = 64
_FILE = Path(__file__).parent / "data/digits.onnx"


def line_picture(found: Ink, line: Line, usual: float) -> Pixels:
    """A line about its middle (32×W), scaled so that a usual line of its page, `usual` pixels high, fills half."""
    high = max(usual, _LEAST * (line.y1 - line.y0))
    beside = _BESIDE * high
    return _picture(found.crop, high, (line.y0 + line.y1) / 2, line.x0 - beside, line.x1 + beside)


def cell_picture(found: Ink, usual: float) -> Pixels:
    """All of a cell about its middle, scaled as a line is: for cells in which the ink makes no line."""
    height, width = found.unruled.shape
    return _picture(found.unruled, usual, height / 2, 0, max(width, usual))


def _picture(crop: Pixels, high: float, middle: float, left: float, right: float) -> Pixels:
    width = min(_WIDEST, max(HEIGHT // 2, -int(-(right - left) * _TALL / high // 4) * 4))
    across, down = (right - left) / width, 2 * high / HEIGHT
    back = np.array(((across, 0, left + across / 2 - 0.5), (0, down, middle - high + down / 2 - 0.5)))
    paper, flags = (int(np.median(crop)),), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    if high / _TALL > _SHRUNK:
        crop = np.asarray(cv2.GaussianBlur(crop, (0, 0), _SOFT * high / _TALL), np.uint8)
    return np.asarray(cv2.warpAffine(crop, back, (width, HEIGHT), flags=flags, borderValue=paper), np.uint8)


def steps(pictures: Sequence[Pixels]) -> Iterator[tuple[int, ctc.Masked]]:
    """For each picture its index and its steps, pictures of like width together."""
    order = sorted(range(len(pictures)), key=lambda i: pictures[i].shape[1])
    for at in range(0, len(order), _BATCH):
        batch = order[at : at + _BATCH]
        tensor = np.zeros((len(batch), 1, HEIGHT, pictures[batch[-1]].shape[1]), np.float32)
        for k, i in enumerate(batch):
            tensor[k, 0, :, : pictures[i].shape[1]] = 1 - pictures[i].astype(np.float32) / 255
        (made,) = _session().run(None, {"x": tensor})
        for k, i in enumerate(batch):
            yield i, ctc.floored(made[k, :, : pictures[i].shape[1] // STEP].T)


@cache
def _session() -> "InferenceSession":
    from .ocr import opened

    return opened(_FILE)
