"""Worker processes, and what they may use: who is late, grows or dies costs one document and is replaced."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from ..core.errors import ExtractorError
from .known import key
from .sources import Source
from .store import open_corpus
from .worker import BROKEN, DIGEST, END, ONE_THREAD, READ, READY, WRITING, WRITTEN, Job, Report, failed

_LOOK = 0.1  # seconds between two looks at time and memory
_BEGIN = "from extractor.corpus.worker import main; main()"
_WEIGHED = 20  # documents between two looks at what a worker has kept
_FALSE_STARTS = 3  # workers that die one after the other before they are ready, until the run is given up


class WorkersError(ExtractorError):
    """Workers do not start, or cannot write: the run cannot go on."""


class Taker(Protocol):
    """Who decides which worker converts which bytes: `known.Claims`, or what stands for it elsewhere."""

    def take(self, digest: bytes, owner: Hashable) -> bool:
        """Whether the owner is to convert it."""

    def settle(self, owner: Hashable) -> None:
        """What the owner took is on the disk."""

    def release(self, owner: Hashable) -> None:
        """What the owner took is lost."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may use: `seconds`, and MiB of `memory` of the process that reads it (as resident). A process
    leaves after so many `documents`, or when it holds three quarters of `memory` without a document."""

    seconds: float = 300.0
    memory: int = 2048
    documents: int = 2000


@dataclass(eq=False)
class _Worker:
    process: "subprocess.Popen[bytes]"
    connection: Connection
    ready: bool = False
    writing: bool = False
    leaving: bool = False
    source: Source | None = None
    digest: str = ""
    since: float = 0.0
    read: int = 0
    held: list[tuple[Source, Report]] = field(default_factory=list)


class Pool:
    """So many worker processes, each with one document at a time.

    Reports come when their documents are on the disk, not before.
    """

    def __init__(self, job: Job, workers: int, limits: Limits, claims: Taker, owner: str = "") -> None:
        self._job, self._size, self._limits, self._claims, self._owner = job, workers, limits, claims, owner
        self._corpus = open_corpus(job.corpus)
        self._workers: list[_Worker] = []
        self._again: deque[Source] = deque()
        self._false_starts = 0
        self._looked = 0.0

    @property
    def free(self) -> bool:
        """Whether another document can be submitted."""
        return not self._again and (len(self._workers) < self._size or any(_is_idle(w) for w in self._workers))

    @property
    def reading(self) -> bool:
        """Whether documents are being read, or wait to be read again."""
        return bool(self._again) or any(w.source is not None for w in self._workers)

    def submit(self, source: Source) -> None:
        """Give a document to a free worker."""
        worker = next((w for w in self._workers if _is_idle(w)), None) or self._start()
        worker.source, worker.digest, worker.since = source, "", time.monotonic()
        self._tell(worker, source)

    def wait(self, seconds: float) -> list[Report]:
        """Reports on documents that are on the disk now; waits for them at most that long."""
        reports: list[Report] = []
        ready = wait([w.connection for w in self._workers], min(seconds, _LOOK))
        for worker in [w for w in self._workers if w.connection in ready]:
            reports += self._listen(worker)
        if time.monotonic() - self._looked > _LOOK:
            self._looked = time.monotonic()
            for worker in list(self._workers):
                reports += self._check(worker)
        while self._again and (len(self._workers) < self._size or any(_is_idle(w) for w in self._workers)):
            self.submit(self._again.popleft())
        return reports

    def finish(self) -> list[Report]:
        """Have everything read and written, and the workers leave."""
        reports: list[Report] = []
        while self.reading:
            reports += self.wait(_LOOK)
        while self._workers:
            for worker in self._workers:
                self._dismiss(worker)
            reports += self.wait(_LOOK)
            while self.reading:  # what a worker held that was lost while it wrote
                reports += self.wait(_LOOK)
        return reports

    def close(self) -> None:
        """End the workers at once."""
        for worker in self._workers:
            _kill(worker)
        self._workers.clear()

    def _start(self) -> _Worker:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-c", _BEGIN, str(theirs.fileno()), str(os.getpid())]
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(p or os.curdir for p in sys.path)}
        process = subprocess.Popen(
            command, env=environment, pass_fds=[theirs.fileno()], process_group=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        worker = _Worker(process, Connection(ours.detach()))
        self._workers.append(worker)
        self._tell(worker, self._job)
        return worker

    def _tell(self, worker: _Worker, message: object) -> None:
        with suppress(OSError):  # where it died; the next look at it says so
            worker.connection.send(message)

    def _dismiss(self, worker: _Worker) -> None:
        if not worker.leaving:
            worker.leaving = True
            self._tell(worker, END)

    def _listen(self, worker: _Worker) -> list[Report]:
        """Everything that a worker has to say now."""
        reports: list[Report] = []
        try:
            while worker.connection.poll():
                reports += self._heard(worker, worker.connection.recv())
        except (EOFError, OSError):
            reports += self._lost(worker)
        return reports

    def _heard(self, worker: _Worker, message: Any) -> list[Report]:
        match message:
            case (kind, sha256) if kind == DIGEST:
                worker.digest = sha256
                self._tell(worker, self._claims.take(key(sha256), self._name(worker)))
            case (kind, report) if kind == READ and worker.source is not None:
                worker.held.append((worker.source, report))
                worker.source = None
                worker.read += 1
                if worker.read >= self._limits.documents or self._is_full(worker):
                    self._dismiss(worker)
            case (kind, error) if kind == BROKEN:
                raise WorkersError(f"a worker cannot go on: {error}")
            case _ if message == READY:
                worker.ready, self._false_starts = True, 0
                worker.since = time.monotonic()  # a document's time begins when its reader is loaded …
            case _ if message == WRITING:
                worker.writing = True
            case _ if message == WRITTEN:
                worker.writing = False
                worker.since = time.monotonic()  # … and has written what it held
                return self._settled(worker)
        return []

    def _settled(self, worker: _Worker) -> list[Report]:
        reports = [report for _, report in worker.held]
        worker.held.clear()
        self._claims.settle(self._name(worker))
        return reports

    def _check(self, worker: _Worker) -> list[Report]:
        """End a worker whose document takes too long or too much, and see one that ended without closing its socket
        (a process that it had started still has it)."""
        if worker.process.poll() is not None and not worker.connection.poll():
            return self._lost(worker)
        if worker.source is None or not worker.ready or worker.writing:
            return []
        limits = self._limits
        seconds = time.monotonic() - worker.since
        if seconds > limits.seconds:
            return self._lost(worker, "timeout", f"took more than {limits.seconds:g} s; --timeout gives more")
        if _memory(worker) > limits.memory:
            return self._lost(worker, "memory", f"took more than {limits.memory} MiB; --memory gives more")
        return []

    def _lost(self, worker: _Worker, stage: str = "crash", error: str = "") -> list[Report]:
        """One document failed; what the worker held is read again; both only if there was any."""
        _kill(worker)
        self._workers.remove(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise WorkersError(f"workers end before they begin ({_ending(worker)}); is the installation whole?")
            if worker.source is not None:
                self._again.append(worker.source)
            return []
        self._claims.release(self._name(worker))
        self._again.extend(source for source, _ in worker.held)
        if worker.source is None:
            return []
        told = error or f"the process that read it ended: {_ending(worker)}"
        outcome, report = failed(worker.source, worker.digest, stage, told, time.monotonic() - worker.since)
        self._corpus.append([outcome], run=self._job.run)
        if worker.digest:
            self._claims.take(key(worker.digest), None)
        return [report]

    def _is_full(self, worker: _Worker) -> bool:
        """Whether it has kept so much of what it read that another document may not fit."""
        return worker.read % _WEIGHED == 0 and _memory(worker) > 0.75 * self._limits.memory

    def _name(self, worker: _Worker) -> Hashable:
        return f"{self._owner}/{worker.process.pid}"


def _is_idle(worker: _Worker) -> bool:
    return worker.source is None and not worker.leaving


def _memory(worker: _Worker) -> float:
    """MiB that the process has resident; 0 when it is gone."""
    import psutil

    try:
        return float(psutil.Process(worker.process.pid).memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0


def _kill(worker: _Worker) -> None:
    """End the process and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    worker.connection.close()


def _ending(worker: _Worker) -> str:
    code = worker.process.returncode
    if code < 0:
        return signal.Signals(-code).name
    return f"exit status {code}"
