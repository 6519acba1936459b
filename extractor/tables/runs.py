"""Runs of values with the label before them: the one form in which tables of all sources are aligned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ..core.folding import fold_text
from ..core.geometry import Box, Span
from ..core.quantity import Quantity
from .labels import Anchor, Name

TokenKind = Literal["number", "mark", "blank", "text"]

_STROKES = {"一": "—", "二": "--", "三": "---", "丨": "/"}  # no form prints its numbers in characters
_NOT_APPLICABLE, _LONGEST_SIGN = "不适用", 4


@dataclass(frozen=True, slots=True)
class Token:
    """One printed value, or a visible blank. `text` is folded, `raw` as printed.

    `hard` says that a cell's border, a tab or a line end stands before it, so that it is not the tail of its
    neighbour; `late` that an empty line stands between it and the value before, so that it may belong to the
    next row; `column` is the schema column that its header path names, where a grid has one; `readings` are the
    ways to read a doubtful cell, as in `Cell`.
    """

    kind: TokenKind
    text: str
    raw: str
    span: Span
    hard: bool = True
    late: bool = False
    column: int | None = None
    cell: tuple[int, int] | None = None
    box: Box | None = None
    page: int | None = None
    readings: tuple[tuple[str, float], ...] = ()


def classified(text: str) -> tuple[TokenKind, str]:
    """What a cell's text is, and the text folded."""
    folded = fold_text(text).strip()
    read = Quantity.read(text)
    return ("blank" if not folded else "text" if read is None else "mark" if read.kind == "mark" else "number"), folded


def sign_of(text: str) -> str:
    """The sign for nothing that a misread one stands for: strokes read as numerals, most of 不适用; else the text."""
    compact = "".join(text.split())
    if len(compact) <= _LONGEST_SIGN and sum(ch in compact for ch in _NOT_APPLICABLE) > 1:
        return _NOT_APPLICABLE
    return _STROKES.get(compact, text)


@dataclass(frozen=True, slots=True)
class Run:
    """Values that follow each other, and what stands before them.

    `names` are the meanings of an exact label; `label` is other text before the values, for a fuzzy match;
    `tables` are the indices of the tables it may belong to. `path` holds the group labels of a grid row, `behind`
    the meanings of a row label that follows the values in pasted text. `nest` tells, where labels are nested in
    columns, the one in which the label's cell begins (0 for the outermost), and which row of how many this is in the
    cell of its group; `length` how long the print of a picture's label is, as in `Cell`.
    """

    tokens: tuple[Token, ...]
    tables: frozenset[int]
    names: tuple[Name, ...] = ()
    label: str = ""
    path: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    behind: tuple[Name, ...] = ()
    nest: tuple[int, int, int] | None = None
    length: float = 0.0


@dataclass(slots=True)
class Cluster:
    """Anchors, values and scraps of text that stand together, in order of the text."""

    items: list["Anchor | Token | str"] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, item: "Anchor | Token | str", span: Span) -> None:
        """Append an item with its place in the document."""
        self.items.append(item)
        self.spans.append(span)


