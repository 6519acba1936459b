"""The wordings of texts: read from YAML, dealt to the splits, and printed with numbers.

A wording is a clause with `[one|or|other]` alternatives and places for numbers:

    {website.posts:条|篇}      the count of a metric, in one of these units
    {0 review.cases litigation.cases:未发生行政复议、行政诉讼}   words that state 0 for one or more metrics
    {last website.posts:条}    last year's figure; {sum …} a running total, {part …} a member's own: no metric's value
    {any 20-900:次}            a number of no metric, between two limits; {year} and {last} are the years
    {%}                        a percentage
    {member}, {place}, {own}, {sphere}   names of the report's own agency
"""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from .agencies import Agency
from .narrative_say import Spoken, Style, say
from .report import Number, Paragraph, Said, Split

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{([^{}]*)\}")
_COUNT = re.compile(r"(?P<kind>last|sum|part)? ?(?P<metric>[a-z_]+\.?[a-z_.]*):(?P<units>[^:]*)")
_DEALT: tuple[Split, ...] = ("train", "dev", "test", "train")
# Numbers that a table holds too are printed in full.
_EXACT = ("requests.", "review.", "litigation.")


@dataclass(frozen=True)
class Wording:
    """A clause of the text; `metrics` are those it states, `zero` those it states to be 0."""

    text: str
    metrics: frozenset[str]
    zero: frozenset[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a wording is printed for. `wrong` are counts that the text misstates, `fillers` sentences yet unused."""

    agency: Agency
    year: int
    counts: Mapping[str, Number]
    style: Style
    wrong: Mapping[str, Number]
    fillers: Iterator[str]


@cache
def wordings(kind: str, split: Split) -> tuple[Wording, ...]:
    """The wordings of one file and topic (`requests.clauses`) that belong to a split, in the order of their digests."""
    file, _, topic = kind.partition(".")
    texts: list[str] = _file(file)[topic]
    same: dict[str, list[str]] = {}
    for text in sorted(texts, key=lambda t: hashlib.sha256(t.encode()).digest()):
        wording = _wording(text)
        same.setdefault(" ".join(sorted(wording.metrics | wording.zero)) + str(bool(wording.zero)), []).append(text)
    return tuple(_wording(t) for group in same.values() for i, t in enumerate(group) if _DEALT[i % 4] == split)


@cache
def _file(name: str) -> dict[str, list[str]]:
    text = files("corpora.synthetic").joinpath(f"wording/{name}.yml").read_text("utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return found


def topics(file: str) -> tuple[str, ...]:
    """The topics of a file of wordings, in order."""
    return tuple(_file(file))


def _wording(text: str) -> Wording:
    metrics, zero = set[str](), set[str]()
    for place in _PLACE.findall(text):
        if place.startswith("0 "):
            zero |= set(place[2:].partition(":")[0].split())
        elif (found := _COUNT.fullmatch(place)) and not found["kind"]:
            metrics.add(found["metric"])
    return Wording(text, frozenset(metrics), frozenset(zero))


def fits(wording: Wording, counts: Mapping[str, Number]) -> bool:
    """Whether a text with these counts can say it: all its metrics known, and 0 where it says so."""
    known = wording.metrics | wording.zero
    return all(name in counts for name in known) and all(not counts[name] for name in wording.zero)


def spell(text: str, setting: Setting, rng: random.Random) -> Paragraph:
    """Print a wording: alternatives drawn, numbers in place with what they mean."""
    while choice := _CHOICE.search(text):
        text = text[: choice.start()] + rng.choice(choice[1].split("|")) + text[choice.end() :]
    parts: list[str] = []
    said: list[Said] = []
    length = last = 0
    for place in _PLACE.finditer(text):
        parts.append(text[last : place.start()])
        length += len(parts[-1])
        printed, meanings = _fill(place[1], setting, rng)
        said += [Said(m, s.value, s.raw, s.unit, s.qualifier, length, length + len(printed)) for m, s in meanings]
        parts.append(printed)
        length += len(printed)
        last = place.end()
    return Paragraph("".join((*parts, text[last:])), tuple(said))


def _fill(place: str, setting: Setting, rng: random.Random) -> tuple[str, list[tuple[str | None, Spoken]]]:
    """What stands at a place, and the numbers that it says with their metrics."""
    agency = setting.agency
    names = {
        "year": str(setting.year), "last": str(setting.year - 1), "next": str(setting.year + 1), "own": agency.own,
        "sphere": agency.sphere, "place": agency.region, "name": agency.name, "member": "",
    }  # fmt: skip
    if place in names:
        return (rng.choice(agency.members) if place == "member" else names[place]), []
    if place.startswith("0 "):
        metrics, _, words = place[2:].partition(":")
        return words, [("narrative." + m, Spoken(words, 0, "", "exact")) for m in metrics.split()]
    if place == "%":
        spoken = say(rng.choice((100, round(rng.uniform(1, 99), 1), rng.randint(2, 99))), "%", setting.style, rng)
        return spoken.raw, [(None, spoken)]
    if place.startswith("any "):
        limits, _, units = place[4:].partition(":")
        low, high = limits.split("-")
        spoken = say(rng.randint(int(low), int(high)), rng.choice(units.split("|")), setting.style, rng)
        return spoken.raw, [(None, spoken)]
    found = _COUNT.fullmatch(place)
    if found is None:
        raise ValueError(f"no such place in a wording: {{{place}}}")
    metric, unit = found["metric"], rng.choice(found["units"].split("|"))
    own = setting.wrong.get(metric, setting.counts.get(metric, 0))
    if not found["kind"]:
        spoken = say(own, unit, setting.style, rng, exact=metric.startswith(_EXACT))
        return spoken.raw, [("narrative." + metric, spoken)]
    spoken = say(_other(found["kind"], int(own), rng), unit, setting.style, rng)
    return spoken.raw, [(None, spoken)]


def _other(kind: str, own: int, rng: random.Random) -> int:
    base = max(own, 1)
    if kind == "sum":
        return round(base * rng.uniform(1.5, 6)) + rng.randint(1, 30)
    if kind == "part":
        return max(1, round(base * rng.uniform(0.05, 0.6)))
    return max(1, round(base * rng.uniform(0.5, 1.6)) + rng.choice((-1, 1, 2)))
