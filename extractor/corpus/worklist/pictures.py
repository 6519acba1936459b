"""Pictures of the places that a list speaks of, cut from the pages of the documents."""

import hashlib
import io
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ...core.errors import ExtractorError
from ...core.page_image import PageImage
from ...load.pages import page_images

_LEFT, _RIGHT, _ABOVE = 260.0, 60.0, 22.0  # points around a place: its row's label, its neighbours
_DPI = 130


class Place(NamedTuple):
    """A place in a document: page (1-based) and box in points from the top left."""

    sha256: str
    page: int
    box: tuple[float, ...]


def crops(places: Iterable[Place], paths: dict[str, str]) -> dict[Place, bytes]:
    """PNGs of places with a frame around each, of those documents whose file is unchanged at its path."""
    found: dict[Place, bytes] = {}
    for sha256, own in groupby(sorted(set(places)), key=lambda place: place.sha256):
        images = _images(paths.get(sha256, ""), sha256)
        for place in own:
            image = images.get(place.page)
            if image is not None:
                found[place] = _crop(image, place.box)
    return found


def _images(path: str, sha256: str) -> dict[int, PageImage]:
    try:
        data = Path(path).read_bytes()
        if hashlib.sha256(data).hexdigest() == sha256:
            return {image.number: image for image in page_images(data, dpi=_DPI)}
    except (OSError, ExtractorError, ValueError):
        pass  # moved, in an archive, protected: then the list has no picture of it
    return {}


def _crop(page: PageImage, box: tuple[float, ...]) -> bytes:
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(page.data)) as opened:
        image = opened.convert("RGB")
    across, down = image.width / page.width, image.height / page.height
    x0, y0, x1, y1 = box[0] * across, box[1] * down, box[2] * across, box[3] * down
    ImageDraw.Draw(image).rectangle((x0 - 3, y0 - 3, x1 + 3, y1 + 3), outline=(198, 40, 40), width=2)
    area = (
        max(0, round(x0 - _LEFT * across)),
        max(0, round(y0 - _ABOVE * down)),
        min(image.width, round(x1 + _RIGHT * across)),
        min(image.height, round(y1 + _ABOVE * down)),
    )
    out = io.BytesIO()
    image.crop(area).save(out, "PNG", optimize=True)
    return out.getvalue()
