"""Colour and light of a picture → grey ink on white paper."""

import cv2
import numpy as np

from .picture import Pixels

_PAPER = 24.0  # points; wider than any stroke, so that each place has paper so near
_RED = 0.4  # how much the redness of a pixel lightens it: a seal's red becomes paper, black and red become black
_STEP = 8  # pixels that make one of the paper's picture


def gray_of(image: Pixels) -> Pixels:
    """H×W grey of a picture in grey or in blue, green, red; red ink fades, dark ink under it stays."""
    if image.ndim == 2:
        return image
    blue, green, red = cv2.split(image)
    others = cv2.addWeighted(blue, 0.5, green, 0.5, 0)
    redness = cv2.subtract(red, others)
    return np.asarray(cv2.scaleAdd(redness.astype(np.float32), _RED, red.astype(np.float32)).clip(0, 255), np.uint8)


def evenly_lit(gray: Pixels, scale: float) -> Pixels:
    """Each pixel in relation to the paper about it, paper white; `scale` pixels of a point."""
    height, width = gray.shape
    small = cv2.resize(gray, (max(1, width // _STEP), max(1, height // _STEP)), interpolation=cv2.INTER_AREA)
    size = max(3, round(_PAPER * scale / _STEP) | 1)
    paper = cv2.dilate(small, np.ones((size, size), np.uint8))
    paper = cv2.blur(paper, (size, size))
    paper = cv2.resize(np.maximum(paper, 24), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, paper, scale=255), dtype=np.uint8)
