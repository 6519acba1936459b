"""What a source read: for one slot, or for several slots that were read together."""

from dataclasses import dataclass
from typing import Literal

from .geometry import Box, Span
from .quantity import Qualifier

SourceKind = Literal["table", "narrative", "review"]
MatchKind = Literal["exact", "alias", "fuzzy", "position"]
ReadingStatus = Literal["stated", "blank", "missing"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read one slot. `value` is in the schema's unit; None for a blank cell."""

    value: int | float | str | None
    raw: str = ""
    status: ReadingStatus = "stated"
    span: Span | None = None
    box: Box | None = None
    page: int | None = None
    cell: tuple[int, int] | None = None
    unit: str = ""
    qualifier: Qualifier = "exact"


@dataclass(frozen=True, slots=True)
class Option:
    """One joint reading of all slots of an evidence; `logp` is its log-probability from the source alone."""

    readings: tuple[Reading, ...]
    logp: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source's statement on `fields`, ordered by its own preference.

    A cell read from digital text has one field, one option: nothing can be repaired there. Digits glued
    over several cells have as many fields, and an option for every way to cut them. A number of the
    narrative that no field counts has no field, and one option of one reading. Facts about the report are
    fields named `metadata.agency`, `metadata.year` and so on. `score` is the raw strength of the match in
    0…1, not a probability. `quote` is the text around the reading as printed, `phrase` names what a number
    of the narrative counts. `fallible` says that the characters themselves may be misread (a scan): then any
    option but the first is a repair.
    """

    fields: tuple[str, ...]
    options: tuple[Option, ...]
    source: SourceKind
    match: MatchKind
    score: float = 1.0
    quote: str = ""
    phrase: str = ""
    fallible: bool = False
