"""How well the words around a number match one phrasing of a count: its head, its needs, what rules it out."""

from collections.abc import Iterator

from ..core.metric import ANYTHING, EVERYTHING, GENERAL, Names, Phrasing
from .heads import Head, governing
from .needs import Claim, Groups, met
from .pieces import Piece
from .scope import Place, scope
from .words import EACH, REST


def matched(claim: Claim, groups: Groups) -> float:
    """How plainly the words say the phrasing, in 0…1."""
    head, phrasing = claim.head, claim.phrasing
    if not any(_named(names, head, claim.generic) for names in phrasing.heads if claim.name in names):
        return 0
    if head.modified and claim.name != GENERAL and any(claim.name in item and GENERAL in item for item in head.items):
        return 0  # 权力清单工作信息: a word that is general too is so where an unknown one narrows it
    weight = head.weight
    for need in phrasing.needs:
        weight *= met(need, claim, groups)
        if not weight:
            return 0
    return 0 if _barred(claim, groups) else weight


def narrowed(claim: Claim, groups: Groups) -> float:
    """How far unknown words make a number count something narrower than the general word says, as a factor."""
    head, place = claim.head, claim.place
    if not claim.metric.whole:
        return 0.8 if head.modified else 1
    near = place.around.near
    if any(p.text in EACH for p in near):
        return 0  # 分别: of things that no class holds
    other_verb = head.verb and not head.verb & claim.phrasing.names
    if other_verb or (head.modified and any(p.text.startswith(("类", "相关", "领域")) for p in near)):
        return 0
    if head.modified and head.items[0] <= groups.actions:
        return 0.45
    if not (head.modified or any(p.kind == "word" or p.text in REST for p in near)):
        return 1
    apart = max((k for k in range(place.at) if place.row[k].kind == "semi"), default=-1)
    by = any(p.classes & groups.channels for p in near)  # by these ways alone
    return 0 if any(by or k > apart for k in place.earlier) else 0.8


def may_be_part(claim: Claim, groups: Groups) -> bool:
    """Whether a number that details another may be this count."""
    place, whole = claim.place, claim.place.whole
    if claim.direct or (claim.metric.whole and (whole or claim.head.modified)):
        return False
    of_things = whole and not whole.whole and not any(_on_channel(p, groups) for p in whole.phrasings)
    if of_things and _on_channel(claim.phrasing, groups):
        return False  # a part of a kind of thing is no channel's total
    wanted = claim.phrasing.names & groups.topics
    if not wanted or place.whole_at < 0 or (claim.name in groups.topics and not claim.generic):
        return True
    # kinds of documents, not requests: 文件184件，其中依申请公开3件
    before = [*place.row[: place.whole_at + 1], *scope(place.row, place.whole_at).right]
    said = governing(before, groups.topics) or place.context(groups.topics)
    return bool(said & wanted) or not any(p.classes - groups.actions for p in before)


def _on_channel(phrasing: Phrasing, groups: Groups) -> bool:
    return any(names <= groups.channels for need in phrasing.needs for names in need.alternatives)


def _named(names: Names, head: Head, generic: bool) -> bool:
    """Whether a head of a phrasing is what stands next to the number."""
    if names == {ANYTHING}:
        return len(head.items) > 1 or not head.items[0]
    if names == {EVERYTHING}:
        return True
    if len(names) == 1:
        if generic:
            return bool(head.items[-1]) and any(names <= item for item in head.items)
        return all(names <= item for item in head.items)
    return names <= frozenset[str]().union(*head.items) and all(item & names for item in head.items)


def _barred(claim: Claim, groups: Groups) -> bool:
    phrasing, head, place = claim.phrasing, claim.head, claim.place
    named = len(head.items) == 1 and (EVERYTHING,) not in map(tuple, phrasing.heads)
    own = head.items[0] if named else frozenset()
    bars = phrasing.bars
    plain = bars - groups.governed - own
    if plain and any(p.classes & plain and not p.classes & own for p in _clause(place)):
        return True
    for group in (groups.channels, groups.topics):
        if mine := bars & group:
            found = governing(place.around.near, group) or governing(place.around.far, group)
            if not found and phrasing.far_bars & group:
                found, mine = governing(place.before, group), phrasing.far_bars & group
            if found and found <= mine and not found & own:
                return True
    return False


def _clause(place: Place) -> Iterator[Piece]:
    near, right = place.around.near, place.around.right
    apart = near and near[-1].kind == "comma" and any(p.kind == "cue" for p in right)
    yield from () if apart else near  # …,5件法人申请: the clause before tells of something else
    yield from right