_VALUE = re.compile(
    r"(?:[+\-]|(?:[↑↓±]|增加?|减少?)\s?)?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"\s?(?:[十百千]?万元|亿元|元|万|亿|%|(?:人次|[件项条次个份人起篇场期部宗处家])(?![\u4e00-\u9fff])|[件项条次个份人](?=[增减](?:加|少)?\d))?"
    r"|(?<![\u4e00-\u9fff])(?:无|不适用|空白)+(?![\u4e00-\u9fff])"
    r"|/+|-{2,}|—+|―+|─+|(?<![^\s/\-—])-(?![^\s/\-—])"
)
_INDENTED = 3  # a line of so few pieces is a value behind an indent, else a row whose first cell is blank
_LONE_STROKE = re.compile(r"(?m)^\|(?=[ \t]*$)")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|[(][一二三四五六七八九十]{1,2}[)]|\d{1,2}[.、])[\u4e00-\u9fff]{4}"
)
_WORD = re.compile("无|不适用|空白")
_UNIT = re.compile(r"[(]?(?:单位:?)?(?:人次|万元|[条件次篇个人元期场份项部])[)]?")
_NEXT_CELL = re.compile(r"[一二三四五六七八九十]{1,2}、|无|不适用|空白|[增减](?:加|少)?\d")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def lex(text: str, offset: int, followed: bool) -> Iterator[tuple[Token | str, int, int]]:
    """Values, visible blanks and scraps of folded text that stands between two labels, with their intervals.

    A tab with nothing behind it is a blank cell, except in the last line where a label follows (`followed`):
    there it is the continuation of a merged label cell. Token spans are offset by `offset` and refer to the
    folded text until they are rebased.
    """
    # Converters end each cell with a stroke on a line of its own: a line of one stroke is a blank cell.
    lines = _LONE_STROKE.sub("\t", text).replace("|", "\n").split("\n")
    position, late = 0, False
    for i, line in enumerate(lines):
        last = i == len(lines) - 1
        if not line.strip() and "\t" not in line:
            late = late or (i > 0 and not last)
            position += len(line) + 1
            continue
        start = position
        pieces = line.split("\t")
        for c, piece in enumerate(pieces):
            if piece.strip():
                yield from _lex_piece(piece, offset + start, hard=c > 0 or i > 0, late=late)
            elif (c > 0 or (i > 0 and len(pieces) > _INDENTED)) and not (last and followed):
                at = offset + start
                yield Token("blank", "", "", Span(at, at), late=late), at, at
            start += len(piece) + 1
        if line.strip():
            late = False
        position += len(line) + 1


def _lex_piece(piece: str, offset: int, *, hard: bool, late: bool) -> Iterator[tuple[Token | str, int, int]]:
    done = 0
    for found in _VALUE.finditer(piece):
        start = found.end() - len(found[0].lstrip())
        end = start + len(found[0].strip())
        scrap = piece[done:start]
        numbered = bool(_NUMBERED.match(scrap.strip())) and not piece[end:].strip()  # a label that is not known
        led = bool(scrap.strip()) and not numbered and not _UNIT.fullmatch(scrap.strip())
        if _clings(piece, start, end, led):
            continue
        if scrap.strip():
            yield scrap.strip(), offset + done, offset + start
        text = piece[start:end]
        if text[0] in "无不空":  # words for no number run together where cells do
            for word in _WORD.finditer(piece, start, end):
                span = Span(offset + word.start(), offset + word.end())
                yield Token("mark", word[0], word[0], span, hard and not piece[: word.start()].strip(), late), *span
            done = end
            continue
        kind: TokenKind = "number" if any(ch.isdigit() for ch in text) else "mark"
        first = hard and not piece[:start].strip()
        yield Token(kind, text, text, Span(offset + start, offset + end), first, late), offset + start, offset + end
        done = end
    if piece[done:].strip():
        yield piece[done:].strip(), offset + done, offset + len(piece)


def _clings(piece: str, start: int, end: int, led: bool) -> bool:
    """A number that running text holds fast (2020年, 共13) is no cell; one glued to the next heading, or to the cell
    or unit before it, is. `led` says that other text leads to it."""
    before, after = piece[max(start - 1, 0) : start], piece[end : end + 4]
    held = bool(_CHINESE.match(after)) and not _NEXT_CELL.match(after)
    return held or bool((led and _CHINESE.match(before)) or re.match(r"[A-Za-z:(]", before) or after[:1] == ")")


def spread(tokens: tuple[Token, ...], size: int) -> list[tuple[Token, ...]]:
    """Cut tokens into rows of `size` where they are several whole rows, else leave them together.

    Values on one line that spaces part are a row; values that each stand alone are counted off.
    """
    if len(tokens) <= size:
        return [tokens]
    if not all(t.hard for t in tokens[1:]):
        starts = [0, *(i for i, t in enumerate(tokens) if t.hard and i), len(tokens)]
        lines = [tokens[a:b] for a, b in pairwise(starts)]
        rows = sum(len(line) > 1 for line in lines) * 2 > len(lines) and all(len(line) <= size for line in lines)
        return lines if rows else [tokens]
    if len(tokens) % size == 0:
        return [tokens[i : i + size] for i in range(0, len(tokens), size)]
    return [tokens]
