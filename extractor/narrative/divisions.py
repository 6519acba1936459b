"""Administrative divisions of China: names and six-digit codes with the years they were in force.

The table ends with the edition of 2024; later years read as 2024. Origin and licence: corpora/divisions/corpus.yml.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_EDITION = 2024
_SLACK = 1  # a report can name a division that ended, or began, a year beside its own
_NATIONS = (
    "(?:[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒各]|蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|"
    "达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|鄂温克|德昂|保安|裕固|独龙|鄂伦春|赫哲)族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克"
)
_AUTONOMOUS = re.compile(rf"(.+?)(?:{_NATIONS})+自治([州县旗])")
_REGIONS = re.compile(r"(内蒙古|广西|西藏|宁夏|新疆).*自治区")
# A short name in front of these is part of another name: 上海路, 南京街道, 海南镇.
_NOT_AFTER_SHORT = re.compile(r"[东西南北中一二三四]?(?:路|街|道|镇|乡|村|社区|桥|巷)|[\u4e00-\u9fff]?(?:省|自治)")
_VAGUE = {"城区", "郊区", "矿区", "市区"}  # also common nouns: names only behind their city's


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one name and code; `first` and `last` are the years of the table's editions, inclusive."""

    code: str
    name: str
    first: int
    last: int

    @property
    def stem(self) -> str:
        """The code's leading digits that all divisions inside it share."""
        return self.code[:2] if self.code.endswith("0000") else self.code[:4] if self.code.endswith("00") else self.code

    def distance(self, year: int) -> int:
        """Years between a year and the time in force; 0 inside it."""
        year = min(year, _EDITION)
        return max(self.first - year, year - self.last, 0)


class Named(NamedTuple):
    """A name in a text, at [start, end), and the divisions that bear it, narrowed by year and by what precedes."""

    start: int
    end: int
    divisions: tuple[Division, ...]


@cache
def _table() -> tuple[Division, ...]:
    text = files("extractor.narrative").joinpath("data/divisions.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines())
    return tuple(Division(code, name, int(first), int(last)) for code, name, first, last in lines)


@cache
def _names() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in _table():
        found.setdefault(division.name, []).append(division)
    short: dict[str, list[Division]] = {}
    for division in _table():
        for name in short_names(division):
            same = short.setdefault(name, [])
            if not same or len(same[0].stem) == len(division.stem):  # 吉林 is the province before the city
                same.append(division)
    return {name: tuple(items) for name, items in (short | found).items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Lengths of the names by their first two characters, longest first."""
    found: dict[str, set[int]] = {}
    for name in _names():
        found.setdefault(name[:2], set()).add(len(name))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


def short_names(division: Division) -> tuple[str, ...]:
    """Names in use beside the full one: 临夏州 for 临夏回族自治州, 石林县 for 石林彝族自治县, 广州 for 广州市."""
    name, is_county = division.name, not division.code.endswith("00")
    if region := _REGIONS.fullmatch(name):
        return (region[1],)
    if autonomous := _AUTONOMOUS.fullmatch(name):
        short = autonomous[1] + autonomous[2]
        return (short,) if is_county or len(autonomous[1]) < 2 else (short, autonomous[1])
    if is_county:
        return ()
    bare = re.sub(r"(?:特别行政区|地区|省|市|盟)$", "", name)
    return (bare,) if 2 <= len(bare) < len(name) else ()


def names() -> Iterable[str]:
    """Every name of a division, full and short."""
    return _names()


def named(name: str, year: int | None, inside: tuple[Division, ...] = ()) -> tuple[Division, ...]:
    """The divisions of a name, full or short, one for each code: those in force in the year.

    Where none was, those a year away. `inside` narrows to divisions within any of these.
    """
    found = [d for d in _names().get(name, ()) if not inside or any(_within(d, outer) for outer in inside)]
    if year is not None:
        nearest = min((d.distance(year) for d in found), default=0)
        found = [d for d in found if d.distance(year) == nearest <= _SLACK]
    return tuple({d.code: d for d in sorted(found, key=lambda d: d.last)}.values())


def leading(text: str, year: int | None) -> list[Named]:
    """The chain of divisions that a name begins with, as in 广州市 + 海珠区 of 广州市海珠区教育局; may be empty."""
    chain: list[Named] = []
    start = 0
    while (length := _longest(text, start)) is not None:
        outer = chain[-1].divisions if chain else ()
        divisions = named(text[start : start + length], year, outer)
        if not divisions or (not outer and text[start : start + length] in _VAGUE):
            break
        if outer:  # what follows says which of several namesakes was meant
            kept = tuple(o for o in outer if any(_within(d, o) for d in divisions))
            chain[-1] = chain[-1]._replace(divisions=kept)
        chain.append(Named(start, start + length, divisions))
        start += length
    return chain


def mentions(text: str, year: int | None) -> Iterator[Named]:
    """Every name of a division in folded text, longest first at each place; chains narrow as in `leading`."""
    lengths, start, previous = _lengths(), 0, None
    while start < len(text) - 1:
        length = _longest(text, start) if text[start : start + 2] in lengths else None
        if length is None:
            start, previous = start + 1, None
            continue
        name = text[start : start + length]
        outer = previous.divisions if previous else ()
        divisions = (outer and named(name, year, outer)) or (() if name in _VAGUE else named(name, year))
        previous = Named(start, start + length, divisions) if divisions else None
        if previous:
            yield previous
        start += length


def settle(divisions: tuple[Division, ...], context: str) -> Division | None:
    """The one division that is meant: the only one, or the one whose superiors the context names most; else None."""
    if len(divisions) < 2:
        return divisions[0] if divisions else None
    votes = sorted(((sum(context.count(n) for n in _superiors(d)), d) for d in divisions), key=lambda v: -v[0])
    return votes[0][1] if votes[0][0] > votes[1][0] else None


def _superiors(division: Division) -> set[str]:
    above = [d for d in _table() if d.stem != division.stem and division.code.startswith(d.stem)]
    return {name for d in above for name in (d.name, *short_names(d)) if len(name) > 1}


def _within(inner: Division, outer: Division) -> bool:
    return inner.code.startswith(outer.stem) and inner.code != outer.code


def _longest(text: str, start: int) -> int | None:
    names = _names()
    for length in _lengths().get(text[start : start + 2], ()):
        name = text[start : start + length]
        if len(name) < length or name not in names:
            continue
        if names[name][0].name == name or not _NOT_AFTER_SHORT.match(text, start + length):
            return length
    return None
