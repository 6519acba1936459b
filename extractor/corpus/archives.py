"""Members of ZIP archives, as Chinese machines pack them: names, nesting, bombs."""

import lzma
import stat
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..core.errors import LoadError

MAX_BYTES = 64 * 2**20  # of one member, unpacked; no report is larger
MAX_MEMBERS = 1_000_000  # of one archive
MAX_DEPTH = 3  # archives inside archives
SEPARATOR = "!/"
MAGIC = b"PK\x03\x04"

_UTF8_NAME = 0x800  # flag bit 11 (APPNOTE.TXT 4.4.4)
_ENCRYPTED = 0x1
_DOCUMENTS = ("word/", "xl/", "ppt/", "[Content_Types].xml", "OFD.xml", "content.xml")
_UNREADABLE = (BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error, lzma.LZMAError)


def is_url(name: str) -> bool:
    """Whether a place is a URL, which fsspec opens."""
    scheme, found, _ = name.partition("://")
    return bool(found) and scheme.replace("+", "").isalnum()


def open_place(place: str) -> IO[bytes]:
    """A file or URL, opened to be read. Raises what the file system raises."""
    if not is_url(place):
        return Path(place).open("rb")
    import fsspec

    file: IO[bytes] = fsspec.open(place, "rb").open()
    return file


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is the system's own: dot files, lock files of Word, thumbnails."""
    return name.startswith((".", "~$", "@eaDir")) or name in ("Thumbs.db", "desktop.ini", "__MACOSX")


def is_archive(file: IO[bytes]) -> bool:
    """Whether an open file is a ZIP archive and not a document that is packed as one (.docx, .xlsx, .ofd, .odt)."""
    file.seek(0)
    if file.read(4) != MAGIC:
        return False
    try:
        with ZipFile(file) as archive:
            return not any(name.startswith(_DOCUMENTS) for name in archive.namelist())
    except _UNREADABLE:
        return False  # what it was meant to be cannot be told: reading it as a document says that it is damaged


def name_of(info: ZipInfo) -> str:
    """A member's name. Names without the UTF-8 flag are UTF-8 all the same (macOS) or GBK (Windows in Chinese)."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def members(archive: str, inside: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ZipInfo]]:
    """Path and directory entry of every file in an archive, archives in it included, down to `MAX_DEPTH`.

    `archive` is a file or URL, `inside` the path to an archive within it. Raises LoadError for one that cannot be read.
    """
    found = directory(archive, inside)
    if len(found) > MAX_MEMBERS:
        raise LoadError(f"it has {len(found)} members (limit {MAX_MEMBERS}); pack the reports alone")
    for name, info in found.items():
        path = (*inside, name)
        if info.is_dir() or _is_link(info) or any(map(is_hidden, PurePosixPath(name).parts)):
            continue
        if len(path) <= MAX_DEPTH and name.lower().endswith(".zip") and _opens(archive, path):
            yield from members(archive, path)
        else:
            yield path, info


def read(archive: str, path: tuple[str, ...]) -> bytes:
    """Content of a member; `path` has more than one part where archives are nested.

    Never unpacks more than 64 MiB, whatever the directory claims. Raises LoadError, saying what to do.
    """
    *inside, name = path
    opened, found = _open(archive, tuple(inside), _stamp(archive))
    if name not in found:
        raise LoadError("no such member in the archive; check the path")
    return _unpack(opened, found[name])


def directory(archive: str, inside: tuple[str, ...] = ()) -> dict[str, ZipInfo]:
    """Name → entry of an archive's own members; of several with one name the last, which is the valid one."""
    return _open(archive, inside, _stamp(archive))[1]


def _unpack(opened: ZipFile, info: ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise LoadError("the archive is protected by a password; unpack it first")
    try:
        with opened.open(info) as member:
            data = member.read(MAX_BYTES + 1)
    except _UNREADABLE as error:
        raise LoadError("the archive is damaged here; get it again") from error
    if len(data) > MAX_BYTES:
        raise LoadError(f"unpacked it is more than {MAX_BYTES // 2**20} MiB, which no report is; give the report alone")
    return data


def _opens(archive: str, path: tuple[str, ...]) -> bool:
    """Whether this member is an archive that can be listed."""
    try:
        return is_archive(BytesIO(read(archive, path)))
    except LoadError:
        return False


def _stamp(archive: str) -> tuple[int, int]:
    """What changes when another archive takes the place of this one; one behind a URL is taken to stay."""
    if is_url(archive):
        return 0, 0
    try:
        status = Path(archive).stat()
    except OSError as error:
        raise LoadError("no such file; check the path") from error
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _open(archive: str, inside: tuple[str, ...], _: tuple[int, int]) -> tuple[ZipFile, dict[str, ZipInfo]]:
    """An archive and its directory, which takes long to read where there are many members, so it stays open."""
    try:
        opened = ZipFile(BytesIO(read(archive, inside)) if inside else open_place(archive))
        return opened, {name_of(info): info for info in opened.infolist()}
    except _UNREADABLE as error:
        raise LoadError("the archive is damaged or cut off; get it again") from error


def _is_link(info: ZipInfo) -> bool:
    return info.create_system == 3 and stat.S_ISLNK(info.external_attr >> 16)
