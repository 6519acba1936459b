"""A document's running text as one stretch: furniture and grids left out, hard-wrapped lines joined, offsets kept."""

import re
from bisect import bisect_left

from ..core.document import Document
from ..core.folding import Folded

_SKIPPED = ("grid", "noise", "header", "footer")
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,]|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[、.](?!\d)|[(]\d{1,2}[)]|第[一二三四五六七八九十]+部分|[·●◆■▲※|《]"
)
_SPACE = re.compile(
    r"(?<![0-9A-Za-z\n])[ \t]+|[ \t]+(?![0-9A-Za-z])|(?<=[\u4e00-\u9fff])\*+(?=[\u4e00-\u9fff])"
    r"|(?<=[^\d.]\d) (?=\d{3}[条件次人篇份项个万余])|(?<=[^\d.]\d\d) (?=\d{3}[条件次人篇份项个万余])|(?<=[^\d.]\d{3}) (?=\d{3}[条件次人篇份项个万余])"
)
_COUNTED = re.compile(r"[余多]?[条件篇次份项个期场万亿人起宗封例]")
_DIGITS = re.compile(r"[\d,.]+")
_WRAPPED = 18  # a line this long that ends in mid-sentence was wrapped, not ended


def running_text(document: Document) -> Folded:
    """Folded text of the blocks that are prose; "\\n" stands only where a paragraph ends."""
    return _join(_squeeze(_prose(document)))


def _prose(document: Document) -> Folded:
    folded = document.folded
    if not document.blocks:
        return folded
    offsets, text = folded.offsets, folded.text
    kept: list[int] = []
    for block in document.blocks:
        if block.kind in _SKIPPED:
            continue
        start, end = bisect_left(offsets, block.span.start), bisect_left(offsets, block.span.end)
        kept += range(start, min(end, len(text)))
        if end < len(text) and text[end] in "\n \t":
            kept.append(end)
    return folded.pick(kept)


def _squeeze(text: Folded) -> Folded:
    return _without(text, [m.span() for m in _SPACE.finditer(text.text)])


def _join(text: Folded) -> Folded:
    gone = []
    line = previous = ""
    at = 0
    for line in text.text.split("\n"):
        if at and previous and _continues(previous, line):
            gone.append((at - 1, at))
            previous += line
        else:
            previous = line
        at += len(line) + 1
    return _without(text, gone)


def _continues(previous: str, line: str) -> bool:
    if not line or previous[-1] in "。!?;:|…" or _MARKER.match(line):
        return False
    if previous[-1] in ",、(" or line[0] in ",。、;:)%":
        return True
    if previous[-1].isdigit() and _COUNTED.match(line):
        return True
    if _DIGITS.fullmatch(line) and len(previous) > 8 and not previous[-1].isdigit():
        return True
    return len(previous) >= _WRAPPED and "|" not in line and not (len(previous) < 40 and _MARKER.match(previous))


def _without(text: Folded, gone: list[tuple[int, int]]) -> Folded:
    if not gone:
        return text
    kept: list[int] = []
    last = 0
    for start, end in gone:
        kept += range(last, start)
        last = end
    kept += range(last, len(text.text))
    return text.pick(kept)
