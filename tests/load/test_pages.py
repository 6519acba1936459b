import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.core.errors import LoadError
from extractor.load.pages import MAX_SHOWN, page_images


def pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    for number in range(pages):
        canvas.rect(50, 300, 100, 50, fill=1)
        canvas.drawString(50, 100, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_pages_of_a_pdf_are_drawn_in_their_size() -> None:
    first, second = page_images(pdf(2), dpi=72)
    assert (first.number, second.number) == (1, 2)
    assert (first.width, first.height, first.media_type) == (300, 400, "image/jpeg")
    drawn = Image.open(io.BytesIO(first.data)).convert("L")
    assert drawn.size == (300, 400)
    shades = np.asarray(drawn)
    assert shades[75, 100] < 60  # the box, 50 to 100 points from the top
    assert shades[75, 250] > 200


def test_a_long_document_shows_its_first_pages() -> None:
    assert len(page_images(pdf(MAX_SHOWN + 5), dpi=20)) == MAX_SHOWN


def test_a_picture_is_its_own_page() -> None:
    out = io.BytesIO()
    Image.new("L", (827, 1169), 200).save(out, "PNG", dpi=(100, 100))
    (page,) = page_images(out.getvalue(), dpi=50)
    assert page.number == 1
    assert abs(page.width - 595.4) < 2
    assert Image.open(io.BytesIO(page.data)).size[0] == pytest.approx(414, abs=4)


def test_formats_without_pages_have_none(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("某局2023年政府信息公开工作年度报告", encoding="utf-8")
    assert page_images(file) == []


def test_a_damaged_pdf_is_an_error() -> None:
    with pytest.raises(LoadError, match="cannot be drawn"):
        page_images(b"%PDF-1.4\nnothing of a PDF follows")
