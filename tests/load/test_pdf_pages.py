"""Pages of PDFs that are not plain: pictures, doubtful text layers, turned and doubled pages."""

import ctypes
import io
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor import extract
from extractor.core.document import Document
from extractor.core.errors import LoadError
from extractor.load import Options, load
from extractor.load.paged import Found
from extractor.load.pdf_page import look, raster, scale_of
from extractor.schemas import load_schema

from ..tables import forms
from . import made
from .test_pdf import GRID, form_pdf

ROWS = [[str((7 * r + 3 * k * k + 13 * r * k) % 997) for k in range(5)] for r in range(4)]
FLAT = [text for row in ROWS for text in row]
Draw = Callable[[Canvas], Any]


def _pdf(draw: Draw, pagesize: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=pagesize)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _table(canvas: Canvas, rows: list[list[str]], x: float = 80, y: float = 700, width: float = 80) -> None:
    for r in range(len(rows) + 1):
        canvas.line(x, y - 24 * r, x + width * len(rows[0]), y - 24 * r)
    for k in range(len(rows[0]) + 1):
        canvas.line(x + width * k, y, x + width * k, y - 24 * len(rows))
    canvas.setFont("Helvetica", 11)
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            canvas.drawCentredString(x + (k + 0.5) * width, y - 24 * r - 17, text)


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """A page with the table as a scanner sees it, 200 dots an inch."""
    page = pypdfium2.PdfDocument(_pdf(lambda c: _table(c, ROWS)))[0]
    image: Image.Image = page.render(scale=200 / 72).to_pil()
    return image.convert("RGB")


def _told(document: Document) -> list[list[str]]:
    return [[cell.text for cell in grid.cells] for grid in document.grids]


def _says(canvas: Canvas, *texts: str) -> None:
    canvas.setFont("Helvetica", 11)
    for i, text in enumerate(texts):
        canvas.drawString(100, 690 - 20 * i, text)


def test_a_page_that_is_a_picture(picture: Image.Image) -> None:
    document = load(_pdf(lambda c: c.drawImage(ImageReader(picture), 0, 0, *A4)), name="r.pdf")
    assert _told(document) == [FLAT]
    box = document.grids[0].cells[0].box
    assert box == pytest.approx((80, 142, 160, 166), abs=3)


def test_a_scan_is_drawn_dot_by_dot() -> None:
    """Of a fax of 1654 × 2339 dots on 595.44 × 842.04 points each dot is one pixel: black or white."""
    dots = np.random.default_rng(3).random((2339, 1654)) < 0.5
    out = io.BytesIO()
    Image.fromarray(dots).save(out, "PDF", resolution=200.0)
    sheet = look(pypdfium2.PdfDocument(out.getvalue())[0], 1)
    scale, _ = scale_of(sheet)
    assert np.array_equal(raster(sheet, scale)[..., 0] > 127, dots)


def _invisible(canvas: Canvas, picture: Image.Image) -> None:
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    text = canvas.beginText(100, 700)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 11)
    for row in ROWS:
        text.textLine(" ".join("9" * len(value) for value in row))
    canvas.drawText(text)


def _below(canvas: Canvas, picture: Image.Image) -> None:
    _says(canvas, *(" ".join("9" * len(value) for value in row) for row in ROWS))
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)


def _elsewhere(canvas: Canvas, picture: Image.Image) -> None:
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.setFillColorRGB(1, 1, 1)
    for i in range(6):
        canvas.drawString(100, 300 - 20 * i, "999 99 9 999 99 9")


@pytest.mark.parametrize("layer", [_invisible, _below, _elsewhere])
def test_a_text_layer_that_is_not_what_is_seen(
    layer: Callable[[Canvas, Image.Image], None], picture: Image.Image
) -> None:
    document = load(_pdf(lambda c: layer(c, picture)), name="r.pdf")
    assert _told(document) == [FLAT]
    assert any("page 1: the text layer" in warning for warning in document.warnings)


