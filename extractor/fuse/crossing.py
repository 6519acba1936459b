"""Blocks that cross in common sums: which of their joint readings go together.

Sum-product over the blocks, one after the other. A partial choice is the state in which it leaves the common sums;
equal states are one. What a state can still become is bounded from above, sum by sum: each change still to come is
charged in equal parts to the sums that it touches, so that the bounds of all sums add up to one for the whole.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sums = NDArray[np.int64]
    Logs = NDArray[np.float64]
    Places = NDArray[np.intp]

STATES = 3_000  # partial choices kept at a time
_STEPS = 40_000  # and looked at for one block
_REACH = 2_000  # different ways to move one sum that are told apart
_BROKEN = 0x3A5F17B39C2D4E61  # marks a sum that can no longer hold; odd, so that hashes see where it stands
_NOTHING = 7.0  # what is so much less likely does not matter


@dataclass(frozen=True, slots=True)
class Block:
    """What each option adds to each common sum ([options][sums], millionths), and its log-weight."""

    gains: "Sums"
    logs: "Logs"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Probability of every option of every block; by how much the log-weight of all choices together falls short of
    the blocks' best options, as if all sums held; and whether nothing was left out that might matter."""

    shares: "list[Logs]"
    lost: float
    whole: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """One block decided: for each way from a state by an option to a state, with its log-weight."""

    before: "Places"
    option: "Places"
    after: "Places"
    weight: "Logs"


# What moves one sum by so much, best first for each amount: sorted amounts and their bounds, and that of all others.
_Reach = tuple["Sums", "Logs", float]


