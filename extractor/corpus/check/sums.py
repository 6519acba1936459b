"""Sums within one report: what the record's violations say, with the numbers."""

import re
from collections.abc import Iterator

from ...core.record import Violation
from ...core.schema import Constraint
from .finding import Finding, Weight
from .reports import Report, places_of, schema_of

_MOST = 8  # terms that a formula shows
_REMARK = re.compile(r"(?<=.)（[^（）]*）$")  # behind a row's label


def check(report: Report) -> Iterator[Finding]:
    """A finding for each violation; sums that one edit mends are several findings about one cell."""
    schema = schema_of(report.record.schema)
    constraints = {c.id: c for c in schema.constraints} if schema else {}
    for violation in report.record.violations:
        weight: Weight = "violation" if violation.blame == "source" else "look"
        own = [edit for edit in violation.edits if edit.field in violation.fields]
        edit = own[0] if own else None
        constraint = constraints.get(violation.constraint)
        first = edit.field if edit else constraint.right[0] if constraint else violation.fields[0]
        yield Finding(
            "sum",
            weight,
            violation.constraint,
            report.who,
            "sum" if constraint else "text",
            fields=tuple(dict.fromkeys((first, *violation.fields))),
            printed=edit.printed if edit else None,
            implied=edit.implied if edit else None,
            formula=_formula(constraint, violation, report) if constraint else f"{violation.left}≠{violation.right}",
            cause=violation.cause or ("misread" if violation.blame == "reading" else ""),
            args={"explanation": violation.explanation},
            key=f"{violation.left}|{violation.right}",
        )


def _formula(constraint: Constraint, violation: Violation, report: Report) -> str:
    left, right = (_side(names, report, constraint) for names in (constraint.left, constraint.right))
    sums = (f"＝{violation.left}" if left.count("＋") else "", f"＝{violation.right}" if right.count("＋") else "")
    return f"{left}{sums[0]} ≠ {right}{sums[1]}"


def _side(names: tuple[str, ...], report: Report, constraint: Constraint) -> str:
    places = places_of(report.record.schema)
    rows = len({places[n].row for n in constraint.fields}) > 1
    terms = []
    for name in names:
        value = report.value(name)
        if value or len(names) < 3:
            word = _REMARK.sub("", places[name].row if rows else places[name].column)
            terms.append(f"{word} {'空白' if value is None else value}")
    more = "＋…" if len(terms) > _MOST else ""
    return ("＋".join(terms[:_MOST]) + more) or "0"
