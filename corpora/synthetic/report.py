"""A generated report before it has a format: what is printed, in order, and what each number of it means."""

from dataclasses import dataclass
from typing import Literal

Split = Literal["train", "dev", "test"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Said:
    """A number of the text at [start, end) of its paragraph; `metric` is a field id, or None for a distractor."""

    metric: str | None
    value: Number
    raw: str
    unit: str
    qualifier: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, with the numbers that it says. A statement of zero spans its own words."""

    text: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell as printed at its 0-based place; `field` is the slot that it holds, None for labels and headers.

    `value` is None for a blank cell or a sign such as / that stands for no number.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    field: str | None = None
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed; `id` is unique in its report."""

    id: str
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in order."""

    heading: str
    parts: tuple[Paragraph | PrintedTable, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A sum that the agency misprinted: the constraint's id and its two sides as printed."""

    constraint: str
    left: Number
    right: Number


@dataclass(frozen=True, slots=True)
class Report:
    """One report. Dates are ISO text; what is not printed is None."""

    id: str
    split: Split
    schema: str
    agency: str
    region: str
    region_code: str | None
    year: int
    title: str
    sections: tuple[Section, ...]
    period: tuple[str, str] | None
    published: str | None
    document_number: str | None
    signature: tuple[str, ...]
    broken: tuple[Broken, ...] = ()
