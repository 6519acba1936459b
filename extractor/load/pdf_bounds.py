"""PDFs whose streams unpack to more than any page needs: pdfium reads a page as a whole, so they are cut before it
opens the file."""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

MAX_CONTENT = 8_000_000  # bytes that one stream of drawing operators may have: maps have a tenth
MAX_STRINGS = 240_000  # bytes of text in one of them: a full page has 8,000
MAX_OTHER = 80_000_000  # bytes of a typeface, a table of objects and the like
_MOST_SAME = 20  # times that one stream may stand in a list of streams
_RATIO = 1_032  # deflate packs no better
_DICTIONARY = 2_000  # bytes before a stream that are looked at for what it is
_STEP = 65_536
_UNUSUAL = 4_000_000  # bytes to which the first step of a typeface does not unpack
_DEEP = 4  # filters over each other
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NO_CONTENT = re.compile(
    rb"/(?:ObjStm|XRef|Metadata|EmbeddedFile|Length[123]|Type1C|CIDFontType0C|OpenType|FunctionType|CMapName|N\s+[134]\b)"
)
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f\s]*+>", re.S)
_LIST = re.compile(rb"/Contents\s*\[((?:\s*\d+\s+\d+\s+R){%d,})\s*\]" % _MOST_SAME)
_REFERENCE = re.compile(rb"\d+\s+\d+\s+R")


class Bounded(NamedTuple):
    """A file that is safe to open, and whether something was cut off in it."""

    data: bytes
    cut: bool


def bounded(data: bytes) -> Bounded:
    """The same file with every stream cut to what a page may need; all other bytes stay where they are.

    Pictures are left alone: they are unpacked only when a page is drawn. Encrypted streams cannot be looked into.
    """
    changes = [*_long(data), *_repeated(data)]
    if not changes:
        return Bounded(data, False)
    made = bytearray(data)
    for start, new in changes:
        made[start : start + len(new)] = new
    return Bounded(bytes(made), True)


def _long(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Streams that are too long: where they begin, and what to put there, as many bytes."""
    for match in _STREAM.finditer(data):
        start, head = match.end(), data[max(0, match.start() - _DICTIONARY) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if b"/Image" in head:
            continue
        end = data.find(b"endstream", start)
        packed = data[start : end if end >= 0 else len(data)]
        filters, other = _filters(head), bool(_NO_CONTENT.search(head))
        least = MAX_OTHER if other else MAX_STRINGS
        if filters is None or len(packed) * _RATIO ** min(filters, 2) <= least:
            continue
        if other and len(_unpacked(packed[:_STEP], filters, _UNUSUAL)) <= _UNUSUAL:
            continue
        text = _unpacked(packed, filters, MAX_OTHER if other else MAX_CONTENT)
        keep = (0 if len(text) > MAX_OTHER else len(text)) if other else _kept(text)
        if keep < len(text):
            yield start, _fitting(text[:keep], filters, len(packed))


def _filters(head: bytes) -> int | None:
    """How many times a stream is deflated; None where it is packed in another way."""
    named = _FILTER.search(head)
    if named is None:
        return 0
    names = re.findall(rb"/(\w+)", named[1])
    return len(names) if all(name in (b"FlateDecode", b"Fl") for name in names) and len(names) <= _DEEP else None


def _unpacked(packed: bytes, filters: int, most: int) -> bytes:
    """What a stream unpacks to, up to one byte more than `most`; of a damaged one what can be unpacked."""
    for _ in range(filters):
        engine, found = zlib.decompressobj(), bytearray()
        try:
            for k in range(0, len(packed), _STEP):
                found += engine.decompress(packed[k : k + _STEP], most + 1 - len(found))
                if len(found) > most or engine.eof:
                    break
        except zlib.error:
            pass
        packed = bytes(found)
    return packed[: most + 1]


def _kept(text: bytes) -> int:
    """How much of a stream of drawing operators a page may need."""
    if len(text) <= MAX_STRINGS:
        return len(text)
    strings = 0
    for match in _STRING.finditer(text, 0, MAX_CONTENT):
        strings += (match.end() - match.start()) // (1 if text[match.start()] == ord("(") else 2)
        if strings > MAX_STRINGS:
            return match.start()
    return min(len(text), MAX_CONTENT)


def _fitting(text: bytes, filters: int, room: int) -> bytes:
    """The text, or as much of it as fits, packed into so many bytes."""
    while True:
        packed = text
        for _ in range(filters):
            packed = zlib.compress(packed, 9)
        if len(packed) <= room or not text:
            return packed.ljust(room)[:room]
        text = text[: len(text) // 2]


def _repeated(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Pages that draw one stream again and again: their list with each stream once."""
    for match in _LIST.finditer(data):
        names = [b" ".join(name.split()) for name in _REFERENCE.findall(match[1])]
        once = list(dict.fromkeys(names))
        if len(names) > _MOST_SAME * len(once):
            yield match.start(1), b" ".join((b"", *once)).ljust(len(match[1]))
