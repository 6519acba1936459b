"""The best joint reading under the form's sums, with what is left of the doubt.

Every evidence with several options, or of a fallible source, is a variable; every sum that touches one is a soft
constraint: it holds, or the agency misprinted it at a price. Connected parts are solved by themselves, exactly but
for joint readings far below the best one, and bounded in states. An evidence of one option and an exact source is
what it is.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..core.evidence import Evidence
from ..core.schema import Constraint, Schema
from .channel import is_sure
from .confusions import confusions_of
from .habits import Habits, habits_of
from .product import Part, decode_part, number
from .signs import with_signs
from .sums import is_judged

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

MISPRINT = 0.003  # how often an agency prints one sum that does not hold (one report in ten, some forty sums)
_VALUES = 50.0  # a misprint could have been so many other values
SLIP = 0.01  # how often a table that was read off a picture is misplaced, and its labels do not show it
_TOLD = 0.8  # probability from which on a decision tells how its reader errs
_DOUBTED, _TRUST = 3.0, 0.1  # the worse a document was read, the less its sums tell of a table's place, but so much
_FAR = 500.0
_CHANCE = -math.log(12.0)  # of numbers that have nothing to do with each other to add up: most are small
_BROKEN = math.log(MISPRINT) - math.log(_VALUES)
_NO_HABITS = Habits((), 0.0)  # of evidence that is none of a cell


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on an evidence: its likeliest option, and every option's posterior probability.

    A fallible evidence may have got further options, values that its sums imply. `solved` is false where the bound
    was met before all joint readings had been weighed. `slipped` is the probability that its table was misplaced on
    the form, so that the sums say nothing of it; `doubt` is the mean doubt of the document's readers.
    """

    evidence: Evidence
    option: int
    probabilities: tuple[float, ...]
    solved: bool = True
    slipped: float = 0.0
    doubt: float = 0.0


def decode(evidence: Iterable[Evidence], schema: Schema) -> list[Decision]:
    """Decide jointly on all evidence of a document's tables, in the given order."""
    items = with_signs(list(evidence), schema)
    open_items = [i for i, e in enumerate(items) if len(e.options) > 1 or e.fallible]
    fixed = {
        name: number(e.options[0].readings[k].value)
        for e in items
        if len(e.options) == 1 and not e.fallible
        for k, name in enumerate(e.fields)
    }
    doubtful = [items[i] for i in open_items if items[i].fallible]
    components = _components(open_items, items, schema)

    def table(e: Evidence) -> str | None:
        return schema.fields[e.fields[0]].table

    def decided(habits: Mapping[str | None, Habits]) -> dict[int, Decision]:
        return _decisions(components, items, fixed, lambda e: habits.get(table(e), _NO_HABITS))

    decisions = decided(habits_of(doubtful, table))
    mended = [decisions[i] for group, constraints in components if constraints for i in group]
    confused = confusions_of(pair for decision in mended for pair in _as_read(decision))
    noughts = {name for decision in mended for name in _told_nothing(decision)}
    if confused or noughts:
        habits = habits_of(doubtful, table, noughts)
        decisions = decided({name: replace(one, confused=confused) for name, one in habits.items()})
    return [decisions.get(i) or Decision(e, 0, (1.0,)) for i, e in enumerate(items)]


def _decisions(
    components: list[tuple[list[int], list[Constraint]]],
    items: list[Evidence],
    fixed: dict[str, float],
    habits: Callable[[Evidence], Habits],
) -> dict[int, Decision]:
    """What is decided on the open items, part by part."""
    decisions: dict[int, Decision] = {}
    for group, constraints in components:
        mine = [items[i] for i in group]
        found = decode_part(_part(mine, constraints, fixed, habits), _BROKEN, _CHANCE)
        slipped = _slipped(mine, found.gain * max(_TRUST, 1 - _DOUBTED * habits(mine[0]).doubt))
        for i, (told, given_sums) in zip(group, found.shares, strict=True):
            share = _mixed(items[i], given_sums, slipped) if slipped else given_sums
            decisions[i] = Decision(told, share.index(max(share)), share, found.whole, slipped, habits(items[i]).doubt)
    return decisions


def _as_read(decision: Decision) -> Iterator[tuple[str, str]]:
    """The reading that a cell's reader was sure of, with what it was decided to be, where little doubt is left."""
    evidence = decision.evidence
    if len(evidence.fields) == 1 and is_sure(evidence) and max(decision.probabilities) > _TOLD:
        yield evidence.options[0].readings[0].raw, evidence.options[decision.option].readings[0].raw


def _told_nothing(decision: Decision) -> Iterator[str]:
    """The field of a cell that was read as a number, where sums say that nothing is there."""
    evidence = decision.evidence
    if len(evidence.fields) == 1 and evidence.options[0].readings[0].value:
        options = zip(evidence.options, decision.probabilities, strict=True)
        if sum(share for option, share in options if not option.readings[0].value) > _TOLD:
            yield evidence.fields[0]


def _slipped(evidence: list[Evidence], gain: float) -> float:
    """Probability that cells were misplaced together (a column or a row too many, or lost), given by how much their
    sums speak for their places. What is not read off a picture stands where it stands."""
    if not any(e.fallible for e in evidence):
        return 0.0
    doubt = sum(1 - e.score for e in evidence) / len(evidence)
    prior = min(0.5, SLIP + doubt)
    return 1 / (1 + math.exp(min(_FAR, gain + math.log((1 - prior) / prior))))


def _mixed(read: Evidence, shares: tuple[float, ...], slipped: float) -> tuple[float, ...]:
    """The probabilities of the readings with and without their sums; what sums imply has none without them."""
    alone = [math.exp(option.logp) for option in read.options]
    alone += [0.0] * (len(shares) - len(alone))
    whole = sum(alone) or 1.0
    return tuple((1 - slipped) * share + slipped * own / whole for share, own in zip(shares, alone, strict=True))


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


def _part(
    evidence: list[Evidence],
    constraints: list[Constraint],
    fixed: dict[str, float],
    habits: Callable[[Evidence], Habits],
) -> Part:
    import numpy as np

    signs: dict[str, list[tuple[int, float]]] = {}
    start = np.zeros(len(constraints))
    for k, constraint in enumerate(constraints):
        for names, sign in ((constraint.left, 1.0), (constraint.right, -1.0)):
            for name in names:
                signs.setdefault(name, []).append((k, sign))
                start[k] += sign * fixed.get(name, 0.0)
    adds: list[NDArray[float64]] = []
    for e in evidence:
        adds.append(np.zeros((len(e.fields), len(constraints))))
        for f, name in enumerate(e.fields):
            for k, sign in signs.get(name, ()):
                adds[-1][f, k] = sign
    totals = {c.right[0] for c in constraints if len(c.right) == 1}
    return Part(evidence, adds, start, [not totals.isdisjoint(e.fields) for e in evidence], list(map(habits, evidence)))
