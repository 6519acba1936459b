"""A page as it came → the same page straight, evenly lit, in grey: and the way back to the original."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ...core.geometry import Box
from .bends import WORK, Field, field, sharpening, skew, traces
from .light import evenly_lit, gray_of
from .orientation import quarter_turns
from .picture import Pixels
from .seal import without_seals
from .sheet import sheet
from .streaks import without_streaks
from .tints import without_tints

Matrix = NDArray[np.float64]

_LEAST, _MOST = 200 / 72, 300 / 72  # pixels of a point that upright pages have
_BLACK, _WHITE = 16, 239  # grey levels of a fax's pixels: at most, or at least
_EVERY, _TWO_TONE = 3, 0.995  # one pixel of so many is looked at; the share of them that is black or white in a fax
_SOFTENED = 0.45  # pixels; the steps of black and white are none that the recognisers know
_CELL = 48  # pixels of the upright page between two nodes of its way back


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """A straight page. `gray` is H×W, 0 ink to 255 paper, evenly lit, without red ink; `scale` pixels of a point.

    `nodes` (h, w, 2) are the places x, y in the original picture of a mesh over `gray`: node (i, j) is the pixel
    (48 j - 24.5, 48 i - 24.5) of it. `page_scale` are the original picture's pixels of a point. `two_tone` says that
    the original was black and white, as a fax is: noise is as dark as print there, and what is faint comes in dots.
    """

    gray: Pixels
    scale: float
    nodes: NDArray[np.float32]
    page_scale: float
    two_tone: bool = False
    hidden: Pixels | None = None

    def box_on_page(self, box: Box) -> Box:
        """A box in pixels of `gray` as the box about it in points of the original page."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        around = np.array([(a, b) for a in (box.x0, x, box.x1) for b in (box.y0, y, box.y1)], dtype=np.float64)
        moved = self.on_page(around) / self.page_scale
        (x0, y0), (x1, y1) = moved.min(axis=0), moved.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))

    def on_page(self, points: Matrix) -> Matrix:
        """Points (n, 2) of `gray` in the original picture, both in pixels, the first of which lies from 0 to 1."""
        at = ((points + _CELL / 2) / _CELL).astype(np.float32)
        at = at.clip(0, np.array(self.nodes.shape[1::-1], np.float32) - 1)
        found = cv2.remap(self.nodes, at[None, :, 0], at[None, :, 1], cv2.INTER_LINEAR)
        return np.asarray(found[0] + 0.5, np.float64)


def upright(image: Pixels, scale: float) -> Upright:
    """The page of a picture (H×W grey or H×W×3 blue, green, red; `scale` pixels of a point) made straight."""
    plain = gray_of(image)
    gray = without_streaks(evenly_lit(plain, scale), scale)
    two_tone = _is_two_tone(image)
    if two_tone:
        gray = np.asarray(cv2.GaussianBlur(gray, (0, 0), _SOFTENED), np.uint8)
    paper = None if two_tone else sheet(plain)
    flat = gray
    if paper:
        gray[paper.outside] = 255
        flat = np.asarray(cv2.warpPerspective(gray, paper.onto, paper.size, borderValue=(255,)), np.uint8)
    turns = quarter_turns(flat, scale)
    height, width = flat.shape
    flat = np.ascontiguousarray(np.rot90(flat, turns))
    to = min(max(scale, _LEAST), _MOST)
    size = (round(flat.shape[1] * to / scale), round(flat.shape[0] * to / scale))
    nodes = _turned_back(_nodes(flat, scale, to, size), turns, (width, height))
    if paper:
        nodes = np.asarray(cv2.perspectiveTransform(nodes, np.linalg.inv(paper.onto)), np.float32)
    straight, hidden = without_seals(_pulled(gray, nodes, size), to)
    if not two_tone:
        straight = without_tints(straight, to, scale)
    return Upright(straight, to, nodes, scale, two_tone, hidden)


