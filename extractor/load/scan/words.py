"""The words of an upright page, read."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from . import cells
from .detect import Line
from .ocr import HEIGHT, STEP, Size, recogniser
from .picture import Pixels

_LEAST = 0.3  # mean probability of the characters of a line that is one
_CLEAR = 0.97  # the same of a line that the small model need not read
_READERS: tuple[tuple[Size, float], ...] = (("tiny", _CLEAR), ("small", _LEAST))
_SAME_LINE = 0.5  # share of the lower one's height that words of one line have in common


class Word(NamedTuple):
    """What is printed in one piece: its text, the edges of its characters (one more than characters), its height."""

    text: str
    edges: list[float]
    top: float
    bottom: float


def words_of(gray: Pixels, lines: Sequence[Line]) -> list[Word]:
    """What is read in lines of an upright page, in no order."""
    crops = {i: line.slant.cut(gray) for i, line in enumerate(lines)}
    words: dict[int, Word] = {}
    for size, enough in _READERS:
        reader, places = recogniser(size), list(crops)
        for k, steps in reader.steps(list(crops.values())):
            text, sure, at = cells.text_of(steps, reader)
            if sure > enough:
                del crops[places[k]]
                if text.strip():
                    words[places[k]] = word_of(text, at, lines[places[k]])
    return list(words.values())


def word_of(text: str, steps: Sequence[int], line: Line) -> Word:
    """A line's text on the page: its characters' edges lie between the middles of their steps."""
    slant = line.slant
    middles = [(t + 0.5) * slant.height * STEP / HEIGHT for t in steps]
    along = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), slant.length]
    flat = math.cos(math.radians(slant.angle))
    left = slant.x - flat * slant.length / 2
    return Word(text, [left + flat * x for x in along], line.top, line.bottom)


def joined(one: Word, other: Word) -> Word:
    """Two words that stand together on one line as one."""
    edges = [*one.edges[:-1], (one.edges[-1] + other.edges[0]) / 2, *other.edges[1:]]
    return Word(one.text + other.text, edges, min(one.top, other.top), max(one.bottom, other.bottom))


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one line, left to right; lines from top to bottom."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        last = found[-1][-1] if found else None
        common = min(last.bottom, word.bottom) - max(last.top, word.top) if last else 0
        if last and common > _SAME_LINE * min(last.bottom - last.top, word.bottom - word.top):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(row, key=lambda word: word.edges[0]) for row in found]
