"""Texts of the generator of whole reports, with what each of their numbers counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpora.synthetic.content import make_report
from corpora.synthetic.report import Paragraph, Split
from extractor.core.folding import fold_text
from extractor.narrative.weigh import NONE

_SEEDS: dict[Split, int] = {"train": 0, "dev": 1_000_000, "test": 2_000_000}  # as the reports' generator deals them


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text of a report of `year` with its true counts as (start, end, metric or "none")."""

    text: str
    year: int
    told: tuple[tuple[int, int, str], ...]

    def truth(self, start: int, end: int) -> str | None:
        """What a number at [start, end) truly counts; None where nothing is known of it."""
        return next((metric for s, e, metric in self.told if s < end and start < e), None)


def reports(split: Split, first: int, number: int) -> Iterator[Text]:
    """The running text of reports of a split; they have other wordings than the sentences."""
    for seed in range(_SEEDS[split] + first, _SEEDS[split] + first + number):
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
