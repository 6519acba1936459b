"""Forms of a PDF that draw forms that draw forms, and patterns and masks of them: ten times ten times ten in a file of
two kilobytes.

pdfium reads a form anew each time that it is drawn. What each page draws is therefore added up before it opens the
file, and what is too much is taken out of the streams. Which form a name means is told generously: of several forms
with one name the largest counts.
"""

import math
import re
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .pdf_objects import Objects, contents, names, objects, paired
from .pdf_operators import MAX_CONTENT, MAX_PAINTED, full
from .pdf_streams import FILTER, Stream, fitting, streams, unpacked

MAX_FORMS = 20_000  # forms that one stream draws, with those that they draw
_PAGE, _FORM = 2.0, 1.0  # what a page and a form may draw, in streams that are as full as one may be
_ALL = 200_000_000  # bytes of operators that are looked at in one file, as that takes time
_DEEP = 30  # forms within forms
_FEW = 2  # streams that a page may have without being looked at where there are no forms
_MOST_LZW = 20_000  # bytes of a stream packed in the old way that are looked at, as it takes time
_NAME = rb"[^\s\0()<>\[\]{}/%]"
_SET = re.compile(rb"/(%s*+)[\s\0]*+(scn|SCN|gs)(?!%s)" % (_NAME, _NAME))  # patterns, and masks of what is painted
_DRAW = re.compile(rb"(?:/(%s*+)[\s\0]*+)?(?<!%s)Do(?!%s)" % (_NAME, _NAME, _NAME))

_Names = dict[bytes, set[int]]


def nested(data: bytes) -> list[tuple[int, bytes]]:
    """Streams that draw more forms than a page can hold, or themselves, and those of a page that together draw more
    than it can hold: where they begin, and what to put there, as many bytes."""
    found = list(streams(data))
    file = _File(data, objects(data, found))
    for stream in found:
        if stream.number:
            file.streams.setdefault(stream.number, []).append(stream)
    pages = list(contents(file.objects))
    if any(stream.is_form or stream.is_pattern for stream in found):
        drawn = {number for numbers in pages for number in numbers}
        for stream in found:
            if stream.is_form or stream.is_pattern or (not stream.other and stream.number not in drawn):
                file.cost(stream)
    else:
        pages = [numbers for numbers in pages if len(numbers) > _FEW]
    for numbers in pages:
        before = 0.0
        for number in numbers:
            before += sum(file.cost(stream, before) for stream in file.streams.get(number, []))
    return file.changes


