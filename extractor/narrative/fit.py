"""Which counts the words around a number fit, and how well."""

from collections.abc import Sequence
from typing import NamedTuple

from ..core.metric import ANYTHING, EVERYTHING, Metric, Phrasing, Vocabulary
from .heads import Head, left_heads, right_heads
from .match import matched, may_be_part, narrowed
from .needs import Claim, grouped
from .scope import Place
from .words import ADVERBS, ETC

_OF_THINGS = frozenset("个项次名家类种期")  # units in front of what is counted, as in 24个单位
_OFFICES = frozenset(("单位", "部门", "机构", "乡镇", "街道", "科室"))  # no class holds them
_MISPRINTED = frozenset("条件份次项起宗封")  # units that misprints put for each other
_POST = "条"  # the unit of counts of information
_GENERIC = 1.3  # a head that more than three counts share says little by itself


class Fit(NamedTuple):
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
        self.metrics, self.vocabulary, self.groups = metrics, vocabulary, grouped(metrics, vocabulary)
        self.by_head: dict[str, list[tuple[Metric, Phrasing]]] = {}
        self.by_unit: dict[tuple[str, str], list[tuple[Metric, Phrasing, float]]] = {}
        uses: dict[str, set[str]] = {}
        for metric in metrics:
            for phrasing in metric.phrasings:
                for name in sorted(phrasing.head_names):
                    self.by_head.setdefault(name, []).append((metric, phrasing))
                    uses.setdefault(name, set()).add(metric.id)
        self.rarity = {name: 0.0 if name in (ANYTHING, EVERYTHING) else 1 + 1 / len(ids) for name, ids in uses.items()}

    def fits(self, place: Place, value: float | None) -> list[Fit]:
        """The counts that a number is: one, or several where a nought is said of each of an enumeration."""
        best: dict[str, Fit] = {}
        for head in self._heads(place):
            if value == 0 and len(head.items) > 1:
                each = [self._ranked(head._replace(items=(item,)), place)[:1] for item in head.items if item]
                if several := [fit for fits in each for fit in fits]:
                    return several
            for fit in self._ranked(head, place):
                known = best.get(fit.metric.id)
                if known is not None:
                    fit = fit._replace(rank=max(fit.rank, known.rank), strength=max(fit.strength, known.strength))
                best[fit.metric.id] = fit
        return [max(best.values(), key=lambda f: (round(f.rank, 3), f.strength))] if best else []

    def _heads(self, place: Place) -> list[Head]:
        near, right = place.around.near, place.around.right
        behind = right_heads(right, place.row[place.at + 1 + len(right) :], self.vocabulary)
        if right and near and near[-1].text == ETC and right[0].kind in ("word", "cue"):
            return behind  # …等八个部分: the number counts what follows it
        left = left_heads(near, self.vocabulary)
        if behind and any(p.kind == "comma" for p in near):  # …,2件维持原决定: its own clause names nothing before it
            return behind + [head._replace(weight=head.weight * 0.9) for head in left]
        unknown = right and right[0].kind == "word" and right[0].text not in ADVERBS
        if unknown and not behind and near and near[-1].kind == "comma":
            return []  # …,5件审理中: its own clause names what no class holds
        if left and left[0].items[0] and not all(item <= self.groups.actions for item in left[0].items):
            return left + [head._replace(weight=head.weight * 0.9) for head in behind]
        offices = right and right[0].text in _OFFICES
        if (unknown or offices) and not behind and place.unit in _OF_THINGS:
            return []  # 对24个单位…: it counts a thing that no class holds
        return behind or left  # 发布5条信息: what follows the number is what the verb is done to

    def _ranked(self, head: Head, place: Place) -> list[Fit]:
        """Counts whose phrasing this head begins, best first."""
        names = frozenset((ANYTHING, EVERYTHING)).union(*head.items)
        unsaid = place.said.isdisjoint
        fits = [
            fit
            for name in sorted(names & self.by_head.keys())
            for metric, phrasing, share in self._counted_in(name, place.unit)
            if not any(map(unsaid, phrasing.wanted))
            and (fit := self._fit(name, metric, phrasing, share, head, place)) is not None
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
        rarity = self.rarity[name]
        claim = Claim(metric, phrasing, name, head, place, generic=rarity < _GENERIC)
        if place.part and not may_be_part(claim, self.groups):
            return None
        weight = matched(claim, self.groups)
        factor = narrowed(claim, self.groups) if weight and claim.generic else 1
        if not weight * factor:
            return None
        governed, actions = self.groups.governed, self.groups.actions
        needs = [need.alternatives[0] for need in phrasing.needs]
        said = sum(0.6 if n <= governed else 0.3 if n <= actions else 0.4 for n in needs)
        rank = rarity * (0.5 + head.weight / 2) + said - (0.5 if share < 1 else 0) - 2 * max(0, head.weight - weight)
        if phrasing.doubtful:
            rank -= 1
        return Fit(metric, rank, 0.95 * weight * share * factor * (0.8 if phrasing.doubtful else 1), head.word)


def _unit_share(unit: str, metric: Metric) -> float:
    if not unit:
        return 0.85
    if unit in metric.units:
        return 1
    return 0.75 if unit in _MISPRINTED and metric.units >= {"条", "件"} else 0
