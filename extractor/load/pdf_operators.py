"""How much a stream of drawing operators draws, as a share of what a page can hold."""

import re
from typing import NamedTuple

MAX_CONTENT = 8_000_000  # bytes that one stream of drawing operators may have: maps have a tenth
MAX_STRINGS = 240_000  # bytes of text in one of them: a full page has 8,000
MAX_PAINTED = 150_000  # things drawn in one of them: four times as many as are looked at on a page
MAX_SAVED = 5_000  # states of the pen kept over each other
MAX_MARKS = 500  # marks of content within each other: pdfium keeps the list anew for each
# What is kept over each other: states of the pen, marks of content.
_OPENS, _CLOSES = {b"q": 0, b"BMC": 1, b"BDC": 1}, {b"Q": 0, b"EMC": 1}
_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f\s]*+>", re.S)
_OPERATOR = re.compile(
    rb"(?<![^\s\0()<>\[\]{}/%])(?:[qQ]|[SsBbfF]\*?|sh|EI|Do|T[jJ]|B[MD]C|EMC)(?![^\s\0()<>\[\]{}/%])"
)


class Full(NamedTuple):
    """How full a page is of a stream (1 where it is as full as one may be), the bytes of it that make it so, and how
    many things they paint."""

    share: float
    kept: int
    painted: int = 0


def full(text: bytes, most: float = 1.0) -> Full:
    """How full a page is of these operators, up to where it would be fuller than `most`."""
    if most <= 0:
        return Full(0.0, 0)
    strings, operators = _of_strings(text, most), _of_operators(text, most)
    kept = min(strings.kept, operators.kept, int(most * MAX_CONTENT))
    return Full(max(strings.share, operators.share, kept / MAX_CONTENT), kept, operators.painted)


def is_usual(text: bytes) -> bool:
    """Whether it is plain at once that a page can hold all of it."""
    return len(text) <= MAX_STRINGS and text.count(b"BMC") + text.count(b"BDC") <= MAX_MARKS


def _of_strings(text: bytes, most: float) -> Full:
    count = 0
    for match in _STRING.finditer(text, 0, MAX_CONTENT):
        length = (match.end() - match.start()) // (1 if text[match.start()] == ord("(") else 2)
        if count + length > most * MAX_STRINGS:
            return Full(count / MAX_STRINGS, match.start())
        count += length
    return Full(count / MAX_STRINGS, len(text))


def _of_operators(text: bytes, most: float) -> Full:
    painted = 0
    kept = len(text)
    now, deepest, limits = [0, 0], [0, 0], (most * MAX_SAVED, most * MAX_MARKS)
    for match in _OPERATOR.finditer(text, 0, MAX_CONTENT):
        operator = match[0]
        if (kind := _OPENS.get(operator)) is not None:
            now[kind] += 1
            if now[kind] > deepest[kind]:
                if now[kind] > limits[kind]:
                    kept = match.start()
                    break
                deepest[kind] = now[kind]
        elif (kind := _CLOSES.get(operator)) is not None:
            now[kind] -= now[kind] > 0
        elif painted < most * MAX_PAINTED:
            painted += 1
        else:
            kept = match.start()
            break
    saved, marks = deepest
    return Full(max(painted / MAX_PAINTED, saved / MAX_SAVED, marks / MAX_MARKS), kept, painted)
