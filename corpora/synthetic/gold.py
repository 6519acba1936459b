"""A report as the record that a perfect reader would write."""

from collections.abc import Iterator

from extractor.core.quantity import Qualifier
from extractor.core.record import DocumentInfo, Field, Mention, Record, Violation
from extractor.core.schema import Schema
from extractor.schemas import load_schema

from .report import Paragraph, PrintedTable, Report, Said

_QUOTE = 24  # characters of a paragraph on each side of a number


def gold(report: Report) -> Record:
    """What the report says, as printed: cells, counts, facts, broken sums. Places are left empty, since they depend
    on the format; the confidence of what is known is 1.

    A count that the text states twice has its first statement. A sign that stands for no number is a blank cell with
    that sign as its raw text. Violations have blame "source": the agency printed them.
    """
    schema = load_schema(report.schema)
    parts = [part for section in report.sections for part in section.parts]
    said = [(p, s) for p in parts if isinstance(p, Paragraph) for s in p.said]
    fields = _cells(schema, [part for part in parts if isinstance(part, PrintedTable)])
    fields |= _counts(schema, [s for _, s in said])
    return Record(
        schema=schema.id,
        document=DocumentInfo(report.id, "", "", "synthetic", 0),
        metadata=_facts(report),
        fields={name: fields[name] for name in schema.fields if name in fields},
        quantities=[_mention(paragraph, s) for paragraph, s in said],
        violations=list(_violations(report, schema)),
    )


def _cells(schema: Schema, tables: list[PrintedTable]) -> dict[str, Field]:
    printed = {cell.field: cell for table in tables for cell in table.cells if cell.field}
    found: dict[str, Field] = {}
    for name, spec in schema.fields.items():
        if spec.table is None:
            continue
        if cell := printed.get(name):
            status = "stated" if cell.value is not None else "blank"
            found[name] = Field(cell.value, cell.text, spec.unit, 1.0, status)  # type: ignore[arg-type]
        elif not spec.optional:
            found[name] = Field(None, None, spec.unit, 1.0, "missing")
    return found


def _counts(schema: Schema, said: list[Said]) -> dict[str, Field]:
    first: dict[str, Said] = {}
    for s in said:
        if s.metric:
            first.setdefault(s.metric, s)
    return {
        m.id: Field(first[m.id].value, first[m.id].raw, m.unit, 1.0, "stated")
        if m.id in first
        else Field(None, None, m.unit, 1.0, "missing")
        for m in schema.metrics
    }


def _facts(report: Report) -> dict[str, Field]:
    start, end = report.period or (None, None)
    values: dict[str, str | int | None] = {
        "agency": report.agency, "region": report.region, "region_code": report.region_code, "year": report.year,
        "title": report.title, "period_start": start, "period_end": end, "published": report.published,
        "document_number": report.document_number,
    }  # fmt: skip
    return {k: Field(v, None, None, 1.0, "missing" if v is None else "stated") for k, v in values.items()}


def _mention(paragraph: Paragraph, said: Said) -> Mention:
    qualifier: Qualifier = said.qualifier  # type: ignore[assignment]
    quote = paragraph.text[max(0, said.start - _QUOTE) : said.end + _QUOTE]
    return Mention("", said.value, said.unit, qualifier, said.metric, (0, 0), quote, 1.0)


def _violations(report: Report, schema: Schema) -> Iterator[Violation]:
    fields_of = {c.id: c.fields for c in schema.constraints}
    fields_of |= {f"text/{c.metric}": (c.metric, *c.definitions[0].fields) for c in schema.comparisons}
    for broken in report.broken:
        known = [name for name in fields_of[broken.constraint] if name in schema.fields]
        yield Violation(broken.constraint, broken.left, broken.right, known, "source")
