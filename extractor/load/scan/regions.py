"""Where a page's ruled tables are: long level lines and lines down that touch, in the noise of a fax's shadow too, and
where a fax has bleached a side."""

from typing import NamedTuple

import cv2
import numpy as np

from .picture import Pixels
from .strokes import FAINTEST, Lines, Shares

_LONG, _TALL = 20.0, 10.0  # points of a level line, and of one down, that make tables
_GAP = 5.0  # points of a level line that a fax loses between its pieces
_PIECE, _FADED = 6.0, 0.4  # points of a piece of a line that fades, and its strength as a share of others' least
_NO_STROKE = 36.0  # points of a line that no character has
_WIDE = 60.0  # points of a table's widest line at least
_FAINT_SHARE = 0.4  # of what the page's lines have, that a line has
_PATCH = 7.0  # points of a patch of paper
_LEFT = 0.4  # of what a line stands out from the densest noise
_BESIDE = (1.2, 2.6)  # points from a line between which a stroke that goes on from it shows
_STROKE, _CLEAR = 0.2, 0.35  # of a line's ink that such a stroke has; of a line's length beside which there are some


class Region(NamedTuple):
    """A table's surroundings in whole pixels, and its level lines in it as (at, start, end)."""

    box: tuple[int, int, int, int]
    lines: list[tuple[float, int, int]]


class Drawn(NamedTuple):
    """Where a page has level lines, and lines down: 1 in whole pixels of it."""

    level: Pixels
    down: Pixels


def drawn(level: Lines, down: Lines, two_tone: bool) -> Drawn:
    """The long lines of a page. In black and white lines stand out from noise, and go on where they are faint; in grey
    what is faint may be the print of the page behind."""
    scale = level.scale
    pieces = cv2.morphologyEx(level.long, cv2.MORPH_OPEN, np.ones((round(_LONG * scale), 1), np.uint8))
    across = np.asarray(pieces.T, np.uint8)
    upright = cv2.morphologyEx(down.long, cv2.MORPH_OPEN, np.ones((round(_TALL * scale), 1), np.uint8))
    strong = across[across > FAINTEST]
    least = max(FAINTEST, _FAINT_SHARE * float(np.quantile(strong, 0.8))) if strong.size else 255.0
    noise = _noise(down) if two_tone else 0.0
    gaps = np.ones((1, round(_GAP * scale) | 1), np.uint8)  # an even one would move what it closes
    is_level = np.ascontiguousarray(across > least + noise, np.uint8)
    is_level = np.asarray(cv2.morphologyEx(is_level, cv2.MORPH_CLOSE, gaps), np.uint8)
    if not isinstance(noise, float):
        is_level = _with_faded(level, is_level, least, noise, gaps)
    return Drawn(is_level, np.asarray(upright > least + noise, np.uint8))


