"""Passages of the sentence generator as what the model learns from: tokens, and labels at their places."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool

from corpora.sentences.compose import passage, writer
from corpora.sentences.grammar import Passage
from corpora.sentences.noise import misread
from corpora.synthetic.report import Split
from extractor.core.folding import fold_text
from extractor.core.quantity import Quantity
from extractor.core.schema import Schema
from extractor.narrative.encoding import MARKS, Window, window
from extractor.narrative.mentions import names, quantities
from extractor.schemas import load_schema

SCHEMA = "gov-disclosure/2021"
SPECIAL = ("[pad]", "[unk]", *MARKS)
SEEDS: dict[Split, int] = {"train": 0, "dev": 10_000_000, "test": 20_000_000}


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is to be said of it: a name's label for each token, and for each quantity its four labels."""

    window: Window
    names: list[str]
    counts: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many passages of a split, how long, and how noisy."""

    split: Split
    number: int
    longest: int
    noise: float
    misread: float


def examples(plan: Plan, processes: int = 1) -> list[Example]:
    """The passages of a split as examples, the same for the same plan."""
    step = 500
    jobs = [(plan, begin, min(begin + step, plan.number)) for begin in range(0, plan.number, step)]
    if processes == 1:
        return [e for job in jobs for e in _some(job)]
    with Pool(processes) as pool:
        return [e for found in pool.imap(_some, jobs) for e in found]


def _some(job: tuple[Plan, int, int]) -> list[Example]:
    plan, begin, end = job
    return [e for _, e in pairs(plan, begin, end)]


def pairs(plan: Plan, begin: int, end: int) -> Iterator[tuple[Passage, Example]]:
    """Passages from the first number to before the second, with their examples."""
    schema = load_schema(SCHEMA)
    known, stocks = counted(schema)
    units = frozenset[str]().union(*(m.units for m in schema.metrics))
    for number in range(begin, end):
        rng = random.Random(SEEDS[plan.split] + number)
        told = passage(writer(plan.split, known, stocks, rng), plan.longest)
        if plan.noise and rng.random() < plan.noise:
            told = misread(told, plan.misread, rng)
        year = None if rng.random() < 0.08 else told.year
        yield told, example(told, units, year)


def counted(schema: Schema) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """What passages tell of: the units of each count, the usual one first, and the counts that are stocks."""
    units = {m.id: (m.unit, *sorted(m.units - {m.unit})) for m in schema.metrics}
    return units, frozenset(m.id for m in schema.metrics if m.stock)


def example(told: Passage, units: frozenset[str], year: int | None) -> Example:
    """A passage as the model sees it; a quantity that the passage says nothing of counts nothing."""
    text = fold_text(told.text)
    if len(text) != len(told.text):
        raise ValueError("folding moved the places of a passage")
    found = list(quantities(text, names(text), units))
    seen = window(text, (0, 0, len(text)), found, year)
    return Example(seen, _named(seen, told), [_said(found[index], told) for index, _ in seen.counted])


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
    seen: Counter[str] = Counter()
    for one in found:
        seen.update(one.window.tokens)
    return [
        *SPECIAL,
        *(t for t, n in sorted(seen.items(), key=lambda i: (-i[1], i[0])) if n >= rare and t not in SPECIAL),
    ]


def metrics(schema: Schema) -> Sequence[str]:
    """Ids of the counts that the model knows."""
    return [m.id for m in schema.metrics]
