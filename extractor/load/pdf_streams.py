"""The streams of a PDF as they lie in the file, unpacked only so far, and packed again into the room they had."""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from ..core.errors import LoadError

MAX_OTHER = 80_000_000  # bytes of a typeface, a table of objects and the like
_RATIO = 1_032  # deflate packs no better
_DICTIONARY = 100_000  # bytes before a stream that are looked at for what it is
_NAMELESS = 2_000  # the same where no object begins in them
_OVERLAP = 4  # times the file's size that its streams may have together: those of a file in the file count twice
_TANGLED = "the PDF's streams lie in each other; get it again"
_STEP = 65_536
_DEEP = 4  # filters over each other
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NUMBER = re.compile(rb"(\d{1,10})\s+\d+\s*$")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NO_CONTENT = re.compile(
    rb"/(?:ObjStm|XRef|Metadata|EmbeddedFile|Length[123]|Type1C|CIDFontType0C|OpenType|FunctionType|CMapName|N\s+[134]\b)"
)
FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class Stream(NamedTuple):
    """A stream that is no picture: the number of its object (0 where it cannot be told), where its dictionary begins
    and what it says, where its bytes begin and end, how many times they are deflated (None where they are packed in
    another way), and whether it is something else than drawing operators."""

    number: int
    begin: int
    head: bytes
    start: int
    end: int
    filters: int | None
    other: bool

    @property
    def is_form(self) -> bool:
        """Whether it says of itself that it is a form."""
        return bool(_FORM.search(self.head))

    @property
    def is_pattern(self) -> bool:
        """Whether it is a pattern to fill shapes with."""
        return b"/PatternType" in self.head

    def least(self) -> int:
        """Bytes that it can unpack to at most."""
        return (self.end - self.start) * int(_RATIO ** min(self.filters or 0, 2))


def streams(data: bytes) -> Iterator[Stream]:
    """The streams of a file in their order, but for pictures: these are unpacked only when a page is drawn.

    Raises LoadError where streams lie in each other, so that looking at them all would take without end.
    """
    end, left = -1, _OVERLAP * len(data) + _STEP
    for match in _STREAM.finditer(data):
        start = match.end()
        begin = data.rfind(b"obj", max(0, start - _DICTIONARY), match.start())
        number = _NUMBER.search(data, max(0, begin - 30), begin) if begin >= 0 else None
        begin = begin + 3 if begin >= 0 else max(0, start - _NAMELESS)
        if end < start:
            found = data.find(b"endstream", start)
            end = found if found >= 0 else len(data)
        left -= end - begin
        if left < 0:
            raise LoadError(_TANGLED)
        head = plain(data[begin : match.start()])
        form = bool(_FORM.search(head))
        if form or not _IMAGE.search(head):
            other = bool(_NO_CONTENT.search(head)) and not form
            yield Stream(int(number[1]) if number else 0, begin, head, start, end, _filters(head), other)


def plain(text: bytes) -> bytes:
    """A dictionary with the escaped characters of its names written as they are."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), text) if b"#" in text else text


def _filters(head: bytes) -> int | None:
    """How many times a stream is deflated; None where it is packed in another way."""
    named = FILTER.search(head)
    if named is None:
        return 0
    names = re.findall(rb"/(\w+)", named[1])
    return len(names) if all(name in (b"FlateDecode", b"Fl") for name in names) and len(names) <= _DEEP else None


def unpacked(packed: bytes, filters: int, most: int) -> bytes:
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


def fitting(text: bytes, filters: int, room: int) -> bytes:
    """The text, or as much of it as fits, packed into so many bytes."""
    while True:
        packed = text
        for _ in range(filters):
            packed = zlib.compress(packed, 9)
        if len(packed) <= room or not text:
            return packed.ljust(room)[:room]
        text = text[: len(text) // 2]
