"""How a run goes and how it went: a moving line for people, plain lines for files, JSON lines for machines."""

import json
import time
from typing import TYPE_CHECKING, Any, Self, TextIO

from .batch import NAMED, Tally
from .worker import Report

if TYPE_CHECKING:
    from rich.progress import Progress

_MOVING = 0.2  # seconds between two states of the moving line …
_PLAIN = 30.0  # … between two plain lines …
_JSON = 5.0  # … and between two JSON lines on the progress


class _Timely:
    """Says something when so many seconds have passed since it last did."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._next = seconds, time.monotonic() + seconds

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class JsonLines:
    """One JSON object a line: `document` for each that is on the disk, `progress` now and then, `summary`."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._due = out, _Timely(_JSON)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.flush()

    def report(self, report: Report) -> None:
        """A line for the document."""
        about = {name: getattr(report, name) for name in ("path", "sha256", "state", "review", "stage", "error")}
        self._say("document", about | {"seconds": round(report.seconds, 3)})

    def look(self, tally: Tally) -> None:
        """A line now and then."""
        if self._due():
            self._say("progress", _numbers(tally))

    def end(self, tally: Tally) -> None:
        """The last line."""
        self._say("summary", _numbers(tally) | {"interrupted": tally.interrupted, "run": tally.run})

    def _say(self, event: str, about: dict[str, Any]) -> None:
        self._out.write(json.dumps({"event": event, **about}, ensure_ascii=False) + "\n")
        self._out.flush()


class PlainLines:
    """A line now and then, and the summary; for output that is kept in a file."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._due = out, _Timely(_PLAIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.flush()

    def report(self, report: Report) -> None:
        """Documents are not named one by one."""

    def look(self, tally: Tally) -> None:
        """A line now and then."""
        if self._due():
            self._out.write(state(tally) + "\n")
            self._out.flush()

    def end(self, tally: Tally) -> None:
        """The summary, with the failures by name."""
        self._out.write("\n".join(summary(tally)) + "\n")


class MovingLine(PlainLines):
    """A bar with the numbers beside it, drawn anew where it stands; for a terminal."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self._due = _Timely(_MOVING)
        self._progress = _bar(out)
        self._task = self._progress.add_task("", total=None, state="looking for documents")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def look(self, tally: Tally) -> None:
        """Move."""
        if self._due():
            total = tally.found - tally.skipped if tally.complete else None
            self._progress.update(self._task, total=total, completed=tally.done, state=state(tally), refresh=True)

    def end(self, tally: Tally) -> None:
        """The summary below the bar."""
        self._progress.stop()
        super().end(tally)


Shown = JsonLines | PlainLines | MovingLine


def _bar(out: TextIO) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(file=out, highlight=False, emoji=False, markup=False)
    return Progress(
        BarColumn(24),
        TextColumn("{task.fields[state]}", markup=False),
        console=console,
        auto_refresh=False,
        transient=True,
    )


def state(tally: Tally) -> str:
    """Done, failed, to review, speed, time left: "1,204 of 5,000 done, 3 failed, 41 to review, 22.1/s, 2 min left"."""
    total = f" of {tally.found - tally.skipped:,}" if tally.complete else f" of {tally.found - tally.skipped:,} so far"
    parts = [f"{tally.done:,}{total} done", f"{tally.failed:,} failed", f"{tally.review:,} to review"]
    speed = tally.done / tally.seconds if tally.seconds else 0.0
    if tally.done:
        parts.append(f"{speed:.1f}/s")
        if tally.left is not None:
            parts.append(f"{_duration(tally.left / speed)} left")
    if tally.interrupted:
        parts.append("ending with the documents that are being read; Ctrl-C again ends at once")
    return ", ".join(parts)


def summary(tally: Tally) -> list[str]:
    """What came of it, and each failure by name, as far as they are not too many."""
    speed = f", {tally.done / tally.seconds:.1f}/s" if tally.done else ""
    told = [f"{_count(tally.converted, 'document')} converted in {_duration(tally.seconds)}{speed}"]
    counts = {
        f"{tally.review:,} of them to review: doubtful or conflicting fields": tally.review,
        f"{tally.linked:,} more with the bytes of another document, linked to it": tally.linked,
        f"{tally.skipped:,} skipped: done before": tally.skipped,
        f"{_count(tally.failed_before, 'document')} failed before: --retry-failed tries again": tally.failed_before,
        f"{_count(tally.outdated, 'record')} by another version or report type: --reconvert reads them again":
            tally.outdated,
        f"{tally.failed:,} failed:": tally.failed,
    }  # fmt: skip
    told += [line for line, number in counts.items() if number]
    told += [f"  {failure.path}: {failure.stage}: {failure.error}" for failure in tally.failures]
    if tally.failed > len(tally.failures):
        told.append(f"  and {tally.failed - NAMED:,} more: select path, stage, error from failures")
    if tally.complete and not tally.found:
        told.append("nothing was found: check the paths and the patterns")
    if tally.interrupted:
        told.append("interrupted: the same command goes on from here")
    return told


def _numbers(tally: Tally) -> dict[str, Any]:
    names = ("converted", "failed", "review", "linked", "skipped", "failed_before", "outdated", "found")
    speed = tally.done / tally.seconds if tally.seconds else 0.0
    eta = tally.left / speed if speed and tally.left is not None else None
    return {name: getattr(tally, name) for name in names} | {
        "complete": tally.complete,
        "seconds": round(tally.seconds, 1),
        "documents_per_second": round(speed, 2),
        "seconds_left": None if eta is None else round(eta, 1),
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
