"""The record: what one document says, as printed, with its places and doubts.

Plain dataclasses: the JSON Schema and validation come from pydantic, loaded only when asked for.
"""

import json
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .evidence import MatchKind, SourceKind
from .quantity import Qualifier, Value

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Status = Literal["stated", "blank", "missing", "repaired", "conflict"]
Blame = Literal["source", "reading"]
Cause = Literal[
    "",  # no small edit mends it
    "total_blank",
    "total_not_updated",  # a total of 0 over parts
    "total_wrong",
    "digits_swapped",
    "digit_lost",
    "digit_doubled",
    "moved",  # a number stands in a neighbour's column
    "counted_twice",  # a part and its row's total are too large by the same number
    "value_wrong",
    "text_differs",  # no definition ties the text's number to the table
]
Text = str
_EXACT = {"extra": "forbid"}  # for pydantic: a key of no field is an error


@dataclass(slots=True)
class FieldEvidence:
    """One reading of a field and where it stands.

    `box` in points from the top left of `page` (1-based); `span` [start, end) into the document's text;
    `cell` [row, column] in its grid, 0-based; `probability` of this reading among all of the field's.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    source: SourceKind
    match: MatchKind
    score: float
    value: Value | Text | None
    raw: str
    probability: float
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    span: tuple[int, int] | None = None
    cell: tuple[int, int] | None = None
    quote: str = ""


@dataclass(slots=True)
class Field:
    """A slot of the form, a count of the text, or a fact about the report.

    `value` is in `unit`; dates are ISO text; null unless `status` is stated or repaired. `raw` is as printed.
    `suggested` is what the arithmetic implies where the printed value breaks a sum.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    value: Value | Text | None
    raw: str | None
    unit: str | None
    confidence: float
    status: Status
    suggested: Value | None = None
    evidence: list[FieldEvidence] = field(default_factory=list)


@dataclass(slots=True)
class Mention:
    """A number with a meaning in the narrative; `metric` is a field id, or null where none fits."""

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    phrase: str
    value: Value
    unit: str
    qualifier: Qualifier
    metric: str | None
    span: tuple[int, int]
    quote: str
    confidence: float


@dataclass(slots=True)
class Edit:
    """One printed number and what would mend the sums; `printed` null for a blank cell."""

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    field: str
    printed: Value | None
    implied: Value | None


@dataclass(slots=True)
class Violation:
    """A broken sum, or a number of the text that no definition ties to the table.

    `left` and `right` are the two sides as computed. `cause` classifies the smallest mending `edits`;
    `explanation` says it in Chinese.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    constraint: str
    left: Value
    right: Value
    fields: list[str]
    blame: Blame
    explanation: str = ""
    cause: Cause = ""
    edits: list[Edit] = field(default_factory=list)


@dataclass(slots=True)
class DocumentInfo:
    """Which bytes were read, and how. `pages` is 0 for formats without pages."""

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    path: str
    sha256: str
    media_type: str
    loader: str
    pages: int


@dataclass(slots=True)
class Record:
    """One document in, one record out. `fields` holds every field of the schema, always."""

    __pydantic_config__: ClassVar[dict[str, str]] = _EXACT

    schema: str
    document: DocumentInfo
    metadata: dict[str, Field]
    fields: dict[str, Field]
    quantities: list[Mention] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    record_version: Literal["1"] = "1"

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts and lists, `record_version` first."""
        plain = _plain(self)
        return {"record_version": plain.pop("record_version"), **plain}

    def to_json(self, indent: int | None = 1) -> str:
        """JSON text in UTF-8 characters."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @staticmethod
    def from_json(text: str | bytes) -> "Record":
        """Read and check a record's JSON. Raises pydantic.ValidationError, which names the place."""
        return _adapter().validate_json(text, strict=True)


def record_json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of Record."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema()}


@cache
def _adapter() -> "TypeAdapter[Record]":
    from pydantic import TypeAdapter

    return TypeAdapter(Record)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: _plain(getattr(value, name)) for name in _names(kind)}
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))
