"""Numbers of generated texts with what the rules and the model say of each, and what is true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.synthetic.content import make_report
from corpora.synthetic.report import Paragraph, Split
from extractor.core.folding import fold_text
from extractor.core.schema import Schema
from extractor.narrative.components import pipeline
from extractor.narrative.learned import Judgement, Reader
from extractor.narrative.link import Link
from extractor.narrative.weigh import NONE, probabilities, settled

from .data import Plan, pairs

_SEEDS: dict[Split, int] = {"train": 0, "dev": 1_000_000, "test": 2_000_000}  # as the reports' generator deals them


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
        best = int(self.judgement.metrics.argmax())
        return reader.metrics[best], float(2.718281828 ** self.judgement.metrics[best])

    def both(self, reader: Reader) -> tuple[str, float]:
        """What both say, with the probability."""
        if self.others:
            return self.rules(), 0.95
        likely = probabilities(self.link, self.judgement, reader)
        best = settled(likely, self.link.metric.id if self.link.metric else NONE)
        return best, likely[best]


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text of a report of `year` with its true counts as (start, end, metric or "none")."""

    text: str
    year: int
    told: tuple[tuple[int, int, str], ...]


def sentences(plan: Plan) -> Iterator[Text]:
    """Passages of the sentence generator."""
    for told, _ in pairs(plan, 0, plan.number):
        yield Text(fold_text(told.text), told.year, tuple((t.start, t.end, t.metric or NONE) for t in told.told))


def reports(split: Split, number: int) -> Iterator[Text]:
    """Paragraphs of the generator of whole reports, which has other wordings than the sentences that train."""
    for seed in range(_SEEDS[split], _SEEDS[split] + number):
        made = make_report(seed, split)
        text = ""
        told: list[tuple[int, int, str]] = []
        for section in made.sections:
            text += section.heading + "\n"
            for part in section.parts:
                if isinstance(part, Paragraph):
                    told += [(s.start + len(text), s.end + len(text), s.metric or NONE) for s in part.said]
                    text += part.text + "\n"
        yield Text(fold_text(text), made.year, tuple(told))


def cases(texts: Iterator[Text], schema: Schema, reader: Reader) -> list[Case]:
    """Every number of the texts whose meaning is known, ratios left out."""
    rules: Any = pipeline(schema.metrics)
    found: list[Case] = []
    for one in texts:
        doc = rules.make_doc(one.text)
        doc.user_data["year"] = one.year
        data = rules(doc).user_data
        judged = reader.judge(data["text"], data["quantities"], one.year)
        links: dict[tuple[int, int], list[Link]] = {}
        for link in data["links"]:
            if link.quantity is not None:
                links.setdefault((link.start, link.end), []).append(link)
        for quantity, judgement in zip(data["quantities"], judged, strict=True):
            said = links.get((quantity.span.start, quantity.span.end), [])
            truth = truth_of(one.told, quantity.span.start, quantity.span.end)
            if truth is None or judgement is None or not said or quantity.kind == "ratio":
                continue
            others = tuple(x.metric.id for x in said if x.metric) if len(said) > 1 else ()
            found.append(Case(said[0], others, judgement, truth))
    return found


def truth_of(told: Sequence[tuple[int, int, str]], start: int, end: int) -> str | None:
    """What a number at [start, end) of a text truly counts; None where nothing is known of it."""
    return next((metric for s, e, metric in told if s < end and start < e), None)
