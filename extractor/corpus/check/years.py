"""Between the years of one agency: what one report carries over has to arrive in the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from .finding import Confirmed, Finding, Said, Weight
from .reports import Report

_COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")
_KINDS = ("permits", "other_services", "penalties", "coercion", "fees")
_DOCUMENTS = ("regulations", "normative_documents")
_TABLES = ("gov-disclosure/2019", "gov-disclosure/2021")
_SLACK, _SHARE = 10, 0.2  # by how much what is in public may move otherwise than by what was published
DOUBTFUL = 0.8


@dataclass(frozen=True, slots=True)
class Rule:
    """`field` of a year is the sum of the `prior` fields of the year before, plus `more` and less `less` of its own.

    It holds between reports of these forms. `about` marks what the form does not demand to the unit.
    """

    field: str
    prior: tuple[str, ...]
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    forms: tuple[str, ...] = _TABLES
    about: bool = False

    @property
    def own(self) -> tuple[str, ...]:
        """Fields of the later report."""
        return (self.field, *self.more, *self.less)


# Sums of the forms of 2019 and 2021; 2019's have no counterpart in 2021's, so they end with the form.
RULES: Final = (
    *(Rule(f"requests.carried_in.{c}", (f"requests.carried_out.{c}",)) for c in _COLUMNS),
    *(
        Rule(f"proactive.{k}.prior_items", (f"proactive.{k}.prior_items", f"proactive.{k}.change"), forms=_TABLES[:1])
        for k in _KINDS
    ),
    *(
        Rule(
            f"proactive.{k}.in_public",
            (f"proactive.{k}.in_public",),
            (f"proactive.{k}.published",),
            forms=_TABLES[:1],
            about=True,
        )
        for k in _DOCUMENTS
    ),
    *(
        Rule(
            f"proactive.{k}.in_force",
            (f"proactive.{k}.in_force",),
            (f"proactive.{k}.issued",),
            (f"proactive.{k}.repealed",),
            forms=_TABLES[1:],
        )
        for k in _DOCUMENTS
    ),
)
FIELDS: Final = frozenset(name for rule in RULES for name in (*rule.prior, *rule.own))
_WORDS = {
    "carried_in": "上年结转",
    "carried_out": "结转下年度",
    "prior_items": "上一年项目数量",
    "change": "本年增/减",
    "in_public": "对外公开总数量",
    "published": "本年新公开数量",
    "in_force": "现行有效件数",
    "issued": "本年制发件数",
    "repealed": "本年废止件数",
}


def pairs(reports: list[Report]) -> Iterator[tuple[Report, Report]]:
    """Reports of years that follow each other."""
    return ((before, now) for before, now in pairwise(reports) if now.year == before.year + 1)


def rules(before: Report, now: Report) -> Iterator[Rule]:
    """The rules that hold between two reports' forms."""
    return (rule for rule in RULES if before.record.schema in rule.forms and now.record.schema in rule.forms)


def check(reports: list[Report]) -> Iterator[Said]:
    """What holds and what does not between the years of an agency, one report a year, oldest first."""
    for before, now in pairs(reports):
        for rule in rules(before, now):
            prior = [before.value(name) for name in rule.prior]
            own = [now.value(name) for name in rule.own]
            if None not in (*prior, *own):
                yield from _weighed(rule, before, now)


def _weighed(rule: Rule, before: Report, now: Report) -> Iterator[Said]:
    printed, implied = now.value(rule.field) or 0, implied_by(rule, before, now)
    formula = tell(rule, before, now)
    constraint = f"years/{rule.field}"
    if abs(printed - implied) < 1e-6:
        trivial = not any(before.value(n) for n in rule.prior) and not any(now.value(n) for n in rule.own)
        yield Confirmed(constraint, now.who, formula, trivial)
    elif not rule.about or abs(printed - implied) > max(_SLACK, _SHARE * max(printed, implied)):
        weight, cause = _weight(rule, before, now)
        yield Finding(
            "years",
            weight,
            constraint,
            now.who,
            "years",
            fields=rule.own,
            printed=printed,
            implied=implied,
            formula=formula,
            cause=cause,
            args={"before": str(before.year)},
            others=(before.sha256,),
        )


def _weight(rule: Rule, before: Report, now: Report) -> tuple[Weight, str]:
    touched = [before.fields[n] for n in rule.prior] + [now.fields[n] for n in rule.own]
    if any(f.status == "repaired" or f.confidence < DOUBTFUL for f in touched):
        return "look", "misread"
    if not (before.sure and now.sure):
        return "look", "agency"
    if "merged" in (before.agency.change, now.agency.change) and before.agency.name != now.agency.name:
        return "look", "reorganised"
    if before.agency.division != now.agency.division:
        return "look", "reorganised"
    return ("look", "about") if rule.about else ("violation", "years")


def implied_by(rule: Rule, before: Report, now: Report) -> int | float:
    """What the rule makes of its field; open and missing fields count 0."""
    total = sum(before.value(name) or 0 for name in rule.prior) + sum(now.value(name) or 0 for name in rule.more)
    return plain(total - sum(now.value(name) or 0 for name in rule.less))


def tell(rule: Rule, before: Report, now: Report) -> str:
    """The rule with its numbers, as 698＝665＋88－55 with the names of the columns."""
    left = {name: before.value(name) for name in rule.prior}
    own = {name: now.value(name) for name in rule.own}
    return formula(rule, before.year, left, own)


def formula(rule: Rule, year: int, prior: dict[str, int | float | None], own: dict[str, int | float | None]) -> str:
    """A rule with these numbers; `year` is the earlier one's."""
    terms = "＋".join(f"{year}年{_word(n)} {plain(prior[n] or 0)}" for n in rule.prior)
    terms += "".join(f"＋{_word(n)} {plain(own[n] or 0)}" for n in rule.more)
    terms += "".join(f"－{_word(n)} {plain(own[n] or 0)}" for n in rule.less)
    total = sum(v or 0 for v in prior.values()) + sum(own[n] or 0 for n in rule.more)
    total -= sum(own[n] or 0 for n in rule.less)
    printed = own[rule.field] or 0
    sign = "＝" if abs(printed - total) < 1e-6 else "≠"
    result = f"＝{plain(total)}" if len(prior) + len(own) > 2 and sign == "≠" else ""
    return f"{_word(rule.field)} {plain(printed)}{sign}{terms}{result}"


def plain(value: int | float) -> int | float:
    """A whole number as an int."""
    return int(value) if float(value).is_integer() else round(value, 6)


def _word(name: str) -> str:
    return next(word for part, word in _WORDS.items() if part in name.split("."))
