"""Names in a text: of agencies, departments, accounts, documents, laws, days, places and people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..learned import Name
from .bodies import departments, divided
from .found import Found
from .join import joined
from .people import people
from .shapes import bare, shaped

if TYPE_CHECKING:
    from ...core.quantity import Quantity
    from ..learned import Reader

__all__ = ["Found", "Name", "found", "read"]

# Where two overlap, the kind that comes first stands, of one kind the longer; what no table holds comes last.
_ORDER = ("law", "docno", "date", "platform", "agency", "place", "dept", "person")
_UNKNOWN_PLACE = 6.5


def read(
    text: str,
    reader: "Reader | None" = None,
    quantities: "Sequence[Quantity]" = (),
    year: int | None = None,
    known: Sequence[str] = (),
) -> list[Name]:
    """The names in folded text with these quantities, in order, with the probability that kind and bounds are right.

    Rules and model are both heard; without a `reader` the rules alone. `known` are the kinds of the text's characters.
    """
    told = reader.names(text, quantities, year, known) if reader else []
    return joined(found(text), told, reader.trust if reader else {})


def found(text: str) -> list[Found]:
    """The names that the rules find in folded text, in order; none overlaps another."""
    bodies = list(divided(text))
    ends = {one.end for one in bodies if one.kind == "agency"}
    every = {*shaped(text), *bare(text), *bodies, *departments(text, ends), *people(text)}
    taken: list[Found] = []
    for one in sorted(every, key=lambda f: (_rank(f), f.start - f.end, f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return sorted(taken)


def _rank(one: Found) -> float:
    return _UNKNOWN_PLACE if one.kind == "place" and not one.known else _ORDER.index(one.kind)
