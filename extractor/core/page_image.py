"""A page of a document as a picture, to show what was read where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageImage:
    """`number` is 1-based, `width` and `height` the page's size in points; `data` holds a file of `media_type`."""

    number: int
    width: float
    height: float
    media_type: str
    data: bytes
