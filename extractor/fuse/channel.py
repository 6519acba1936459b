"""What may have happened between a true number and the reading of it: the office misprints, the reader misreads.

A cell of a scan has a true value that the sums are about, a printed one that the record is about, and readings.
Printed and true differ where the office made a mistake, readings and printed where the reader did. Both kinds of
mistakes have their own likely forms, so that two sums which cross at a cell do not yet say whose it was.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..core.evidence import Evidence, Reading

_MISREAD = 1e-4  # a reading that says it is sure is wrong all the same, and the true one none of those offered
_POOR = 0.05  # of a document's mean doubt: readers are too sure of themselves, the more so the worse the picture
_UNLISTED = 0.1  # of the doubt in the first reading
_SURE = -0.01  # log-probability of a reading without doubt
_SIGN = 3  # characters of a sign for nothing, at most
_TOTAL = 2e-3  # an office misprints a total: one report in ten has a broken sum, of some forty
_PART = 3e-4  # and any other number
_ALIKE = frozenset(
    frozenset(pair) for pair in ("38", "35", "56", "68", "08", "06", "17", "71", "49", "14", "89", "69", "27", "90")
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What a document's cells have in common: how it prints what counts nothing (0, /, or a blank; the part of each
    relative to the usual sign, and the reading of the usual one that is no blank), and how often a reading of it is
    wrong and the right one not offered."""

    parts: Mapping[str, float]
    inked: Reading
    misread: float

    def part(self, reading: Reading) -> float:
        """1 for a number and for the usual sign, less for others."""
        return 1.0 if reading.value else self.parts.get(reading.raw, min(self.parts.values(), default=1.0))


def habits_of(evidence: Sequence[Evidence]) -> Habits:
    """The habits of a document, as the readings of its cells show them."""
    cells = [e for e in evidence if len(e.fields) == 1]
    sure = [e.options[0].readings[0] for e in cells if e.options[0].logp > _SURE]
    signs = [reading for reading in sure if not reading.value and len(reading.raw) <= _SIGN]
    counted = Counter(reading.raw for reading in signs)
    most = max(counted.values(), default=0)
    inked = max((reading for reading in signs if reading.raw), key=lambda r: counted[r.raw], default=Reading(0, "0"))
    known = {raw: (n + 1) / (most + 1) for raw, n in counted.items()}
    doubt = sum(1 - math.exp(e.options[0].logp) for e in cells) / max(1, len(cells))
    return Habits({**dict.fromkeys(("", "0", "/"), 1 / (most + 1)), **known}, inked, _MISREAD + _POOR * doubt)


@dataclass(frozen=True, slots=True)
class Channel:
    """One doubtful cell: its readings with their probabilities, and how often its kind is misprinted.

    `values` has a blank as None, `texts` what is printed. `other` is the probability that none of the readings is.
    """

    texts: tuple[str, ...]
    values: tuple[float | None, ...]
    shares: tuple[float, ...]
    other: float
    misprinted: float
    zero: str

    def effects(self) -> dict[float, float]:
        """Probability of the readings for each value that the sums may see, blank being 0."""
        values = dict.fromkeys(value or 0.0 for value in self.values)
        return {value: sum(self.ways(value).values()) for value in values}

    def free(self, true: float) -> float:
        """Log-probability of the readings where this is the true value."""
        return math.log(max(sum(self.ways(true).values()), 1e-300))

    def ways(self, true: float) -> dict[int, float]:
        """What may be printed where this is the true value, by index of the reading (-1: the value itself, as no
        reading has it), with the joint probability of it and the readings."""
        found = {}
        for i, (value, share) in enumerate(zip(self.values, self.shares, strict=True)):
            same = (value or 0.0) == true
            found[i] = share * (1 - self.misprinted if same else self.misprinted * misprint(_text(true), _text(value)))
        printed = _text(true) if true else self.zero
        if printed not in self.texts:
            found[-1] = self.other * misread(printed, self.texts[0])
        return found


def channel_of(evidence: Evidence, habits: Habits, *, total: bool) -> Channel:
    """The channel of a fallible evidence of one field; `total` says that the field is the total of a sum."""
    readings = [option.readings[0] for option in evidence.options]
    texts = tuple(_text(float(r.value)) if isinstance(r.value, int | float) and r.value else r.raw for r in readings)
    weights = [math.exp(option.logp) for option in evidence.options]
    other = max(habits.misread + _UNLISTED * (1 - weights[0] / sum(weights)), 1 - sum(weights))
    weights = [w * habits.part(reading) for w, reading in zip(weights, readings, strict=True)]
    whole = sum(weights)
    alike = [misread(text, texts[0]) if i else 0.0 for i, text in enumerate(texts)]
    shares = tuple((1 - other) * w / whole + other * a for w, a in zip(weights, alike, strict=True))
    values = tuple(_number(reading.value) for reading in readings)
    return Channel(texts, values, shares, other, _TOTAL if total else _PART, habits.inked.raw)


@lru_cache(maxsize=65536)
def misread(printed: str, read: str) -> float:
    """Probability of a print, given that a reader misread it as this: digits alike, one lost or added, ink missed."""
    if not read:
        return 0.2 * 0.1 ** len(printed) if printed else 0.0
    if not printed:
        return 0.05
    if len(printed) == len(read):
        changed = [pair for pair in zip(printed, read, strict=True) if pair[0] != pair[1]]
        if len(changed) == 1:
            return 0.6 / len(read) * (0.2 if frozenset(changed[0]) in _ALIKE else 0.07)
        return 0.05 * 0.11 ** len(changed)
    if len(printed) == len(read) + 1 and _without_one(printed, read):
        return 0.2 / (10 * len(printed))
    if len(printed) + 1 == len(read) and _without_one(read, printed):
        return 0.1 / len(read)
    return 0.05 * 0.1 ** max(len(printed), len(read))


@lru_cache(maxsize=65536)
def misprint(true: str, printed: str) -> float:
    """Probability of a print, given that an office misprints this number: as in `core.record.Cause`."""
    if printed in ("", "0"):
        return 0.15
    found = 0.1 * 0.1 ** len(true)
    if len(true) == len(printed) > 1 and sorted(true) == sorted(printed):
        found += 0.15
    if len(true) == len(printed) + 1 and _without_one(true, printed):
        found += 0.15 / len(true)
    if len(true) + 1 == len(printed) and _without_one(printed, true):
        found += 0.15 / len(printed)
    if true.isdigit() and printed.isdigit() and abs(int(true) - int(printed)) in (1, 2, 10):
        found += 0.03
    return found


def _text(value: float | None) -> str:
    return "" if value is None else str(int(value)) if float(value).is_integer() else str(value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
