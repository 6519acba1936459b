"""One page of a PDF: what stands on it, and whether its text layer can be believed."""

from typing import TYPE_CHECKING, NamedTuple

from ..core.geometry import Box
from .pdf_frame import Frame, set_upright
from .pdf_paths import Drawn, drawn
from .pdf_text import Glyph, text_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

_EXACT = 1e-5  # of a scale less: a scan of 1654 pixels is not to be drawn as 1655, each of them between two of its own
_DPI = (150.0, 300.0)  # of a page's raster: that of the scan on it, within these
_USUAL_DPI = 200.0
_MAX_SIDE = 6_000  # pixels
_MAX_PIXELS = 20_000_000
_GIANT = 1700.0  # points: longer pages were not meant to be that long
_PAPER = 842.0  # the longer side of A4
_BOMB = 300_000_000  # pixels of a picture that nobody scanned
_ALL = 900_000_000  # pixels of all pictures that a page draws
_COVERS = 0.5  # share of the page that a picture of it fills
_BEHIND = 0.5  # share of the text that is drawn without ink, or under the picture, on a recognised scan
_INKED = 0.5  # share of the characters that must have ink where a picture lies under the text
_UNREADABLE = 0.2
_FEW = 20  # characters: too few to judge their script
_EXPECTED = 0.7  # share of the ideographs of a Chinese text that are common ones: of all ideographs a third are


class Sheet(NamedTuple):
    """What stands on one page (number is 1-based); `broken` says why its text cannot be believed, "" where it can.

    `page` is the page as it is read; `moved` says that it was drawn sideways and is not the file's.
    """

    number: int
    page: "PdfPage"
    frame: Frame
    glyphs: list[Glyph]
    drawn: Drawn
    broken: str
    cut: bool
    moved: bool


def look(page: "PdfPage", number: int) -> Sheet:
    """Everything that stands on a page, judged. What is drawn sideways is turned first, in a page of its own that takes
    the place of the given one."""
    text = text_of(page)
    moved = bool(text.glyphs) and text.frame.turn != page.get_rotation() % 360
    if moved:
        document = page.pdf
        set_upright(page, text.frame)
        page.close()
        page = document[number - 1]
        text = text_of(page)
    found = drawn(page, text.frame)
    if found.forms:
        text = text_of(page, found.forms)
    sheet = Sheet(number, page, text.frame, text.glyphs, found, "", text.cut, moved)
    return sheet._replace(broken=_broken(sheet)) if text.glyphs else sheet


def _broken(sheet: Sheet) -> str:
    """Why a text layer is not to be believed; "" where it is."""
    if _is_unreadable(sheet.glyphs):
        return "the characters of the text layer are not those that are printed"
    under = [p for p in sheet.drawn.pictures if _share(p.box, sheet.frame) > _COVERS]
    if not under:
        return ""
    if sheet.drawn.invisible > _BEHIND or max(p.covers for p in under) > _BEHIND:
        return "the text layer was recognised from the picture over it"
    if not is_bomb(sheet) and _inked(sheet) < _INKED:
        return "the text layer is not what is seen"
    return ""


def _is_unreadable(glyphs: list[Glyph]) -> bool:
    """Characters that are none, or that no Chinese text is made of: rare ideographs, or Latin letters alone."""
    unknown = sum(not g.known or g.char == "\ufffd" or "\ue000" <= g.char <= "\uf8ff" or g.char < " " for g in glyphs)
    if unknown > _UNREADABLE * len(glyphs):
        return True
    told = [g.char for g in glyphs if not g.char.isdigit()]
    ideographs = [char for char in told if "\u3400" <= char <= "\u9fff" or char > "\uffff"]
    foreign = sum(char > "~" and not _is_usual(char) for char in told if char not in ideographs)
    if len(told) < _FEW:
        return False
    if len(ideographs) >= _FEW and sum(map(_is_common, ideographs)) < _EXPECTED * len(ideographs):
        return True
    return foreign > _UNREADABLE * len(told) or (
        len(ideographs) < 0.05 * len(told) and sum(map(str.isalpha, told)) < 0.5 * len(told)
    )


def _is_usual(char: str) -> bool:
    """Punctuation, full-width forms, enclosed numbers and shapes as they stand in Chinese text."""
    return "\u2000" <= char <= "\u33ff" or "\ufe30" <= char <= "\uffef" or char in "·×÷°±§"


def _is_common(char: str) -> bool:
    """Whether an ideograph is of the common half of GB 2312 or of Big5."""
    simplified = char.encode("gb2312", "ignore")
    traditional = char.encode("big5", "ignore")
    return b"\xb0\xa1" <= simplified <= b"\xd7\xf9" or b"\xa4\x40" <= traditional <= b"\xc6\x7e"


def _share(box: Box, frame: Frame) -> float:
    """Share of the page that a box fills."""
    width, height = frame.size
    across, down = min(box.x1, width) - max(box.x0, 0.0), min(box.y1, height) - max(box.y0, 0.0)
    return max(across, 0.0) * max(down, 0.0) / max(width * height, 1.0)


def _inked(sheet: Sheet) -> float:
    """Share of the characters in whose boxes dark and light meet."""
    import numpy as np

    scale = min(2.0, _MAX_SIDE / max(*sheet.frame.size, 1.0))
    image = raster(sheet, scale).mean(axis=2)
    seen = count = 0
    for glyph in sheet.glyphs[:: max(1, len(sheet.glyphs) // 400)]:
        x0, y0, x1, y1 = (int(v * scale) for v in glyph.box)
        patch = image[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1]
        if patch.size:
            count += 1
            seen += float(np.ptp(patch)) > 40
    return seen / count if count else 0.0


def is_bomb(sheet: Sheet) -> bool:
    """Whether drawing the page would mean unpacking pictures of absurd size."""
    sizes = [width * height for width, height in (p.pixels for p in sheet.drawn.pictures)]
    return max(sizes, default=0) > _BOMB or sum(sizes) > _ALL


def raster(sheet: Sheet, scale: float) -> "NDArray[np.uint8]":
    """The page as read, H×W×3 blue, green, red, `scale` pixels a point."""
    import numpy as np

    turn = (sheet.frame.turn - sheet.page.get_rotation()) % 360
    bitmap = sheet.page.render(scale=scale * (1 - _EXACT), rotation=turn, rev_byteorder=False, prefer_bgrx=False)
    pixels = np.ascontiguousarray(bitmap.to_numpy()[..., :3])
    bitmap.close()
    return pixels


def scale_of(sheet: Sheet) -> tuple[float, float]:
    """Pixels of a point at which to draw a page: those of the scan on it where it is one, within what is sensible.

    And how many points of the page make one of paper: a picture saved without its resolution makes giant pages.
    """
    width, height = sheet.frame.size
    points = max(width, height) / _PAPER if max(width, height) > _GIANT else 1.0
    scans = [p for p in sheet.drawn.pictures if _share(p.box, sheet.frame) > _COVERS]
    across = [max(p.pixels) / max(p.box.x1 - p.box.x0, p.box.y1 - p.box.y0, 1.0) * 72 * points for p in scans]
    dpi = min(max(across[0], _DPI[0]), _DPI[1]) if across else _USUAL_DPI
    bounded = min(_MAX_SIDE / max(width, height, 1.0), (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    return float(min(dpi / 72 / points, bounded)), points
