"""Printed labels found in text, whatever spaces, line ends and punctuation stand in them."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from ..core.folding import fold_text
from ..core.schema import Schema, Table

Role = Literal["row", "group", "column", "title", "corner"]

_STROKES = set("/-")
_MARKS = r",.、:;·()\[\]\"'<>《》"
_LONGEST_UNIT = 2
_BEGUN = 6  # characters of a label that are enough to know it
_UNIT_BEHIND = re.compile(r"\s*[(](?:单位:?)?[^()]{1,3}[)]\s*$")
_NUMBERED = re.compile(r"(\d{1,2})[.、]")
# As read: strokes of 一, 二 and 三 break off, brackets vanish.
_NUMBER_BEFORE = re.compile(
    r"[(]?(?:[一二三四五六七八九十=\-\d]{1,3}|(?=[).、]))[).、,:]+|[(][一二三四五六七八九十=\-]"
)
_MISREAD = -0.7  # log-probability of a character's being misread, or read, where labels are hard to read
_UNORDERED = 3.0  # what speaks against a label whose words were read in another order
_ALIKE = 0.55
_SCRAPS = 0.3
_OPTIONAL = set(" \t\n,.、:;·()[]\"'<>《》-/")


@dataclass(frozen=True, slots=True)
class Name:
    """What a label names: a row or column by its index in a table; -1 for groups, titles and corners."""

    table: int
    role: Role
    index: int
    official: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label found at [start, end) of compact text, with everything that it can name."""

    start: int
    end: int
    names: tuple[Name, ...]

    def rows(self, table: int) -> frozenset[int]:
        """Indices of the rows of a table that the label can name."""
        return frozenset(n.index for n in self.names if n.table == table and n.role == "row")


class Labels:
    """All labels of a schema, as one pattern over compact folded text (no white space)."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.tables = tables
        by_key: dict[str, list[Name]] = {}
        patterns: dict[str, str] = {}
        for text, name in _labels(tables):
            key = plain(text)
            by_key.setdefault(key, []).append(name)
            patterns.setdefault(key, _pattern(text))
        self._names = {key: tuple(names) for key, names in by_key.items()}
        longest = sorted(patterns, key=len, reverse=True)
        # Most characters begin no label: a look at the first one spares the whole alternation.
        first = "".join(sorted({re.escape(ch) for key in longest for ch in key[:1]} | {_MARKS, "/"}))
        self._find = re.compile(rf"(?=[{first}])(?:{'|'.join(patterns[key] for key in longest)})") if longest else None

    def find(self, compact: str) -> Iterator[Anchor]:
        """Labels in compact text, left to right, the longest at each place."""
        if self._find is None:
            return
        for found in self._find.finditer(compact):
            names = self._names.get(plain(found[0]))
            if names is not None:
                yield Anchor(found.start(), found.end(), names)

    def names(self, text: str) -> tuple[Name, ...]:
        """What a cell's whole text names, for an exact label or alias; empty for anything else."""
        folded = fold_text(text)
        return self._names.get(plain(folded)) or self._names.get(plain(_UNIT_BEHIND.sub("", folded)), ())

    def closest(self, text: str, table: int, floor: float = 82.0) -> dict[int, float]:
        """Rows of a table whose label resembles the text, or the one that begins with it: index → similarity in 0…1."""
        from rapidfuzz import fuzz

        key = plain(fold_text(text))
        if len(key) < 4:
            return {}
        rows = self._rows[table]
        begun = [i for i, own in enumerate(rows) if any(label.startswith(key) for label in own)]
        found: dict[int, float] = {}
        if len(key) >= _BEGUN and len(begun) == 1:  # the rest is on the next page
            found[begun[0]] = floor / 100
        for i, own in enumerate(rows):
            best = max(fuzz.ratio(key, label) for label in own)
            if best >= floor:
                found[i] = best / 100
        return found

    def resembling(self, text: str, table: int, role: Role = "row") -> dict[int, float]:
        """Rows (or columns, groups) of a table by how much of a misread label's characters agree, in 0…1.

        Two measures, the better one counts: characters in order; and rare characters and pairs of them in any order,
        for labels of several lines of which words are lost. Numbers before a label and units behind it are the first
        that are misread, and tell little. Groups and titles have the index -1.
        """
        key = _core(text)
        found: dict[int, float] = {}
        mine = _weighed(key, self._rare)
        for index, other, grams in self._cores.get((table, role), ()) if key else ():
            if likeness := _alike(key, mine, other, grams):
                found[index] = max(found.get(index, 0.0), likeness)
        return found

    def likeness(self, text: str, label: str) -> float:
        """The same of one label."""
        key, other = _core(text), _core(label)
        return _alike(key, _weighed(key, self._rare), other, _weighed(other, self._rare))

    def evidence(self, text: str, table: int) -> dict[int, float]:
        """Log-odds that a misread label is that of each row, rather than what says nothing of the row.

        Characters that stand in the same order, or at least in both, count by how few labels have them; each that the
        row's label has and the text has not counts against it.
        """
        from rapidfuzz.distance import LCSseq

        key = _core(text)
        found: dict[int, float] = {}
        for index, other, _ in self._cores.get((table, "row"), ()) if key else ():
            blocks = LCSseq.opcodes(key, other)
            kept = "".join(other[op.dest_start : op.dest_end] for op in blocks if op.tag == "equal")
            shared = "".join((Counter(key) & Counter(other)).elements())
            odds = max(self._told(kept, other), self._told(shared, other) - _UNORDERED)
            found[index] = max(odds, found.get(index, -math.inf))
        return found

    @cached_property
    def _rows(self) -> list[list[list[str]]]:
        """The plain labels of each row of each table."""
        return [[[plain(fold_text(label)) for label in row.labels] for row in table.rows] for table in self.tables]

    def _told(self, kept: str, label: str) -> float:
        return sum(self._rare.get(ch, 0.0) for ch in kept) + _MISREAD * len(label)

    @cached_property
    def _cores(self) -> dict[tuple[int, Role], list[tuple[int, str, dict[str, float]]]]:
        found: dict[tuple[int, Role], list[tuple[int, str, dict[str, float]]]] = {}
        for text, name in _labels(self.tables):
            core = _core(text)
            found.setdefault((name.table, name.role), []).append((name.index, core, _weighed(core, self._rare)))
        return found

    @cached_property
    def _rare(self) -> dict[str, float]:
        """How much characters and pairs of them tell: the fewer rows and columns have them, the more."""
        holders: dict[str, set[tuple[int, str, int]]] = {}
        for text, name in _labels(self.tables):
            for gram in _grams(_core(text)):
                holders.setdefault(gram, set()).add((name.table, name.role, name.index))
        whole = len(set().union(*holders.values())) + 1
        return {gram: math.log(whole / len(named)) for gram, named in holders.items()}


