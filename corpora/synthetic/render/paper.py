"""Images of pages as files: one page a file, pages of a TIFF, or a PDF without text."""

import time
from io import BytesIO
from typing import Any, Literal

import cv2
import numpy as np

from .geometry import Image

Suffix = Literal[".png", ".jpg", ".tif", ".pdf"]
_EPOCH = time.gmtime(0)  # the time of writing would make each file different


def write(pages: list[Image], suffix: Suffix, dpi: int, quality: int) -> list[bytes]:
    """One file for .tif and .pdf, one a page for .png and .jpg. JPEG's losses at `quality` are in all of them.

    Pages of black and white alone are kept in one bit, without loss.
    """
    images = [_picture(page, quality if suffix == ".png" else 0) for page in pages]
    one_bit = all(image.mode == "1" for image in images)
    if suffix == ".png":
        return [_saved(image, "PNG", dpi=(dpi, dpi), compress_level=1) for image in images]
    if suffix == ".jpg":
        return [_saved(_grey(image), "JPEG", dpi=(dpi, dpi), quality=quality) for image in images]
    first, rest = images[0], images[1:]
    if suffix == ".tif":
        how: dict[str, Any] = {"compression": "group4"} if one_bit else {"compression": "jpeg", "quality": quality}
        return [_saved(first, "TIFF", save_all=True, append_images=rest, dpi=(dpi, dpi), **how)]
    stamp = {"creationDate": _EPOCH, "modDate": _EPOCH}
    how = {} if one_bit else {"quality": quality}
    return [_saved(first, "PDF", save_all=True, append_images=rest, resolution=dpi, **stamp, **how)]


def _picture(page: Image, quality: int) -> Any:
    from PIL import Image as Pillow

    grey = page.ndim == 2
    if grey and not np.any((page > 0) & (page < 255)):
        return Pillow.fromarray(page).convert("1", dither=Pillow.Dither.NONE)
    if quality:
        packed = cv2.imencode(".jpg", page, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
        page = np.asarray(cv2.imdecode(packed, cv2.IMREAD_UNCHANGED), dtype=np.uint8)
    return Pillow.fromarray(page if grey else np.ascontiguousarray(page[..., ::-1]))


def _grey(image: Any) -> Any:
    return image.convert("L") if image.mode == "1" else image


def _saved(image: Any, kind: str, **how: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()
