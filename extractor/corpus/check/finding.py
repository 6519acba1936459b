"""What a check of a corpus says: findings that a later run recognises, and sums that were confirmed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ...core.quantity import Value

Kind = Literal["sum", "years", "members", "prose", "claim", "year", "history", "copy", "cut"]
# violation: does not add up · look: a person should look, nothing follows from it · suggested: a cut of glued digits
Weight = Literal["violation", "look", "suggested"]


class Who(NamedTuple):
    """Whose report: the agency's id and its name as printed, the year, the document and its schema."""

    agency: str
    name: str
    year: int
    sha256: str
    schema: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in one report of an agency.

    `constraint` names the rule (`years/requests.carried_in.total`). `fields` are the ids that it touches, the one that
    it is about first. `printed` is that one's value, `implied` what the others make of it; None where there is no
    such number. `formula` shows the numbers; `cause` and `say` are keys of `wording`, `args` fill its sentence.
    `others` are digests of the other reports that were used. `key` is what else the verdict on it depends on.
    """

    kind: Kind
    weight: Weight
    constraint: str
    who: Who
    say: str
    fields: tuple[str, ...] = ()
    printed: Value | None = None
    implied: Value | None = None
    formula: str = ""
    cause: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    key: str = ""

    @property
    def fingerprint(self) -> str:
        """12 hex digits of agency, year, rule and numbers: the same in every run as long as these are printed, also
        where the report was published again in another file or findings are put in other words."""
        about = (self.who.agency, self.who.year, self.constraint, *self.fields[:1], self.printed, self.implied)
        return hashlib.sha256("|".join(map(str, (*about, self.key))).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A rule between two reports that holds; `trivial` where all its numbers are 0."""

    constraint: str
    who: Who
    formula: str
    trivial: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Why something was not checked: `say` is a key of `wording`, filled with `args`."""

    say: str
    args: Mapping[str, str] = field(default_factory=dict)


Said = Finding | Confirmed | Note
