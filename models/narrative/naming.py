"""Names of generated passages as rules and model say them, what is true, and how far each is to be trusted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.narrative.entities import Found, found
from extractor.narrative.entities.join import WAYS, joined, ways
from extractor.narrative.learned import Name, Reader

from .data import Plan, passages, read
from .labels import NAMES

_PRIOR = 5  # names that each kind borrows from all kinds, so that a rare one is not measured on three


@dataclass(frozen=True, slots=True)
class Text:
    """What is said of a passage, and its true names as (start, end, kind)."""

    rules: list[Found]
    model: list[Name]
    truth: frozenset[tuple[int, int, str]]


def texts(plan: Plan, reader: Reader) -> list[Text]:
    """The passages of a plan with the names that each says there."""
    said: list[Text] = []
    for told, _ in passages(plan, 0, plan.number):
        data = read(told.text)
        text = data["text"]
        truth = frozenset((n.start, n.end, n.kind) for n in told.names)
        said.append(Text(found(text), reader.names(text, data["quantities"], told.year, data["kinds"]), truth))
    return said


def fit(every: Sequence[Text]) -> dict[str, float]:
    """How often a name of a kind is right that was said in a way, as `name.KIND.WAY`."""
    told = {kind for one in every for _, _, kind in one.truth}  # of other kinds the passages do not say what is a name
    right: Counter[tuple[str, str]] = Counter()
    said: Counter[tuple[str, str]] = Counter()
    for one in every:
        for name, way in ways(one.rules, one.model):
            for kind in (name[2], "") if name[2] in told else ():
                said[kind, way] += 1
                right[kind, way] += name in one.truth
    fitted: dict[str, float] = {}
    for kind in NAMES:  # one that the dev passages lack is trusted as all together
        for way, usual in WAYS.items():
            of_all = (right["", way] + usual) / (said["", way] + 1)
            likely = (right[kind, way] + _PRIOR * of_all) / (said[kind, way] + _PRIOR)
            fitted[f"name.{kind}.{way}"] = round(likely, 3)
    return fitted


def scores(every: Sequence[Text], trust: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """F1 of the names with their exact bounds by kind and over all: of the rules, the model, and both."""
    tallies: dict[str, Counter[tuple[str, str]]] = {way: Counter() for way in ("rules", "model", "both")}
    true: Counter[str] = Counter()
    for one in every:
        for _, _, kind in one.truth:
            true.update({kind: 1, "all": 1})
        answers: dict[str, Sequence[Found | Name]] = {
            "rules": one.rules,
            "model": one.model,
            "both": joined(one.rules, one.model, trust),
        }
        for way, answer in answers.items():
            for name in answer:
                for kind in (name[2], "all"):
                    tallies[way]["said", kind] += 1
                    tallies[way]["right", kind] += name[:3] in one.truth
    found: dict[str, dict[str, Any]] = {}
    for kind, number in sorted(true.items()):
        found[kind] = {"names": number}
        for way, tally in tallies.items():
            found[kind][way] = _f1(tally["right", kind], tally["said", kind] + number)
    return found


def _f1(right: int, either: int) -> float:
    return round(2 * right / max(1, either), 4)
