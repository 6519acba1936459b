"""One run: from what the inputs name to a corpus that holds a result for each document."""

import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from . import parts
from .engines import ENGINES, Work
from .known import Finished, Places, key, place
from .listing import Listing
from .pool import Limits
from .store import open_corpus
from .worker import Job, Report

NAMED = 50  # failures that a tally keeps; the corpus has all


@dataclass(frozen=True, slots=True)
class Options:
    """How to convert: `workers` 0 is one for each processor, `address` is a Ray cluster's ("" starts or finds one),
    `reconvert` reads again what another version of the program or another report type has read, `retry_failed` what
    has failed. `reader` replaces the pipeline, see `worker.Job`."""

    schema: str | None = None
    engine: str = "local"
    workers: int = 0
    address: str = ""
    limits: Limits = field(default_factory=Limits)
    reconvert: bool = False
    retry_failed: bool = False
    reader: str = "extractor.pipeline:extract_with_prose"


@dataclass
class Tally:
    """A run in numbers of documents.

    `found` are those of the inputs (`complete`: all of them). `skipped` had a result and have not changed since,
    `linked` had one under another path, `failed_before` counts those of both whose result is a failure. `outdated` are
    records of the corpus that another version has made. `review` are converted ones that a person should look at.
    """

    run: str
    found: int = 0
    complete: bool = False
    skipped: int = 0
    failed_before: int = 0
    converted: int = 0
    linked: int = 0
    failed: int = 0
    review: int = 0
    outdated: int = 0
    interrupted: bool = False
    failures: list[Report] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """Documents that this run has dealt with."""
        return self.converted + self.linked + self.failed

    @property
    def left(self) -> int | None:
        """Documents that it has still to deal with; None while they are being listed."""
        return self.found - self.skipped - self.done if self.complete else None

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.started

    def count(self, report: Report) -> None:
        """Add one document."""
        setattr(self, report.state, getattr(self, report.state) + 1)
        self.review += report.review
        if report.state == "failed" and len(self.failures) < NAMED:
            self.failures.append(report)


class Watch(Protocol):
    """Who is told how a run goes."""

    def report(self, report: Report) -> None:
        """A document is on the disk."""

    def look(self, tally: Tally) -> None:
        """How it stands; several times a second."""


def convert(
    inputs: Iterable[str], corpus: str | Path, options: Options | None = None, watch: Watch | None = None
) -> Tally:
    """Read every document that the inputs name (`sources.find`) into the corpus in a folder, which is made if need be.

    What has a result already is left alone, so that the same call again does what is missing. An interrupt (Ctrl-C)
    ends the run when the documents being read are done, a second one at once. Raises ExtractorError where the corpus
    cannot be used; a document that cannot be read is counted, not raised.
    """
    options = options or Options()
    store = open_corpus(corpus, create=True)
    job = Job(str(store.path.resolve()), str(Path.cwd()), parts.new_id(), options.schema, options.reader)
    finished = Finished(store, options.schema, reconvert=options.reconvert, retry_failed=options.retry_failed)
    tally = Tally(job.run, outdated=finished.outdated)
    seen = finished.places(store)
    listing = Listing(inputs, lambda source: seen.get(place(source)))
    work = Work(job, listing, finished.digests, options.limits, options.workers, options.address)
    links = 0  # to documents that have failed
    with closing(Places(store, job.run)) as places, _interruptible(listing, tally):
        for reports in chain(ENGINES[options.engine](work), [[]]):
            for report in reports:
                tally.count(report)
                links += report.state == "linked" and key(report.sha256) in finished.failed
                places.note(report.place, report.sha256)
                if watch is not None:
                    watch.report(report)
            tally.found, tally.skipped, tally.complete = listing.found, listing.skipped, listing.complete
            tally.failed_before = listing.failed + links
            if watch is not None:
                watch.look(tally)
    return tally


@contextmanager
def _interruptible(listing: Listing, tally: Tally) -> Iterator[None]:
    """The first interrupt ends the listing, after which the run ends by itself; the second is raised."""

    def interrupt(*_: object) -> None:
        if tally.interrupted:
            raise KeyboardInterrupt
        tally.interrupted = True
        listing.close()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, interrupt) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
        listing.close()
