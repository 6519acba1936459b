import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpora.synthetic.render import CellBox, Rendered
from corpora.synthetic.render import degrade as steps
from corpora.synthetic.render.geometry import geometry
from corpora.synthetic.render.levels import LEVELS, Wear, draw, levels_table
from corpora.synthetic.render.paper import Suffix
from corpora.synthetic.render.scan import SUFFIXES, scan_as
from extractor.core.geometry import Box

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "corpora-formats.md"
MARKS = [Box(x, y, x + 30, y + 12) for y in (60, 400, 760) for x in (50, 280, 510)]
STILL = Wear(150, 0.0, 0.0, 0.0, 0.0, 95, 0.0, 0.0, 0.0, False, False, False, 7)
MOVED = {
    "skew": replace(STILL, skew=2.7),
    "waves": replace(STILL, warp=2.5, skew=-1.1),
    "photo": replace(STILL, photo=True, skew=1.5),
    "photo of waves": replace(STILL, photo=True, warp=2.0, dpi=96),
    "fax": replace(STILL, fax=True, skew=0.8),
}


def planted(pages: int = 2, dpi: int = 144) -> Rendered:
    """A PDF of white pages with black rectangles, which are its cells."""
    size = (round(595 * dpi / 72), round(842 * dpi / 72))
    images = []
    for _ in range(pages):
        sheet = np.full((size[1], size[0]), 255, np.uint8)
        for box in MARKS:
            x0, y0, x1, y1 = (round(side * dpi / 72) for side in box)
            sheet[y0:y1, x0:x1] = 0
        images.append(Image.fromarray(sheet))
    buffer = BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=95)
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        sizes = tuple(page.get_size() for page in document)
    cells = [CellBox("marks", 0, i, page, box) for page in range(1, pages + 1) for i, box in enumerate(MARKS)]
    return Rendered(".pdf", buffer.getvalue(), "planted", (), sizes, tuple(cells))


def pages_of(made: Rendered) -> list[Image.Image]:
    """All pages as pictures."""
    if made.suffix == ".pdf":
        with pypdfium2.PdfDocument(made.data) as document:
            kept = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
            return [next(page.get_objects(filter=kept)).get_bitmap().to_pil() for page in document]
    if made.suffix == ".tif":
        with Image.open(BytesIO(made.data)) as image:
            frames = []
            for i in range(getattr(image, "n_frames", 1)):
                image.seek(i)
                frames.append(image.convert("L"))
            return frames
    return [Image.open(BytesIO(data)) for data in (made.data, *made.rest)]


def mark_near(picture: Image.Image, box: Box, pixels: float) -> Box:
    """The dark rectangle that a box points at, in pixels."""
    grey = np.asarray(picture.convert("L"))
    x0, y0, x1, y1 = (round(side * pixels) for side in box)
    left, top = max(0, x0 - 15), max(0, y0 - 15)
    dark = grey[top : y1 + 15, left : x1 + 15] < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return Box(left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)


@pytest.mark.parametrize("name", MOVED)
def test_boxes_go_where_the_marks_go(name: str) -> None:
    wear = MOVED[name]
    source = planted()
    made = scan_as(source, [wear, replace(wear, seed=8)], ".png", name)
    pixels = wear.dpi / 72
    pictures = pages_of(made)
    assert [(round(w * pixels), round(h * pixels)) for w, h in made.pages] == [picture.size for picture in pictures]
    for cell in made.cells:
        found = mark_near(pictures[cell.page - 1], cell.box, pixels)
        assert np.abs(np.array(found) - np.array(cell.box) * pixels).max() <= 2, (name, cell)
    if name != "fax":
        shift = np.abs(np.array([c.box for c in made.cells]) - np.array([c.box for c in source.cells])).max()
        assert shift > 2  # points: the marks did move


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_of_file_shows_the_same_pages(suffix: Suffix) -> None:
    made = scan_as(planted(3), [replace(STILL, skew=s) for s in (1.0, -1.0, 0.5)], suffix, "weak")
    pictures = pages_of(made)
    assert made.suffix == suffix
    assert len(pictures) == 3
    assert len(made.rest) == (2 if suffix in (".png", ".jpg") else 0)
    for cell in made.cells:
        found = mark_near(pictures[cell.page - 1], cell.box, 150 / 72)
        assert np.abs(np.array(found) - np.array(cell.box) * (150 / 72)).max() <= 2


