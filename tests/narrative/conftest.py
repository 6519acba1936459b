from collections.abc import Callable

import pytest

from extractor.core.document import Block, Document, Source
from extractor.core.geometry import Span
from extractor.core.schema import Schema
from extractor.narrative.counts import counts
from extractor.schemas import load_schema


def document(text: str) -> Document:
    """One paragraph a line, as a loader of plain text makes it."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block("paragraph", Span(at, at + len(line))))
        at += len(line) + 1
    return Document(text, Source("", "", "text/plain", "text"), tuple(blocks))


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema("gov-disclosure/2021")


Values = dict[str, int | float | str | None]
Read = Callable[..., Values]


@pytest.fixture(scope="session")
def read(schema: Schema) -> Read:
    """text, year → {count without the prefix: value}."""

    def read(text: str, year: int | None = 2022) -> Values:
        found: Values = {}
        for evidence in counts(document(text), schema, year):
            for field in evidence.fields:
                found.setdefault(field.removeprefix("narrative."), evidence.options[0].readings[0].value)
        return found

    return read
