"""Document → Evidence from the running text: the counts that it states, and the facts about the report."""

from ..core.document import Document
from ..core.evidence import Evidence
from ..core.schema import Schema

__all__ = ["read"]


def read(document: Document, schema: Schema) -> list[Evidence]:
    """The facts about the report as `metadata.*`, then every quantity of its text in order.

    A quantity that a count of the schema holds has the count's id as its field, any other no field.
    """
    from .counts import counts
    from .metadata import metadata

    facts = metadata(document, schema)
    return [*facts, *counts(document, schema, _year(facts))]


def _year(facts: list[Evidence]) -> int | None:
    for fact in facts:
        if fact.fields == ("metadata.year",):
            value = fact.options[0].readings[0].value
            return value if isinstance(value, int) else None
    return None
