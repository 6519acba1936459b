"""Which words belong to a number: its clause, what precedes that, what follows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..core.metric import Metric, Names
from .heads import governing
from .pieces import Piece, Sentence
from .words import EACH, TOTALS

_BEGINS = frozenset(("其中", "含", "包括", "包含", "("))
_RIGHT_ENDS = frozenset(("number", "stop", "semi", "comma", "open", "close", "join"))
_CUTS = frozenset(("comma", "semi", "stop", "open", "close", "join"))


class Scope(NamedTuple):
    """`near` is the number's own clause up to it, `far` what precedes that since the number before, `right` what
    follows, `tail` what a bracket or 其中 behind it begins with."""

    near: Sequence[Piece]
    far: Sequence[Piece]
    right: Sequence[Piece]
    tail: Sequence[Piece] = ()


class Place(NamedTuple):
    """A number where it stands: the piece `at` of the sentence `nth`.

    `earlier` are the numbers before it in the sentence, `last` is the count of the one right before; `part` says that
    it details a whole, the number at `whole_at` (-1 without), which counts `whole`.
    """

    text: str
    sentences: Sequence[Sentence]
    nth: int
    at: int
    around: Scope
    said: Names
    unit: str = ""
    earlier: tuple[int, ...] = ()
    part: bool = False
    last: Metric | None = None
    whole: Metric | None = None
    whole_at: int = -1

    @property
    def row(self) -> list[Piece]:
        """The pieces of its sentence."""
        return self.sentences[self.nth].pieces

    @property
    def before(self) -> list[Piece]:
        """The pieces before it; what is said to be none has no details, so a count of 0 goes with its words."""
        row, quantity = self.row, self.row[self.at].quantity
        if not (quantity and quantity.value):
            return row[: self.at]
        kept: list[Piece] = []
        begin = 0
        for k in self.earlier:
            told = row[k].quantity
            if told is None or told.value != 0:
                kept += row[begin : k + 1]
            begin = k + 1
        return kept + row[begin : self.at]

    @property
    def near(self) -> str:
        """The text of its clause up to the number."""
        near = self.around.near
        return self.text[near[0].start : self.row[self.at].start] if near else ""

    @property
    def left(self) -> str:
        """The text that belongs to it up to the number."""
        words = self.around.far or self.around.near
        return self.text[words[0].start : self.row[self.at].start] if words else ""

    def context(self, group: Iterable[str]) -> Names:
        """What the sentences before say last of a group, back to the section's heading, then the headings above it."""
        level, wanted = 9, frozenset(group)
        for k in range(self.nth, -1, -1):
            sentence = self.sentences[k]
            if level < 9 and not (sentence.level and sentence.level < level):
                continue
            if k < self.nth and (names := governing(sentence.pieces, wanted)):
                return names
            if sentence.level:
                level = sentence.level
                if level == 1:
                    break
        return frozenset()


def scope(row: Sequence[Piece], at: int) -> Scope:
    """The scope of the piece at this index of a sentence's pieces."""
    begin = _begin(row, at)
    left, right = without_brackets(row[begin:at]), _right(row, at)
    unnamed = not any(p.kind in ("cue", "word", "date") for p in left) and not any(p.kind == "cue" for p in right)
    if begin and unnamed and _another_unit(row[begin - 1], row[at]):
        before = scope(row, begin - 1)  # 6期、3.6万册: two measures of one thing
        return Scope(before.near, before.far, right, _tail(row, at + 1))
    near, far = _clause(left)
    return Scope(near, far, right, _tail(row, at + 1))


def _right(row: Sequence[Piece], at: int) -> Sequence[Piece]:
    end = next((k for k in range(at + 1, len(row)) if row[k].kind in _RIGHT_ENDS), len(row))
    return row[at + 1 : end]


def _another_unit(one: Piece, other: Piece) -> bool:
    return bool(one.quantity and other.quantity and one.quantity.unit != other.quantity.unit and other.quantity.unit)


def _begin(row: Sequence[Piece], at: int) -> int:
    """Where the words begin that belong to a number: behind the number before, or behind what a total adds up."""
    begin = next((k + 1 for k in range(at - 1, -1, -1) if row[k].kind == "number"), 0)
    between = row[begin:at]
    if not begin or any(p.text in ("其中", "另", "另有") for p in between):
        return begin
    plain = all(p.kind in ("fill", "comma", "close") for p in between)
    if plain and any(p.text in TOTALS for p in between):
        return 0
    if all(p.kind not in _CUTS for p in between):  # one noun phrase: 48项信息计8989条, 95期51814册
        return _begin(row, begin - 1)
    return begin


def _tail(row: Sequence[Piece], at: int) -> Sequence[Piece]:
    """What a bracket or 其中 right behind a number details, up to its first number."""
    k = at
    while k < len(row) and row[k].kind in ("open", "comma", "fill") and k < at + 4:
        k += 1
    if k == at or not any(p.text in _BEGINS for p in row[at : k + 1]):
        return ()
    end = next((n for n in range(k, len(row)) if row[n].kind in ("number", "stop", "semi", "close")), len(row))
    return row[k:end]


def without_brackets(row: Sequence[Piece]) -> list[Piece]:
    """The pieces without the brackets that close among them; those after a bracket that stays open."""
    kept: list[Piece] = []
    opened: list[int] = []
    for piece in row:
        if piece.kind == "open":
            opened.append(len(kept))
        if piece.kind == "close":
            if opened:
                del kept[opened.pop() :]
            continue
        kept.append(piece)
    return kept[opened[-1] + 1 :] if opened else kept


def _clause(left: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    cut = len(left)
    while cut:
        cut = next((k for k in range(cut - 1, -1, -1) if left[k].kind in ("comma", "semi")), -1) + 1
        if cut == 0 or any(p.kind in ("cue", "word") for p in left[cut:]):
            break
        cut -= 1
    while cut < len(left) and left[cut].kind == "join":
        cut += 1
    return left[cut:], left[:cut]


def respectively(row: Sequence[Piece]) -> dict[int, list[Piece]]:
    """For numbers of “A、B分别…x、y”: index of the number → the pieces of its own subject and what all share."""
    found: dict[int, list[Piece]] = {}
    for at, piece in enumerate(row):
        if piece.text not in EACH:
            continue
        first = next((k for k in range(at, len(row)) if row[k].kind == "number"), -1)
        if first < 0 or any(row[k].kind in ("semi", "stop") for k in range(at, first)):
            continue
        numbers, k = [first], first + 1
        while k + 1 < len(row) and row[k].kind in ("join", "comma") and row[k + 1].kind == "number":
            numbers.append(k + 1)
            k += 2
        begin = next((k + 1 for k in range(at - 1, -1, -1) if row[k].kind in ("number", "semi", "comma", "open")), 0)
        items: list[list[Piece]] = [[]]
        for item in row[begin:at]:
            if item.kind == "join":
                items.append([])
            else:
                items[-1].append(item)
        if len(numbers) > 1 and len(items) >= len(numbers):
            shared = list(row[at + 1 : first])
            for number, subject in zip(numbers, items[-len(numbers) :], strict=True):
                found[number] = [*subject, *shared]
    return found
