"""Image files of every kind, sound and broken, as pages."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from extractor.core.errors import LoadError
from extractor.load.scan.picture import MAX_PIXELS, pictures
from extractor.load.sniff import BMP, JPEG, PNG, TIFF, WEBP, image_type


def _page(width: int = 413, height: int = 585) -> Image.Image:
    """White, with a black bar in the upper left corner."""
    pixels = np.full((height, width), 255, np.uint8)
    pixels[20:40, 30:130] = 0
    return Image.fromarray(pixels)


def _bytes(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def _png(width: int, height: int) -> bytes:
    """A PNG that declares a size and has next to no data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode", "type_"),
    [
        ("PNG", "L", PNG),
        ("PNG", "1", PNG),
        ("PNG", "P", PNG),
        ("JPEG", "RGB", JPEG),
        ("JPEG", "CMYK", JPEG),
        ("TIFF", "1", TIFF),
        ("TIFF", "CMYK", TIFF),
        ("WEBP", "RGB", WEBP),
        ("BMP", "L", BMP),
    ],
)
def test_kinds_are_known_by_content_and_read_as_dark_ink_on_light_paper(kind: str, mode: str, type_: str) -> None:
    data = _bytes(_page().convert(mode), kind)
    (page,) = pictures(data)
    assert image_type(data) == type_
    assert page.image.shape[:2] == (585, 413)
    assert page.image[30, 80].max() < 40
    assert page.image[200, 200].min() > 215


def test_colours_are_blue_green_red() -> None:
    (page,) = pictures(_bytes(Image.new("RGB", (200, 300), (200, 30, 60)), "PNG"))
    assert page.image[5, 5].tolist() == [60, 30, 200]


def test_transparent_paper_is_white() -> None:
    (page,) = pictures(_bytes(Image.new("RGBA", (200, 300), (0, 0, 0, 0)), "PNG"))
    assert page.image.min() == 255


def test_sixteen_bits_keep_their_range() -> None:
    deep = Image.fromarray(np.full((300, 200), 40_000, np.uint16))
    (page,) = pictures(_bytes(deep, "PNG"))
    assert abs(int(page.image[0, 0]) - 155) <= 1


def test_resolution_is_the_file_s_where_it_can_be() -> None:
    (stated,) = pictures(_bytes(_page(1654, 2339), "PNG", dpi=(200, 200)))
    (absurd,) = pictures(_bytes(_page(1654, 2339), "PNG", dpi=(3, 3)))
    (wide,) = pictures(_bytes(_page(2339, 1654), "PNG"))
    assert stated.dpi == pytest.approx(200, abs=0.1)
    assert absurd.dpi == pytest.approx(200, abs=0.5)
    assert wide.dpi == pytest.approx(200, abs=0.5)


def test_pixels_of_a_fax_become_square() -> None:
    (page,) = pictures(_bytes(_page(1728, 1143).convert("1"), "TIFF", dpi=(204, 98), compression="group4"))
    assert page.image.shape[1] == 1728
    assert page.image.shape[0] == pytest.approx(1143 * 204 / 98, abs=1)
    assert page.dpi == pytest.approx(204, abs=0.5)


def test_a_camera_s_note_turns_the_page() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its left side
    (page,) = pictures(_bytes(_page(), "JPEG", exif=exif))
    assert page.image.shape[:2] == (413, 585)
    assert page.image[80, 585 - 30].max() < 60


def test_every_page_of_a_tiff() -> None:
    pages = [_page(), _page(300, 400), _page(413, 500)]
    data = _bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [page.image.shape for page in pictures(data)] == [(585, 413), (400, 300), (500, 413)]


def test_pages_before_a_cut_come_with_a_warning() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 200), dtype=np.uint8)
    first, *rest = (Image.fromarray(np.roll(noise, k)) for k in range(3))
    whole = _bytes(first, "TIFF", save_all=True, append_images=rest)
    warnings: list[str] = []
    assert len(list(pictures(whole[: len(whole) * 3 // 5], warnings))) < 3
    assert warnings == ["the picture is damaged after page 1"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_cut_page_is_an_error_that_says_what_to_do(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 255, (300, 200), dtype=np.uint8))
    data = _bytes(noise, kind)
    with pytest.raises(LoadError, match="again"):
        list(pictures(data[: len(data) // 3]))


def test_large_pages_are_made_smaller() -> None:
    (page,) = pictures(_bytes(_page(5000, 7000).convert("1"), "PNG", dpi=(600, 600)))
    height, width = page.image.shape
    assert width * height <= MAX_PIXELS * 1.01
    assert width / page.dpi == pytest.approx(5000 / 600, rel=0.001)


@pytest.mark.parametrize("side", [12_000, 20_000, 60_000])
def test_bombs_are_refused_before_they_are_decoded(side: int) -> None:
    with pytest.raises(LoadError, match="is no page"):
        list(pictures(_png(side, side)))


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (200, 3)])
def test_pages_without_size_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(LoadError, match="again"):
        list(pictures(_png(*size)))


def test_what_is_no_picture_is_none() -> None:
    assert image_type(b"BM is how this sentence begins") is None
    assert image_type(b"%PDF-1.7") is None
