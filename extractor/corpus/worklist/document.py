"""The list as a Word document: a table for each agency, ready to be sent to it."""

import io
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...core.errors import ExtractorError
from .entries import Entry, Part

if TYPE_CHECKING:
    from docx.table import _Cell

_HEADS: Final = ("序号", "年度", "表、行、列", "印为", "应为", "计算", "可能原因", "说明")
_WIDTHS: Final = (1.1, 1.3, 4.6, 1.6, 1.6, 5.4, 3.6, 6.5)  # cm, of 25.7
_PICTURE = 5.9  # cm


def write_docx(parts: list[Part], path: Path) -> None:
    """A landscape A4 document; headers of tables are repeated on every page."""
    try:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm, Pt
    except ImportError:
        raise ExtractorError("lists as .docx need python-docx: pip install python-docx, or take .xlsx") from None
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.0)
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading("政府信息公开工作年度报告数据核对清单", 0)
    if not parts:
        document.add_paragraph("各项勾稽关系均成立，未发现数据不符。")
    for part in parts:
        document.add_heading(part.title, 1)
        document.add_paragraph(part.note)
        for agency, own in groupby(part.entries, key=lambda entry: entry.agency):
            document.add_heading(agency, 2)
            _table(document, list(own))
    document.save(str(path))


def _table(document: Any, entries: list[Entry]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for k, entry in enumerate(entries, 1):
        cells = table.add_row().cells
        where = "，".join(part for part in (entry.table, entry.row, entry.column) if part)
        printed, implied = ("" if v is None else str(v) for v in (entry.printed, entry.implied))
        texts = (str(k), str(entry.year), where, printed, implied, entry.formula, entry.cause, entry.what)
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
        _below(cells[-1], entry)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)


def _below(cell: "_Cell", entry: Entry) -> None:
    """The verdict, the picture and the number of the finding below its sentence."""
    from docx.shared import Cm

    if entry.verdict:
        cell.add_paragraph(f"处理意见：{entry.verdict}")
    if entry.picture:
        cell.add_paragraph().add_run().add_picture(io.BytesIO(entry.picture), width=Cm(_PICTURE))
    cell.add_paragraph(f"编号 {entry.fingerprint}")
