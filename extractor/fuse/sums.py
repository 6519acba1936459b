"""The form's arithmetic over decided values."""

from collections.abc import Container, Mapping
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


def is_judged(constraint: Constraint, printed: Container[str]) -> bool:
    """Whether enough of a constraint is printed to judge it: all of its right side and most of its left side.

    A report that ends in the middle of a table, or leaves out rows, breaks no sum by that.
    """
    absent = sum(name not in printed for name in constraint.left)
    return absent * 2 <= len(constraint.left) and all(name in printed for name in constraint.right)


def balances(fields: Mapping[str, Field], schema: Schema) -> list[Balance]:
    """Every constraint that can be judged and has no slot in doubt, with its two sides."""
    values = numbers(fields)
    printed = {name for name, f in fields.items() if f.status != "missing"}
    doubtful = {name for name, f in fields.items() if f.status == "conflict"}
    return [
        weigh(constraint, values)
        for constraint in schema.constraints
        if is_judged(constraint, printed) and doubtful.isdisjoint(constraint.fields)
    ]


def weigh(constraint: Constraint, values: Mapping[str, float]) -> Balance:
    """The two sides of a constraint under some values."""
    left = sum(values.get(name, 0.0) for name in constraint.left)
    right = sum(values.get(name, 0.0) for name in constraint.right)
    return Balance(constraint, left, right)


def numbers(fields: Mapping[str, Field]) -> dict[str, float]:
    """Numeric values by field id; what is not a number is left out."""
    return {name: f.value for name, f in fields.items() if isinstance(f.value, int | float)}
