import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.core.errors import LoadError
from extractor.load import Options, load


def pdf() -> bytes:
    """A page with a table of two by two cells."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    for k in range(3):
        canvas.line(50, 50 + 40 * k, 250, 50 + 40 * k)
        canvas.line(50 + 100 * k, 50, 50 + 100 * k, 130)
    for k in range(4):
        canvas.drawString(60 + 100 * (k % 2), 65 + 40 * (k // 2), f"cell {k}")
    canvas.save()
    return out.getvalue()


def scan() -> bytes:
    """The same as a picture at 144 dpi."""
    page = np.full((400, 600), 255, np.uint8)
    for k in range(3):
        page[138 + 80 * k : 142 + 80 * k, 100:500] = 0
        page[140:300, 98 + 200 * k : 102 + 200 * k] = 0
    for k in range(4):
        place = (120 + 200 * (k % 2), 195 + 80 * (k // 2))
        cv2.putText(page, str(12 + k), place, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PNG", dpi=(144, 144))
    return out.getvalue()


def scanned_pdf() -> bytes:
    """The same picture in a PDF."""
    out = io.BytesIO()
    Image.open(io.BytesIO(scan())).save(out, "PDF", resolution=144)
    return out.getvalue()


def has_colour(path: Path) -> bool:
    image = cv2.imread(str(path))
    assert image is not None
    return bool((np.ptp(image.astype(int), axis=2) > 60).any())


def test_the_stages_of_a_digital_page(tmp_path: Path) -> None:
    load(pdf(), options=Options(pictures=tmp_path / "new"))
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["page-001-1-page.png", "page-001-2-rulings.png", "page-001-3-lattices.png", "page-001-4-parts.png"]
    assert [has_colour(tmp_path / "new" / name) for name in names] == [False, True, True, True]


@pytest.mark.parametrize("make", [scan, scanned_pdf])
def test_the_stages_of_a_scan(make: Callable[[], bytes], tmp_path: Path) -> None:
    load(make(), options=Options(pictures=tmp_path))
    names = sorted(path.stem.split("-", 3)[3] for path in tmp_path.iterdir())
    assert names == ["lattices", "level-lines", "lines-down", "parts", "picture", "upright"]
    assert has_colour(next(tmp_path.glob("*-lattices.png")))


def test_nothing_is_drawn_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    load(pdf())
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(LoadError, match="pictures cannot be written"):
        load(pdf(), options=Options(pictures=tmp_path / "file"))
