"""Numbers as Chinese reports print them.

All patterns work on folded text (`core.folding.fold_text`): half-width digits and punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from .folding import fold_text
from .geometry import Span

Qualifier = Literal["exact", "about", "over", "under"]
Kind = Literal["count", "ratio", "mark"]
Value = int | float

_DIGITS = {ch: i for i, ch in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_POWERS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_HAN = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟万亿"
SCALES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}

# Cells come as printed in traditional script; running text is simplified when it is folded.
_SIMPLE = str.maketrans("萬億兩餘單約條項個", "万亿两余单约条项个")
_LONGEST = 30  # digits; a longer row of them is no number that anyone counted to
_UNITS = (
    "条次|人次|篇次|件次|场次|期次|批次|万元|亿元|千元|元|条|件|篇|次|份|项|个|期|场|人|名|位|起|宗|封|家|部|则|批|组|"
    "本|册|张|处|类|户|户次|例|辆|台|套|款|幅|部|天|字|通|份次|小时|分钟|页|号|年|月|日|级|公里|亩|吨|章|节|周|所|支|种|"
    "路|版|档|卷|课时|方面|大类|样|轮|届|面|块|间|门|帖|词|点|步|栏|集|段|讲|堂|班|员|师|村|镇|县|市|省|区|国|笔|桩"
)
UNIT = "|".join(sorted({*_UNITS.split("|")}, key=lambda u: (-len(u), u)))
_BEFORE = (
    r"(?:(?P<before>大约|大概|将近|接近|约为|(?<![预节公合契制])约|(?<![附最])近|不超过|不高于|至多|最多|超过|突破|高达|达到|超|逾|"
    r"不足|不到|至少|不少于|不低于)\s?)?"
)
# Thousands stand apart at commas, and at spaces or line ends where a unit shows that one number goes on.
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|"
    rf"(?<![\d.,])(?<!\d\s)\d{{1,3}}(?:[ \n]\d{{3}})+(?=\s?(?:[余多]?[万亿]|{UNIT}))|\d+(?:\.\d+)?"
)
_ARABIC = (
    rf"(?P<number>{_NUMBER})\s?(?P<more>余|多|几)?(?P<scale>[十百千]?万|亿|[百千](?=[余多条件人次份篇项个家]))?"
    r"(?P<lower>(?<=\d[万亿])(?:\d{1,4}(?:[百千]?万|[百千])|\d{3,4}(?![\d年])))?"
)
_CHINESE = (
    rf"(?<![几数好{_HAN}])(?<!上(?=[百千万]))(?P<han>[{_HAN}]+(?:点[零〇一二三四五六七八九]+(?=[万亿倍]|个?百分点))?)"
    r"(?P<hanmore>余|多|几)?(?P<hanscale>万|亿)?"
)
_PARTS = rf"(?<![{_HAN}])(?P<whole>[{_HAN}]+)分之(?P<part>[{_HAN}点]+|\d+(?:\.\d+)?)"
_AFTER = r"(?P<after>余|多(?!\w{0,2}样)|以上|左右|上下|以内|以下|之多)?"
_LATE = r"(?P<late>以上|左右|上下|以内|之多)?"
_RATIO = r"%|‰|个?百分点|倍|成(?=[以。,;])"
_BEGINS = rf"(?=[\d{_HAN}大将接约近不至最超突高达逾])"  # what no number begins with is passed over at once
_FIND = re.compile(
    rf"{_BEGINS}{_BEFORE}(?:{_PARTS}|{_ARABIC}|{_CHINESE}){_AFTER}\s?(?:(?P<ratio>{_RATIO})|(?P<unit>{UNIT}){_LATE})?"
)
_MARK = re.compile(r"[/\\]|-{1,3}|—+|―+|─+|_+|无|暂无|空白|不适用|空|N/?A|n/?a|\*|○|·")
_CELL = re.compile(
    r"(?P<sign>[+\-↑↓±]|增加?|减少?)?\s?(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"\s?(?P<scale>[十百千]?万|亿)?(?P<after>余|多)?\s?(?:[(]?(?P<unit>%|{UNIT})[)]?)?"
)
_DATES = frozenset("年月日号页")  # what a cell with these units holds counts nothing
_STATED_SCALE = re.compile(r"[(]\s*(?:单位)?\s*:?\s*(万元|亿元|千元|元)\s*[)]\s*$")
_DOWN = ("-", "↓", "减", "减少")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: `value` in `unit` (as printed; scales such as 万 and 万元 are multiplied out).

    `kind` is "count", "ratio" (percentages, multiples) or "mark" (a sign that stands for no number;
    value None). `span` is the interval in the text that was read.
    """

    raw: str
    value: Value | None
    unit: str
    qualifier: Qualifier
    kind: Kind
    span: Span

    @staticmethod
    @lru_cache(maxsize=8192)  # the same few numbers fill a form, and several stages ask what they are
    def read(text: str, scale: int = 1) -> "Quantity | None":
        """Read the whole of a cell's text, `scale` being the factor that a header states (单位：万元 → 10000).

        Digits broken over spaces or line ends are joined. Returns None where the text is not one quantity.
        """
        folded = fold_text(text).translate(_SIMPLE)
        money = ""
        if stated := _STATED_SCALE.search(folded):
            scale, folded, money = _SCALED_UNITS.get(stated[1], 1), folded[: stated.start()], "元"
        start = len(folded) - len(folded.lstrip())
        body = folded.strip()
        span = Span(start, start + len(body))
        raw = text[span.start : span.end]
        joined = "".join(body.split())
        if _MARK.fullmatch(joined):
            return Quantity(raw, None, "", "exact", "mark", span)
        if joined != body and re.match(r"0\d", joined):  # 0 0 3 is a row of numbers that lost its cells
            return None
        found = _CELL.fullmatch(" ".join(body.split())) or _CELL.fullmatch(joined)
        only = next(find(joined), None) if found is None else _cell(found, scale)
        if only is None or only.unit in _DATES or (found is None and only.span != (0, len(joined))):
            return None
        value = only.value
        if found is None and only.kind == "count" and not only.unit and not _MYRIADS.keys() & only.raw:
            value = _scaled(value, scale)
        return Quantity(raw, value, only.unit or money, only.qualifier, only.kind, span)


