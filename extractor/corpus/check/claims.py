"""What a report says in words against what it says in numbers: nothing received, all answered, another year."""

import re
from collections.abc import Iterator
from typing import Final

from .finding import Finding, Weight
from .reports import Report, label

# A count of the text that is 0, and the numbers of the table that then have to be 0 too.
_NOTHING: Final = {
    "narrative.requests.received": ("requests.new.total", "annex.requests.received"),
    "narrative.review.cases": ("review.total", "annex.review.total"),
    "narrative.litigation.cases": (
        "litigation.direct.total",
        "litigation.after_review.total",
        "annex.litigation.total",
    ),
}
_LEFT: Final = "requests.carried_out.total"
FIELDS: Final = frozenset((*_NOTHING, *(n for names in _NOTHING.values() for n in names), _LEFT))
_SURE = 0.85
_SENTENCE = re.compile(r"[^。；;\n]+")
_ALL_DONE = re.compile(
    r"(?:全部|均已?|已全部)(?:按时|按期|依法|及时|依法依规)?(?:办结|办理完毕)|办结率(?:为|达到?)?100[%％]"
)
_OTHER = re.compile(r"其中|复议|诉讼|提案|建议|信访|来信|工单|热线|留言|许可|审批|服务事项")
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)\s*年(?:度)?")


def check(report: Report) -> Iterator[Finding]:
    """Contradictions inside one report."""
    yield from _nothing(report)
    yield from _all_done(report)
    yield from _years(report)


def _nothing(report: Report) -> Iterator[Finding]:
    for metric, slots in _NOTHING.items():
        count = report.fields.get(metric)
        if count is None or count.value != 0 or count.confidence < _SURE:
            continue
        for name in slots:
            value = report.value(name)
            if value:
                yield Finding(
                    "claim",
                    "violation",
                    f"claim/{metric.removeprefix('narrative.')}",
                    report.who,
                    "nothing",
                    fields=(name, metric),
                    printed=value,
                    implied=0,
                    formula=f"{label(report, name)} {value}",
                    cause="text",
                    args={"quote": "".join((count.raw or "").split())},
                )


def _all_done(report: Report) -> Iterator[Finding]:
    left = report.value(_LEFT)
    if not left:
        return
    for sentence in _SENTENCE.findall(report.prose):
        if (said := _ALL_DONE.search(sentence)) and "申请" in sentence and not _OTHER.search(sentence):
            yield Finding(
                "claim",
                "violation",
                "claim/requests.carried_out",
                report.who,
                "all_done",
                fields=(_LEFT,),
                printed=left,
                implied=0,
                formula=f"结转下年度继续办理 {left}",
                cause="text",
                args={"quote": said[0]},
            )
            return


def _years(report: Report) -> Iterator[Finding]:
    """A year that slipped: the title's, the period's and the date's have to go with the report's."""
    title = _YEAR.findall(report.fact("title"))
    if title and str(report.year) not in title:
        yield _slipped(report, "title", report.fact("title"), "violation")
    start, end = report.fact("period_start"), report.fact("period_end")
    if end and int(end[:4]) != report.year:
        yield _slipped(report, "period_end", end, "violation")
    if start and int(start[:4]) != report.year and not _within_a_year(start, end):
        yield _slipped(report, "period_start", start, "violation")
    published = report.fact("published")
    if published and not report.year <= int(published[:4]) <= report.year + 1:
        early = int(published[:4]) < report.year
        yield _slipped(report, "published", published, "violation" if early else "look")


def _within_a_year(start: str, end: str) -> bool:
    """Whether a period is a year or shorter and ends in another one than it begins in, as a school year does."""
    return bool(end) and int(end[:4]) == int(start[:4]) + 1 and end[5:] < start[5:]


def _slipped(report: Report, fact: str, printed: str, weight: Weight) -> Finding:
    sure = all(report.record.metadata[name].confidence >= _SURE for name in ("year", fact))
    return Finding(
        "year",
        weight if sure else "look",
        f"year/{fact}",
        report.who,
        "slipped",
        fields=(f"metadata.{fact}",),
        formula=f"{report.year} ≠ {printed}",
        cause="slipped" if sure else "misread",
        args={"fact": fact, "printed": printed},
        key=printed,
    )
