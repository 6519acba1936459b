"""Rules and model weighed against each other: two witnesses of what a number counts, neither above the other."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from ..core.metric import Metric
from ..core.quantity import Quantity
from .learned import Judgement, Reader
from .link import Link

NONE = "none"
# Log-odds at score 0 and what a full score adds, as `fuse.confidence.of_count` turns a score into a confidence.
_FLOOR, _SLOPE = -1.0, 4.2
# What is likelier is not in doubt, as a reading in `fuse.fields`.
_SURE = 0.9
# So likely has to be what stands against the rules, for a count or for none: they were written for real reports, and
# both were weighed on generated ones (decisions 13 and 14).
AGAINST = 0.58
_LEAST = -9.0  # log-probability of what the model all but rules out
FEATURES = ("said.model", "silent.model", "refused.model", "rule", "strength", "silent", "refused", "none")


def weigh(
    found: Sequence[Link],
    quantities: Sequence[Quantity],
    judged: Sequence[Judgement | None],
    reader: Reader,
    metrics: Iterable[Metric],
) -> list[Link]:
    """The links with what the model says: the likely reading of each number stands, surer where both say it.

    A number of which the rules say several counts keeps them, as does a value that words say.
    """
    known = {metric.id: metric for metric in metrics}
    said = {(q.span.start, q.span.end): one for q, one in zip(quantities, judged, strict=True)}
    several: dict[tuple[int, int], int] = {}
    for link in found:
        several[link.start, link.end] = several.get((link.start, link.end), 0) + 1
    weighed: list[Link] = []
    for link in found:
        place = link.start, link.end
        judgement = said.get(place)
        if judgement is None or link.quantity is None or link.quantity.kind == "ratio" or several[place] > 1:
            weighed.append(link)
        else:
            weighed.append(_weighed(link, judgement, reader, known))
    return weighed


def _weighed(link: Link, judgement: Judgement, reader: Reader, known: Mapping[str, Metric]) -> Link:
    likely = probabilities(link, judgement, reader)
    rule = link.metric.id if link.metric else NONE
    best = settled(likely, rule)
    if best not in known and best != NONE:  # a count of another schema
        return link
    if best == rule:
        return link if rule == NONE else link._replace(trust=link.trust * _agreement(link, likely[rule]))
    if best == NONE:
        return link._replace(metric=None, strength=0.5)
    return link._replace(metric=known[best], strength=score(likely[best])) if _unit_fits(link, known[best]) else link


def _agreement(link: Link, probability: float) -> float:
    """A factor on the trust in what the rules say: under 1 in doubt, over 1 where the model makes it surer."""
    if probability < _SURE:
        return probability / _SURE
    return max(1.0, min(1.0, score(probability)) / max(link.strength, 0.01))


def settled(likely: Mapping[str, float], rule: str) -> str:
    """What stands: what the rules say, unless something else is likely."""
    best = max(likely, key=lambda name: likely[name])
    return best if likely[best] >= AGAINST else rule


def probabilities(link: Link, judgement: Judgement, reader: Reader) -> dict[str, float]:
    """Calibrated probabilities of what the rules say, what the model says, and that the number counts nothing."""
    rows = features(link, judgement, reader.metrics)
    sums = {name: sum(reader.trust.get(f, 0.0) * v for f, v in row.items()) for name, row in rows.items()}
    highest = max(sums.values())
    weights = {name: exp(value - highest) for name, value in sums.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def features(link: Link, judgement: Judgement, metrics: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """For each candidate what speaks for it, noughts left out: the model's log-probability, and what the rules said.

    `rule` is 1 for the rules' count and `strength` how strong they found it, `none` 1 for no count beside it; for a
    number without one, `silent` is 1 for no count where they knew none, `refused` where they knew why there is none.
    The model is trusted by itself in each of these three.
    """
    rule = link.metric.id if link.metric else NONE
    way = "said" if rule != NONE else "refused" if link.refused else "silent"
    found: dict[str, dict[str, float]] = {}
    for name in dict.fromkeys((rule, judgement.best, NONE)):
        likely = float(judgement.metrics[metrics[name]]) if name in metrics else _LEAST
        row = found[name] = {f"{way}.model": max(_LEAST, likely)}
        if name == rule:
            row |= {"rule": 1.0, "strength": link.strength - 0.8} if way == "said" else {way: 1.0}
        elif name == NONE:
            row["none"] = 1.0
    return found


def score(probability: float) -> float:
    """The strength of evidence whose confidence is this probability."""
    p = min(0.985, max(0.05, probability))
    return round(max(0.0, (log(p / (1 - p)) - _FLOOR) / _SLOPE), 4)


def _unit_fits(link: Link, metric: Metric) -> bool:
    unit = link.quantity.unit if link.quantity else ""
    return not unit or unit in metric.units
