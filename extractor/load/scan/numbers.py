"""The ways to read a cell that prints a number, with honest probabilities."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...core.quantity import Quantity
from . import ctc

Readings = tuple[tuple[str, float], ...]

_KEPT = 8  # readings of a cell
_LEAST = 1e-6  # probability of a reading that is kept
_ELSE = 2e-3  # probability of what no list has
_LOST, _DIRT = 0.5, 0.1  # doubt in the likeliest reading from which on all may be dirt, and how likely that is at least
_ALWAYS = frozenset(("", "0", "1", "-"))  # texts that are weighed whatever the models see
# Of the log-probabilities by the tiny model, the small one and the network of digits, for the looks that there are.
# Fitted, with the log-weights, on generated `dev` scans (python -m models.digits.fit).
_SHARPNESS: dict[tuple[bool, bool], tuple[float, float, float]] = {
    (False, False): (1.0, 0.0, 0.0),
    (True, False): (0.48, 0.48, 0.0),
    (False, True): (0.48, 0.0, 0.85),
    (True, True): (0.13, 0.24, 0.85),
}
# Log-weights.
_ZERO, _MARK, _SIGNED, _DECIMAL, _LEADING_ZERO, _OTHER_SHAPE = 1.21, -1.9, -3.2, -3.2, -5.0, -3.1
_COMMA, _NO_MONEY, _TAIL_LOST = -0.2, -6.0, -1.0
_INKED = (-6.0, -3.0)  # of a blank where a digit's ink stands, and for each e times of it
# Where ink makes no line: what the network's log-probability counts, any text but "", and a dash, the least ink of all.
_UNLINED, _FAINT, _TRACE = 1.6, -6.4, 4.5
_DENSE, _DENSEST = 36.0, 8.4  # of any text, for ink beyond a blank's, and at most
_THIN = 25.0  # and against digits, for ink that is less
_CELL = 0.1  # share of the picture of all the cell beside that of its line
_HABIT = 2.0  # the most that a table's habit counts
_DASH_INK = 1.4  # how many dashes have the ink of a digit
_UNITS = "万亿元件条个人次项份"
_CLEAR = 0.7  # probability of the reading of a line that is part of a broken number
_DIGITS = re.compile(r"[\d.,]*\d[\d.,]*")
_DASH = re.compile(r"-+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?")
_POINT_OF_GROUP = re.compile(r"\.(?=\d{3})")
_THOUSANDTHS = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # money has two decimals: the point is a comma that lost its tail


@dataclass(frozen=True, slots=True)
class Shape:
    """What a cell's ink looks like: `flat` as a dash is; `weight` as a share of a usual digit's ink on the page;
    `nothing` are the log-odds of a blank or a sign against a 0 in its table; `dense` is its ink as a share of usual
    print's, beyond the most that blanks have."""

    flat: bool
    weight: float
    nothing: float = 0.0
    dense: float = 0.0


class Seen(NamedTuple):
    """A cell's line as the tiny model, the small one and the network of digits saw it, those that looked; the last one
    may have seen the whole cell too."""

    tiny: ctc.Masked
    small: ctc.Masked | None = None
    digits: ctc.Masked | None = None
    cell: ctc.Masked | None = None


def readings(looks: Seen, shape: Shape) -> Readings:
    """Texts of a cell with ink, likeliest first, with log-probabilities that sum to a little less than one.

    Empty where nothing that is seen is a number.
    """
    scores: dict[str, float] = {}
    for text, seen in _seen(looks, {text for look in looks if look is not None for text in ctc.texts(look)} | _ALWAYS):
        weight = _prior(text, shape)
        if weight > -math.inf:
            weight += _THIN * min(0.0, shape.dense) * any(char.isdigit() for char in text)
            scores[text] = max(weight + seen, scores.get(text, -math.inf))
        comma = _POINT_OF_GROUP.sub(",", text)
        if comma != text and _GROUPED.fullmatch(comma):
            scores[comma] = max(_prior(comma, shape) + seen + _TAIL_LOST, scores.get(comma, -math.inf))
    return _listed(scores)