def cross(blocks: Sequence[Block], start: "Sums", broken: float, slack: float) -> Chosen | None:
    """The posterior of the blocks' options under common sums, of all choices of weight `slack` or less below the
    blocks' best options; None where there are none. `start` is what each sum has without the blocks."""
    import numpy as np

    best = [int(block.logs.argmax()) for block in blocks]
    moves = [block.gains - block.gains[b] for block, b in zip(blocks, best, strict=True)]
    costs = [block.logs - block.logs[b] for block, b in zip(blocks, best, strict=True)]
    states = (start + sum(block.gains[b] for block, b in zip(blocks, best, strict=True)))[None, :]
    reaches = _reaches(moves, costs, broken)
    states, bound = _settled(states, reaches[0], broken)
    weights, dropped = np.zeros(1), -math.inf
    layers, steps = [weights], []
    for move, cost, reach in zip(moves, costs, reaches[1:], strict=True):
        room = min(STATES, max(1, _STEPS // len(cost)))
        order = np.argsort(-(weights + bound), kind="stable")
        if len(order) > room:
            dropped = max(dropped, float((weights + bound)[order[room]]) + math.log(len(order)))
        kept = np.sort(order[:room])
        before, option = np.nonzero(weights[kept, None] + cost[None, :] >= -slack)
        before = kept[before]
        moved = np.where(states[before] == _BROKEN, _BROKEN, states[before] + move[option])
        moved, bound = _settled(moved, reach, broken)
        possible = weights[before] + cost[option] + bound >= -slack
        if not possible.any():
            alone = [np.exp(c) / np.exp(c).sum() for c in costs]
            return Chosen(alone, slack, False) if dropped > -math.inf else None
        before, option = before[possible], option[possible]
        index, after = _merged(moved[possible])
        states, bound = moved[possible][index], bound[possible][index]
        total = np.full(len(index), -np.inf)
        np.logaddexp.at(total, after, weights[before] + cost[option])
        weights = total
        layers.append(weights)
        steps.append(_Step(before, option, after, cost[option]))
    lost = -float(np.logaddexp.reduce(weights + bound))
    return Chosen(_backward(layers, steps, bound, [len(c) for c in costs]), lost, dropped < -lost - _NOTHING)


def _reaches(moves: "list[Sums]", costs: "list[Logs]", broken: float) -> list[list[_Reach]]:
    """For each number of blocks decided and each sum: by what the other blocks can still move it, at which cost."""
    import numpy as np

    nothing: _Reach = (np.zeros(1, np.int64), np.zeros(1), broken - _NOTHING)
    found = [[nothing for _ in range(moves[0].shape[1])]]
    for move, cost in zip(reversed(moves), reversed(costs), strict=True):
        parts = cost / np.maximum(1, (move != 0).sum(axis=1))
        found.append([_reach(reach, move[:, k], parts, broken) for k, reach in enumerate(found[-1])])
    return found[::-1]


def _reach(later: _Reach, move: "Sums", parts: "Logs", broken: float) -> _Reach:
    """The ways to move one sum by one block more."""
    import numpy as np

    touching = (move != 0) & (parts > broken - _NOTHING)
    if not touching.any():
        return later
    amounts, bounds, rest = later
    here, costs, left = _best(move[touching], parts[touching], _REACH // 10, broken - _NOTHING)
    amounts = np.concatenate([amounts, (amounts[:, None] + here[None, :]).ravel()])
    bounds = np.concatenate([bounds, (bounds[:, None] + costs[None, :]).ravel()])
    return _best(amounts, bounds, _REACH, max(rest, left, broken - _NOTHING))


def _best(amounts: "Sums", bounds: "Logs", most: int, rest: float) -> _Reach:
    """The best bound of each amount, amounts sorted; no more than `most`, and none as low as `rest`."""
    import numpy as np

    order = np.lexsort((-bounds, amounts))
    amounts, bounds = amounts[order], bounds[order]
    first = np.concatenate([[True], amounts[1:] != amounts[:-1]]) & (bounds >= rest)
    amounts, bounds = amounts[first], bounds[first]
    if len(amounts) > most:
        order = np.argsort(-bounds, kind="stable")
        rest, kept = float(bounds[order[most]]), np.sort(order[:most])
        amounts, bounds = amounts[kept], bounds[kept]
    return amounts, bounds, rest


def _settled(states: "Sums", reach: list[_Reach], broken: float) -> "tuple[Sums, Logs]":
    """The states with the sums marked that can no longer hold, and the bound on what follows each."""
    import numpy as np

    states = states.copy()
    total = np.zeros(len(states))
    for k, (amounts, bounds, rest) in enumerate(reach):
        wanted = -states[:, k]
        place = np.minimum(np.searchsorted(amounts, wanted), len(amounts) - 1)
        reached = amounts[place] == wanted
        if rest <= broken - _NOTHING:
            states[~reached, k] = _BROKEN
        total += np.where(wanted == 0, 0.0, np.maximum(np.where(reached, bounds[place], rest), broken))
    return states, total


def _merged(states: "Sums") -> "tuple[Places, Places]":
    """The index of one of each kind of state, and the kind of every state.

    By a hash of the state: equal states have equal hashes, others collide once in 2**64.
    """
    import numpy as np

    factors = np.random.default_rng(0).integers(1, 2**62, states.shape[1]) | 1
    _, index, after = np.unique((states * factors).sum(axis=1), return_index=True, return_inverse=True)
    return index, after


def _backward(layers: "list[Logs]", steps: list[_Step], behind: "Logs", sizes: list[int]) -> "list[Logs]":
    """Every option's probability: what leads to it times what follows it."""
    import numpy as np

    shares: list[Logs] = []
    for d in range(len(steps) - 1, -1, -1):
        step = steps[d]
        rest = step.weight + behind[step.after]
        share = np.full(sizes[d], -np.inf)
        np.logaddexp.at(share, step.option, layers[d][step.before] + rest)
        behind = np.full(len(layers[d]), -np.inf)
        np.logaddexp.at(behind, step.before, rest)
        probability = np.exp(share - share.max())
        shares.append(probability / probability.sum())
    return shares[::-1]