@dataclass
class _File:
    """A file, what its streams draw as far as that was added up, and what is to be changed in it."""

    data: bytes
    objects: Objects
    streams: dict[int, list[Stream]] = field(default_factory=dict)
    changes: list[tuple[int, bytes]] = field(default_factory=list)
    costs: dict[int, float] = field(default_factory=dict)
    largest: dict[bytes | None, float] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    left: int = _ALL

    def cost(self, stream: Stream, before: float = 0.0) -> float:
        """What a stream draws, with the forms in it, behind so much on its page; what is too much is taken out."""
        if stream.start in self.costs:
            return self.costs[stream.start]
        if stream.start in self.open or len(self.open) > _DEEP:
            return math.inf
        part = stream.is_form or stream.is_pattern
        whole, most = _text(self.data, stream), _FORM if part else _PAGE
        size = full(whole, most - before if self.left > 0 else 0.0)
        self.left -= size.kept
        text = whole[: size.kept]
        total, kept, end = before + size.share + 1 / MAX_FORMS, [], 0
        known: dict[bytes | None, float] = {} if part else self.largest
        own = self._own(stream) if part and (_DRAW.search(text) or _SET.search(text)) else None
        self.open.add(stream.start)
        for match in _DRAW.finditer(text):
            name = match[1]
            if name not in known:
                known[name] = max(map(self.cost, self._meant(own, name)), default=0.0)
            if known[name] and total + known[name] > most:
                kept.append(text[end : match.start()])
                end = match.end()
            else:
                total += known[name]
        made = b" ".join((*kept, text[end:]))
        painted = size.painted if total == before + size.share + 1 / MAX_FORMS else (total - before) * MAX_PAINTED
        for name, operator in sorted({(match[1], match[2]) for match in _SET.finditer(text)}):
            more = max(painted, 1) * max(map(self.cost, self._used(own, name, operator)), default=0.0)
            if more and total + more > most:  # each thing painted would draw the pattern or the mask anew
                made = re.sub(rb"/%s[\s\0]*+%s(?!%s)" % (re.escape(name), operator, _NAME), b"", made)
            else:
                total += more
        self.open.discard(stream.start)
        if len(made) < len(whole):
            self.changes += _written(self.data, stream, made)
        self.costs[stream.start] = total - before
        return total - before

    def _used(self, own: _Names | None, name: bytes, operator: bytes) -> Iterator[Stream]:
        """The patterns, or the forms of the masks, that a name may mean."""
        numbers = (own or {}).get(name) or self._all.get(name, set())
        if operator == b"gs":
            texts = [text for number in numbers for text in self.objects.get(number, [])]
            inline = (self._all if own is None else own).get(b"G", set())  # of masks told where they are used
            numbers = names(self.objects, texts).get(b"G", set()) if texts else inline
        for number in numbers:
            yield from (s for s in self.streams.get(number, []) if (s.is_form if operator == b"gs" else s.is_pattern))

    def _own(self, stream: Stream) -> _Names | None:
        """The names of a stream's own resources; None where it has none and takes those of its page."""
        return names(self.objects, [stream.head]) if b"/Resources" in stream.head else None

    def _meant(self, own: _Names | None, name: bytes | None) -> Iterator[Stream]:
        """The forms that a name may mean, its own before all others; all where the name is not told."""
        if name is None:
            numbers = {number for some in (own or self._all).values() for number in some}
        else:
            numbers = (own or {}).get(name) or self._all.get(name, set())
        for number in numbers:
            yield from (stream for stream in self.streams.get(number, []) if stream.is_form)

    @cached_property
    def _all(self) -> dict[bytes, set[int]]:
        return paired(self.objects, [text for texts in self.objects.values() for text in texts])


def _text(data: bytes, stream: Stream) -> bytes:
    """The operators of a stream, however it is packed."""
    packed = data[stream.start : stream.end]
    if stream.filters is not None:
        return unpacked(packed, stream.filters, MAX_CONTENT)
    named = FILTER.search(stream.head)
    for name in re.findall(rb"/(\w+)", named[1]) if named else []:
        packed = _decoded(packed, name)[:MAX_CONTENT]
    return packed


def _decoded(packed: bytes, name: bytes) -> bytes:
    from pdfminer.lzw import lzwdecode

    try:
        if name in (b"FlateDecode", b"Fl"):
            return unpacked(packed, 1, MAX_CONTENT)
        if name in (b"ASCII85Decode", b"A85"):
            return a85decode(packed.split(b"~")[0].strip(), adobe=False, ignorechars=b" \t\n\r\v\f\0")
        if name in (b"ASCIIHexDecode", b"AHx"):
            digits = b"".join(packed.split(b">")[0].split())
            return unhexlify(digits + b"0" * (len(digits) % 2))
        if name in (b"LZWDecode", b"LZW") and len(packed) <= _MOST_LZW:
            return lzwdecode(packed)
    except ValueError:
        pass
    return packed


def _written(data: bytes, stream: Stream, text: bytes) -> Iterator[tuple[int, bytes]]:
    """The changes that put a text in the place of a stream: packed as it was, or not at all."""
    if stream.filters is None:
        named = FILTER.search(data, stream.begin, stream.start)
        text = text if named else b""
        if named:
            yield named.start(), b" " * len(named[0])
    yield stream.start, fitting(text, stream.filters or 0, stream.end - stream.start)
