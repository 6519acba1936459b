"""A corpus: many documents' results on disk, appended to, never rewritten."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.record import Record
from . import layout, parts, views
from .outcome import Converted, Decision, Failure, Linked, Outcome, Version, extractor_version, shipped_digest
from .read import stored
from .tables import COLUMNS, Rows, arrow_schema, rows

if TYPE_CHECKING:
    import duckdb


def open_corpus(path: str | Path, *, create: bool = False) -> "Corpus":
    """The corpus in a folder; with `create` it is made where there is none.

    Raises CorpusError where the folder is something else, or was written by a newer program.
    """
    path = Path(path)
    if create:
        layout.create(path)
    layout.check(path)
    if create:
        parts.sweep(path)
    return Corpus(path)


class Corpus:
    """A folder of parts. It holds no files open and caches nothing: several processes may read and append at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, outcomes: Iterable[Outcome], *, run: str = "") -> str | None:
        """Put outcomes in, all of them or (where the process dies) none; safe beside other writers.

        `run` names the run that they belong to. Returns the batch's id, None where there was nothing to put in. Of
        two results of one document the last counts. When it returns, the batch is on the disk.
        """
        layout.check(self.path)  # another process may have brought the folder to a newer format
        batch = parts.new_id()
        now = datetime.now(UTC).replace(tzinfo=None)
        stamp = {"batch": batch, "run": run, "extractor_version": extractor_version(), "converted_at": now}
        tables: dict[str, Rows] = {table: {} for table in COLUMNS}
        for part in _rows(outcomes, stamp):
            for table, found in part.items():
                for column, values in found.items():
                    tables[table].setdefault(column, []).extend(values)
        if not any(tables.values()):
            return None
        parts.write(self.path, batch, lambda place: _filled(place, tables))
        return batch

    def connect(self) -> "duckdb.DuckDBPyConnection":
        """DuckDB in memory, with a view for each table: `records`, `fields` … show the newest result of a document,
        `records_all`, `fields_all` … those of earlier versions too. The views show what is there now, not later."""
        return views.connect(self.path, parts.listed(self.path))

    def record(self, sha256: str) -> Record:
        """The newest record of a document, equal to the one put in. Raises KeyError where there is none."""
        for record in self.records("sha256 = ?", [sha256]):
            return record
        raise KeyError(sha256)

    def records(self, where: str = "true", parameters: Iterable[Any] = ()) -> Iterator[Record]:
        """The newest record of each document for which an SQL condition on `records` holds, one at a time."""
        return stored(self.path, where, list(parameters))

    def sha256s(self) -> set[str]:
        """Digests of the documents that have a record."""
        return set(self.done())

    def done(self) -> dict[str, Version]:
        """What made the newest record of each document, by digest."""
        with closing(self.connect()) as base:
            found = base.execute("select sha256, extractor_version, schema, schema_digest from records").fetchall()
        known: dict[tuple[str, ...], Version] = {}
        return {row[0]: known.setdefault(row[1:], Version(*row[1:])) for row in found}

    def paths(self) -> dict[str, str]:
        """Path → digest, for every place at which known bytes were met; the newest where the bytes changed."""
        with closing(self.connect()) as base:
            return dict(base.execute("select path, arg_max(sha256, met_at) from paths_all group by path").fetchall())


def _rows(outcomes: Iterable[Outcome], stamp: dict[str, Any]) -> Iterator[dict[str, Rows]]:
    """Rows by table, document by document."""
    newest: dict[str, Converted] = {}
    now, run = stamp["converted_at"], stamp["run"]
    base = {"batch": [stamp["batch"]], "run": [run]}
    for outcome in outcomes:
        match outcome:
            case Converted(record, paths):
                newest[record.document.sha256] = outcome
                yield _paths(record.document.sha256, paths or (record.document.path,), stamp)
            case Linked(sha256, paths):
                yield _paths(sha256, paths, stamp)
            case Failure(path, sha256, stage, error, retry):
                row = {"path": path, "sha256": sha256, "stage": stage, "error": error, "retry": retry}
                row |= {"failed_at": now, "extractor_version": stamp["extractor_version"]}
                yield {"failures": {name: [value] for name, value in row.items()} | base}
            case Decision():
                yield {"decisions": _decision(outcome, stamp)}
    for outcome in newest.values():
        digest = outcome.schema_digest or shipped_digest(outcome.record.schema)
        yield rows(outcome.record, stamp | {"schema_digest": digest})
        if outcome.prose:
            key = {"sha256": [outcome.record.document.sha256], "batch": [stamp["batch"]]}
            yield {"texts": key | {"prose": [outcome.prose]}}


def _paths(sha256: str, paths: Iterable[str], stamp: dict[str, Any]) -> dict[str, Rows]:
    found = list(dict.fromkeys(paths))
    row = {"sha256": sha256, "batch": stamp["batch"], "met_at": stamp["converted_at"], "run": stamp["run"]}
    return {"paths": {"path": found} | {name: [value] * len(found) for name, value in row.items()}}


def _decision(decision: Decision, stamp: dict[str, Any]) -> Rows:
    import json

    names = ("fingerprint", "kind", "verdict", "note", "decided_by", "sha256", "field")
    row = {name: getattr(decision, name) for name in names}
    row |= {"batch": stamp["batch"], "decided_at": stamp["converted_at"]}
    row["details"] = json.dumps(decision.details, ensure_ascii=False)
    return {name: [value] for name, value in row.items()}


def _filled(place: Path, tables: dict[str, Rows]) -> dict[str, int]:
    """Write a file for each table that has rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    written = {}
    for name, found in tables.items():
        schema = arrow_schema(name)
        if found and found["batch"]:
            table = pa.Table.from_pydict({column: found[column] for column in schema.names}, schema=schema)
            pq.write_table(table, place / f"{name}.parquet", compression="zstd")
            written[name] = table.num_rows
    return written
