"""Counts that texts state and no schema has yet: frequent phrases of unlinked numbers, as entries for a YAML file."""

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ..core.metric import GENERAL
from .store import open_corpus

_EXAMPLES = 3
_WITHOUT = ("", "%")  # ratios count nothing


@dataclass(slots=True)
class Suggestion:
    """What many reports count: the head noun, with the units, platforms and verbs that go with it, most frequent first.

    `examples` are clauses as printed, one a report.
    """

    noun: str
    numbers: int = 0
    documents: set[str] = field(default_factory=set)
    units: Counter[str] = field(default_factory=Counter)
    platforms: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def suggestions(corpus: str | Path, *, least: int = 3) -> list[Suggestion]:
    """Nouns that unlinked numbers of at least so many documents have, those of most documents first.

    Raises CorpusError where the folder is no corpus.
    """
    general = _general()
    found: dict[str, Suggestion] = {}
    with closing(open_corpus(corpus).connect()) as base:
        rows = base.execute(
            "select phrase, unit, sha256, quote from quantities where metric is null and phrase <> '' "
            "order by sha256, span_start"
        )
        while block := rows.fetchmany(10_000):
            for phrase, unit, document, quote in block:
                parts = phrase.split(" ")
                if unit not in _WITHOUT and parts[-1] not in general:
                    _add(found, parts, unit, (document, quote))
    frequent = [s for s in found.values() if len(s.documents) >= least]
    return sorted(frequent, key=lambda s: (-len(s.documents), -s.numbers, s.noun))


def _general() -> frozenset[str]:
    """Words that say nothing of what is counted: the general word for information, and verbs alone."""
    from ..schemas import load_schema, names

    vocabulary = load_schema(names()[-1]).metrics[0].vocabulary
    verbs = (word for words in vocabulary.actions.values() for word in words)
    return frozenset((*vocabulary.things[GENERAL], *verbs, "类信息", "类"))


def _add(found: dict[str, Suggestion], parts: list[str], unit: str, where: tuple[str, str]) -> None:
    *before, noun = parts
    known = found.setdefault(noun, Suggestion(noun))
    document, quote = where
    if document not in known.documents and len(known.examples) < _EXAMPLES and quote not in known.examples:
        known.examples.append(quote)
    known.numbers += 1
    known.documents.add(document)
    known.units[unit] += 1
    if len(before) == 2:
        known.platforms[before[0]] += 1
    if before:
        known.verbs[before[-1]] += 1


def as_yaml(found: Iterable[Suggestion]) -> str:
    """The suggestions as a file of counts: a class of words and a count for each, with examples as comments."""
    things: list[str] = []
    metrics: list[str] = []
    for number, one in enumerate(found, start=1):
        name = f"suggested_{number}"
        units = [unit for unit, _ in one.units.most_common()]
        things.append(f"  {name}: [{_quoted(one.noun)}]")
        told = f"{len(one.documents)} documents, {one.numbers} numbers"
        metrics += [
            f"# {told}{_with('on', one.platforms)}{_with('verbs', one.verbs)}",
            *(f"#   {example}" for example in one.examples),
            f"- id: narrative.{name}",
            f"  label: {_quoted(one.noun)}",
            f"  unit: {_quoted(units[0])}",
            f"  units: [{', '.join(map(_quoted, units))}]",
            f"  says: [{name}]",
        ]
    return "\n".join(("things:", *things, "metrics:", *metrics)) + "\n" if things else ""


def _with(word: str, tally: Counter[str]) -> str:
    return f"; {word} {'、'.join(text for text, _ in tally.most_common(3))}" if tally else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
