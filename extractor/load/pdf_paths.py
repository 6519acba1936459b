"""What a PDF page draws beside its text: lines, filled shapes as thin as a line, and pictures."""

import ctypes
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..core.geometry import Box
from ..core.lattice import outline
from .pdf_frame import Frame, Matrix

if TYPE_CHECKING:
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfPage

_MOST = 40_000  # objects looked at on a page: drawings, not tables, have more
_MOST_SEGMENTS = 400_000
_DEPTH = 40  # of forms within forms
_INVISIBLE = 3  # the text render mode of recognised text behind a scan
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Point = tuple[float, float]


class Picture(NamedTuple):
    """A picture on the page: its box in points from the top left, its size in pixels, and how much of the page's text
    was drawn before it (0…1)."""

    box: Box
    pixels: tuple[int, int]
    covers: float


class Drawn(NamedTuple):
    """Sides of stroked paths and bounds of thin filled ones, in points from the top left; pictures; the share of the
    pieces of text that are drawn without ink; how many shapes there are that are no lines; and the way to the page's
    coordinates for texts in forms that have their own, by address."""

    rulings: list[Box]
    pictures: list[Picture]
    invisible: float
    shapes: int
    forms: Mapping[int, Matrix]


def drawn(page: "PdfPage", own: Frame) -> Drawn:
    """What stands on a page. At most 40,000 objects of it are looked at."""
    import pypdfium2.raw as pdfium

    rulings: list[Box] = []
    pictures: list[tuple[Box, tuple[int, int], int]] = []
    forms: dict[int, Matrix] = {}
    texts = invisible = shapes = segments = 0
    for obj, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            if matrix is not _UNIT and matrix != _UNIT:
                forms[ctypes.cast(obj, ctypes.c_void_p).value or 0] = matrix
            invisible += pdfium.FPDFTextObj_GetTextRenderMode(obj) == _INVISIBLE
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append((_bounds(matrix, own), _pixels(obj), texts))
        elif segments < _MOST_SEGMENTS:
            count = pdfium.FPDFPath_CountSegments(obj)
            segments += count
            shapes += _path(obj, count, matrix, own, rulings)
    found = [Picture(box, pixels, before / texts if texts else 0.0) for box, pixels, before in pictures]
    return Drawn(rulings, found, invisible / texts if texts else 0.0, shapes, forms)


def _objects(page: "PdfPage") -> Iterator[tuple["pdfium.FPDF_PAGEOBJECT", int, Matrix]]:
    """Text, paths and pictures in the order in which they are drawn, each with the way to the page's coordinates."""
    import pypdfium2.raw as pdfium

    raw = page.raw
    left = _MOST
    wanted = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    values = pdfium.FS_MATRIX()
    stack = [(pdfium.FPDFPage_GetObject(raw, i), _UNIT, 0) for i in range(min(pdfium.FPDFPage_CountObjects(raw), left))]
    stack.reverse()
    while stack and left:
        obj, outer, depth = stack.pop()
        left -= 1
        kind = pdfium.FPDFPageObj_GetType(obj)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield obj, kind, outer
        elif kind in wanted or kind == pdfium.FPDF_PAGEOBJ_FORM:
            pdfium.FPDFPageObj_GetMatrix(obj, values)
            matrix = (values.a, values.b, values.c, values.d, values.e, values.f)
            matrix = matrix if outer is _UNIT else _product(matrix, outer)
            if kind in wanted:
                yield obj, kind, matrix
            elif depth < _DEPTH:
                inner = range(min(pdfium.FPDFFormObj_CountObjects(obj), left) - 1, -1, -1)
                stack += [(pdfium.FPDFFormObj_GetObject(obj, i), matrix, depth + 1) for i in inner]


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _bounds(matrix: Matrix, own: Frame) -> Box:
    """The box of the unit square, in which every picture is drawn."""
    a, b, c, d, e, f = matrix
    corners = [own.point(e + a * x + c * y, f + b * x + d * y) for x in (0, 1) for y in (0, 1)]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _pixels(obj: "pdfium.FPDF_PAGEOBJECT") -> tuple[int, int]:
    import pypdfium2.raw as pdfium

    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(obj, width, height)
    return width.value, height.value


def _path(obj: "pdfium.FPDF_PAGEOBJECT", count: int, matrix: Matrix, own: Frame, rulings: list[Box]) -> bool:
    """Add the lines of a path; whether it is a shape with curves."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    stroked = bool(pdfium.FPDFPath_GetDrawMode(obj, fill, stroke) and stroke.value)
    curved = False
    for points, bent in _subpaths(obj, count, matrix):
        curved |= bent
        corners = [own.point(x, y) for x, y in points]
        if stroked:
            rulings += outline(corners)
        if len(corners) > 1:
            xs, ys = zip(*corners, strict=True)
            rulings.append(Box(min(xs), min(ys), max(xs), max(ys)))
    return curved


def _subpaths(obj: "pdfium.FPDF_PAGEOBJECT", count: int, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """Corners of each part of a path on the page, and whether a curve ends it; a closed part comes back to its
    start."""
    import pypdfium2.raw as pdfium

    a, b, c, d, e, f = matrix
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(count, _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(obj, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if points:
                yield points, kind == pdfium.FPDF_SEGMENT_BEZIERTO
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if points:
        yield points, False
