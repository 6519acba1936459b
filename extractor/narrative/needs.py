"""How plainly the words around a number say what a phrasing needs beside its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..core.metric import ANYTHING, ELSEWHERE, EVERYTHING, REACTIONS, Metric, Names, Need, Phrasing, Vocabulary
from .heads import Head, governing
from .pieces import Piece
from .scope import Place, scope
from .words import BY


@dataclass(frozen=True, slots=True)
class Groups:
    """Classes of a schema's words by what they do.

    `governed` are channels and topics; `audience` is what is told of a channel that a sentence has named before: its
    followers, its readers.
    """

    channels: Names
    topics: Names
    actions: Names
    governed: Names
    audience: Names


class Claim(NamedTuple):
    """A phrasing held against the words around a number: its class `name` is the one that `head` says there.

    `generic` says that many counts share the name.
    """

    metric: Metric
    phrasing: Phrasing
    name: str
    head: Head
    place: Place
    generic: bool

    @property
    def direct(self) -> bool:
        """Whether the head may be any noun, so that the number's own clause must say the rest."""
        return self.name in (ANYTHING, EVERYTHING)


def grouped(metrics: Sequence[Metric], vocabulary: Vocabulary) -> Groups:
    """The groups of a vocabulary for these counts."""
    channels, topics, actions = map(frozenset, (vocabulary.channels, vocabulary.topics, vocabulary.actions))
    alone = {frozenset((name,)) for name in channels}
    told = (p for m in metrics for p in m.phrasings[:1] for n in p.needs if n.before and alone & {*n.alternatives})
    audience = frozenset[str]().union(*(p.head_names for p in told)) - channels - topics - actions
    return Groups(channels, topics, actions, channels | topics, audience | {REACTIONS})


def met(need: Need, claim: Claim, groups: Groups) -> float:
    """How plainly a need is met, in 0…1."""
    return max(_said(names, need, claim, groups) for names in need.alternatives)


def _said(names: Names, need: Need, claim: Claim, groups: Groups) -> float:
    place = claim.place
    around, row, at = place.around, place.row, place.at
    if names <= groups.governed:
        return _governed(names, need.before, claim, groups)
    if need.behind:
        return 0.95 if _has(around.tail, names) else 0
    if _has(around.near, names):
        return 1
    if not claim.direct:
        if _has(around.right, names):
            return 0.97
        if _has(around.far, names):
            return 0.92
        actions = groups.actions
        verb = names <= actions and not claim.metric.whole and not any(p.classes & actions for p in around.near)
        if (verb or need.before) and _has(row[:at], names):
            goes_on = need.before and (_told_thing(names, place.last) or _done_with(names, place, actions))
            return 0.97 if goes_on else 0.85
    return 0.75 if need.before and place.context(names) & names else 0


def _governed(names: Names, before: bool, claim: Claim, groups: Groups) -> float:
    """How plainly the channel or topic that rules a number is the one that is needed."""
    group = groups.channels if names <= groups.channels else groups.topics
    said = frozenset[str]().union(*claim.head.items)
    own = frozenset() if names & said else said & group  # the head itself does not govern what it needs

    def ruling(row: Sequence[Piece]) -> Names:
        if own:
            row = [p for p in row if not (p.classes & group and p.classes & group <= own)]
        return governing(row, group)

    def meets(found: Names) -> bool:  # of channels named together none is told of alone
        return found - {ELSEWHERE} == names if group is groups.channels else names <= found

    place, around = claim.place, claim.place.around
    far = around.far if group is groups.topics else _leading(around.far)
    for weight, row in ((1.0, around.near), (0.97, around.right), (0.95, far)):
        if found := ruling(row):
            return weight if found - {ELSEWHERE} == names and not (claim.direct and row is far) else 0
    of_it = not own and (_told_of(names, place.last) or _audience_of(names, place, groups))
    if claim.direct or not (before or of_it):
        return 0
    if group is groups.topics and not own and names <= _subject(place):
        return 0.93  # 信箱收到群众来信59件，答复48件: what the number before told of stays the subject
    if found := ruling(place.before):
        return 0.9 if meets(found) else 0
    if found := place.context(group):
        return 0.8 if meets(found) else 0
    return 0.75 if before and names <= ruling(place.row[place.at :]) else 0


def _leading(far: Sequence[Piece]) -> Sequence[Piece]:
    """The clause right before a number's own, and of those before it the ones that say by what means."""
    parts: list[list[Piece]] = [[]]
    for piece in far:
        if piece.kind not in ("comma", "semi"):
            parts[-1].append(piece)
        elif parts[-1]:
            parts.append([])
    parts = [part for part in parts if part]
    means = [part for part in parts[:-1] if any(p.text in BY for p in part)]
    return [piece for part in (*means, *parts[-1:]) for piece in part]


def _has(row: Sequence[Piece], names: Names) -> bool:
    return any(names <= piece.classes for piece in row)


def _told_of(names: Names, last: Metric | None) -> bool:
    """True where the number before tells of the channel itself (its followers), so that it stays the subject."""
    if last is None:
        return False
    told = last.phrasings if last.stock else last.phrasings[:1]  # its plainest phrasing
    return any(names in need.alternatives for p in told for need in p.needs if need.before or last.stock)


def _told_thing(names: Names, last: Metric | None) -> bool:
    """True where the number before counts the thing itself, so that a verb alone goes on with it."""
    return last is not None and any(names <= phrasing.head_names for phrasing in last.phrasings)


def _done_with(names: Names, place: Place, actions: Names) -> bool:
    """True where the number before says of the thing what no count holds: 起草公文5份,主动公开2份."""
    if place.last is not None or not place.earlier:
        return False
    near = scope(place.row, place.earlier[-1]).near
    return _has(near, names) and any(p.classes & actions for p in near)


def _audience_of(names: Names, place: Place, groups: Groups) -> bool:
    """True where the numbers before say, of a channel, what no count holds: 被16名网友关注,阅读量3万次."""
    if place.last is not None:
        return False
    for at in reversed(place.earlier):
        around = scope(place.row, at)
        if not any(p.classes & groups.audience for p in (*around.near, *around.right)):
            return False
        if found := governing(around.near, groups.channels):
            return found == names
    return False


def _subject(place: Place) -> Names:
    """Classes that every phrasing of the count before it says; what is none has nothing more told of it."""
    before = place.row[place.earlier[-1]].quantity if place.earlier else None
    if place.last is None or place.part or before is None or not before.value:
        return frozenset()
    return frozenset.intersection(*(phrasing.names for phrasing in place.last.phrasings))
