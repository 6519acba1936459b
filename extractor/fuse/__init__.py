"""Evidence → Record: the only place where readings are weighed against each other."""

from collections.abc import Iterable, Mapping
from functools import partial

from ..core.document import Document
from ..core.evidence import Evidence
from ..core.record import DocumentInfo, Field, Record
from ..core.schema import Comparison, Schema
from .compare import against
from .decode import decode
from .fields import count_field, mentions, metadata_fields, table_fields
from .violations import sums_violated, text_violated

__all__ = ["fuse"]


def fuse(evidence: Iterable[Evidence], document: Document, schema: Schema) -> Record:
    """One record from everything that the sources read in a document."""
    items = list(evidence)
    decided = decode([e for e in items if e.source == "table"], schema)
    fields = table_fields(decided, schema)
    broken = sums_violated(fields, schema)
    told = [e for e in items if e.source == "narrative"]
    compared = {c.metric: c for c in schema.comparisons}
    for metric in schema.metrics:
        said = [e for e in told if e.fields == (metric.id,)]
        fields[metric.id] = count_field(said, metric, partial(_fits, compared.get(metric.id), fields))
    broken += text_violated(fields, schema)
    source = document.source
    return Record(
        schema=schema.id,
        document=DocumentInfo(source.path, source.sha256, source.media_type, source.loader, source.pages),
        metadata=metadata_fields(told),
        fields=fields,
        quantities=mentions(told),
        violations=broken,
        warnings=list(document.warnings),
    )


def _fits(comparison: Comparison | None, fields: Mapping[str, Field], text: float) -> bool:
    found = comparison and against(comparison, text, fields)
    return bool(found and found.definition)
