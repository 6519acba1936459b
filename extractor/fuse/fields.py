"""One field per slot, count or fact, from what was decided on its evidence."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from ..core.evidence import Evidence, Reading
from ..core.metric import Metric
from ..core.record import Field, FieldEvidence, Mention
from ..core.schema import FieldSpec, Schema
from .confidence import Support, of_cell, of_count, of_missing, of_read_cell
from .decode import Decision
from .sums import balances

# What was read off a picture and put right by sums: the probability it needs, how much more for each of its document's
# mean doubt, and the most. On train and dev scans of a mean doubt below 0.2 all but one of 292 that had 0.95 or more
# were right; of 46 that had 0.9 to 0.95 seven were wrong.
_REPAIRED, _WORSE, _AT_MOST = 0.9, 1.0, 0.95
_POOR, _NEARLY_ALL = 0.2, 0.99  # the most from such a mean doubt on
CONFLICT_BELOW = 0.9  # a reading with a smaller part of the probability does not win
_READ, _CHANGED = 0.5, 0.7  # the same for what was read off a picture: as read, and where the bounded search gave up
METADATA = (
    "agency", "region", "region_code", "year", "title", "period_start", "period_end", "published", "document_number"
)  # fmt: skip
_ELSEWHERE = 0.5  # of the cells of a misplaced table print something else than what stands in their place
_COUNTED_OFF = 0.5  # below this score a row's place is a guess
_MOST_RIVALS = 5
_FITS = 0.3  # what a table that says the same adds to the strength of a statement


def table_fields(decided: Iterable[Decision], schema: Schema) -> dict[str, Field]:
    """Every slot of the schema's tables: first the readings, then the confidence that their sums lend them."""
    slots: dict[str, tuple[Decision, int]] = {}
    for decision in decided:
        for k, name in enumerate(decision.evidence.fields):
            slots.setdefault(name, (decision, k))
    printed = {spec.table for name, spec in schema.fields.items() if name in slots}
    pictured = any(decision.evidence.fallible for decision, _ in slots.values())
    fields: dict[str, Field] = {}
    for name, spec in schema.fields.items():
        if name in slots:
            fields[name] = _slot(*slots[name], spec)
        elif spec.table is not None and not spec.optional:
            sure = of_missing(spec.table in printed, pictured=pictured)
            fields[name] = Field(None, None, spec.unit, sure, "missing")
    support = _support(fields, schema)
    for name, (decision, k) in slots.items():
        fields[name].confidence = _confidence(fields[name], decision, k, support.get(name, Support()))
    return fields


def _slot(decision: Decision, k: int, spec: FieldSpec) -> Field:
    placed, told = _placed(decision.evidence), _shares(decision, k)
    share, reading = told[0]
    shares = [(p * placed, r) for p, r in told]
    first = decision.evidence.options[0].readings[k]
    fallible = decision.evidence.fallible
    repaired = fallible and reading.value != first.value
    changed = min(_AT_MOST if decision.doubt < _POOR else _NEARLY_ALL, _REPAIRED + _WORSE * decision.doubt)
    needed = CONFLICT_BELOW if not fallible else changed if repaired else _CHANGED if not decision.solved else _READ
    unread = fallible and isinstance(reading.value, str)  # no number and no sign for none
    certain = share * (placed if repaired or not fallible else 1.0) >= needed and placed >= _COUNTED_OFF
    conflict = not certain or unread or not (fallible or decision.solved)
    if fallible and (conflict or repaired):  # the first reading stands last
        last = (sum(p for p, r in shares if r.value == first.value), first)
        shares = [pair for pair in shares[:_MOST_RIVALS] if pair[1].value != first.value] + [last]
    rivals = [_evidence(decision.evidence, r, p) for p, r in shares[: _MOST_RIVALS + 1 if fallible else _MOST_RIVALS]]
    if conflict:
        return Field(None, None, spec.unit, 0.0, "conflict", None, rivals)
    return Field(reading.value, reading.raw, spec.unit, 0.0, "repaired" if repaired else reading.status, None, rivals)


def _confidence(field: Field, decision: Decision, k: int, support: Support) -> float:
    evidence, shares = decision.evidence, _shares(decision, k)
    share, first = shares[0]
    if evidence.fallible:
        if field.status == "conflict":  # what it claims is that there is no number
            share = sum(p for p, reading in shares if reading.value is None)
        return of_read_cell(evidence.match, share * _placed(evidence) * (1 - _ELSEWHERE * decision.slipped), support)
    traceless = first.status == "blank" and first.span is None
    return of_cell(
        evidence.match, share * _placed(evidence), support, cut=len(evidence.options) > 1, traceless=traceless
    )


