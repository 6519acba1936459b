"""What a corpus says as one digest, equal for runs that differ in order, workers, engine, or in how often they died."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import closing

from .store import Corpus

_QUERIES = {
    "text": "select sha256, prose from texts",
    "path": "select sha256, path from paths where sha256 in (select sha256 from records)",
    "failure": "select coalesce(sha256, path), stage, error from failures",
    "decision": "select fingerprint, kind, verdict, note, details from decisions",
}


def content_digest(corpus: Corpus) -> str:
    """SHA-256 over the newest records with their texts, the paths of every document, the failures and the decisions.

    Times, runs and batches do not count, nor under which of its paths a document was read.
    """
    whole = hashlib.sha256()
    for line in sorted(_lines(corpus)):
        whole.update(line.encode())
    return whole.hexdigest()


def _lines(corpus: Corpus) -> Iterable[str]:
    for record in corpus.records():
        plain = record.to_dict()
        del plain["document"]["path"]
        yield _line("record", json.dumps(plain, ensure_ascii=False, sort_keys=True))
    with closing(corpus.connect()) as base:
        for kind, query in _QUERIES.items():
            yield from (_line(kind, *row) for row in base.execute(query).fetchall())


def _line(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest() + "\n"
