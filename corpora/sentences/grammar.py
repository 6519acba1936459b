"""Patterns printed: alternatives and words drawn, numbers and names in place with what they mean.

[a|b|]                       one of these
<name>                       a word of the list `name`; <@law> a name of that kind of entity
{metric/条|件;part}          a number of a metric (its own units without any given), with its role, owner or period
{-/条;last}                  a number of no metric; {%} a percentage; {year}, {last}, {next}, {earlier} years
"""

import random
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ..synthetic.agencies import Agency
from ..synthetic.narrative_say import Style, say
from ..synthetic.report import Split
from . import names, words

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"<(@?[a-z_]+(?::[a-z_]+)?)>")
_PART = re.compile(r"\{([^{}]*)\}|\x01([a-z]+)\x02|\x03")
_ROLES = ("part", "ratio", "change")
_OWNERS = {"sub": "subordinate", "oth": "other"}
_PERIODS = {"last": "last", "cum": "cumulative", "other": "other"}
_PLACES = ("省", "市", "县", "区", "旗", "盟", "州", "村")
_ELSEWHERE = ("sub", "oth", "last", "other", "change")  # what keeps a number from being a count of the report


class Told(NamedTuple):
    """A number at [start, end): the metric that it counts or "", whose it is, of which time, in which role."""

    start: int
    end: int
    metric: str
    owner: str = "own"
    period: str = "this"
    role: str = "total"


class Name(NamedTuple):
    """An entity's name at [start, end)."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Passage:
    """Some sentences of a report of `year`, their numbers and names in order."""

    text: str
    year: int
    told: list[Told] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: an agency of a split in a year, with habits of printing numbers.

    `units` are by metric, its own first; `stocks` are the metrics of what there is, whose running total is their value.
    """

    agency: Agency
    year: int
    split: Split
    style: Style
    units: dict[str, tuple[str, ...]]
    stocks: frozenset[str]
    rng: random.Random

    def draw(self, topic: str) -> str:
        """A pattern of a topic."""
        return self.rng.choice(words.patterns(topic, self.split))

    def spell(self, pattern: str) -> str:
        """The pattern with its alternatives and words drawn; numbers stay marks, names get marks."""
        text = pattern
        while "[" in text or "<" in text:
            drawn = _CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), text)
            drawn = _WORD.sub(lambda found: self._word(found[1]), drawn) if drawn == text else drawn
            if drawn == text:
                return text
            text = drawn
        return text

    def _word(self, name: str) -> str:
        if name == "own":
            if self.rng.random() < 0.2:
                return f"\x01agency\x02{self.agency.name}\x03"
            return self.agency.own if self.rng.random() < 0.5 else words.word("own", self.split, self.rng)
        if name == "member":
            return _member(self.rng.choice(self.agency.members))
        if name == "agency":
            name = "@agency"
        if name.startswith("@account:"):
            kind, shown = "platform", names.account(self.agency, name[9:], self.split, self.rng)
        elif name.startswith("@"):
            kind, shown = name[1:], names.name(name[1:], self.agency, self.year, self.split, self.rng)
        else:
            return words.word(name, self.split, self.rng)
        return f"\x01{kind}\x02{shown}\x03"

    def print(self, marked: str) -> Passage:
        """The text without marks, and what they said of it."""
        passage = Passage("", self.year)
        parts: list[str] = []
        length = last = 0
        opened: list[tuple[int, str]] = []
        for mark in _PART.finditer(marked):
            parts.append(marked[last : mark.start()])
            length += len(parts[-1])
            last = mark.end()
            if mark[2]:
                opened.append((length, mark[2]))
            elif mark[1] is None:
                start, kind = opened.pop()
                passage.names.append(Name(start, length, kind))
            else:
                shown, told = self._number(mark[1], length)
                parts.append(shown)
                length += len(shown)
                if told:
                    passage.told.append(told)
        passage.text = "".join((*parts, marked[last:]))
        return passage

    def _number(self, mark: str, at: int) -> tuple[str, Told | None]:
        years = {"year": self.year, "last": self.year - 1, "next": self.year + 1, "earlier": self.year - 5}
        if mark in years:
            return str(years[mark]), None
        if mark == "%":
            shown = say(_percent(self.rng), "%", self.style, self.rng).raw
            return shown, Told(at, at + len(shown), "", role="ratio")
        body, *flags = mark.split(";")
        metric, _, given = body.partition("/")
        metric = "" if metric == "-" else metric
        unit = "" if "bare" in flags else self._unit(metric, given)
        if any(f in _ELSEWHERE for f in flags) or ("cum" in flags and "narrative." + metric not in self.stocks):
            metric = ""
        value = _value(unit, self.rng)
        shown = say(value, unit, self.style, self.rng).raw
        told = Told(
            at,
            at + len(shown),
            "narrative." + metric if metric else "",
            owner=next((_OWNERS[f] for f in flags if f in _OWNERS), "own"),
            period=next((_PERIODS[f] for f in flags if f in _PERIODS), "this"),
            role=next((f for f in flags if f in _ROLES), "total"),
        )
        return shown, told

    def _unit(self, metric: str, given: str) -> str:
        if given:
            return self.rng.choice(given.split("|"))
        units = self.units.get("narrative." + metric, ("条", "件"))
        if units[0] == "元":
            return self.rng.choice(("万元", "万元", "亿元", "元"))
        return units[0] if self.rng.random() < 0.75 else self.rng.choice(units)


def _member(shown: str) -> str:
    """A place or unit under an agency, its name marked: 石井村 of 辖区石井村, 财政服务中心 of 下属财政服务中心."""
    before = shown[:2] if shown[:2] in ("下属", "辖区") else ""
    kind = "place" if shown.endswith(_PLACES) else "dept" if before else "agency"
    return f"{before}\x01{kind}\x02{shown[len(before) :]}\x03"


def _percent(rng: random.Random) -> int | float:
    return rng.choice((100, round(rng.uniform(1, 99), 1), round(rng.uniform(1, 99), 2), rng.randint(2, 99)))


def _value(unit: str, rng: random.Random) -> int:
    if rng.random() < 0.05:
        return 0
    top = 5 if unit in ("次", "人次", "元", "") else 2 if unit in ("场", "期", "处", "家", "名", "个") else 3.5
    return int(10 ** rng.uniform(0, top))
