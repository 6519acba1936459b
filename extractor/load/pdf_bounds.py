"""PDFs whose streams unpack to more than any page needs: pdfium reads a page as a whole, so they are cut before it
opens the file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .pdf_forms import nested
from .pdf_operators import MAX_CONTENT, MAX_MARKS, MAX_STRINGS, full, is_usual
from .pdf_streams import MAX_OTHER, fitting, streams, unpacked

_MOST_SAME = 20  # times that one stream may stand in a list of streams
_ALL = 100_000_000  # bytes of unusual streams that are looked at in one file, as that takes time
_STEP = 65_536
_UNUSUAL = 4_000_000  # bytes to which the first step of a typeface does not unpack
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
    left = _ALL
    for stream in streams(data):
        if stream.filters is None or stream.least() <= (MAX_OTHER if stream.other else MAX_MARKS):
            continue
        packed = data[stream.start : stream.end]
        if stream.other and len(unpacked(packed[:_STEP], stream.filters, _UNUSUAL)) <= _UNUSUAL:
            continue
        most = MAX_CONTENT if left > 0 else MAX_STRINGS
        text = unpacked(packed, stream.filters, MAX_OTHER if stream.other else most)
        if stream.other:
            keep = 0 if len(text) > MAX_OTHER else len(text)
        elif is_usual(text):
            keep = len(text)
        else:
            keep = full(text).kept if left > 0 else 0
            left -= len(text)
        if keep < len(text):
            yield stream.start, fitting(text[:keep], stream.filters, len(packed))


def _repeated(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Pages that draw one stream again and again: their list with each stream once."""
    for match in _LIST.finditer(data):
        names = [b" ".join(name.split()) for name in _REFERENCE.findall(match[1])]
        once = list(dict.fromkeys(names))
        if len(names) > _MOST_SAME * len(once):
            yield match.start(1), b" ".join((b"", *once)).ljust(len(match[1]))
