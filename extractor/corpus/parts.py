"""Parts: folders of Parquet files that come into being whole, by one rename, and are never changed.

A part is written below `staging/`, synced, and renamed to `parts/<id>/`; so a kill at any moment leaves all of it or
nothing, and writers on a shared file system need no locks. `part.json` holds rows and digests of its files.
A merged part (its id ends with `-merged`) names the parts that it replaces; they count no longer, wherever they are.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import uuid4

from .tables import COLUMNS

PARTS, STAGING, RETIRED = "parts", "staging", "retired"
RECEIPT = "part.json"
MERGED = "-merged"
_ABANDONED = 86_400.0  # seconds after which a folder in staging belongs to nobody


def new_id() -> str:
    """An id that no other writer makes, and that sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid4().hex[:8]}"


def listed(corpus: Path) -> list[str]:
    """Ids of the parts that count, oldest first."""
    found = _names(corpus)
    # A folder that changes while it is listed may show neither a merged part nor what it replaced.
    while _merged(found) != _merged(again := _names(corpus)):
        found = again
    gone = {old for name in _merged(found) for old in receipt(corpus, name)["replaces"]}
    return [name for name in found if name not in gone]


def _names(corpus: Path) -> list[str]:
    return sorted(place.name for place in (corpus / PARTS).iterdir() if not place.name.startswith("."))


def _merged(names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(MERGED)]


def receipt(corpus: Path, part: str) -> dict[str, Any]:
    """What a part says of itself: `version`, `rows` and `sha256` by table, `replaces`."""
    found: dict[str, Any] = json.loads((folder(corpus, part) / RECEIPT).read_text("utf-8"))
    return found


def folder(corpus: Path, part: str) -> Path:
    """Where a part is: among the others, or retired since it was listed."""
    there = corpus / PARTS / part
    return there if there.is_dir() else corpus / RETIRED / part


def files(corpus: Path, table: str, parts: Iterable[str]) -> list[Path]:
    """The files of a table; a part without rows of it has none."""
    paths = (folder(corpus, part) / f"{table}.parquet" for part in parts)
    return [path for path in paths if path.exists()]


def write(corpus: Path, part: str, fill: Callable[[Path], dict[str, int]], replaces: Iterable[str] = ()) -> None:
    """Make a part. `fill` writes files into the folder that it is given and returns rows by table."""
    from .layout import VERSION

    staged = corpus / STAGING / part
    staged.mkdir(parents=True)
    rows = fill(staged)
    digests = {name: _synced(staged / f"{name}.parquet") for name in rows}
    about = {"version": VERSION, "rows": rows, "sha256": digests, "replaces": sorted(replaces)}
    (staged / RECEIPT).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    _synced(staged / RECEIPT)
    sync(staged)
    staged.rename(corpus / PARTS / part)
    sync(corpus / PARTS)


def sweep(corpus: Path, *, abandoned: float = _ABANDONED) -> None:
    """Clear what killed writers left: old staging folders, and parts that a merged one has replaced."""
    limit = time.time() - abandoned
    for place in (corpus / STAGING).glob("*"):
        if place.stat().st_mtime < limit:
            shutil.rmtree(place, ignore_errors=True)
    kept = set(listed(corpus))
    for name in _names(corpus):
        if name not in kept:
            retire(corpus, name)


def retire(corpus: Path, part: str) -> None:
    """Take a replaced part out of the way of those who list the folder; readers that have its name still find it."""
    (corpus / RETIRED).mkdir(exist_ok=True)
    (corpus / PARTS / part).rename(corpus / RETIRED / part)
    os.utime(corpus / RETIRED / part)


def _synced(path: Path) -> str:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return file_digest(file, "sha256").hexdigest()


def sync(place: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def empty_files(place: Path) -> dict[str, int]:
    """A file without rows for every table, so that every pattern of files finds one."""
    import pyarrow.parquet as pq

    from .tables import arrow_schema

    for table in COLUMNS:
        pq.write_table(arrow_schema(table).empty_table(), place / f"{table}.parquet")
    return dict.fromkeys(COLUMNS, 0)
