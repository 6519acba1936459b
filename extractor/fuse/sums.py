"""The form's arithmetic over decided values."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.record import Field
from ..core.schema import Constraint, Schema


@dataclass(frozen=True, slots=True)
class Balance:
    """A constraint with its two sides as printed; blank and missing count 0."""

    constraint: Constraint
    left: float
    right: float

    @property
    def holds(self) -> bool:
        """Whether the sides are equal, up to the rounding of decimals."""
        return abs(self.left - self.right) < 1e-6 * max(1.0, abs(self.left), abs(self.right))


def balances(fields: Mapping[str, Field], schema: Schema) -> list[Balance]:
    """Every constraint that can be judged: its right side is printed, most of its left side too, none in doubt."""
    values = numbers(fields)
    found = []
    for constraint in schema.constraints:
        status = {name: fields[name].status if name in fields else "missing" for name in constraint.fields}
        absent = sum(status[name] == "missing" for name in constraint.left)
        doubtful = any(s == "conflict" for s in status.values())
        if doubtful or absent * 2 > len(constraint.left) or any(status[n] == "missing" for n in constraint.right):
            continue
        found.append(weigh(constraint, values))
    return found


def weigh(constraint: Constraint, values: Mapping[str, float]) -> Balance:
    """The two sides of a constraint under some values."""
    left = sum(values.get(name, 0.0) for name in constraint.left)
    right = sum(values.get(name, 0.0) for name in constraint.right)
    return Balance(constraint, left, right)


def numbers(fields: Mapping[str, Field]) -> dict[str, float]:
    """Numeric values by field id; what is not a number is left out."""
    return {name: f.value for name, f in fields.items() if isinstance(f.value, int | float)}
