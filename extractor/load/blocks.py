"""A text divided into blocks: title, headings, paragraphs and furniture, around what the format already knows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..core.document import Block, BlockKind
from ..core.errors import LoadError
from ..core.folding import fold, fold_text
from ..core.geometry import Span
from .furniture import is_furniture, leading_furniture
from .script import plain

MAX_CHARACTERS = 2_000_000
_NUMBERING = (
    r"第?[一二三四五六七八九十]{1,3}\s*[、.,:章节部]|第[一二三四五六七八九十]{1,3}部分|\([一二三四五六七八九十]{1,3}\)|"
    r"\d{1,2}\s*[、.](?!\d)|\(\d{1,2}\)|[①-⑳]|附件\s*\d?\s*:?|附表\s*\d?\s*:?"
)
_NUMBERED = re.compile(rf"\s*(?:{_NUMBERING})\s*(?P<rest>.*)", re.S)
_STATES = re.compile(r"\d+(?:\.\d+)?\s*(?:万|亿|余|多)*\s*(?:[条件篇次个份人名起宗项期场元部]|%)|[未无没][^章]|[|\t]")
_ENDS = tuple("。！？!?")
_MIDST = tuple("，、,（《“([")
_OPENS = tuple("，。、；：）》”,;:)]！？")
_SECTION = re.compile(
    r"(?<=[。！？；;\s])(?=(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[)）])[\u4e00-\u9fff])"
)
_UNIT = re.compile(r"\s*(?:万|余|多)?[条件篇次个份人名起宗项期场元部]")
_FIGURE = re.compile(r"\s*\d[\d,.]*\s*")
_TITLE = re.compile(r"(?:[信資资][息訊讯]|政[务務])公[开開].{0,20}(?:[报報]告|年[报報])|年度(?:工作)?[报報]告$")
_TITLE_END = re.compile(r"(?:[报報]告|年[报報])(?:[(（][^()（）]{0,20}[)）])?$")
_NO_TITLE = re.compile(r"[。；;：:|\t%>»]|根据|现将|编制|指南|》$|^(?:正文|目录|引言|前言|首页)")
# How the lines of a title end before its last: with the organ's name, the year, or in the middle of the report's name.
_TITLE_PART = re.compile(
    r"(?:府|局|委|办|厅|会|院|部|处|室|站|所|中心|街道|乡|镇|村|县|区|市|省|州|盟|旗|司|学|校|关|行|署|社|队|团|组|年度?|公开|信息|工作|^\d{4}|[\u4e00-\u9fff]\d{4})$"
)
_EDGE = " \t\u3000\u00a0\x0b\x0c|"  # around a line; pipes that draw no table tell nothing
_LONG = 800  # a line of more characters holds a whole page
_TITLE_LINES = 4
_TITLE_LENGTH = 70


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    kind: BlockKind
    width: float


def divide(text: str, known: Iterable[Block] = (), *, wrapped: bool = True) -> tuple[Block, ...]:
    """Blocks of the whole text in reading order; `known` blocks stay, the rest is told by how its lines look.

    `wrapped` says that a line end may fall inside a sentence (pasted text), so that lines of equal width are joined.
    Every character that is not white space or markup between known blocks falls into a block. Raises LoadError
    for a text of more than 2,000,000 characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise LoadError(
            f"{len(text):,} characters are more than a report has ({MAX_CHARACTERS:,}); give the report alone"
        )
    text = plain(text)
    blocks: list[Block] = []
    position = 0
    fixed = sorted(known, key=lambda block: block.span)
    for block in fixed:
        blocks += _stretch(text, position, block.span.start, wrapped)
        if block.span.end > block.span.start:
            blocks.append(block)
        position = max(position, block.span.end)
    blocks += _stretch(text, position, len(text), wrapped)
    return tuple(_titled(text, blocks))


def _stretch(text: str, start: int, end: int, wrapped: bool) -> list[Block]:
    lines = list(_lines(text, start, end))
    full = _full_width(lines) if wrapped else 0.0
    blocks: list[Block] = []
    previous: _Line | None = None
    for i, line in enumerate(lines):
        after = lines[i + 1] if i + 1 < len(lines) else None
        prose = previous is not None and previous.kind == line.kind == "paragraph"
        if prose and previous is not None and _continues(text, previous, line, after, full):
            blocks[-1] = Block("paragraph", Span(blocks[-1].span.start, line.end))
        else:
            blocks.append(Block(line.kind, Span(line.start, line.end)))
        previous = line
    return blocks


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    """Lines that are not blank or markup, stripped; a line that holds a whole page is cut at its sections."""
    position = start
    for raw in text[start:end].split("\n"):
        if (stripped := raw.strip(_EDGE)).strip("#"):
            first = position + len(raw) - len(raw.lstrip(_EDGE))
            yield from _pieces(text, first, first + len(stripped))
        position += len(raw) + 1


