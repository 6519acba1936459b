"""A report as one stream of lines and tables, in the order in which every paged format prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..report import Paragraph, PrintedCell, PrintedTable, Report, Said, Section

LineKind = Literal["title", "number", "heading", "paragraph", "signature"]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line or paragraph; `place` is (section, part) for paragraphs of the report, else None."""

    kind: LineKind
    text: str
    said: tuple[Said, ...] = ()
    place: tuple[int, int] | None = None


Flow = tuple[Line | PrintedTable, ...]


def flow(report: Report) -> Flow:
    """The report in print order; its document number stands below the title unless the text has it."""
    number = report.document_number
    head = [Line("title", report.title)]
    if number and not any(number in text for text in _texts(report)):
        head.append(Line("number", number))
    body = [item for i, section in enumerate(report.sections) for item in _section(i, section)]
    return (*head, *body, *(Line("signature", text) for text in report.signature))


def tables_of(items: Flow) -> tuple[PrintedTable, ...]:
    """The grids of a flow as laid out."""
    return tuple(item for item in items if isinstance(item, PrintedTable))


def rows_of(table: PrintedTable) -> list[list[PrintedCell]]:
    """Its cells by the row in which they begin, left to right; a row that only continues cells is empty."""
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    rows: list[list[PrintedCell]] = [[] for _ in range(height)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell)
    return rows


def width_of(table: PrintedTable) -> int:
    """Number of columns."""
    return max((cell.column + cell.column_span for cell in table.cells), default=0)


def header_rows(table: PrintedTable) -> int:
    """How many rows at its head hold no slot and are not cut by a cell that reaches further down."""
    rows = rows_of(table)
    head = next((i for i, row in enumerate(rows) if any(cell.field for cell in row)), 0)
    while head and any(cell.row + cell.row_span > head for row in rows[:head] for cell in row):
        head -= 1
    return head


def _section(index: int, section: Section) -> Iterator[Line | PrintedTable]:
    if section.heading:
        yield Line("heading", section.heading)
    for k, part in enumerate(section.parts):
        yield part if isinstance(part, PrintedTable) else Line("paragraph", part.text, part.said, (index, k))


def _texts(report: Report) -> Iterator[str]:
    yield report.title
    for section in report.sections:
        yield from (part.text for part in section.parts if isinstance(part, Paragraph))
    yield from report.signature