def _placed(evidence: Evidence) -> float:
    """Probability that the values stand where they were put, and that the right reading is among the options."""
    return evidence.score if evidence.fallible or evidence.score < _COUNTED_OFF else 1.0


def _shares(decision: Decision, k: int) -> list[tuple[float, Reading]]:
    """The different readings of one slot with their probabilities, likeliest first."""
    if len(decision.probabilities) == 1:
        return [(1.0, decision.evidence.options[0].readings[k])]
    found: dict[object, tuple[float, Reading]] = {}
    for option, share in zip(decision.evidence.options, decision.probabilities, strict=True):
        reading = option.readings[k]
        before, kept = found.get((reading.value, reading.status), (0.0, reading))
        found[reading.value, reading.status] = (before + share, kept)
    return sorted((pair for pair in found.values() if pair[0] > 1e-4), key=lambda pair: -pair[0])


def _support(fields: Mapping[str, Field], schema: Schema) -> dict[str, Support]:
    """How many sums over each value hold with something in them, and how many break."""
    held: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    for balance in balances(fields, schema):
        if not balance.holds:
            broken.update(balance.constraint.fields)
        elif balance.left:
            held.update(balance.constraint.fields)
    return {name: Support(held[name], broken[name]) for name in held | broken}


def count_field(evidence: list[Evidence], metric: Metric, fits: Callable[[float], bool]) -> Field:
    """A count of the text. The strongest statement wins, `fits` (the table says so too) deciding between rivals of
    about the same strength; rivals of equal strength leave a conflict."""
    if not evidence:
        return Field(None, None, metric.unit, of_missing(True), "missing")

    def strength(e: Evidence) -> float:
        value = e.options[0].readings[0].value
        return e.score + (_FITS if isinstance(value, int | float) and fits(value) else 0.0)

    ranked = sorted(evidence, key=lambda e: -strength(e))
    reading = ranked[0].options[0].readings[0]
    others = [e for e in ranked if e.options[0].readings[0].value != reading.value]
    against = sum(strength(e) for e in others)
    share = strength(ranked[0]) / ((strength(ranked[0]) + against) or 1.0)
    listed = [
        _evidence(e, e.options[0].readings[0], 1 - share if e in others else share) for e in ranked[:_MOST_RIVALS]
    ]
    if others and strength(others[0]) == strength(ranked[0]):
        return Field(None, None, metric.unit, of_count(ranked[0].score, share), "conflict", None, listed)
    return Field(reading.value, reading.raw, metric.unit, of_count(ranked[0].score, share), "stated", None, listed)


def metadata_fields(told: Iterable[Evidence]) -> dict[str, Field]:
    """The facts about the report; all of them are present, missing where nothing is printed."""
    found: dict[str, Field] = {}
    by_name = {e.fields[0]: e for e in told if e.fields and e.fields[0].startswith("metadata.")}
    for name in METADATA:
        evidence = by_name.get(f"metadata.{name}")
        if evidence is None:
            found[name] = Field(None, None, None, of_missing(True), "missing")
            continue
        reading = evidence.options[0].readings[0]
        confidence = of_count(evidence.score)
        found[name] = Field(reading.value, reading.raw, None, confidence, "stated", None, _options(evidence))
    return found


def mentions(told: Iterable[Evidence]) -> list[Mention]:
    """Every number of the narrative with a meaning, in order of the text."""
    found = []
    for e in told:
        reading = e.options[0].readings[0]
        metric = e.fields[0] if e.fields else None
        if (metric or "").startswith("metadata.") or reading.span is None or not isinstance(reading.value, int | float):
            continue
        found.append(
            Mention(
                e.phrase,
                reading.value,
                reading.unit,
                reading.qualifier,
                metric,
                reading.span,
                e.quote,
                of_count(e.score),
            )
        )
    return sorted(found, key=lambda m: m.span)


def _options(evidence: Evidence) -> list[FieldEvidence]:
    import math

    weights = [math.exp(option.logp) for option in evidence.options]
    total = sum(weights)
    return [
        _evidence(evidence, option.readings[0], weight / total)
        for option, weight in zip(evidence.options, weights, strict=True)
    ]


def _evidence(evidence: Evidence, reading: Reading, probability: float) -> FieldEvidence:
    return FieldEvidence(
        evidence.source,
        evidence.match,
        round(evidence.score, 4),
        reading.value,
        reading.raw,
        round(probability, 4),
        reading.page,
        reading.box,
        reading.span,
        reading.cell,
        evidence.quote,
    )
