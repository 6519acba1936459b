"""A table of doubtful cells decoded as the product code that it is: rows, columns and balances check each other.

Every cell is in some short sum, so the table falls into blocks, whose joint readings are listed; the other sums
choose among the lists. Lists are cut where a joint reading is so much less likely than its block's best that, given
what was found, it cannot matter any more. Where too many matter, cells and sums exchange beliefs instead.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from ..core.evidence import Evidence, Option, Reading
from .beliefs import Posterior, believe
from .blocks import Listing, Variable, joint_readings
from .channel import Channel, channel_of
from .crossing import Block, cross
from .habits import Habits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_MATTERS = 8.0  # joint readings so much less likely than the best one do not count
_FAR = 30.0  # where no joint reading is found that is nearer than this, all that there is room for are weighed
_ALL = 500.0
_OUT_OF_REACH = 40.0  # nats of doubt in a part from which on no exact answer is tried
_LARGEST = 1e12  # beyond it sums are not told apart
_LEAST = 1e-4  # values with a smaller probability are not told
_MILLIONTHS = 1e6  # sums across blocks are whole millionths: money is printed with up to six decimals


@dataclass(frozen=True, slots=True)
class Part:
    """Evidence that is connected by sums. `adds[i]` is what 1 more of each field of evidence i adds to every sum
    ([fields][sums]), `start` what every sum has from cells that are certain; `totals[i]` says that evidence i is the
    total of a sum; `habits[i]` are those of its table."""

    evidence: Sequence[Evidence]
    adds: "Sequence[Numbers]"
    start: "Numbers"
    totals: Sequence[bool]
    habits: Sequence[Habits]


Shares = tuple[Evidence, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Each evidence, with the values added that sums imply where no reading offers them, and the probability of each
    of its options; whether nothing had to be given up for a bound; and by how much the joint readings under the sums
    are likelier, as a logarithm, than the readings were if the sums told nothing of these cells."""

    shares: list[Shares]
    whole: bool
    gain: float


def decode_part(part: Part, broken: float, chance: float) -> Decoded:
    """The joint readings of a part. A sum that does not hold costs `broken`; `chance` is the log-probability with
    which numbers that have nothing to do with each other add up."""
    channels = [
        channel_of(e, habits, total=total) if e.fallible and len(e.fields) == 1 else None
        for e, total, habits in zip(part.evidence, part.totals, part.habits, strict=True)
    ]
    variables = [_variable(*each) for each in zip(part.evidence, part.adds, channels, strict=True)]
    found = _posterior(variables, part, broken, doubtful=all(channel is not None for channel in channels))
    free = sum(float(v.logs.max()) for v in variables) + chance * int(_told_something(variables, part.start).sum())
    shares = [_told(*each) for each in zip(part.evidence, channels, found.true, strict=True)]
    return Decoded(shares, found.whole, found.total - free)


def _posterior(variables: Sequence[Variable], part: Part, broken: float, *, doubtful: bool) -> Posterior:
    """What each variable is: by beliefs where all are cells that a reader may have misread, and too many joint readings
    matter, or none near the readers' own can be; else exactly, as far as bounds allow."""
    if not doubtful:
        return _exactly(variables, part, broken)
    exact = _exactly(variables, part, broken, _FAR) if _doubt(variables) < _OUT_OF_REACH else None
    if exact is not None and exact.whole:
        return exact
    return believe(variables, part.start, broken) or exact or _exactly(variables, part, broken)


def _doubt(variables: Sequence[Variable]) -> float:
    """How many nats the readings leave open."""
    import numpy as np

    shares = [v.logs - np.logaddexp.reduce(v.logs) for v in variables]
    return -sum(float((np.exp(share) * share).sum()) for share in shares)


@overload
def _exactly(variables: Sequence[Variable], part: Part, broken: float) -> Posterior: ...


@overload
def _exactly(variables: Sequence[Variable], part: Part, broken: float, most: float) -> Posterior | None: ...


def _exactly(variables: Sequence[Variable], part: Part, broken: float, most: float = math.inf) -> Posterior | None:
    """The posterior by blocks, exact unless a bound was met; None where no joint reading is as near as `most`."""
    blocks = _blocks([set(adds.nonzero()[1].tolist()) for adds in part.adds], len(part.start))
    across = sorted({*range(len(part.start))} - {local for _, local in blocks})
    slack = _MATTERS
    while True:
        listings = []
        for members, local in blocks:
            start = float(part.start[local]) if local is not None else 0.0
            listings.append(joint_readings([variables[i] for i in members], local, start, broken, slack))
        shares, lost, whole = _across(listings, part.start, across, broken, slack)
        whole = whole and all(listing.whole for listing in listings)
        if lost + _MATTERS <= slack or (not whole and lost < math.inf):
            break
        if lost == math.inf and slack >= most:
            return None
        slack = lost + _MATTERS if lost < math.inf else 4 * slack if slack < _FAR else max(_ALL, 2 * slack)
    true: list[list[tuple[float, float]]] = [[] for _ in variables]
    for (members, _), listing, share in zip(blocks, listings, shares, strict=True):
        for k, i in enumerate(members):
            true[i] = _true(variables[i], listing, k, share)
    return Posterior(true, sum(float(listing.logs.max()) for listing in listings) - lost, whole)