def sheared(page: Upright, slope: float) -> Upright:
    """The page with what leans to the right by `slope` on its way down standing upright."""
    middle = page.gray.shape[0] / 2
    back = np.array(((1.0, slope, -slope * middle), (0.0, 1.0, 0.0)))
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = page.gray.shape[::-1]
    gray = np.asarray(cv2.warpAffine(page.gray, back, size, flags=how, borderValue=(255,)), np.uint8)
    hidden = page.hidden
    if hidden is not None:
        hidden = np.asarray(
            cv2.warpAffine(hidden, back, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP), np.uint8
        )
    rows, columns = page.nodes.shape[:2]
    x, y = np.meshgrid(np.arange(columns) * _CELL - _CELL / 2, np.arange(rows) * _CELL - _CELL / 2)
    places = np.column_stack((x.ravel() + slope * (y.ravel() - middle), y.ravel()))
    nodes = np.asarray(page.on_page(places).reshape(page.nodes.shape) - 0.5, np.float32)
    return replace(page, gray=gray, hidden=hidden, nodes=nodes)


def _is_two_tone(image: Pixels) -> bool:
    some = image[::_EVERY, ::_EVERY]
    return float(((some < _BLACK) | (some > _WHITE)).mean()) > _TWO_TONE


def _nodes(gray: Pixels, scale: float, to: float, size: tuple[int, int]) -> NDArray[np.float32]:
    """Where in a page that lies the right way the nodes of its straight picture are."""
    shape = (round(gray.shape[1] * WORK / scale), round(gray.shape[0] * WORK / scale))
    how = cv2.INTER_AREA if scale > WORK else cv2.INTER_LINEAR
    dark = 255 - np.asarray(cv2.resize(gray, shape, interpolation=how), np.uint8)
    slope = skew(dark)
    turn = cv2.getRotationMatrix2D((shape[0] / 2, shape[1] / 2), float(np.degrees(np.arctan(slope))), 1.0)
    level = np.asarray(cv2.warpAffine(dark, turn, shape, flags=cv2.INTER_LINEAR), np.uint8)
    across = sharpening(level, field(traces(level), (shape[0], shape[1])))
    down = field(traces(np.ascontiguousarray(level.T)), (shape[1], shape[0]), sure=False)  # text has lines across only

    columns = np.arange(size[0] // _CELL + 3) * _CELL - _CELL / 2
    rows = np.arange(size[1] // _CELL + 3) * _CELL - _CELL / 2
    x, y = (side.ravel() * WORK / to - 0.5 for side in np.meshgrid(columns, rows))
    x, y = _unbent(x, y, across, down)
    back = cv2.invertAffineTransform(turn)
    found = (np.column_stack((x, y, np.ones(len(x)))) @ back.T + 0.5) * (scale / WORK) - 0.5
    return np.asarray(found.reshape(len(rows), len(columns), 2), np.float32)


def _unbent(x: Matrix, y: Matrix, across: Field | None, down: Field | None) -> tuple[Matrix, Matrix]:
    """Places of the straight page on the bent one."""
    a, b = x, y
    for _ in range(4):
        a, b = (
            x - down.at(b, a) if down else x,
            y - across.at(a, b) if across else y,
        )
    return a, b


def _pulled(gray: Pixels, nodes: NDArray[np.float32], size: tuple[int, int]) -> Pixels:
    width, height = size
    rows, columns = nodes.shape[:2]
    # The middle of the first block that a node spans lies half a block before the page.
    maps = cv2.resize(nodes, (columns * _CELL, rows * _CELL), interpolation=cv2.INTER_LINEAR)
    x, y = cv2.split(maps[_CELL : _CELL + height, _CELL : _CELL + width])
    return np.asarray(cv2.remap(gray, x, y, cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)


def _turned_back(nodes: NDArray[np.float32], turns: int, size: tuple[int, int]) -> NDArray[np.float32]:
    """The places before the page was turned by quarters; `size` (width, height) of the page before."""
    x, y = nodes[..., 0], nodes[..., 1]
    width, height = size
    ways = ((x, y), (width - 1 - y, x), (width - 1 - x, height - 1 - y), (y, height - 1 - x))
    return np.ascontiguousarray(np.stack(ways[turns], axis=-1))
