"""The lines that a PDF page draws: strokes, and filled shapes as thin as a line."""

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.geometry import Box
from ..core.lattice import outline

if TYPE_CHECKING:
    from pypdfium2 import PdfObject, PdfPage

_MOST = 20_000  # path objects looked at on a page: drawings, not tables, have more
_DEPTH = 5  # of forms within forms

Point = tuple[float, float]


def rulings(page: "PdfPage") -> list[Box]:
    """Sides of stroked paths and bounds of thin filled ones, in points from the top left of the page."""
    import pypdfium2.raw as pdfium

    left, _, _, top = page.get_bbox()
    found: list[Box] = []
    for count, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH)):
        if count == _MOST:
            break
        stroked = _is_stroked(path)
        for points in _subpaths(path):
            corners = [(x - left, top - y) for x, y in points]
            if stroked:
                found += outline(corners)
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            found.append(Box(min(xs), min(ys), max(xs), max(ys)))
    return found


def _is_stroked(path: "PdfObject") -> bool:
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke) and stroke.value)


def _subpaths(path: "PdfObject") -> Iterator[list[Point]]:
    """Corners of each part of a path on the page; a closed part comes back to its start. Curves end one."""
    import pypdfium2.raw as pdfium

    matrix = path.get_matrix()
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(pdfium.FPDFPath_CountSegments(path.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO and len(points) > 1:
            yield points
        if kind == pdfium.FPDF_SEGMENT_MOVETO or kind != pdfium.FPDF_SEGMENT_LINETO:
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points
