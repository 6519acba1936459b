"""Records for corpora: a few that were really read, and as many made by hand as a test wants."""

import hashlib
from functools import cache

import extractor
from corpora.synthetic.content import make_report
from corpora.synthetic.text import FLATTENINGS, flatten
from extractor.core.record import DocumentInfo, Field, FieldEvidence, Record, Violation


@cache
def read_reports(number: int = 5) -> tuple[Record, ...]:
    """Records of generated reports of several forms, pasted in every way of flattening."""
    ways = list(FLATTENINGS)
    texts = [flatten(make_report(seed, "train"), ways[seed % len(ways)]).encode() for seed in range(number)]
    return tuple(extractor.extract(text, name=f"{seed}.txt") for seed, text in enumerate(texts))


def fact(value: int | str | None, confidence: float = 0.99) -> Field:
    """A field that was read in one way, or one that is missing."""
    if value is None:
        return Field(None, None, None, confidence, "missing")
    evidence = FieldEvidence("table", "exact", 1.0, value, str(value), confidence, span=(0, 4), quote=str(value))
    return Field(value, str(value), "件", confidence, "stated", evidence=[evidence])


def report(agency: str | None, year: int | None, *, new: int = 3, doubt: bool = False, broken: bool = False) -> Record:
    """A small record of the 2021 form; its digest follows from all that is said here."""
    digest = hashlib.sha256(repr((agency, year, new, doubt, broken)).encode()).hexdigest()
    fields = {"requests.new.total": fact(new, 0.5 if doubt else 0.99), "requests.new.business": fact(None)}
    facts: dict[str, int | str | None] = {"agency": agency, "year": year, "title": f"{agency}{year}年年度报告"}
    facts["published"] = f"{year + 1}-01-20" if year else None
    violation = Violation("row/requests.new", 3, 4, ["requests.new.total"], "source", "合计有误", "total_wrong")
    info = DocumentInfo(f"{agency}-{year}.txt", digest, "text/plain", "text", 0)
    metadata = {name: fact(value) for name, value in facts.items()}
    return Record("gov-disclosure/2021", info, metadata, fields, violations=[violation] if broken else [])
