"""The process that reads documents and writes what came of them, and that may be lost at any of them.

It is started by `pool` with one end of a pair of sockets. It is told

    Source        read this document          END      write what is held, and leave
    bool          convert it, or only note that its bytes are at this place too

and says

    READY           what it needs is loaded    (DIGEST, sha256)  these are the bytes; may I convert them?
    (READ, Report)  done with it, result held  WRITING, WRITTEN  puts what it holds on the disk; all of it is there
    (BROKEN, text)  it cannot go on, and why
"""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Literal

from ..core.errors import ExtractorError, LoadError
from . import sources
from .known import place
from .outcome import Converted, Failure, Linked, Outcome, schema_digest
from .sources import Source
from .store import Corpus, open_corpus
from .tables import DOUBTFUL

if TYPE_CHECKING:
    from ..core.record import Record
    from ..core.schema import Schema

READY, DIGEST, READ, WRITING, WRITTEN, BROKEN, END = "ready", "digest", "read", "writing", "written", "broken", "end"
HELD_DOCUMENTS = 250  # results that a worker holds at most before it writes them …
HELD_SECONDS = (0.25, 16.0)  # … and for how long: soon at first, then longer, so that a long run has few parts
_COUNTED = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in _COUNTED} | {
    "OPENCV_FOR_THREADS_NUM": "1",
    "ARROW_IO_THREADS": "1",
}
_STAGES = ("load", "tables", "narrative", "fuse")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker has to know. `reader` names what reads a document, as "module:function" that takes and gives what
    `pipeline.extract_with_prose` does; relative paths are below `folder`."""

    corpus: str
    folder: str
    run: str
    schema: str | None = None
    reader: str = "extractor.pipeline:extract_with_prose"


State = Literal["converted", "linked", "failed"]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a document. `review` says that a person should look at the record; `stage` and `error` are
    those of a failure; `place` is what `known.place` says of the source."""

    path: str
    sha256: str
    state: State
    seconds: float = 0.0
    review: bool = False
    stage: str = ""
    error: str = ""
    place: bytes = b""


def failed(source: Source, digest: str, stage: str, error: str, seconds: float) -> tuple[Failure, Report]:
    """The outcome of a document without a record, and the report on it. Where time or memory ran out, another run
    may succeed."""
    retry = stage in ("timeout", "memory")
    known = place(source) if digest else b""
    report = Report(source.path, digest, "failed", seconds, stage=stage, error=error, place=known)
    return Failure(source.path, digest or None, stage, error, retry=retry), report


class Worker:
    """One process's work: a document at a time, results written together."""

    def __init__(self, job: Job, connection: Connection) -> None:
        self._connection = connection
        self._corpus: Corpus = open_corpus(job.corpus)
        self._run = job.run
        self._schema, self._schema_digest = _schema(job.schema)
        self._reader = _reader(job.reader)
        self._held: list[Outcome] = []
        self._since, self._hold = 0.0, HELD_SECONDS[0]

    def serve(self) -> None:
        """Work until told to leave."""
        self._connection.send(READY)
        while True:
            if self._is_due() or not self._connection.poll(self._patience()):
                self._write()
            told = self._connection.recv()
            if told == END:
                self._write()
                return
            if not self._held:
                self._since = time.monotonic()  # so that what took long is not held while the next is read
            outcome, report = self._read(told)
            self._held.append(outcome)
            self._connection.send((READ, report))

    def _is_due(self) -> bool:
        return len(self._held) >= HELD_DOCUMENTS or (bool(self._held) and not self._patience())

    def _patience(self) -> float | None:
        """Seconds for which the held results may wait for more; without end where there are none."""
        return max(0.0, self._since + self._hold - time.monotonic()) if self._held else None

    def _write(self) -> None:
        if self._held:
            self._connection.send(WRITING)
            self._corpus.append(self._held, run=self._run)
            self._held.clear()
            self._hold = min(2 * self._hold, HELD_SECONDS[1])
            self._connection.send(WRITTEN)

    def _read(self, source: Source) -> tuple[Outcome, Report]:
        start, digest = time.perf_counter(), ""
        try:
            data = sources.read(source)
            digest = sha256(data).hexdigest()
            if not self._may_convert(digest):
                return Linked(digest, (source.path,)), Report(source.path, digest, "linked", place=place(source))
            record, prose = self._reader(data, schema=self._schema, name=source.path)
        except _GoneError:
            raise
        except (Exception, SystemExit) as error:
            return failed(source, digest, stage_of(error), _told(error, source.path), time.perf_counter() - start)
        seconds = time.perf_counter() - start
        report = Report(source.path, digest, "converted", seconds, review=_doubtful(record), place=place(source))
        return Converted(record, (source.path,), self._schema_digest, prose), report

    def _may_convert(self, digest: str) -> bool:
        try:
            self._connection.send((DIGEST, digest))
            return bool(self._connection.recv())
        except (EOFError, OSError) as error:
            raise _GoneError from error


class _GoneError(Exception):
    """The process that this one works for has ended."""


def stage_of(error: BaseException) -> str:
    """The stage of the pipeline in which an error arose: load, tables, narrative or fuse; or "memory"."""
    if isinstance(error, MemoryError):
        return "memory"
    if not isinstance(error, LoadError):
        for frame, _ in traceback.walk_tb(error.__traceback__):
            module = str(frame.f_globals.get("__name__")).split(".")
            if module[0] == "extractor" and module[1:2] and module[1] in _STAGES:
                return module[1]
    return "load"


def _told(error: BaseException, path: str) -> str:
    """The error in one line, without the path that stands beside it anyway."""
    text = " ".join(str(error).split()).removeprefix(f"{path}: ")
    return text if isinstance(error, ExtractorError) and text else f"{type(error).__name__}: {text}".rstrip(": ")


def _doubtful(record: "Record") -> bool:
    return any(f.status == "conflict" or (f.status != "missing" and f.confidence < DOUBTFUL)
               for f in record.fields.values())  # fmt: skip


def _schema(name: str | None) -> "tuple[Schema | None, str]":
    if name is None:
        return None, ""
    from ..schemas import load_schema

    schema = load_schema(name)
    return schema, schema_digest(schema)


def _reader(name: str) -> "Callable[..., tuple[Record, str]]":
    module, _, function = name.partition(":")
    found: Callable[..., tuple[Record, str]] = getattr(import_module(module), function)
    return found


def _die_with_parent(parent: int) -> None:
    """End when the process that started this one does, even in the middle of a document (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def main() -> None:
    """Serve the process `argv[2]` over the socket with the handle `argv[1]`."""
    handle, parent = map(int, sys.argv[1:3])
    _die_with_parent(parent)
    connection = Connection(handle)
    try:
        job: Job = connection.recv()
        os.chdir(job.folder)
        Worker(job, connection).serve()
    except (_GoneError, EOFError, BrokenPipeError):
        return
    except Exception as error:
        connection.send((BROKEN, f"{type(error).__name__}: {error}"))