def regions(lines: Drawn, scale: float) -> list[Region]:
    """Places where long level lines and lines down touch each other."""
    is_level = lines.level
    near = round(1.5 * scale) | 1
    joined = cv2.dilate(is_level | lines.down, np.ones((near, near), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    count_level, _, bounds, _ = cv2.connectedComponentsWithStats(is_level, connectivity=8)
    members: dict[int, list[tuple[float, int, int]]] = {}
    for x, y, width, height, _ in bounds[1:count_level].tolist():
        owner = int(labels[y + height // 2, x + width // 2]) or int(labels[y, x])
        members.setdefault(owner, []).append((y + (height - 1) / 2, x, x + width))
    found = []
    for label in range(1, count):
        x, y, width, height = stats[label, :4].tolist()
        lines_of = members.get(label, [])
        if height > _TALL * scale and sum(end - start > _WIDE * scale for _, start, end in lines_of) > 1:
            found.append(Region((x, y, x + width, y + height), lines_of))
    return found


def beyond_doubt(level: Lines, down: Lines, lines: Drawn) -> tuple[Pixels, list[tuple[float, int, int]]]:
    """Where a page has lines that are longer without a break than any stroke, and what goes on with them: 1 in whole
    pixels of it; and its level ones among them as (at, start, end)."""
    across, rules = _unbroken(level, lines.level.T)
    upright, _ = _unbroken(down, lines.down, aligned=True)
    return np.asarray(cv2.bitwise_or(np.ascontiguousarray(across.T), upright), np.uint8), rules


def _unbroken(of: Lines, drawn: Pixels, *, aligned: bool = False) -> tuple[Pixels, list[tuple[float, int, int]]]:
    """The lines of one direction, running down, and the same as (at, start, end); but what has strokes beside it where
    characters may be `aligned`, as units are in a column of a table set so tightly that they touch."""
    seen = cv2.dilate((of.ink > of.noise + FAINTEST).astype(np.uint8), np.ones((1, 3), np.uint8))
    thin = (of.fine > of.paper + FAINTEST).astype(np.uint8)
    long = np.ones((round(_NO_STROKE * of.scale), 1), np.uint8)
    whole = cv2.morphologyEx(cv2.bitwise_and(seen, thin), cv2.MORPH_OPEN, long)
    count, _, bounds, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    found = [(x, y, width, height) for x, y, width, height, _ in bounds[1:count].tolist()]
    for x, y, width, height in [line for line in found if aligned and not _is_clear(of, *line)]:
        whole[y : y + height, x : x + width] = 0
    rules = [(x + (width - 1) / 2, y, y + height) for x, y, width, height in found]
    on_level = np.broadcast_to(cv2.dilate(whole.max(axis=0)[None], np.ones((1, 3), np.uint8)), drawn.shape)
    return np.asarray(cv2.bitwise_or(whole, cv2.bitwise_and(drawn, on_level)), np.uint8), rules


def _is_clear(of: Lines, x: int, y: int, width: int, height: int) -> bool:
    """Whether a line has paper on both sides: strokes of aligned characters have others beside them."""
    near, far = (round(points * of.scale) for points in _BESIDE)
    line, last = of.ink[y : y + height, x : x + width], of.ink.shape[1] - 1
    sides = (
        of.ink[y : y + height, max(0, x - far) : max(1, x - near)],
        of.ink[y : y + height, min(last, x + width + near) : x + width + far],
    )
    strongest = np.maximum(*(side.mean(axis=1) for side in sides))
    least = of.noise + _STROKE * (float(np.median(line.max(axis=1))) - of.noise)
    return float((strongest > least).mean()) < _CLEAR


def _noise(lines: Lines) -> Shares:
    """Grey levels of ink that there are even where there is no print, about each pixel of the page."""
    height, width = lines.ink.shape
    patch = round(_PATCH * lines.scale)
    patches = cv2.resize(lines.ink, (max(1, width // patch), max(1, height // patch)), interpolation=cv2.INTER_AREA)
    least = cv2.blur(cv2.erode(patches, np.ones((5, 5), np.uint8)), (5, 5)).astype(np.float32)
    noise = cv2.resize(least, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.minimum(noise, _LEFT * (255 - noise)))


def _with_faded(level: Lines, firm: Pixels, least: float, noise: Shares, gaps: Pixels) -> Pixels:
    """Firm level lines, and the fainter and more broken ones on which they go on."""
    firm = firm.copy()
    pieces, _, bounds, _ = cv2.connectedComponentsWithStats(firm, connectivity=8)
    wide = [(y, y + height, x) for x, y, width, height, _ in bounds[1:pieces].tolist() if width > _WIDE * level.scale]
    on_level = np.zeros((len(firm), 1), bool)
    for top, bottom, _ in wide:
        on_level[max(0, top - 1) : bottom + 1] = True
    short = cv2.morphologyEx(level.long, cv2.MORPH_OPEN, np.ones((round(_PIECE * level.scale), 1), np.uint8)).T
    fainter = (short > max(FAINTEST, _FADED * least) + noise) & (noise < FAINTEST)  # noise goes on anywhere
    faded = np.ascontiguousarray(fainter & on_level, np.uint8) | firm
    faded = np.asarray(cv2.morphologyEx(faded, cv2.MORPH_CLOSE, gaps), np.uint8)
    _, labels, bounds, _ = cv2.connectedComponentsWithStats(faded, connectivity=8)
    for k in {int((labels[top:bottom, x] * firm[top:bottom, x]).max()) for top, bottom, x in wide}:
        x, y, width, height, _ = bounds[k].tolist()
        mine = labels[y : y + height, x : x + width] == k
        at = np.flatnonzero((mine & (firm[y : y + height, x : x + width] > 0)).any(axis=0))
        tip = _TALL * level.scale  # a line is averaged beyond its ends
        start, end = int(at[0]) if at[0] < tip else 0, int(at[-1]) + 1 if width - at[-1] < tip else width
        firm[y : y + height, x + start : x + end] |= mine[:, start:end]
    return firm
