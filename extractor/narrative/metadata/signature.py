"""The organ's name and day at a report's end, or on its cover."""

import re
from dataclasses import dataclass

from .dates import Day, days
from .organs import is_full

_LINE = re.compile(r"(?:^|[\s。|])([\u4e00-\u9fff()、·]{3,45})[\s:|]*$")
_NEXT = re.compile(r"[ \t]*(?:$|[\n|]|附件|来源|[ \t]+\S)")
_LAST = re.compile(r"\n[ \t]*([\u4e00-\u9fff()、·]{4,45})\s*$")
_REACH = 120


@dataclass(frozen=True, slots=True)
class Signature:
    """An organ's name at [start, end) of the text with the day behind it, if any; `closing` in the later half."""

    start: int
    end: int
    day: Day | None
    closing: bool


def signatures(text: str) -> list[Signature]:
    """Every organ's name that stands alone before a day, and one that ends the text, left to right."""
    found = []
    for day in days(text):
        floor = max(0, day.start - _REACH)
        line = _LINE.search(text[floor : day.start])
        if line and _NEXT.match(text, day.end) and is_full(line[1]):
            found.append(Signature(floor + line.start(1), floor + line.end(1), day, day.start * 2 > len(text)))
    floor = max(0, len(text) - _REACH)
    last = _LAST.search(text[floor:])
    if last and is_full(last[1]):
        found.append(Signature(floor + last.start(1), floor + last.end(1), None, True))
    return found
