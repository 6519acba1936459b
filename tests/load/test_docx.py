"""Word documents: order, merged cells, numbering, tracked changes, text boxes."""

import io
import zipfile

import docx
import pytest

from extractor.core.document import Document
from extractor.core.errors import LoadError
from extractor.load import load
from extractor.load.docx_numbering import printed

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="urn:mc" xmlns:v="urn:v"'


def built(body: str, **parts: str) -> bytes:
    """A .docx of raw XML: the body's content, and further parts of word/ by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def read(data: bytes) -> Document:
    document = load(data, name="a.docx")
    for grid in document.grids:
        for cell in grid.cells:
            assert cell.span is not None
            assert document.slice(cell.span) == cell.text
    return document


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def rows(document: Document, grid: int = 0) -> list[list[str]]:
    found = document.grids[grid]
    return [[cell.text for cell in found.row(row)] for row in range(found.rows)]


def test_a_document_as_word_writes_it() -> None:
    made = docx.Document()
    made.add_paragraph("石桥县2020年政府信息公开工作年度报告")
    made.add_paragraph("一、总体情况")
    made.add_paragraph("公开信息31条。")
    table = made.add_table(4, 4)
    for row, texts in enumerate(
        (("类别", "", "申请人", ""), ("", "", "自然人", "总计"), ("结果", "公开", "3", "3"), ("", "不公开", "", "0"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for first, last in (((0, 0), (1, 1)), ((0, 2), (0, 3)), ((2, 0), (3, 0))):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = merged.text.strip()
    made.add_paragraph("六、其他")
    made.sections[0].header.paragraphs[0].text = "信息公开"
    made.sections[0].footer.paragraphs[0].text = "第 1 页"
    buffer = io.BytesIO()
    made.save(buffer)

    document = read(buffer.getvalue())
    assert [(block.kind, document.slice(block.span)) for block in document.blocks if block.kind != "grid"] == [
        ("header", "信息公开"),
        ("title", "石桥县2020年政府信息公开工作年度报告"),
        ("heading", "一、总体情况"),
        ("paragraph", "公开信息31条。"),
        ("heading", "六、其他"),
        ("footer", "第 1 页"),
    ]
    assert rows(document) == [
        ["类别", "申请人"],
        ["类别", "自然人", "总计"],
        ["结果", "公开", "3", "3"],
        ["结果", "不公开", "", "0"],
    ]
    assert [(cell.row_span, cell.column_span) for cell in document.grids[0].cells[:2]] == [(2, 2), (1, 2)]
    assert (document.source.loader, document.warnings) == ("docx", ())


def test_tracked_changes_are_taken_as_accepted() -> None:
    document = read(
        built(
            p(
                r("收到申请"),
                f"<w:del>{r('19').replace('w:t', 'w:delText')}</w:del>",
                f"<w:ins>{r('24')}</w:ins>",
                r("件。"),
            )
            + p(f"<w:moveFrom>{r('移走的话。')}</w:moveFrom>")
            + p(r("前半句，"), properties="<w:rPr><w:del/></w:rPr>")
            + p(r("后半句。"))
            + p(f"<w:moveTo>{r('移来的话。')}</w:moveTo>")
        )
    )
    assert document.text == "收到申请24件。\n前半句，后半句。\n移来的话。"
    assert "tracked change" in document.warnings[0]


def test_deleted_rows_and_tables_in_content_controls() -> None:
    def tr(*cells: str, properties: str = "") -> str:
        return f"<w:tr>{properties}{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in cells)}</w:tr>"

    deleted = tr("旧", "9", properties="<w:trPr><w:del/></w:trPr>")
    wrapped = f"<w:sdt><w:sdtContent>{tr('其他', '4')}</w:sdtContent></w:sdt>"
    table = f"<w:tbl>{tr('规章', '3')}{deleted}{wrapped}</w:tbl>"
    document = read(built(f"<w:sdt><w:sdtContent>{p(r('前'))}{table}</w:sdtContent></w:sdt>"))
    assert rows(document) == [["规章", "3"], ["其他", "4"]]


def test_hidden_text_and_field_codes() -> None:
    document = read(
        built(
            p(
                r("第"),
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ x </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                r("12"),
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                f"<w:fldSimple>{r('条')}</w:fldSimple>",
                r("暗文", "<w:vanish/>"),
                r("明文", '<w:vanish w:val="0"/>'),
                "<w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>",
            )
        )
    )
    assert document.text == "第12条明文\t甲\n乙"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p(r('框中的话。'))}</w:txbxContent>"
    drawing, picture = f"<w:drawing>{box}</w:drawing>", f"<w:pict>{box}</w:pict>"
    fallback = f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r>"
    run = f"<w:r><mc:AlternateContent><mc:Choice>{drawing}</mc:Choice>{fallback}"
    assert read(built(p(r("正文。"), run) + p(r("后文。")))).text == "正文。\n框中的话。\n后文。"
    only_fallback = f"<w:r><mc:AlternateContent><mc:Choice/>{fallback}"
    assert read(built(p(only_fallback))).text == "框中的话。"


def test_nested_tables_are_grids_of_their_own() -> None:
    def tbl(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    inner = tbl(p(r("自然人")), p(r("4")))
    document = read(built(tbl(p(r("结果")), inner + p(), p(r("5")) + p(r("件"))) + p(r("完。"))))
    assert rows(document, 0) == [["结果", "", "5\n件"]]
    assert rows(document, 1) == [["自然人", "4"]]
    assert document.text == "结果\t\t5\n件\n自然人\t4\n完。"


def test_cells_that_begin_later_in_the_row() -> None:
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(r("甲"))}</w:tc><w:tc>{p(r("乙"))}</w:tc>'
    later = f"<w:tc>{p(r('丙'))}</w:tc><w:tc>{p(r('丁'))}</w:tc>"
    grid = read(built(f"<w:tbl><w:tr>{wide}</w:tr><w:tr>{before}{later}</w:tr></w:tbl>")).grids[0]
    assert [(cell.text, cell.row, cell.column, cell.column_span) for cell in grid.cells] == [
        ("甲", 0, 0, 1 + 1),
        ("乙", 0, 2, 1),
        ("丙", 1, 1, 1),
        ("丁", 1, 2, 1),
    ]


def level(i: int, number_format: str, text: str) -> str:
    form = f'<w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/>{form}</w:lvl>'


def test_automatic_numbers_are_restored() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    numbering = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", "•")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        "</w:numbering>"
    )
    styles = (
        f'<w:styles {WORD}><w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H2"><w:basedOn w:val="H"/></w:style></w:styles>'
    )

    def item(text: str, number: int, depth: int = 0) -> str:
        return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')

    body = (
        *(item("总体情况", 1), item("主动公开", 1, 1), item("依申请公开", 1, 1), item("网站", 1, 2)),
        *(p(r("申请情况"), properties='<w:pStyle w:val="H2"/>'), item("受理", 1, 1)),
        *(item("要点", 2), item("其他", 3, 2), item("无号", 0)),
    )
    document = read(built("".join(body), numbering=numbering, styles=styles))
    assert document.text.split("\n") == [
        *("一、总体情况", "（一）主动公开", "（二）依申请公开", "1.网站"),
        *("二、申请情况", "（一）受理", "要点", "5.其他", "无号"),
    ]
    assert document.blocks[0].kind == "heading"


@pytest.mark.parametrize(
    ("value", "number_format", "label"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (35, "chineseCounting", "三十五"), (105, "chineseCounting", "一百零五"), (112, "chineseCounting", "一百一十二"),
        (12, "ideographDigital", "一二"), (3, "decimalEnclosedCircle", "③"), (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"), (7, "decimalFullWidth", "７"), (7, "unheardOf", "7"),
    ],
)  # fmt: skip
def test_counters(value: int, number_format: str, label: str) -> None:
    assert printed(value, number_format) == label


def test_footnotes_come_last() -> None:
    line = f'<w:footnote w:type="separator">{p(r("线"))}</w:footnote>'
    note = f'<w:footnote w:id="1">{p(r("按口径统计。"))}</w:footnote>'
    notes = f"<w:footnotes {WORD}>{line}{note}</w:footnotes>"
    document = read(
        built(p(r("公开5条"), '<w:r><w:footnoteReference w:id="1"/></w:r>', r("。")) + p(r("完。")), footnotes=notes)
    )
    assert document.text == "公开5条。\n完。\n按口径统计。"


def test_the_strict_variant() -> None:
    strict = WORD.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", f"<w:document {strict}><w:body>{p(r('公开5条。'))}</w:body></w:document>")
    assert read(buffer.getvalue()).text == "公开5条。"


def test_pictures_in_place_of_tables() -> None:
    picture = '<w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r>'
    assert "picture" in read(built(p(r("三、申请情况")) + p(picture))).warnings[0]


def test_damaged_and_hostile_files() -> None:
    made = io.BytesIO()
    docx.Document().save(made)
    whole = made.getvalue()
    cases = {
        "cut": whole[: len(whole) // 2],
        "tail": whole[:-30],
        "empty body": built(""),
        "no XML": built("<w:p>"),
        "bomb": built(" " * (70 * 2**20)),
    }
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                if name != "word/document.xml":
                    new.writestr(name, old.read(name))
        cases["no document"] = buffer.getvalue()
    for name, data in cases.items():
        with pytest.raises(LoadError, match=rf"{name}\.docx: "):
            load(data, name=f"{name}.docx")


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">]>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", f"{bomb}<w:document {WORD}><w:body>{p(r('前&b;后'))}</w:body></w:document>")
    assert "哈哈" not in read(buffer.getvalue()).text
