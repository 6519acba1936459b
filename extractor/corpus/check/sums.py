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
    """A finding for each mending: broken sums that the same edits mend are one."""
    schema = schema_of(report.record.schema)
    constraints = {c.id: c for c in schema.constraints} if schema else {}
    groups: dict[object, list[Violation]] = {}
    for violation in report.record.violations:
        edits = tuple((edit.field, edit.implied) for edit in violation.edits)
        groups.setdefault(edits or violation.constraint, []).append(violation)
    for same in groups.values():
        yield _finding(same, constraints, report)


def _finding(same: list[Violation], constraints: dict[str, Constraint], report: Report) -> Finding:
    first = same[0]
    weight: Weight = "look" if all(v.blame == "reading" for v in same) else "violation"
    edit = first.edits[0] if first.edits else None
    known = [constraints[v.constraint] for v in same if v.constraint in constraints]
    name = edit.field if edit else known[0].right[0] if known else first.fields[0]
    touched = (field for violation in same for field in violation.fields)
    shown = [_formula(constraint, v, report) for v in same if (constraint := constraints.get(v.constraint))]
    return Finding(
        "sum",
        weight,
        first.constraint,
        report.who,
        "sum" if known else "text",
        fields=tuple(dict.fromkeys((name, *touched))),
        printed=edit.printed if edit else None,
        implied=edit.implied if edit else None,
        formula="；".join(shown) or f"{first.left}≠{first.right}",
        cause="misread" if weight == "look" else first.cause,
        args={"explanation": first.explanation},
        key="|".join(f"{v.constraint} {v.left} {v.right}" for v in same),
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
        found = report.fields.get(name)
        value = report.value(name)
        if value or len(names) < 3:
            word = _REMARK.sub("", places[name].row if rows else places[name].column)
            terms.append(f"{word} {'空白' if found is None or found.status == 'blank' else value}")
    more = "＋…" if len(terms) > _MOST else ""
    return ("＋".join(terms[:_MOST]) + more) or "0"
