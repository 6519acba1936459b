"""Numbers that a narrow cell breaks into lines, of which a fax leaves some too thin to be told from dirt.

What tells is room: a line that another digit would have fitted into is not broken, and the next one has as many digits
as there is room for at the pitch of the first.
"""

from collections.abc import Sequence

from . import ctc
from .ink import Ink, Line
from .numbers import Readings, broken

_FREE = 0.7  # heights of a line that a cell leaves free on either side of its print
_OTHER_PITCH = -4.0  # log-weight of more or fewer digits than there is room for


def goes_on(text: str, found: Ink, height: float) -> bool:
    """Whether a number that was read as this may go on below its cell's first line, one more digit having no room.
    `height` pixels is a usual line."""
    count = _digits(text)
    if len(found.lines) < 2 or not count:
        return False
    room = found.crop.shape[1] - 2 * _FREE * height
    return bool((count + 1) * _pitch(found.lines[0], count, height) > room)


def joined(lines: Sequence[Readings], found: Ink, height: float) -> Readings:
    """Readings of a number of all lines of its cell, by those of each; none where they are no digits."""
    first, *others = lines
    pitch = _pitch(found.lines[0], _digits(first[0][0]) if first else 0, height)
    spaced = (_spaced(ways, line, pitch) for ways, line in zip(others, found.lines[1:], strict=True))
    return broken((first, *spaced), surely=False)


def _digits(text: str) -> int:
    return sum(char in ctc.DIGITS for char in text)


def _pitch(line: Line, count: int, height: float) -> float:
    """Pixels from one digit to the next in a line of so many: the last one's own width is about half of it."""
    return (line.x1 - line.x0) / (count - 0.5) if count > 1 else height


def _spaced(ways: Readings, line: Line, pitch: float) -> Readings:
    """Readings of a line in which there is room for so many digits; what has others is less likely."""
    room = max(1, round((line.x1 - line.x0) / pitch + 0.5))
    return tuple((text, log + _OTHER_PITCH * (_digits(text) not in (0, room))) for text, log in ways)
