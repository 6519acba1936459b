"""How agencies print: signs for nothing, separators, widths, labels of their own, and misprints."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.core.schema import Constraint, Schema

from .report import Broken, Number

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NOTHING = (("0", 56), ("", 22), ("/", 7), ("—", 5), ("-", 3), ("--", 2), ("无", 3), ("不适用", 2))
_MISPRINTS = (
    "total_not_updated", "total_blank", "total_wrong", "digits_swapped", "digit_lost", "digit_doubled", "moved"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Habits:
    """One agency's ways: `nothing` stands for `nothing_share` of the zeros, the rest print 0."""

    nothing: str
    nothing_share: float
    thousands: bool
    wide: bool
    units: bool
    signed: bool
    labels: float
    mixed: bool
    omits: bool
    adds: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as a cell prints it; `value` in the schema's unit, None for a blank or a sign for nothing."""

    text: str
    value: Number | None


def habits(rng: random.Random) -> Habits:
    """Draw the ways of one agency; most are plain."""
    nothing = rng.choices([n for n, _ in _NOTHING], [w for _, w in _NOTHING])[0]
    return Habits(
        nothing=nothing,
        nothing_share=rng.choice((1.0, 1.0, rng.uniform(0.2, 0.9))),
        thousands=rng.random() < 0.08,
        wide=rng.random() < 0.04,
        units=rng.random() < 0.04,
        signed=rng.random() < 0.4,
        labels=rng.choice((0.0, 0.0, 0.08, 0.3)),
        mixed=rng.random() < 0.1,
        omits=rng.random() < 0.08,
        adds=rng.random() < 0.06,
    )


def show(name: str, value: int, unit: str, scale: int, ways: Habits, rng: random.Random) -> Shown:
    """Print a true value, given in the cell's own unit; `scale` is the factor from it to the schema's unit."""
    if not value and rng.random() < ways.nothing_share and ways.nothing != "0":
        return Shown(ways.nothing, None)
    if name.endswith(".amount") and value:
        return _money(value, scale, ways, rng)
    text = f"{value:,}" if ways.thousands else str(value)
    if name.endswith(".change") and value:
        text = _change(value, ways, rng)
    if ways.wide:
        text = text.translate(_WIDE)
    return Shown(text + (unit if ways.units else ""), value * scale)


def _money(value: int, scale: int, ways: Habits, rng: random.Random) -> Shown:
    amount = Decimal(value) if rng.random() < 0.5 else Decimal(value) + Decimal(rng.randrange(1, 100)) / 100
    if scale == 1 and value >= 10_000 and rng.random() < 0.25:  # 元 printed in 万元
        amount = (Decimal(value) / 10_000).quantize(Decimal("0.01"))
        unit = rng.choice(("万", "万元"))
        return Shown(f"{amount.normalize():f}{unit}", _plain(amount * 10_000))
    text = f"{amount:,f}" if ways.thousands else f"{amount:f}"
    return Shown(text.translate(_WIDE) if ways.wide else text, _plain(amount * scale))


def _change(value: int, ways: Habits, rng: random.Random) -> str:
    if value < 0:
        return rng.choice(("-", "-", "-", "减", "减少")) + str(-value)
    return (rng.choice(("+", "+", "增", "增加")) if ways.signed else "") + str(value)


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


def label(names: tuple[str, ...], ways: Habits, rng: random.Random) -> str:
    """A row's or column's label: the official one, one of its aliases, or with marks of the agency's own."""
    if not names or not names[0] or rng.random() >= ways.labels:
        return names[0] if names else ""
    text = rng.choice(names)
    change = rng.choice(("none", "dot", "brackets", "count", "gap", "clause"))
    if change == "dot":
        return re.sub(r"^(\d)\.", rng.choice((r"\1、", r"\1．", r"\1. ")), text)
    if change == "brackets":
        return text.replace("（", "(").replace("）", ")")
    if change == "count" and text.endswith(("数量", "数")):
        return text + "（件）" if "申请" in text else text
    if change == "gap" and len(text) <= 3:
        return rng.choice((" ", "  ", "　")).join(text)
    return re.sub(r"申请数量$", "申请件数", text) if change == "clause" else text


def misprint(values: dict[str, int], schema: Schema, rng: random.Random) -> tuple[dict[str, int], frozenset[str]]:
    """The values with one mistake of the agency's that breaks at least one sum, and the totals that it left blank.

    Where no number can break (a form of zeros) nothing changes.
    """
    sums = [c for c in schema.constraints if all(name in values for name in c.right)]
    for _ in range(20):
        if not sums:
            break
        changed, blank = _mistake(values, rng.choice(sums), rng.choice(_MISPRINTS), rng)
        shown = {n: 0 if n in blank else v for n, v in changed.items()}
        if broken_sums(shown, schema):
            return changed, blank
    return values, frozenset()


def _mistake(
    values: dict[str, int], broken: Constraint, kind: str, rng: random.Random
) -> tuple[dict[str, int], frozenset[str]]:
    total = rng.choice(broken.right)
    target = total if kind.startswith("total") else rng.choice([n for n in broken.fields if n in values])
    value = values[target]
    if kind == "total_blank":
        return values, frozenset({target}) if value else frozenset()
    if kind == "moved":
        other = rng.choice([n for n in broken.left if n in values] or [target])
        return values | {target: values[other], other: value}, frozenset()
    wrong = {
        "total_not_updated": 0,
        "total_wrong": value + rng.choice((-1, 1, 2, 10)),
        "digits_swapped": int(str(value)[::-1]) if value > 9 else value,
        "digit_lost": value // 10,
        "digit_doubled": int(f"{value}{value % 10}"),
    }[kind]
    return values | {target: max(wrong, 0)}, frozenset()


def broken_sums(printed: Mapping[str, Number | None], schema: Schema) -> tuple[Broken, ...]:
    """The constraints that printed values break, with both sides; a blank (None) counts 0.

    As readers judge: the whole right side and at least half of the left have to be printed.
    """
    found = []
    for constraint in schema.constraints:
        absent = sum(name not in printed for name in constraint.left)
        if absent * 2 > len(constraint.left) or any(name not in printed for name in constraint.right):
            continue
        left = sum(printed.get(name) or 0 for name in constraint.left)
        right = sum(printed.get(name) or 0 for name in constraint.right)
        if left != right:
            found.append(Broken(constraint.id, left, right))
    return tuple(found)
