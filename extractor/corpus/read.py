"""Records read back from a corpus, part by part, in the order in which they were put in."""

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.record import Record
from . import parts, views
from .rebuild import Row, rebuild

if TYPE_CHECKING:
    import duckdb

_OF_RECORD = ("fields", "evidence", "violations", "quantities")  # tables that a record is rebuilt from
_BLOCK = 10_000  # rows of a table in memory at a time
Document = tuple[tuple[str, str], list[Row]]  # digest and batch, rows


def stored(corpus: Path, where: str, parameters: list[Any]) -> Iterator[Record]:
    """The newest records for which the condition holds."""
    listed = parts.listed(corpus)
    # Rows have to come in the order of the files: several threads would mix them, and so would a join that takes the
    # smaller side, here a table with few rows, for the one to look things up in.
    in_order = {"threads": 1, "disabled_optimizers": "build_side_probe_side"}
    with closing(views.connect(corpus, listed, **in_order)) as base:
        query = f"create table wanted as select sha256, batch from records where {where}"
        base.execute(query, parameters or None)
        for part in listed:
            yield from _of_part(base, corpus, part)


def _of_part(base: "duckdb.DuckDBPyConnection", corpus: Path, part: str) -> Iterator[Record]:
    rows = {name: _documents(base, parts.files(corpus, name, [part])) for name in ("records", *_OF_RECORD)}
    ahead: dict[str, Document | None] = {}
    for key, (record,) in rows.pop("records"):
        own: dict[str, list[Row]] = {}
        for name, documents in rows.items():
            head = ahead[name] if name in ahead else next(documents, None)
            fits = head is not None and head[0] == key  # a document may have no row in a table
            own[name] = head[1] if head is not None and fits else []
            ahead[name] = next(documents, None) if fits else head
        yield rebuild(record, own)


def _documents(base: "duckdb.DuckDBPyConnection", files: list[Path]) -> Iterator[Document]:
    """The wanted rows of a table, document by document."""
    if files:
        query = f"select * from {views.scan(files)} semi join wanted using (sha256, batch)"
        blocks = base.cursor().sql(query).to_arrow_reader(_BLOCK)
        rows = (row for block in blocks for row in block.to_pylist())
        for key, found in groupby(rows, key=lambda row: (row["sha256"], row["batch"])):
            yield key, list(found)
