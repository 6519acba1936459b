"""Titles of disclosure reports: the agency and the year that they name, wherever they are printed.

A title reads agency + year + 政府信息公开…报告, or year + agency + …, over one line or several.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .organs import is_organ, tidy

TitleKind = Literal["line", "inline", "quoted"]

_REACH = 90  # characters before the words 信息公开 in which a title can begin
_WORDS = "工作|情况|基本|执行|实施|贯彻|落实|年度|学年度?|年|的|和|与|及|暨|政务公开|总结|数据|统计|自查|信息"
_CORE = re.compile(
    rf"(?:(?:(?<!人民)政\s*府|政\s*务|党\s*务|校\s*务|海关政府|环境|税务)?\s*信\s*息(?:[与和及]政务)?|政\s*[务府]|党务政务|校\s*务)\s*公\s*开\s*"
    rf"(?:(?:{_WORDS})\s*){{0,8}}(?:报\s*告|年\s*报|总结(?!报告))(?!书)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d|[二贰][〇零○oO0一二三四五六七八九]{3})(?:[-—~至]\d{2,4})?\s*(?:学?年度?|度)?")
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")
_EDGE = re.compile(r"[。;!?|,>《》\"<_:•\[\]/]")
_AFTER_LINE = re.compile(r"[ \t]*(?:$|[\n|(_]|-\s|[ \t])")
_CITED = re.compile(r"[^。》\n]{0,25}?(?:通知|格式|工作的函)|(?:编制|编报|发布|专题|栏目|目录)")
_LEAD = re.compile(
    r".*(?:公布|公开(?!局)|发布|编制(?!委)|现将|现就|撰写|制作|完成|形成|报送|印发|汇总|了|首页|本报告是|位置|名称|标题|标题为)"
    r"|^(?:关于|附件?\d?|现|将|是|为|和|及|以及|与)+"
)
_JUNK = re.compile(r"^[^\u4e00-\u9fff(]+")


@dataclass(frozen=True, slots=True)
class Title:
    """A title at [start, end) of the text. `agency` is the interval of the agency's name, `year` what is printed.

    "line" stands by itself, "quoted" in book title marks, "inline" in a sentence.
    """

    start: int
    end: int
    kind: TitleKind
    agency: tuple[int, int] | None
    year: int | None
    year_at: tuple[int, int] | None

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Larger is more of a title: one by itself, with a year, with an agency."""
        return (self.kind == "line", self.year is not None, self.agency is not None)


def titles(text: str) -> Iterator[Title]:
    """Every title in folded text, left to right."""
    for core in _CORE.finditer(text):
        title = _title(text, core.start(), core.end())
        if title is not None:
            yield title


def _title(text: str, core: int, end: int) -> Title | None:
    if _CITED.match(text, end):
        return None
    floor = max(0, core - _REACH)
    edges = [m.end() for m in _EDGE.finditer(text, floor, core)]
    start = edges[-1] if edges else floor
    opening = text[start - 1] if start else "\n"
    pieces = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:core])]
    start, agency, year = _grow(text, pieces, core)
    quoted = opening == "《" and text[end : end + 1] == "》"
    by_itself = _AFTER_LINE.match(text, end) is not None and opening not in '《"' and not _within_sentence(text, start)
    kind: TitleKind = "quoted" if quoted else "line" if by_itself else "inline"
    if opening == "《" and not quoted:
        return None
    value = int(year[0][:4].translate(_DIGITS)) if year else None
    if agency is None and year is None and kind != "line":
        return None
    return Title(start, end, kind, agency, value, year[1] if year else None)


def _grow(
    text: str, pieces: list[tuple[int, int]], core: int
) -> tuple[int, tuple[int, int] | None, tuple[str, tuple[int, int]] | None]:
    """Take pieces from right to left as long as they bring the agency or the year that is still missing."""
    start, agency, year = core, None, None
    for begin, stop in reversed(pieces):
        piece = text[begin:stop]
        adjacent = stop == start and start == core
        if not adjacent and not (
            (agency is None and is_organ(piece)) or (year is None and re.fullmatch(r"20\d\d年?度?|.*20\d\d年?度?", piece))
        ):
            if start != core or text[stop:core].count("\n") > 1 or not (_YEAR.search(piece) or is_organ(piece)):
                break
        head = _LEAD.match(piece)
        begin += head.end() if head else 0
        piece = text[begin:stop]
        if year is None and (found := _last_year(piece)):
            year = (found[1], (begin + found.start(), begin + found.end()))
        agency = agency or _agency(text, begin, stop, year)
        start = begin
        if agency and year:
            break
    return start, agency, year


def _agency(text: str, begin: int, stop: int, year: tuple[str, tuple[int, int]] | None) -> tuple[int, int] | None:
    """Interval of an agency's name in a piece of a title: behind the year, else before it."""
    inside = year is not None and begin <= year[1][0] < stop
    parts = [(year[1][1], stop), (begin, year[1][0])] if inside and year else [(begin, stop)]
    for first, last in parts:
        junk = _JUNK.match(text[first:last])
        first += junk.end() if junk else 0
        first, last = tidy(text, first, last)
        if last - first >= 2:
            return first, last
    return None


def _last_year(piece: str) -> re.Match[str] | None:
    return next((m for m in reversed(list(_YEAR.finditer(piece)))), None)


def _within_sentence(text: str, start: int) -> bool:
    """Whether characters of a sentence stand directly before the title on its line."""
    before = text[:start].rstrip(" \t")[-1:]
    return bool(before) and before not in "\n|:>•-_" and text[start - 1 : start] not in (" ", "\t", "\n")
