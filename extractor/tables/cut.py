"""Ways to lay the values of one run into the slots of a row.

Digits that lost their separators are cut wherever the row's own sums hold; values that lie apart stay whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice
from typing import Literal

from ..core.geometry import Span
from .runs import Token

# Log-probabilities of what may have happened between the form and the text.
_LOST_BLANK = -1.0  # a blank cell left no trace
_STRAY_BLANK = -2.0  # a blank that is no cell
_STRAY_NUMBER = -7.0  # a page number or a note among the values
_CUT_APART = -6.0  # numbers that stand apart are several numbers all the same
_BROKEN_SUM = 9.0  # what a sum that does not hold speaks against a way, when ways are ranked
_MARGIN = 16.0  # ways so much worse than the best are not offered
_MOST = 4000  # ways to look at in one run
_LONGEST = 16  # no cell prints more digits
OFFERED = 500  # ways told to what decides; where there are more, nothing is certain
_FEW = 5  # a row of more slots shows by its zeros how zeros are printed
_MORE_BLANKS = 3  # beyond the fewest possible
_STEPS = 20_000  # slots filled in one search
_STROKES = "-—―─/"
_ZERO = re.compile(r"0\d")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum inside a row: the slots of `parts` add up to the slot `total` (indices, left to right)."""

    parts: tuple[int, ...]
    total: int

    @property
    def last(self) -> int:
        """The slot after which it can be checked."""
        return max(*self.parts, self.total)


Separators = Literal["kept", "lost", "lost with blanks"]
Laying = tuple[tuple[Token | None, ...], float]


def lay(tokens: tuple[Token, ...], size: int, sums: tuple[Sum, ...], kept: Separators = "kept") -> list[Laying]:
    """Ways to fill `size` slots, likeliest first: for each a token or None (blank without trace) per slot.

    Where the tokens are as many as the slots there is one way. An empty list: they do not fit. `kept` says what
    became of the separators of this document's cells. The log-probabilities are those of the text alone; the sums
    only limit and order what is offered.
    """
    by_header = {t.column: t for t in tokens if t.column is not None}
    named = sum(t.column is not None for t in tokens)
    if len(by_header) == named and (len(by_header) == size or named == len(tokens)):
        return [(tuple(by_header.get(i) for i in range(size)), 0.0)]
    tokens = _without_late_blanks(tokens, size)
    if sum(len(t.text) for t in tokens) > _LONGEST * size:
        return []
    if len(tokens) == size:
        return [(tokens, 0.0)]
    if len(tokens) > size:
        found = list(_dropped(tokens, size))
    elif kept != "kept" and not all(t.hard for t in tokens):
        more = 0 if kept == "lost" else _MORE_BLANKS
        found = [way for marks in _marks_apart(tokens) if len(marks) <= size for way in _cuts(marks, size, sums, more)]
    else:
        found = [(slots, _LOST_BLANK * slots.count(None)) for slots in _spread_out(tokens, size)]
        if not any(_broken(slots, sums) == 0 for slots, _ in found):
            found += [(slots, logp + _CUT_APART) for slots, logp in _cuts(tokens, size, sums, 0)]
    weighed = sorted(
        ((logp - _BROKEN_SUM * _broken(slots, sums), (slots, logp)) for slots, logp in found), key=lambda w: -w[0]
    )
    return [way for weight, way in weighed if weight > weighed[0][0] - _MARGIN]


def separators(runs: list[tuple[tuple[Token, ...], int]]) -> Separators:
    """What became of the separators between cells, judged over a document's runs and how many slots each should fill.

    They are lost where a number begins with a zero, signs for no number run together, or most rows are one string
    of digits; and where zeros are printed all through a row, blank cells are not to be expected.
    """
    soft = [(tokens, size) for tokens, size in runs if size > 1 and not all(t.hard for t in tokens)]
    zeros = any(_ZERO.match(t.text) or (t.kind == "mark" and len(t.text) > 2) for tokens, _ in soft for t in tokens)
    single = sum(len(tokens) == 1 and len(tokens[0].text) >= size for tokens, size in soft)
    if not zeros and single * 2 <= len(soft):
        return "kept"
    full = any(set("".join(t.text for t in tokens)) == {"0"} for tokens, size in soft if size > _FEW)
    return "lost" if full else "lost with blanks"


