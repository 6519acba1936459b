"""Sums over cells that are too doubtful to be decided exactly: cells and sums tell each other what they believe.

Sum-product on the graph of cells and sums (Pearl 1988; Kschischang, Frey and Loeliger 2001). A sum tells each of its
cells how far the others leave room for each of its values; a cell tells its sums what it is by itself and by all the
others. A row and a column have one cell in common at most, so that what a sum is told seldom comes from itself, and the
beliefs come near the exact posteriors, as in a product code. Bethe's free energy gives the weight of all readings.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .blocks import Variable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_ROUNDS = 40
_STILL = 0.05  # a change of beliefs that ends the rounds: going on makes them surer, not better
_AGAIN = 0.5  # share of what a sum said before that it says again, which stills what would swing
_HOPELESS = 13.0  # log-odds against a value that is not weighed
_PLAUSIBLE = 0.02  # probability of an amount that room for sums is made for
_SPARE = 60.0  # room for what is less likely
_NOTHING = 1e-7  # of one that does not move a sum
_ROOM = 2**16  # that a sum moves either way, at most
_FRACTION = 2**40  # stands for a number that is not whole: it completes no sum


@dataclass(frozen=True, slots=True)
class Posterior:
    """For each variable its values, or the indices of its effects where it has no single values, with their
    probabilities; the log-weight of all joint readings; whether nothing was given up for a bound."""

    true: list[list[tuple[float, float]]]
    total: float
    whole: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    """What each value of a variable adds to every sum ([values][sums]), and its log-probability."""

    names: "Numbers"
    gains: "Numbers"
    logs: "Numbers"


def believe(variables: Sequence[Variable], start: "Numbers", broken: float) -> Posterior | None:
    """What each variable is under all sums. A sum that does not hold costs `broken`; `start` is what each has without
    the variables. None where they are not whole numbers, as in sums of money."""
    import numpy as np

    cells = [_cell(variable) for variable in variables]
    if (start % 1).any() or any((cell.gains[cell.logs.argmax()] % 1).any() for cell in cells):
        return None
    members = [[i for i, cell in enumerate(cells) if cell.gains[:, k].any()] for k in range(len(start))]
    said = {(k, i): np.zeros(len(cells[i].logs)) for k, of in enumerate(members) for i in of}
    beliefs = [_normal(cell.logs) for cell in cells]

    def asked(k: int) -> "tuple[list[Numbers], list[Numbers], float]":
        """What a sum is told by its cells, what it says to them, and its log-weight."""
        told = [_normal(beliefs[i] - said[k, i]) for i in members[k]]
        said_now = _answers([cells[i].gains[:, k] for i in members[k]], told, float(start[k]), math.exp(broken))
        return told, said_now, _total(told[0] + said_now[0])

    change = math.inf
    for _ in range(_ROUNDS):
        if change < _STILL:
            break
        change = 0.0
        for k, of in enumerate(members):
            for i, answer in zip(of, asked(k)[1] if of else (), strict=True):
                now = _AGAIN * said[k, i] + (1 - _AGAIN) * answer
                belief = _normal(beliefs[i] - said[k, i] + now)
                change = max(change, float(np.abs(np.exp(belief) - np.exp(beliefs[i])).max()))
                said[k, i], beliefs[i] = now, belief
    heard = [cell.logs.copy() for cell in cells]
    for (_, i), answer in said.items():
        heard[i] += answer
    total = sum(map(_total, heard))
    for k, of in enumerate(members):
        if of:
            told, _, weight = asked(k)
            total += weight - sum(_total(t + said[k, i]) for i, t in zip(of, told, strict=True))
    true = [
        list(zip(c.names.tolist(), np.exp(belief).tolist(), strict=True))
        for c, belief in zip(cells, beliefs, strict=True)
    ]
    return Posterior(true, total, change < _STILL)


def _cell(variable: Variable) -> _Cell:
    """A variable with those values beside its readings that a misread cell may have."""
    import numpy as np

    if variable.free is None or variable.unit is None:
        return _Cell(np.arange(len(variable.logs), dtype=np.float64), variable.gains, variable.logs)
    others = sorted(_near(variable.values[0]) - set(variable.values))
    names = np.array([*variable.values, *others])
    logs = np.concatenate([variable.logs, [variable.free(value) for value in others]])
    kept = logs > logs.max() - _HOPELESS
    return _Cell(names[kept], np.outer(names[kept], variable.unit), logs[kept])


def _near(value: float) -> set[float]:
    """The numbers of one digit, and those with one digit other, more or less than this one."""
    text = str(int(abs(value)))
    places = range(len(text))
    found = {float(text[:i] + d + text[i + 1 :]) for i in places for d in "0123456789"}
    found |= {float(text[:i] + d + text[i:]) for i in places for d in "123456789"}
    if len(text) > 1:
        found |= {float(text[:i] + text[i + 1 :]) for i in places}
    return found | {float(d) for d in range(10)}


def _answers(amounts: "list[Numbers]", told: "list[Numbers]", start: float, broken: float) -> "list[Numbers]":
    """What a sum says to each of its cells: for each amount the log-probability that the others complete it."""
    import numpy as np

    shares = [np.exp(t) for t in told]
    most = sorted(float(np.abs(a[s > _PLAUSIBLE]).max(initial=0)) for a, s in zip(amounts, shares, strict=True))
    reach = 2 * (sum(most[:-1]) + abs(start)) + _SPARE  # no total is more than its parts
    room = min(_ROOM, 2 ** math.ceil(math.log2(reach)))
    whole = [np.where(a % 1, _FRACTION, a).astype(np.int64).tolist() for a in amounts]
    nothing = np.zeros(2 * room + 1)  # the probability of each sum from -room to room
    nothing[room] = 1.0
    before = [_moved(nothing, [int(start)], np.ones(1))]
    for a, s in zip(whole[:-1], shares[:-1], strict=True):
        before.append(_moved(before[-1], a, s))
    answers: list[Numbers] = []
    behind = nothing
    for i in range(len(whole) - 1, -1, -1):
        met = [_met(before[i], behind, -amount) for amount in whole[i]]
        answers.append(np.log(np.array(met) + broken))
        behind = _moved(behind, whole[i], shares[i])
    return answers[::-1]


def _moved(sums: "Numbers", amounts: Sequence[int], shares: "Numbers") -> "Numbers":
    """The sums' probabilities with one cell more; what leaves the room is lost."""
    import numpy as np

    moved = np.zeros_like(sums)
    for amount, share in zip(amounts, shares.tolist(), strict=True):
        if share < _NOTHING or abs(amount) >= len(sums):
            continue
        if amount > 0:
            moved[amount:] += share * sums[:-amount]
        elif amount < 0:
            moved[:amount] += share * sums[-amount:]
        else:
            moved += share * sums
    return moved


def _met(before: "Numbers", behind: "Numbers", wanted: int) -> float:
    """Probability that two independent sums add up to `wanted`."""
    if abs(wanted) >= len(before):
        return 0.0
    turned = behind[::-1]
    if wanted > 0:
        return float(before[wanted:] @ turned[:-wanted])
    return float(before[: len(before) + wanted] @ turned[-wanted:])


def _normal(logs: "Numbers") -> "Numbers":
    """Log-probabilities that add up to one."""
    return logs - _total(logs)


def _total(logs: "Numbers") -> float:
    import numpy as np

    return float(np.logaddexp.reduce(logs))
