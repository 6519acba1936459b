"""Bytes of an image file → the pictures of its pages, in bounded memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import LoadError

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]

MAX_PAGES = 300
MAX_DECLARED = 100_000_000  # pixels that a page may declare: A3 at 600 dpi has 70 million, a bomb far more
MAX_PIXELS = 18_000_000  # pixels a page keeps: A3 at 300 dpi has 17 million
_LEAST_SIDE = 16  # pixels
_A4 = (595.0, 842.0)  # points
_BELIEVED = (60.0, 1300.0)  # dots per inch that scanners write
_PAPER = (200.0, 2600.0)  # points of a page's width that are believed: from a slip to A0
_DAMAGED = "the picture is damaged or cut off; scan or save it again"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page's pixels: `image` H×W grey or H×W×3 blue, green, red, square pixels, dark ink on light paper.

    `dpi` is what the file says where that makes a page of a sensible size, else a guess from the width of A4.
    """

    image: Pixels
    dpi: float

    @property
    def scale(self) -> float:
        """Pixels of a point."""
        return self.dpi / 72


def pictures(data: bytes, warnings: list[str] | None = None) -> Iterator[Picture]:
    """The pages of a PNG, JPEG, TIFF, WebP or BMP file, one at a time, turned as a camera noted.

    Pages above 18 million pixels are made smaller. Of a file that is cut off the pages before the cut come, which
    `warnings` is told, and at most 300 pages. Raises LoadError, one line that says what to do, where no page can be
    read, or one declares far too many pixels (an image bomb).
    """
    from PIL import Image

    told = [] if warnings is None else warnings
    number = 0
    try:
        with _quiet(partial(Image.open, BytesIO(data))) as file:
            while _quiet(partial(_has, file, number)):
                if number == MAX_PAGES:
                    told.append(f"only the first {MAX_PAGES} pages were read")
                    break
                page = _quiet(partial(_page, file))
                number += 1
                yield page
    except LoadError:
        raise
    except Image.DecompressionBombError as error:
        raise LoadError(_too_large("more than 100 million")) from error
    except Exception as error:  # decoders of broken files raise whatever they meet
        if not number:
            raise LoadError(_DAMAGED) from error
        told.append(f"the picture is damaged after page {number}")


def _has(file: "Image.Image", number: int) -> bool:
    """Whether there is a page of this number, which then is the file's current one."""
    try:
        file.seek(number)
    except EOFError:
        return False
    return True


def _quiet(do: Callable[[], Any]) -> Any:
    """What is done, without Pillow's remarks: on large pictures, which have a limit here, and on broken ones."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return do()


def _page(file: "Image.Image") -> Picture:
    from PIL import Image, ImageOps

    width, height = file.size
    if min(width, height) < _LEAST_SIDE:
        raise LoadError(f"a picture of {width} × {height} pixels is no page; scan it again with 200 to 300 dpi")
    if width * height > MAX_DECLARED:
        raise LoadError(_too_large(f"{width} × {height}"))
    across, down = _declared(file)
    kind = "L" if file.mode in ("1", "L", "LA", "I;16", "I", "F") else "RGB"
    shrink = max(1.0, (width * height / MAX_PIXELS) ** 0.5)
    if shrink > 1:
        file.draft(kind, (int(width / shrink), int(height / shrink)))  # JPEG is decoded smaller at once
    image: Any = _on_paper(file)
    # Fax machines have pixels that are higher than wide: those are made square.
    stretch = across / down if across and 1.2 < across / down < 4 else 1.0
    size = (round(width / shrink), round(height / shrink * stretch))
    if image.size != size:
        image = image.convert(kind).resize(size, Image.Resampling.BOX if shrink > 1 else Image.Resampling.BILINEAR)
    image = ImageOps.exif_transpose(image).convert(kind)
    pixels = np.asarray(image, dtype=np.uint8)
    dpi = across / shrink
    if not dpi or not _PAPER[0] < pixels.shape[1] * 72 / dpi < _PAPER[1]:
        dpi = _guessed(pixels)
    return Picture(np.ascontiguousarray(pixels if pixels.ndim == 2 else pixels[..., ::-1]), dpi)


def _on_paper(image: "Image.Image") -> "Image.Image":
    """The picture on white where it is transparent, 16 bits a pixel made 8."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer)
    if image.mode in ("I;16", "I"):
        return Image.fromarray((np.asarray(image).clip(0, 65535) // 257).astype(np.uint8))
    return image


def _declared(file: "Image.Image") -> tuple[float, float]:
    """Dots per inch across and down that the file states, zeros where they cannot be."""
    stated = file.info.get("dpi") or (0, 0)
    try:
        across, down = (float(side) for side in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    least, most = _BELIEVED
    return (across, down) if least <= across <= most and least <= down <= most else (0.0, 0.0)


def _guessed(pixels: Pixels) -> float:
    height, width = pixels.shape[:2]
    return float(width * 72 / (_A4[0] if height >= width else _A4[1]))


def _too_large(size: str) -> str:
    return f"a picture of {size} pixels is no page; scan it again with 200 to 300 dpi"
