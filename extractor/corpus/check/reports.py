"""Reports as the checks see them: whose, of which year, and the fields that some check looks at."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...core.record import Field, Record
from ...core.schema import Schema
from ...export.forms import Place, places
from ...schemas import load_schema, names
from ..agencies import Agency, resolved
from ..rebuild import rebuild
from ..store import Corpus
from .finding import Who

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 1_000  # reports in memory
_COLUMNS = "sha256, field, value, text, raw, unit, confidence, status, suggested, exact"


@dataclass(frozen=True)
class Report:
    """A document of the corpus. `record` holds the wanted fields alone, and readings of those in conflict alone."""

    record: Record
    agency: Agency
    year: int
    prose: str

    @property
    def sha256(self) -> str:
        """Digest of the document."""
        return self.record.document.sha256

    @property
    def fields(self) -> dict[str, Field]:
        """Wanted fields that the report has, by id."""
        return self.record.fields

    def value(self, name: str) -> int | float | None:
        """A field's number, 0 for a blank cell; None where it is missing or open."""
        found = self.record.fields.get(name)
        if found is None or found.status in ("missing", "conflict"):
            return None
        return found.value if isinstance(found.value, int | float) else 0

    def fact(self, name: str) -> str:
        """A fact about the report as text; "" where it is not known."""
        found = self.record.metadata.get(name)
        return "" if found is None or found.value is None else str(found.value)

    @cached_property
    def who(self) -> Who:
        """Whose report it is."""
        return Who(self.agency.id, self.agency.name, self.year, self.sha256, self.record.schema)

    @property
    def sure(self) -> bool:
        """Whether it is certain whose report it is."""
        return not self.agency.doubt


@lru_cache
def schema_of(name: str) -> Schema | None:
    """A shipped schema; None for a type that does not ship with the program."""
    return load_schema(name) if name in names() else None


@lru_cache
def places_of(name: str) -> dict[str, Place]:
    """Where the fields of a schema are printed; empty for a type that does not ship with the program."""
    schema = schema_of(name)
    return places(schema) if schema else {}


def label(report: Report, name: str) -> str:
    """A field's printed label path, else its id."""
    schema = schema_of(report.record.schema)
    return schema.fields[name].label if schema and name in schema.fields else name


def by_agency(corpus: Corpus, wanted: Collection[str]) -> Iterator[list[Report]]:
    """The reports of each agency, oldest first; reports without a name or a year are left out."""
    with closing(corpus.connect()) as base:
        heads = [(agency, sha256, year) for sha256, year, agency in resolved(base)]
        heads.sort(key=lambda head: (head[0].id, head[2], head[1]))
        some: list[tuple[Agency, str, int]] = []
        for _, own in groupby(heads, key=lambda head: head[0].id):
            some += own
            if len(some) >= _AT_ONCE:
                yield from _loaded(base, some, wanted)
                some = []
        if some:
            yield from _loaded(base, some, wanted)


def unplaced(corpus: Corpus) -> list[str]:
    """Paths of reports whose agency or year is not known."""
    with closing(corpus.connect()) as base:
        return [
            path for (path,) in base.sql("select path from records where agency is null or year is null").fetchall()
        ]


def _loaded(
    base: "duckdb.DuckDBPyConnection", heads: list[tuple[Agency, str, int]], wanted: Collection[str]
) -> Iterator[list[Report]]:
    base.execute("create or replace temp table chosen (sha256 varchar)")
    base.execute("insert into chosen select unnest($1)", [[sha256 for _, sha256, _ in heads]])
    base.execute("create or replace temp table wanted_fields as select unnest($1) as field", [sorted(wanted)])
    base.execute(
        "create or replace temp table broken as "
        "select distinct sha256, unnest(fields) as field from violations semi join chosen using (sha256)"
    )
    slots = (
        "status = 'conflict' or (status <> 'missing' and (field in (select field from wanted_fields) "
        "or (sha256, field) in (select (sha256, field) from broken)))"
    )
    rows = {
        "records": _rows(base, "select * from records semi join chosen using (sha256)"),
        "fields": _rows(
            base,
            f"select {_COLUMNS} from fields semi join chosen using (sha256) "
            f"where starts_with(field, 'metadata.') or {slots}",
        ),
        "evidence": _rows(
            base,
            "select e.* from evidence e semi join chosen using (sha256) semi join (select sha256, field from fields "
            "where status = 'conflict') using (sha256, field)",
        ),
        "violations": _rows(base, "select * from violations semi join chosen using (sha256)"),
        "texts": _rows(base, "select * from texts semi join chosen using (sha256)"),
    }
    reports = []
    for agency, sha256, year in heads:
        own = {table: found.get(sha256, []) for table, found in rows.items()}
        record = rebuild(own["records"][0], own | {"quantities": []})
        prose = own["texts"][0]["prose"] if own["texts"] else ""
        reports.append(Report(record, agency, year, prose))
    for _, found in groupby(reports, key=lambda report: report.agency.id):
        yield list(found)


def _rows(base: "duckdb.DuckDBPyConnection", query: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in base.sql(query).to_arrow_table().to_pylist():
        found.setdefault(row["sha256"], []).append(row)
    return found
