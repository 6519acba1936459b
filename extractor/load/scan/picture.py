"""Bytes of an image file → the pictures of its pages, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import LoadError

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]

MAX_PAGES = 300
MAX_SIDE = 65_500  # pixels that a page may declare either way
MAX_DECLARED = 450_000_000  # pixels that a page may declare in all; what is larger is a bomb
MAX_PIXELS = 40_000_000  # pixels a page keeps: A3 at 300 dpi has 17 million
_A4 = (595.0, 842.0)  # points
_BELIEVED = (60.0, 1300.0)  # dots per inch that a scanner writes


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


def pictures(data: bytes) -> Iterator[Picture]:
    """The pages of a PNG, JPEG, TIFF, WebP or BMP file, one at a time.

    Raises LoadError, one line that says what to do, for a file that is damaged, of no size, or too large.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as file:
            for index in range(min(getattr(file, "n_frames", 1), MAX_PAGES)):
                file.seek(index)
                yield _page(file)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise LoadError("the picture is damaged or cut off; scan or save it again") from error


def _page(file: "Image.Image") -> Picture:
    from PIL import Image, ImageOps

    width, height = file.size
    if not width or not height:
        raise LoadError("the picture has no size; scan or save it again")
    if max(width, height) > MAX_SIDE or width * height > MAX_DECLARED:
        raise LoadError(f"a picture of {width} × {height} pixels is no page; scan it again with 200 to 300 dpi")
    dpi = _declared(file)
    image: Any = ImageOps.exif_transpose(file)
    image = image.convert("L" if image.mode in ("1", "L", "LA", "I;16", "I", "F") else "RGB")
    if image.width * image.height > MAX_PIXELS:
        share = (MAX_PIXELS / (image.width * image.height)) ** 0.5
        image = image.resize((int(image.width * share), int(image.height * share)), Image.Resampling.BOX)
        dpi = dpi * share
    pixels = np.asarray(image, dtype=np.uint8)
    return Picture(np.ascontiguousarray(pixels if pixels.ndim == 2 else pixels[..., ::-1]), dpi or _guessed(pixels))


def _declared(file: "Image.Image") -> float:
    """Dots per inch that the file states, 0 where they cannot be."""
    stated = file.info.get("dpi")
    dpi = float(stated[0]) if stated else 0.0
    return dpi if _BELIEVED[0] <= dpi <= _BELIEVED[1] else 0.0


def _guessed(pixels: Pixels) -> float:
    height, width = pixels.shape[:2]
    return float(width * 72 / (_A4[0] if height >= width else _A4[1]))
