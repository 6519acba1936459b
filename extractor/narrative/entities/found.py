"""A name as the rules find it."""

from typing import NamedTuple


class Found(NamedTuple):
    """A name at [start, end) of a text and its kind; `known` where a table of names holds it, not its shape alone."""

    start: int
    end: int
    kind: str
    known: bool = False
