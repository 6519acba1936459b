"""Tables without rulings on pictures."""

import io
import random
from functools import cache

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpora.synthetic.content import make_report
from corpora.synthetic.gold import gold
from corpora.synthetic.render.browser import program
from corpora.synthetic.render.pdf import render_browser
from extractor import extract
from extractor.core.record import Record
from extractor.load.paged import Found
from extractor.load.scan import detect, parts
from extractor.load.scan.bare import bare, may_hold
from extractor.load.scan.detect import Line
from extractor.load.scan.ocr import Size
from extractor.load.scan.picture import Pixels
from extractor.load.scan.words import Word

needs_browser = pytest.mark.skipif(program() is None, reason="Chromium is not installed (make corpora-tools)")
SEED = 1_970_003


def word(text: str, y: float = 100) -> Word:
    return Word(text, [20.0 * k for k in range(len(text) + 1)], y, y + 20)


def test_known_labels_tell_of_a_table() -> None:
    labels = [word("信息内容"), word("本年新制作数量"), word("本年新公开数量"), word("规范性文件")]
    assert may_hold(labels, None)
    assert not may_hold([word("加强组织领导，压实工作责任。")] * 9, None)


def test_a_page_of_noise_has_no_table() -> None:
    gray = np.random.default_rng(3).integers(120, 255, (800, 600)).astype(np.uint8)
    assert bare(gray, 200 / 72, None).tables == []


def dusty(page: Image.Image) -> Image.Image:
    gray = np.array(page)
    rng = np.random.default_rng(7)
    for x, y in rng.integers(0, (gray.shape[1] - 2, gray.shape[0] - 2), (1500, 2)):
        gray[y : y + 2, x : x + 2] = 90
    return Image.fromarray(gray)


@cache
def scanned() -> Record:
    """A report whose tables have no rulings, printed by a browser and scanned at 200 dpi, with dust on the glass."""
    printed = render_browser(make_report(SEED, "train"), random.Random(SEED), ruled=False)
    with pypdfium2.PdfDocument(printed.data) as pdf:
        pages = [dusty(page.render(scale=200 / 72).to_pil().convert("L")) for page in pdf]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))
    return extract(out.getvalue(), name="scan.tif")


@needs_browser
def test_every_cell_of_a_report_without_rulings() -> None:
    fields = gold(make_report(SEED, "train")).to_dict()["fields"]
    read = scanned().fields
    wrong = {
        name: (one["value"], read[name].value)
        for name, one in fields.items()
        if not name.startswith("narrative.") and read[name].value != one["value"]
    }
    assert len(fields) > 150
    assert not wrong


@needs_browser
def test_what_the_detector_does_not_see_at_one_size_it_sees_at_another(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = render_browser(make_report(SEED, "train"), random.Random(SEED), ruled=False)
    with pypdfium2.PdfDocument(printed.data) as pdf:
        page = np.array(pdf[len(pdf) - 2].render(scale=200 / 72).to_pil().convert("L"))
    whole = bare(page, 200 / 72, None)
    seen = detect.lines

    def half(gray: Pixels, size: Size = "tiny", side: int = 1280) -> list[Line]:
        found = seen(gray, size, side)
        return [line for line in found if line.slant.length > 60 or line.top % 2 > 1] if side == 1280 else found

    monkeypatch.setattr(detect, "lines", half)
    again = bare(page, 200 / 72, None)
    assert len(whole.tables) > 0
    assert [len(table.cells) for table in again.tables] == [len(table.cells) for table in whole.tables]


@needs_browser
def test_its_values_have_places_and_readings() -> None:
    values = [field for name, field in scanned().fields.items() if name.startswith("requests.") and field.value == 0]
    assert values
    for field in values:
        (evidence, *_) = field.evidence
        assert evidence.page is not None
        assert evidence.box is not None
        assert evidence.box[3] - evidence.box[1] < 40


def test_lines_of_a_page_are_no_values() -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    for row in range(6):
        page[400 + 80 * row : 402 + 80 * row, 200:1400] = 0
    assert parts(page, 1, 200 / 72) == Found([])
