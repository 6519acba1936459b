"""Many documents: results on disk as append-only tables, and what is done with them.

>>> from extractor.corpus import Converted, open_corpus
>>> corpus = open_corpus("corpus", create=True)                 # doctest: +SKIP
>>> corpus.append([Converted(extractor.extract("report.html"))])  # doctest: +SKIP
"""

from .layout import CorpusError
from .outcome import Converted, Decision, Failure, Linked, Outcome, Version, schema_digest
from .store import Corpus, open_corpus

__all__ = [
    "Converted",
    "Corpus",
    "CorpusError",
    "Decision",
    "Failure",
    "Linked",
    "Outcome",
    "Version",
    "open_corpus",
    "schema_digest",
]
