"""From the strength of evidence to a probability: one replaceable step.

A first model, by hand and monotone: log-odds that add up. A better match, a likelier joint reading, one more sum
that holds never lower it; a broken sum, digits that had to be cut never raise it. Calibration replaces the
numbers, not the callers.
"""

import math
from dataclasses import dataclass

from ..core.evidence import MatchKind

_MATCH: dict[MatchKind, float] = {"exact": 5.0, "alias": 4.7, "fuzzy": 3.2, "position": 3.0}
_ON_PICTURES: dict[MatchKind, float] = _MATCH | {"fuzzy": 4.6, "position": 3.6}  # where few labels are read exactly
_HELD = 0.6  # for each sum over a value that holds, two at most
_BROKEN = -1.2
_CUT = -1.5  # digits were cut out of a longer run
_TRACELESS = -2.5  # a blank of which the text keeps nothing
_MISSING = {True: 3.5, False: 2.5}  # the table was found, or not even that
_MISSING_ON_PICTURES = 2.0  # where a row may be lost with its rulings
_NARRATIVE = (-1.0, 4.2)  # log-odds at score 0, and what a full score adds
_DOUBT_LEFT = 0.4  # of the doubt in a count, where the table says the same
_TRUST_LEFT = 0.6  # of the confidence in it, where no definition ties it to the table


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a value of a table: sums over it that hold with a number other than 0, and that break."""

    held: int = 0
    broken: int = 0


def of_cell(match: MatchKind, share: float, support: Support, *, cut: bool = False, traceless: bool = False) -> float:
    """Confidence of a table's slot; `share` is its probability among the joint readings."""
    return _of_place(_MATCH[match], share, support, (_CUT if cut else 0.0) + (_TRACELESS if traceless else 0.0))


def of_read_cell(match: MatchKind, share: float, support: Support) -> float:
    """The same for a slot that was read off a picture; its sums are weighed in `share`, and tell of its place here."""
    return _of_place(_ON_PICTURES[match], share, Support(support.held), 0.0)


def _of_place(odds: float, share: float, support: Support, doubt: float) -> float:
    odds += _HELD * min(support.held, 2) + _BROKEN * min(support.broken, 2)
    return round(share * _probability(odds + doubt), 4)


def of_missing(table_found: bool, *, pictured: bool = False) -> float:
    """Confidence that a slot is not printed; `pictured` says that the document was read off pictures."""
    return round(_probability(_MISSING_ON_PICTURES if pictured else _MISSING[table_found]), 4)


def of_count(score: float, share: float = 1.0) -> float:
    """Confidence of a count or fact from the text, `share` being its part among rival readings."""
    floor, slope = _NARRATIVE
    return round(share * _probability(floor + slope * score), 4)


def confirmed(confidence: float) -> float:
    """A count's confidence after the table has said the same."""
    return round(1 - (1 - confidence) * _DOUBT_LEFT, 4)


def contradicted(confidence: float) -> float:
    """A count's confidence after no definition has tied it to the table."""
    return round(confidence * _TRUST_LEFT, 4)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
