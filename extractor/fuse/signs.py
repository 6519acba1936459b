"""A sign for nothing that a reader takes for a digit all through a document: / is a one that leans.

One such cell is doubtful by itself; a hundred of them are not a hundred doubts but one, and the form's sums tell.
"""

import math
from collections.abc import Container, Sequence
from dataclasses import replace

from ..core.evidence import Evidence, Option
from ..core.schema import Schema
from .channel import LEANING
from .sums import is_judged, weigh

_FEW = 8  # doubtful cells of a document that are no habit
_MENDED = 4  # sums that have to hold only if they are signs, and at least half of those that break
_NOUGHT = "0"
_TAKEN = LEANING | {"", _NOUGHT, "4"}  # what a stroke is taken for by a reader who is not sure
_DOUBT = (0.0045, 0.05)  # of a reader who looks at a sign: at least, and where anything may be one
_OTHERS = 0.4  # of the doubt, what other digits have
_FAINT = 0.005  # probability of a sign that a reader at least thinks of
_SURE, _HARDLY = (
    0.95,
    0.6,
)  # probability of the sign in such a document: where the reader doubts, and where it hardly does


def with_signs(evidence: Sequence[Evidence], schema: Schema) -> list[Evidence]:
    """The evidence, doubtful digits and the document's sign for nothing exchanged where its sums say that they were
    confused, or where many cells show the sign and a digit as its rival."""
    cells = {e.fields[0]: e for e in evidence if e.fallible and len(e.fields) == 1}
    taken = {name for name, e in cells.items() if _may_be_sign(e)}
    signs = {
        option.readings[0].raw
        for name, e in cells.items()
        for option in (e.options if name in taken else e.options[:1])
        if option.readings[0].value is None and option.readings[0].raw
    }
    if not taken or not signs:
        return list(evidence)
    often = {text: sum(_share(e, text) for e in cells.values()) for text in (*sorted(signs), _NOUGHT)}
    sign = max(sorted(signs), key=lambda text: often[text])
    if often[_NOUGHT] > often[sign]:  # a 0 adds nothing to a sum either
        taken = {name for name in taken if cells[name].options[0].readings[0].raw != _NOUGHT}
    hinted = {name for name in taken if _share(cells[name], sign) > _FAINT}
    shown = sum(e.options[0].readings[0].raw == sign for e in cells.values())
    if len(taken) >= _FEW and _is_told(taken, evidence, schema, seen=shown >= _FEW or len(hinted) * 4 > len(taken)):
        changed = taken
    elif shown >= _FEW:
        changed = hinted
    else:
        return list(evidence)
    return [_exchanged(e, sign) if e.fields[0] in changed else e for e in evidence]


def _may_be_sign(evidence: Evidence) -> bool:
    """Whether a reader who does not know the sign might read so: no other digit is likely, and it is not quite sure."""
    first = evidence.options[0].readings[0]
    if first.value is None:
        return False
    doubt = 1 - math.exp(evidence.options[0].logp)
    if doubt < (_DOUBT[0] if first.raw in LEANING else _DOUBT[1]):
        return False
    others = (o for o in evidence.options if o.readings[0].value is not None and o.readings[0].raw not in _TAKEN)
    return sum(math.exp(o.logp) for o in others) < max(_DOUBT[1], _OTHERS * doubt)


def _share(evidence: Evidence, text: str) -> float:
    return sum(math.exp(o.logp) for o in evidence.options if o.readings[0].raw == text)


def _is_told(taken: Container[str], evidence: Sequence[Evidence], schema: Schema, *, seen: bool) -> bool:
    """Whether sums hold only if these cells print nothing; `seen`, whether the document shows a sign for it."""
    first = {n: reading.value for e in evidence for n, reading in zip(e.fields, e.options[0].readings, strict=True)}
    values = {name: float(value) for name, value in first.items() if isinstance(value, int | float)}
    without = {name: 0.0 if name in taken else value for name, value in values.items()}
    judged = [c for c in schema.constraints if is_judged(c, first)]
    before, after = [weigh(c, values) for c in judged], [weigh(c, without) for c in judged]
    broken, left = sum(not b.holds for b in before), sum(not b.holds for b in after)
    # Where nothing but zeros adds up, the sign has to be seen.
    telling = sum(a.left != 0 and a.holds and not b.holds for a, b in zip(after, before, strict=True))
    return broken - left >= _MENDED and left * 2 <= broken and (seen or telling >= _MENDED)


def _exchanged(evidence: Evidence, sign: str) -> Evidence:
    """The readings with that of the sign as the likeliest, whatever the reader gave for it."""
    mark = replace(evidence.options[0].readings[0], value=None, raw=sign, status="blank")
    others = [o for o in evidence.options if o.readings[0].raw != sign]
    faint = 1 - math.exp(evidence.options[0].logp) < _DOUBT[1] and len(others) == len(evidence.options)
    share = _HARDLY if faint else _SURE
    rest = math.log((1 - share) / sum(math.exp(o.logp) for o in others))
    return replace(
        evidence,
        options=(Option((mark,), math.log(share)), *(Option(o.readings, o.logp + rest) for o in others)),
    )
