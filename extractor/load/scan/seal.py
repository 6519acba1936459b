"""A round seal in black and white: as dark as print, it hides what is under it, and its strokes look like ink.

Seals of Chinese organs are a ring about a five-pointed star (国发〔1999〕25号), both thicker than strokes of tables.
In colour they fade with all red ink (`light.gray_of`); here a star inside a ring tells one, and what is thick in the
ring is painted over, but for print that is darker than the seal, and for rulings, which go on under it.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import Pixels

Mask = NDArray[np.uint8]

_DARK = 150  # grey level of ink at most
_SOLID = 7.0  # points of a disc that fits into a star, and into no character
_STAR = (8.0, 44.0)  # points of what is left of a star that discs of that size were moved over
_RADII = (36, 84)  # points from a seal's middle to its ring: seals measure 38 to 50 mm, in copies a little less or more
_RING, _EDGE = 0.55, 0.3  # share of a circle that is dark where the ring is, and at its edges
_POLAR = cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS
_THICK = 9.0  # points of a ring; what is thicker is no seal
_MANY = 8  # solid spots that are looked at, largest first
_OFF = 4  # points by which the middle of a star may miss that of its ring
_STROKE = 1.75  # points; print of tables is thinner
_AROUND = 0.4  # points about what is painted over that are its blur
_LONG, _TALL = 12.0, 6.0  # points of a level ruling beside the seal, and of one down
_GAP, _UNDER = 1.5, 44.0  # points that rulings may lack, and that they go on under a seal
_DARKER = 60.0  # grey levels that print stands out from a grey seal


class Seal(NamedTuple):
    """A seal's middle and the radius of its ring, and how wide that is, in points."""

    x: float
    y: float
    radius: float
    width: float


def without_seals(gray: Pixels, scale: float) -> tuple[Pixels, Mask | None]:
    """The page (H×W, dark on light, `scale` pixels of a point) without its seals, and where they hid it; the page
    itself and None where there is none."""
    found = seals(gray, scale)
    if not found:
        return gray, None
    clean, hidden = gray.copy(), np.zeros_like(gray)
    for seal in found:
        reach = seal.radius + seal.width + 2 * _UNDER
        x0, y0 = (max(0, int((at - reach) * scale)) for at in (seal.x, seal.y))
        x1, y1 = (int((at + reach) * scale) for at in (seal.x, seal.y))
        part = np.s_[y0:y1, x0:x1]
        covered, level = _covered(gray[part], seal, (x0, y0), scale)
        clean[part][covered > 0] = 255
        if level < _DARKER:  # nothing shows through black
            clean[part][_ruled(gray[part], covered, scale) > 0] = 0
            hidden[part] |= covered
    return clean, hidden


def seals(gray: Pixels, scale: float) -> list[Seal]:
    """The seals on a page: rings about solid stars."""
    size = (max(1, round(gray.shape[1] / scale)), max(1, round(gray.shape[0] / scale)))
    points = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    dark = (points < _DARK).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _disc(_SOLID))
    count, _, bounds, middles = cv2.connectedComponentsWithStats(solid, connectivity=8)
    least, most = _STAR
    stars = [k for k in range(1, count) if least < bounds[k, 2] < most and least < bounds[k, 3] < most]
    largest = sorted(stars, key=lambda k: -int(bounds[k, cv2.CC_STAT_AREA]))[:_MANY]
    rings = (_ring(dark, float(middles[k][0]), float(middles[k][1])) for k in largest)
    return [ring for ring in rings if ring is not None]


def _ring(dark: Mask, x: float, y: float) -> Seal | None:
    """The ring about a star in a page of one pixel a point."""
    least, most = _RADII

    def shares(dx: int, dy: int) -> NDArray[np.float64]:
        turned = cv2.warpPolar(dark, (most + 6, 360), (x + dx, y + dy), most + 6, _POLAR)
        return np.asarray(turned.mean(axis=0, dtype=np.float64))

    tried = [(dx, dy) for dx in range(-_OFF, _OFF + 1) for dy in range(-_OFF, _OFF + 1)]
    dx, dy = max(tried, key=lambda off: float(shares(*off)[least:most].max()))
    found = shares(dx, dy)
    at = least + int(found[least:most].argmax())
    if found[at] < _RING:
        return None
    inner, outer = at, at
    while inner > 0 and found[inner - 1] > _EDGE:
        inner -= 1
    while outer + 1 < len(found) and found[outer + 1] > _EDGE:
        outer += 1
    width = outer - inner + 1.0
    return Seal(x + dx + 0.5, y + dy + 0.5, (inner + outer) / 2, width) if width < _THICK else None


def _covered(gray: Pixels, seal: Seal, start: tuple[int, int], scale: float) -> tuple[Mask, float]:
    """Pixels of a part of a page, which begins at `start`, that are the seal, and its grey level."""
    rows, columns = np.indices(gray.shape, dtype=np.float32)
    away = np.hypot((columns + start[0]) / scale - seal.x, (rows + start[1]) / scale - seal.y)
    dark = (gray < _DARK).astype(np.uint8)
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _disc(_STROKE * scale)) > 0
    ring = (abs(away - seal.radius) < seal.width / 2 + 1) & (dark > 0)
    mine = (ring | (thick & (away < seal.radius))).astype(np.uint8)
    grown = cv2.dilate(mine, _disc(2 * _AROUND * scale + 1)) > 0
    level = float(np.median(gray[mine > 0])) if mine.any() else 0.0
    return np.asarray(grown & (gray > level - _DARKER), np.uint8), level


def _ruled(gray: Pixels, covered: Mask, scale: float) -> Mask:
    """What rulings beside the covered pixels would be under them."""
    seen: Mask = ((gray < _DARK) & (covered == 0)).astype(np.uint8)
    found: Mask = np.zeros_like(seen)
    for turned in (False, True):
        ink, under = (seen.T, covered.T) if turned else (seen, covered)
        gap, long = (np.ones((1, round(size * scale)), np.uint8) for size in (_GAP, _TALL if turned else _LONG))
        whole = cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_CLOSE, gap)
        lines = cv2.morphologyEx(whole, cv2.MORPH_OPEN, long)
        closed = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((1, round(_UNDER * scale)), np.uint8))
        on = np.asarray(closed, np.uint8) & under
        found |= on.T if turned else on
    return found


def _disc(size: float) -> Mask:
    side = max(1, round(size))
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
