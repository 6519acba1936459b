"""A sentence as a row of pieces: words of the schema, numbers, connectives, and words that nobody knows."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from ..core.metric import Names, Vocabulary
from ..core.quantity import Quantity
from .words import FILLERS, JOINS

_NONE: Names = frozenset()
Kind = Literal["cue", "word", "fill", "join", "comma", "semi", "stop", "open", "close", "number", "date"]

_PUNCTUATION: dict[str, Kind] = {
    "、": "join", ",": "comma", ":": "comma", ";": "semi", "。": "stop", "!": "stop", "?": "stop", "\n": "stop",
    "(": "open", ")": "close", "[": "open", "]": "close", "|": "semi",
}  # fmt: skip


_HAN = "一二三四五六七八九十"
_LEVELS = re.compile(
    rf"(第[{_HAN}]+部分|[{_HAN}]{{1,3}}[、.])|([(][{_HAN}]{{1,3}}[)])|(\d{{1,2}}[、.](?!\d)|[(]\d{{1,2}}[)])"
)
_SPLIT = re.compile(rf"[(](?<![第\d][(])[{_HAN}]{{1,3}}[)](?![项款条])")
# Words for the offices that act: they narrow nothing that is counted.
_OFFICE = re.compile(
    r"\s+|[\u4e00-\u9fff]*(?:政府|办公厅|办公室|委员会|局|厅|委|部门|单位|机关|街道|办事处|镇|乡|县|市|区|省|州|部|办|院|所|"
    r"站|中心|处|科)"
)


# More pieces than any sentence has: what runs on is a table without its lines.
_LONGEST = 240


class Piece(NamedTuple):
    """A stretch [start, end) of the text; a cue has the classes of its word, a number its quantity."""

    start: int
    end: int
    kind: Kind
    text: str
    classes: Names = frozenset()
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces up to a full stop. `level` is 1 for 一、, 2 for （一）, 3 for 1. where one begins here, else 0."""

    start: int
    end: int
    level: int
    pieces: list[Piece] = field(default_factory=list)


def cues(tokens: list[tuple[int, str]], vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Words of the vocabulary that begin and end where tokens do, longest first, as (start, end, word)."""
    words, longest, endings = vocabulary.words, vocabulary.longest, vocabulary.endings
    tails, governing = vocabulary.all_tails, vocabulary.governing
    found = []
    i, count = 0, len(tokens)
    while i < count:
        start, text = tokens[i]
        best = i if text in words else -1
        begins = text[:2]
        if len(begins) == 1 and i + 1 < count:
            behind = tokens[i + 1][1]
            begins += tokens[i + 2][1][:1] if behind == '"' and i + 2 < count else behind[:1]
        reach = longest.get(begins, 0)
        if reach > len(text):
            k, joined = i + 1, text
            while k < count and len(joined) < reach:
                behind = tokens[k][1]
                if behind != '"':
                    joined += behind
                    if len(joined) > 3:
                        reach = longest.get(joined[:4], 0)
                if joined in words:
                    best = k
                k += 1
        if text == "《":
            best = _named(tokens, i, vocabulary)
        if best < 0:
            if len(text) > 2 and (text[-2:] in endings or text[-1] in endings):
                found.append((start, start + len(text), text))
            i += 1
            continue
        word = "".join(t for _, t in tokens[i : best + 1] if t != '"')
        if best + 1 < count and tokens[best + 1][1] in tails and words.get(word, _NONE) & governing:
            best = _tail(tokens, best + 1, vocabulary)
        found.append((start, tokens[best][0] + len(tokens[best][1]), word))
        i = best + 1
    return found


def _tail(tokens: list[tuple[int, str]], at: int, vocabulary: Vocabulary) -> int:
    """Index of the last of the tokens from here that leave what the word before them says (微博 + 认证 + 账号)."""
    last = at - 1
    while at < len(tokens) and tokens[at][1] in vocabulary.all_tails:
        if at + 1 < len(tokens) and tokens[at][1] + tokens[at + 1][1] in vocabulary.words:
            break
        last, at = at, at + 1
    return last


def _named(tokens: list[tuple[int, str]], at: int, vocabulary: Vocabulary) -> int:
    """Index of the 》 of a title whose end says what it is, as 报》 does; -1 where its own words do, or nothing."""
    joined = ""
    for k in range(at, min(at + 9, len(tokens))):
        text = tokens[k][1]
        if vocabulary.words.get(text):
            return -1
        joined += text
        if text == "》":
            return k if any(joined[-n:] in vocabulary.endings for n in (2, 3)) else -1
    return -1


def classes_of(word: str, vocabulary: Vocabulary) -> Names:
    """Classes of a word that `cues` found, by itself or by what it ends in."""
    if (classes := vocabulary.words.get(word)) is not None:
        return classes
    return next((vocabulary.endings[word[-n:]] for n in (3, 2, 1) if word[-n:] in vocabulary.endings), frozenset())


def pieces(
    tokens: list[tuple[int, str]],
    found: list[tuple[int, int, str]],
    numbers: list[Quantity],
    dates: list[tuple[int, int]],
    vocabulary: Vocabulary,
) -> list[Piece]:
    """All pieces of a text in order. Numbers go before dates, dates before words of the vocabulary."""
    fixed: list[Piece] = [Piece(q.span.start, q.span.end, "number", q.raw, frozenset(), q) for q in numbers]
    for start, end in dates:
        last = bisect_left(found, (end,)) - 1
        if last >= 0 and start < found[last][0] and end < found[last][1]:
            end = found[last][0]  # 2022年结转: the word takes 年 from the date
        fixed.append(Piece(start, end, "date", ""))
    taken = sorted((p.start, p.end) for p in fixed)
    at = 0
    for start, end, word in found:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] < end:
            continue
        classes = classes_of(word, vocabulary)
        fixed.append(Piece(start, end, "cue" if classes else _kind(word), word, classes))
    fixed.sort()
    result: list[Piece] = []
    at, reached = 0, 0
    for start, text in tokens:
        end, begin = start + len(text), max(start, reached)
        while at < len(fixed) and (piece := fixed[at]).start < end:
            if piece.start > begin:
                result.append(_plain(begin, text[begin - start : piece.start - start]))
            result.append(piece)
            reached = piece.end
            begin = max(start, reached)
            at += 1
        if reached < end:
            result.append(_plain(begin, text[begin - start :]))
            reached = end
    return result


def _plain(start: int, text: str) -> Piece:
    return Piece(start, start + len(text), _kind(text), text)


@lru_cache(maxsize=16384)
def _kind(text: str) -> Kind:
    if text in _PUNCTUATION:
        return _PUNCTUATION[text]
    return "join" if text in JOINS else "fill" if text in FILLERS or _OFFICE.fullmatch(text) else "word"


def sentences(text: str, row: list[Piece]) -> list[Sentence]:
    """The pieces cut at full stops and before section numbers, each with the level of the section it begins."""
    found: list[Sentence] = []
    begin = 0
    cuts = {m.start() for m in _SPLIT.finditer(text)}
    for i, piece in enumerate(row):
        if i > begin and piece.start in cuts:
            _close(text, row[begin:i], found)
            begin = i
        if piece.kind == "stop" or i - begin >= _LONGEST:
            _close(text, row[begin : i + 1], found)
            begin = i + 1
    _close(text, row[begin:], found)
    return found


def _close(text: str, row: list[Piece], found: list[Sentence]) -> None:
    if row:
        level = _LEVELS.match(text, row[0].start)
        found.append(Sentence(row[0].start, row[-1].end, (level and level.lastindex) or 0, row))
