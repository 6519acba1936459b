"""What a column usually prints: whole counts, changes with a sign, amounts of money with decimals.

A reader of pictures does not know which cell it reads. A point that may be a speck, and a minus sign of which a dot is
left, are weighed again here, where the column is known.
"""

import math

from ..core.quantity import Quantity
from ..core.schema import Column, Row

Readings = tuple[tuple[str, float], ...]

# Log-odds against a reader's for cells of any kind (`load.scan.numbers`): a sign, decimals.
_CHANGE, _NO_CHANGE = 2.6, -2.0
_MONEY, _NO_MONEY = 2.6, -5.0
_RISES, _FALLS, _YUAN = "增", "减", "元"


def weighed(readings: Readings, row: Row, column: Column) -> Readings:
    """The readings of a cell, likeliest first, with the log-probabilities that they have in this row and column; as
    probable together as before."""
    changes = any(_RISES in label and _FALLS in label for label in (*column.labels, *row.labels))
    money = column.scale != 1 or _YUAN in (row.unit or column.unit)
    signed, decimal = _CHANGE if changes else _NO_CHANGE, _MONEY if money else _NO_MONEY
    logs = [logp + _is_signed(text) * signed + ("." in text) * decimal for text, logp in readings]
    moved = math.log(sum(math.exp(logp) for _, logp in readings) / sum(map(math.exp, logs)))
    found = ((text, logp + moved) for (text, _), logp in zip(readings, logs, strict=True))
    return tuple(sorted(found, key=lambda reading: -reading[1]))


def _is_signed(text: str) -> bool:
    read = Quantity.read(text)
    value = read.value if read else None
    return value is not None and (value < 0 or text[:1] == "+")
