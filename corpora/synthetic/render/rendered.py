"""What a renderer yields: the file, how its tables are laid out, and where everything stands on its pages."""

from dataclasses import dataclass, replace

from extractor.core.geometry import Box

from ..report import PrintedTable


class RenderError(Exception):
    """A document cannot be made: a tool or font is absent, or what it wrote does not hold the report."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """Where a cell of `table` (its id in Rendered.tables) stands: the rectangle between its rules, or of its text.

    A cell that is cut by a page's end has one box on each page that shows a part of its text.
    """

    table: str
    row: int
    column: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class QuantityBox:
    """Where number `said` of part `part` of section `section` stands (0-based); one box a line that it runs over."""

    section: int
    part: int
    said: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document. Boxes are in points from the top left of their page (1-based).

    `rest` holds the pages behind the first where the format has one page a file. `tables` are the grids as laid out:
    blocks that share one grid are one table. `pages` are sizes in points, empty for formats without pages.
    `layout` names the site, the letterhead or the scanner that was drawn.
    """

    suffix: str
    data: bytes
    layout: str
    tables: tuple[PrintedTable, ...]
    pages: tuple[tuple[float, float], ...] = ()
    cells: tuple[CellBox, ...] = ()
    quantities: tuple[QuantityBox, ...] = ()
    rest: tuple[bytes, ...] = ()

    def with_file(self, suffix: str, data: bytes, layout: str | None = None) -> "Rendered":
        """The same content in another file."""
        return replace(self, suffix=suffix, data=data, layout=layout or self.layout)
