"""Titles of disclosure reports: the agency and the year that they name, wherever they are printed.

A title reads agency + year + 政府信息公开…报告, or year + agency + …, over one line or several.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..divisions import leading
from .organs import MASK, is_division, is_organ, tidy

TitleKind = Literal["line", "inline", "quoted"]
Place = tuple[int, int]

_REACH = 90  # characters before the words 信息公开 in which a title can begin
_WORDS = "工作|情况|基本|执行|实施|贯彻|落实|年度|学年度?|年|的|和|与|及|暨|政务公开|总结|数据|统计|自查|信息"
_CORE = re.compile(
    r"(?=[\s政党校海环税信])(?:(?:(?<!人民)政\s*府|政\s*务|党\s*务|校\s*务|海关政府|环境|税务)?\s*信\s*息(?:[与和及]政务)?|政\s*[务府]|党务政务|校\s*务)"
    rf"\s*公\s*开\s*(?:(?:{_WORDS}|20\d\d(?=\s*年))\s*){{0,8}}(?:报\s*告|年\s*报|总结(?!报告))(?!书)"
)
_YEAR = re.compile(
    r"(?<!\d)(20\d\d|[二贰][〇零○oO0一二三四五六七八九]{3})(?:(?P<school>[-—~至]\d{2,4}\s*学)|[-—~至]\d{2,4})?\s*(?:年度?|度)?"
)
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")
_EDGE = re.compile(r"[。;!?|,>《》\"<_:•\[\]/]")
_AFTER_LINE = re.compile(r"[ \t]*(?:$|[\n|(_]|-\s|[ \t]|\*)")
_CITED = re.compile(r"[^。》\n]{0,25}?(?:通知|格式|工作的函)|(?:编制|编报|发布|专题|栏目|目录)")
_NEIGHBOUR = re.compile(r"(?:上一[篇条]|下一[篇条]|相关(?:阅读|链接|信息|文章))\s*:\s*$")
_LEAD = re.compile(
    r".*(?:公布|公开(?!局)|发布|编制(?!委)|现将|现就|撰写|制作|完成|形成|报送|印发|汇总|了|首页|本报告是|位置|名称|标题|标题为)"
    r"|^(?:关于|附件?\d?|现|将|是|为|和|及|以及|与)+"
)
_JOINED = re.compile(r"[和及与]")
_JUNK = re.compile(rf"^[^\u4e00-\u9fff({MASK}]+")


@dataclass(frozen=True, slots=True)
class Title:
    """A title at [start, end) of the text. `agency` and `year_at` are the places of the agency's name and the year.

    "line" stands by itself, "quoted" in book title marks, "inline" in a sentence.
    """

    start: int
    end: int
    kind: TitleKind
    agency: Place | None
    year: int | None
    year_at: Place | None

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Larger is more of a title: one by itself, with a year, with an agency."""
        return (self.kind == "line", self.year is not None, self.agency is not None)


def titles(text: str) -> Iterator[Title]:
    """Every title in folded text that names an agency or a year, left to right."""
    for core in _CORE.finditer(text):
        title = _title(text, core.start(), core.end())
        if title is not None:
            yield title


def _title(text: str, core: int, end: int) -> Title | None:
    floor = max(0, core - _REACH)
    edges = [m.end() for m in _EDGE.finditer(text, floor, core)]
    start = edges[-1] if edges else floor
    opening = text[start - 1] if start else "\n"
    quoted = opening == "《" and text[end : end + 1] == "》"
    if (opening == "《" and not quoted) or _CITED.match(text, end) or _NEIGHBOUR.search(text, floor, start):
        return None
    pieces = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:core])]
    start, agency, year, place = _grow(text, pieces, core)
    if year is None and (found := _last_year(text[core:end])):
        year, place = int(found[1].translate(_DIGITS)), (core + found.start(), core + found.end())
    if agency is None and year is None:
        return None
    while text[start] in "*#" and (agency is None or agency[0] > start):  # signs of emphasis
        start += 1
    alone = _AFTER_LINE.match(text, end) is not None and opening != '"' and _begins(text, start)
    kind: TitleKind = "quoted" if quoted else "line" if alone else "inline"
    return Title(start, end, kind, agency, year, place)


def _grow(text: str, pieces: list[Place], core: int) -> tuple[int, Place | None, int | None, Place | None]:
    """Take pieces from right to left as long as they bring the agency or the year that is still missing."""
    start, agency, year, place = core, None, None, None
    for begin, stop in reversed(pieces):
        piece = text[begin:stop]
        if agency and year:
            if not (text[start - 1 : start] == "\n" and agency[0] == start and is_division(piece)):
                break
        elif stop != core and not (agency is None and is_organ(piece)):
            brings = year is None and _YEAR.search(piece)
            if not brings or (text.count("\n", stop, start) > 1 and brings.end() < len(piece)):
                break
        opens = _JOINED.match(piece) and not text[:begin].rpartition("\n")[2].strip()  # 和平街道: joins nothing
        if (lead := _LEAD.match(piece)) and not opens and not leading(piece, None):
            begin += lead.end()
        if year is None and (found := _last_year(text[begin:stop])):
            # a school year is reported on in the year in which it ends
            year = int(found[1].translate(_DIGITS)) + (found["school"] is not None)
            place = (begin + found.start(), begin + found.end())
        agency = agency or _agency(text, begin, stop, place)
        start = begin
    return start, agency, year, place


def _agency(text: str, begin: int, stop: int, year: Place | None) -> Place | None:
    """Interval of an agency's name in a piece of a title: behind the year, else before it."""
    parts = [(year[1], stop), (begin, year[0])] if year and begin <= year[0] < stop else [(begin, stop)]
    for first, last in parts:
        if junk := _JUNK.match(text[first:last]):
            first += junk.end()
        first, last = tidy(text, first, last)
        if last - first >= 2:
            return first, last
    return None


def _last_year(piece: str) -> re.Match[str] | None:
    found = list(_YEAR.finditer(piece))
    return found[-1] if found else None


def _begins(text: str, start: int) -> bool:
    """Whether nothing of a sentence stands directly before the title on its line."""
    before = text[:start].rstrip(" \t*#")[-1:]
    return before in ("", "\n", "|", ":", ">", "•", "-", "_") or text[start - 1 : start].isspace()
