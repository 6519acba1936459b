"""Tying the numbers of a text to the counts of a schema, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..core.metric import Metric, Names
from ..core.quantity import Quantity, Value
from .caution import caution, changes_to, is_part, last_year, running_total
from .fit import Fit, Fitter
from .heads import acts
from .phrase import phrase
from .pieces import Piece, Sentence
from .scope import Place, Scope, respectively, scope

_NONE: Names = frozenset()
_LEAST = 0.52  # what is weaker stays without a count
_OWN = re.compile(r"[我本][局厅委办院处站市县区镇乡校省关所机单]")
_BARE = re.compile(
    r"(?=.*[年新])(?:其中|今年(?:以来)?|本年度?|当年|年内|全年|年度内?|过去一年|这一年|一年[来间中]|报告期内?)*(?:新增|新公开|新发布|增加)?(?:了|公开|发布|为|共)*"
)
_THIS = re.compile(
    r"[,;](?:而|则)?(?:今年|本年度?|当年|年内|全年)[共则]?(?:[为有达]|发生|(?P<verb>[\u4e00-\u9fff]{2}))?了?"
)
_NEW = re.compile(r"新(?:收|接|受理)")
_ALL = re.compile(r"均|全部|都|皆")
_EVENTS = frozenset("次场期")
_ENDS = ("comma", "semi", "stop", "number")


class Link(NamedTuple):
    """A value of the text at [start, end), printed in the clause; `metric` None where no count of the schema holds it.

    `quantity` is None where words say the value. `refused` says that words tell why it is no count of the report:
    last year's, someone else's, a share. `trust` is below 1 where another reading of it is likely too; it lowers the
    confidence, and does not choose between two numbers of one count.
    """

    start: int
    end: int
    value: Value
    metric: Metric | None
    strength: float
    phrase: str
    clause: tuple[int, int]
    quantity: Quantity | None = None
    refused: bool = False
    trust: float = 1.0


@dataclass(slots=True)
class _Told:
    """What the numbers of a sentence so far count."""

    fits: list[tuple[int, Fit]] = field(default_factory=list)
    last: Metric | None = None
    whole: Metric | None = None
    whole_at: int = -1


def links(fitter: Fitter, text: str, found: Sequence[Sentence], year: int | None) -> Iterator[Link]:
    """Every number of the sentences, linked where a count fits it; `year` is the year that the report is for."""
    for index, sentence in enumerate(found):
        row, told = sentence.pieces, _Told()
        shared = respectively(row)
        numbers = tuple(k for k, piece in enumerate(row) if piece.kind == "number")
        said = _NONE.union(*(piece.classes for piece in row))
        made: list[Link] = []
        for order, at in enumerate(numbers):
            quantity = row[at].quantity
            if quantity is None or quantity.value is None:
                continue
            around = scope(row, at)
            if at in shared:
                around = around._replace(near=shared[at])
            unit = quantity.unit or _borrowed_unit(row, at)
            place = Place(text, found, index, at, around, said, unit, numbers[:order])
            place = place._replace(part=is_part(place, year), last=told.last, whole=told.whole, whole_at=told.whole_at)
            fits = _fits(fitter, place, quantity, told, year)
            if fits and fits[0].metric is told.last and _yield(place, fits[0].metric):
                fits = []
            refused = not fits and not caution(place, year)
            # What is none has no parts, nor has a comparison that comes between a whole and its parts.
            if not place.part and (told.whole is None or (quantity.value and not refused)):
                told.whole, told.whole_at = fits[0].metric if fits else None, at
            told.last = fits[0].metric if fits else None
            told.fits += [(at, fit) for fit in fits]
            clause = _clause(row, at)
            if len(fits) == 1 and fits[0].brought:  # what it is brought to is more than the year's
                made = [
                    m._replace(metric=None, strength=0.5, refused=True) if m.metric is fits[0].metric else m
                    for m in made
                ]
            for fit in fits:
                made.append(
                    Link(*quantity.span, quantity.value, fit.metric, fit.strength, _phrase(around), clause, quantity)
                )
            if not fits:
                said_of = phrase(around, fitter.vocabulary)
                made.append(Link(*quantity.span, quantity.value, None, 0.5, said_of, clause, quantity, refused))
        yield from made
        yield from _implied(fitter, row, told.fits)


def _fits(fitter: Fitter, place: Place, quantity: Quantity, told: _Told, year: int | None) -> list[Fit]:
    if quantity.kind == "ratio":
        return []
    if brought := _brought(place, told):
        return [brought]
    factor = caution(place, year)
    if place.earlier and (changes_to(place.text, place.row[place.earlier[-1]].end) or _same_of_this_year(place)):
        # 由1128条增加到1887条
        factor, place = 0.95, place._replace(around=scope(place.row, place.earlier[-1]))
    stocks = not factor
    factor = factor or caution(place, year, stock=True)
    if not factor:
        return []
    found = [fit for one in _verbs_apart(fitter, place) for fit in fitter.fits(one, quantity.value)]
    found = [fit for fit in found if fit.metric.stock or not stocks]
    named = (p for p in place.around.near if p.classes & fitter.groups.channels)
    own = any(_OWN.search(place.text, p.start - 3, p.end - 1) for p in named)
    weighed: list[Fit] = []
    for fit in found:
        if any(fit.metric is known.metric for known in weighed):
            continue
        strength = min(0.99, fit.strength + (0.2 if own else 0))  # two websites of which one is its own
        strength = min(0.99, strength * 1.03) if _NEW.search(place.near) else strength
        strength *= factor * running_total(place, fit.metric, year)
        if strength >= _LEAST:
            weighed.append(fit._replace(strength=strength))
    return weighed


def _yield(place: Place, metric: Metric) -> bool:
    """意见征集5次,征集意见20条: True for pieces behind a count of events of the same name: what these brought in."""
    one, other = place.row[place.earlier[-1]].quantity, place.row[place.at].quantity
    units = (one.unit if one else "", other.unit if other else "")
    alone = sum(p.kind in ("cue", "word") for p in place.around.near) == 1
    return alone and metric.unit in _EVENTS and units[0] not in ("", "条") and units[1] == "条"


def _same_of_this_year(place: Place) -> bool:
    """上年度…2件，本年度1件: True for a bare number of this year behind last year's of the same unit."""
    at = place.earlier[-1]
    one, other = place.row[at].quantity, place.row[place.at].quantity
    this = _THIS.fullmatch(place.text, place.row[at].end, place.row[place.at].start)
    if one is None or other is None or one.unit != other.unit or this is None:
        return False
    near = place._replace(at=at, around=scope(place.row, at)).near
    return last_year(near) and (this["verb"] or "") in near


