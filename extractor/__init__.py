"""Turns Chinese public reports into records with places, confidence and checked sums.

>>> import extractor
>>> record = extractor.extract("report.html")              # doctest: +SKIP
>>> record.fields["requests.new.total"].value              # doctest: +SKIP
13

Names are loaded on first use, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .core.document import Document
    from .core.errors import ExtractorError
    from .core.record import Field, Record, Violation
    from .core.schema import Schema
    from .corpus import Corpus, open_corpus
    from .corpus.batch import convert
    from .corpus.export import Filter, export_corpus
    from .export import render
    from .load import load as load_document
    from .pipeline import extract
    from .schemas import load_schema

__all__ = [
    "Corpus",
    "Document",
    "ExtractorError",
    "Field",
    "Filter",
    "Record",
    "Schema",
    "Violation",
    "convert",
    "export_corpus",
    "extract",
    "load_document",
    "load_schema",
    "open_corpus",
    "render",
]

_HOMES = {
    "Corpus": (".corpus", "Corpus"),
    "Document": (".core.document", "Document"),
    "ExtractorError": (".core.errors", "ExtractorError"),
    "Field": (".core.record", "Field"),
    "Filter": (".corpus.export", "Filter"),
    "Record": (".core.record", "Record"),
    "Schema": (".core.schema", "Schema"),
    "Violation": (".core.record", "Violation"),
    "convert": (".corpus.batch", "convert"),
    "export_corpus": (".corpus.export", "export_corpus"),
    "extract": (".pipeline", "extract"),
    "load_document": (".load", "load"),
    "load_schema": (".schemas", "load_schema"),
    "open_corpus": (".corpus", "open_corpus"),
    "render": (".export", "render"),
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("zh-report-extractor")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, original = _HOMES[name]
    value = getattr(import_module(home, __name__), original)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
