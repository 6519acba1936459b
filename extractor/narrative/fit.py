"""Which counts the words around a number fit, and how well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..core.metric import ANYTHING, ELSEWHERE, EVERYTHING, Metric, Names, Need, Phrasing, Vocabulary
from .heads import Head, governing, left_heads, right_heads
from .pieces import Piece
from .scope import Place, scope
from .words import ADVERBS, BY, EACH, ETC, REST

_OF_THINGS = frozenset("个项次名家类种期")  # units in front of what is counted, as in 24个单位
_MISPRINTED = frozenset("条件份次项起宗封")  # units that misprints put for each other
_POST = "条"  # the unit of counts of information
_GENERIC = 1.3  # a head that more than three counts share says little by itself


@dataclass(frozen=True, slots=True)
class Fit:
    """A count that a number may be: `rank` orders rivals by what the words say, `strength` is in 0…1.

    `brought` says that it is what the year brought to a total told before it.
    """

    metric: Metric
    rank: float
    strength: float
    word: str
    brought: bool = False


class Fitter:
    """The counts of a schema by the classes of their heads; rare heads say more than common ones."""

    def __init__(self, metrics: Sequence[Metric], vocabulary: Vocabulary) -> None:
        self.metrics, self.vocabulary = metrics, vocabulary
        self.channels, self.topics = frozenset(vocabulary.channels), frozenset(vocabulary.topics)
        self.actions, self.governed = frozenset(vocabulary.actions), self.channels | self.topics
        self.by_head: dict[str, list[tuple[Metric, Phrasing]]] = {}
        self.by_unit: dict[tuple[str, str], list[tuple[Metric, Phrasing, float]]] = {}
        uses: dict[str, set[str]] = {}
        for metric in metrics:
            for phrasing in metric.phrasings:
                for name in sorted(phrasing.head_names):
                    self.by_head.setdefault(name, []).append((metric, phrasing))
                    uses.setdefault(name, set()).add(metric.id)
        # what is told of a channel that a sentence has named before: its followers, its readers
        channels = {frozenset((name,)) for name in self.channels}
        told = (p for m in metrics for p in m.phrasings for n in p.needs if n.before and channels & {*n.alternatives})
        self.audience = frozenset[str]().union(*(p.head_names for p in told)) - self.governed - self.actions
        self.rarity = {name: 0.0 if name in (ANYTHING, EVERYTHING) else 1 + 1 / len(ids) for name, ids in uses.items()}

    def fits(self, place: Place, value: float | None) -> list[Fit]:
        """The counts that a number is: one, or several where a nought is said of each of an enumeration."""
        best: dict[str, Fit] = {}
        for head in self._heads(place):
            if value == 0 and len(head.items) > 1:
                each = [self._ranked(replace(head, items=(item,)), place)[:1] for item in head.items if item]
                if several := [fit for fits in each for fit in fits]:
                    return several
            for fit in self._ranked(head, place):
                known = best.get(fit.metric.id)
                if known is not None:
                    fit = replace(fit, rank=max(fit.rank, known.rank), strength=max(fit.strength, known.strength))
                best[fit.metric.id] = fit
        return [max(best.values(), key=lambda f: (round(f.rank, 3), f.strength))] if best else []

    def _heads(self, place: Place) -> list[Head]:
        near, right = place.around.near, place.around.right
        behind = right_heads(right, place.row[place.at + 1 + len(right) :], self.vocabulary)
        if right and near and near[-1].text == ETC and right[0].kind in ("word", "cue"):
            return behind  # …等八个部分: the number counts what follows it
        left = left_heads(near, self.vocabulary)
        if behind and any(p.kind == "comma" for p in near):  # …,2件维持原决定: its own clause names nothing before it
            return behind + [replace(head, weight=head.weight * 0.9) for head in left]
        unknown = right and right[0].kind == "word" and right[0].text not in ADVERBS
        if unknown and not behind and near and near[-1].kind == "comma":
            return []  # …,5件审理中: its own clause names what no class holds
        if left and left[0].items[0] and not all(item <= self.actions for item in left[0].items):
            return left + [replace(head, weight=head.weight * 0.9) for head in behind]
        if unknown and not behind and place.unit in _OF_THINGS:
            return []  # 对24个单位…: it counts a thing that no class holds
        return behind or left  # 发布5条信息: what follows the number is what the verb is done to

    def _ranked(self, head: Head, place: Place) -> list[Fit]:
        """Counts whose phrasing this head begins, best first."""
        names = frozenset((ANYTHING, EVERYTHING)).union(*head.items)
        fits = [
            fit
            for name in sorted(names & self.by_head.keys())
            for metric, phrasing, share in self._counted_in(name, place.unit)
            if (fit := self._fit(name, metric, phrasing, share, head, place)) is not None
        ]
        return sorted(fits, key=lambda fit: (-round(fit.rank, 3), -fit.strength))

    def _counted_in(self, name: str, unit: str) -> list[tuple[Metric, Phrasing, float]]:
        """Phrasings with a head, of the counts that a unit may count, with how far it does."""
        known = self.by_unit.get((name, unit))
        if known is None:
            every = ((m, p, _unit_share(unit, m)) for m, p in self.by_head[name])
            known = self.by_unit[name, unit] = [one for one in every if one[2]]
        return known

    def _fit(self, name: str, metric: Metric, phrasing: Phrasing, share: float, head: Head, place: Place) -> Fit | None:
        if head.about and metric.unit != _POST:
            return None
        if not all(need.before or any(names <= place.said for names in need.alternatives) for need in phrasing.needs):
            return None
        if place.part and not self._may_be_part(name, metric, phrasing, head, place):
            return None
        rarity = self.rarity[name]
        weight = self._match(name, metric, phrasing, head, place)
        narrowed = self._narrowed(metric, phrasing, head, place) if weight and rarity < _GENERIC else 1
        if not weight * narrowed:
            return None
        needs = [need.alternatives[0] for need in phrasing.needs]
        said = sum(0.6 if n <= self.governed else 0.3 if n <= self.actions else 0.4 for n in needs)
        rank = rarity * (0.5 + head.weight / 2) + said - (0.5 if share < 1 else 0) - 2 * max(0, head.weight - weight)
        if phrasing.doubtful:
            rank -= 1
        return Fit(metric, rank, 0.95 * weight * share * narrowed * (0.8 if phrasing.doubtful else 1), head.word)

    def _narrowed(self, metric: Metric, phrasing: Phrasing, head: Head, place: Place) -> float:
        """How far unknown words make a number count something narrower than the general word says, as a factor."""
        if not metric.whole:
            return 0.8 if head.modified else 1
        near = place.around.near
        if any(p.text in EACH for p in near):
            return 0  # 分别: of things that no class holds
        other_verb = head.verb and not head.verb & phrasing.names
        if other_verb or (head.modified and any(p.text.startswith(("类", "相关", "领域")) for p in near)):
            return 0
        if head.modified and head.items[0] <= self.actions:
            return 0.45
        if not (head.modified or any(p.kind == "word" or p.text in REST for p in near)):
            return 1
        apart = max((k for k in range(place.at) if place.row[k].kind == "semi"), default=-1)
        by = any(p.classes & self.channels for p in near)  # by these ways alone
        return 0 if any(by or k > apart for k in place.earlier) else 0.8

    def _may_be_part(self, name: str, metric: Metric, phrasing: Phrasing, head: Head, place: Place) -> bool:
        """Whether a number that details another may be this count."""
        if name in (ANYTHING, EVERYTHING) or (metric.whole and (place.whole or head.modified)):
            return False
        whole = place.whole
        if whole and not whole.whole and self._on_channel(phrasing) and not any(map(self._on_channel, whole.phrasings)):
            return False  # a part of a kind of thing is no channel's total
        wanted = phrasing.names & self.topics
        if not wanted or place.whole_at < 0 or (name in self.topics and self.rarity[name] > _GENERIC):
            return True
        # kinds of documents, not requests: 文件184件，其中依申请公开3件
        before = [*place.row[: place.whole_at + 1], *scope(place.row, place.whole_at).right]
        said = governing(before, self.topics) or place.context(self.topics)
        return bool(said & wanted) or not any(p.classes - self.actions for p in before)

    def _on_channel(self, phrasing: Phrasing) -> bool:
        return any(names <= self.channels for need in phrasing.needs for names in need.alternatives)

    def _match(self, name: str, metric: Metric, phrasing: Phrasing, head: Head, place: Place) -> float:
        generic = self.rarity[name] < _GENERIC
        if not any(_named(names, head, generic) for names in phrasing.heads if name in names):
            return 0
        weight = head.weight
        own = frozenset[str]().union(*head.items)
        for need in phrasing.needs:
            direct = name in (ANYTHING, EVERYTHING)
            weight *= max(self._said(names, need, own, direct, metric.whole, place) for names in need.alternatives)
            if not weight:
                return 0
        return 0 if self._barred(phrasing, head, place) else weight

    def _said(self, names: Names, need: Need, own: Names, direct: bool, whole: bool, place: Place) -> float:
        """How plainly a need is met, in 0…1; `direct` wants it in the number's own clause."""
        around, row, at = place.around, place.row, place.at
        if names <= self.governed:
            return self._governed(names, need.before, own, place, nearby=direct)
        if need.behind:
            return 0.95 if _has(around.tail, names) else 0
        if _has(around.near, names):
            return 1
        if not direct:
            if _has(around.right, names):
                return 0.97
            if _has(around.far, names):
                return 0.92
            verb = names <= self.actions and not whole and not any(p.classes & self.actions for p in around.near)
            if (verb or need.before) and _has(row[:at], names):
                return (
                    0.97 if need.before and (_told_thing(names, place.last) or self._done_with(names, place)) else 0.85
                )
        return 0.75 if need.before and place.context(names) & names else 0

    def _governed(self, names: Names, before: bool, own: Names, place: Place, *, nearby: bool) -> float:
        """How plainly the channel or topic that rules a number is the one that is needed; `nearby` in its clause."""
        group = self.channels if names <= self.channels else self.topics
        own = frozenset() if names & own else own & group  # the head itself does not govern what it needs

        def ruling(row: Sequence[Piece]) -> Names:
            if own:
                row = [p for p in row if not (p.classes & group and p.classes & group <= own)]
            return governing(row, group)

        def meets(found: Names) -> bool:  # of channels named together none is told of alone
            return found - {ELSEWHERE} == names if group is self.channels else names <= found

        around = place.around
        far = around.far if group is self.topics else _leading(around.far)
        for weight, row in ((1.0, around.near), (0.97, around.right), (0.95, far)):
            if found := ruling(row):
                return weight if found - {ELSEWHERE} == names and not (nearby and row is far) else 0
        of_it = not own and (_told_of(names, place.last) or self._audience_of(names, place))
        if nearby or not (before or of_it):
            return 0
        if group is self.topics and not own and names <= _subject(place):
            return 0.93  # 信箱收到群众来信59件，答复48件: what the number before told of stays the subject
        if found := ruling(place.before):
            return 0.9 if meets(found) else 0
        if found := place.context(group):
            return 0.8 if meets(found) else 0
        return 0.75 if before and names <= ruling(place.row[place.at :]) else 0

    def _done_with(self, names: Names, place: Place) -> bool:
        """True where the number before says of the thing what no count holds: 起草公文5份,主动公开2份."""
        if place.last is not None or not place.earlier:
            return False
        near = scope(place.row, place.earlier[-1]).near
        return _has(near, names) and any(p.classes & self.actions for p in near)

    def _audience_of(self, names: Names, place: Place) -> bool:
        """True where the number before says, of a channel, what no count holds: 被16名网友关注."""
        if place.last is not None or not place.earlier:
            return False
        around = scope(place.row, place.earlier[-1])
        said = any(p.classes & self.audience for p in (*around.near, *around.right))
        return said and governing(around.near, self.channels) == names

    def _barred(self, phrasing: Phrasing, head: Head, place: Place) -> bool:
        named = len(head.items) == 1 and (EVERYTHING,) not in map(tuple, phrasing.heads)
        own = head.items[0] if named else frozenset()
        bars = phrasing.bars
        plain = bars - self.governed - own
        if plain and any(p.classes & plain and not p.classes & own for p in _clause(place)):
            return True
        for group in (self.channels, self.topics):
            if mine := bars & group:
                found = governing(place.around.near, group) or governing(place.around.far, group)
                if not found and phrasing.far_bars & group:
                    found, mine = governing(place.before, group), phrasing.far_bars & group
                if found and found <= mine and not found & own:
                    return True
        return False


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


