"""Document → the counts of its text, each number with its place."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..core.document import Document
from ..core.evidence import Evidence, Option, Reading
from ..core.folding import Folded
from ..core.geometry import Span
from ..core.metric import Vocabulary
from ..core.schema import Schema
from .flow import running_text
from .link import Link, Linker
from .mentions import names, quantities
from .nothing import statements
from .pieces import cues, pieces
from .scope import sentences
from .segment import tokenizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SENTENCE = re.compile(r"[^。!?\n]*(?:[。!?]|\n|$)")
_TELLING = re.compile(
    r"\d(?![\d年月日])|[二两三四五六七八九十百千]余?[条件篇次份项个期场人起宗封例名部处]|未|没有|无|不存在|零|均为|一[次场起件例](?!性)"
)
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[(]?[一二三四五六七八九十]{1,3}[、.)]|\d{1,2}[、.](?!\d)")


def counts(document: Document, schema: Schema, year: int | None = None) -> list[Evidence]:
    """Every quantity of the text, those that a count of the schema holds with its id, left to right."""
    if not schema.metrics:
        return []
    text = _telling(running_text(document))
    doc = _pipeline(schema.metrics[0].vocabulary, id(schema))(text.text) if text.text else None
    if doc is None:
        return []
    linker = _linker(schema)
    return _evidence(document, text, _settle(_links(doc, linker, year)))


def _telling(text: Folded) -> Folded:
    """The sentences that can state a count, each with the one before it, and the headings."""
    kept: list[int] = []
    last: tuple[int, int] | None = None
    fresh = True
    for found in _SENTENCE.finditer(text.text):
        start, end = found.span()
        if start == end:
            continue
        if _TELLING.search(text.text, start, end):
            if last is not None:
                kept += range(*last)
            kept += range(start, end)
            last = None
        elif end - start < 60 and _HEADING.match(text.text, start):
            kept += range(start, end)
            last = None
        else:
            last = (start, end)
        fresh = text.text[end - 1] == "\n"
        if fresh and kept and text.text[kept[-1]] != "\n":
            kept.append(end - 1)
    return text.pick(kept)


@lru_cache(maxsize=4)
def _linker(schema: Schema) -> Linker:
    return Linker(schema)


_PIPELINES: dict[int, "tuple[Vocabulary, Language]"] = {}


def _pipeline(vocabulary: Vocabulary, key: int) -> "Language":
    import spacy

    known = _PIPELINES.get(key)
    if known is not None and known[0] is vocabulary:
        return known[1]
    nlp = spacy.blank("zh")
    nlp.tokenizer = tokenizer(nlp.vocab, vocabulary.words)
    _PIPELINES[key] = (vocabulary, nlp)
    return nlp


def _links(doc: "Doc", linker: Linker, year: int | None) -> list[Link]:
    text = doc.text
    tokens = [(token.idx, token.text) for token in doc]
    taken = names(text)
    units = {unit for metric in linker.metrics for unit in metric.units}
    found = list(quantities(text, taken, units))
    dates = [(start, end) for start, end, date in taken if date]
    row = pieces(tokens, cues(tokens, linker.vocabulary), found, dates, linker.vocabulary)
    parts = sentences(text, row)
    links = list(linker.links(text, parts, year))
    links += [
        Link(none.start, none.end, None, 0, none.metric, none.strength, none.word, (none.start, none.end))
        for none in statements(text, parts, linker.metrics, linker.vocabulary)
    ]
    return sorted(links, key=lambda link: (link.start, link.end, link.metric.id if link.metric else ""))


def _settle(links: list[Link]) -> list[Link]:
    """One value a count: the strongest says it, the first of equals; the others keep no count unless they agree."""
    from dataclasses import replace

    best: dict[str, Link] = {}
    for link in links:
        if link.metric:
            known = best.get(link.metric.id)
            if known is None or _better(link, known, link.metric.whole):
                best[link.metric.id] = link
    return [
        link if link.metric is None or link.value == best[link.metric.id].value else replace(link, metric=None)
        for link in links
        if link.quantity or (link.metric and link.value == best[link.metric.id].value)
    ]


def _better(link: Link, known: Link, whole: bool) -> bool:
    ahead = link.strength - known.strength
    if whole and abs(ahead) < 0.2:  # a whole is no less than its parts
        return link.value > known.value
    return ahead > 1e-9


def _evidence(document: Document, text: Folded, links: list[Link]) -> list[Evidence]:
    found = []
    for link in links:
        span = text.span(link.start, link.end)
        quote = document.text[slice(*text.span(*link.clause))]
        raw = document.text[span.start : span.end]
        reading = Reading(
            value=link.value,
            raw=raw,
            span=Span(*span),
            unit=link.quantity.unit or ("%" if link.quantity.kind == "ratio" and "%" in raw else "") if link.quantity else "",
            qualifier=link.quantity.qualifier if link.quantity else "exact",
        )
        found.append(
            Evidence(
                fields=(link.metric.id,) if link.metric else (),
                options=(Option((reading,)),),
                source="narrative",
                match="exact",
                score=round(link.strength, 4),
                quote=" ".join(quote.split()),
                phrase=link.phrase,
            )
        )
    return found
