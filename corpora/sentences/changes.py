"""What is done to a clause of a topic: whose and of when its figures are, comparisons, details, turns of phrase."""

import re

from .grammar import Writer
from .words import turns

_YEARS = ("year", "last", "next", "earlier", "%")
_MARK = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)>|\{[^{}]*\}")
_VERBS = frozenset(
    ("publish", "create", "hold", "issue", "repeal", "receive", "close", "respond", "handle_p", "run", "arise")
)
_PUT = 0.05  # share of words and numbers with a turn of phrase before them
_ELSEWHERE = re.compile(r";(?:sub|oth|last|cum|other)\}")


def is_own(clause: str) -> bool:
    """Whether all figures of a clause are the agency's own of the year."""
    return not _ELSEWHERE.search(clause)


def whose(by: Writer, clause: str, own: bool) -> str:
    """The clause as it is, for this year, or turned into someone else's or another year's figure.

    Behind a clause about others or another time (`own` False) it says which it is.
    """
    draw = by.rng.random()
    if not own and draw < 0.81:
        return "<this>" + by.rng.choice(("，<own>", "<own>", "，")) + clause
    if draw < 0.55:
        return clause
    if draw < 0.76:
        return "<this>" + by.rng.choice(("，", "", "，<own>")) + clause
    if draw < 0.81:
        return "<own>" + clause
    if draw < 0.89:
        return "<sub>" + by.rng.choice(("", "", "[共|全年|累计]", "[分别|报送的|]")) + _flagged(clause, "sub")
    if draw < 0.92:
        return "<other_owner>" + _flagged(clause, "oth")
    if draw < 0.96:
        return "<last>" + by.rng.choice(("，", "", "<own>")) + _flagged(clause, "last")
    if draw < 0.985:
        return "<since>" + by.rng.choice(("，", "，<own>", "")) + _flagged(clause, "cum")
    return "<plan>" + _flagged(clause, "other")


def _flagged(clause: str, flag: str) -> str:
    """The clause with a flag on each of its numbers."""
    return _MARK.sub(lambda m: m[0] if m[1] in _YEARS else f"{{{m[1]};{flag}}}", clause)


_TAILS = (
    "，[比|较]<last>[<more>|<less>][了|]{M;change}", "，同比[<more>|<less>][了|]{%}",
    "，[比|较]<last>[<more>|<less>]{%}", "，<last>[为|是|]{M;last}", "（<last>[为|]{M;last}）", "，<rate>[达|为|]{%}",
    "（<rate>{%}）", "，占[总数|全部|总量]的{%}", "，[平均|]每[月|天|周][约|]{M;other}",
    "，其中<sub>[报送|办理|公开|]{M;sub}", "，其中<noun>[类|方面|]{M;detail}、<noun>[类|方面|]{M;detail}",
    "，<since>[共|]{M;cum}", "，与<last>[相比|比较][<more>|<less>]{M;change}", "，[<more>|<less>][幅度|率|][为|达]{%}",
    "，是<last>的{-/倍;ratio}", "（其中<noun>{M;detail}）", "，其中[属于|涉及]<kind>[的|]{M;detail}",
)  # fmt: skip
_HEADS = (
    "由<last>的{M;last}[增至|增加到|上升到|变为|减少到|减至|提高到]{M}", "从{M;last}[增加|上升|下降|变化][到|至]{M}",
    "{M;cum}，其中<this>[新增|新公开|]{M}",
)  # fmt: skip


def compared(by: Writer, clause: str) -> str:
    """The clause with comparisons and details at some of its counts."""

    def more(found: re.Match[str]) -> str:
        body = found[1]
        rng = by.rng
        goes_on = found.string[found.end() : found.end() + 1] not in ("", "，", "；", "。", "）")
        if goes_on or body in _YEARS or body.startswith("-") or ";" in body or rng.random() > 0.16:
            return found[0]
        stock = "narrative." + body in by.stocks
        if rng.random() < 0.12 and not stock:
            return rng.choice(_HEADS).replace("M", body)
        tail = rng.choice(_TAILS + turns("tail", by.split))
        if stock and ";cum" in tail:
            return found[0]
        detail = "-/" + by.units.get("narrative." + body, ("件",))[0]
        return found[0] + tail.replace("M;detail", detail + ";part").replace("M", body)

    return _MARK.sub(more, clause)


def turned(by: Writer, clause: str) -> str:
    """The clause with words that change nothing put between others, where the split has such turns of phrase."""
    rng = by.rng
    before = {kind: turns(kind, by.split) for kind in ("verb", "noun", "number")}

    def put(found: re.Match[str]) -> str:
        kind = "number" if found[0][0] == "{" else "verb" if found[1] in _VERBS else "noun"
        if not before[kind] or found[0][1:-1] in _YEARS or rng.random() > _PUT:
            return found[0]
        return rng.choice(before[kind]) + found[0]

    return _SLOT.sub(put, clause)
