"""A report of the 2021 form made by hand, with every cell visible; for tests of the renderers."""

import random
from itertools import groupby

from corpora.synthetic.report import Paragraph, PrintedCell, PrintedTable, Report, Said, Section, Split
from extractor.core.schema import Row, Table
from extractor.schemas import load_schema

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def made(seed: int = 1, split: Split = "train") -> Report:
    """A report with numbers of its own for each seed; sums hold in table 三 by rows only."""
    rng = random.Random(seed)
    schema = load_schema("gov-disclosure/2021")
    tables = {table.id: table for table in schema.tables}
    posts = rng.randint(100, 99999)
    text = f"本年度通过门户网站主动公开政府信息{posts}条，公开形式力求便民。"
    start = text.index(str(posts))
    said = Said("narrative.disclosure.total", posts, str(posts), "条", "exact", start, start + len(str(posts)))
    long = "在政府信息公开工作中，本局坚持以公开为常态、不公开为例外，及时回应社会关切，" * 4 + "服务群众。"
    return Report(
        id=f"made-{seed}",
        split=split,
        schema=schema.id,
        agency="临溪县水务局",
        region="临溪县",
        region_code=None,
        year=2022,
        title="临溪县水务局2022年政府信息公开工作年度报告",
        sections=(
            Section("一、总体情况", (Paragraph(text, (said,)), Paragraph(long))),
            Section(
                "二、主动公开政府信息情况", tuple(_block(t, rng) for k, t in tables.items() if k[:9] == "proactive")
            ),
            Section("三、收到和处理政府信息公开申请情况", (_requests(tables["requests"], rng),)),
            Section("四、政府信息公开行政复议、行政诉讼情况", (_proceedings(tables["proceedings"], rng),)),
            Section("五、存在的主要问题及改进情况", (Paragraph("培训的针对性有待加强，将改进。"),)),
            Section("六、其他需要报告的事项", (Paragraph("无其他需要报告的事项。"),)),
        ),
        period=None,
        published="2023-01-18",
        document_number=None,
        signature=("临溪县水务局", "2023年1月18日"),
    )


def _number(rng: random.Random) -> int:
    return rng.choice((0, 0, rng.randint(1, 9), rng.randint(10, 3000)))


def _block(table: Table, rng: random.Random) -> PrintedTable:
    width = len(table.columns) + 1
    cells = [PrintedCell(table.titles[0], 0, 0, 1, width), PrintedCell("信息内容", 1, 0)]
    cells += [PrintedCell(column.labels[0], 1, i) for i, column in enumerate(table.columns, 1)]
    for r, row in enumerate(table.rows, 2):
        cells.append(PrintedCell(row.labels[0], r, 0))
        for c, column in enumerate(table.columns, 1):
            value = rng.randint(0, 500)
            cells.append(PrintedCell(str(value), r, c, field=table.field(row, column), value=value * column.scale))
    return PrintedTable(table.id, tuple(cells))


def _requests(table: Table, rng: random.Random) -> PrintedTable:
    cells = [
        PrintedCell(NOTE, 0, 0, 3, 3),
        PrintedCell("申请人情况", 0, 3, 1, 7),
        PrintedCell("自然人", 1, 3, 2, 1),
        PrintedCell("法人或其他组织", 1, 4, 1, 5),
        PrintedCell("总计", 1, 9, 2, 1),
        *(PrintedCell(column.labels[0], 2, i + 3) for i, column in enumerate(table.columns[1:-1], 1)),
    ]
    rows = [row for row in table.rows if not row.optional]
    top = 3
    for depth in (1, 2):
        for path, group in groupby(row.path[:depth] for row in rows):
            height = len(list(group))
            if len(path) == depth:
                cells.append(PrintedCell(path[-1], top, depth - 1, height, 1))
            top += height
        top = 3
    for r, row in enumerate(rows, 3):
        level = len(row.path)
        cells.append(PrintedCell(row.labels[0], r, level, 1, 3 - level))
        cells += _values(table, row, r, rng)
    return PrintedTable(table.id, tuple(cells))


def _values(table: Table, row: Row, r: int, rng: random.Random) -> list[PrintedCell]:
    values = [_number(rng) for _ in table.columns[:-1]]
    values.append(sum(values))
    return [
        PrintedCell(str(value), r, c, field=table.field(row, column), value=value)
        for c, (column, value) in enumerate(zip(table.columns, values, strict=True), 3)
    ]


def _proceedings(table: Table, rng: random.Random) -> PrintedTable:
    cells = [
        PrintedCell("行政复议", 0, 0, 1, 5),
        PrintedCell("行政诉讼", 0, 5, 1, 10),
        *(PrintedCell(c.labels[0], 1, i, 2) for i, c in enumerate(table.columns[:5])),
        PrintedCell("未经复议直接起诉", 1, 5, 1, 5),
        PrintedCell("复议后起诉", 1, 10, 1, 5),
        *(PrintedCell(c.labels[0], 2, i) for i, c in enumerate(table.columns[5:], 5)),
    ]
    values = [rng.randint(0, 30) for _ in table.columns]
    for end in (4, 9, 14):
        values[end] = sum(values[end - 4 : end])
    row = table.rows[0]
    cells += [
        PrintedCell(str(value), 3, i, field=table.field(row, column), value=value)
        for i, (column, value) in enumerate(zip(table.columns, values, strict=True))
    ]
    return PrintedTable(table.id, tuple(cells))


def stated(report: Report) -> dict[str, int | float]:
    """Field id → value of every cell that holds a number."""
    return {
        cell.field: cell.value
        for section in report.sections
        for part in section.parts
        if isinstance(part, PrintedTable)
        for cell in part.cells
        if cell.field and cell.value is not None
    }
