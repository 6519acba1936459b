"""Digits that a reader confuses all through a document, as the cells tell that its sums have put right.

A fax that loses thin strokes leaves of every 4 its stem, which is read as a sure 1. One such cell under a sum shows the
mistake; a few of them show how often a 1 of this document is a 4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

Confusions = Mapping[tuple[str, str], float]  # (digit read, digit printed) → odds against its being as read

_LEAST = 2  # times that sums have put a digit right
_FEW = 1.0  # digits read as printed that a document is thought to have besides


def confusions_of(pairs: Iterable[tuple[str, str]]) -> Confusions:
    """From texts as read first with what they were decided to be, of cells under sums that leave little doubt."""
    kept, taken = Counter[str](), Counter[tuple[str, str]]()
    for read, printed in pairs:
        if len(read) == len(printed):
            for one, other in zip(read, printed, strict=True):
                if one == other:
                    kept[one] += 1
                elif one.isdigit() and other.isdigit():
                    taken[one, other] += 1
    return {pair: times / (kept[pair[0]] + _FEW) for pair, times in taken.items() if times >= _LEAST}


def odds(printed: str, read: str, known: Confusions) -> float:
    """Odds of this print against its being as read, by the document's confusions; 0 where they do not explain it."""
    if not known or len(printed) != len(read) or printed == read:
        return 0.0
    found = 1.0
    for one, other in zip(read, printed, strict=True):
        found *= 1.0 if one == other else known.get((one, other), 0.0)
    return found
