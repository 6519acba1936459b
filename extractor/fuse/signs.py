"""A sign for nothing that a reader takes for a one all through a document: / is a one that leans.

One such cell is doubtful by itself; a hundred of them are not a hundred doubts but one, and the form's sums tell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..core.evidence import Evidence, Option
from ..core.schema import Schema
from .sums import is_judged, weigh

_FEW = 8  # ones of a document that are no habit
_MENDED = 4  # sums that have to hold only if the ones are signs, and at least half of those that break
_PLAIN = -0.2  # log-probability of a one that is read plainly
_SURE = -0.05  # log-probability of the sign where it was taken for a one, and of the one
_TAKEN = -4.0


def with_signs(evidence: Sequence[Evidence], schema: Schema) -> list[Evidence]:
    """The evidence, ones and the document's sign for nothing exchanged where its sums say that they were confused."""
    cells = [e for e in evidence if e.fallible and len(e.fields) == 1]
    ones = [e for e in cells if e.options[0].readings[0].raw == "1" and e.options[0].logp > _PLAIN]
    signs = Counter(
        option.readings[0].raw
        for e in cells
        for option in (e.options if e in ones else e.options[:1])
        if option.readings[0].value is None and option.readings[0].raw
    )
    sign, often = max(signs.items(), key=lambda item: item[1], default=("", 0))
    if len(ones) < _FEW or often * 3 < len(ones):
        return list(evidence)
    summed = {e.fields[0] for e in ones if schema.constraints_of.get(e.fields[0])}
    taken = summed | {e.fields[0] for e in ones if any(o.readings[0].raw == sign for o in e.options)}
    first = {
        name: reading.value for e in evidence for name, reading in zip(e.fields, e.options[0].readings, strict=True)
    }
    values = {name: float(value) for name, value in first.items() if isinstance(value, int | float)}
    before, after = _broken(values, first, schema), _broken(values | dict.fromkeys(taken, 0.0), first, schema)
    if before - after < _MENDED or after * 2 > before:
        return list(evidence)
    return [_exchanged(e, sign) if e.fields[0] in taken else e for e in evidence]


def _broken(values: Mapping[str, float], printed: Mapping[str, object], schema: Schema) -> int:
    return sum(not weigh(c, values).holds for c in schema.constraints if is_judged(c, printed))


def _exchanged(evidence: Evidence, sign: str) -> Evidence:
    one = evidence.options[0].readings[0]
    mark = replace(one, value=None, raw=sign, status="blank")
    others = tuple(o for o in evidence.options[1:] if o.readings[0].raw != sign)
    return replace(evidence, options=(Option((mark,), _SURE), Option((one,), _TAKEN), *others))
