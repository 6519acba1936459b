"""What need not be done: documents with a result, and places where nothing has changed since."""

import hashlib
from collections.abc import Hashable
from contextlib import closing
from typing import IO

from .outcome import Version, extractor_version, schema_digest, shipped_digest
from .sources import Source
from .store import Corpus

_PLACES = "places"  # folder of the corpus with a file a run; may be deleted, then the documents are read again
_KEY = 16  # bytes of a digest that are kept: of 10^9 documents, two are taken for one in 1 of 10^20 corpora


def key(sha256: str) -> bytes:
    """The part of a digest that is kept in memory."""
    return bytes.fromhex(sha256)[:_KEY]


def place(source: Source) -> bytes:
    """Equal for the same file in the same state; empty where its state cannot be told without reading it."""
    if not source.stamp or source.size < 0:
        return b""
    text = "\0".join((source.path, str(source.size), source.stamp))
    return hashlib.blake2b(text.encode(errors="surrogateescape"), digest_size=_KEY).digest()


class Claims:
    """Which documents are taken, by digest: each is converted by one worker, whoever meets its bytes first.

    What a worker took counts as open until it is on the disk; `release` gives the open ones of a lost worker back.
    """

    def __init__(self, finished: set[bytes]) -> None:
        self._taken = finished
        self._open: dict[Hashable, set[bytes]] = {}

    def take(self, digest: bytes, owner: Hashable) -> bool:
        """Whether the owner is to convert it; False where there is or will be a result."""
        if digest in self._taken:
            return False
        self._taken.add(digest)
        self._open.setdefault(owner, set()).add(digest)
        return True

    def settle(self, owner: Hashable) -> None:
        """All that the owner took is on the disk."""
        self._open.pop(owner, None)

    def release(self, owner: Hashable) -> None:
        """What the owner took since it last settled is to be done again."""
        self._taken -= self._open.pop(owner, set())


class Finished:
    """Documents of a corpus that are not to be converted again, by digest: `digests`, and of those `failed`.

    `outdated` counts records by another version of the extractor or by another report type; they are among
    `digests` unless `reconvert` asks for them again, as the failures are unless `retry_failed` does.
    """

    def __init__(self, corpus: Corpus, schema: str | None, *, reconvert: bool, retry_failed: bool) -> None:
        self.digests: set[bytes] = set()
        self.outdated = 0
        forced = _digest(schema)
        for sha256, version in corpus.done().items():
            current = _is_current(version, forced)
            self.outdated += not current
            if current or not reconvert:
                self.digests.add(key(sha256))
        with closing(corpus.connect()) as base:
            rows = base.execute("select distinct sha256 from failures where sha256 is not null").fetchall()
        self.failed = frozenset() if retry_failed else frozenset(key(sha256) for (sha256,) in rows)
        self.digests |= self.failed

    def places(self, corpus: Corpus) -> dict[bytes, bool]:
        """Places that held a finished document when they were last read, and whether it had failed."""
        found = {}
        for file in sorted((corpus.path / _PLACES).glob("*.bin")):
            data = file.read_bytes()
            for at in range(0, len(data) - 2 * _KEY + 1, 2 * _KEY):
                digest = data[at + _KEY : at + 2 * _KEY]
                if digest in self.digests:
                    found[data[at : at + _KEY]] = digest in self.failed
        return found


class Places:
    """The file in which one run notes what it met where."""

    def __init__(self, corpus: Corpus, run: str) -> None:
        self._path = corpus.path / _PLACES / f"{run}.bin"
        self._file: IO[bytes] | None = None

    def note(self, place: bytes, sha256: str) -> None:
        """Remember a place by the digest of its bytes."""
        if not place or not sha256:
            return
        if self._file is None:
            self._path.parent.mkdir(exist_ok=True)
            self._file = self._path.open("ab")
        self._file.write(place + key(sha256))

    def close(self) -> None:
        """Hand the notes to the system."""
        if self._file is not None:
            self._file.close()


def _digest(schema: str | None) -> str:
    from ..schemas import load_schema

    return schema_digest(load_schema(schema)) if schema else ""


def _is_current(version: Version, forced: str) -> bool:
    if version.extractor != extractor_version():
        return False
    return version.schema_digest == (forced or _shipped(version.schema))


def _shipped(schema: str) -> str:
    from ..schemas import names

    return shipped_digest(schema) if schema in names() else ""
