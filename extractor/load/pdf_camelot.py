"""Ruled tables as camelot sees them: a second opinion on where the cells are, never on what stands in them."""

import logging
import warnings

from ..core.geometry import Box
from ..core.lattice import Edge, Lattice, lattices
from .pdf_frame import Frame


def camelot_lattices(data: bytes, number: int, frame: Frame, password: str) -> list[Lattice]:
    """The lattices of a page (1-based) of a PDF; none where camelot finds none, cannot read the file, or the page is
    turned."""
    import camelot

    if frame.turn:
        return []
    logging.getLogger("playa").setLevel(logging.CRITICAL)  # its remarks on damaged files are no second opinion
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tables = camelot.read_pdf(
                data,
                pages=str(number),
                password=password or None,
                flavor="lattice",
                engine="vector",
                split_text=True,
                copy_text=["h", "v"],
                suppress_stdout=True,
            )
        except Exception:  # of whatever kind: then there is no second opinion
            return []
    return [lattice for table in tables for lattice in lattices(_borders(table, frame))]


def _borders(table: object, frame: Frame) -> list[Edge]:
    """The borders of a table's cells as lines in points from the top left."""
    found = []
    for cell in (cell for row in table.cells for cell in row):  # type: ignore[attr-defined]
        box = Box(cell.x1, frame.top - frame.bottom - cell.y2, cell.x2, frame.top - frame.bottom - cell.y1)
        found += [Edge(True, at, box.x0, box.x1) for at, drawn in ((box.y0, cell.top), (box.y1, cell.bottom)) if drawn]
        found += [Edge(False, at, box.y0, box.y1) for at, drawn in ((box.x0, cell.left), (box.x1, cell.right)) if drawn]
    return found
