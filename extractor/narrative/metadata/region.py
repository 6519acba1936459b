"""The administrative division that an agency belongs to."""

import re
from collections import Counter
from dataclasses import dataclass

from ..divisions import Division, Named, leading, mentions, named, settle
from .organs import ZONE, ZONE_ENDS

_NATIONAL = re.compile(
    r"中共|中华人民共和国|中国(?:人民银行|气象局|证监会|[\u4e00-\u9fff]{2,10}?委员会)"
    r"|国家[\u4e00-\u9fff]{2,10}?(?:总局|局)(?=[\u4e00-\u9fff]{3})"
)
_BRANCH = re.compile(r"[局厅委]([\u4e00-\u9fff]{2,4})分局")
_IN_ZONE = re.compile(r"管委会|管理委员会|党工委|[\u4e00-\u9fff]{0,16}(?:政府|局|委|办公室|部|办事处|中心|镇|街道)$|$")
_RUNS_ZONE = re.compile(r"[\u4e00-\u9fff]{0,8}管理(?:局|处|站|所|中心|办公室)")  # a department in charge of the zone
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,5}(?:镇|乡|街道|苏木)")
_PARTICLES = "在与由向及对从的于和是为全我本"


@dataclass(frozen=True, slots=True)
class Region:
    """A division's name and code at [start, end) of the agency's name; the place is None where the name has none.

    `code` is None for a functional zone and for a name that several divisions bear.
    """

    name: str
    code: str | None
    place: tuple[int, int] | None


def region(agency: str, context: str, year: int | None) -> Region | None:
    """The division of an agency, else the county-level one that the context names most; None where neither says."""
    national = _NATIONAL.match(agency)
    start = national.end() if national else 0
    chain = [n._replace(start=n.start + start, end=n.end + start) for n in leading(agency[start:], year)]
    short = all(n.divisions[0].name != agency[n.start : n.end] for n in chain)
    zone = ZONE.match(agency, start if short else chain[-1].end)
    if zone and _IN_ZONE.match(agency, zone.end()) and not _RUNS_ZONE.match(agency, zone.end()):
        return Region(zone[0], None, zone.span())
    if not chain:
        return _from_context(context, year, 1 if _TOWN.match(agency) else 2)
    last = chain[-1]
    branch = _BRANCH.search(agency, last.end)
    if branch and (inner := _branch(branch[1], year, last)):
        return _region(inner, context, agency, branch.span(1))
    return _region(last.divisions, context, agency, (last.start, last.end))


def _region(divisions: tuple[Division, ...], context: str, agency: str, place: tuple[int, int]) -> Region:
    one = settle(divisions, context)
    return Region(one.name, one.code, place) if one else Region(agency[slice(*place)], None, place)


def _branch(name: str, year: int | None, outer: Named) -> tuple[Division, ...]:
    full = (named(name + suffix, year, outer.divisions) for suffix in ("", "区", "县", "市", "旗"))
    return next((found for found in full if found), ())


def _from_context(context: str, year: int | None, least: int) -> Region | None:
    counts: Counter[str] = Counter()
    meant: dict[str, tuple[Division, ...]] = {}
    for place in mentions(context, year):
        name = context[place.start : place.end]
        if len(name) == 2 and context[place.start - 1 : place.start].isalpha():
            continue  # 完成县政务公开任务 does not speak of 成县
        if any(not d.code.endswith("00") for d in place.divisions):
            counts[name] += 1
            known = meant.get(name, place.divisions)
            meant[name] = tuple(d for d in known if d in place.divisions) or known
    zone, times = _zone(context)
    name, most = counts.most_common(1)[0] if counts else ("", 0)
    if zone and times > most:
        return Region(zone, None, None)
    if most < least or sum(c == most for c in counts.values()) > 1:
        return None
    one = settle(meant[name], context)
    return Region(one.name if one else name, one.code if one else None, None)


def _zone(context: str) -> tuple[str, int]:
    """The functional zone that the text names most, and how often."""
    places = [(m.start(), m[0]) for m in re.finditer(ZONE_ENDS, context)]
    best = ("", 0)
    for reach in range(10, 1, -1):
        names = Counter(context[start - reach : start] + ends for start, ends in places if start >= reach)
        name, times = names.most_common(1)[0] if names else ("", 0)
        if times > max(1, best[1]) and times * 2 > len(places) and name[0] not in _PARTICLES and name.isalpha():
            best = (name, times)
    return best
