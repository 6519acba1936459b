"""Digital PDFs: real files written by reportlab, read back."""

import io
import random
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from extractor import extract
from extractor.core.errors import LoadError
from extractor.load import load
from extractor.load.pdf import MAX_PAGES
from extractor.schemas import load_schema

from ..tables import forms

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
_BODY = ParagraphStyle("body", fontName="STSong-Light", fontSize=10, leading=16, wordWrap="CJK")
_SMALL = ParagraphStyle("cell", fontName="STSong-Light", fontSize=7, leading=9, wordWrap="CJK")


def form_pdf(form: forms.Form, *, rulings: list[Any], repeat: int = 0) -> bytes:
    """The form as a PDF whose tables run over pages."""
    out = io.BytesIO()
    story: list[Any] = [
        Paragraph("临溪县水务局2022年政府信息公开工作年度报告", _BODY),
        Paragraph("一、总体情况", _BODY),
    ]
    story.append(Paragraph("2022年，本局坚持把公开贯穿工作全过程，" * 6 + "全年主动公开政府信息312条。", _BODY))
    for heading, rows in forms.lines(form):
        if heading:
            story.append(Paragraph(heading, _BODY))
        width = max(len([c for c in row if c != "\0"]) for row in rows)
        data, spans = [], []
        for r, row in enumerate(rows):
            cells = [c for c in row if c != "\0"]
            spare = width - len(cells)
            if spare:
                cells = [cells[0], *[""] * spare, *cells[1:]]
                spans.append(("SPAN", (0, r), (spare, r)))
            data.append([Paragraph(c, _SMALL) if len(c) > 6 else c for c in cells])
        style = [*rulings, *spans, ("FONT", (0, 0), (-1, -1), "STSong-Light", 7)]
        story.append(Table(data, colWidths=[470 / width] * width, style=style, repeatRows=repeat if width > 9 else 0))
    SimpleDocTemplate(out, pagesize=A4, topMargin=60, bottomMargin=60).build(story)
    return out.getvalue()


GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
FILLED = [("GRID", (0, 0), (-1, -1), 1.5, colors.black), ("BACKGROUND", (0, 0), (-1, -1), colors.whitesmoke)]
OPEN = [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)]


@pytest.mark.parametrize("rulings", [GRID, FILLED, OPEN], ids=["grid", "filled", "open sides"])
@pytest.mark.parametrize("schema", ["gov-disclosure/2019", "gov-disclosure/2021"])
def test_every_cell_of_a_form_over_several_pages(rulings: list[Any], schema: str) -> None:
    form = forms.fill(load_schema(schema), random.Random(11))
    record = extract(form_pdf(form, rulings=rulings, repeat=3), name="r.pdf")
    wrong = {n: (v, record.fields[n].value) for n, v in form.values.items() if record.fields[n].value != v}
    assert wrong == {}
    assert record.schema == schema
    assert record.document.pages > 1
    assert record.fields["narrative.published.total"].value == 312


def test_cells_keep_page_and_box() -> None:
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(12))
    record = extract(form_pdf(form, rulings=GRID), name="r.pdf")
    found = [f.evidence[0] for f in record.fields.values() if f.status == "stated" and f.evidence[0].source == "table"]
    pages = {e.page for e in found}
    assert len(pages) > 1
    for e in found:
        assert e.box is not None
        x0, y0, x1, y1 = e.box
        assert 0 <= x0 < x1 <= A4[0]
        assert 0 <= y0 < y1 <= A4[1]
    document = load(form_pdf(form, rulings=GRID), name="r.pdf")
    for grid in document.grids:
        for cell in grid.cells:
            assert cell.span is not None
            assert document.slice(cell.span) == cell.text


def _canvas(draw: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def _write(canvas: Canvas, *texts: str) -> None:
    canvas.setFont("STSong-Light", 12)
    for i, text in enumerate(texts):
        canvas.drawString(72, 760 - 20 * i, text)
    canvas.showPage()


def test_wrapped_lines_are_one_paragraph_and_page_numbers_are_furniture() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(280, 30, "- 1 -")
        _write(canvas, *told)

    told = [
        "本年度全局通过各种渠道主动公开政府信息合计三百一十二条，其中政策",
        "文件二十条、工作动态一百条，依申请公开按规定办理，各科室依照分工",
        "落实责任，办公室每月核对目录，对过期的内容及时更新，对缺少的栏目",
        "逐项补齐，并把核对的结果通报各科室，作为年终考核的依据之一，连同",
        "群众的来信来访一并归档，较好地保障了公众的知情权。",
    ]
    document = load(_canvas(draw), name="r.pdf")
    paragraphs = [document.slice(b.span).replace("\n", "") for b in document.blocks if b.kind == "paragraph"]
    assert paragraphs == ["".join(told)]
    assert "footer" in {b.kind for b in document.blocks}


def test_pages_without_text_are_named_in_a_warning() -> None:
    def draw(canvas: Canvas) -> None:
        _write(canvas, "2022年政府信息公开工作年度报告")
        canvas.rect(50, 50, 200, 200, fill=1)
        canvas.showPage()

    assert "1 page(s) without readable text were left out: 2" in load(_canvas(draw), name="r.pdf").warnings


def test_nothing_to_read() -> None:
    with pytest.raises(LoadError, match=r"r\.pdf: no text can be read"):
        load(_canvas(lambda c: (c.rect(50, 50, 200, 200, fill=1), c.showPage())), name="r.pdf")


def test_a_protected_file() -> None:
    data = _canvas(lambda c: _write(c, "报告"), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    with pytest.raises(LoadError, match="password"):
        load(data, name="r.pdf")


@pytest.mark.parametrize("share", [0.0005, 0.1, 0.5])
def test_a_file_cut_off(share: float) -> None:
    data = form_pdf(forms.fill(load_schema("gov-disclosure/2021"), random.Random(1)), rulings=GRID)
    with pytest.raises(LoadError, match=r"r\.pdf"):
        load(data[: max(12, int(len(data) * share))], name="r.pdf")


def _outcome(data: bytes) -> str:
    try:
        return "read" if load(data, name="r.pdf").text else "nothing"
    except LoadError as error:
        return str(error)


def test_flipped_bits_never_crash() -> None:
    data = bytearray(form_pdf(forms.fill(load_schema("gov-disclosure/2021"), random.Random(1)), rulings=GRID))
    rng = random.Random(4)
    for _ in range(12):
        broken = bytearray(data)
        for _ in range(30):
            broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
        assert _outcome(bytes(broken)).startswith(("read", "r.pdf: "))


def test_a_book_is_read_in_part_with_a_warning() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(MAX_PAGES + 5):
            _write(canvas, "年度报告")

    document = load(_canvas(draw), name="r.pdf")
    assert document.source.pages == MAX_PAGES + 5
    assert any("only the first" in warning for warning in document.warnings)