def unlined(seen: ctc.Masked, dense: float = 0.0) -> Readings:
    """The same of a cell in which the ink makes no line, as the network of digits saw all of it: nearly always a blank,
    but faint print may be there, where the ink is `dense` as in `Shape`."""
    texts = [text for text in ctc.texts(seen).keys() | _ALWAYS if not text or Quantity.read(text) is not None]
    faint = _FAINT + min(_DENSEST, _DENSE * max(0.0, dense))
    weights = {"": 0.0, "-": max(_FAINT + _TRACE, faint)}
    logs = zip(texts, ctc.logps(seen, texts).tolist(), strict=True)
    return _listed({text: _UNLINED * log + weights.get(text, faint) for text, log in logs})


def or_others(found: Readings, shares: Mapping[str, float]) -> Readings:
    """Readings of a cell of which, by what other cells show, such shares print one of these texts that it has lost."""
    chances = {text: (1 - sum(shares.values())) * math.exp(log) for text, log in found}
    for text, share in shares.items():
        chances[text] = chances.get(text, 0.0) + share * (1 - _ELSE)
    return _listed({text: math.log(chance) for text, chance in chances.items()})


def broken(lines: Iterable[Readings], *, surely: bool = True) -> Readings:
    """Readings of a number that is broken into lines of such readings; none unless all of them may be digits, or
    `surely` are."""
    scores = {"": 0.0}
    for found in lines:
        if not found or (surely and not (_DIGITS.fullmatch(found[0][0]) and found[0][1] > math.log(_CLEAR))):
            return ()
        ways = [(start + text, log + more) for start, log in scores.items() for text, more in found]
        scores = dict(sorted(ways, key=lambda way: way[1])[-_KEPT:])
    known = {text: log for text, log in scores.items() if not text or Quantity.read(text) is not None}
    return _listed(known) if known else ()


def _listed(scores: dict[str, float]) -> Readings:
    """The texts of log-weights as readings."""
    top = max(scores.values())
    total = top + math.log(sum(math.exp(score - top) for score in scores.values())) - math.log1p(-_ELSE)
    doubt = 1 - math.exp(top - total)
    if doubt > _LOST:  # what could be any digit may be none: dirt, or noise as dense as print
        scores = scores | {"": max(scores.get("", -math.inf), math.log(_DIRT * doubt) + total)}
    best = sorted(scores.items(), key=lambda item: -item[1])
    kept = best[:_KEPT] + [item for item in best[_KEPT:] if not item[0]]  # noise spreads over all digits
    return tuple((text, score - total) for text, score in kept if score - total > math.log(_LEAST))


def _seen(looks: Seen, texts: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Each text with what was seen of it: the log-probabilities of those that looked, each trusted so far."""
    trust = _SHARPNESS[looks.small is not None, looks.digits is not None]
    weighed = [(look, share) for look, share in zip(looks[:3], trust, strict=True) if look is not None]
    given = list(texts)
    logs = np.stack([ctc.logps(look, given) for look, _ in weighed], axis=1)
    if looks.cell is not None:  # either picture may lack what the other shows
        whole = math.log(_CELL) + ctc.logps(looks.cell, given)
        logs[:, -1] = np.logaddexp(math.log1p(-_CELL) + logs[:, -1], whole)
    return zip(given, (logs @ np.array([share for _, share in weighed])).tolist(), strict=True)


def _prior(text: str, shape: Shape) -> float:
    """Log-weight of a text before its characters are looked at: forms print counts, mostly 0, seldom signs and
    decimals."""
    habit = min(_HABIT, max(-_HABIT, shape.nothing))
    if not text:
        ink = shape.weight * (_DASH_INK if shape.flat else 1.0)
        return habit + _INKED[0] + _INKED[1] * math.log(max(ink, 1e-3))
    read = Quantity.read(text)
    if read is None:
        return -math.inf
    if bool(_DASH.fullmatch(text)) != shape.flat:
        return _OTHER_SHAPE + (habit if shape.flat is False else 0.0)
    if read.kind == "mark":
        return _MARK + habit
    counted = text.rstrip(_UNITS)
    if counted == "0":
        return _ZERO - max(0.0, habit)
    digits = counted.lstrip("+-")
    weight = 0.0 if digits == counted else _SIGNED
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        weight += _LEADING_ZERO
    if _GROUPED.fullmatch(digits):
        return weight + _COMMA
    if _THOUSANDTHS.fullmatch(digits):
        return weight + _NO_MONEY
    return weight + (0.0 if digits.isdigit() else _DECIMAL)
