"""The list that an office sends out, read back in every format."""

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from extractor.core.errors import ExtractorError
from extractor.core.record import FieldEvidence
from extractor.corpus import Converted, Corpus
from extractor.corpus.check import ACCEPTED, check, judge
from extractor.corpus.worklist import parts, write

from .linked import corpus, glued, report, row

DOCUMENTS = "proactive.normative_documents"
PLACE = (300.0, 200.0, 330.0, 214.0)  # points, on a page of 595 × 842


@pytest.fixture
def made(tmp_path: Path) -> Corpus:
    """Two offices: one carries over 3 and receives 2, whose page can be shown; one has glued digits and an outlier."""
    names = [f"{DOCUMENTS}.{c}" for c in ("issued", "repealed", "in_force")]
    return corpus(
        tmp_path,
        report("原平市教育局", 2021, {"requests.carried_out.total": 3}),
        paged(tmp_path / "report.pdf", report("原平市教育局", 2022, {"requests.carried_in.total": 2})),
        report("=原平市财政局", 2021, {f"{DOCUMENTS}.in_force": 40}),
        report("=原平市财政局", 2022, glued("12547", *names)),
        *(report("原平市水利局", y, row("requests.new", 900 if y == 2021 else 40)) for y in (2019, 2020, 2021, 2022)),
    )


def paged(path: Path, converted: Converted) -> Converted:
    """The same report with its cell at a place of a PDF."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(300, 842 - 212, "2")
    canvas.save()
    record = converted.record
    info = replace(record.document, path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), pages=1)
    evidence = FieldEvidence("table", "exact", 1.0, 2, "2", 1.0, page=1, box=PLACE)
    record.fields["requests.carried_in.total"].evidence.append(evidence)
    return Converted(replace(record, document=info))


def test_parts_by_agency_with_a_picture_of_the_place(made: Corpus) -> None:
    found = {part.title: part.entries for part in parts(made, check(made))}
    assert set(found) == {"整改清单", "请核实", "粘连数字"}
    (entry,) = found["整改清单"]
    assert (entry.agency, entry.year, entry.table, entry.column) == ("原平市教育局", 2022, "表三", "总计")
    assert entry.row == "二、上年结转政府信息公开申请数量"
    assert (entry.printed, entry.implied, entry.formula) == (2, 3, "上年结转 2≠2021年结转下年度 3")
    assert entry.cause.startswith("上年或本年的报告有误")
    assert entry.picture is not None
    with Image.open(io.BytesIO(entry.picture)) as image:
        colours = image.convert("RGB").getcolors(image.width * image.height) or []
        assert {colour: n for n, colour in colours}[198, 40, 40] > 100  # the frame
        assert image.width > 3 * image.height


def test_a_document_that_changed_is_not_shown(made: Corpus, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4 another")
    assert all(entry.picture is None for part in parts(made, check(made)) for entry in part.entries)


def test_a_workbook_with_headers_that_stay(made: Corpus, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "整改清单.xlsx"
    write(made, check(made), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["整改清单", "请核实", "粘连数字"]
    sheet = book["整改清单"]
    assert sheet.freeze_panes == "D4"
    assert sheet.print_title_rows == "$1:$3"
    heads = [cell.value for cell in sheet[3]]
    line = dict(zip(heads, (cell.value for cell in sheet[4]), strict=True))
    assert (line["机关"], line["印为"], line["应为"]) == ("原平市教育局", 2, 3)
    assert line["计算"] == "上年结转 2≠2021年结转下年度 3"
    assert len(sheet._images) == 1
    glued_sheet = book["粘连数字"]
    assert (glued_sheet["B4"].value, glued_sheet["B4"].data_type) == ("=原平市财政局", "s")  # never a formula
    assert [glued_sheet.cell(row, heads.index("应为") + 1).value for row in (4, 5, 6)] == [12, 5, 47]


def test_a_word_file_with_a_table_for_each_agency(made: Corpus, tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "list.docx"
    write(made, check(made), path)
    document = Document(str(path))
    titles = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert titles == ["原平市教育局", "原平市水利局", "=原平市财政局"]
    first = document.tables[0]
    assert [cell.text for cell in first.rows[0].cells][:4] == ["序号", "年度", "表、行、列", "印为"]
    assert [cell.text for cell in first.rows[1].cells][3:6] == ["2", "3", "上年结转 2≠2021年结转下年度 3"]
    assert "w:tblHeader" in first.rows[0]._tr.xml
    assert len(document.inline_shapes) == 1


def test_a_page_that_needs_nothing_else(made: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    write(made, check(made), path)
    text = path.read_text("utf-8")
    assert "上年结转 2≠2021年结转下年度 3" in text
    assert text.count("data:image/png;base64,") == 1
    assert "http" not in text
    assert "<script" not in text


def test_what_was_accepted_is_listed_apart(made: Corpus, tmp_path: Path) -> None:
    name = check(made).violations[0].fingerprint
    judge(made, [name], ACCEPTED, "已更正", "李")
    path = tmp_path / "list.json"
    write(made, check(made), path)
    found = json.loads(path.read_text("utf-8"))
    assert "整改清单" not in found
    assert [(line["fingerprint"], line["verdict"]) for line in found["已说明"]] == [(name, "已更正（李）")]


def test_a_corpus_without_findings_makes_a_list_that_says_so(tmp_path: Path) -> None:
    import openpyxl

    made = corpus(tmp_path, report("原平市教育局", 2021, {}))
    for ending in (".xlsx", ".docx", ".html"):
        write(made, check(made), tmp_path / f"list{ending}")
    assert openpyxl.load_workbook(tmp_path / "list.xlsx").active["A2"].value == "各项勾稽关系均成立，未发现数据不符。"


def test_another_ending_is_refused(made: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"list.pdf: no list ends so; give one of .xlsx, .docx"):
        write(made, check(made), tmp_path / "list.pdf")
    with pytest.raises(ExtractorError, match="cannot write"):
        write(made, check(made), tmp_path / "no" / "list.html")
