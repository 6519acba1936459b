"""Document → Evidence from the running text: the counts that it states, and the facts about the report."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.document import Document
from ..core.evidence import Evidence, Option, Reading
from ..core.schema import Schema

if TYPE_CHECKING:
    from .learned import Reader

__all__ = ["read"]


def read(document: Document, schema: Schema, reader: "Reader | None" = None) -> list[Evidence]:
    """The facts about the report as `metadata.*`, then every quantity of its text in order.

    A quantity that a count of the schema holds has the count's id as its field, any other no field. In a document
    with pages each reading has its page and box. `reader` is a model to weigh against the rules instead of the shipped
    one.
    """
    from .counts import counts
    from .learned import shipped
    from .metadata import metadata

    facts = metadata(document, schema)
    told = [*facts, *counts(document, schema, _year(facts), reader or shipped())]
    return [_placed(evidence, document) for evidence in told] if document.lines else told


def _placed(evidence: Evidence, document: Document) -> Evidence:
    """The same with the place of each reading on its page."""
    return replace(
        evidence,
        options=tuple(Option(tuple(_place(r, document) for r in o.readings), o.logp) for o in evidence.options),
    )


def _place(reading: Reading, document: Document) -> Reading:
    found = document.place(reading.span) if reading.span is not None and reading.page is None else None
    return replace(reading, page=found[0], box=found[1]) if found else reading


def _year(facts: list[Evidence]) -> int | None:
    for fact in facts:
        if fact.fields == ("metadata.year",):
            value = fact.options[0].readings[0].value
            return value if isinstance(value, int) else None
    return None
