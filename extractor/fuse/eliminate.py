"""Sum-product over variables that share sums: the posterior of every option, exact up to a bound on states."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sums = NDArray[np.int64]
    Logs = NDArray[np.float64]
    Places = NDArray[np.intp]

STATES = 1_500  # partial readings kept at a time
_STEPS = 200_000  # and looked at for one variable
_MATTERS = 7.0  # readings so much less likely than all those found together do not count
_UNIT = 1_000_000  # sums are whole millionths: money is printed with up to six decimals
_BROKEN = -(2**62)  # marks a sum that can no longer hold


@dataclass(frozen=True, slots=True)
class Variable:
    """What each option adds to each sum ([options][sums]), and its log-probability from the source."""

    gains: list[list[float]]
    logs: list[float]


@dataclass(frozen=True, slots=True)
class _Step:
    """One variable decided: for each way from a state by an option to a state, with its log-weight."""

    before: "Places"
    option: "Places"
    after: "Places"
    weight: "Logs"


def posterior(variables: list[Variable], start: list[float], misprint: float) -> tuple[list[list[float]], bool]:
    """Probability of every option of every variable, and whether nothing had to be given up for the bound.

    `start` is what each sum lacks before any variable; it holds when it ends at 0, else it is a misprint of
    log-probability `misprint`. Partial readings that leave every sum in the same state are merged, so that the many
    ways to spread the same numbers over rows cost no more than one. Readings with more misprints than needed are
    not weighed.
    """
    import numpy as np

    gains = [np.rint(np.array(v.gains) * _UNIT).astype(np.int64).reshape(len(v.logs), len(start)) for v in variables]
    low = [np.zeros(len(start), np.int64)]
    high = [np.zeros(len(start), np.int64)]
    for gain in reversed(gains):
        low.insert(0, low[0] + gain.min(axis=0))
        high.insert(0, high[0] + gain.max(axis=0))
    hope = sum(max(v.logs) for v in variables)
    first = _settle(np.rint(np.array([start]) * _UNIT).astype(np.int64), low[0], high[0])
    known = int((first == _BROKEN).sum())
    for misprints in range(known, len(start) + 1):
        layers, steps, whole = [np.zeros(1)], [], True
        states = first
        for d, variable in enumerate(variables):
            following = len(variables[d + 1].logs) if d + 1 < len(variables) else 1
            limits = (low[d + 1], high[d + 1], misprints, misprint, _STEPS // following)
            states, weights, step, kept_all = _advance(states, layers[-1], gains[d], np.array(variable.logs), limits)
            layers.append(weights)
            steps.append(step)
            whole = whole and kept_all
            if not len(states):
                break
        else:
            reached = float(np.logaddexp.reduce(layers[-1]))
            if misprints == len(start) or hope + (misprints + 1 - known) * misprint < reached - _MATTERS:
                return _backward(layers, steps, [len(v.logs) for v in variables]), whole
    return [[1 / len(v.logs)] * len(v.logs) for v in variables], False


def _settle(states: "Sums", low: "Sums", high: "Sums") -> "Sums":
    """The states with the sums that can no longer reach 0 marked as broken."""
    import numpy as np

    reachable = (states != _BROKEN) & (states + low <= 0) & (states + high >= 0)
    return np.where(reachable, states, _BROKEN)


def _advance(
    states: "Sums",
    weights: "Logs",
    gains: "Sums",
    logs: "Logs",
    limits: "tuple[Sums, Sums, int, float, int]",
) -> "tuple[Sums, Logs, _Step, bool]":
    """All states behind one variable, merged; `limits` are the reach of what follows, how many misprints are allowed
    at what price, and how many states there is room for."""
    import numpy as np

    low, high, misprints, price, room = limits
    before = np.repeat(np.arange(len(states)), len(gains))
    option = np.tile(np.arange(len(gains)), len(states))
    moved = _settle(np.where(states[before] == _BROKEN, _BROKEN, states[before] + gains[option]), low, high)
    broken = (moved == _BROKEN).sum(axis=1)
    possible = broken <= misprints
    before, option, moved, broken = before[possible], option[possible], moved[possible], broken[possible]
    weight = logs[option] + price * (broken - (states[before] == _BROKEN).sum(axis=1))
    # Merging by a hash of the state: equal states have equal hashes, others collide once in 2**64.
    factors = np.random.default_rng(0).integers(1, 2**62, moved.shape[1]) | 1
    _, index, after = np.unique((moved * factors).sum(axis=1), return_index=True, return_inverse=True)
    total = np.full(len(index), -np.inf)
    np.logaddexp.at(total, after, weights[before] + weight)
    keep = np.sort(np.argsort(-total, kind="stable")[: min(STATES, room)])
    place = np.full(len(index), -1)
    place[keep] = np.arange(len(keep))
    kept = place[after] >= 0
    step = _Step(before[kept], option[kept], place[after][kept], weight[kept])
    return moved[index[keep]], total[keep], step, len(keep) == len(index)


def _backward(layers: "list[Logs]", steps: list[_Step], sizes: list[int]) -> list[list[float]]:
    """Every option's probability: what leads to it times what follows it."""
    import numpy as np

    behind = np.zeros(len(layers[-1]))
    shares: list[list[float]] = []
    for d in range(len(steps) - 1, -1, -1):
        step = steps[d]
        rest = step.weight + behind[step.after]
        share = np.full(sizes[d], -np.inf)
        np.logaddexp.at(share, step.option, layers[d][step.before] + rest)
        behind = np.full(len(layers[d]), -np.inf)
        np.logaddexp.at(behind, step.before, rest)
        probability = np.exp(share - share.max())
        shares.append((probability / probability.sum()).tolist())
    return shares[::-1]
