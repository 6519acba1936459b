"""What does not add up: broken sums with their mending edits, and counts that no definition ties to the table."""

from collections.abc import Mapping
from typing import TypeGuard

from ..core.record import Blame, Edit, Field, FieldEvidence, Violation
from ..core.schema import Schema
from .compare import Comparing, compare
from .confidence import confirmed, contradicted
from .explain import Mend, mends
from .sums import Balance, balances

_PLAIN = 0.9  # a statement weaker than this is not held against the table
_SURE = 0.95  # and only one as strong as this accuses the agency
_MISREAD = 0.5  # probability that one of a broken sum's numbers is misread, from which on the reading is blamed
_PART = 0.5  # a number smaller than this share of the table's is likelier a part of it: a subordinate's, one kind's
_WORDS = {
    "total_blank": "总计未填",
    "total_not_updated": "总计未更新",
    "total_wrong": "总计与各项之和不符",
    "digits_swapped": "数字颠倒",
    "digit_lost": "漏印一位数字",
    "digit_doubled": "多印一位数字",
    "moved": "数字填入相邻栏",
    "counted_twice": "同一数字重复计入",
    "value_wrong": "一项数字有误",
}


def sums_violated(fields: Mapping[str, Field], schema: Schema) -> list[Violation]:
    """All broken sums of the tables; fills in `suggested` where an edit of a printed value mends one."""
    broken = [b for b in balances(fields, schema) if not b.holds]
    printed = {
        name: _value(f)
        for name, f in fields.items()
        if f.status not in ("missing", "conflict") and name in schema.constraints_of
    }
    found = mends(broken, printed, schema)
    for mend in found:
        if mend.cause != "counted_twice":  # likely, but the sums do not imply it
            for name, implied in mend.edits:
                fields[name].suggested = _plain(implied)
    return [_broken_sum(b, found, fields, schema) for b in broken]


def text_violated(fields: Mapping[str, Field], schema: Schema) -> list[Violation]:
    """Counts of the text that no definition ties to the table. Where one does, the count gains confidence.

    A difference speaks against our reading of the sentence as much as against the agency: it costs the count
    confidence, and only a plain statement without a rival accuses the source.
    """
    found = []
    for comparing in compare(fields, schema):
        count = fields[comparing.metric]
        if comparing.definition is not None:
            _confirm(count, comparing)
        elif _exact(count):
            score = count.evidence[0].score
            count.confidence = contradicted(count.confidence)
            if score >= _PLAIN and comparing.text >= _PART * comparing.table:
                plain = score >= _SURE and len(count.evidence) == 1
                found.append(_against_text(comparing, schema, "source" if plain else "reading"))
    return found


def _broken_sum(balance: Balance, found: list[Mend], fields: Mapping[str, Field], schema: Schema) -> Violation:
    constraint = balance.constraint
    mend = next((m for m in found if constraint.id in m.mended), None) or next(
        (m for m in found if any(name in constraint.fields for name, _ in m.edits)), None
    )
    edits = [Edit(name, _value(fields[name]), _plain(implied)) for name, implied in mend.edits] if mend else []
    absent = any(name in fields and fields[name].status == "missing" for name in constraint.fields)
    doubt = sum(1 - fields[name].evidence[0].probability for name in constraint.fields if _is_read(fields.get(name)))
    return Violation(
        constraint.id,
        _plain(balance.left),
        _plain(balance.right),
        [name for name in constraint.fields if name in fields],
        "reading" if absent or doubt >= _MISREAD else "source",
        _tell(edits, mend, schema),
        mend.cause if mend else "",
        edits,
    )


def _is_read(field: Field | None) -> TypeGuard[Field]:
    return field is not None and bool(field.evidence)


def _tell(edits: list[Edit], mend: Mend | None, schema: Schema) -> str:
    if mend is None:
        return "没有一处改动能使相关各式都成立"
    parts = [
        f"“{schema.fields[e.field].label}”印为{'空白' if e.printed is None else e.printed}，按各式应为{e.implied}"
        for e in edits
    ]
    return f"{_WORDS[mend.cause]}：{'；'.join(parts)}"


def _against_text(comparing: Comparing, schema: Schema, blame: Blame) -> Violation:
    label = schema.fields[comparing.metric].label
    table, text = _plain(comparing.table), _plain(comparing.text)
    return Violation(
        f"text/{comparing.metric}",
        text,
        table,
        [comparing.metric, *comparing.fields],
        blame,
        f"正文的{label}为{text}，表中为{table}，任何口径都不能使两者一致",
        "text_differs",
    )


def _confirm(count: Field, comparing: Comparing) -> None:
    """The table says the same: the count gains confidence, and the definition that fits is named."""
    assert comparing.definition is not None
    count.confidence = confirmed(count.confidence)
    quote = f"口径：{comparing.definition.name}"
    count.evidence.append(FieldEvidence("table", "exact", 1.0, _plain(comparing.table), "", 1.0, quote=quote))


def _exact(count: Field) -> bool:
    raw = count.raw or ""
    return not any(word in raw for word in "余多约近超逾万亿")


def _value(field: Field) -> float | int | None:
    return field.value if isinstance(field.value, int | float) else None


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 6)
