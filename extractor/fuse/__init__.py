"""Evidence → Record: the only place where readings are weighed against each other."""

from collections.abc import Iterable

from ..core.document import Document
from ..core.evidence import Evidence
from ..core.record import DocumentInfo, Record
from ..core.schema import Schema
from .decode import decode
from .fields import count_field, mentions, metadata_fields, table_fields
from .violations import violations

__all__ = ["fuse"]


def fuse(evidence: Iterable[Evidence], document: Document, schema: Schema) -> Record:
    """One record from everything that the sources read in a document."""
    items = list(evidence)
    decided = decode([e for e in items if e.source == "table"], schema)
    fields = table_fields(decided, schema)
    told = [e for e in items if e.source == "narrative"]
    for metric in schema.metrics:
        fields[metric.id] = count_field([e for e in told if e.fields == (metric.id,)], metric)
    found, fields = violations(fields, schema)
    source = document.source
    return Record(
        schema=schema.id,
        document=DocumentInfo(source.path, source.sha256, source.media_type, source.loader, source.pages),
        metadata=metadata_fields(told),
        fields=fields,
        quantities=mentions(told),
        violations=found,
        warnings=list(document.warnings),
    )
