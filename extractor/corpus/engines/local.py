"""Processes of this machine."""

import os
from collections.abc import Iterator

from ..known import Claims
from ..pool import Pool
from ..worker import Report
from .work import Work

_LOOK = 0.1  # seconds


def run(work: Work) -> Iterator[list[Report]]:
    """One queue, from which each worker takes the next document when it is free."""
    workers = work.workers or len(os.sched_getaffinity(0))
    pool = Pool(work.job, workers, work.limits, Claims(work.finished))
    try:
        while pool.reading or not work.listing.ended:
            while pool.free and (source := work.listing.take()) is not None:
                pool.submit(source)
            yield pool.wait(_LOOK)
        yield pool.finish()
    finally:
        pool.close()
