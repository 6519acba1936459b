"""Joint readings of the few cells that share one short sum: a row of a table, or a balance.

Sums that have no cell in common split a table into blocks. Within a block every joint reading can be listed that is
not hopeless; the sums across the blocks (the columns) then choose among the lists.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Choices = NDArray[np.int16]

_MOST = 5_000  # joint readings of one block that are looked at, the likeliest
_LISTED = 1_500  # and told
_ZERO = 5e-7  # sums are printed with up to six decimals
_SUREST = -2.5  # no value without a reading is likelier


@dataclass(frozen=True, slots=True)
class Variable:
    """One evidence: what each of its effects adds to every sum ([effects][sums]), with its log-probability.

    A doubtful cell has a value for each effect, and may have another one: `free` is then that one's log-probability,
    `unit` what 1 more adds to every sum.
    """

    gains: "Numbers"
    logs: "Numbers"
    values: tuple[float, ...] = ()
    free: Callable[[float], float] | None = None
    unit: "Numbers | None" = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The joint readings of a block: the effect of each variable (-1: the value in `implied`), log-weight, and what
    they add to every sum. `whole` is false where some had to be left out."""

    choices: "Choices"
    implied: "Numbers"
    logs: "Numbers"
    gains: "Numbers"
    whole: bool = True


def joint_readings(
    variables: Sequence[Variable], local: int | None, start: float, broken: float, slack: float
) -> Listing:
    """All joint readings of a block whose log-weight is at most `slack` below its best one's.

    `local` is the index of the block's own sum, `start` what it has from cells outside; a reading under which it does
    not end at 0 costs `broken`. At most one cell is given the value that the sum implies instead of a reading.
    """
    import numpy as np

    best = [int(v.logs.argmax()) for v in variables]
    ceiling = sum(float(v.logs[b]) for v, b in zip(variables, best, strict=True))
    holds = local is None or _holds(variables, best, local, start)
    if holds and _sure(variables, best, slack, broken):
        choices = np.array([best], np.int16)
        return Listing(choices, np.array([math.nan]), np.array([ceiling]), _gains(variables, choices))
    floor = ceiling - slack + (0.0 if holds else broken)
    choices, logs = _crossed(variables, floor)
    gains = _gains(variables, choices)
    if local is not None:
        logs = logs + np.where(np.abs(gains[:, local] + start) < _ZERO, 0.0, broken)
    lists = [Listing(choices, np.full(len(logs), np.nan), logs, gains)]
    if local is not None:
        least = max(floor, float(logs.max()) - slack)
        lists += [_freed(variables, k, local, start, least) for k, v in enumerate(variables) if v.free is not None]
    choices, implied, logs, gains = (
        np.concatenate([getattr(listing, name) for listing in lists]) for name in Listing.__slots__[:4]
    )
    keep = np.argsort(-logs, kind="stable")[: int((logs >= logs.max() - slack).sum())]
    whole = len(keep) <= _LISTED and all(len(listing.logs) < _MOST for listing in lists)
    keep = np.sort(keep[:_LISTED])
    return Listing(choices[keep], implied[keep], logs[keep], gains[keep], whole)


def _holds(variables: Sequence[Variable], effects: Sequence[int], local: int, start: float) -> bool:
    return abs(start + sum(float(v.gains[e, local]) for v, e in zip(variables, effects, strict=True))) < _ZERO


def _sure(variables: Sequence[Variable], best: Sequence[int], slack: float, broken: float) -> bool:
    """Whether all joint readings but the likeliest are hopeless, where that one adds up."""
    others = [
        float(v.logs[i] - v.logs[b]) for v, b in zip(variables, best, strict=True) for i in range(len(v.logs)) if i != b
    ]
    second = max(others, default=-math.inf)
    if all(v.free is not None for v in variables):  # a change of one alone breaks the sum
        nearest = min((float(v.logs[b]) for v, b in zip(variables, best, strict=True)), default=0.0)
        second += max(broken, _SUREST - nearest, second)
    return second < -slack


def _crossed(variables: Sequence[Variable], floor: float) -> "tuple[Choices, Numbers]":
    """All choices of effects whose log-probabilities add up to `floor` or more."""
    import numpy as np

    choices, logs = np.zeros((1, len(variables)), np.int16), np.zeros(1)
    rest = sum(float(v.logs.max()) for v in variables)
    for k, variable in enumerate(variables):
        rest -= float(variable.logs.max())
        total = logs[:, None] + variable.logs[None, :]
        before, effect = np.nonzero(total >= floor - rest - 1e-9)
        if len(before) > _MOST:
            order = np.argsort(-total[before, effect], kind="stable")[:_MOST]
            before, effect = before[order], effect[order]
        choices, logs = choices[before], total[before, effect]
        choices[:, k] = effect
    return choices, logs


def _freed(variables: Sequence[Variable], k: int, local: int, start: float, floor: float) -> Listing:
    """The readings in which variable `k` has the value that the block's sum implies."""
    import numpy as np

    free, unit, known = variables[k].free, variables[k].unit, variables[k].values
    assert free is not None
    assert unit is not None
    absent = Variable(variables[k].gains[:1] * 0, np.zeros(1))
    others = [v if i != k else absent for i, v in enumerate(variables)]
    choices, logs = _crossed(others, floor - _SUREST)
    gains = _gains(others, choices)
    implied = np.round(-(gains[:, local] + start) / unit[local], 6)
    weights = {t: free(t) if t >= 0 and t not in known else -math.inf for t in np.unique(implied).tolist()}
    logs = logs + np.array([weights[t] for t in implied.tolist()])
    keep = logs >= floor
    choices[:, k] = -1
    gains = gains + implied[:, None] * unit[None, :]
    return Listing(choices[keep], implied[keep], logs[keep], gains[keep])


def _gains(variables: Sequence[Variable], choices: "Choices") -> "Numbers":
    import numpy as np

    total = np.zeros((len(choices), variables[0].gains.shape[1]))
    for k, variable in enumerate(variables):
        total += variable.gains[choices[:, k]]
    return total
