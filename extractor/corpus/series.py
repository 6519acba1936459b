"""Harmonised series: variables that can be followed from form to form, and where they break."""

from contextlib import closing
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..schemas import load_schema, names
from ..schemas.file import Place, fault, located, read_yaml
from .agencies import resolved

if TYPE_CHECKING:
    import pyarrow

    from .store import Corpus


@dataclass(frozen=True, slots=True)
class Break:
    """From the reports of `year` on the variable is not quite what it was before; `note` says why, in Chinese."""

    year: int
    note: str


@dataclass(frozen=True, slots=True)
class Term:
    """A field of a form that the variable adds up; one that is not `required` may be missing from a report."""

    schema: str
    field: str
    required: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """What can be followed over forms: the sum of its terms in each form that has any."""

    id: str
    label: str
    unit: str
    terms: tuple[Term, ...]
    breaks: tuple[Break, ...] = ()


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Break(_Part):
    year: int
    note: str


class _Variable(_Part):
    id: str
    label: str
    unit: str
    forms: dict[str, tuple[str, ...]] = Field(min_length=1)
    breaks: tuple[_Break, ...] = ()


class _File(_Part):
    apart: tuple[tuple[str, str], ...] = ()
    variables: tuple[_Variable, ...]


@cache
def variables() -> tuple[Variable, ...]:
    """The variables that ship with the program."""
    return read(Path(str(files("extractor.corpus").joinpath("data/series.yml"))))


def read(path: Path) -> tuple[Variable, ...]:
    """The variables that a file declares.

    Raises SchemaError naming file, line and reason: for a form or field that does not exist, an id declared twice,
    and a variable that holds two things which the file keeps apart.
    """
    try:
        declared = _File.model_validate(read_yaml(path))
    except ValidationError as error:
        raise located(path, error) from None
    seen: set[str] = set()
    found = []
    for i, part in enumerate(declared.variables):
        if part.id in seen:
            raise fault(path, ("variables", i, "id"), f"variable {part.id} is declared twice")
        seen.add(part.id)
        terms = tuple(term for form in part.forms for term in _terms(path, ("variables", i, "forms", form), part, form))
        for one, other in declared.apart:
            if _any(terms, one) and _any(terms, other):
                raise fault(path, ("variables", i), f"{part.id} holds {one} and {other}, which are different things")
        found.append(Variable(part.id, part.label, part.unit, terms, tuple(Break(b.year, b.note) for b in part.breaks)))
    return tuple(found)


def _terms(path: Path, place: Place, part: _Variable, form: str) -> list[Term]:
    if form not in names():
        raise fault(path, place, f"no schema {form}")
    known = load_schema(form).fields
    found = []
    for k, name in enumerate(part.forms[form]):
        fitting = [known_name for known_name in known if fnmatchcase(known_name, name)]
        if not fitting:
            raise fault(path, (*place, k), f"{form} has no field {name}")
        found += [Term(form, field, required="*" not in name) for field in fitting]
    return found


def _any(terms: tuple[Term, ...], pattern: str) -> bool:
    return any(fnmatchcase(term.field, pattern) for term in terms)


_QUERY = """
select t.variable, h.agency_id, h.year, r.agency, h.division, h.level, h.organ, h.kind, h.parent, h.doubt, r.schema,
  r.sha256, t.label, t.unit,
  case when bool_or(f.status = 'conflict' or (t.required and coalesce(f.status, 'missing') = 'missing')) then null
    when count(*) filter (f.status in ('stated', 'repaired')) > 0
    then sum(f.value) filter (f.status in ('stated', 'repaired')) end as value,
  min(f.confidence) filter (f.status <> 'missing') as confidence,
  any_value(b.note) as series_break
from records r join heads h using (sha256) join terms t on t.schema = r.schema
left join fields f on f.sha256 = r.sha256 and f.field = t.field
left join breaks b on b.variable = t.variable and b.year = h.year
group by all order by agency_id, year, t.variable, r.sha256
"""


def series(corpus: "Corpus", declared: tuple[Variable, ...] | None = None) -> "pyarrow.Table":
    """The variables of every report whose agency and year are known, one row each.

    Columns: `variable`, `label`, `unit`, `value` (null where a part of it is open or missing, or all are blank),
    `confidence` (the lowest of its parts), `series_break` (why it is not comparable with the year before, else null);
    `agency_id`, `agency`, `division`, `level`, `organ`, `kind`, `parent`, `doubt` as in `agencies.Agency`; `year`,
    `schema`, `sha256`.
    """
    import pyarrow as pa

    declared = variables() if declared is None else declared
    with closing(corpus.connect()) as base:
        rows = [
            {"sha256": sha256, "year": year, "agency_id": a.id}
            | {name: getattr(a, name) for name in ("division", "level", "organ", "kind", "parent", "doubt")}
            for sha256, year, a in resolved(base)
        ]
        strings = ("sha256", "agency_id", "division", "level", "organ", "kind", "parent", "doubt")
        heads = pa.Table.from_pylist(rows, pa.schema([*((n, pa.string()) for n in strings), ("year", pa.int32())]))
        terms = [(v.id, v.label, v.unit, t.schema, t.field, t.required) for v in declared for t in v.terms]
        breaks = [(v.id, b.year, b.note) for v in declared for b in v.breaks]
        base.register("heads", heads)
        base.execute(
            "create temp table terms (variable text, label text, unit text, schema text, field text, required bool)"
        )
        base.executemany("insert into terms values (?, ?, ?, ?, ?, ?)", terms)
        base.execute("create temp table breaks (variable text, year int, note text)")
        if breaks:
            base.executemany("insert into breaks values (?, ?, ?)", breaks)
        return base.sql(_QUERY).to_arrow_table()
