"""Records made by hand, so that outputs are tested without reading anything."""

from collections.abc import Mapping

from extractor.core.record import DocumentInfo, Field, FieldEvidence, Record
from extractor.core.schema import Schema

FACTS: dict[str, int | str] = {
    "agency": "云湖县教育局",
    "year": 2023,
    "title": "云湖县教育局2023年政府信息公开工作年度报告",
}


def stated(value: int | float | str, raw: str = "", confidence: float = 0.999, quote: str = "") -> Field:
    """A field read in one way, at characters 10 to 12 of the text."""
    raw = raw or str(value)
    evidence = FieldEvidence("table", "exact", 1.0, value, raw, confidence, span=(10, 12), quote=quote)
    return Field(value, raw, None, confidence, "stated", evidence=[evidence])


def made(schema: Schema, values: Mapping[str, Field | int], path: str = "report.txt") -> Record:
    """A record of the schema with these fields; all others are missing."""
    names = [name for name, spec in schema.fields.items() if not spec.optional or name in values]
    fields = {name: Field(None, None, schema.fields[name].unit, 1.0, "missing") for name in names}
    fields |= {name: stated(value) if isinstance(value, int) else value for name, value in values.items()}
    metadata = {name: stated(fact) for name, fact in FACTS.items()}
    metadata["document_number"] = Field(None, None, None, 1.0, "missing")
    return Record(schema.id, DocumentInfo(path, "0" * 64, "text/plain", "text", 0), metadata, fields)
