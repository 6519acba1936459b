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
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import uuid4

from .tables import COLUMNS

PARTS, STAGING, RETIRED = "parts", "staging", "retired"
RECEIPT = "part.json"
VERSION = 1  # of the format: the folder, the tables and their columns
MERGED = "-merged"
ABANDONED = 86_400.0  # seconds after which a folder in staging belongs to nobody


def new_id() -> str:
    """An id that no other writer makes, and that sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid4().hex[:8]}"


def listed(corpus: Path) -> list[str]:
    """Ids of the parts that count, oldest first."""
    names, replaced = _survey(corpus)
    return [name for name in names if name not in replaced]


def _survey(corpus: Path) -> tuple[list[str], set[str]]:
    """The parts in their folder, and those that merged ones replace."""
    while True:
        names = _names(corpus)
        try:
            replaced = {old for name in _merged(names) for old in receipt(corpus, name)["replaces"]}
        except FileNotFoundError:  # merged again meanwhile, and gone
            continue
        # A folder that changes while it is listed may show neither a merged part nor what it replaced.
        if _merged(names) == _merged(_names(corpus)):
            return names, replaced


def _names(corpus: Path) -> list[str]:
    return sorted(place.name for place in (corpus / PARTS).iterdir() if not place.name.startswith("."))


def _merged(names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(MERGED)]


def replaced(corpus: Path) -> list[str]:
    """Ids of parts that count no longer and lie among the others yet."""
    names, gone = _survey(corpus)
    return [name for name in names if name in gone]


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
    staged = corpus / STAGING / part
    staged.mkdir(parents=True)
    try:
        rows = fill(staged)
        digests = {name: _synced(staged / f"{name}.parquet") for name in rows}
        about = {"version": VERSION, "rows": rows, "sha256": digests, "replaces": sorted(replaces)}
        (staged / RECEIPT).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
        _synced(staged / RECEIPT)
        sync(staged)
        staged.rename(corpus / PARTS / part)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    sync(corpus / PARTS)


def sweep(corpus: Path, *, keep: float = ABANDONED) -> None:
    """Clear what killed writers left: folders in staging that are a day old, parts that a merged one has replaced;
    and remove parts that were replaced more than `keep` seconds ago. May run in several processes at once."""
    for part in replaced(corpus):
        _retire(corpus, part)
    for place in [*_older(corpus / STAGING, ABANDONED), *_older(corpus / RETIRED, keep)]:
        shutil.rmtree(place, ignore_errors=True)


def _retire(corpus: Path, part: str) -> None:
    """Take a replaced part away from those who read all files of the folder; readers that know its name find it."""
    with suppress(FileNotFoundError):  # another process does the same
        there, away = corpus / PARTS / part, corpus / RETIRED / part
        away.parent.mkdir(exist_ok=True)
        os.utime(there)
        if away.exists():
            shutil.rmtree(there)
        else:
            there.rename(away)


def _older(folder: Path, seconds: float) -> list[Path]:
    limit = time.time() - seconds
    found = []
    for place in folder.glob("*"):
        with suppress(FileNotFoundError):
            if place.stat().st_mtime <= limit:
                found.append(place)
    return found


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
