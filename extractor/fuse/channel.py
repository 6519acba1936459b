"""What may have happened between a true number and the reading of it: the office misprints, the reader misreads.

A cell of a scan has a true value that the sums are about, a printed one that the record is about, and readings.
Printed and true differ where the office made a mistake, readings and printed where the reader did. Both kinds of
mistakes have their own likely forms, so that two sums which cross at a cell do not yet say whose it was.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..core.evidence import Evidence, Reading
from .confusions import Confusions, odds
from .habits import Habits

_MISREAD = 1e-4  # a reading that says it is sure is wrong all the same, and the true one none of those offered
_POOR = 0.05  # of a document's mean doubt: readers are too sure of themselves, the more so the worse the picture
_GUESSED = 4.0  # times a document's mean doubt: what of a misread sign for nothing is guessed
_GUESSED_WRONG = 0.97  # the same where a digit was read
_FADES, _FADED = 10.0, 0.3  # times the square of a document's mean doubt nothing is left of a sign; at most
_SURE = 0.9  # probability of a reading without doubt, which is wrong all the same where digits are confused
_LEGIBLE = 0.8  # probability of a 0 that was read well
_RATHER = 2.0  # how much oftener a sign for nothing is misread as a number than a 0 (generated scans, by the letter)
_LEANS = 10.0  # the same of one that is read as a leaning stroke, on a page without doubts: a / is, a 0 never
_OUT_OF_PLACE = 0.03  # probability of a unit where readers saw none, and of none where they saw one
_RARE = 0.01  # part of a sign for nothing that a document is not known to print
_UNLISTED = 0.1  # of the doubt in the first reading
_SHARPER = 1.4  # readers of pictures spread more probability over other readings than they err
_BLUNT = 2.0  # but less where they doubt much: times a document's mean doubt
LEANING = frozenset(("1", "7"))  # what a stroke is taken for by a reader who is nearly sure
_TOTAL = 2e-3  # an office misprints a total: one report in ten has a broken sum, of some forty
_PART = 3e-4  # and any other number
_ALIKE = frozenset(
    frozenset(pair) for pair in ("38", "35", "56", "68", "08", "06", "17", "71", "49", "14", "89", "69", "27", "90")
)


def is_sure(evidence: Evidence) -> bool:
    """Whether a reader that may be wrong says that it is not."""
    return evidence.fallible and math.exp(evidence.options[0].logp) > _SURE


@dataclass(frozen=True, slots=True)
class Channel:
    """One doubtful cell: its readings with their probabilities, and how often its kind is misprinted.

    `values` has a blank as None, `texts` what is printed. `other` is the probability that none of the readings is.
    `signs` has the part of each sign for nothing in the document, `sign` the usual one that no reading offers,
    `guessed` how much of a sign is known from the document rather than from its own reading, `faded` how likely nothing
    is left of one, `united` the share of the readings that have a unit, `confused` the digits that its document
    confuses.
    """

    texts: tuple[str, ...]
    values: tuple[float | None, ...]
    shares: tuple[float, ...]
    other: float
    misprinted: float
    signs: Mapping[str, float]
    sign: Reading | None
    guessed: float
    faded: float = 0.0
    united: float = 0.0
    confused: Confusions = field(default_factory=dict)

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
        printed = _text(true) if true else self.sign.raw if self.sign else None
        if printed is not None and (not true or printed not in self.texts):
            found[-1] = self.other * misread(printed, self.texts[0])
            found[-1] += self.shares[0] * odds(printed, self.texts[0], self.confused)
        if not true and not self.texts[0]:
            return self._faded(found)
        doubtful = self.values[0] or (self.values[0] == 0 and self.shares[0] < _LEGIBLE)
        return found if true or not doubtful else self._as_usual(found)

    def _as_usual(self, ways: dict[int, float]) -> dict[int, float]:
        """Ways to print nothing where a number was read, or a 0 hardly: by the document's habit, and a sign that was
        so misread is in part guessed. A 0 is seldom misread where a sign for nothing is."""
        parts = {i: self._part(sign) * self._looks(sign) for i, sign in self._nothing(ways).items()}
        whole = sum(ways[i] for i in parts)
        fitting = sum(ways[i] * part for i, part in parts.items()) or 1.0
        guessed = max(self.guessed, _GUESSED_WRONG if self.values[0] else 1 - self.shares[0])
        own, habit = whole * (1 - guessed) / fitting, whole * guessed / (sum(parts.values()) or 1.0)
        return ways | {i: own * ways[i] * part + habit * part for i, part in parts.items()}

    def _faded(self, ways: dict[int, float]) -> dict[int, float]:
        """Ways to print nothing where nothing was read: a blank, or what the document prints there and has lost."""
        signs = self._nothing(ways)
        lost = self.faded * ways[0]
        parts = {i: (ways[i] + (lost if i else 0.0)) * self._part(sign) for i, sign in signs.items()}
        whole, fitting = sum(ways[i] for i in signs), sum(parts.values()) or 1.0
        return ways | {i: whole * part / fitting for i, part in parts.items()}

    def _nothing(self, ways: Iterable[int]) -> dict[int, str]:
        """Those of the ways that print nothing, with the sign that they print for it."""
        return {
            i: self.texts[i] if i >= 0 or self.sign is None else self.sign.raw
            for i in ways
            if i < 0 or not self.values[i]
        }

    def _part(self, sign: str) -> float:
        """How much of what the document prints for nothing is this sign."""
        return max(self.signs.get(sign, 0.0), _RARE)

    def _looks(self, sign: str) -> float:
        """How likely a sign for nothing looks like what was read here, as against others."""
        if sign[:1] != "0":
            rather = _RATHER + (_LEANS - _RATHER) * max(0.0, 1 - 2 * self.guessed) * (self.texts[0] in LEANING)
            return rather * max(1 - self.united, _OUT_OF_PLACE)
        return max(self.united if _has_unit(sign) else 1 - self.united, _OUT_OF_PLACE)


def channel_of(evidence: Evidence, habits: Habits, *, total: bool) -> Channel:
    """The channel of a fallible evidence of one field; `total` says that the field is the total of a sum."""
    readings = [option.readings[0] for option in evidence.options]
    texts = tuple(_text(float(r.value)) if isinstance(r.value, int | float) and r.value else r.raw for r in readings)
    given = [math.exp(option.logp) for option in evidence.options]
    sharper = _SHARPER / (1 + _BLUNT * habits.doubt)
    weights = [weight**sharper for weight in given]
    doubt = 1 - weights[0] / sum(weights)
    other = max(_MISREAD + _POOR * habits.doubt + _UNLISTED * doubt, max(0.0, 1 - sum(given)) ** sharper)
    alike = [misread(text, texts[0]) if i else 0.0 for i, text in enumerate(texts)]
    shares = tuple((1 - other) * w / sum(weights) + other * a for w, a in zip(weights, alike, strict=True))
    confused = habits.confused if is_sure(evidence) else {}
    shares = tuple(
        max(share, shares[0] * odds(text, texts[0], confused)) for share, text in zip(shares, texts, strict=True)
    )
    values = tuple(_number(reading.value) for reading in readings)
    sign = next((reading for reading, _ in habits.signs if reading.raw and reading.raw not in texts), None)
    signs = {reading.raw: part for reading, part in habits.signs}
    misprinted = _TOTAL if total else _PART
    united = sum(w for w, r in zip(given, readings, strict=True) if _has_unit(r.raw)) / sum(given)
    guessed = min(0.5, _GUESSED * habits.doubt)
    faded = min(_FADED, _FADES * habits.doubt**2)
    return Channel(texts, values, shares, other, misprinted, signs, sign, guessed, faded, united, confused)


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


def _has_unit(raw: str) -> bool:
    return len(raw) > 1 and raw[0].isdigit() and raw[-1] > "\u4e00"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
