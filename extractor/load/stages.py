"""Pictures of how tables were found, page by page: what one looks at when a grid came out wrong.

`page-003-2-rulings.png` is the second stage of page 3. The steps are run once more for it, each on the result of the
one before.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..core.errors import LoadError
from ..core.geometry import Box
from ..core.lattice import Edge, Lattice, edges, lattices
from .options import Options
from .paged import Fragment, Part
from .sniff import PDF

if TYPE_CHECKING:
    from .pdf_page import Sheet
    from .scan.picture import Pixels

MAX_DRAWN = 40
_SCALE = 2.0  # pixels of a point on the pictures of digital pages
_LEVEL, _DOWN, _CELL, _TEXT, _DOUBT = (200, 60, 0), (0, 60, 200), (0, 140, 0), (160, 160, 160), (0, 120, 255)
_SURE = 0.99  # probability of a cell's first reading below which it is drawn as doubtful


def draw(data: bytes, kind: str, options: Options) -> None:
    """Write the stages of the first 40 pages of a PDF or picture of `kind` (a media type) into `options.pictures`.

    Raises LoadError where the folder cannot be written.
    """
    import cv2

    if options.pictures is None:
        return
    try:
        options.pictures.mkdir(parents=True, exist_ok=True)
        for number, pages in enumerate(_of_pdf(data, options) if kind == PDF else _of_images(data), start=1):
            for place, (name, image) in enumerate(pages, start=1):
                (options.pictures / f"page-{number:03}-{place}-{name}.png").write_bytes(
                    cv2.imencode(".png", image)[1].tobytes()
                )
    except OSError as error:
        raise LoadError(f"pictures cannot be written to {options.pictures}: {error.strerror}") from error


Stages = Iterator[tuple[str, "Pixels"]]


def _of_pdf(data: bytes, options: Options) -> Iterator[Stages]:
    from .pdf_open import opened
    from .pdf_page import look

    with opened(data, options.password) as safe:
        for number in range(1, min(len(safe.pdf), MAX_DRAWN) + 1):
            sheet = look(safe.pdf[number - 1], number)
            yield _sheet(sheet)
            sheet.page.close()


def _sheet(sheet: "Sheet") -> Stages:
    from .pdf_page import is_bomb, raster, scale_of
    from .pdf_tables import found_on

    if is_bomb(sheet):
        return
    if not sheet.glyphs or sheet.broken:
        scale, points = scale_of(sheet)
        yield from _scanned(raster(sheet, scale), scale * points, sheet.number)
        return
    paper = raster(sheet, _SCALE)
    lines = edges(sheet.drawn.rulings)
    yield "page", paper
    yield "rulings", _ruled(paper, lines)
    tables = lattices(lines)
    yield "lattices", _celled(paper, tables, _SCALE)
    yield "parts", _parted(paper, found_on(sheet, lambda: tables, always=False).parts, _SCALE)


def _of_images(data: bytes) -> Iterator[Stages]:
    from itertools import islice

    from .scan.picture import pictures

    for number, picture in enumerate(islice(pictures(data), MAX_DRAWN), start=1):
        yield _scanned(picture.image, picture.scale, number)


def _scanned(image: "Pixels", scale: float, number: int) -> Stages:
    from . import scan
    from .scan.rulings import tables
    from .scan.strokes import both_ways
    from .scan.upright import upright

    straight = upright(image, scale)
    level, down = both_ways(straight.gray, straight.scale)
    yield "picture", image
    yield "upright", straight.gray
    yield "level-lines", 255 - level.long.T
    yield "lines-down", 255 - down.long
    yield "lattices", _celled(_coloured(straight.gray), tables(straight), 1.0)
    yield "parts", _parted(_coloured(image), scan.parts(image, number, scale).parts, scale)


def _coloured(image: "Pixels") -> "Pixels":
    import cv2
    import numpy as np

    return image.copy() if image.ndim == 3 else np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)


def _ruled(paper: "Pixels", lines: Iterable[Edge]) -> "Pixels":
    """Level lines blue, lines down red."""
    drawn = _faded(paper)
    for line in lines:
        at, start, end = line.at, line.start, line.end
        box = Box(start, at, end, at) if line.horizontal else Box(at, start, at, end)
        _rectangle(drawn, box, _SCALE, _LEVEL if line.horizontal else _DOWN)
    return drawn


def _celled(paper: "Pixels", tables: Iterable[Lattice], scale: float) -> "Pixels":
    """Cells with their row and column."""
    drawn = _faded(paper)
    for table in tables:
        for cell in table.cells:
            _rectangle(drawn, cell.box, scale, _CELL)
            _write(drawn, f"{cell.row},{cell.column}", cell.box, scale)
    return drawn


def _parted(paper: "Pixels", parts: Sequence[Part], scale: float) -> "Pixels":
    """What goes on: lines of text grey, cells green, doubtful ones orange with their number of readings."""
    from math import exp

    drawn = _faded(paper)
    for part in parts:
        if not isinstance(part, Fragment):
            _rectangle(drawn, part.box, scale, _TEXT)
            continue
        for cell in part.cells:
            doubtful = bool(cell.readings) and exp(cell.readings[0][1]) < _SURE
            if cell.box:
                _rectangle(drawn, cell.box, scale, _DOUBT if doubtful else _CELL)
                if doubtful:
                    _write(drawn, f"{len(cell.readings)}?", cell.box, scale)
    return drawn


def _faded(paper: "Pixels") -> "Pixels":
    import numpy as np

    return np.asarray(255 - (255 - paper.astype(np.int16)) // 3, np.uint8)


def _rectangle(image: "Pixels", box: Box, scale: float, colour: tuple[int, int, int]) -> None:
    import cv2

    x0, y0, x1, y1 = (round(side * scale) for side in box)
    cv2.rectangle(image, (x0, y0), (x1, y1), colour, 2)


def _write(image: "Pixels", text: str, box: Box, scale: float) -> None:
    import cv2

    place = (round(box.x0 * scale) + 3, round(box.y0 * scale) + 14)
    cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, _LEVEL, 1, cv2.LINE_AA)
