"""Digital PDFs and .doc files; what needs LibreOffice or Chromium skips where they are not installed."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpora.synthetic.render import BATCHES, RENDERERS, Rendered, RenderError
from corpora.synthetic.render.browser import program
from corpora.synthetic.render.locate import locate
from corpora.synthetic.render.office import available
from corpora.synthetic.report import Paragraph, PrintedCell, PrintedTable, Report, Split
from extractor.core.folding import fold_text
from tests.corpora.render_made import made

needs_office = pytest.mark.skipif(not available(), reason="LibreOffice is not installed (make corpora-tools)")
TOOLS = [
    ("pdf-office", "libreoffice"),
    ("doc", "libreoffice"),
    ("scan-weak", "libreoffice"),
    ("pdf-browser", "chromium"),
]
needs_browser = pytest.mark.skipif(program() is None, reason="Chromium is not installed (make corpora-tools)")


@cache
def office(kind: str) -> tuple[Rendered, ...]:
    """Six made reports of two splits in one call."""
    splits: tuple[Split, ...] = ("train", "dev", "test")
    reports = [made(seed, split) for split in splits for seed in (1, 2)]
    return tuple(BATCHES[kind](reports, [random.Random(seed) for seed in range(6)]))


def bare(text: str) -> str:
    """Folded characters without spaces."""
    return "".join(fold_text(text).split())


def misplaced(page: Rendered) -> list[tuple[str, str]]:
    """Cells whose boxes do not hold the text they should: (printed, found)."""
    found: Counter[tuple[str, int, int]] = Counter()
    texts: dict[tuple[str, int, int], str] = {}
    with pypdfium2.PdfDocument(page.data) as document:
        layers = [one.get_textpage() for one in document]
        for cell in page.cells:
            height = page.pages[cell.page - 1][1]
            box = cell.box
            text = layers[cell.page - 1].get_text_bounded(box.x0, height - box.y1, box.x1, height - box.y0)
            key = (cell.table, cell.row, cell.column)
            texts[key] = texts.get(key, "") + bare(text.replace("\x02", "-").replace("\ufffe", "-"))
            found[key] += 1
    wanted = {(table.id, cell.row, cell.column): bare(cell.text) for table in page.tables for cell in table.cells}
    assert set(found) == set(wanted)
    return [(wanted[key], texts[key]) for key in wanted if sorted(texts[key]) != sorted(wanted[key])]


def said(page: Rendered, report: Report) -> list[str]:
    """What the quantities' boxes hold, in order."""
    with pypdfium2.PdfDocument(page.data) as document:
        found = []
        for quantity in page.quantities:
            height = page.pages[quantity.page - 1][1]
            box = quantity.box
            layer = document[quantity.page - 1].get_textpage()
            found.append(bare(layer.get_text_bounded(box.x0, height - box.y1, box.x1, height - box.y0)))
    return found


def numbers(report: Report) -> list[str]:
    """The numbers of its paragraphs as printed."""
    parts = (part for section in report.sections for part in section.parts)
    return [one.raw for part in parts if isinstance(part, Paragraph) for one in part.said]


@needs_office
def test_boxes_of_an_office_pdf_hold_their_cells() -> None:
    pages = office("pdf-office")
    assert len({page.layout for page in pages}) >= 3
    assert any(len(page.pages) > 1 for page in pages)
    for page in pages:
        assert misplaced(page) == [], page.layout


@needs_office
def test_boxes_of_an_office_pdf_hold_their_numbers() -> None:
    report = made(1)
    page = office("pdf-office")[0]
    assert said(page, report) == numbers(report)


@needs_office
def test_cells_without_text_have_a_place() -> None:
    report = made(3)
    blank = _without_zeros(report)
    page = RENDERERS["pdf-office"](blank, random.Random(3))
    assert misplaced(page) == []
    assert sum(1 for table in page.tables for cell in table.cells if not cell.text) > 20


def test_a_cell_without_text_stands_on_every_page_that_its_row_does() -> None:
    printed = [["item", "count"], ["one", "5"], ["two", ""]], [["three", ""]]
    out = BytesIO()
    canvas = Canvas(out)
    for rows in printed:
        for r, row in enumerate(rows):
            for x, width, text in zip((80, 200), (120, 100), row, strict=True):
                canvas.rect(x, 700 - 24 * r, width, 24)
                canvas.drawString(x + 6, 707 - 24 * r, text)
        canvas.showPage()
    canvas.save()
    texts = [["item", "count"], ["one", "5"], ["twothree", ""]]
    cells = tuple(
        PrintedCell(text, r, c, field="t.x" if r and c else None)
        for r, row in enumerate(texts)
        for c, text in enumerate(row)
    )
    found = locate(out.getvalue(), (PrintedTable("t", cells),)).cells
    assert [one.page for one in found if (one.row, one.column) == (2, 0)] == [1, 2]
    assert [one.page for one in found if (one.row, one.column) == (2, 1)] == [1, 2]


@needs_office
def test_the_same_seed_gives_the_same_places() -> None:
    again = BATCHES["pdf-office"]([made(1)], [random.Random(0)])[0]
    assert again.cells == office("pdf-office")[0].cells
    assert again.quantities == office("pdf-office")[0].quantities


@needs_office
def test_a_text_that_is_not_printed_is_an_error() -> None:
    from corpora.synthetic.render.flow import Line

    with pytest.raises(RenderError, match="does not print"):
        locate(office("pdf-office")[0].data, (Line("heading", "九、并不存在的一节"),))


@needs_office
def test_doc_files_hold_the_report() -> None:
    for page in office("doc"):
        assert page.suffix == ".doc"
        assert page.data.startswith(b"\xd0\xcf\x11\xe0")
        assert "无正当理由大量反复申请".encode("utf-16-le") in page.data


@needs_browser
def test_boxes_of_a_browser_pdf_hold_cells_and_numbers() -> None:
    report = made(1, "test")
    page = RENDERERS["pdf-browser"](report, random.Random(1))
    assert misplaced(page) == []
    assert said(page, report) == numbers(report)


@pytest.mark.parametrize(
    ("kind", "package"),
    TOOLS,
)
def test_a_missing_tool_is_named(kind: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RenderError, match=f"apt-get install {package}"):
        RENDERERS[kind](made(1), random.Random(1))


@needs_office
def test_a_scan_of_a_report_keeps_its_cells() -> None:
    report = made(2)
    page = RENDERERS["scan-hard"](report, random.Random(2))
    assert {(c.table, c.row, c.column) for c in page.cells} == {
        (t.id, c.row, c.column) for t in page.tables for c in t.cells
    }
    for cell in page.cells:
        width, height = page.pages[cell.page - 1]
        assert 0 <= cell.box.x0 < cell.box.x1 <= width
        assert 0 <= cell.box.y0 < cell.box.y1 <= height


def _without_zeros(report: Report) -> Report:
    def cleared(part: Paragraph | PrintedTable) -> Paragraph | PrintedTable:
        if isinstance(part, Paragraph):
            return part
        return replace(part, cells=tuple(replace(c, text="") if c.field and c.text == "0" else c for c in part.cells))

    return replace(report, sections=tuple(replace(s, parts=tuple(map(cleared, s.parts))) for s in report.sections))
