"""What a confidence is worth: how true it is, and how much work it saves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

# (confidence, right): a probability that was stated, and what came of it.
Claim = tuple[float, bool]

PRECISION = 0.999
EQUAL_WIDTH = tuple(i / 15 for i in range(16))
# Finer towards 1, where the confidence of a good reader lies.
TOWARDS_ONE = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims of one stretch of confidence: how many, their mean confidence, and the share that is right."""

    claims: int
    confidence: float
    right: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share right may lie with 95 % probability (Wilson 1927)."""
        z, n, p = 1.96, self.claims, self.right
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality of the confidence over `claims` fields; None where it is not defined.

    `ece`: expected calibration error over 15 bins of equal width (Naeini et al. 2015; Guo et al. 2017). `brier`:
    mean squared distance from what came (Brier 1950). `auroc`: probability that a right field has a higher
    confidence than a wrong one, ties counting half. `coverage`: largest share of all fields, those without a record
    included, that a threshold accepts at a precision of 99.9 %; `threshold` is that confidence.
    """

    claims: int
    ece: float | None
    brier: float | None
    auroc: float | None
    coverage: float | None
    threshold: float | None


def quality(claims: Sequence[Claim], *, unread: int = 0) -> Quality:
    """The measures over claims; `unread` fields had no record, so that no threshold can accept them."""
    accepted = [
        (share, at) for share, risk, at in risk_coverage(claims, unread=unread) if risk <= 1 - PRECISION + 1e-12
    ]
    best = max(accepted, default=(0.0, None))
    known = len(claims) + unread
    return Quality(len(claims), ece(claims), brier(claims), auroc(claims), best[0] if known else None, best[1])


def bins(claims: Iterable[Claim], edges: Sequence[float]) -> list[Bin]:
    """The claims between ascending `edges`, empty bins left out; a claim on an edge belongs below it."""
    found: dict[int, list[Claim]] = {}
    for claim in sorted(claims):
        place = next((i for i, edge in enumerate(edges[1:]) if claim[0] <= edge), len(edges) - 2)
        found.setdefault(place, []).append(claim)
    return [
        Bin(len(group), sum(c for c, _ in group) / len(group), sum(right for _, right in group) / len(group))
        for group in found.values()
    ]


def ece(claims: Sequence[Claim]) -> float | None:
    """Mean distance between confidence and share right, over bins of equal width weighted by their claims."""
    if not claims:
        return None
    return sum(b.claims * abs(b.confidence - b.right) for b in bins(claims, EQUAL_WIDTH)) / len(claims)


def brier(claims: Sequence[Claim]) -> float | None:
    """Mean squared difference between confidence and outcome."""
    return sum((c - right) ** 2 for c, right in claims) / len(claims) if claims else None


def auroc(claims: Sequence[Claim]) -> float | None:
    """Area under the ROC curve of the confidence as a score for being right (Mann and Whitney's U, normed)."""
    right = sum(ok for _, ok in claims)
    wrong = len(claims) - right
    if not right or not wrong:
        return None
    below, won = 0, 0.0  # wrong claims with a lower confidence; pairs won by the right ones
    for _, tied in groupby(sorted(claims), key=lambda claim: claim[0]):
        outcomes = [ok for _, ok in tied]
        good, bad = sum(outcomes), len(outcomes) - sum(outcomes)
        won += good * (below + bad / 2)
        below += bad
    return won / (right * wrong)


def risk_coverage(claims: Sequence[Claim], *, unread: int = 0) -> list[tuple[float, float, float]]:
    """(coverage, risk, threshold) for every threshold, highest first: the share of fields that it accepts, and the
    share of those that is wrong (Geifman and El-Yaniv 2017). Equal confidences are accepted together."""
    points: list[tuple[float, float, float]] = []
    taken = wrong = 0
    for confidence, tied in groupby(sorted(claims, reverse=True), key=lambda claim: claim[0]):
        outcomes = [ok for _, ok in tied]
        taken += len(outcomes)
        wrong += len(outcomes) - sum(outcomes)
        points.append((taken / (len(claims) + unread), wrong / taken, confidence))
    return points
