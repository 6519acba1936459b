"""The tables of a corpus: their columns, and how a record becomes rows of them.

Rows of a document stand together and in the record's order in every table; `batch` names the append that brought
them, so that (`sha256`, `batch`) is one result of one document. Times are UTC. Numbers are doubles: a whole one
comes back as an int, what that rule would change stands as JSON in `exact`.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from ..core.record import Field, Record

if TYPE_CHECKING:
    import pyarrow

DOUBTFUL = 0.8  # a field below this confidence wants a look
METADATA = "metadata."  # before the name of a fact about the report, among the fields
STATUSES = ("stated", "blank", "missing", "repaired", "conflict")
FACTS = ("agency", "region", "region_code", "year", "title", "period_start", "period_end", "published")
WHO = ("id", "division", "level", "organ", "kind", "parent", "doubt")  # of an agency, as agency_id and so on
_WHOLE = 2**53  # up to here a double holds every whole number

_KEY = "sha256:string batch:string "
_ABOUT = "schema:string agency:string year:int32 "
_PLACE = (
    "page:int32 x0:double y0:double x1:double y1:double span_start:int64 span_end:int64 cell_row:int32 "
    "cell_column:int32 quote:string exact:string"
)
# Table → its columns as name:type.
COLUMNS: dict[str, str] = {
    "records": _KEY
    + "path:string media_type:string loader:string pages:int32 "
    + _ABOUT
    + "agency_id:string agency_division:string agency_level:string agency_organ:string agency_kind:string "
    "agency_parent:string agency_doubt:string "
    "region:string region_code:string title:string period_start:date32 period_end:date32 published:date32 "
    "document_number:string agency_confidence:double year_confidence:double published_confidence:double "
    "lowest_confidence:double mean_confidence:double stated:int32 blank:int32 missing:int32 repaired:int32 "
    "conflict:int32 doubtful:int32 violations:int32 quantities:int32 warnings:strings record_version:string "
    "extractor_version:string schema_digest:string converted_at:time run:string",
    "fields": _KEY
    + _ABOUT
    + "field:string value:double text:string raw:string unit:string confidence:double status:string suggested:double "
    "source:string match:string " + _PLACE,
    "evidence": _KEY + "field:string source:string match:string score:double value:double text:string raw:string "
    "probability:double " + _PLACE,
    "violations": _KEY + _ABOUT + "constraint_id:string left_value:double right_value:double fields:strings "
    "blame:string cause:string explanation:string edits:edits exact:string",
    "quantities": _KEY + _ABOUT + "phrase:string value:double unit:string qualifier:string metric:string "
    "span_start:int64 span_end:int64 quote:string confidence:double exact:string",
    "texts": _KEY + "prose:string",
    "paths": _KEY + "path:string met_at:time run:string",
    "failures": _KEY + "path:string stage:string error:string retry:bool failed_at:time extractor_version:string "
    "run:string",
    "decisions": _KEY + "fingerprint:string kind:string verdict:string note:string decided_by:string "
    "decided_at:time field:string details:string",
}
Rows = dict[str, list[Any]]  # column → values


@cache
def arrow_schema(table: str) -> "pyarrow.Schema":
    """The Arrow schema of a table."""
    import pyarrow as pa

    edit = pa.struct([("field", pa.string()), ("printed", pa.float64()), ("implied", pa.float64())])
    types = {
        "string": pa.string(),
        "double": pa.float64(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "bool": pa.bool_(),
        "date32": pa.date32(),
        "time": pa.timestamp("us"),
        "strings": pa.list_(pa.string()),
        "edits": pa.list_(edit),
    }
    return pa.schema([(name, types[kind]) for name, _, kind in (c.partition(":") for c in COLUMNS[table].split())])


def rows(record: Record, stamp: Mapping[str, Any]) -> dict[str, Rows]:
    """The rows of one record, by table. `stamp` holds batch, run, converted_at, extractor_version, schema_digest."""
    named = [(METADATA + name, field) for name, field in record.metadata.items()] + list(record.fields.items())
    about = {name: _fact(record, name) for name in FACTS}
    key = {"sha256": record.document.sha256, "batch": stamp["batch"]}
    told = key | {"schema": record.schema, "agency": about["agency"], "year": about["year"]}
    made = {
        "records": _record_row(record, about) | key | dict(stamp),
        "fields": told | _fields(named),
        "evidence": key | _evidence(named),
        "violations": told | _violations(record),
        "quantities": told | _quantities(record),
    }
    return {table: _even(found) for table, found in made.items()}


def _even(found: dict[str, Any]) -> Rows:
    """Columns of equal length: what is not a list stands in every row."""
    length = next((len(v) for v in found.values() if type(v) is list), 1)
    return {name: v if type(v) is list else [v] * length for name, v in found.items()}


def _record_row(record: Record, about: dict[str, Any]) -> dict[str, Any]:
    read = [field for field in record.fields.values() if field.status != "missing"]
    statuses: list[str] = [field.status for field in record.fields.values()]
    confidences = [field.confidence for field in read]
    info = record.document
    row: dict[str, Any] = {
        "path": info.path, "media_type": info.media_type, "loader": info.loader, "pages": info.pages,
        "schema": record.schema, **about, **_who(about), "document_number": _fact(record, "document_number"),
        **{f"{name}_confidence": _confidence(record, name) for name in ("agency", "year", "published")},
        "lowest_confidence": min(confidences, default=None),
        "mean_confidence": sum(confidences) / len(confidences) if confidences else None,
        **{status: statuses.count(status) for status in STATUSES},
        "doubtful": sum(c < DOUBTFUL for c in confidences),
        "violations": len(record.violations), "quantities": len(record.quantities),
        "record_version": record.record_version,
    }  # fmt: skip
    return {name: [value] for name, value in row.items()} | {"warnings": [list(record.warnings)]}


def _who(about: dict[str, Any]) -> dict[str, str | None]:
    """The agency as `agencies.Agency` has it; nothing where none is named."""
    from .agencies import resolve

    if about["agency"] is None:
        return dict.fromkeys(f"agency_{name}" for name in WHO)
    who = resolve(about["agency"], about["year"], code=about["region_code"], title=about["title"] or "")
    return {f"agency_{name}": getattr(who, name) or None for name in WHO}


def _fields(named: list[tuple[str, Field]]) -> Rows:
    fields = [field for _, field in named]
    first = [field.evidence[0] if field.evidence else None for field in fields]
    return {
        "field": [name for name, _ in named],
        "value": [number(f.value) for f in fields],
        "text": [f.value if isinstance(f.value, str) else None for f in fields],
        "raw": [f.raw for f in fields],
        "unit": [f.unit for f in fields],
        "confidence": [f.confidence for f in fields],
        "status": [f.status for f in fields],
        "suggested": [number(f.suggested) for f in fields],
        "source": [e and e.source for e in first],
        "match": [e and e.match for e in first],
        **_places(first),
        "exact": [exact({"value": f.value, "suggested": f.suggested}) for f in fields],
    }


def _evidence(named: list[tuple[str, Field]]) -> Rows:
    found = [(name, e) for name, field in named for e in field.evidence]
    every = [e for _, e in found]
    return {
        "field": [name for name, _ in found],
        "source": [e.source for e in every],
        "match": [e.match for e in every],
        "score": [e.score for e in every],
        "value": [number(e.value) for e in every],
        "text": [e.value if isinstance(e.value, str) else None for e in every],
        "raw": [e.raw for e in every],
        "probability": [e.probability for e in every],
        **_places(every),
        "exact": [exact({"value": e.value}) for e in every],
    }


def _places(evidence: list[Any]) -> Rows:
    boxes = [(e and e.box) or (None,) * 4 for e in evidence]
    spans = [(e and e.span) or (None,) * 2 for e in evidence]
    cells = [(e and e.cell) or (None,) * 2 for e in evidence]
    return {
        "page": [e and e.page for e in evidence],
        **{name: [box[k] for box in boxes] for k, name in enumerate(("x0", "y0", "x1", "y1"))},
        **{name: [span[k] for span in spans] for k, name in enumerate(("span_start", "span_end"))},
        **{name: [cell[k] for cell in cells] for k, name in enumerate(("cell_row", "cell_column"))},
        "quote": [e and e.quote for e in evidence],
    }


def _violations(record: Record) -> Rows:
    found = record.violations
    return {
        "constraint_id": [v.constraint for v in found],
        "left_value": [number(v.left) for v in found],
        "right_value": [number(v.right) for v in found],
        "fields": [v.fields for v in found],
        "blame": [v.blame for v in found],
        "cause": [v.cause for v in found],
        "explanation": [v.explanation for v in found],
        "edits": [
            [{"field": e.field, "printed": number(e.printed), "implied": number(e.implied)} for e in v.edits]
            for v in found
        ],
        "exact": [exact({"left": v.left, "right": v.right} | _edited(v.edits)) for v in found],
    }


def _edited(edits: list[Any]) -> dict[str, Any]:
    return {f"{name}.{k}": getattr(e, name) for k, e in enumerate(edits) for name in ("printed", "implied")}


def _quantities(record: Record) -> Rows:
    found = record.quantities
    return {
        "phrase": [q.phrase for q in found],
        "value": [number(q.value) for q in found],
        "unit": [q.unit for q in found],
        "qualifier": [q.qualifier for q in found],
        "metric": [q.metric for q in found],
        "span_start": [q.span[0] for q in found],
        "span_end": [q.span[1] for q in found],
        "quote": [q.quote for q in found],
        "confidence": [q.confidence for q in found],
        "exact": [exact({"value": q.value}) for q in found],
    }


def number(value: Any) -> float | None:
    """A number as a double; None for text, nothing, and what a double cannot hold."""
    if value is None or isinstance(value, str):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def exact(values: Mapping[str, Any]) -> str | None:
    """JSON of the numbers that would not come back from a double as they were; None where all do."""
    odd = {
        name: value
        for name, value in values.items()
        if (type(value) is int and not -_WHOLE <= value <= _WHOLE) or (type(value) is float and value.is_integer())
    }
    return json.dumps(odd) if odd else None


def whole(value: float | None) -> Any:
    """A double as the number that it stands for: an int where it is whole."""
    return int(value) if value is not None and value.is_integer() else value


def _fact(record: Record, name: str) -> Any:
    found = record.metadata.get(name)
    value = found.value if found else None
    if name == "year":
        return value if isinstance(value, int) and 0 < value < 10_000 else None
    if name in ("period_start", "period_end", "published"):
        return _date(value)
    return None if value is None else str(value)


def _date(value: Any) -> date | None:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date() if isinstance(value, str) else None
    except ValueError:
        return None


def _confidence(record: Record, name: str) -> float | None:
    found = record.metadata.get(name)
    return found.confidence if found else None
