"""Report → Word document in one of the letterheads of its split."""

import random
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..report import PrintedCell, PrintedTable, Report
from .docx_parts import fonts, package, page_size
from .flow import Flow, Line, flow, header_rows, rows_of, tables_of, width_of
from .letterheads import LETTERHEADS, Letterhead
from .rendered import Rendered

_SIDES = {
    "all": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "rows": ("top", "bottom", "insideH"),
    "none": (),
}
_CHANGED = 'w:author="起草人" w:date="2024-01-01T09:00:00Z"'
_FORMER = ("初稿", "有关情况如下：", "（待核）", "相关")


def render_docx(report: Report, rng: random.Random) -> Rendered:
    """A .docx with original font names; one in six has tracked changes, one in six its signature in a text box."""
    head = rng.choice(LETTERHEADS[report.split])
    items = flow(report)
    extras = rng.random()
    kind = "changes" if extras < 1 / 6 else "box" if extras < 1 / 3 else ""
    data = build(items, head, head.faces, _Extras(kind, rng))
    return Rendered(".docx", data, head.name + (f"+{kind}" if kind else ""), tables_of(items))


@dataclass(frozen=True, slots=True)
class _Extras:
    """What Word files have beside text: `kind` is "changes" (tracked), "box" (a text box) or "" for nothing."""

    kind: str
    rng: random.Random


def build(items: Flow, head: Letterhead, faces: tuple[str, str, str, str], extras: _Extras | None = None) -> bytes:
    """The bytes of a .docx that prints these lines and tables in these four typefaces."""
    parts: list[str] = []
    for item in items:
        if isinstance(item, PrintedTable):
            parts += [_table(item, head, faces[3]), "<w:p/>"]
        elif item.kind == "signature" and extras and extras.kind == "box":
            parts.append(_box(_line(item, head, faces, None)))
        else:
            parts.append(_line(item, head, faces, extras))
    return package("".join(parts), head, faces)


def _line(line: Line, head: Letterhead, faces: tuple[str, str, str, str], extras: _Extras | None) -> str:
    look, spacing = "", '<w:spacing w:line="360" w:lineRule="auto"/>'
    if line.kind == "title":
        place, look = f'{spacing}<w:jc w:val="center"/>', fonts(faces[0]) + f'<w:sz w:val="{head.text_size + 8}"/>'
    elif line.kind == "number":
        place = '<w:jc w:val="center"/>'
    elif line.kind == "signature":
        place = f'{spacing}<w:jc w:val="right"/>'
    elif line.kind == "heading" and head.heading_style:
        place = '<w:pStyle w:val="Heading1"/>' + spacing
    else:
        place = f'{spacing}<w:ind w:firstLineChars="200" w:firstLine="{20 * head.text_size}"/>'
        look = fonts(faces[1]) if line.kind == "heading" else ""
    content = _runs(line.text, look)
    if extras and extras.kind == "changes" and line.kind == "paragraph" and extras.rng.random() < 0.4:
        content = _tracked(line.text, look, extras.rng)
    return f"<w:p><w:pPr>{place}</w:pPr>{content}</w:p>"


def _runs(text: str, look: str) -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    written = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r>{properties}{written}</w:r>"


def _tracked(text: str, look: str, rng: random.Random) -> str:
    """The text with a stretch of it inserted late, and words before it that were struck out."""
    start = rng.randrange(len(text) // 2 + 1)
    end = rng.randint(start, len(text))
    struck = f'<w:r><w:delText xml:space="preserve">{rng.choice(_FORMER)}</w:delText></w:r>'
    return (
        _runs(text[:start], look)
        + f'<w:del w:id="{2 * start}" {_CHANGED}>{struck}</w:del>'
        + f'<w:ins w:id="{2 * start + 1}" {_CHANGED}>{_runs(text[start:end], look)}</w:ins>'
        + _runs(text[end:], look)
    )


def _box(content: str) -> str:
    return (
        '<w:p><w:r><w:pict><v:shape style="width:220pt;height:36pt" stroked="f"><v:textbox><w:txbxContent>'
        f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def _table(table: PrintedTable, head: Letterhead, face: str) -> str:
    widths = _widths(table, page_size(head)[0] - head.margins[1] - head.margins[3])
    repeated = header_rows(table) if head.repeat_header else 0
    rows = rows_of(table)
    covered = {
        (row, cell.column): cell for cell in table.cells for row in range(cell.row + 1, cell.row + cell.row_span)
    }
    written = []
    for r, row in enumerate(rows):
        cells = [(cell, False) for cell in row] + [(cell, True) for (at, _), cell in covered.items() if at == r]
        rules = ("<w:cantSplit/>" if head.keep_rows else "") + ("<w:tblHeader/>" if r < repeated else "")
        inside = "".join(
            _cell(c, goes_on, widths, head, face) for c, goes_on in sorted(cells, key=lambda x: x[0].column)
        )
        written.append(f"<w:tr><w:trPr>{rules}</w:trPr>{inside}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_borders(head.rules)}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"
    )


def _borders(rules: str) -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES[rules])


def _cell(cell: PrintedCell, goes_on: bool, widths: list[int], head: Letterhead, face: str) -> str:
    merge = '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
    if goes_on:
        merge = "<w:vMerge/>"
    span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    width = sum(widths[cell.column : cell.column + cell.column_span])
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
    look = f'{fonts(face)}<w:sz w:val="{head.table_size}"/>'
    text = "" if goes_on or not cell.text else _runs(cell.text, look)
    return f'<w:tc>{properties}<w:p><w:pPr><w:jc w:val="center"/><w:rPr>{look}</w:rPr></w:pPr>{text}</w:p></w:tc>'


def _widths(table: PrintedTable, total: int) -> list[int]:
    """Column widths in twentieths of a point: by the longest figure, and by the root of the longest label."""
    weights = [2.4] * width_of(table)
    for cell in table.cells:
        if cell.column_span == 1:
            need = len(cell.text) * 0.8 + 1 if cell.field else min(9.0, 2 * len(cell.text) ** 0.5)
            weights[cell.column] = max(weights[cell.column], need)
    return [int(20 * total * weight / sum(weights)) for weight in weights]
