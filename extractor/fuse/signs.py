"""A sign for nothing that a reader takes for a digit all through a document: / is a one that leans.

One such cell is doubtful by itself; a hundred of them are not a hundred doubts but one, and the form's sums tell.
"""

import math
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from ..core.evidence import Evidence, Option
from ..core.schema import Schema
from .sums import Balance, is_judged, weigh

_FEW = 8  # doubtful cells of a document that are no habit
_MENDED = 4  # sums that have to hold only if they are signs, and at least half of those that break
_LEANING = frozenset(("1", "7"))  # what a stroke is taken for by a reader who is nearly sure
_TAKEN = _LEANING | {"", "0", "4"}  # and by one who is not
_DOUBT = (0.0045, 0.05)  # of a reader who looks at a sign: at least, and where anything may be one
_FAINT = 0.005
_SURE = 0.95  # probability of the sign where such a cell is a sign throughout


def with_signs(evidence: Sequence[Evidence], schema: Schema) -> list[Evidence]:
    """The evidence, doubtful digits and the document's sign for nothing exchanged where its sums say that they were
    confused."""
    cells = [e for e in evidence if e.fallible and len(e.fields) == 1]
    taken = {e.fields[0] for e in cells if _may_be_sign(e)}
    signs = Counter(
        option.readings[0].raw
        for e in cells
        for option in (e.options if e.fields[0] in taken else e.options[:1])
        if option.readings[0].value is None and option.readings[0].raw
    )
    if len(taken) < _FEW or not signs:
        return list(evidence)
    sign = max(signs, key=lambda raw: signs[raw])
    first = {
        name: reading.value for e in evidence for name, reading in zip(e.fields, e.options[0].readings, strict=True)
    }
    values = {name: float(value) for name, value in first.items() if isinstance(value, int | float)}
    before, after = _balances(values, first, schema), _balances(values | dict.fromkeys(taken, 0.0), first, schema)
    broken, left = sum(not b.holds for b in before), sum(not b.holds for b in after)
    if broken - left < _MENDED or left * 2 > broken:
        return list(evidence)
    # Where nothing but zeros adds up, the sign has to be seen.
    telling = sum(b.left != 0 and b.holds and not a.holds for a, b in zip(before, after, strict=True))
    if telling < _MENDED and not _seen(cells, taken, sign):
        return list(evidence)
    return [_exchanged(e, sign) if e.fields[0] in taken else e for e in evidence]


def _may_be_sign(evidence: Evidence) -> bool:
    """Whether a reader who does not know the sign might read so: no other digit is likely, and it is not quite sure."""
    first = evidence.options[0].readings[0]
    if first.value is None:
        return False
    doubt = 1 - math.exp(evidence.options[0].logp)
    if doubt < (_DOUBT[0] if first.raw in _LEANING else _DOUBT[1]):
        return False
    others = (o for o in evidence.options if o.readings[0].value is not None and o.readings[0].raw not in _TAKEN)
    return sum(math.exp(o.logp) for o in others) < max(_DOUBT[1], 0.3 * doubt)


def _balances(values: Mapping[str, float], printed: Mapping[str, object], schema: Schema) -> list[Balance]:
    return [weigh(c, values) for c in schema.constraints if is_judged(c, printed)]


def _seen(cells: Sequence[Evidence], taken: Container[str], sign: str) -> bool:
    """Whether a sign is the first reading of some cells, or a faint one of many."""
    shares = [math.exp(o.logp) for e in cells if e.fields[0] in taken for o in e.options if o.readings[0].raw == sign]
    sure = sum(e.options[0].readings[0].raw == sign for e in cells)
    doubtful = sum(e.fields[0] in taken for e in cells)
    return sure >= _FEW or sum(share > _FAINT for share in shares) * 4 > doubtful


def _exchanged(evidence: Evidence, sign: str) -> Evidence:
    """The readings with that of the sign as the likeliest, whatever the reader gave for it."""
    mark = replace(evidence.options[0].readings[0], value=None, raw=sign, status="blank")
    others = [o for o in evidence.options if o.readings[0].raw != sign]
    whole = sum(math.exp(o.logp) for o in others)
    rest = math.log((1 - _SURE) / whole)
    return replace(
        evidence,
        options=(Option((mark,), math.log(_SURE)), *(Option(o.readings, o.logp + rest) for o in others)),
    )