def test_a_scanned_pdf_has_no_text() -> None:
    made = scan_as(planted(1), [STILL], ".pdf", "weak")
    with pypdfium2.PdfDocument(made.data) as document:
        assert document[0].get_textpage().count_chars() == 0


def test_a_fax_has_one_bit() -> None:
    made = scan_as(planted(2), [replace(STILL, fax=True, noise=20.0)] * 2, ".tif", "hard")
    with Image.open(BytesIO(made.data)) as image:
        assert image.mode == "1"
        assert image.info["compression"] == "group4"
        assert round(float(image.info["dpi"][0])) == 150


@pytest.mark.parametrize("level", LEVELS)
def test_same_seed_same_scan(level: str) -> None:
    source = planted(1)
    wears = draw(LEVELS[level], 1, random.Random(3))
    first, second = (scan_as(source, wears, ".pdf", level) for _ in range(2))
    assert first == second
    assert first.data != scan_as(source, [replace(wears[0], seed=wears[0].seed + 1, noise=9.0)], ".pdf", level).data


def test_levels_grow_worse() -> None:
    weak, normal, hard = (LEVELS[name] for name in ("weak", "normal", "hard"))
    assert weak.skew < normal.skew < hard.skew
    assert weak.noise[1] < normal.noise[1] < hard.noise[1]
    assert weak.jpeg[0] > normal.jpeg[0] > hard.jpeg[0]
    assert max(hard.dpi) <= max(normal.dpi) <= max(weak.dpi)
    assert {dpi for level in LEVELS.values() for dpi in level.dpi} == {96, 150, 200, 300}


def test_draws_keep_to_their_level() -> None:
    level = LEVELS["hard"]
    for seed in range(200):
        wears = draw(level, 3, random.Random(seed))
        assert len({(w.dpi, w.jpeg, w.fax, w.photo) for w in wears}) == 1
        assert not any(w.fax and w.photo for w in wears)
        assert not any(w.stamp for w in wears[:-1])
        assert all(abs(w.skew) <= level.skew and level.noise[0] <= w.noise <= level.noise[1] for w in wears)


def test_the_guide_lists_the_levels() -> None:
    assert levels_table() in GUIDE.read_text("utf-8")


def test_degradations_do_what_they_say() -> None:
    white = np.full((400, 300), 255, np.uint8)
    inked = white.copy()
    inked[100:140, 20:60] = 0
    through = steps.bleed(white, inked, 0.2, 1.0)
    assert through[120, 300 - 40] < 220  # mirrored
    assert through[120, 40] > 250
    shaded = steps.shade(white, 0.4, np.random.default_rng(1))
    assert shaded.min() < 175
    assert shaded.max() > 245
    noisy = steps.grain(np.full((400, 300), 128, np.uint8), 10.0, np.random.default_rng(1))
    assert 9 < noisy.std() < 11
    specks = steps.pepper(np.full((400, 300), 128, np.uint8), 0.01, np.random.default_rng(1))
    assert 0.008 < (specks != 128).mean() <= 0.01
    sealed = steps.stamp(np.full((842, 595, 3), 255, np.uint8), np.random.default_rng(1), 1.0)
    red = (sealed[..., 2] > 150) & (sealed[..., 0] < 150)
    assert red.sum() > 500
    assert not red[:200].any()


def test_a_seal_and_a_photo_are_in_colour() -> None:
    page = np.full((842, 595), 255, np.uint8)
    for wear in (replace(STILL, dpi=72, stamp=True), replace(STILL, dpi=72, photo=True)):
        assert steps.degrade(page, page, wear, geometry(wear, (595, 842))).ndim == 3
    assert steps.degrade(page, page, replace(STILL, dpi=72), geometry(STILL, (595, 842))).ndim == 2
