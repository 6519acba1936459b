"""Document → the counts of its text, each number with its place."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..core.document import Document
from ..core.evidence import Evidence, Option, Reading
from ..core.folding import Folded
from ..core.metric import Metric
from ..core.schema import Schema
from .flow import running_text, telling
from .learned import Reader
from .link import Link

if TYPE_CHECKING:
    from spacy.language import Language

# The pipelines made so far, by the counts and the model they were made for: loading takes a second, once a process.
_PIPELINES: dict[tuple[int, int], "tuple[tuple[Metric, ...], Reader | None, Language]"] = {}


def counts(document: Document, schema: Schema, year: int | None = None, reader: Reader | None = None) -> list[Evidence]:
    """Every quantity of the text, left to right, those that a count of the schema holds with its id.

    `year` is the year that the report is for; without it, last year's figures are told by words alone. A `reader` has
    its say beside the rules.
    """
    text = telling(running_text(document)) if schema.metrics else None
    if text is None or not text.text.strip():
        return []
    nlp = _pipeline(schema.metrics, reader)
    doc = nlp.make_doc(text.text)
    doc.user_data["year"] = year
    found: list[Link] = nlp(doc).user_data["links"]
    return [_evidence(document, text, link) for link in _settled(found)]


def _pipeline(metrics: tuple[Metric, ...], reader: Reader | None) -> "Language":
    key = id(metrics), id(reader)
    known = _PIPELINES.get(key)
    if known is None or known[0] is not metrics or known[1] is not reader:
        from .components import pipeline

        known = _PIPELINES[key] = (metrics, reader, pipeline(metrics, reader))
    return known[2]


def _settled(found: Iterable[Link]) -> list[Link]:
    """One value a count: the strongest says it, the first of equals. What says another value keeps no count."""
    found = list(found)
    best: dict[str, Link] = {}
    for link in found:
        if link.metric:
            known = best.get(link.metric.id)
            if known is None or _better(link, known, link.metric.whole):
                best[link.metric.id] = link
    settled = []
    for link in found:
        if link.metric is None or link.value == best[link.metric.id].value:
            settled.append(link)
        elif link.quantity:
            settled.append(link._replace(metric=None))
    return settled


def _better(link: Link, known: Link, whole: bool) -> bool:
    ahead = link.strength - known.strength
    if whole and abs(ahead) < 0.2:  # a whole is no less than its parts
        return link.value > known.value
    return ahead > 1e-9


def _evidence(document: Document, text: Folded, link: Link) -> Evidence:
    span = text.span(link.start, link.end)
    quantity = link.quantity
    unit = "" if quantity is None else quantity.unit or ("%" if quantity.raw.endswith("%") else "")
    reading = Reading(
        value=link.value,
        raw=document.slice(span),
        span=span,
        unit=unit,
        qualifier=quantity.qualifier if quantity else "exact",
    )
    return Evidence(
        fields=(link.metric.id,) if link.metric else (),
        options=(Option((reading,)),),
        source="narrative",
        match="exact",
        score=round(link.strength * link.trust, 4),
        quote=" ".join(document.slice(text.span(*link.clause)).split()),
        phrase=link.phrase,
    )
