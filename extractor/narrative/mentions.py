"""Quantities of running text; numbers that name, date, cite, phone or enumerate are not quantities."""

import re
from collections.abc import Container, Iterator

from ..core.quantity import Quantity, find
from .words import ABSTRACT

_HAN = "零〇一二三四五六七八九十百千两"
_DATE = (
    r"\d{2,4}年度?(?:\d{1,2}月份?)?(?:\d{1,2}日)?|\d{1,2}月份?(?:\d{1,2}日)?(?![^,。]{0,2}份)|\d{4}[-./]\d{1,2}[-./]\d{1,2}|"
    r"[一二][零〇○oO九]?[零〇○oO一二三四五六七八九]{2}年(?:[一二三四五六七八九十]{1,3}月)?(?:[一二三四五六七八九十]{1,3}日)?|"
    r"\d{1,2}[:]\d{2}(?:[:]\d{2})?|\d{1,4}[-~—至]\d{1,4}[年月日]|\d{5,12}月\d{0,4}日?"
)
_COUNTERS = "余多条件篇份次个项期场人起宗封例名位部处类家册本张元批组幅轮届户版则台套"
_PAPERS = "条例|指南|目录|办法|通知|报告|年报|意见|规定|要点|方案|制度|细则|规范|标准|纲要|计划|规划|决定|手册"
_BEGINS = rf"(?=[\d{_HAN}A-Za-z@_.\-《\"\[(第电传邮手索编①-⑳])"  # what no name begins with is passed over at once
_NAME = re.compile(
    rf"{_BEGINS}(?:(?P<inert>{_DATE}"
    rf"|《[^》\n]{{0,60}}(?:{_PAPERS})(?:[(][^》\n]*[)])?》)"
    r"|《[^》\n]{1,80}》|\"[^\"\n]{1,40}\"|[\[(]\d{2,4}[\])]\s?\d*号?"
    rf"|第[\d{_HAN}]{{1,9}}[\u4e00-\u9fff]?|第[(][\d{_HAN}]{{1,9}}[)][\u4e00-\u9fff]?"
    r"|(?:电话|传真|邮编|邮政编码|手机|QQ|索引号|编号)[^。;\d\n]{0,8}[\d\-—]{5,20}(?:[,、转][\d\-—]{7,20}){0,5}|\d{3,4}[-—]\d{7,8}"
    r"|[A-Za-z@][A-Za-z0-9_@./:?=&%\-]*|(?<![A-Za-z0-9_.\-])[A-Za-z0-9_.\-]{1,64}@[A-Za-z0-9_.\-]+"
    r"|(?<![\d.,])1[012]\d{3}(?=热线|工单|平台|电话|服务|便民|政[务府]|市[民长]|、1[012]\d{3}(?!\d)|等)|(?<![\d.,])(?:12345|12333|12315|12366|12369|12328|12388|12380|12360|12358)(?![\d.,万条件次个人])"
    rf"|[{_HAN}]{{1,9}}是|[\d{_HAN}]{{1,9}}[号室楼层级届省]|十[一二三四五]?五(?=期间|[^{_COUNTERS}])|\d{{1,9}}[年月日天]|[\d{_HAN}]{{1,9}}个?(?:工作日|小时|分钟|季度|年|月|周)"
    r"|(?<=[\n。;!?:])(?:[(]\d{1,2}[)]|\d{1,2}[、.](?!\d))|^\d{1,2}[、.](?!\d)|[(]\d{1,2}[)]|[①-⑳]|(?<![\d.])\d{1,2}[.](?=[\u4e00-\u9fff])"
    rf"|(?<=[\n。;!?])[{_HAN}]{{1,9}}[、.]|[(][{_HAN}]{{1,9}}[)]|\d{{1,9}}\+)"
)
_ARTICLE = ("一", "几", "百", "千", "万", "亿")
_ONE = re.compile(
    r"(?<=[备定排有置了])一名|(?<=[设有置立])一处|"
    r"(?<![每第另同这任进某近无唯统中之])一[次期场件起例宗份封篇处家条项部个名](?=[,。;、()\n]|$)"
)
_NOT_COUNTED = re.compile(
    r"工作日|小时|以内|日内|[年月天日]|字[方以]|多元|[者化]|[一二三四五六七八九十]|方[面位]|意识|层[次面]|维度|部分|不|必须|到位|公开|"
    r"自信|凡是|确保"
)
_LABEL = re.compile(r"[\u4e00-\u9fffA-Za-z]")  # a number glued to a word counts nothing without a unit
_FORM = re.compile(r"(?:[条件次人个篇项元期场份宗册)]|\d\s)\s*$")  # a form's line: the unit, then one or two numbers
_LATER = re.compile(r"个?(?:工作日|日内|小时)")


def names(text: str) -> list[tuple[int, int, bool]]:
    """Stretches whose numbers are no quantities, as (start, end, inert), in order; dates and titles of papers are
    inert: their words say nothing either."""
    return [(*m.span(), m["inert"] is not None) for m in _NAME.finditer(text)]


def quantities(text: str, taken: list[tuple[int, int, bool]], units: Container[str]) -> Iterator[Quantity]:
    """Quantities of folded text outside the stretches of `names`. A Chinese numeral needs one of the units."""
    at = 0
    for quantity in find(text):
        start, end = quantity.span
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if any(s < end and start < e for s, e, _ in taken[at : at + 3]):
            continue
        if _is_count(text, quantity, units):
            yield quantity


def _is_count(text: str, quantity: Quantity, units: Container[str]) -> bool:
    if quantity.kind == "ratio":
        return True
    end = quantity.span.end
    if quantity.unit in ABSTRACT or _LATER.match(text, end):
        return False
    if text[end : end + 2] in ("+的", "以上") and not quantity.unit:
        return False
    if any(ch.isdigit() for ch in quantity.raw):
        if quantity.unit or quantity.raw.endswith(("万", "亿")):
            return True
        start = quantity.span.start
        return not (_LABEL.match(text, end) or _year_like(quantity) or _FORM.search(text, max(0, start - 8), start))
    if not quantity.unit or quantity.unit not in units:
        return False
    if quantity.raw.startswith(_ARTICLE):
        return _ONE.match(text, quantity.span.start) is not None
    return not _NOT_COUNTED.match(text, end)


def _year_like(quantity: Quantity) -> bool:
    digits = quantity.raw.strip()
    return digits.isdigit() and (len(digits) > 9 or (len(digits) == 4 and 1949 <= int(digits) <= 2050))
