"""Where the points of a PDF's page stand when its text is upright."""

from typing import TYPE_CHECKING, NamedTuple

from ..core.geometry import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


# a, b, c, d, e, f of (x, y) → (a x + c y + e, b x + d y + f)
Matrix = tuple[float, float, float, float, float, float]


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


def set_upright(page: "PdfPage", own: Frame) -> None:
    """Turn what a page draws so that it is read as it stands: pdfium finds the order and the boxes of characters along
    the page. Takes effect when the page is opened again."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top, turn = own
    a, b, e, f = {0: (1, 0, -left, -bottom), 90: (0, -1, -bottom, right), 180: (-1, 0, right, top)}.get(
        turn, (0, 1, top, -left)
    )
    pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(a, b, -b, a, e, f), None)
    width, height = own.size
    page.set_mediabox(0, 0, width, height)
    page.set_cropbox(0, 0, width, height)
    page.set_rotation(0)


def frame(page: "PdfPage", turn: int | None = None) -> Frame:
    """The frame of a page turned as its own dictionary says, or by `turn` degrees."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() % 360 if turn is None else turn)