def _pieces(text: str, start: int, end: int) -> Iterator[_Line]:
    line = text[start:end]
    if len(line) <= _LONG:
        yield _Line(start, end, _kind(line), _width(line))
        return
    lead = leading_furniture(line)
    if lead:
        yield _Line(start, start + len(line[:lead].rstrip()), "noise", 0.0)
    title = re.match(r"\S.{4,70}?(?:报告|年报)(?=\s)", line[lead : lead + 100])
    body = lead + (title.end() if title else 0)
    if title:
        yield _Line(start + lead, start + body, "paragraph", 0.0)
    cuts = [body, *(found.start() for found in _SECTION.finditer(line, body + 1)), len(line)]
    for a, b in pairwise(cuts):
        piece = line[a:b]
        if stripped := piece.strip():
            first = start + a + len(piece) - len(piece.lstrip())
            yield _Line(first, first + len(stripped), _kind(stripped), 0.0)


def _kind(line: str) -> BlockKind:
    if is_furniture(line):
        return "noise"
    return "heading" if is_heading(line) else "paragraph"


def is_heading(line: str) -> bool:
    """Whether a line looks like a numbered heading: short, no sentence, and states no figure."""
    if len(line) > 45 or line.endswith(("。", "；", ";", "，", ",", "、")):
        return False
    found = _NUMBERED.fullmatch(fold_text(line))
    return bool(found and found["rest"] and "。" not in line and not _STATES.search(found["rest"]))


def _width(line: str) -> float:
    """Printed width in full-width characters."""
    return sum(0.5 if ch.isascii() else 1.0 for ch in line)


def _full_width(lines: list[_Line]) -> float:
    """Width at which lines were broken to fit a page; 0 where they were not."""
    widths = sorted(line.width for line in lines if line.width >= 15)
    if len(widths) < 4:
        return 0.0
    widest = widths[int(len(widths) * 0.9)]
    near = sum(1 for width in widths if widest - 4 <= width <= widest + 4)
    return widest if widest <= 80 and near >= max(4, 0.4 * len(widths)) else 0.0


def _continues(text: str, previous: _Line, line: _Line, after: _Line | None, full: float) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    above, below = text[previous.start : previous.end], text[line.start : line.end]
    gap = text[previous.end : line.start]
    if "\n\n" in gap.replace(" ", "").replace("\t", "") or "\t" in above or "\t" in below:
        return False
    if above.endswith(_MIDST) or below.startswith(_OPENS):
        return len(above) > 8 or len(below) > 8
    if gap.endswith(("  ", "\u3000")) or above.endswith(_ENDS):
        return False
    if full and previous.width >= full - 4:
        return True
    if _FIGURE.fullmatch(below) and after is not None and len(above) > 8:  # a figure that stands alone in its sentence
        return bool(_UNIT.match(text[after.start : after.end])) and after.width > 4
    return bool(_FIGURE.search(above[-8:]) and above[-1:].isdigit() and _UNIT.match(below) and len(below) > 8)


def _titled(text: str, blocks: list[Block]) -> Iterator[Block]:
    """The same blocks with the lines that name the report, before its first section, as title."""
    found: dict[int, Span] = {}
    prose = 0
    for i, block in enumerate(blocks):
        if prose >= 2 or i > 40:
            break
        if i in found or block.kind not in ("paragraph", "heading"):
            continue
        for count in range(1, _TITLE_LINES + 1):
            run = blocks[i : i + count]
            if len(run) < count or any(b.kind not in ("paragraph", "heading") for b in run):
                break
            if is_title(*[text[b.span.start : b.span.end] for b in run]):
                found |= {i + k: block.span for k in range(count)}
                break
        prose += i not in found and block.span.end - block.span.start > 60
    for i, block in enumerate(blocks):
        if i not in found:
            yield block
        elif found[i] == block.span:
            last = max(k for k, span in found.items() if span == block.span)
            yield Block("title", Span(block.span.start, blocks[last].span.end))


def is_title(*lines: str) -> bool:
    """Whether these lines together name a report, as in 某市2020年政府信息公开 / 工作年度报告."""
    joined = fold("".join("".join(line.split()) for line in lines)).text
    if len(joined) > _TITLE_LENGTH or not _TITLE_END.search(joined) or _NO_TITLE.search(joined):
        return False
    if len(lines) > 1 and ("," in joined or not all(map(_is_title_part, lines[:-1]))):
        return False
    return bool(_TITLE.search(joined)) and not _NUMBERED.match(fold_text(joined))


def _is_title_part(line: str) -> bool:
    line = "".join(line.split())
    return bool(_TITLE_PART.search(line)) and line not in ("主动公开", "依申请公开", "信息公开", "政府信息公开")
