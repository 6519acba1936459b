"""Pages of a document as pictures: for people who want to see where a number stands."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import LoadError
from ..core.page_image import PageImage
from .sniff import PDF, media_type

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_SHOWN = 40
_DPI = 110
_QUALITY = 72
_MAX_SIDE = 3_000  # pixels


def page_images(source: str | Path | bytes, *, password: str = "", dpi: float = _DPI) -> list[PageImage]:
    """The first 40 pages of a PDF or a picture file as JPEG at `dpi`; nothing for formats without pages.

    `source` is a file path, or the bytes of a document. Raises LoadError for a file that cannot be drawn.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    kind = media_type(data, "")
    if kind == PDF:
        return list(_of_pdf(data, password, dpi))
    if kind.startswith("image/"):
        return list(_of_picture(data, dpi))
    return []


def _of_pdf(data: bytes, password: str, dpi: float) -> Iterator[PageImage]:
    import pypdfium2
    from PIL import Image

    from .pdf_open import opened
    from .pdf_page import is_bomb, look, raster

    try:
        with opened(data, password) as safe:
            for number in range(min(len(safe.pdf), MAX_SHOWN)):
                sheet = look(safe.pdf[number], number + 1)
                if not is_bomb(sheet):
                    width, height = sheet.frame.size
                    pixels = raster(sheet, min(dpi / 72, _MAX_SIDE / max(width, height, 1.0)))
                    yield _encoded(Image.fromarray(pixels[:, :, ::-1]), number + 1, (width, height))
                sheet.page.close()
    except pypdfium2.PdfiumError as error:
        raise LoadError(f"its pages cannot be drawn: {error}") from None


def _of_picture(data: bytes, dpi: float) -> Iterator[PageImage]:
    from itertools import islice

    from PIL import Image

    from .scan.picture import pictures

    for number, picture in enumerate(islice(pictures(data), MAX_SHOWN), start=1):
        pixels = picture.image if picture.image.ndim == 2 else picture.image[:, :, ::-1]
        image = Image.fromarray(pixels)
        size = (image.width * 72 / picture.dpi, image.height * 72 / picture.dpi)
        shrink = min(1.0, dpi / picture.dpi)
        image.thumbnail((max(1, round(image.width * shrink)), max(1, round(image.height * shrink))))
        yield _encoded(image, number, size)


def _encoded(image: "Picture", number: int, size: tuple[float, float]) -> PageImage:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    return PageImage(number, *size, "image/jpeg", out.getvalue())
