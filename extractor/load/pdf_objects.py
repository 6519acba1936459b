"""The dictionaries of a PDF as they stand in its bytes: generously, so that nothing that counts is missed."""

import re
from collections.abc import Iterator

from ..core.errors import LoadError
from .pdf_streams import MAX_OTHER, Stream, plain, unpacked

_OBJECT = re.compile(rb"(\d{1,10})\s+\d+\s+obj\b")
_BODY = re.compile(
    rb"(?:[^(%es]++|\((?:[^()\\]++|\\.)*+\)|%[^\r\n]*+|(?!endobj|stream\r?\n).)*+",
    re.S,
)  # a word in a string or in a remark ends no object
_TABLE = re.compile(rb"/ObjStm\b")
_FIRST = re.compile(rb"/First\s*(\d{1,10})")
_PAIR = re.compile(rb"/([^\s\0()<>\[\]{}/%]*)[\s\0]*(\d{1,10})\s+\d+\s+R\b")
_ALIAS = re.compile(rb"\s*(\d{1,10})\s+\d+\s+R\s*$")
_OWN = re.compile(rb"/(?:Resources|XObject|ExtGState|Pattern|SMask)[\s\0]*(\d{1,10})\s+\d+\s+R\b")
_CONTENTS = re.compile(rb"/Contents[\s\0]*(?:\[([^\]]*)\]|(\d{1,10}\s+\d+\s+R\b))")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d+\s+R\b")
_OVERLAP = 4  # times the file's size that its objects may have together
_SOME = 1_000_000
_TANGLED = "the PDF's objects lie in each other; get it again"

Objects = dict[int, list[bytes]]


def objects(data: bytes, found: list[Stream]) -> Objects:
    """What stands in each object but for its stream, by number; there may be several of one number.

    Raises LoadError where objects lie in each other, so that looking at them all would take without end.
    """
    made: Objects = {}
    left = _OVERLAP * len(data) + _SOME
    for match in _OBJECT.finditer(data):
        body = _BODY.match(data, match.end())
        text = plain(body[0]) if body else b""
        left -= len(text)
        if left < 0:
            raise LoadError(_TANGLED)
        made.setdefault(int(match[1]), []).append(text)
    for stream in found:
        made.setdefault(stream.number, []).append(stream.head)
        if _TABLE.search(stream.head) and stream.filters is not None:
            for number, text in _packed(data, stream, stream.filters):
                made.setdefault(number, []).append(text)
    return made


def _packed(data: bytes, stream: Stream, filters: int) -> Iterator[tuple[int, bytes]]:
    """The objects of a packed table of them."""
    text = unpacked(data[stream.start : stream.end], filters, MAX_OTHER)
    first = _FIRST.search(stream.head)
    begin = int(first[1]) if first else 0
    words = [int(word) if word.isdigit() and len(word) <= 10 else 0 for word in text[:begin].split()]
    places = sorted((begin + at, number) for number, at in zip(words[::2], words[1::2], strict=False))
    ends = [place for place, _ in places[1:]] + [len(text)]
    for (place, number), end in zip(places, ends, strict=True):
        yield number, plain(text[place:end])


def names(found: Objects, texts: list[bytes]) -> dict[bytes, set[int]]:
    """The numbers of the objects that each name may stand for in dictionaries with these texts."""
    seen: set[int] = set()
    for text in (texts := list(texts)):  # grows by the dictionaries that they refer to
        for match in _OWN.finditer(text):
            if (number := int(match[1])) not in seen:
                seen.add(number)
                texts += found.get(number, [])
    return paired(found, texts)


def paired(found: Objects, texts: list[bytes]) -> dict[bytes, set[int]]:
    """The names that have a reference behind them in these texts, and to which objects."""
    made: dict[bytes, set[int]] = {}
    for text in texts:
        for match in _PAIR.finditer(text):
            made.setdefault(match[1], set()).add(_meant(found, int(match[2])))
    return made


def _meant(found: Objects, number: int) -> int:
    """The object that an object stands for which is a reference itself."""
    for _ in range(9):
        other = _ALIAS.match(found.get(number, [b""])[-1])
        if other is None:
            break
        number = int(other[1])
    return number


def contents(found: Objects) -> Iterator[list[int]]:
    """For each page the numbers of the streams that it draws one after the other."""
    for text in (text for texts in found.values() for text in texts if b"/Contents" in text):
        for match in _CONTENTS.finditer(text):
            numbers = [int(number) for number in _REFERENCE.findall(match[1] or match[2])]
            if len(numbers) == 1 and found.get(numbers[0], [b""])[-1].lstrip()[:1] == b"[":  # the list stands apart
                numbers = [int(number) for number in _REFERENCE.findall(found[numbers[0]][-1])]
            yield numbers
