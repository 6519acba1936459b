"""Records read back from a corpus, part by part, in the order in which they were put in."""

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from ..core.record import Record
from . import parts, views
from .rebuild import rebuild

_BLOCK = 10_000  # rows of a table in memory at a time


def stored(corpus: Path, where: str, parameters: list[Any]) -> Iterator[Record]:
    """The newest records for which the condition holds."""
    with closing(views.connect(corpus)) as base:
        wanted = set(base.execute(f"select sha256, batch from records where {where}", parameters).fetchall())
    for part in parts.listed(corpus):
        if wanted:
            yield from _of_part(corpus, part, wanted)


def _of_part(corpus: Path, part: str, wanted: set[tuple[str, str]]) -> Iterator[Record]:
    others = {name: _documents(corpus, part, name) for name in views.RESULTS if name != "records"}
    heads = {name: next(rows, None) for name, rows in others.items()}
    for key, (row,) in _documents(corpus, part, "records"):
        own: dict[str, list[dict[str, Any]]] = {}
        for name, rows in others.items():
            head = heads[name]
            own[name] = []
            if head is not None and head[0] == key:
                own[name] = head[1]
                heads[name] = next(rows, None)
        if key in wanted:
            wanted.discard(key)
            yield rebuild(row, own)


def _documents(corpus: Path, part: str, table: str) -> Iterator[tuple[tuple[str, str], list[dict[str, Any]]]]:
    """A table's rows, document by document."""
    import pyarrow.parquet as pq

    for path in parts.files(corpus, table, [part]):
        with pq.ParquetFile(path) as file:
            rows = (row for block in file.iter_batches(_BLOCK) for row in block.to_pylist())
            for key, found in groupby(rows, key=lambda row: (row["sha256"], row["batch"])):
                yield key, list(found)