def _verbs_apart(fitter: Fitter, place: Place) -> list[Place]:
    """收到并答复2件, 收到公众并答复2件: one number for two verbs, each by itself."""
    near, actions = place.around.near, fitter.groups.actions
    for k in range(1, len(near) - 1):
        if near[k].text != "并" or not acts(near[k + 1], actions):
            continue
        at = next((j for j in range(k - 1, max(k - 4, -1), -1) if acts(near[j], actions)), -1)
        if at >= 0:
            parts = ([*near[:at], *near[k + 1 :]], [*near[:k], *near[k + 2 :]])
            return [place._replace(around=place.around._replace(near=part)) for part in parts]
    return [place]


def _brought(place: Place, told: _Told) -> Fit | None:
    """共…615条，今年新增94条: a bare number of this year says what the stock before it counts."""
    if not (told.fits and place.earlier and told.fits[-1][0] == place.earlier[-1]):
        return None
    at, fit = told.fits[-1]
    one, other = place.row[at].quantity, place.row[place.at].quantity
    left = "".join(p.text for p in place.around.near if p.kind != "date")
    if (
        fit.metric.stock
        or fit.metric.id.endswith("carried_in")  # 上年结转3件,本年新增9件
        or one is None
        or other is None
        or other.unit not in {one.unit, *fit.metric.units}
        or not _BARE.fullmatch(left)
    ):
        return None
    return Fit(fit.metric, 1.0, min(0.97, fit.strength + 0.25), left, brought=True)


def _implied(fitter: Fitter, row: Sequence[Piece], fits: Sequence[tuple[int, Fit]]) -> Iterator[Link]:
    """…15件，均为自然人: a count that takes the value of the number before it."""
    for k, piece in enumerate(row if fits else ()):
        if not _ALL.search(piece.text):
            continue
        end = next((n for n in range(k, len(row)) if row[n].kind in _ENDS), len(row))
        if end < len(row) and row[end].kind == "number":
            continue
        begin = next((n + 1 for n in range(k, -1, -1) if row[n].kind in _ENDS), 0)
        said = {name: p for p in reversed(row[k:end]) for name in p.classes}
        for metric in fitter.metrics:
            heads = {name for p in metric.phrasings for name in p.head_names} & said.keys() if metric.implied else set()
            if not heads:
                continue
            topics = frozenset[str]().union(*(p.names for p in metric.phrasings)) & fitter.groups.topics
            told = [at for at, fit in fits if at < k and not fit.metric.implied and _about(fit.metric, topics)]
            quantity = row[told[-1]].quantity if told else None
            if quantity is not None and quantity.value:
                span = row[begin].start, row[end - 1].end
                yield Link(*span, quantity.value, metric, 0.8, said[min(heads)].text, span)


def _about(metric: Metric, topics: frozenset[str]) -> bool:
    return any(phrasing.names & topics for phrasing in metric.phrasings)


def _borrowed_unit(row: Sequence[Piece], at: int) -> str:
    """The unit that only the last of a list of numbers prints."""
    while at + 2 < len(row) and row[at + 1].kind == "join" and row[at + 2].kind == "number":
        at += 2
        if (quantity := row[at].quantity) and quantity.unit:
            return quantity.unit
    return ""


def _clause(row: Sequence[Piece], at: int) -> tuple[int, int]:
    begin = end = at
    while begin and row[begin - 1].kind not in _ENDS:
        begin -= 1
    while begin < at and row[begin].kind in ("join", "close", "open"):
        begin += 1
    while end + 1 < len(row) and row[end + 1].kind not in (*_ENDS, "join", "close", "open"):
        end += 1
    return row[begin].start, row[end].end


def _phrase(around: Scope) -> str:
    return "".join(p.text for p in (*around.near, *around.right) if p.kind in ("cue", "word"))[-40:]
