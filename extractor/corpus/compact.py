"""Many small parts made into few large ones, while others append and read."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from . import layout, parts
from .layout import CorpusError
from .tables import COLUMNS, arrow_schema

if TYPE_CHECKING:
    import pyarrow

FULL = 50_000  # records of a part that is large enough
KEEP = 3_600.0  # seconds for which readers still find what was replaced
_BLOCK = 250_000  # rows that a file keeps together: what is read or left out as one
_LOCK = "compact.lock"
# Format → what makes a table (its name, its rows) of that format one of the next.
MIGRATIONS: dict[int, Callable[[str, "pyarrow.Table"], "pyarrow.Table"]] = {}


def compact(corpus: Path, *, full: int = FULL, keep: float = KEEP) -> tuple[int, int]:
    """Merge parts with fewer than `full` records into parts of at least about as many; (parts before, parts after).

    Rows are only moved. The merged part and the end of those it replaces become visible by one rename. Replaced files
    are removed `keep` seconds later, by the next call. Raises CorpusError where another process is compacting.
    """
    layout.check(corpus)
    with _alone(corpus):
        parts.sweep(corpus, keep=keep)
        listed = parts.listed(corpus)
        for group in _groups(corpus, listed, full):
            merge(corpus, group)
        parts.sweep(corpus, keep=keep)
        return len(listed), len(parts.listed(corpus))


def migrate(corpus: Path) -> int:
    """Bring a corpus of an earlier format to the present one; the number of parts written anew.

    Killed in the middle, it goes on where it was when called again. Raises CorpusError for a newer format.
    """
    with _alone(corpus):
        if layout.version_of(corpus) == parts.VERSION:
            return 0
        parts.write(corpus, parts.new_id(), parts.empty_files)  # tables that the earlier format did not have
        old = [part for part in parts.listed(corpus) if parts.receipt(corpus, part)["version"] < parts.VERSION]
        for part in old:
            merge(corpus, [part])
        parts.sweep(corpus)
        layout.declare(corpus)
        return len(old)


def merge(corpus: Path, group: list[str]) -> None:
    """Make one part of several."""
    replaced = {old for part in group for old in (part, *parts.receipt(corpus, part)["replaces"])}
    parts.write(corpus, parts.new_id() + parts.MERGED, lambda place: _joined(corpus, group, place), replaced)


def _groups(corpus: Path, listed: list[str], full: int) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for part in listed:
        rows = parts.receipt(corpus, part)["rows"].get("records", 0)
        if rows < full:
            group.append(part)
            size += rows
        if size >= full:
            yield group
            group, size = [], 0
    if len(group) > 1:
        yield group


def _joined(corpus: Path, group: list[str], place: Path) -> dict[str, int]:
    """Write the rows of the parts one behind the other, and count them; memory holds a block of rows."""
    written = {}
    for table in COLUMNS:
        if parts.files(corpus, table, group):
            blocks = (block for part in group for block in _blocks(corpus, part, table))
            written[table] = _store(place / f"{table}.parquet", table, blocks)
            expected = sum(parts.receipt(corpus, part)["rows"].get(table, 0) for part in group)
            if written[table] != expected:
                what = f"{table} has {written[table]} rows in place of {expected}"
                raise CorpusError(f"{corpus}: {what}: see extractor corpus verify")
    return written


def _blocks(corpus: Path, part: str, table: str) -> Iterator["pyarrow.Table"]:
    """The rows of a part's table, in the present format."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    version = parts.receipt(corpus, part)["version"]
    for path in parts.files(corpus, table, [part]):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_BLOCK):
                block = pa.Table.from_batches([batch])
                for step in range(version, parts.VERSION):
                    block = MIGRATIONS[step](table, block)
                yield block


def _store(path: Path, table: str, blocks: Iterable["pyarrow.Table"]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = 0
    waiting: list[pa.Table] = []
    with pq.ParquetWriter(path, arrow_schema(table), compression="zstd") as writer:
        for block in blocks:
            waiting.append(block)
            rows += block.num_rows
            if sum(one.num_rows for one in waiting) >= _BLOCK:
                writer.write_table(pa.concat_tables(waiting))
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
    return rows


@contextmanager
def _alone(corpus: Path) -> Iterator[None]:
    """Hold the corpus's lock for compacting; it falls when the process ends, however it ends."""
    import fcntl

    handle = os.open(corpus / _LOCK, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CorpusError(f"{corpus} is being compacted by another process: wait for it") from None
    finally:
        os.close(handle)
