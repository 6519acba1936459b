"""Scanned pages to raw tables the usual way: ruling lines by morphology, words by RapidOCR, each word in its cell."""

from collections.abc import Sequence
from typing import Any

Rows = list[list[str | None]]
Rect = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels
Word = tuple[float, float, str]  # x and y of its middle, its text
Image = Any  # of grey levels

DPI = 200
_NEAR = 12  # pixels within which edges are one ruling
_SMALL = 10  # pixels that a cell has at least either way


def pages(path: str) -> list[Image]:
    """The pages of a PDF as grey pictures of 200 dots per inch."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as file:
        return [page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze().copy() for page in file]


def straight(page: Image) -> Image:
    """The page turned so that its long lines are level."""
    import cv2
    import numpy as np

    lines = cv2.HoughLinesP(_lines(_ink(page), (40, 1)), 1, np.pi / 1800, 200, None, page.shape[1] / 6, 20)
    if lines is None:
        return page
    ends = lines.reshape(-1, 4).astype(float)
    angles = np.degrees(np.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0]))
    level = angles[abs(angles) < 5]
    if not len(level):
        return page
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.median(level)), 1.0)
    return cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))


def ruled(page: Image) -> list[list[Rect]]:
    """The cells of each ruled table of a level page, tables from top to bottom."""
    import cv2

    ink = _ink(page)
    across, down = _lines(ink, (40, 1)), _lines(ink, (1, 40))
    mask = cv2.bitwise_or(cv2.dilate(across, _box((15, 3))), cv2.dilate(down, _box((3, 15))))
    outlines, kin = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    holes: dict[int, list[Rect]] = {}
    for outline, (*_, parent) in zip(outlines, kin[0] if kin is not None else (), strict=True):
        x, y, width, height = cv2.boundingRect(outline)
        if parent >= 0 and min(width, height) >= _SMALL:
            holes.setdefault(int(parent), []).append((x, y, x + width, y + height))
    tables = [cells for cells in holes.values() if len(cells) > 1]
    return sorted(tables, key=lambda cells: min(cell[1] for cell in cells))


def _ink(page: Image) -> Image:
    import cv2

    return cv2.adaptiveThreshold(page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 10)


def _lines(ink: Image, size: tuple[int, int]) -> Image:
    """Only what is as long as this: no stroke of a character in a table is."""
    import cv2

    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, _box(size))


def _box(size: tuple[int, int]) -> Image:
    import cv2

    return cv2.getStructuringElement(cv2.MORPH_RECT, size)


def table(cells: Sequence[Rect], words: Sequence[Word]) -> Rows:
    """Rows of a table; a word is in the cell that its middle is in, and null is where a merged cell goes on."""
    columns = _rulings([edge for cell in cells for edge in (cell[0], cell[2])])
    lines = _rulings([edge for cell in cells for edge in (cell[1], cell[3])])
    rows: Rows = [[""] * (len(columns) - 1) for _ in lines[1:]]
    for x0, y0, x1, y1 in cells:
        inside = sorted((round(y / _NEAR), x, text) for x, y, text in words if x0 <= x < x1 and y0 <= y < y1)
        top, left = _nearest(lines, y0), _nearest(columns, x0)
        for r in range(top, _nearest(lines, y1)):
            for c in range(left, _nearest(columns, x1)):
                rows[r][c] = "".join(text for *_, text in inside) if (r, c) == (top, left) else None
    return rows


def _rulings(edges: Sequence[int]) -> list[float]:
    """The middles of edges that stand together."""
    groups: list[list[int]] = []
    for edge in sorted(edges):
        if groups and edge - groups[-1][-1] <= _NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [sum(group) / len(group) for group in groups]


def _nearest(rulings: Sequence[float], edge: int) -> int:
    return min(range(len(rulings)), key=lambda k: abs(rulings[k] - edge))
