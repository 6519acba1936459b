"""Numbers as Chinese reports print them.

All patterns work on folded text (`core.folding.fold_text`): half-width digits and punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .folding import fold_text
from .geometry import Span

Qualifier = Literal["exact", "about", "over", "under"]
Kind = Literal["count", "ratio", "mark"]
Value = int | float

_DIGITS = {ch: i for i, ch in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_POWERS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟万亿"
SCALES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_ARABIC = rf"(?P<number>{_NUMBER})\s?(?P<more>余|多|几)?(?P<scale>[十百千]?万|亿|[百千](?=[余多条件人次份篇项个家]))?"
_BEFORE = r"(?:(?P<before>大约|大概|将近|接近|约为|约|近|超过|突破|高达|达到|超|逾|不足|不到|至少|不少于)\s?)?"
_AFTER = r"(?P<after>余|多(?!\w{0,2}样)|以上|左右|上下|以内|以下|之多)?"
_UNITS = (
    "条次|人次|篇次|件次|场次|期次|批次|万元|亿元|千元|元|条|件|篇|次|份|项|个|期|场|人|名|位|起|宗|封|家|部|则|批|组|"
    "本|册|张|处|类|户|户次|例|辆|台|套|款|幅|部|天|字|通|份次|小时|分钟|页|号|年|月|日|级|公里|亩|吨|章|节|周|所|支|种|"
    "路|版|档|卷|课时|方面|大类|样|轮|届|面|块|间|门|帖|词|点|步|栏|集|段|讲|堂|班|员|师|村|镇|县|市|省|区|国"
)
UNIT = "|".join(sorted({*_UNITS.split("|")}, key=lambda u: (-len(u), u)))
_RATIO = r"%|‰|个?百分点|倍|成(?=[以。,;])"
_FIND = re.compile(
    rf"{_BEFORE}(?:(?P<percent>百分之[零〇一二三四五六七八九十百点\d.]+)|{_ARABIC}|(?<![几数好])(?P<han>[{_HAN}]+)(?P<hanmore>余|多|几)?(?P<hanscale>万|亿)?)"
    rf"{_AFTER}\s?(?:(?P<ratio>{_RATIO})|(?P<unit>{UNIT})?)"
)
_MARK = re.compile(r"[/\\]|-{1,3}|—+|―+|─+|_+|无|空白|不适用|空|N/?A|n/?a|\*|○|·")
_CELL = re.compile(
    rf"(?P<sign>[+\-↑↓±增减](?:加|少)?)?\s?(?P<number>\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<scale>[十百千]?万|亿)?"
    rf"(?P<after>余|多)?\s?(?:[(（]?(?P<unit>%|{UNIT})[)）]?)?"
)
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
    def read(text: str, scale: int = 1) -> "Quantity | None":
        """Read the whole of a cell's text, `scale` being the factor that a header states (单位：万元 → 10000).

        Digits broken over spaces or line ends are joined. Returns None where the text is not one quantity.
        """
        folded = fold_text(text)
        if stated := _STATED_SCALE.search(folded):
            scale, folded = _SCALED_UNITS.get(stated[1], 1), folded[: stated.start()]
        start = len(folded) - len(folded.lstrip())
        body = folded.strip()
        span = Span(start, start + len(body))
        raw = text[span.start : span.end]
        if _MARK.fullmatch(body):
            return Quantity(raw, None, "", "exact", "mark", span)
        found = _CELL.fullmatch(" ".join(body.split())) or _CELL.fullmatch("".join(body.split()))
        if found is None:
            only = next(find(body), None)
            if only is None or only.span != (0, len(body)):
                return None
            return Quantity(raw, _scaled(only.value, scale), only.unit, only.qualifier, only.kind, span)
        unit = found["unit"] or ""
        printed = _SCALED_UNITS.get(unit, 0)
        factor = SCALES.get(found["scale"] or "", 1) * (printed or (1 if unit or found["scale"] else scale))
        value = _times(found["number"], factor)
        if (found["sign"] or "").startswith(_DOWN):
            value = -value
        qualifier: Qualifier = "over" if found["after"] else "exact"
        kind: Kind = "ratio" if unit == "%" else "count"
        return Quantity(raw, value, "元" if printed else unit, qualifier, kind, span)


_SCALED_UNITS = {"万元": 10**4, "亿元": 10**8, "千元": 1000}
_QUALIFIERS: dict[str, Qualifier] = dict.fromkeys(
    ("约", "约为", "大约", "大概", "近", "将近", "接近", "左右", "上下"), "about"
)
_QUALIFIERS |= dict.fromkeys(
    ("余", "多", "几", "以上", "之多", "超", "超过", "突破", "逾", "至少", "不少于"), "over"
)
_QUALIFIERS |= dict.fromkeys(("不足", "不到", "以内", "以下"), "under")


def find(text: str) -> Iterator[Quantity]:
    """Every number in folded running text with its qualifier, scale and unit, left to right.

    It says what is printed, not what it means: dates, document numbers and clauses are found too.
    """
    for found in _FIND.finditer(text):
        value, kind = _value(found)
        if value is None:
            continue
        unit = found["unit"] or ""
        words = (found["before"], found["after"], found["more"], found["hanmore"])
        qualifier = next((_QUALIFIERS[w] for w in words if w in _QUALIFIERS), "exact")
        if unit in _SCALED_UNITS:
            value, unit = _scaled(value, _SCALED_UNITS[unit]), "元"
        start = found.start()
        yield Quantity(found[0], value, "" if kind == "ratio" else unit, qualifier, kind, Span(start, found.end()))


def _value(found: re.Match[str]) -> tuple[Value | None, Kind]:
    if found["percent"]:
        return _han_or_digits(found["percent"][3:]), "ratio"
    if found["number"]:
        value: Value | None = _times(found["number"].replace(",", ""), SCALES.get(found["scale"] or "", 1))
    else:
        value = numeral(found["han"])
        value = None if value is None else _scaled(value, SCALES.get(found["hanscale"] or "", 1))
    return value, "ratio" if found["ratio"] else "count"


def _han_or_digits(text: str) -> Value | None:
    if "点" in text:
        whole, part = text.split("点", 1)
        digits = "".join(str(_DIGITS.get(ch, ch)) for ch in part)
        head = numeral(whole)
        return None if head is None or not digits.isdigit() else float(f"{head}.{digits}")
    return numeral(text) if text[:1] in _HAN else _times(text, 1)


def numeral(text: str) -> int | None:
    """Value of a Chinese numeral (一千二百, 两万五千, 二〇二〇); None for what is not one."""
    if not text or any(ch not in _HAN for ch in text) or all(ch in _MYRIADS for ch in text):
        return None
    if all(ch in _DIGITS for ch in text):  # digit by digit, as in years
        return int("".join(str(_DIGITS[ch]) for ch in text))
    total = section = digit = 0
    last = 1
    for ch in text:
        if ch in _DIGITS:
            digit, last = _DIGITS[ch], 1 if ch in "零〇" else last
        elif ch in _POWERS:
            section += (digit or (1 if section == 0 else 0)) * _POWERS[ch]
            digit, last = 0, _POWERS[ch]
        else:
            power = _MYRIADS[ch]
            head = total + section + digit if power == 10**8 else section + digit
            total = head * power if power == 10**8 else total + head * power
            section, digit, last = 0, 0, power
    if digit and last > 10:  # 两万五, 一千二: the last digit counts the next lower power
        digit *= last // 10
    return total + section + digit


def _times(number: str, factor: int) -> Value:
    exact = Decimal("".join(ch for ch in number if ch not in ", ")) * factor
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _scaled(value: Value | None, factor: int) -> Value | None:
    if value is None or factor == 1:
        return value
    return _times(str(value), factor)
