"""What is exported: the chosen documents of a corpus as tables, with all that says where they come from."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ...core.errors import ExtractorError
from ...schemas import load_schema, names
from ..outcome import extractor_version
from . import harmonised
from .codebook import Variable, codebook
from .panel import Block, Filter, blocks, long_rows, selected, table

if TYPE_CHECKING:
    import pyarrow as pa

    from ..store import Corpus

Shape = Literal["wide", "long", "harmonised"]
LONG = (
    "sha256", "path", "agency", "region", "region_code", "year", "schema", "field", "label", "value", "text", "raw",
    "unit", "confidence", "status", "suggested", "source", "match", "page", "x0", "y0", "x1", "y1", "span_start",
    "span_end", "quote",
)  # fmt: skip


class ExportError(ExtractorError):
    """What was asked for cannot be exported; the message says what to do."""


@dataclass(frozen=True)
class Request:
    """An export: of which corpus, which documents and values, in which shape ("harmonised" is the wide one in variables
    that can be followed over the forms, see `harmonised`). `licence` is the name of the licence
    under which the data is passed on, as the user says."""

    corpus: "Corpus"
    filter: Filter = field(default_factory=Filter)
    shape: Shape = "wide"
    licence: str = "notspecified"

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Columns of the wide form: what identifies a row, then each field of the report types that are there."""
        if self.shape == "harmonised":
            return harmonised.variables()
        known = [load_schema(name) for name in names() if name in self._schemas]
        if len(known) < len(self._schemas):
            missing = ", ".join(sorted(self._schemas - set(names())))
            raise ExportError(
                f"the corpus has report types that this program does not know: {missing}; leave them out with --schema"
            )
        return codebook(known)

    @cached_property
    def documents(self) -> set[str]:
        """Keys of the documents in the wide form: one for each agency and year."""
        found = selected(self.corpus, self.filter)
        if not found:
            raise ExportError("no document is left by these filters; extractor corpus stats says what there is")
        return found

    @cached_property
    def left_out(self) -> int:
        """Documents that the wide form lacks because another one of the same agency and year is in it."""
        condition, values = self.filter.condition()
        with closing(self.corpus.connect()) as base:
            (found,) = base.execute(f"select count(*) from records where {condition}", values).fetchone() or (0,)
        return int(found) - len(self.documents)

    def blocks(self) -> Iterator[Block]:
        """The wide form as arrays; see `panel.blocks`."""
        if self.shape == "harmonised":
            found = blocks(self.corpus, harmonised.fields(), self.documents, self.filter.confidence)
            return harmonised.blocks(found)
        fields = [variable.id for variable in self.variables if variable.forms]
        return blocks(self.corpus, fields, self.documents, self.filter.confidence)

    def wide(self) -> Iterator["pa.Table"]:
        """The wide form as tables of some thousand rows, all with the same columns."""
        return (table(block, self.variables) for block in self.blocks())

    def long(self) -> Iterator["pa.Table"]:
        """Every field of every document, a row each, in the corpus's order, some thousand rows at a time. Columns:
        LONG."""
        wanted = selected(self.corpus, self.filter, one=False)
        if not wanted:
            raise ExportError("no document is left by these filters; extractor corpus stats says what there is")
        labels = {variable.id: variable.label for variable in self.variables}
        return long_rows(self.corpus, LONG, labels, wanted, self.filter.confidence)

    def provenance(self) -> dict[str, Any]:
        """What reproduces the export: versions, digests of the schemas, filters, numbers of documents."""
        with closing(self.corpus.connect()) as base:
            condition, values = self.filter.condition()
            made = base.execute(
                "select schema, schema_digest, extractor_version, count(*), min(converted_at), max(converted_at) "
                f"from records where {condition} group by all order by all",
                values,
            ).fetchall()
        return {
            "program": f"zh-report-extractor {extractor_version()}",
            "filter": {
                "years": self.filter.years, "regions": self.filter.regions, "schemas": self.filter.schemas,
                "confidence": self.filter.confidence,
            },
            "results": [
                {
                    "schema": schema, "schema_digest": digest, "extractor_version": version, "documents": count,
                    "converted_first": first.isoformat(timespec="seconds"),
                    "converted_last": last.isoformat(timespec="seconds"),
                }
                for schema, digest, version, count, first, last in made
            ],
        }  # fmt: skip

    @cached_property
    def _schemas(self) -> set[str]:
        condition, values = self.filter.condition()
        with closing(self.corpus.connect()) as base:
            return {
                name
                for (name,) in base.execute(f"select distinct schema from records where {condition}", values).fetchall()
            }
