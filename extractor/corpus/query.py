"""SQL over a corpus for anyone: one statement that reads, no file but the corpus's own, rows as they come."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import ExtractorError
from . import layout, parts, views
from .store import Corpus

if TYPE_CHECKING:
    import duckdb

_BLOCK = 2_000  # rows that are fetched at a time
_SUGGESTIONS = re.compile(r"\bsuggestions\b", re.IGNORECASE)


class QueryError(ExtractorError):
    """The statement is not one that reads the corpus, or DuckDB refuses it; the text is DuckDB's, in one line."""


@dataclass(frozen=True, slots=True)
class Result:
    """Columns with names of their own, and rows that are fetched while they are taken."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def select(corpus: str | Path, statement: str) -> Result:
    """Run one SELECT over the corpus's tables.

    Raises QueryError, and CorpusError where the folder is no corpus or is damaged.
    """
    import duckdb

    path = Path(corpus).resolve()
    layout.check(path)
    _refuse_all_but_reading(statement)
    try:
        return _run(path, statement)
    except duckdb.IOException:  # a part was merged away between listing and reading: what replaced it is there now
        try:
            return _run(path, statement)
        except duckdb.IOException as error:
            raise QueryError(f"{_one_line(error)}: see extractor corpus verify") from None


def _refuse_all_but_reading(statement: str) -> None:
    import duckdb

    try:
        found = duckdb.extract_statements(statement)
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from None
    if len(found) != 1:
        raise QueryError("give one statement, such as: select year, count(*) from records group by year")
    if found[0].type == duckdb.StatementType.MULTI:
        raise QueryError("PIVOT needs its columns named here: pivot … on field in ('requests.new.total', …) using …")
    if found[0].type != duckdb.StatementType.SELECT:
        raise QueryError("only SELECT is possible: a corpus is read here, never changed")


def _run(path: Path, statement: str) -> Result:
    import duckdb

    try:
        base = views.connect(path, parts.listed(path))
        if _SUGGESTIONS.search(statement):
            _suggest(base, path)
        _lock(base, path)
        rows = base.execute(statement)
        names = _distinct([column[0] for column in rows.description])
        first = rows.fetchmany(_BLOCK)
    except duckdb.IOException:
        raise
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from None
    return Result(names, chain(first, _rest(rows)))


def _suggest(base: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """The table `suggestions`, which is worked out where a statement names it: what sums between years make of cells
    that one report alone leaves open."""
    from .check import suggestions

    base.execute(
        "create table suggestions "
        "(sha256 text, agency_id text, agency text, year int, field text, suggested double, glued text, formula text)"
    )
    for found in suggestions(Corpus(path)):
        who, glued = found.who, found.args["glued"]
        row = [who.sha256, who.agency, who.name, who.year, found.fields[0], found.implied, glued, found.formula]
        base.execute("insert into suggestions values (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _lock(base: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """From here on no file can be opened but the corpus's, and no setting changed."""
    places = ", ".join("'{}/'".format(str(path / name).replace("'", "''")) for name in (parts.PARTS, parts.RETIRED))
    base.execute(f"set allowed_directories = [{places}]")
    base.execute("set enable_external_access = false")
    base.execute("set lock_configuration = true")


def _rest(rows: "duckdb.DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while block := rows.fetchmany(_BLOCK):
            yield from block
    except duckdb.IOException:
        raise QueryError("the corpus was compacted while it was read: run the statement again") from None
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from None
    finally:
        rows.close()


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Names of which none stands twice: `sha256`, `sha256_2`."""
    made: list[str] = []
    for name in names:
        k, wanted = 1, name
        while wanted in made:
            k += 1
            wanted = f"{name}_{k}"
        made.append(wanted)
    return tuple(made)


def _one_line(error: Exception) -> str:
    """DuckDB's message without its kind and without the picture of the place."""
    if "'pytz'" in str(error):
        return "a time with a zone cannot be shown: cast it, as in now()::timestamp"
    text = str(error).partition("\n\nLINE ")[0].partition("Error: ")
    return " ".join((text[2] or text[0]).split())


def as_csv(result: Result) -> Iterator[str]:
    """CSV line by line, names first; lists and structures as JSON, nothing as an empty cell."""
    for row in chain([result.columns], result.rows):
        out = StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in row])
        yield out.getvalue()


def as_json(result: Result) -> Iterator[str]:
    """A JSON array of objects, an object a line."""
    before = "["
    for row in result.rows:
        yield before + "\n" + json.dumps(dict(zip(result.columns, map(plain, row), strict=True)), ensure_ascii=False)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _cell(value: Any) -> Any:
    value = plain(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def plain(value: Any) -> Any:
    """A value of DuckDB as JSON knows it: ISO text for times, numbers for decimals, null for what is no number."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, Iterable):
        return [plain(v) for v in value]
    return str(value)
