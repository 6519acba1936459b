"""Lines of print outside of tables: where the detector sees them on a page."""

import cv2
import numpy as np

from .ocr import Size, detector
from .picture import Pixels

_SIDE = 1280  # pixels of the longer side that the detector sees
_INK = 0.3  # probability from which a pixel belongs to a line
_LINE = 0.5  # mean probability of a line
_GROW = 1.6  # ratio by which the detector's kernels are narrower than lines, as in DB's unclipping
_LEAST = 3  # pixels of a kernel

Rect = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels


def lines(gray: Pixels, size: Size = "tiny") -> list[Rect]:
    """Boxes of the lines of an upright page (H×W grey, dark on light), in no order."""
    height, width = gray.shape
    zoom = min(1.0, _SIDE / max(height, width))
    fitted = (max(32, round(width * zoom / 32) * 32), max(32, round(height * zoom / 32) * 32))
    small = cv2.resize(gray, fitted, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    plane = np.asarray(small, np.float32) / np.float32(127.5) - np.float32(1)
    (made,) = detector(size).run(None, {"x": np.ascontiguousarray(np.broadcast_to(plane, (1, 3, *plane.shape)))})
    chance = made[0, 0]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((chance > _INK).astype(np.uint8), connectivity=8)
    sums = np.bincount(labels.ravel(), chance.ravel(), count)
    across, down = width / fitted[0], height / fitted[1]
    found = []
    for k in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[k])
        if min(w, h) < _LEAST or sums[k] / area < _LINE:
            continue
        grow = w * h * _GROW / (2 * (w + h))
        x0, y0, x1, y1 = (x - grow) * across, (y - grow) * down, (x + w + grow) * across, (y + h + grow) * down
        found.append((max(0, round(x0)), max(0, round(y0)), min(width, round(x1)), min(height, round(y1))))
    return found
