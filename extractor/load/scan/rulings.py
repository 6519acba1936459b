"""The ruled tables of an upright page: lines by morphology, then the geometry of `core.lattice`."""

from dataclasses import replace

import cv2
import numpy as np

from ...core.geometry import Box
from ...core.lattice import Edge, Lattice, lattices
from .picture import Pixels
from .upright import Upright

_LENGTH = 14.0  # points; no stroke of a character in a table is as long


def tables(page: Upright) -> list[Lattice]:
    """The ruled tables from top to bottom. All boxes are in pixels of `page.gray`, cells meet in the lines' middles."""
    found = lattices([*_edges(page, horizontal=True), *_edges(page, horizontal=False)])
    return [_scaled(lattice, page.scale) for lattice in found]


def insides(page: Upright, lattice: Lattice) -> list[Box]:
    """For each cell of the lattice, in its order, the box within its rulings: whole pixels of `page.gray`."""
    inset = max(1, round(0.6 * page.scale))
    boxes = []
    for cell in lattice.cells:
        x0, y0, x1, y1 = (round(side) for side in cell.box)
        boxes.append(Box(x0 + inset, y0 + inset, x1 - inset, y1 - inset))
    return boxes


def without_rulings(page: Upright, lattice: Lattice) -> Pixels:
    """A copy of `page.gray` with the lattice's lines as light as paper; what crosses them keeps its ink beside them."""
    gray = page.gray.copy()
    half = max(1, round(0.6 * page.scale))
    for cell in lattice.cells:
        x0, y0, x1, y1 = (round(side) for side in cell.box)
        for y in (y0, y1):
            gray[max(0, y - half) : y + half + 1, max(0, x0) : x1] = 255
        for x in (x0, x1):
            gray[max(0, y0) : y1, max(0, x - half) : x + half + 1] = 255
    return gray


def _edges(page: Upright, *, horizontal: bool) -> list[Edge]:
    """Lines of one direction in points."""
    ink = cv2.threshold(page.gray, 190, 255, cv2.THRESH_BINARY_INV)[1]
    length = round(_LENGTH * page.scale)
    kernel = np.ones((1, length) if horizontal else (length, 1), np.uint8)
    mask = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for x, y, width, height, _ in stats[1:count]:
        at = (y + height / 2 if horizontal else x + width / 2) / page.scale
        start, end = (x, x + width) if horizontal else (y, y + height)
        found.append(Edge(horizontal, float(at), float(start / page.scale), float(end / page.scale)))
    return found


def _scaled(lattice: Lattice, by: float) -> Lattice:
    def box(points: Box) -> Box:
        return Box(*(side * by for side in points))

    cells = tuple(replace(cell, box=box(cell.box)) for cell in lattice.cells)
    return replace(lattice, box=box(lattice.box), cells=cells)
