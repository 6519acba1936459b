"""Paragraphs of a report: clauses about its counts, joined as writers join them, between sentences without any."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .narrative_words import Setting, Wording, fits, spell, topics, wordings
from .report import Number, Paragraph, Split

_OPENERS: Mapping[Split, tuple[str, ...]] = {
    "train": ("{year}年，", "本年度，", "", "", "一年来，", "{year}年度，"),
    "dev": ("全年，", "{year}年全年，", "", "", "{year}年，"),
    "test": ("报告期内，", "在{year}年，", "", "", "这一年，"),
}
_HOUSE_NUMBERS = ("一是", "二是", "三是", "四是", "五是", "六是")


def section(
    file: str, setting: Setting, split: Split, rng: random.Random, *, only: Iterable[str] | None = None
) -> list[Paragraph]:
    """A paragraph for each topic of a file of wordings that has something to say; `only` narrows the topics."""
    stated: set[str] = set()
    found = []
    for topic in topics(file) if only is None else only:
        clauses = _choose(wordings(f"{file}.{topic}", split), setting.counts, stated, rng)
        if clauses:
            found.append(_paragraph(clauses, setting, split, rng))
    return found


def plain(file: str, topic: str, number: int, setting: Setting, split: Split, rng: random.Random) -> list[Paragraph]:
    """So many different wordings of a topic, each a paragraph of its own."""
    chosen = wordings(f"{file}.{topic}", split)
    return [spell(w.text, setting, rng) for w in rng.sample(chosen, min(number, len(chosen)))]


def _choose(
    every: tuple[Wording, ...], counts: Mapping[str, Number], stated: set[str], rng: random.Random
) -> list[Wording]:
    """Wordings in random order that state each metric once; distractors join now and then."""
    chosen = []
    for wording in rng.sample(every, len(every)):
        named = wording.metrics | wording.zero
        if not fits(wording, counts) or named & stated:
            continue
        if not named and rng.random() > 0.3:
            continue
        if wording.metrics and not wording.zero and all(not counts[m] for m in wording.metrics) and rng.random() < 0.6:
            continue  # few writers print 0条
        stated |= named
        chosen.append(wording)
    # a whole goes before its parts, so that the text reads as a text does
    return sorted(chosen, key=lambda w: ("published.total" not in w.metrics, "requests.received" not in w.metrics))


def _paragraph(clauses: list[Wording], setting: Setting, split: Split, rng: random.Random) -> Paragraph:
    opener = spell(rng.choice(_OPENERS[split]), setting, rng)
    before = rng.random() < 0.5
    paragraph = spell(next(setting.fillers) + "。", setting, rng) if before else Paragraph("")
    paragraph = join(paragraph, opener)
    listed = len(clauses) > 2 and rng.random() < 0.2
    for i, wording in enumerate(clauses):
        clause = spell(wording.text, setting, rng)
        if listed and i < len(_HOUSE_NUMBERS):
            paragraph = join(paragraph, Paragraph(_HOUSE_NUMBERS[i]))
        foreign = any(s.metric is None for s in clause.said)  # what is not the agency's own ends with its sentence
        end = "。" if foreign or i == len(clauses) - 1 else rng.choice(("。", "。", "；", "；", "，"))
        paragraph = join(join(paragraph, clause), Paragraph("。" if listed else end))
    if rng.random() < 0.3:
        paragraph = join(paragraph, spell(next(setting.fillers) + "。", setting, rng))
    return paragraph


def join(first: Paragraph, second: Paragraph) -> Paragraph:
    """One paragraph from two; the places of the second's numbers move behind the first's text."""
    shift = len(first.text)
    moved = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in second.said)
    return Paragraph(first.text + second.text, first.said + moved)
