"""Where documents are: files, folders, patterns, archives, lists and URLs, one after the other as they are found."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic, iglob
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZipInfo, is_zipfile

from ..core.errors import LoadError
from . import archives
from .archives import SEPARATOR, is_hidden, is_url, open_place

_MISSING = "no such file or folder; check the path"


@dataclass(frozen=True, slots=True)
class Source:
    """One document where it lies: a file or URL, and its path inside it where that is an archive.

    `size` in bytes and `stamp` (time of the last change, or what else the store says) tell whether it is the
    same as before without reading it; they are -1 and "" where that is not known.
    """

    place: str
    inside: tuple[str, ...] = ()
    size: int = -1
    stamp: str = ""

    @property
    def path(self) -> str:
        """The path as it is shown and stored: "reports.zip!/2023/a.html" for a member of an archive."""
        return SEPARATOR.join((self.place, *self.inside))


def check(inputs: Iterable[str]) -> None:
    """Raises LoadError for the first input that names nothing; patterns and URLs are not looked into."""
    for name in inputs:
        if not is_url(name) and not has_magic(name) and not _exists(name) and not _as_member(name):
            raise LoadError(f"{name}: {_MISSING}")


def find(inputs: Iterable[str]) -> Iterator[Source]:
    """Every document of the inputs, in the order in which the file system names them; nothing is kept.

    An input is a file, a folder (with all that is in it but hidden and system files), a pattern with `*`, `?`,
    `[…]` or `**`, a ZIP archive, a member of one ("a.zip!/b.html"), or a URL that fsspec knows. What names
    nothing is given as it is, so that reading it says why.
    """
    for name in inputs:
        if is_url(name):
            yield from _remote(name)
        elif _exists(name):
            yield from _local(name)
        elif has_magic(name):
            for found in iglob(name, recursive=True):  # noqa: PTH207  # Path.glob has no patterns from the root
                yield from _local(found)
        else:
            yield _as_member(name) or Source(name)


def lines(file: IO[bytes]) -> Iterator[str]:
    """The inputs that a list names, one a line; blank lines are left out."""
    for line in file:
        name = os.fsdecode(line.rstrip(b"\r\n"))
        if name.strip():
            yield name


def read(source: Source) -> bytes:
    """The document's bytes, at most 64 MiB. Raises LoadError, one line that says what to do."""
    if source.inside:
        return archives.read(source.place, source.inside)
    try:
        with open_place(source.place) as file:
            data: bytes = file.read(archives.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise LoadError(_MISSING) from error
    except PermissionError as error:
        raise LoadError("the file may not be read; check its permissions") from error
    except ImportError as error:
        raise LoadError(f"reading this URL needs another package: {error}") from error
    except Exception as error:  # whatever a remote file system raises
        raise LoadError(f"it cannot be read: {type(error).__name__}: {error}") from error
    if len(data) > archives.MAX_BYTES:
        raise LoadError(f"more than {archives.MAX_BYTES // 2**20} MiB is no report; give the report alone")
    if source.place.lower().endswith(".zip") and not is_zipfile(BytesIO(data)):
        raise LoadError("the archive is damaged or cut off; get it again")
    return data


def _local(name: str) -> Iterator[Source]:
    """A file, the members of an archive, or whatever is below a folder."""
    try:
        status = Path(name).stat()
    except OSError:
        yield Source(name)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _below(name)
    elif stat.S_ISREG(status.st_mode):
        yield from _file(name, status)


def _below(folder: str) -> Iterator[Source]:
    """Files of a folder, then of the folders in it; links to folders are not followed."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = os.scandir(place)
        except OSError:
            yield Source(place)
            continue
        with entries:
            for entry in entries:
                if is_hidden(entry.name):
                    continue
                try:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file():
                        yield from _file(entry.path, entry.stat())
                except OSError:  # gone or closed since it was listed
                    yield Source(entry.path)


def _file(name: str, status: os.stat_result) -> Iterator[Source]:
    """The file itself, or the members of the archive that it is."""
    stamp = str(status.st_mtime_ns)
    if not _is_archive(name):
        yield Source(name, (), status.st_size, stamp)
        return
    try:
        yield from (_member(name, stamp, *found) for found in archives.members(name))
    except LoadError:
        yield Source(name)


def _member(archive: str, stamp: str, path: tuple[str, ...], info: ZipInfo) -> Source:
    return Source(archive, path, info.file_size, f"{stamp}/{info.CRC:08x}" if stamp else "")


def _is_archive(name: str) -> bool:
    try:
        with Path(name).open("rb") as file:
            return archives.is_archive(file)
    except OSError:
        return False


def _remote(url: str) -> Iterator[Source]:
    """Files of a URL: one, those that a pattern fits, or all below a folder. Needs the protocol's package."""
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
        found = system.glob(path, detail=True) if has_magic(path) else {path: system.info(path)}
        for info in found.values():
            if info["type"] == "directory":
                for _, folders, files in system.walk(info["name"], detail=True):
                    for hidden in [name for name in folders if is_hidden(name)]:
                        del folders[hidden]  # walk goes into those that are left
                    for name, file in files.items():
                        if not is_hidden(name):
                            yield from _object(system, file)
            else:
                yield from _object(system, info)
    except (ImportError, OSError, ValueError):
        yield Source(url)


def _object(system: Any, info: dict[str, Any]) -> Iterator[Source]:
    """The object itself, or the members of the archive that its name says it is."""
    changed = next((info[key] for key in ("ETag", "LastModified", "mtime", "created") if info.get(key)), "")
    size = info.get("size")
    one = Source(system.unstrip_protocol(info["name"]), (), -1 if size is None else size, str(changed))
    try:
        members = archives.members(one.place) if one.place.lower().endswith(".zip") else None
        yield from (_member(one.place, one.stamp, *found) for found in members) if members else (one,)
    except LoadError:
        yield one


def _exists(name: str) -> bool:
    return os.path.lexists(name)


def _as_member(name: str) -> Source | None:
    """The source that "a.zip!/b.html" names, where there is such an archive."""
    place, *inside = name.split(SEPARATOR)
    return Source(place, tuple(inside)) if inside and Path(place).is_file() else None
