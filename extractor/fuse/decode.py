"""The best joint reading under the form's sums, with what is left of the doubt.

Every evidence with several options is a variable; every sum that touches one is a soft constraint: it holds, or
the agency misprinted it at a price. Connected parts are solved exactly by branch and bound, bounded in steps.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.evidence import Evidence
from ..core.schema import Constraint, Schema

MISPRINT = 0.003  # how often an agency prints one sum that does not hold (one report in ten, some forty sums)
_VALUES = 50.0  # a misprint could have been so many other values
_BROKEN = math.log(MISPRINT) - math.log(_VALUES)
_MARGIN = 9.0  # joint readings so much less likely than the best no longer count
_STEPS = 60_000
_READINGS = 5_000


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on an evidence: the option of the best joint reading, and every option's probability.

    `solved` is false where the bound on steps was met before all readings had been weighed.
    """

    evidence: Evidence
    option: int
    probabilities: tuple[float, ...]
    solved: bool = True


def decode(evidence: Iterable[Evidence], schema: Schema) -> list[Decision]:
    """Decide jointly on all evidence of a document's tables, in the given order."""
    items = list(evidence)
    open_items = [i for i, e in enumerate(items) if len(e.options) > 1]
    fixed = {
        name: _number(e.options[0].readings[k].value)
        for e in items
        if len(e.options) == 1
        for k, name in enumerate(e.fields)
    }
    decisions: dict[int, Decision] = {}
    for group, constraints in _components(open_items, items, schema):
        decisions |= _solve(group, items, constraints, fixed)
    return [decisions.get(i) or Decision(e, 0, (1.0,)) for i, e in enumerate(items)]


def _components(
    open_items: list[int], items: list[Evidence], schema: Schema
) -> list[tuple[list[int], list[Constraint]]]:
    owner = {name: i for i in open_items for name in items[i].fields}
    group = {i: i for i in open_items}

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    touched = {c.id: c for name in owner for c in schema.constraints_of.get(name, ())}
    for constraint in touched.values():
        mine = sorted({root(owner[name]) for name in constraint.fields if name in owner})
        for other in mine[1:]:
            group[root(other)] = root(mine[0])
    found: dict[int, tuple[list[int], list[Constraint]]] = {root(i): ([], []) for i in open_items}
    for i in open_items:
        found[root(i)][0].append(i)
    for constraint in touched.values():
        found[root(next(owner[n] for n in constraint.fields if n in owner))][1].append(constraint)
    return list(found.values())


def _solve(
    group: list[int], items: list[Evidence], constraints: list[Constraint], fixed: dict[str, float]
) -> dict[int, Decision]:
    """Weigh every joint reading within the margin of the best one. Fewest options are decided first."""
    group = sorted(group, key=lambda i: len(items[i].options))
    start = [_side(c, fixed) for c in constraints]
    gains = [[_gain(items[i], o, constraints) for o in range(len(items[i].options))] for i in group]
    # What the variables from depth d on can still add to each sum, at least and at most.
    low = [[0.0] * len(constraints) for _ in range(len(group) + 1)]
    high = [[0.0] * len(constraints) for _ in range(len(group) + 1)]
    hope = [0.0] * (len(group) + 1)
    for d in range(len(group) - 1, -1, -1):
        hope[d] = hope[d + 1] + max(o.logp for o in items[group[d]].options)
        for k in range(len(constraints)):
            column = [gain[k] for gain in gains[d]]
            low[d][k], high[d][k] = low[d + 1][k] + min(column), high[d + 1][k] + max(column)
    readings: list[tuple[float, tuple[int, ...]]] = []
    best, steps = -math.inf, 0
    chosen: list[int] = []

    def descend(sums: list[float], logp: float) -> None:
        nonlocal best, steps
        steps += 1
        d = len(chosen)
        broken = sum(not (s + low[d][k] - 1e-6 <= 0 <= s + high[d][k] + 1e-6) for k, s in enumerate(sums))
        bound = logp + hope[d] + broken * _BROKEN
        if bound < best - _MARGIN or steps > _STEPS or len(readings) > _READINGS:
            return
        if d == len(group):
            best = max(best, bound)
            readings.append((bound, tuple(chosen)))
            return
        options = items[group[d]].options
        for o in sorted(range(len(options)), key=lambda o: -options[o].logp):
            chosen.append(o)
            descend([s + g for s, g in zip(sums, gains[d][o], strict=True)], logp + options[o].logp)
            chosen.pop()

    descend(start, 0.0)
    solved = steps <= _STEPS and len(readings) <= _READINGS
    return _marginals(group, items, readings, solved)


def _marginals(
    group: list[int], items: list[Evidence], readings: list[tuple[float, tuple[int, ...]]], solved: bool
) -> dict[int, Decision]:
    best, first = max(readings, key=lambda r: r[0], default=(0.0, (0,) * len(group)))
    weights = [(math.exp(logp - best), chosen) for logp, chosen in readings]
    total = sum(w for w, _ in weights) or 1.0
    found = {}
    for d, i in enumerate(group):
        shares = [0.0] * len(items[i].options)
        for weight, chosen in weights:
            shares[chosen[d]] += weight / total
        found[i] = Decision(items[i], first[d], tuple(shares), solved)
    return found


def _side(constraint: Constraint, values: dict[str, float]) -> float:
    return sum(values.get(n, 0.0) for n in constraint.left) - sum(values.get(n, 0.0) for n in constraint.right)


def _gain(evidence: Evidence, option: int, constraints: list[Constraint]) -> list[float]:
    values = {
        name: _number(reading.value)
        for name, reading in zip(evidence.fields, evidence.options[option].readings, strict=True)
    }
    return [_side(c, values) for c in constraints]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