_SCALED_UNITS = {"万元": 10**4, "亿元": 10**8, "千元": 1000}
_QUALIFIERS: dict[str, Qualifier] = dict.fromkeys(
    ("约", "约为", "大约", "大概", "近", "将近", "接近", "左右", "上下"), "about"
)
_QUALIFIERS |= dict.fromkeys(
    ("余", "多", "几", "以上", "之多", "超", "超过", "突破", "逾", "至少", "不少于", "不低于"), "over"
)
_QUALIFIERS |= dict.fromkeys(("不足", "不到", "以内", "以下", "不超过", "不高于", "至多", "最多"), "under")


def find(text: str) -> Iterator[Quantity]:
    """Every number in folded running text with its qualifier, scale and unit, left to right.

    It says what is printed, not what it means: dates, document numbers and clauses are found too. What names no
    number (几十, 七八件, 三分之一) is left out.
    """
    for found in _FIND.finditer(text):
        words = [found[name] for name in ("before", "after", "more", "hanmore", "late")]
        qualifier: Qualifier = next((_QUALIFIERS[w] for w in words if w in _QUALIFIERS), "exact")
        value, kind = _value(found, qualifier)
        if value is None:
            continue
        unit = found["unit"] or (found["ratio"] or "").removeprefix("个")
        if found["whole"]:
            unit = "%" if found["whole"] == "百" else "‰"
        if unit in _SCALED_UNITS:
            value, unit = _scaled(value, _SCALED_UNITS[unit]), "元"
        yield Quantity(found[0], value, unit, qualifier, kind, Span(*found.span()))


