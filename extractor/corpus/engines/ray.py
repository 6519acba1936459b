"""Processes of a Ray cluster: an actor for each processor, with a worker process of its own.

The actor keeps time and memory of its worker as the local engine does, so that a document that kills its reader costs
one document here too. What Ray notices is the loss of a node; what that had not yet written is given to others.
"""

import os
import time
from collections import Counter, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...core.errors import ExtractorError
from ..known import Claims
from ..layout import CorpusError
from ..outcome import extractor_version
from ..pool import Limits, Pool
from ..sources import Source
from ..store import open_corpus
from ..worker import Job, Report, failed
from .work import Work

_BATCH = 8  # documents of one call
_AHEAD = 2  # calls that an actor has at a time: one that runs, one that waits
_LOOK = 0.2  # seconds
_LOSSES = 4  # nodes that a document may lose before it is held to be the cause


class ClusterError(ExtractorError):
    """The cluster cannot be used: no Ray, no connection, or nodes that lack the corpus or this program."""


class Reader:
    """What runs on a node: one worker process and its keeper. Each method returns what is on the disk by then."""

    def __init__(self, name: str, job: Job, limits: Limits, claims: Any) -> None:
        self._needs = (job, 1, limits, _Asked(claims, name), name)
        self._pool: Pool | None = None

    def ready(self, version: str) -> str:
        """What stands in the way of working here; empty where nothing does."""
        if extractor_version() != version:
            return f"a node has extractor {extractor_version()}, this is {version}: install the same everywhere"
        try:
            self._pool = Pool(*self._needs)
        except CorpusError as error:
            return f"a node does not see the corpus ({error}): it has to be on a file system that all nodes share"
        return ""

    def read(self, batch: list[Source]) -> list[Report]:
        """Take documents on; comes back when the last of them is being read."""
        reports: list[Report] = []
        assert self._pool is not None
        for source in batch:
            while not self._pool.free:
                reports += self._pool.wait(1.0)
            self._pool.submit(source)
        return reports + self._pool.wait(0.0 if batch else _LOOK)

    def finish(self) -> list[Report]:
        """Read and write all that was taken on."""
        assert self._pool is not None
        return self._pool.finish()


class _Asked:
    """Claims that are kept by another actor. An actor has one worker at a time, so it is the owner itself."""

    def __init__(self, claims: Any, name: str) -> None:
        self._claims, self._name = claims, name

    def take(self, digest: bytes, owner: Hashable) -> bool:
        import ray

        return bool(ray.get(self._claims.take.remote(digest, owner and self._name)))

    def settle(self, owner: Hashable) -> None:
        self._claims.settle.remote(self._name)

    def release(self, owner: Hashable) -> None:
        import ray

        ray.get(self._claims.release.remote(self._name))


@dataclass(eq=False)
class _Seat:
    """An actor: its `calls` in order, and the documents that it was given and that are not on the disk yet."""

    name: str
    actor: Any
    calls: deque[Any] = field(default_factory=deque)
    open: dict[str, Source] = field(default_factory=dict)
    ready: bool = False


def run(work: Work) -> Iterator[list[Report]]:
    """Calls of a few documents each; an actor has the next call before it when it ends one."""
    while (first := work.listing.take()) is None:
        if work.listing.ended:
            return
        yield []
        time.sleep(_LOOK)
    ray, ours = _connected(work)
    cluster = _Cluster(ray, work, first)
    try:
        while cluster.busy or not work.listing.ended:
            cluster.deal()
            yield cluster.listen()
    finally:
        cluster.close()
        if ours:
            ray.shutdown()


class _Cluster:
    """All actors, and who has what; `first` is the document that made it worth while to start them."""

    def __init__(self, ray: Any, work: Work, first: Source) -> None:
        self._ray, self._work = ray, work
        here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
            ray.get_runtime_context().get_node_id(), soft=False
        )
        self._claims = ray.remote(num_cpus=0, scheduling_strategy=here)(Claims).remote(work.finished)
        self._seats: list[_Seat] = []
        self._again = deque([first])
        self._losses: Counter[str] = Counter()
        self._made = 0
        for _ in range(work.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))):
            self._start()

    @property
    def busy(self) -> bool:
        """Whether documents are out that are not on the disk."""
        return bool(self._again) or any(seat.open for seat in self._seats)

    def deal(self) -> None:
        """Give documents to those who have little to do, and have everything written when there are no more."""
        for seat in self._seats:
            while seat.ready and len(seat.calls) < _AHEAD:
                batch = self._batch()
                seat.open.update((source.path, source) for source in batch)
                if batch:
                    seat.calls.append(seat.actor.read.remote(batch))
                    continue
                if seat.open and not seat.calls:
                    ended = self._work.listing.ended
                    seat.calls.append(seat.actor.finish.remote() if ended else seat.actor.read.remote([]))
                break

    def listen(self) -> list[Report]:
        """Reports that came in; what lost actors had is dealt again."""
        reports: list[Report] = []
        first = {seat.calls[0]: seat for seat in self._seats if seat.calls}
        done, _ = self._ray.wait(list(first), timeout=_LOOK, num_returns=1) if first else ([], [])
        for call in done:
            seat = first[call]
            try:
                answer = self._ray.get(call)
            except self._ray.exceptions.RayActorError:
                reports += self._lost(seat)
                continue
            seat.calls.popleft()
            if not seat.ready:
                if answer:
                    raise ClusterError(answer)
                seat.ready = True
                continue
            for report in answer:
                seat.open.pop(report.path, None)
            reports += answer
        return reports

    def close(self) -> None:
        """End the actors, and with them their workers, at once."""
        for seat in self._seats:
            self._ray.kill(seat.actor)
        self._ray.kill(self._claims)

    def _start(self) -> None:
        """An actor more; it is ready when the cluster has a processor for it."""
        self._made += 1
        name, work = f"reader {self._made}", self._work
        actor = self._ray.remote(num_cpus=1)(Reader).remote(name, work.job, work.limits, self._claims)
        self._seats.append(_Seat(name, actor, deque([actor.ready.remote(extractor_version())])))

    def _batch(self) -> list[Source]:
        batch: list[Source] = []
        while len(batch) < _BATCH:
            source = self._again.popleft() if self._again else self._work.listing.take()
            if source is None:
                break
            batch.append(source)
        return batch

    def _lost(self, seat: _Seat) -> list[Report]:
        """Take another actor for a lost one; documents that lose one node after the other have failed."""
        self._seats.remove(seat)
        self._ray.get(self._claims.release.remote(seat.name))
        self._start()
        reports = []
        for source in seat.open.values():
            self._losses[source.path] += 1
            if self._losses[source.path] < _LOSSES:
                self._again.append(source)
                continue
            outcome, report = failed(source, "", "crash", f"{_LOSSES} nodes were lost while they had it", 0.0)
            open_corpus(self._work.job.corpus).append([outcome], run=self._work.job.run)
            reports.append(report)
        return reports


def _connected(work: Work) -> tuple[Any, bool]:
    """Ray, and whether it was started or connected to here."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.util.scheduling_strategies
    except ImportError:
        raise ClusterError("Ray is not installed: pip install 'zh-report-extractor[ray]'") from None
    if ray.is_initialized():
        return ray, False
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if work.address:
            ray.init(address=work.address, **quiet)
        else:
            workers = work.workers or len(os.sched_getaffinity(0))
            ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
    except (ConnectionError, RuntimeError, ValueError) as error:
        where = work.address or "this machine"
        raise ClusterError(f"no Ray cluster at {where} ({' '.join(str(error).split())})") from error
    return ray, True
