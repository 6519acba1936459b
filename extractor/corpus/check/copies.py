"""Texts that were copied: from last year's report, or from another agency's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .finding import Finding, Who
from .reports import Report

if TYPE_CHECKING:
    import numpy as np

_LENGTH = 8  # characters of a shingle
_HASHES, _BAND = 64, 4  # texts alike in 8 of 10 shingles share one of the 16 bands nearly always
_SHORTEST = 400  # characters; shorter texts say what the form has them say
_ALIKE = 0.8  # share of shingles
_MOST = 50  # candidates that a report is compared with
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Sketch:
    """A text's signature: equal places of two signatures are as many as the texts' shared shingles, in proportion."""

    who: Who
    marks: "np.ndarray"


def sketch(report: Report) -> Sketch | None:
    """The signature of a report's text without its numbers; None for a text too short to be copied."""
    text = _NOT_HAN.sub("", report.prose)
    return Sketch(report.who, _marks(text)) if len(text) >= _SHORTEST else None


def check(sketches: list[Sketch]) -> Iterator[Finding]:
    """For each text the earlier one, or the other agency's of the same year, that it is most alike, if it is alike."""
    buckets: dict[tuple[int, bytes], list[int]] = {}
    for k, one in enumerate(sketches):
        for band in range(0, _HASHES, _BAND):
            buckets.setdefault((band, one.marks[band : band + _BAND].tobytes()), []).append(k)
    near: dict[int, dict[int, None]] = {}
    for same in buckets.values():
        for place, k in enumerate(same):
            for other in same[max(0, place - _MOST) : place]:
                near.setdefault(k, {})[other] = None
                near.setdefault(other, {})[k] = None
    for k, others in sorted(near.items()):
        one = sketches[k]
        alike = [(_share(one, sketches[o]), sketches[o]) for o in list(others)[:_MOST] if _may_copy(one, sketches[o])]
        if alike:
            share, source = max(alike, key=lambda found: (found[0], found[1].who))
            if share >= _ALIKE:
                yield _copied(one.who, source.who, share)


def _may_copy(one: Sketch, source: Sketch) -> bool:
    same_agency = one.who.agency == source.who.agency
    return source.who.year < one.who.year if same_agency else source.who.year == one.who.year


def _copied(who: Who, source: Who, share: float) -> Finding:
    own = who.agency == source.agency
    return Finding(
        "copy",
        "look",
        "copy/last_year" if own else "copy/neighbour",
        who,
        "copied",
        formula=f"≈{round(share * 100)}%",
        cause="copied_own" if own else "copied",
        args={"source": f"{source.name}{source.year}年"},
        others=(source.sha256,),
        key=f"{source.agency}|{source.year}",
    )


def _share(one: Sketch, other: Sketch) -> float:
    return float((one.marks == other.marks).mean())


def _marks(text: str) -> "np.ndarray":
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes, _LENGTH)
    base = np.uint64(0x100000001B3) ** np.arange(_LENGTH, dtype=np.uint64)
    shingles = (windows * base).sum(axis=1, dtype=np.uint64)
    shingles ^= shingles >> np.uint64(31)
    factors, shifts = _family()
    least = [((shingles * a + b) >> np.uint64(32)).min() for a, b in zip(factors, shifts, strict=True)]
    return np.array(least, dtype=np.uint32)


@cache
def _family() -> tuple["np.ndarray", "np.ndarray"]:
    """Hash functions: odd factors and shifts, the same in every run."""
    import numpy as np

    rng = np.random.Generator(np.random.PCG64(20190415))
    factors = rng.integers(0, 2**63, _HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors, rng.integers(0, 2**63, _HASHES, dtype=np.uint64)