def _value(found: re.Match[str], qualifier: Qualifier) -> tuple[Value | None, Kind]:
    kind: Kind = "ratio" if found["ratio"] or found["whole"] else "count"
    if found["whole"]:
        return (_han_or_digits(found["part"]) if found["whole"] in ("百", "千") else None), kind
    if found["number"]:
        value = _times(found["number"], SCALES.get(found["scale"] or "", 1))
        if found["lower"] and value is not None:
            lower = found["lower"].rstrip("百千万")
            value += int(lower) * SCALES.get(found["lower"][len(lower) :], 1)
        return value, kind
    han = found["han"]
    if han in _MYRIADS:  # 近万, 万余; 万 by itself is no number
        return (_MYRIADS[han] if qualifier != "exact" else None), kind
    return _scaled(_han_or_digits(han), SCALES.get(found["hanscale"] or "", 1)), kind


def _cell(found: re.Match[str], scale: int) -> Quantity | None:
    unit = found["unit"] or ""
    printed = _SCALED_UNITS.get(unit, 0)
    factor = SCALES.get(found["scale"] or "", 1) * (printed or (1 if unit or found["scale"] else scale))
    value = _times(found["number"], factor)
    if value is None:
        return None
    if (found["sign"] or "").startswith(_DOWN):
        value = -value
    qualifier: Qualifier = "over" if found["after"] else "exact"
    kind: Kind = "ratio" if unit == "%" else "count"
    return Quantity(found[0], value, "元" if printed else unit, qualifier, kind, Span(*found.span()))


def _han_or_digits(text: str) -> Value | None:
    if text[:1] not in _HAN:
        return _times(text, 1)
    whole, _, part = text.partition("点")
    head = numeral(whole)
    if head is None or not part:
        return head if whole == text else None
    digits = "".join(str(_DIGITS.get(ch, ch)) for ch in part)
    return _times(f"{head}.{digits}", 1) if digits.isdigit() else None


# Two digits side by side guess: 七八件, 二三十人, 三十五六.
_VAGUE = frozenset(("一二", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"))


def numeral(text: str) -> int | None:
    """Value of a Chinese numeral (一千二百, 两万五千, 二〇二〇); None for what is not one, guesses (七八) included."""
    text = text.translate(_SIMPLE)
    if not text or text in _VAGUE or any(ch not in _HAN for ch in text):
        return None
    if all(ch in _DIGITS for ch in text):  # digit by digit, as in years
        return int("".join(str(_DIGITS[ch]) for ch in text)) if len(text) <= _LONGEST else None
    total = section = digit = 0
    power, myriad, last = 10**4, 10**12, 1  # the least power of the section and myriad so far; the last one said
    for ch in text:
        if ch in "零〇":
            if digit:
                return None
            last = 1
        elif ch in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[ch]
        elif ch in _POWERS:
            said = digit or not section or (ch == "十" and text[0] in _DIGITS)  # 百; 一百十二, but 百十 guesses
            if _POWERS[ch] >= power or not said:
                return None
            section += (digit or 1) * _POWERS[ch]
            digit, last = 0, _POWERS[ch]
            power = last
        else:
            head = section + digit or (total if ch == "亿" else 0)  # 三万亿
            if not head or (_MYRIADS[ch] >= myriad and head != total):
                return None
            last = _MYRIADS[ch]
            total = (total + section + digit) * last if ch == "亿" else total + head * last
            section, digit, power, myriad = 0, 0, 10**4, last
    if digit and last > 10:  # 两万五, 一千二: the last digit counts the next lower power
        digit *= last // 10
    return total + section + digit


def _times(number: str, factor: int) -> Value | None:
    digits = "".join(ch for ch in number if ch not in ", \n")
    if len(digits) > _LONGEST:
        return None
    top, bottom = Decimal(digits).as_integer_ratio()
    return top * factor // bottom if top * factor % bottom == 0 else top * factor / bottom


def _scaled(value: Value | None, factor: int) -> Value | None:
    if value is None or factor == 1:
        return value
    return _times(str(value), factor)
