"""Names of the rules and of the model joined: where both say one it is surer, where they differ the likelier stands."""

from collections.abc import Iterator, Mapping, Sequence

from ..learned import Name
from .found import Found

# Who says a name, and whether the other says another in its place → how likely it is, where nothing was measured.
WAYS = {"both": 0.98, "rules": 0.9, "rules against": 0.7, "model": 0.5, "model against": 0.2}
_LEAST = 0.5


def joined(rules: Sequence[Found], model: Sequence[Name], trust: Mapping[str, float]) -> list[Name]:
    """The likeliest of the names said, in order; none overlaps another.

    `trust` holds measured probabilities as `name.KIND.WAY`.
    """
    said = [Name(*name, trust.get(f"name.{name[2]}.{way}", WAYS[way])) for name, way in ways(rules, model)]
    taken: list[Name] = []
    for one in sorted(said, key=lambda n: (-n.probability, n.start - n.end, n.start)):
        if one.probability >= _LEAST and not any(_overlap(one, other) for other in taken):
            taken.append(one)
    return sorted(taken)


def ways(rules: Sequence[Found], model: Sequence[Name]) -> Iterator[tuple[tuple[int, int, str], str]]:
    """Every name said as (start, end, kind), and how it was said."""
    by_rules, by_model = {r[:3] for r in rules}, {m[:3] for m in model}
    for name in sorted(by_rules | by_model):
        if name in by_rules and name in by_model:
            yield name, "both"
            continue
        way, others = ("rules", by_model) if name in by_rules else ("model", by_rules)
        yield name, f"{way} against" if any(_overlap(name, other) for other in others) else way


def _overlap(one: Found | Name | tuple[int, int, str], other: Found | Name | tuple[int, int, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