def is_unit(text: str) -> bool:
    """Whether a scrap beside a label is its unit (条, （件）, 单位：万元) and names nothing."""
    key = plain(fold_text(text))
    return 0 < len(key.removeprefix("单位")) <= _LONGEST_UNIT


@lru_cache(maxsize=16)
def _compiled(tables: tuple[Table, ...]) -> Labels:
    return Labels(tables)


def labels_of(schema: Schema) -> Labels:
    """The labels of a schema's tables, compiled once."""
    return _compiled(schema.tables)


def _core(text: str) -> str:
    """A label without its number, its unit, white space and punctuation."""
    folded = _UNIT_BEHIND.sub("", "".join(fold_text(text).split()))
    return plain(_NUMBER_BEFORE.sub("", folded)) or plain(folded)


def _alike(key: str, mine: dict[str, float], other: str, grams: dict[str, float]) -> float:
    from rapidfuzz import fuzz

    ordered = fuzz.ratio(key, other) / 100
    scraps = sum(weight * grams.get(gram, 0.0) for gram, weight in mine.items())
    return max(ordered if ordered >= _ALIKE else 0.0, scraps if scraps >= _SCRAPS else 0.0)


def _grams(core: str) -> Counter[str]:
    """Characters and pairs of neighbours, with how often each stands there."""
    return Counter([*core, *(a + b for a, b in pairwise(core))])


def _weighed(core: str, rare: dict[str, float]) -> dict[str, float]:
    """Characters and pairs as a vector of length 1; what no label has counts as the rarest."""
    most = max(rare.values(), default=1.0)
    weights = {gram: times * rare.get(gram, most) for gram, times in _grams(core).items()}
    size = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / size for gram, weight in weights.items()}


def plain(text: str) -> str:
    """A folded label without white space and punctuation: the key under which variants meet."""
    return "".join(ch for ch in text if ch not in _OPTIONAL)


def _labels(tables: tuple[Table, ...]) -> Iterator[tuple[str, Name]]:
    for t, table in enumerate(tables):
        parts: list[tuple[Role, int, tuple[str, ...]]] = [
            *(("row", i, row.labels) for i, row in enumerate(table.rows)),
            *(("group", -1, labels) for labels in table.groups),
            *(("column", i, column.labels) for i, column in enumerate(table.columns)),
            *(("corner", -1, (label,)) for column in table.columns for label in column.path),
            *(("corner", -1, (label,)) for label in table.corner),
            ("title", -1, table.titles),
        ]
        for role, index, labels in parts:
            for k, label in enumerate(labels):
                if label:
                    yield fold_text(label), Name(t, role, index, k == 0)


def _pattern(label: str) -> str:
    """The label with its punctuation optional and exchangeable; only what it prints itself may be a stroke.

    Behind digits a label's own number needs its point, else the last digit of a cell would be taken for it.
    """
    compact = "".join(label.split())
    if numbered := _NUMBERED.match(compact):
        number, rest = numbered[1], _pattern(compact[numbered.end() :])
        return rf"(?:(?<!\d){number}[.、,]?|{number}[.、,]){rest}"
    parts = []
    for ch in compact:
        if ch in _STROKES:
            parts.append("[/-]?")
        elif ch in _OPTIONAL:
            parts.append(f"[{_MARKS}]?")
        else:
            parts.append(re.escape(ch))
    return "".join(parts)
