"""Pictures of pages → text and tables: straight pages, ruled grids, cells read one by one."""

from typing import TYPE_CHECKING

from ...core.document import Document, Source
from ..options import Options
from ..paged import Found, Part, document

if TYPE_CHECKING:
    from ...core.columns import Columns
    from .picture import Pixels


def read(data: bytes, source: Source, options: Options) -> Document:
    """The pages of an image file, each with its lines and tables.

    Raises LoadError for a file that is damaged or too large, and where the packages that read pictures are absent.
    """
    from dataclasses import replace

    from .picture import pictures

    found: list[Part] = []
    heights: dict[int, float] = {}
    warnings: list[str] = []
    before: Columns | None = None
    for number, picture in enumerate(pictures(data, warnings), start=1):
        page, before = parts(picture.image, number, picture.scale, before)
        found += page
        heights[number] = picture.image.shape[0] / picture.scale
    made = document(found, replace(source, pages=len(heights)), heights=heights)
    return replace(made, warnings=(*made.warnings, *warnings))


def parts(image: "Pixels", page: int, scale: float, before: "Columns | None" = None) -> Found:
    """The lines and tables of a page from top to bottom, boxes in points of the page.

    `image` is H×W grey or H×W×3 blue, green, red with `scale` pixels of a point; `page` is its 1-based number; `before`
    is the last table without rulings of the page before.
    """
    from . import page as reader

    return reader.parts(image, page, scale, before)