def _told_something(variables: Sequence[Variable], start: "Numbers") -> "NDArray[np.bool_]":
    """The sums in which a number other than 0 stands: of zeros any sum holds."""
    import numpy as np

    likeliest = np.stack([v.gains[int(v.logs.argmax())] for v in variables])
    return np.asarray((start != 0) | (likeliest != 0).any(axis=0), dtype=np.bool_)


def number(value: object) -> float:
    """What a reading's value adds to a sum."""
    return max(-_LARGEST, min(_LARGEST, float(value))) if isinstance(value, int | float) else 0.0


def _variable(evidence: Evidence, adds: "Numbers", channel: Channel | None) -> Variable:
    import numpy as np

    if channel is None:
        values = np.array([[number(reading.value) for reading in o.readings] for o in evidence.options])
        return Variable(values @ adds, np.array([option.logp for option in evidence.options]))
    effects = channel.effects()
    logs = np.log(np.maximum(list(effects.values()), 1e-300))
    return Variable(np.outer(list(effects), adds[0]), logs, tuple(effects), channel.free, adds[0])


def _blocks(touching: Sequence[set[int]], sums: int) -> list[tuple[list[int], int | None]]:
    """Variables by disjoint sums, shortest first: their indices, and that of their sum (None: in no such sum).

    `touching` says of each variable which sums it is in.
    """
    members = [[i for i, sums_of in enumerate(touching) if k in sums_of] for k in range(sums)]
    taken: set[int] = set()
    found: list[tuple[list[int], int | None]] = []
    for k in sorted(range(sums), key=lambda k: (len(members[k]), k)):
        if members[k] and taken.isdisjoint(members[k]):
            taken.update(members[k])
            found.append((members[k], k))
    return found + [([i], None) for i in range(len(touching)) if i not in taken]


def _across(
    listings: Sequence[Listing], start: "Numbers", across: list[int], broken: float, slack: float
) -> "tuple[list[Numbers], float, bool]":
    """Probability of every joint reading of every block under the sums across blocks; by how much all of them fall
    short of the blocks' own best; and whether the answer is exact."""
    import numpy as np

    gains = [np.rint(listing.gains[:, across] * _MILLIONTHS).astype(np.int64) for listing in listings]
    shares = [np.ones(1) for _ in listings]
    base = np.rint(start[across] * _MILLIONTHS).astype(np.int64)
    base = base + sum((gain[0] for gain in gains if len(gain) == 1), base * 0)
    blocks, members = [], []
    for b in sorted((b for b, gain in enumerate(gains) if len(gain) > 1), key=lambda b: len(gains[b])):
        kinds, index = np.unique(gains[b], axis=0, return_inverse=True)
        logs = np.full(len(kinds), -np.inf)
        np.logaddexp.at(logs, index.ravel(), listings[b].logs)
        blocks.append(Block(kinds, logs))
        members.append((b, index.ravel(), listings[b].logs - logs[index.ravel()]))
    if not blocks:
        return shares, -broken * int((base != 0).sum()), True
    chosen = cross(blocks, base, broken, slack)
    if chosen is None:
        return shares, math.inf, True
    for (b, index, inside), share in zip(members, chosen.shares, strict=True):
        shares[b] = share[index] * np.exp(inside)
    return shares, chosen.lost, chosen.whole


def _true(variable: Variable, listing: Listing, k: int, share: "Numbers") -> list[tuple[float, float]]:
    """What variable `k` of a block adds to sums, with the probability of it: of each effect in their order (their
    index, where effects are no single values), then of implied values."""
    import numpy as np

    chosen = listing.choices[:, k]
    by_effect = np.bincount(chosen[chosen >= 0], share[chosen >= 0], len(variable.logs)).tolist()
    found = dict(zip(variable.values or range(len(by_effect)), by_effect, strict=True))
    for row in np.flatnonzero(chosen < 0).tolist():
        value = float(listing.implied[row])
        found[value] = found.get(value, 0.0) + float(share[row])
    return list(found.items())


def _told(evidence: Evidence, channel: Channel | None, true: list[tuple[float, float]]) -> Shares:
    """An evidence with the probabilities of what is printed, given those of the true values."""
    if channel is None:
        return evidence, tuple(probability for _, probability in true)
    shares = [0.0] * len(evidence.options)
    implied: dict[float, float] = {}
    for value, probability in true:
        ways = channel.ways(value) if probability > 0 else {}
        for i, way in ways.items():
            share = probability * way / sum(ways.values())
            if i < 0:
                implied[value] = implied.get(value, 0.0) + share
            else:
                shares[i] += share
    added = [(value, share) for value, share in implied.items() if share > _LEAST]
    options = tuple(_implied(evidence, value, math.log(share), channel.sign) for value, share in added)
    return replace(evidence, options=evidence.options + options), (*shares, *(share for _, share in added))


def _implied(evidence: Evidence, value: float, logp: float, zero: Reading | None) -> Option:
    """A value that no reading offers, as it would be printed in this place."""
    plain = int(value) if value.is_integer() else value
    first = evidence.options[0].readings[0]
    if not value and zero is not None:
        return Option((replace(first, value=zero.value, raw=zero.raw, status=zero.status, qualifier="exact"),), logp)
    return Option((replace(first, value=plain, raw=str(plain), status="stated", qualifier="exact"),), logp)
