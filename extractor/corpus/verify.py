"""Whether a corpus is whole: its files as they were written, its tables as they refer to each other."""

from collections.abc import Iterator
from contextlib import closing
from hashlib import file_digest
from pathlib import Path
from typing import Any

from . import layout, parts, views
from .tables import COLUMNS, METADATA, STATUSES, arrow_schema

_OF_RESULT = ("fields", "evidence", "violations", "quantities", "texts")
_COUNTED = {"violations": "violations", "quantities": "quantities"}  # table → column of `records` that counts its rows


def verify(corpus: Path) -> Iterator[str]:
    """What is wrong, one line each; nothing where the corpus is whole.

    Reads every file once. Raises CorpusError where the folder is no corpus.
    """
    layout.check(corpus)
    left = parts.replaced(corpus)
    if left:
        yield f"{len(left)} replaced parts are still among the others: run extractor corpus compact"
    broken = False
    for part in parts.listed(corpus):
        for problem in _part(corpus, part):
            broken = True
            yield f"part {part}: {problem}"
    if broken:
        yield "tables were not held against each other: restore the named parts from a copy, or remove their folders"
    else:
        yield from _references(corpus)


def _part(corpus: Path, part: str) -> Iterator[str]:
    place = parts.folder(corpus, part)
    try:
        receipt = parts.receipt(corpus, part)
        rows, digests = receipt["rows"], receipt["sha256"]
    except (OSError, ValueError, KeyError) as error:
        yield f"{parts.RECEIPT} cannot be read ({type(error).__name__})"
        return
    found = {path.stem for path in place.glob("*.parquet")}
    for table in sorted(found - rows.keys()):
        yield f"{table}.parquet does not belong to it"
    for table in sorted(rows):
        if table not in found:
            yield f"{table}.parquet is missing"
        else:
            yield from _file(place / f"{table}.parquet", rows[table], digests.get(table, ""))


def _file(path: Path, rows: int, digest: str) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != digest:
            yield f"{path.name} is not what was written (its digest differs)"
            return
    try:
        with pq.ParquetFile(path) as opened:
            schema, count = opened.schema_arrow, opened.metadata.num_rows
    except (OSError, pa.ArrowException) as error:
        yield f"{path.name} cannot be read ({type(error).__name__})"
        return
    if path.stem not in COLUMNS or not schema.equals(arrow_schema(path.stem)):
        yield f"{path.name} has other columns than the format says"
    if count != rows:
        yield f"{path.name} has {count} rows in place of {rows}"


def _references(corpus: Path) -> Iterator[str]:
    with closing(views.connect(corpus, parts.listed(corpus))) as base:

        def count(query: str) -> int:
            (found,) = base.execute(f"select count(*) from {query}").fetchone() or (0,)
            return int(found)

        twice = count("(from records_all select sha256, batch group by all having count(*) > 1)")
        yield from _told(twice, "results stand in it twice: two parts hold the same rows")
        for table in _OF_RESULT:
            lost = count(f"{table}_all anti join records_all using (sha256, batch)")
            yield from _told(lost, f"rows of {table} belong to no record")
        total = " + ".join(STATUSES)
        slots = (
            f"(from fields_all select sha256, batch, count(*) filter (field not like '{METADATA}%') as n group by all)"
        )
        short = count(f"records_all left join {slots} using (sha256, batch) where coalesce(n, 0) <> {total}")
        yield from _told(short, "records do not have all of their fields")
        for table, column in _COUNTED.items():
            rows = f"(from {table}_all select sha256, batch, count(*) as n group by all)"
            short = count(f"records_all left join {rows} using (sha256, batch) where coalesce(n, 0) <> {column}")
            yield from _told(short, f"records do not have all of their {table}")
        homeless = count("records_all anti join paths_all using (sha256)")
        yield from _told(homeless, "records have no path")


def _told(number: Any, what: str) -> Iterator[str]:
    if number:
        yield f"{number} {what}"
