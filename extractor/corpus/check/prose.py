"""The text's own arithmetic: parts in brackets against their whole, changes against last year's report."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ...schemas import load_schema, names
from .finding import Confirmed, Finding, Said
from .reports import Report, label, schema_of
from .years import plain

_UNIT = r"(?:条次|篇次|人次|条|件|篇|份|次|起|宗|个|期|场|人)"
_NUMBER = r"(\d[\d,，]*(?:\.\d+)?)\s*(万)?余?\s*"
_WHOLE = re.compile(rf"{_NUMBER}({_UNIT})[，,:：]?\s*[（(](?:其中|包括|分别为|包含)[:：，,]?")
_PART = re.compile(rf"(?<![\d.%]){_NUMBER}({_UNIT})")
_SINCE = r"(?:比上年度?|较上年度?|比去年|较去年|与上年度?相比|同比|比(?P<year>20\d\d)年|较(?P<year2>20\d\d)年)"
_MORE, _LESS = ("增长", "增加", "上升", "提高", "多", "增"), ("减少", "下降", "降低", "少", "减")
_CHANGE = re.compile(
    rf"(?<![\d.]){_NUMBER}({_UNIT})[，,（(]{{0,2}}{_SINCE}[^，。；\d]{{0,6}}?(?P<way>{'|'.join(_MORE + _LESS)})了?"
    rf"(?P<by>\d[\d,]*(?:\.\d+)?)(?P<kind>[%％]|{_UNIT})"
)


@cache
def fields() -> frozenset[str]:
    """The counts of the text, and the numbers of the tables that they are compared with."""
    found: set[str] = set()
    for name in names():
        schema = load_schema(name)
        found |= {m.id for m in schema.metrics}
        found |= {f for c in schema.comparisons for d in c.definitions for f in (*d.fields, *d.minus)}
    return frozenset(found)


def check(report: Report, before: Report | None) -> Iterator[Said]:
    """Brackets whose parts exceed their whole; changes that last year's report does not bear out."""
    yield from _brackets(report)
    if before is not None:
        yield from _changes(report, before)


def _brackets(report: Report) -> Iterator[Finding]:
    text = report.prose
    for found in _WHOLE.finditer(text):
        inside = _inside(text, found.end())
        parts = [_value(p[1], p[2]) for p in _PART.finditer(inside) if p[3] == found[3]]
        whole = _value(found[1], found[2])
        if len(parts) > 1 and sum(parts) > whole:
            yield Finding(
                "prose",
                "look",
                "prose/brackets",
                report.who,
                "brackets",
                printed=whole,
                implied=plain(sum(parts)),
                formula=f"{'＋'.join(str(p) for p in parts)}＝{plain(sum(parts))} ＞ {whole}",
                cause="brackets",
                args={"quote": (found[0] + inside)[:60]},
                key=found[0],
            )


def _inside(text: str, start: int) -> str:
    """What stands up to the closing bracket, without brackets inside it."""
    depth, kept = 1, list[str]()
    for ch in text[start : start + 1_000]:
        depth += (ch in "（(") - (ch in "）)")
        if depth == 0:
            return "".join(kept)
        if depth == 1 and ch not in "）)":
            kept.append(ch)
    return ""


def _value(digits: str, ten_thousand: str | None) -> int | float:
    number = Decimal(digits.replace(",", "").replace("，", ""))
    return plain(float(number * 10_000 if ten_thousand else number))


def _changes(report: Report, before: Report) -> Iterator[Said]:
    for found in _CHANGE.finditer(report.prose):
        since = found["year"] or found["year2"]
        if since and int(since) != before.year:
            continue
        now = _value(found[1], found[2])
        metrics = [n for n, f in report.fields.items() if n.startswith("narrative.") and f.value == now]
        if len(metrics) != 1 or not now:
            continue
        (metric,) = metrics
        prior = _prior(metric, before)
        if not prior:
            continue
        quote, constraint = found[0], f"prose/{metric.removeprefix('narrative.')}"
        fits = [p for p in prior if _borne_out(found, now, p)]
        shown = _said(now, fits[0] if fits else prior[0], before.year)
        if fits:
            yield Confirmed(constraint, report.who, f"{quote}：{shown}")
        else:
            yield Finding(
                "prose",
                "look",
                constraint,
                report.who,
                "change",
                fields=(metric,),
                printed=now,
                formula=shown,
                cause="change",
                args={"quote": quote, "label": label(report, metric), "before": str(before.year)},
                others=(before.sha256,),
                key=quote,
            )


def _prior(metric: str, before: Report) -> list[int | float]:
    """Last year's number: as the text gave it, and under each definition that the tables offer."""
    found = [v for v in (before.value(metric),) if v is not None]
    schema = schema_of(before.record.schema)
    for comparison in schema.comparisons if schema else ():
        if comparison.metric == metric:
            for definition in comparison.definitions:
                if all(before.value(n) is not None for n in (*definition.fields, *definition.minus)):
                    total = sum(before.value(n) or 0 for n in definition.fields)
                    found.append(plain(total - sum(before.value(n) or 0 for n in definition.minus)))
    return list(dict.fromkeys(found))


def _borne_out(found: re.Match[str], now: int | float, prior: int | float) -> bool:
    by = found["by"].replace(",", "")
    change = now - prior if found["way"] in _MORE else prior - now
    if found["kind"] not in "%％":
        return abs(change - float(by)) < 1e-6
    decimals = len(by.partition(".")[2])
    return bool(prior) and abs(change / prior * 100 - float(by)) <= 10**-decimals  # rounded or cut off


def _said(now: int | float, prior: int | float, year: int) -> str:
    change = plain(now - prior)
    share = f"，{change / prior * 100:+.1f}%" if prior else ""
    return f"{year}年 {prior}，本年 {now}，相差 {change:+}{share}"
