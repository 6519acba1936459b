"""Passages of the sentence generator as what the model learns from: tokens, and labels at their places."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import Pool
from typing import Any

from corpora.sentences.compose import passage, writer
from corpora.sentences.grammar import Passage
from corpora.sentences.noise import misread
from corpora.synthetic.report import Split
from extractor.core.folding import fold_text
from extractor.core.quantity import Quantity
from extractor.core.schema import Schema
from extractor.narrative.components import pipeline
from extractor.narrative.encoding import FILLER, MARKS, NUMBER, PLAIN, Window, window, windows
from extractor.schemas import load_schema

from .told import Text, reports

SCHEMA = "gov-disclosure/2021"
SPECIAL = ("[pad]", "[unk]", *MARKS)
SEEDS: dict[Split, int] = {"train": 0, "dev": 10_000_000, "test": 20_000_000}


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is to be said of it: a name's label for each token, and for each quantity its four labels.

    No names, and labels that are empty, are unknown: nothing is learnt from them.
    """

    window: Window
    names: list[str]
    counts: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many passages of a split, how long, and how noisy; and how many whole reports. `first` and `first_report` are
    the numbers that they begin at."""

    split: Split
    number: int
    longest: int
    noise: float
    misread: float
    reports: int = 0
    first: int = 0
    first_report: int = 0


def examples(plan: Plan, processes: int = 1) -> list[Example]:
    """The passages of a split as examples, the same for the same plan."""
    jobs = [(_passages, plan, *part) for part in _parts(plan.first, plan.number, 500)]
    jobs += [(_reports, plan, *part) for part in _parts(plan.first_report, plan.reports, 20)]
    if processes == 1:
        return [e for job in jobs for e in _some(job)]
    with Pool(processes) as pool:
        return [e for found in pool.imap(_some, jobs) for e in found]


def _parts(first: int, number: int, step: int) -> Iterator[tuple[int, int]]:
    for begin in range(first, first + number, step):
        yield begin, min(begin + step, first + number)


def _some(job: tuple[Callable[[Plan, int, int], list[Example]], Plan, int, int]) -> list[Example]:
    made, plan, begin, end = job
    return made(plan, begin, end)


def _passages(plan: Plan, begin: int, end: int) -> list[Example]:
    return [example(told, year) for told, year in passages(plan, begin, end)]


def _reports(plan: Plan, begin: int, end: int) -> list[Example]:
    return [e for text in reports(plan.split, begin, end - begin) for e in of_report(text)]


def of_report(text: Text) -> Iterator[Example]:
    """The windows of a report's text as the reader sees them, with what their numbers count; more is not known."""
    data = read(text.text)
    found = data["quantities"]
    for seen in windows(data["text"], found, text.year, data["kinds"]):
        told = [(one, text.truth(*found[one[0]].span)) for one in seen.counted]
        if said := [(one, truth) for one, truth in told if truth]:
            counts = [(truth, "", "", "") for _, truth in said]
            yield Example(replace(seen, counted=[one for one, _ in said]), [], counts)


def passages(plan: Plan, begin: int, end: int) -> Iterator[tuple[Passage, int | None]]:
    """Passages from the first number to before the second, with their report's year where a reader is to know it."""
    schema = load_schema(SCHEMA)
    known, stocks = counted(schema)
    for number in range(begin, end):
        rng = random.Random(SEEDS[plan.split] + number)
        told = passage(writer(plan.split, known, stocks, rng), plan.longest)
        if plan.noise and rng.random() < plan.noise:
            told = misread(told, plan.misread, rng)
        yield told, None if rng.random() < 0.08 else told.year


def counted(schema: Schema) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """What passages tell of: the units of each count, the usual one first, and the counts that are stocks."""
    units = {m.id: (m.unit, *sorted(m.units - {m.unit})) for m in schema.metrics}
    return units, frozenset(m.id for m in schema.metrics if m.stock)


def example(told: Passage, year: int | None) -> Example:
    """A passage as the model sees it; a quantity that the passage says nothing of counts nothing."""
    data = read(told.text)
    text, found = data["text"], data["quantities"]
    seen = window(text, (0, 0, len(text)), found, year, data["kinds"])
    return Example(seen, _named(seen, told), [_said(found[index], told) for index, _ in seen.counted])


def read(text: str) -> dict[str, Any]:
    """A text's `text`, `quantities` and `kinds` of characters as the pipeline of the narrative has them.

    Raises ValueError where folding would move the places of what is told of it.
    """
    folded = fold_text(text)
    if len(folded) != len(text):
        raise ValueError("folding moved the places of a passage")
    data: dict[str, Any] = _pipeline()(folded, disable=["links"]).user_data
    return data


@cache
def _pipeline() -> Any:
    return pipeline(load_schema(SCHEMA).metrics)


def _said(quantity: Quantity, told: Passage) -> tuple[str, str, str, str]:
    for one in told.told:
        if one.start < quantity.span.end and quantity.span.start < one.end:
            return one.metric or "none", one.owner, one.period, one.role
    return "none", "own", "this", "total"


def _named(seen: Window, told: Passage) -> list[str]:
    labels = ["O"] * len(seen.tokens)
    for name in told.names:
        inside = [i for i, start in enumerate(seen.starts) if name.start <= start < name.end]
        for i in inside:
            labels[i] = ("B-" if i == inside[0] else "I-") + name.kind
    return labels


def vocabulary(found: Iterable[Example], rare: int) -> list[str]:
    """The special tokens and every character seen often enough, by frequency."""
    return _frequent((one.window.tokens for one in found), SPECIAL, rare)


def kinds(found: Iterable[Example], rare: int) -> list[str]:
    """The kinds of tokens: those of every text, then the classes of words that are met often enough, by frequency."""
    return _frequent((one.window.kinds for one in found), (PLAIN, NUMBER, FILLER), rare)


def _frequent(every: Iterable[list[str]], first: tuple[str, ...], rare: int) -> list[str]:
    """The first ones, then all others that come up at least so often, the most frequent before."""
    seen: Counter[str] = Counter()
    for names in every:
        seen.update(names)
    rest = sorted(seen.items(), key=lambda i: (-i[1], i[0]))
    return [*first, *(name for name, n in rest if n >= rare and name not in first)]


def metrics(schema: Schema) -> Sequence[str]:
    """Ids of the counts that the model knows."""
    return [m.id for m in schema.metrics]
