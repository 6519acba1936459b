"""PDFs whose streams unpack to more than any page needs: pdfium reads a page as a whole, so they are cut before it
opens the file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .pdf_forms import nested
from .pdf_streams import MAX_CONTENT, MAX_OTHER, MAX_STRINGS, fitting, streams, strings, unpacked

MAX_PAINTED = 150_000  # paths drawn in one stream: four times as many as are looked at on a page
MAX_SAVED = 5_000  # states of the pen kept over each other
_MOST_SAME = 20  # times that one stream may stand in a list of streams
_STEP = 65_536
_UNUSUAL = 4_000_000  # bytes to which the first step of a typeface does not unpack
_OPERATOR = re.compile(rb"(?<!\S)(?:[qQ]|[SsBbfF]\*?)(?!\S)")
_LIST = re.compile(rb"/Contents\s*\[((?:\s*\d+\s+\d+\s+R){%d,})\s*\]" % _MOST_SAME)
_REFERENCE = re.compile(rb"\d+\s+\d+\s+R")


class Bounded(NamedTuple):
    """A file that is safe to open, and whether something was cut off in it."""

    data: bytes
    cut: bool


def bounded(data: bytes) -> Bounded:
    """The same file with every stream cut to what a page may need, and with no form drawn more often than a page may
    need it; all other bytes stay where they are.

    Pictures are left alone: they are unpacked only when a page is drawn. Encrypted streams cannot be looked into.
    """
    made = _changed(data, [*_long(data), *_repeated(data)])
    made = _changed(made, nested(made))
    return Bounded(made, made is not data)


def _changed(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    """The file with these bytes at these places; the same object where there are none."""
    if not changes:
        return data
    made = bytearray(data)
    for start, new in changes:
        made[start : start + len(new)] = new
    return bytes(made)


def _long(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Streams that are too long: where they begin, and what to put there, as many bytes."""
    for stream in streams(data):
        if stream.filters is None or stream.least() <= (MAX_OTHER if stream.other else MAX_STRINGS):
            continue
        packed = data[stream.start : stream.end]
        if stream.other and len(unpacked(packed[:_STEP], stream.filters, _UNUSUAL)) <= _UNUSUAL:
            continue
        text = unpacked(packed, stream.filters, MAX_OTHER if stream.other else MAX_CONTENT)
        keep = (0 if len(text) > MAX_OTHER else len(text)) if stream.other else _kept(text)
        if keep < len(text):
            yield stream.start, fitting(text[:keep], stream.filters, len(packed))


def _kept(text: bytes) -> int:
    """How much of a stream of drawing operators a page may need."""
    if len(text) <= MAX_STRINGS:
        return len(text)
    return min(_before_strings(text), _before_painting(text), MAX_CONTENT, len(text))


def _before_strings(text: bytes) -> int:
    """Where there is more text than a page can hold."""
    count = 0
    for start, length in strings(text):
        count += length
        if count > MAX_STRINGS:
            return start
    return len(text)


def _before_painting(text: bytes) -> int:
    """Where more is drawn, or more states of the pen are kept, than on any page."""
    painted = saved = 0
    for match in _OPERATOR.finditer(text, 0, MAX_CONTENT):
        operator = match[0]
        if operator == b"q":
            saved += 1
        elif operator == b"Q":
            saved = max(saved - 1, 0)
        else:
            painted += 1
        if painted > MAX_PAINTED or saved > MAX_SAVED:
            return match.start()
    return len(text)


def _repeated(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Pages that draw one stream again and again: their list with each stream once."""
    for match in _LIST.finditer(data):
        names = [b" ".join(name.split()) for name in _REFERENCE.findall(match[1])]
        once = list(dict.fromkeys(names))
        if len(names) > _MOST_SAME * len(once):
            yield match.start(1), b" ".join((b"", *once)).ljust(len(match[1]))
