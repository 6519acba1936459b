"""Days, the period of the figures, and the day of publication, as Chinese reports print them.

All functions work on folded text and return places in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractor.core.quantity import numeral

_YEARS = range(2003, 2041)
_ZERO = str.maketrans("○ＯoOО0", "〇〇〇〇〇〇")
_DAY = re.compile(
    r"(?=[2二贰])(?:(?<!\d)(?P<y>20\d\d)\s*(?P<sep>[年./-])\s*(?P<m>\d{1,2})\s*(?:(?<=\d)月|(?P=sep)|月)\s*(?P<d>\d{1,2})\s*日?(?!\d)"
    r"|(?P<hy>[二贰][〇零○oO0一二三四五六七八九]{3})\s*年\s*(?P<hm>[一二三四五六七八九十]{1,3})\s*月\s*(?P<hd>[一二三四五六七八九十]{1,3})\s*日)"
)
_YEAR = r"(?=20)(?<!\d)(?P<y1>20\d\d)"
_TO = r"\s*(?:起|始|开始)?\s*(?:至|到|-{1,2}|—+|~|～|－)\s*"
_PERIOD = re.compile(
    rf"{_YEAR}\s*年?\s*(?P<m1>\d{{1,2}})\s*月\s*(?:(?P<d1>\d{{1,2}})\s*日?)?{_TO}"
    r"(?:(?P<y2>20\d\d)\s*年?\s*)?(?P<m2>\d{1,2})\s*月\s*(?:(?P<d2>\d{1,2})\s*日?)?"
    rf"|{_YEAR.replace('y1', 'y3')}(?P<s3>[./-])(?P<m3>\d{{1,2}})(?P=s3)(?P<d3>\d{{1,2}}){_TO}"
    r"(?P<y4>20\d\d)(?P=s3)(?P<m4>\d{1,2})(?P=s3)(?P<d4>\d{1,2})"
)
# A year whose separators were lost: 2012111231日 and 202211日至20221231日 are its first and last day.
_GLUED = re.compile(rf"{_YEAR}\s*年?1\s*月?1\s*日?(?:{_TO})?(?:(?P=y1)\s*年?)?12\s*月?31(?=\s*日)")
_UNTIL = re.compile(
    r"截[至止]?(?:到|至|止|日期|时间|期限)?(?:为|是)?\s*:?\s*(?P<y>20\d\d)\s*年?\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
)
_ABOUT_FIGURES = re.compile(r"统计|数据|期限|时限|时段|报告(?:中|所|的?时间)|所列|年报(?:中|所)")
_CUE = 40  # characters before a period in which the text says that it is the figures' period
_LABEL = re.compile(
    r"(?:发布时间|发布日期|公开日期|公开时间|公布日期|公布时间|发文日期|成文日期|生成日期|印发日期|发文时间|上传时间|"
    r"日\s{0,4}期|时\s{0,4}间)\s*[:|]?\s*$"
)
_CONTINUES = re.compile(_TO + r"\d")
_LONGEST = 800  # days of a stated period; a year's misprint makes two years of one


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day at [start, end) of the text."""

    start: int
    end: int
    value: date


@dataclass(frozen=True, slots=True)
class Period:
    """The figures' period with the places of its ends; `first` is None where only the end is printed."""

    first: Day | None
    last: Day
    about_figures: bool


def days(text: str) -> Iterator[Day]:
    """Every complete calendar day of the text, left to right; impossible ones are skipped."""
    for found in _DAY.finditer(text):
        if found["y"]:
            parts = (int(found["y"]), int(found["m"]), int(found["d"]))
        else:
            numbers = [numeral(found[g].translate(_ZERO)) for g in ("hy", "hm", "hd")]
            parts = (numbers[0] or 0, numbers[1] or 0, numbers[2] or 0)
        if (value := _calendar(*parts)) is not None:
            yield Day(found.start(), found.end(), value)


def periods(text: str) -> list[Period]:
    """Intervals of days that could be the figures' period, those that the text calls so first."""
    found = [*_ranges(text), *_glued(text)]
    said = [p for p in found if p.about_figures]
    if not said:
        said = list(_ends(text))
    return said + [p for p in found if not p.about_figures]


def labelled(text: str) -> list[Day]:
    """Days that a page's header calls the day of publication, most explicit label first."""
    single = (day for day in days(text) if not _CONTINUES.match(text, day.end))
    found = [(day, _LABEL.search(text, max(0, day.start - 16), day.start)) for day in single]
    named = [(label[0], day) for day, label in found if label]
    return [day for label, day in sorted(named, key=lambda item: (not re.match("[发公]", item[0]), item[1].start))]


def _ranges(text: str) -> Iterator[Period]:
    for found in _PERIOD.finditer(text):
        names = ("y1", "m1", "d1", "y2", "m2", "d2") if found["y1"] else ("y3", "m3", "d3", "y4", "m4", "d4")
        y1, m1, d1, y2, m2, d2 = (int(found[name] or 0) for name in names)
        first, last = _calendar(y1, m1, d1 or 1), _calendar(y2 or y1, m2, d2) if d2 else _last_day(y2 or y1, m2)
        if first is None or last is None:
            continue
        said, length = _cued(text, found.start()), (last - first).days
        if (0 < length <= _LONGEST) if said else (300 <= length <= 400):
            end = found.end(names[2] if d1 else names[1])
            start = Day(found.start(), end + text.startswith(("日", "月"), end), first)
            yield Period(start, Day(found.start(names[3] if y2 else names[4]), found.end(), last), said)


def _glued(text: str) -> Iterator[Period]:
    for found in _GLUED.finditer(text):
        year = int(found["y1"])
        first, last = (Day(found.start(), found.end(), day) for day in (date(year, 1, 1), date(year, 12, 31)))
        if not _PERIOD.match(text, found.start()):
            yield Period(first, last, _cued(text, found.start()))


def _ends(text: str) -> Iterator[Period]:
    for found in _UNTIL.finditer(text):
        last = _calendar(int(found["y"]), int(found["m"]), int(found["d"]))
        if last and _cued(text, found.start() + 4):
            yield Period(None, Day(found.start("y"), found.end(), last), True)
    for found in re.finditer(r"(?:至|到)\s*(?=20\d\d\s*年)", text):  # the first half of a range is broken
        day = next(days(text[found.end() : found.end() + 16]), None)
        if day and day.start == 0 and _cued(text, found.start()):
            yield Period(None, Day(found.end(), found.end() + day.end, day.value), True)


def _cued(text: str, start: int) -> bool:
    before = re.split("[。;!]", text[max(0, start - _CUE) : start])[-1]
    return _ABOUT_FIGURES.search(before) is not None


def _calendar(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date | None:
    return next((d for n in (31, 30, 29, 28) if (d := _calendar(year, month, n))), None)
