"""Why sums break: the smallest edits of printed numbers that mend them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations

from ..core.record import Cause
from ..core.schema import Constraint, Schema
from .sums import Balance, weigh


@dataclass(frozen=True, slots=True)
class Mend:
    """One edit, or two that belong together, and the constraints that hold after it.

    The causes are those of `core.record.Cause`.
    """

    edits: tuple[tuple[str, float], ...]
    mended: frozenset[str]
    cause: Cause


def mends(broken: Iterable[Balance], fields: Mapping[str, float | None], schema: Schema) -> list[Mend]:
    """Edits, largest effect first, until no broken sum can be mended without breaking another.

    `fields` holds the printed value of every slot that the report has, None for a blank one.
    """
    open_sums = {b.constraint.id: b for b in broken}
    values = {name: value or 0.0 for name, value in fields.items()}
    found: list[Mend] = []
    while open_sums:
        choices = [*_single(open_sums, values, fields, schema), *_moves(open_sums, values, fields, schema)]
        choices = choices or _excesses(open_sums, values, fields, schema)
        if not choices:
            break
        best = max(choices, key=lambda m: (len(m.mended), _is_total(m, schema), _plausible(m), -len(m.edits)))
        found.append(best)
        values |= dict(best.edits)
        for name in {c.id for edit, _ in best.edits for c in schema.constraints_of.get(edit, ())}:
            constraint = next(c for c in schema.constraints if c.id == name)
            balance = weigh(constraint, values)
            if balance.holds:
                open_sums.pop(name, None)
            elif name in open_sums:
                open_sums[name] = balance
    return found


def _single(
    broken: Mapping[str, Balance], values: dict[str, float], fields: Mapping[str, float | None], schema: Schema
) -> list[Mend]:
    """Each number of a broken sum set to what the sum implies."""
    found: dict[tuple[str, float], Mend] = {}
    for balance in broken.values():
        for name in balance.constraint.fields:
            if name not in fields:
                continue
            off = balance.left - balance.right
            implied = values[name] - off if name in balance.constraint.left else values[name] + off
            if implied < 0 or (name, implied) in found:
                continue
            mended = _effect({name: implied}, broken, values, schema)
            if mended:
                total = any(name in c.right for c in schema.constraints_of.get(name, ()) if len(c.right) == 1)
                found[name, implied] = Mend(((name, implied),), mended, _cause(fields[name], implied, total))
    return list(found.values())


def _moves(
    broken: Mapping[str, Balance], values: dict[str, float], fields: Mapping[str, float | None], schema: Schema
) -> list[Mend]:
    """A number moved between two slots of one sum that holds, where two other sums are off by opposite amounts."""
    found: list[Mend] = []
    for one, other in combinations(broken.values(), 2):
        off = one.left - one.right
        if abs(off + other.left - other.right) > 1e-6:
            continue
        pairs = {
            (a, b)
            for row in schema.constraints
            for a in row.left
            for b in row.left
            if a in one.constraint.left and b in other.constraint.left and a != b and a in fields and b in fields
        }
        for a, b in sorted(pairs):
            edit = {a: values[a] - off, b: values[b] + off}
            if min(edit.values()) >= 0:
                mended = _effect(edit, broken, values, schema)
                if {one.constraint.id, other.constraint.id} <= mended:
                    found.append(Mend(tuple(edit.items()), mended, "moved"))
    return found


def _excesses(
    broken: Mapping[str, Balance], values: dict[str, float], fields: Mapping[str, float | None], schema: Schema
) -> list[Mend]:
    """A part and the total of its row, each as much too large as one of two broken sums: a row counted twice.

    Only where a single row has just these numbers; which of several it was, nobody can tell.
    """
    found: list[Mend] = []
    sums = list(broken.values())
    for one, other in permutations(sums, 2):
        off = one.left - one.right
        if off <= 0 or abs(off - other.left + other.right) > 1e-6:
            continue
        rows = [
            {part: 0.0, total: 0.0}
            for row in schema.constraints
            for part in row.left
            for total in row.right
            if part in one.constraint.left and total in other.constraint.left
            if part in fields and values.get(part) == off and values.get(total) == off
        ]
        fitting = [
            edit for edit in rows if {one.constraint.id, other.constraint.id} <= _effect(edit, broken, values, schema)
        ]
        if len(fitting) == 1:
            edit = fitting[0]
            found.append(Mend(tuple(edit.items()), _effect(edit, broken, values, schema), "counted_twice"))
    return found


def _effect(
    edit: Mapping[str, float], broken: Mapping[str, Balance], values: dict[str, float], schema: Schema
) -> frozenset[str]:
    """Broken sums that an edit mends; empty where it breaks one that held."""
    touched: dict[str, Constraint] = {c.id: c for name in edit for c in schema.constraints_of.get(name, ())}
    after = {**values, **edit}
    held = {name: weigh(c, after).holds for name, c in touched.items()}
    if any(not ok and name not in broken and weigh(touched[name], values).holds for name, ok in held.items()):
        return frozenset()
    return frozenset(name for name, ok in held.items() if ok and name in broken)


def _is_total(mend: Mend, schema: Schema) -> bool:
    """Totals are worked out by hand and go wrong more often than what they add up."""
    return all(
        any(name in c.right and len(c.right) == 1 for c in schema.constraints_of[name]) for name, _ in mend.edits
    )


def _plausible(mend: Mend) -> int:
    return _LIKELY.index(mend.cause) if mend.cause in _LIKELY else -1


_LIKELY = ("total_wrong", "digit_lost", "digit_doubled", "digits_swapped", "moved", "total_not_updated", "total_blank")


def _cause(printed: float | None, implied: float, total: bool) -> Cause:
    if total and printed is None:
        return "total_blank"
    if total and printed == 0:
        return "total_not_updated"
    was, now = _digits(printed or 0.0), _digits(implied)
    if was != now and sorted(was) == sorted(now):
        return "digits_swapped"
    if len(was) + 1 == len(now) and _without_one(now, was):
        return "digit_lost"
    if len(was) == len(now) + 1 and _without_one(was, now):
        return "digit_doubled"
    return "total_wrong" if total else "value_wrong"


def _digits(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
