"""The list of what is to be read, made while the reading goes on."""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, Full, Queue

from .sources import Source, find

_ROOM = 512  # documents that may wait; then the listing waits
_LOOK = 0.2  # seconds between two looks at whether the run has ended


class Listing:
    """Documents that `inputs` name, found by a thread that is never far ahead of those who take them.

    `known` says of a source with a result whether that is a failure, and None of others. `found`, `skipped` (those
    with a result) and `failed` (of those) count so far.
    """

    def __init__(self, inputs: Iterable[str], known: Callable[[Source], bool | None]) -> None:
        self.found = self.skipped = self.failed = 0
        self._inputs, self._known = inputs, known
        self._queue: Queue[Source] = Queue(_ROOM)
        self._closed, self._complete = threading.Event(), threading.Event()
        self._error: Exception | None = None
        threading.Thread(target=self._list, name="listing", daemon=True).start()

    def take(self) -> Source | None:
        """The next document; None where none is known yet or none is left. Raises what stopped the listing."""
        if self._closed.is_set():
            return None
        try:
            return self._queue.get_nowait()
        except Empty:
            if self._error is not None:
                raise self._error from None
            return None

    @property
    def complete(self) -> bool:
        """Whether `found` is final."""
        return self._complete.is_set()

    @property
    def ended(self) -> bool:
        """Whether nothing is left to take."""
        return self._closed.is_set() or (self.complete and self._queue.empty() and self._error is None)

    def close(self) -> None:
        """Look for no more, and give no more out."""
        self._closed.set()

    def _list(self) -> None:
        try:
            for source in find(self._inputs):
                self.found += 1
                failed = self._known(source)
                if failed is not None:
                    self.skipped += 1
                    self.failed += failed
                elif not self._put(source):
                    return
        except Exception as error:  # raised again where it is taken notice of
            self._error = error
        self._complete.set()

    def _put(self, source: Source) -> bool:
        while not self._closed.is_set():
            try:
                self._queue.put(source, timeout=_LOOK)
                return True
            except Full:
                continue
        return False