def test_text_over_a_background_is_believed() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), (250, 250, 235))), 0, 0, *A4)
        _table(canvas, ROWS)

    document = load(_pdf(draw), name="r.pdf")
    assert _told(document) == [FLAT]
    assert document.warnings == ()


@pytest.mark.parametrize(
    "text",
    ["ÕþÎñ¹«¿ªÄê¶È±¨¸æÖ÷¶¯¹«¿ªÐÅÏ¢", '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~!"#$%&', "gibberishè é ê ë ì í î ï ð ñ ò ó"],
)
def test_characters_that_no_chinese_text_is_made_of(text: str) -> None:
    def draw(canvas: Canvas) -> None:
        _says(canvas, text, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("extractor.load.scan.parts", lambda *_: Found([]))
        with pytest.raises(LoadError, match="not those that are printed"):
            load(_pdf(draw), name="r.pdf")


def test_a_table_as_a_picture_in_a_page_of_text(picture: Image.Image) -> None:
    crop = picture.crop((200, 350, 1400, 720))

    def draw(canvas: Canvas) -> None:
        _says(canvas, "Report of 2022")
        canvas.drawImage(ImageReader(crop), 72, 400, 1200 * 72 / 200, 370 * 72 / 200)
        canvas.drawString(100, 300, "The end")
        canvas.drawImage(ImageReader(crop.resize((100, 40))), 400, 720, 60, 24)  # no larger than a seal

    document = load(_pdf(draw), name="r.pdf")
    assert _told(document) == [FLAT]
    assert [document.slice(b.span) for b in document.blocks if b.kind != "grid"] == ["Report of 2022", "The end"]
    box = document.grids[0].cells[0].box
    assert box is not None
    assert box.x0 == pytest.approx(72 + 80 - 72, abs=4)


def test_a_table_of_outlines() -> None:
    def draw(canvas: Canvas) -> None:
        _says(canvas, "Report of 2022")
        _table(canvas, [[""] * 5] * 5, y=600)
        canvas.setLineWidth(1.3)
        for r in range(5):
            for k in range(5):
                canvas.ellipse(117 + 80 * k, 583 - 24 * r, 123 + 80 * k, 593 - 24 * r)

    assert _told(load(_pdf(draw), name="r.pdf")) == [["0"] * 25]


def test_a_picture_that_nobody_scanned_is_not_opened() -> None:
    data = _pdf(lambda c: c.drawImage(ImageReader(Image.new("1", (16, 16))), 0, 0, *A4))
    data = data.replace(b"/Height 16", b"/Height 90000").replace(b"/Width 16", b"/Width 90000")
    with pytest.raises(LoadError, match="larger than any scan"):
        load(data, name="r.pdf")


@pytest.fixture(scope="module")
def form() -> forms.Form:
    return forms.fill(load_schema("gov-disclosure/2021"), random.Random(11))


def _wrong(form: forms.Form, data: bytes) -> dict[str, object]:
    record = extract(data, name="r.pdf")
    return {n: record.fields[n].value for n, v in form.values.items() if record.fields[n].value != v}


def _saved(pdf: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned(form: forms.Form, turn: int) -> None:
    pdf = pypdfium2.PdfDocument(form_pdf(form, rulings=GRID, repeat=3))
    for page in pdf:
        page.set_rotation(turn)
    assert _wrong(form, _saved(pdf)) == {}


def test_a_table_drawn_sideways() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        _table(canvas, ROWS, y=500)

    assert _told(load(_pdf(draw), name="r.pdf")) == [FLAT]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_form_drawn_sideways(form: forms.Form, turn: int) -> None:
    upright = pypdfium2.PdfDocument(form_pdf(form, rulings=GRID, repeat=3))
    pdf = pypdfium2.PdfDocument.new()
    for number, page in enumerate(upright):
        width, height = page.get_size()
        matrix = pypdfium2.PdfMatrix().rotate(turn)
        corners = [matrix.on_point(x, y) for x in (0, width) for y in (0, height)]
        drawn = upright.page_as_xobject(number, pdf).as_pageobject()
        drawn.set_matrix(matrix.translate(-min(x for x, _ in corners), -min(y for _, y in corners)))
        sheet = pdf.new_page(*((width, height) if turn == 180 else (height, width)))
        sheet.insert_obj(drawn)
        sheet.gen_content()
    data = _saved(pdf)
    assert _wrong(form, data) == {}
    boxes = [cell.box for cell in load(data, name="r.pdf").grids[0].cells]
    own = [cell.box for cell in load(form_pdf(form, rulings=GRID, repeat=3), name="r.pdf").grids[0].cells]
    assert boxes == [pytest.approx(box, abs=0.1) for box in own]


def test_a_broad_table_is_no_pair_of_pages() -> None:
    rows = [[str(100 + 7 * r + k) for k in range(6)] for r in range(10)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for r, row in enumerate(rows):
            for k, text in enumerate(row):
                canvas.drawString(100 + 80 * k + 200 * (k > 2), 500 - 20 * r, text)

    document = load(_pdf(draw, (A4[1], A4[0])), name="r.pdf")
    assert _told(document) == [[text for row in rows for text in row]]


def test_two_pages_on_one_sheet(form: forms.Form) -> None:
    pdf = pypdfium2.PdfDocument(form_pdf(form, rulings=GRID, repeat=3))
    width, height = ctypes.c_float(842), ctypes.c_float(595)
    sheet = pypdfium2.PdfDocument(pdfium.FPDF_ImportNPagesToOne(pdf.raw, width, height, 2, 1))
    data = _saved(sheet)
    assert _wrong(form, data) == {}
    assert any({c.box.x0 > 421 for c in g.cells if c.box} == {True, False} for g in load(data, name="r.pdf").grids)


def test_two_pages_whose_lines_are_written_to_and_fro() -> None:
    said = "本年度主动公开政府信息三百一十二条"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 12)
        for i in range(12):
            canvas.drawString(60, 500 - 20 * i, said)
            canvas.drawString(480, 507 - 20 * i, "依申请公开按规定办理并答复申请人")

    document = load(_pdf(draw, (A4[1], A4[0])), name="r.pdf")
    assert document.text.replace("\n", "") == said * 12 + "依申请公开按规定办理并答复申请人" * 12


def test_characters_told_by_actual_text_stand_where_their_form_is_drawn() -> None:
    text = b"BT /F1 20 Tf 100 100 Td (20) Tj /Span<</ActualText(2)>>BDC 30 0 Td (x) Tj EMC 14 0 Td (2) Tj ET"
    drawn = made.form(text, b"/Resources<<%s>>" % made.FONT)
    shown = made.stream(b"q .5 0 0 .5 200 300 cm /X Do Q")
    data = made.one_page(shown, drawn, resources=b"/XObject<</X 5 0 R>>")
    (line,) = load(data, name="r.pdf").lines
    assert line.edges[2] == pytest.approx(265, abs=1)


def test_a_form_written_letter_by_letter_in_any_order() -> None:
    letters = [(x, r, char) for r, row in enumerate(ROWS) for k, v in enumerate(row) for x, char in _set(k, v)]
    random.Random(3).shuffle(letters)

    def draw(canvas: Canvas) -> None:
        _table(canvas, [[""] * 5] * 4)
        for x, r, char in letters:
            canvas.drawString(x, 683 - 24 * r, char)

    assert _told(load(_pdf(draw), name="r.pdf")) == [FLAT]


def _set(column: int, text: str) -> list[tuple[float, str]]:
    return [(100 + 80 * column + 6.2 * i, char) for i, char in enumerate(text)]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    rows = [["1", "2", "3"], ["4", "1234567", "6"]]
    document = load(_pdf(lambda c: _table(c, rows, width=32)), name="r.pdf")
    assert _told(document) == [["1", "2", "3", "4", "1234567", "6"]]


def test_the_last_line_of_a_value_is_no_page_number() -> None:
    def row(canvas: Canvas, *lines: tuple[float, str]) -> None:
        canvas.setFont("Helvetica", 10)
        for k in range(5):
            canvas.drawString(100 + 60 * k, 46, str(k))
        for y, text in lines:
            canvas.drawString(420, y, text)

    wrapped = _pdf(lambda c: row(c, (52, "2"), (40, "3")))
    numbered = _pdf(lambda c: row(c, (46, "2"), (24, "3")))
    assert _told(load(wrapped, name="r.pdf")) == [["0", "1", "2", "3", "4", "2\n3"]]
    assert _told(load(numbered, name="r.pdf")) == [["0", "1", "2", "3", "4", "2"]]


def test_a_watermark_across_the_page_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        _table(canvas, ROWS)
        canvas.saveState()
        canvas.translate(100, 560)
        canvas.rotate(35)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "DRAFT 2022")
        canvas.restoreState()

    assert load(_pdf(draw), name="r.pdf").text == "\n".join("\t".join(row) for row in ROWS)


def test_bold_type_printed_twice_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        _says(canvas, "Report 2211")
        canvas.drawString(100.4, 690, "Report 2211")

    assert load(_pdf(draw), name="r.pdf").text == "Report 2211"


def test_a_password_opens_a_protected_file() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    _says(canvas, "Report 2022")
    canvas.save()
    data = out.getvalue()
    assert load(data, name="r.pdf", options=Options(password="secret")).text == "Report 2022"
    for password, told in (("", "give it with --password"), ("wrong", "give the right one")):
        with pytest.raises(LoadError, match=told):
            load(data, name="r.pdf", options=Options(password=password))


def test_camelot_and_the_lattice_see_the_same_tables(form: forms.Form) -> None:
    data = form_pdf(form, rulings=GRID, repeat=3)
    own, other = (load(data, name="r.pdf", options=Options(tables=how)) for how in ("lattice", "camelot"))
    assert _told(own) == _told(other)
    assert [(g.rows, g.columns) for g in own.grids] == [(g.rows, g.columns) for g in other.grids]


@pytest.mark.parametrize("box", [b"0 0 0 0", b"595 842 0 0", b"0 0 20000 20000", b"0 0 1e30 1e30"])
def test_pages_of_absurd_size_are_read(box: bytes) -> None:
    text = b"BT /F1 12 Tf 100 100 Td (2022 a) Tj ET"
    assert load(made.one_page(made.stream(text), box=box), name="r.pdf").text == "2022 a"


@pytest.mark.parametrize(
    "pages",
    [
        (b"<</Type/Pages/Kids[2 0 R]/Count 3>>",),
        (b"<</Type/Pages/Kids[3 0 R]/Count 100000>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 99999>>"),
        (b"<</Type/Pages/Kids[]/Count 0>>",),
    ],
)
def test_trees_of_pages_that_lead_nowhere(pages: tuple[bytes, ...]) -> None:
    with pytest.raises(LoadError, match=r"r\.pdf"):
        load(made.written(made.CATALOGUE, *pages), name="r.pdf")


def test_more_characters_than_a_page_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.load.pdf_text.MAX_GLYPHS", 8)
    document = load(_pdf(lambda c: _says(c, "Report 2022", "and more")), name="r.pdf")
    assert document.text == "Report 2"
    assert any("only its first characters" in warning for warning in document.warnings)


def test_scanned_pages_are_bounded(monkeypatch: pytest.MonkeyPatch, picture: Image.Image) -> None:
    monkeypatch.setattr("extractor.load.pdf.MAX_SCANNED", 0)
    image = ImageReader(picture)

    def draw(canvas: Canvas) -> None:
        _says(canvas, "Report 2022")
        canvas.showPage()
        canvas.drawImage(image, 0, 0, *A4)

    warnings = load(_pdf(draw), name="r.pdf").warnings
    assert "only the first 0 scanned pages were read" in warnings
