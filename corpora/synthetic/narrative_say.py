"""A number in running text: digits, 万, Chinese numerals, and the words that make it exact or vague."""

import random
from dataclasses import dataclass
from decimal import Decimal

from extractor.core.quantity import Qualifier

from .report import Number

_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_HAN = "零一二三四五六七八九"
_SPOKEN_UNITS = frozenset("次场期个起件宗位名项家处份")
_BEFORE: dict[Qualifier, tuple[str, ...]] = {"about": ("约", "近"), "over": ("超过", "逾"), "under": ("不到", "不足")}


@dataclass(frozen=True, slots=True)
class Style:
    """How one writer prints numbers: shares of vague figures, of 万 and of numerals, and habits of the keyboard."""

    vague: float
    myriads: float
    numerals: float
    thousands: bool
    wide: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number as printed: `raw` with its qualifier, scale and unit; `value` is what these characters say."""

    raw: str
    value: Number
    unit: str
    qualifier: Qualifier


def style(rng: random.Random) -> Style:
    """Draw the ways of one writer; most are plain."""
    return Style(
        vague=rng.choice((0.0, 0.05, 0.2)),
        myriads=rng.choice((0.1, 0.5, 0.9)),
        numerals=rng.choice((0.0, 0.0, 0.15, 0.5)),
        thousands=rng.random() < 0.06,
        wide=rng.random() < 0.04,
        spaced=rng.random() < 0.05,
    )


def say(value: Number, unit: str, ways: Style, rng: random.Random, *, exact: bool = False) -> Spoken:
    """Print a count. `exact` numbers are never rounded, since a table holds them too."""
    if unit == "%":
        return Spoken(_digits(f"{value}%", ways), value, unit, "exact")
    if not exact and value >= 10_000 and rng.random() < ways.myriads:
        return _in_myriads(int(value), unit, ways, rng)
    if not exact and value >= 50 and rng.random() < ways.vague:
        return _vague(int(value), unit, ways, rng)
    if 1 <= value <= 20 and isinstance(value, int) and unit in _SPOKEN_UNITS and rng.random() < ways.numerals:
        return Spoken(numeral(value, counting=True) + unit, value, unit, "exact")
    text = f"{value:,}" if ways.thousands else str(value)
    gap = " " if ways.spaced and unit else ""
    return Spoken(_digits(text, ways) + gap + unit, value, unit, "exact")


def _in_myriads(value: int, unit: str, ways: Style, rng: random.Random) -> Spoken:
    places = rng.choice((0, 1, 2)) if value < 1_000_000 else rng.choice((0, 2))
    shown = (Decimal(value) / 10_000).quantize(Decimal(1).scaleb(-places))
    number = f"{shown.normalize():f}"
    spoken = int(Decimal(number) * 10_000)
    if rng.random() < 0.7:
        return Spoken(f"{_digits(number, ways)}万{unit}", spoken, unit, "exact")
    qualifier: Qualifier = "over" if spoken <= value else "about"
    if qualifier == "over" and rng.random() < 0.6:
        return Spoken(f"{_digits(number, ways)}万余{unit}", spoken, unit, "over")
    word = rng.choice(_BEFORE[qualifier])
    return Spoken(f"{word}{_digits(number, ways)}万{unit}", spoken, unit, qualifier)


def _vague(value: int, unit: str, ways: Style, rng: random.Random) -> Spoken:
    step = 10 ** max(len(str(value)) - 2, 1)
    low = value // step * step
    kind = rng.choice(("more", "over", "about", "under"))
    if kind == "more":
        return Spoken(f"{_digits(str(low), ways)}{rng.choice('余多')}{unit}", low, unit, "over")
    if kind == "under":
        return Spoken(
            f"{rng.choice(_BEFORE['under'])}{_digits(str(low + step), ways)}{unit}", low + step, unit, "under"
        )
    qualifier: Qualifier = "over" if kind == "over" else "about"
    return Spoken(f"{rng.choice(_BEFORE[qualifier])}{_digits(str(low), ways)}{unit}", low, unit, qualifier)


def _digits(text: str, ways: Style) -> str:
    return text.translate(_WIDE) if ways.wide else text


def numeral(value: int, *, counting: bool = False) -> str:
    """A whole number below 100 in Chinese; 两 for a counted 2."""
    if counting and value == 2:
        return "两"
    tens, ones = divmod(value, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
