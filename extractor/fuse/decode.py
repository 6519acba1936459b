"""The best joint reading under the form's sums, with what is left of the doubt.

Every evidence with several options is a variable; every sum that touches one is a soft constraint: it holds, or
the agency misprinted it at a price. Connected parts are solved by sum-product elimination, exact but for joint
readings far below the best one, and bounded in states.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.evidence import Evidence, Option
from ..core.schema import Constraint, Schema
from .eliminate import Variable, posterior
from .sums import is_judged

MISPRINT = 0.003  # how often an agency prints one sum that does not hold (one report in ten, some forty sums)
_VALUES = 50.0  # a misprint could have been so many other values
_LARGEST = 1e12  # beyond it sums are not told apart
_BROKEN = math.log(MISPRINT) - math.log(_VALUES)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on an evidence: its likeliest option, and every option's posterior probability.

    `solved` is false where the bound was met before all joint readings had been weighed.
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

    printed = {name for e in items for name in e.fields}
    touched = {c.id: c for name in owner for c in schema.constraints_of.get(name, ()) if is_judged(c, printed)}
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
    group = sorted(group, key=lambda i: len(items[i].options))
    variables = [
        Variable([_gain(items[i].fields, o, constraints) for o in items[i].options], [o.logp for o in items[i].options])
        for i in group
    ]
    shares, solved = posterior(variables, [_side(c, fixed) for c in constraints], _BROKEN)
    return {
        i: Decision(items[i], share.index(max(share)), tuple(share), solved)
        for i, share in zip(group, shares, strict=True)
    }


def _side(constraint: Constraint, values: dict[str, float]) -> float:
    return sum(values.get(n, 0.0) for n in constraint.left) - sum(values.get(n, 0.0) for n in constraint.right)


def _gain(fields: tuple[str, ...], option: Option, constraints: list[Constraint]) -> list[float]:
    values = {name: _number(reading.value) for name, reading in zip(fields, option.readings, strict=True)}
    return [_side(c, values) for c in constraints]


def _number(value: object) -> float:
    return max(-_LARGEST, min(_LARGEST, float(value))) if isinstance(value, int | float) else 0.0
