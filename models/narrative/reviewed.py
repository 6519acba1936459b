"""People's corrections in a corpus as examples: what a number was decided to count, or not to."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from corpora.sentences.grammar import Passage, Told
from extractor.core.folding import fold_text
from extractor.core.quantity import find
from extractor.corpus import open_corpus

from .data import Example, example

_NUMBERS = """
select q.quote, q.value, q.metric, q.year, d.field, d.details
from quantities q join decisions d using (sha256)
where d.field like 'narrative.%' order by q.sha256, q.span_start
"""
_REPEATED = 20  # times that each is shown: a person's word weighs more than a generated one


def decisions(corpus: Path) -> list[Example]:
    """Each clause of a number that a decision on a count concerns, with what was decided.

    `details` of the decision hold the right value of `field`, null where the report does not state it.
    Raises CorpusError where the folder is no corpus.
    """
    with closing(open_corpus(corpus).connect()) as base:
        rows = base.execute(_NUMBERS).fetchall()
    return [example(passage, passage.year) for passage in _passages(rows) for _ in range(_REPEATED)]


def _passages(rows: list[Any]) -> Iterator[Passage]:
    for quote, value, metric, year, field, details in rows:
        right = json.loads(details or "{}").get("value")
        if value == right:
            truth = field
        elif metric == field:
            truth = ""
        else:
            continue
        text = fold_text(quote)
        told = [
            Told(q.span.start, q.span.end, truth)
            for q in find(text)
            if q.value is not None and abs(q.value - value) < 1e-6
        ]
        if len(told) == 1:  # which one is meant
            yield Passage(text, year or 0, told)
