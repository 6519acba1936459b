"""Reports of agencies that do not exist, year after year, with numbers that go together until a test changes one."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from extractor.core.record import DocumentInfo, Field, FieldEvidence, Record, Violation
from extractor.corpus import Converted, Corpus, open_corpus
from extractor.schemas import load_schema

COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")
Values = Mapping[str, "Field | int | None"]


def stated(value: int | float | str | None, confidence: float = 0.999) -> Field:
    """A cell or count read in one way; None is a blank cell."""
    if value is None:
        return Field(None, "", None, confidence, "blank")
    return Field(value, str(value), None, confidence, "stated")


def row(name: str, number: int, column: str = "natural_person") -> dict[str, int]:
    """A row of table 三 with a number in one column and in the total."""
    return {f"{name}.{c}": number if c in (column, "total") else 0 for c in COLUMNS}


def glued(text: str, *names: str) -> dict[str, Field]:
    """Cells whose digits run together: each with the readings that some cut gives it, five at most."""
    ways = []
    for places in combinations(range(1, len(text)), len(names) - 1):
        pieces = [text[a:b] for a, b in zip((0, *places), (*places, len(text)), strict=True)]
        if all(piece == "0" or piece[0] != "0" for piece in pieces):
            ways.append([(piece, start) for piece, start in zip(pieces, (0, *places), strict=True)])
    fields = {}
    for k, name in enumerate(names):
        readings = dict.fromkeys(way[k] for way in ways)
        share = 1 / len(readings)
        evidence = [
            FieldEvidence("table", "exact", 1.0, int(p), p, share, span=(start, start + len(p)), quote=text)
            for p, start in list(readings)[:5]
        ]
        fields[name] = Field(None, None, "件", 0.2, "conflict", evidence=evidence)
    return fields


def report(
    agency: str,
    year: int,
    values: Values,
    *,
    facts: Mapping[str, str | None] | None = None,
    prose: str = "",
    violations: Iterable[Violation] = (),
) -> Converted:
    """A report in the form of its year; `facts` are metadata beside agency, year and title."""
    schema = load_schema(f"gov-disclosure/{2021 if year > 2020 else 2019 if year > 2018 else 2014}")
    fields = {n: Field(None, None, s.unit, 1.0, "missing") for n, s in schema.fields.items() if not s.optional}
    fields |= {name: value if isinstance(value, Field) else stated(value) for name, value in values.items()}
    told: dict[str, int | str | None] = {"agency": agency, "year": year}
    told |= {"title": f"{agency}{year}年政府信息公开工作年度报告"} | dict(facts or {})
    digest = sha256(repr((agency, year, sorted(fields.items()), told, prose)).encode()).hexdigest()
    info = DocumentInfo(f"{agency}{year}.txt", digest, "text/plain", "text", 0)
    record = Record(
        schema.id, info, {name: stated(value) for name, value in told.items()}, fields, violations=list(violations)
    )
    return Converted(record, prose=prose)


def corpus(path: Path, *reports: Converted) -> Corpus:
    """A corpus of these reports."""
    made = open_corpus(path / "corpus", create=True)
    made.append(reports)
    return made