def _marks_apart(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Signs for no number that run together, told apart: as signs of two strokes each, and of one."""
    longest = max((len(t.text) for t in tokens if t.kind == "mark"), default=1)
    found = []
    for size in (2, 1) if longest > 1 else (1,):
        parts: list[Token] = []
        for token in tokens:
            step = size if token.kind == "mark" and len(token.text) % size == 0 else 1
            cuts = range(0, len(token.text), step) if token.kind == "mark" and token.text[0] in _STROKES else (0,)
            ends = [*cuts[1:], len(token.text)]
            parts += (
                [_piece(token, start, end) for start, end in zip(cuts, ends, strict=True)] if len(ends) > 1 else [token]
            )
        found.append(tuple(parts))
    return found if len(found) < 2 or found[0] != found[1] else found[:1]


def _spread_out(tokens: tuple[Token, ...], size: int) -> list[tuple[Token | None, ...]]:
    """Whole tokens in order over the slots, the rest blank."""
    found = []
    for places in combinations(range(size), len(tokens)):
        slots: list[Token | None] = [None] * size
        for place, token in zip(places, tokens, strict=True):
            slots[place] = token
        found.append(tuple(slots))
    return found


def _without_late_blanks(tokens: tuple[Token, ...], size: int) -> tuple[Token, ...]:
    """Blanks behind an empty line belong to the next row's merged label."""
    kept = tokens
    while len(kept) > size and kept[-1].kind == "blank" and kept[-1].late:
        kept = kept[:-1]
    return kept


def _dropped(tokens: tuple[Token, ...], size: int) -> Iterator[Laying]:
    """Leave out what is too much: blanks first, trailing ones cheapest, then stray numbers."""
    extra = len(tokens) - size
    if extra > 3:
        return
    for gone in combinations(range(len(tokens)), extra):
        cost = sum(
            (_STRAY_BLANK * (0.2 if all(t.kind == "blank" for t in tokens[i:]) else 1))
            if tokens[i].kind == "blank"
            else _STRAY_NUMBER
            for i in gone
        )
        yield tuple(t for i, t in enumerate(tokens) if i not in gone), cost


def _broken(slots: tuple[Token | None, ...], sums: tuple[Sum, ...]) -> int:
    return sum(not _holds(slots, s) for s in sums)


def _holds(slots: tuple[Token | None, ...], check: Sum) -> bool:
    return abs(sum(_number(slots[i]) for i in check.parts) - _number(slots[check.total])) < 1e-6


def _number(token: Token | None) -> float:
    return 0.0 if token is None or token.kind != "number" else _parsed(token.text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> float:
    digits = "".join(ch for ch in text if ch.isdigit() or ch == ".")
    value = float(digits) if digits.strip(".") else 0.0
    return -value if text[:1] in "-↓" else value


def _cuts(tokens: tuple[Token, ...], size: int, sums: tuple[Sum, ...], more: int) -> list[Laying]:
    """Ways to cut the tokens into as many pieces as slots; blanks without trace only where there are too few digits,
    and up to `more` beyond that.

    Depth first, slot by slot. A sum that fails ends a branch; only when nothing holds are broken sums let pass.
    """
    found: list[Laying] = []
    fewest = size
    for blanks in range(size):
        if blanks > fewest + more:
            break
        for broken in range(len(sums) + 1 if not found else 1):
            if ways := list(islice(_search(tokens, size, sums, blanks, broken), _MOST)):
                found += ways
                fewest = min(fewest, blanks)
                break
    return found


def _search(tokens: tuple[Token, ...], size: int, sums: tuple[Sum, ...], blanks: int, broken: int) -> Iterator[Laying]:
    due: dict[int, list[Sum]] = {}
    for check in sums:
        due.setdefault(check.last, []).append(check)
    slots: list[Token | None] = []
    steps = 0

    def fill(rest: tuple[Token, ...], blanks: int, broken: int, logp: float) -> Iterator[Laying]:
        nonlocal steps
        steps += 1
        done = len(slots)
        for check in due.get(done - 1, ()):
            if not _holds(tuple(slots), check):
                broken -= 1
        if broken < 0 or steps > _STEPS:
            return
        if done == size:
            if not rest and blanks == 0:
                yield tuple(slots), logp
            return
        if len(rest) + blanks > size - done:
            return
        if blanks:
            slots.append(None)
            yield from fill(rest, blanks - 1, broken, logp + _LOST_BLANK)
            slots.pop()
        if rest:
            for piece, tail in _pieces(rest[0]):
                slots.append(piece)
                yield from fill((tail, *rest[1:]) if tail else rest[1:], blanks, broken, logp)
                slots.pop()

    yield from fill(tokens, blanks, broken, 0.0)


def _pieces(token: Token) -> Iterator[tuple[Token, Token | None]]:
    """The first pieces that may be cut from a token, and what is left of it; the whole token comes first."""
    text = token.text
    if not _ZERO.match(text):
        yield token, None
    if token.kind != "number" or "," in text:
        return
    sign = len(text) - len(text.lstrip("+-↑↓ "))
    point = text.find(".") if "." in text else len(text)
    for end in range(sign + 1, len(text)):
        head, tail = text[:end], text[end:]
        whole = head[sign:]
        if len(whole) > 1 and whole[0] == "0" and not whole.startswith("0."):
            break  # no number starts with a zero
        if end == point or whole.endswith(".") or not tail[0].isdigit():
            continue
        yield _piece(token, 0, end), _piece(token, end, len(text))


def _piece(token: Token, start: int, end: int) -> Token:
    raw = token.raw[start:end]
    return replace(
        token, text=token.text[start:end], raw=raw, span=Span(token.span.start + start, token.span.start + end)
    )
