"""The panel in variables that can be followed over the forms, of agencies that are resolved over the years."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .. import series
from ..tables import STATUSES
from .codebook import IDENTITY, Variable
from .names import variable_names
from .panel import Block

if TYPE_CHECKING:
    import numpy as np

_STATED, _BLANK, _MISSING, _REPAIRED, _CONFLICT = range(len(STATUSES))


def variables() -> tuple[Variable, ...]:
    """Whose row it is, then each variable of data/series.yml with its breaks."""
    followed = series.variables()
    names = variable_names([*(name for name, _, _ in IDENTITY), *(v.id for v in followed)])
    known = [Variable(name, names[name], label, "", kind) for name, label, kind in IDENTITY]
    for v in followed:
        forms = tuple(dict.fromkeys(term.schema for term in v.terms))
        breaks = tuple(f"{b.year}年起：{b.note}" for b in v.breaks)
        known.append(Variable(v.id, names[v.id], v.label, v.unit, "number", forms, "series", breaks=breaks))
    return tuple(known)


def fields() -> list[str]:
    """Every field that some variable adds up."""
    return sorted({term.field for v in series.variables() for term in v.terms})


def blocks(found: Iterable[Block]) -> Iterator[Block]:
    """Blocks of `fields()` as blocks of the variables.

    A value is NaN where a part of it is open, missing or left out for its confidence, or where all are blank; its
    status is that of the part that decides this, its confidence the lowest of its parts.
    """
    place = {name: k for k, name in enumerate(fields())}
    return (_block(block, place) for block in found)


def _block(block: Block, place: dict[str, int]) -> Block:
    import numpy as np

    heads = block.heads
    shape = (heads.num_rows, len(series.variables()))
    made = Block(heads, np.full(shape, np.nan), np.full(shape, _MISSING, np.uint8), np.zeros(shape, np.float32))
    forms = np.array(heads.column("schema").to_pylist())
    for k, variable in enumerate(series.variables()):
        for form in {term.schema for term in variable.terms}:
            rows = np.flatnonzero(forms == form)
            terms = [term for term in variable.terms if term.schema == form]
            at = np.ix_(rows, np.array([place[term.field] for term in terms]))
            required = np.array([term.required for term in terms])
            parts = block.values[at], block.statuses[at], block.confidences[at]
            made.values[rows, k], made.statuses[rows, k], made.confidences[rows, k] = _added(parts, required)
    return made


def _added(
    parts: tuple["np.ndarray", "np.ndarray", "np.ndarray"], required: "np.ndarray"
) -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
    """Sums, statuses and lowest confidences of documents × terms."""
    import numpy as np

    values, statuses, confidences = parts
    read = (statuses == _STATED) | (statuses == _REPAIRED)
    conflict = (statuses == _CONFLICT).any(axis=1)
    absent = ((statuses == _MISSING) & required).any(axis=1)
    open_ = conflict | absent | (read & np.isnan(values)).any(axis=1) | ~read.any(axis=1)
    total = np.where(open_, np.nan, np.where(read, values, 0.0).sum(axis=1))
    status = np.where(read.any(axis=1), _STATED, np.where((statuses == _BLANK).any(axis=1), _BLANK, _MISSING))
    status = np.where(conflict, _CONFLICT, np.where(absent, _MISSING, status))
    lowest = np.where(statuses == _MISSING, np.inf, confidences).min(axis=1)
    return total, status, np.where(np.isinf(lowest), 0.0, lowest)
