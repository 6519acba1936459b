"""Numbers of generated texts with what the rules and the model say of each, and what is true."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.core.folding import fold_text
from extractor.core.schema import Schema
from extractor.narrative.components import pipeline
from extractor.narrative.learned import Judgement, Reader
from extractor.narrative.link import Link
from extractor.narrative.weigh import NONE, probabilities, settled

from .data import Plan, passages
from .told import Text


@dataclass(frozen=True, slots=True)
class Case:
    """A number: the rules' link, further counts that the rules give it, the model's judgement, and the truth."""

    link: Link
    others: tuple[str, ...]
    judgement: Judgement
    truth: str

    def rules(self) -> str:
        """What the rules alone say."""
        return self.truth if self.truth in self.others else self.link.metric.id if self.link.metric else NONE

    def model(self, reader: Reader) -> tuple[str, float]:
        """What the model alone says, with its probability."""
        best = self.judgement.best
        return best, float(2.718281828 ** self.judgement.metrics[reader.metrics[best]])

    def both(self, reader: Reader) -> tuple[str, float]:
        """What both say, with the probability."""
        if self.others:
            return self.rules(), 0.95
        likely = probabilities(self.link, self.judgement, reader)
        best = settled(likely, self.link.metric.id if self.link.metric else NONE)
        return best, likely[best]


def sentences(plan: Plan) -> Iterator[Text]:
    """Passages of the sentence generator."""
    for told, _ in passages(plan, 0, plan.number):
        yield Text(fold_text(told.text), told.year, tuple((t.start, t.end, t.metric or NONE) for t in told.told))


def cases(texts: Iterable[Text], schema: Schema, reader: Reader) -> list[Case]:
    """Every number of the texts whose meaning is known, ratios left out."""
    rules: Any = pipeline(schema.metrics)
    found: list[Case] = []
    for one in texts:
        doc = rules.make_doc(one.text)
        doc.user_data["year"] = one.year
        data = rules(doc).user_data
        judged = reader.judge(data["text"], data["quantities"], one.year, data["kinds"])
        links: dict[tuple[int, int], list[Link]] = {}
        for link in data["links"]:
            if link.quantity is not None:
                links.setdefault((link.start, link.end), []).append(link)
        for quantity, judgement in zip(data["quantities"], judged, strict=True):
            said = links.get((quantity.span.start, quantity.span.end), [])
            truth = one.truth(quantity.span.start, quantity.span.end)
            if truth is None or judgement is None or not said or quantity.kind == "ratio":
                continue
            others = tuple(x.metric.id for x in said if x.metric) if len(said) > 1 else ()
            found.append(Case(said[0], others, judgement, truth))
    return found
