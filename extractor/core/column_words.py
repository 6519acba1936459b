"""What the known forms say about pieces of text: which go on with each other, which head columns. A second witness
beside geometry, never the only one."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from .column_pieces import UNITS, is_unit

_BETWEEN = "|"
_LONGEST = 120  # ideographs of a line of labels
_BEGUN = 5  # ideographs of a label that are enough to know it
_ALIKE = 0.85  # likeness of a label in other words
_LEAST = 2  # ideographs that say something
_NUMBERING = re.compile(
    r"\s*(?:\d{1,2}\s*[.．、]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|其中[:：])"
)
_NUMBER_BEHIND = re.compile(rf"[-+＋－]?[\d０-９][\d０-９,，.．%％]*(?:{UNITS})?$")
_UNIT_BEHIND = re.compile(r"[（(][\u3400-\u9fff]{1,2}[)）]$")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]+")


class Words:
    """The labels that forms print: those of rows and values, of columns, of groups of columns, and titles of tables.

    `leaves` are the labels of rows that have values of their own.
    """

    def __init__(
        self,
        rows: Iterable[str] = (),
        columns: Iterable[str] = (),
        groups: Iterable[str] = (),
        titles: Iterable[str] = (),
        leaves: Iterable[str] = (),
    ) -> None:
        self.leaves = _plain(leaves)
        self.rows, self.columns = _plain(rows) | self.leaves, _plain(columns)
        self.groups, self.titles = _plain(groups), _plain(titles)

    @cached_property
    def _whole(self) -> frozenset[str]:
        return self.rows | self.columns | self.groups

    @cached_property
    def _labels(self) -> str:
        return _BETWEEN.join(("", *sorted(self._whole), ""))

    def follow(self, one: str, other: str) -> bool:
        """Whether one text goes on with the other inside a label."""
        a, b = ideographs(one), "".join(_IDEOGRAPHS.findall(without_unit(other)))
        return bool(a and b) and a + b in self._labels

    def begins(self, text: str) -> bool:
        """Whether a label begins with a text."""
        return bool(plain := ideographs(text)) and f"{_BETWEEN}{plain}" in self._labels

    def part(self, one: str, other: str) -> bool:
        """Whether one text is a title or a whole label and the other begins a label, or is a title or what stands above
        columns, and they do not make one together."""
        a, b = ideographs(without_unit(one)), ideographs(without_unit(other))
        if len(a) < _LEAST or len(b) < _LEAST or a + b in self._labels:
            return False
        whole = a in self._whole or a in self.titles
        return (whole and f"{_BETWEEN}{b}" in self._labels) or b in self.titles or b in self.groups

    def cuts(self, text: str) -> list[int]:
        """Where a text falls into its parts if it is several labels, or a label and a number or unit, without a gap."""
        number = _NUMBER_BEHIND.search(text)
        label = text[: number.start()] if number else text
        places = [i for i, char in enumerate(label) if _IDEOGRAPHS.match(char)]
        plain = "".join(label[i] for i in places)
        if ideographs(label) in self._whole or ideographs(without_unit(label)) in self._whole:
            return [number.start()] if number else []
        units = (k for k in (-2, -1) if is_unit(text[k:]) and text[-1] not in ")）")
        for behind in (k for k in units if ideographs(text[:k]) in self._whole):
            return [len(text) + behind]
        ends = self._labels_of(plain) if len(plain) <= _LONGEST else []
        return [places[end] if end < len(places) else len(label) for end in ends if end < len(places) or number]

    def _labels_of(self, plain: str, start: int = 0) -> list[int]:
        """Ends of the labels that make up a text from `start` on, the longest first; none where they do not."""
        for end in range(len(plain), start + _LEAST - 1, -1):
            if plain[start:end] in self._whole:
                rest = self._labels_of(plain, end) if end < len(plain) else []
                if rest or end == len(plain):
                    return [end, *rest]
        return []

    def names_row(self, text: str) -> bool:
        """Whether a text is the label of a row that has values; what may head a column too needs its number."""
        plain = ideographs(without_unit(text))
        return plain in self.leaves and (plain not in self._heads or bool(_NUMBERING.match(text)))

    def resembles_row(self, text: str) -> bool:
        """Whether a text is like the label of a row, or enough of one to know it."""
        plain = ideographs(without_unit(text))
        if not _BEGUN <= len(plain) <= _LONGEST:
            return False
        begun = any(leaf.startswith(plain) for leaf in self.leaves)
        return begun or bool(get_close_matches(plain, self.leaves, 1, _ALIKE))

    @cached_property
    def _heads(self) -> frozenset[str]:
        return self.columns | self.groups | self.titles

    def heads_column(self, text: str) -> bool:
        """Whether a text is the label of a column."""
        return ideographs(text) in self.columns

    def heads_group(self, text: str) -> bool:
        """Whether a text stands above several columns, or above all of a table."""
        plain = ideographs(text)
        return plain in self.groups or plain in self.titles

    def is_title(self, text: str) -> bool:
        """Whether a text announces a table."""
        return ideographs(text) in self.titles


def ideographs(text: str) -> str:
    """The ideographs of a text without the number before it."""
    return "".join(_IDEOGRAPHS.findall(_NUMBERING.sub("", text, count=1)))


def is_numbered(text: str) -> bool:
    """Whether a text begins with the number of an item."""
    return bool(_NUMBERING.match(text))


def without_unit(text: str) -> str:
    """A label without the unit that stands in brackets behind it."""
    return _UNIT_BEHIND.sub("", text.strip())


def _plain(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(plain for text in texts if (plain := ideographs(text)))