def _clause(place: Place) -> Iterator[Piece]:
    near, right = place.around.near, place.around.right
    apart = near and near[-1].kind == "comma" and any(p.kind == "cue" for p in right)
    yield from () if apart else near  # …,5件法人申请: the clause before tells of something else
    yield from right


def _has(row: Sequence[Piece], names: Names) -> bool:
    return any(names <= piece.classes for piece in row)


def _told_of(names: Names, last: Metric | None) -> bool:
    """True where the number before tells of the channel itself (its followers), so that it stays the subject."""
    if last is None:
        return False
    return any(names in need.alternatives for p in last.phrasings for need in p.needs if need.before or last.stock)


def _told_thing(names: Names, last: Metric | None) -> bool:
    """True where the number before counts the thing itself, so that a verb alone goes on with it."""
    return last is not None and any(names <= phrasing.head_names for phrasing in last.phrasings)


def _subject(place: Place) -> Names:
    """Classes that every phrasing of the count before it says; what is none has nothing more told of it."""
    before = place.row[place.earlier[-1]].quantity if place.earlier else None
    if place.last is None or place.part or before is None or not before.value:
        return frozenset()
    return frozenset.intersection(*(phrasing.names for phrasing in place.last.phrasings))


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


def _unit_share(unit: str, metric: Metric) -> float:
    if not unit:
        return 0.85
    if unit in metric.units:
        return 1
    return 0.75 if unit in _MISPRINTED and metric.units >= {"条", "件"} else 0
