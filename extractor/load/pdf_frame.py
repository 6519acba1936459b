"""Where the points of a PDF's page stand when its text is upright."""

from typing import TYPE_CHECKING, NamedTuple

from ..core.geometry import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


class Frame(NamedTuple):
    """A page's visible rectangle in its own coordinates (points, upwards), and by how much it is turned clockwise to
    be read: 0, 90, 180 or 270 degrees."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in points from its top left corner, as read."""
        match self.turn:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page, as read."""
        if not self.turn:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def frame(page: "PdfPage", turn: int | None = None) -> Frame:
    """The frame of a page turned as its own dictionary says, or by `turn` degrees."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() % 360 if turn is None else turn)
