"""Text as the narrative model reads it: characters, with a mark for each quantity and for years beside the report's,
and which of them are words that the schema knows."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..core.metric import Names
from ..core.quantity import Quantity
from .pieces import Sentence

# Marks: a quantity (its unit's characters follow), one of nought, a ratio; the report's year and those around it.
PLAIN, NUMBER, FILLER = "", "number", "filler"  # kinds of tokens, beside the classes of the schema's words
MARKS = ("[num]", "[zero]", "[ratio]", "[year]", "[year-1]", "[year-]", "[year+]", "[year?]")
LONGEST = 256  # tokens of a window, as many as the model has places
_BODY, CONTEXT = 110, 20  # characters; longer windows cost more, and the model is less often right in them
_GAP = 20  # characters without quantities between two stretches that cost less to read than another window
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_STOP = re.compile(r"[。!?\n]")
_PAUSE = re.compile(r"[;,、]")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text as tokens. `starts[i]` is the offset of token i in the text, `kinds[i]` what it belongs to: a
    quantity, a word of the schema (its classes joined by +), a word that says nothing, or neither.

    `counted` are (index of the quantity among those given, index of its mark among the tokens); those of the context,
    the first `context` tokens, are left out.
    """

    tokens: list[str]
    starts: list[int]
    kinds: list[str]
    counted: list[tuple[int, int]]
    context: int = 0


def kinds(sentences: Sequence[Sentence], length: int) -> list[str]:
    """The kind of each character of a text of this length, given its sentences."""
    found = [PLAIN] * length
    for sentence in sentences:
        for piece in sentence.pieces:
            if piece.kind == "cue":
                found[piece.start : piece.end] = [_classes(piece.classes)] * (piece.end - piece.start)
            elif piece.kind == "fill":
                found[piece.start : piece.end] = [FILLER] * (piece.end - piece.start)
    return found


@lru_cache(maxsize=4096)
def _classes(names: Names) -> str:
    return "+".join(sorted(names))


def windows(text: str, quantities: Sequence[Quantity], year: int | None, known: Sequence[str] = ()) -> Iterator[Window]:
    """A text's stretches that hold quantities, each with what stands before it; quantities are in order.

    `known` are the kinds of its characters.
    """
    begins = [q.span.start for q in quantities]
    for start, end in _stretches(text, quantities):
        before = max(0, start - CONTEXT)
        if found := [m.end() for m in _STOP.finditer(text, before, max(before, start - 1))]:
            before = found[0]
        first, last = bisect_left(begins, before), bisect_left(begins, end)
        yield window(text, (before, start, end), quantities[first:last], year, known, first)


def window(
    text: str,
    bounds: tuple[int, int, int],
    quantities: Sequence[Quantity],
    year: int | None,
    known: Sequence[str] = (),
    first: int = 0,
) -> Window:
    """The tokens of [bounds[0], bounds[2]); up to bounds[1] is context. `first` is the index of quantities[0]."""
    at, body, end = bounds
    years = {m.start(): m[0] for m in _YEAR.finditer(text, at, end)}
    inside = {q.span.start: (first + i, q) for i, q in enumerate(quantities)}
    stops = sorted({*years, *inside, body, end})
    tokens: list[str] = []
    starts: list[int] = []
    shown: list[str] = []
    counted: list[tuple[int, int]] = []
    context = 0
    while at < end and len(tokens) < LONGEST:
        if at <= body:
            context = len(tokens)
        if at in inside:
            index, quantity = inside[at]
            if at >= body:
                counted.append((index, len(tokens)))
            unit, stop = quantity.unit, quantity.span.end
            tokens += (_mark(quantity), *unit)
            starts += (at, *range(stop - len(unit), stop))
            shown += [NUMBER] * (1 + len(unit))
        elif at in years:
            stop = at + 4
            tokens.append(_relative(years[at], year))
            starts.append(at)
            shown.append(PLAIN)
        else:
            stop = stops[bisect_right(stops, at)]
            places = [i for i in range(at, stop) if text[i] != " "]
            tokens += [text[i].lower() for i in places]
            starts += places
            shown += [known[i] for i in places] if known else [PLAIN] * len(places)
        at = stop
    return Window(tokens[:LONGEST], starts[:LONGEST], shown[:LONGEST], counted, context)


def _mark(quantity: Quantity) -> str:
    if quantity.kind == "ratio":
        return "[ratio]"
    return "[num]" if quantity.value else "[zero]"


def _relative(printed: str, year: int | None) -> str:
    if year is None:
        return "[year?]"
    ahead = int(printed) - year
    return "[year]" if ahead == 0 else "[year-1]" if ahead == -1 else "[year-]" if ahead < 0 else "[year+]"


def _stretches(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Runs of sentences of about as many characters as a window holds, long ones without quantities left out."""
    begins = [q.span.start for q in quantities]
    start = end = -1
    at = 0
    while at < len(text):
        stop = _STOP.search(text, at)
        close = stop.end() if stop else len(text)
        if close - at > _BODY:
            pauses = [m.end() for m in _PAUSE.finditer(text, at + 1, at + _BODY)]
            close = pauses[-1] if pauses else at + _BODY
            inside = next((q for q in quantities if q.span.start < close < q.span.end), None)
            close = inside.span.start if inside and inside.span.start > at else close
        counts = bisect_left(begins, at) < bisect_left(begins, close)
        if start >= 0 and (close - start > _BODY or (not counts and close - end > _GAP)):
            yield start, end
            start = -1
        if counts:
            start = at if start < 0 else start
            end = close
        at = close
    if start >= 0:
        yield start, end
