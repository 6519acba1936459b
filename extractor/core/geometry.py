"""Places: intervals of text and rectangles of a page."""

from typing import NamedTuple


class Span(NamedTuple):
    """Half-open interval [start, end) of character offsets into a document's text."""

    start: int
    end: int


class Box(NamedTuple):
    """Rectangle in points from the top left corner of its page."""

    x0: float
    y0: float
    x1: float
    y1: float
