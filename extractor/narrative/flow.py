"""A document's running text as one stretch: furniture and grids left out, hard-wrapped lines joined, offsets kept."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain

from ..core.document import Document
from ..core.folding import Folded

_SKIPPED = ("grid", "noise", "header", "footer")
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,]|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[、.](?!\d)|[(]\d{1,2}[)]|"
    r"第[一二三四五六七八九十]+部分|[·●◆■▲※|《]"
)
_THOUSAND = r"(?=\d{3}[条件次人篇份项个万余])"
_SPACE = re.compile(  # it looks ahead first, as other patterns do: most places fail at once
    r"(?=[ \t*])(?:(?<![0-9A-Za-z\n])[ \t]+|[ \t]+(?![0-9A-Za-z])|(?<=[\u4e00-\u9fff])\*+(?=[\u4e00-\u9fff])|"
    rf"(?<=[^\d.]\d) {_THOUSAND}|(?<=[^\d.]\d\d) {_THOUSAND}|(?<=[^\d.]\d{{3}}) {_THOUSAND})"
)
_COUNTED = re.compile(r"[余多]?[条件篇次份项个期场万亿人起宗封例]")
_DIGITS = re.compile(r"[\d,.]+")
_INSIDE = re.compile(r"[。,;]")  # a heading has none of these
_TITLE_ENDS = ("报告", "年报")
_WRAPPED = 18  # a line this long that ends in mid-sentence was wrapped, not ended

_SENTENCE = re.compile(r"[^。!?\n]*(?:[。!?]|\n|$)")
_TELLING = re.compile(
    r"\d[余多万亿千百几十]{0,3}(?:[条件篇次份项个期场人起宗封例名部处类家册本元组批则幅张位轮届户版余]|[,。;、()%]|$)|[二两三四五六七八九十百千]余?[条件篇次份项个期场人起宗封例名部处]|一[次场起件例期处家个名](?!性)|均[为系是通由]|"
    r"未(?:收|接|受|发|产|出|有|引|被|制|印|征|向|因|对|就|曾)|没|(?<![有毫若])无(?!法|需|论|偿|障|关|缝)|不存在|不涉及|零"
)
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[(]?[一二三四五六七八九十]{1,3}[、.)]|\d{1,2}[、.](?!\d)")


def running_text(document: Document) -> Folded:
    """Folded text of the blocks that are prose; "\\n" stands only where a paragraph ends."""
    text = _prose(document)
    text = _without(text, (m.span() for m in _SPACE.finditer(text.text)))
    return _without(text, _soft_ends(text.text))


def telling(text: Folded) -> Folded:
    """The sentences of a running text that can state a count, each with the one before it, and the headings."""
    kept: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for found in _SENTENCE.finditer(text.text):
        start, end = found.span()
        if start == end:
            continue
        tells = _TELLING.search(text.text, start, end)
        if tells or (end - start < 60 and _HEADING.match(text.text, start)):
            kept += [last, (start, end)] if tells and last else [(start, end)]
            last = None
        elif text.text[end - 1] != "\n":
            last = (start, end)
        else:
            last = None
            if kept and text.text[kept[-1][1] - 1] != "\n":
                kept.append((end - 1, end))
    return _only(text, kept)


def _prose(document: Document) -> Folded:
    folded = document.folded
    if not document.blocks:
        return folded
    offsets, text = folded.offsets, folded.text
    kept: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.kind in _SKIPPED:
            continue
        start, end = bisect_left(offsets, block.span.start), min(bisect_left(offsets, block.span.end), len(text))
        kept.append((start, end + (end < len(text) and text[end] in "\n \t")))
    return _only(folded, kept)


def _soft_ends(text: str) -> Iterable[tuple[int, int]]:
    """Line ends in mid-sentence."""
    previous = ""
    at = 0
    for line in text.split("\n"):
        if at and previous and _continues(previous, line):
            yield at - 1, at
            previous += line
        else:
            previous = line
        at += len(line) + 1


def _continues(previous: str, line: str) -> bool:
    if not line or previous[-1] in "。!?;:|…" or _MARKER.match(line) or previous.endswith(_TITLE_ENDS):
        return False
    if previous[-1] in ",、(" or line[0] in ",。、;:)%":
        return True
    if previous[-1].isdigit() and _COUNTED.match(line):
        return True
    if _DIGITS.fullmatch(line) and len(previous) > 8 and not previous[-1].isdigit():
        return True
    heading = len(previous) < 40 and _MARKER.match(previous) and not _INSIDE.search(previous)
    return len(previous) >= _WRAPPED and "|" not in line and not heading


def _without(text: Folded, gone: Iterable[tuple[int, int]]) -> Folded:
    kept: list[tuple[int, int]] = []
    last = 0
    for start, end in gone:
        kept.append((last, start))
        last = end
    return _only(text, [*kept, (last, len(text.text))]) if kept else text


def _only(text: Folded, kept: list[tuple[int, int]]) -> Folded:
    offsets = chain(*(text.offsets[start:end] for start, end in kept), (text.offsets[-1],))
    return Folded("".join(text.text[start:end] for start, end in kept), tuple(offsets))
