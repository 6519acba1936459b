"""What is put into a corpus: results of documents, failures, further paths of known bytes, people's decisions."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple

from ..core.record import Record
from ..core.schema import Schema


@dataclass(frozen=True, slots=True)
class Converted:
    """A document that became a record. `paths` are all places where its bytes were met; without any it is the
    record's own. `schema_digest` is needed for report types that do not ship with the program (`schema_digest`).
    `prose` is the text outside of tables, for checks that read it (`pipeline.extract_with_prose`)."""

    record: Record
    paths: tuple[str, ...] = ()
    schema_digest: str = ""
    prose: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that did not become a record. `stage` is where it ended (`load`, `timeout`, `memory`, `crash` …),
    `error` one line for people; `retry` says that another run may succeed (time or memory ran out)."""

    path: str
    sha256: str | None
    stage: str
    error: str
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Further paths of bytes that the corpus knows, or that another outcome of this run covers."""

    sha256: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's verdict on something that a later run finds again by `fingerprint`; the newest one counts.

    `kind` says what was judged (`finding`, `field` …), `details` is whatever else belongs to it, as plain JSON.
    """

    fingerprint: str
    kind: str
    verdict: str
    note: str = ""
    decided_by: str = ""
    sha256: str | None = None
    field: str | None = None
    details: dict[str, Any] = dataclasses.field(default_factory=dict)


Outcome = Converted | Failure | Linked | Decision


class Version(NamedTuple):
    """What made a result: the extractor's version, and id and digest of the schema."""

    extractor: str
    schema: str
    schema_digest: str


@cache
def extractor_version() -> str:
    """Version of the installed package."""
    from importlib.metadata import version

    return version("zh-report-extractor")


@cache
def shipped_digest(name: str) -> str:
    """Digest of a schema that ships with the program. Raises SchemaError for another name."""
    from ..schemas import load_schema

    return schema_digest(load_schema(name))


def schema_digest(schema: Schema) -> str:
    """First 16 hex digits of the SHA-256 of all that a schema declares: equal digests give equal records."""
    return hashlib.sha256(json.dumps(_plain(schema), ensure_ascii=False).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return [_plain(getattr(value, f.name)) for f in fields(value)]
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, frozenset):
        return sorted((_plain(v) for v in value), key=repr)
    if hasattr(value, "items"):
        return [[k, _plain(v)] for k, v in value.items()]
    return value
