"""Numbers that are far from all others of the same agency: worth a look, nothing more."""

import math
from collections.abc import Iterator
from statistics import median
from typing import Final

from ..series import Variable
from .finding import Finding
from .reports import Report

_LEAST_YEARS = 4
_LEAST_MOVE = 20  # a number that moved by fewer is small, however many times larger it is
_TIMES = 4.0  # a number within this factor of the median is usual
_SPREADS = 5.0  # of the agency's own years, beyond which a number is unusual
_TO_DEVIATION: Final = 1.4826  # median absolute deviation → standard deviation of a normal distribution


def check(reports: list[Report], variables: tuple[Variable, ...]) -> Iterator[Finding]:
    """Years of an agency in which a variable lies far from the median of its other years, on a scale of ratios."""
    for variable in variables:
        points = [(report, value) for report in reports if (value := _value(report, variable)) is not None]
        if len(points) < _LEAST_YEARS:
            continue
        for k, (report, value) in enumerate(points):
            others = [v for i, (_, v) in enumerate(points) if i != k]
            if _far(value, others):
                shown = "、".join(f"{r.year}年 {v}" for r, v in points)
                yield Finding(
                    "history",
                    "look",
                    f"history/{variable.id}",
                    report.who,
                    "history",
                    fields=tuple(t.field for t in variable.terms if t.field in report.fields),
                    printed=value,
                    formula=shown,
                    cause="history",
                    args={"label": variable.label},
                )


def _far(value: int | float, others: list[int | float]) -> bool:
    logs = [math.log1p(max(v, 0)) for v in others]
    middle = median(logs)
    spread = _TO_DEVIATION * median(abs(x - middle) for x in logs)
    distance = abs(math.log1p(max(value, 0)) - middle)
    beyond = value > max(others) or value < min(others)
    moved = min(abs(value - v) for v in others)
    return beyond and moved >= _LEAST_MOVE and distance > max(math.log(_TIMES), _SPREADS * spread)


def _value(report: Report, variable: Variable) -> int | float | None:
    terms = [t for t in variable.terms if t.schema == report.record.schema]
    known = [(t, report.value(t.field)) for t in terms]
    if not known or any(v is None and t.required for t, v in known):
        return None
    return sum(v or 0 for _, v in known)
