"""Where the points of a flat page go when it is scanned askew, lies in waves, or is photographed."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.core.geometry import Box

from .levels import Wear

Image = NDArray[np.uint8]
Points = NDArray[np.float64]
_STEPS = 8  # of the fixed point behind the waves; each divides the error by ten or more


@dataclass(frozen=True)
class Geometry:
    """The way of a page's pixels: a homography, then waves.

    `size` (width, height) of the result in pixels. Waves: a point q of the result shows the point
    q + amplitude · sin(2π · q / length + phase) of the flat image, x by y and y by x.
    """

    homography: NDArray[np.float64]
    size: tuple[int, int]
    amplitude: float = 0.0
    lengths: tuple[float, float] = (1.0, 1.0)
    phases: tuple[float, float] = (0.0, 0.0)

    def forward(self, points: Points) -> Points:
        """Where points (n, 2) of the page stand in the result, in pixels; the first pixel lies between 0 and 1."""
        centred = np.column_stack((points - 0.5, np.ones(len(points))))  # images count from a pixel's middle
        flat: Points = centred @ self.homography.T
        target: Points = flat[:, :2] / flat[:, 2:]
        moved = target
        for _ in range(_STEPS if self.amplitude else 0):
            moved = target - self._waves(moved)
        return moved + 0.5

    def box(self, box: Box) -> Box:
        """The upright rectangle about a rectangle's image: its corners and the middles of its sides decide."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        around = [(a, b) for a in (box.x0, x, box.x1) for b in (box.y0, y, box.y1)]
        moved = self.forward(np.array(around))
        width, height = self.size
        low = np.clip(moved.min(axis=0), 0, (width, height))
        high = np.clip(moved.max(axis=0), 0, (width, height))
        return Box(*(float(side) for side in (*low, *high)))

    def apply(self, image: Image, background: int = 255) -> Image:
        """The page's image as it comes out."""
        fill = (background,) * 3
        if not self.amplitude:
            flat = cv2.warpPerspective(image, self.homography, self.size, flags=cv2.INTER_LINEAR, borderValue=fill)
            return np.asarray(flat, dtype=np.uint8)
        # Each row of the inverse is a sum over columns plus a sum over rows: one pass over the picture for each.
        width, height = self.size
        columns, rows = np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64)
        across, along = self._wave(rows, 0), self._wave(columns, 1)
        inverse = np.linalg.inv(self.homography)
        x, y, depth = (
            (a * columns + b * along + c).astype(np.float32)[None, :]
            + (a * across + b * rows).astype(np.float32)[:, None]
            for a, b, c in inverse / inverse[2, 2]
        )
        if inverse[2, :2].any():
            x /= depth
            y /= depth
        return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderValue=fill), dtype=np.uint8)

    def _waves(self, points: Points) -> Points:
        return np.column_stack((self._wave(points[:, 1], 0), self._wave(points[:, 0], 1)))

    def _wave(self, at: Points, axis: int) -> Points:
        angle = at * (2 * np.pi / self.lengths[axis]) + self.phases[axis]
        wave: Points = self.amplitude * np.sin(angle)
        return wave


def geometry(wear: Wear, size: tuple[int, int]) -> Geometry:
    """The geometry of one page of `size` (width, height) in pixels."""
    rng = np.random.default_rng([wear.seed, 1])
    width, height = size
    pixels = wear.dpi / 72
    turn = np.vstack((cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1.0), (0, 0, 1)))
    if wear.photo:
        margin = rng.uniform(0.03, 0.08, 2) * size
        corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), dtype=np.float32)
        shifts = rng.uniform(0, 0.05, (4, 2)) * size * ((1, 1), (-1, 1), (-1, -1), (1, -1))
        tilt = cv2.getPerspectiveTransform(corners, (corners + shifts + margin).astype(np.float32))
        turn = tilt @ turn
        size = (int(width + 2 * margin[0]), int(height + 2 * margin[1]))
    lengths = rng.uniform(0.6, 1.4, 2) * (height, width)
    phases = rng.uniform(0, 2 * np.pi, 2)
    return Geometry(
        np.asarray(turn, dtype=np.float64),
        size,
        float(wear.warp * pixels),
        (float(lengths[0]), float(lengths[1])),
        (float(phases[0]), float(phases[1])),
    )
