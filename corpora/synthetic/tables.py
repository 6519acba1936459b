"""The forms as grids: merged cells, headers, blocks that share a table or stand apart."""

import hashlib
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from extractor.core.schema import Schema, Table

from .quirks import Shown
from .report import PrintedCell, PrintedTable, Split

Labels = Callable[[tuple[str, ...]], str]

_NOTES = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)",
    "（本列数据勾稽关系：第一项加第二项之和等于第三项加第四项之和）",
    "",
)
_KINDS = (("结果维持",), ("结果纠正",), ("其他结果",), ("尚未审结", "未审结"), ("总计", "合计"))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a form's grids are built.

    `joined`: the blocks of table 二 share one grid. `titled`: each begins with its clause of article 20. `note` is
    the text of table 三's corner. `parted`: reviews and lawsuits in two tables. `annex`: its columns.
    """

    joined: bool
    titled: bool
    note: str
    parted: bool
    annex: str


@cache
def layouts(split: Split) -> tuple[Layout, ...]:
    """The layouts of a split; a digest deals each to one split, so that they share none."""
    every = itertools.product((True, False), (True, False), _NOTES, (False, True), ("unit", "plain", "serial"))
    return tuple(layout for layout in (Layout(*parts) for parts in every) if _split_of(layout) == split)


def choose(split: Split, rng: random.Random) -> Layout:
    """A layout of the split; tables that are parted, or have a serial number, are rare."""
    every = layouts(split)
    return rng.choices(every, [(0.2 if o.parted else 1.0) * (0.3 if o.annex == "serial" else 1.0) for o in every])[0]


def _split_of(layout: Layout) -> Split:
    dealt: tuple[Split, ...] = ("train", "train", "train", "dev", "test")
    return dealt[hashlib.sha256(repr(layout).encode()).digest()[0] % len(dealt)]


class _Sheet:
    """Cells being placed, row by row."""

    def __init__(self) -> None:
        self.cells: list[PrintedCell] = []
        self.row = 0

    def put(self, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """A cell without a field in the current row."""
        self.cells.append(PrintedCell(text, self.row, column, rows, columns))

    def value(self, column: int, name: str | None, shown: Shown, columns: int = 1) -> None:
        """A cell that holds a slot's number."""
        self.cells.append(PrintedCell(shown.text, self.row, column, 1, columns, name, shown.value))

    def table(self, name: str) -> PrintedTable:
        """What was placed, in reading order."""
        return PrintedTable(name, tuple(sorted(self.cells, key=lambda c: (c.row, c.column))))


def proactive(
    tables: tuple[Table, ...], printed: Mapping[str, Shown], layout: Layout, labels: Labels, extra: Shown | None = None
) -> tuple[PrintedTable, ...]:
    """Table 二: one grid, or one for each block. `extra` is the number of a row that the form does not have."""
    sheets: list[tuple[str, _Sheet]] = []
    width = max(len(table.columns) for table in tables)
    for table in tables:
        if not sheets or not layout.joined:
            sheets.append(("proactive" if layout.joined else table.id, _Sheet()))
            if not layout.joined:
                width = len(table.columns)
        _block(sheets[-1][1], table, printed, layout, labels, width)
    if extra is not None:
        sheet = sheets[-1][1]
        sheet.put(0, "其他行政职权")
        sheet.value(1, None, extra, width)
    return tuple(sheet.table(name) for name, sheet in sheets)


def _block(
    sheet: _Sheet, table: Table, printed: Mapping[str, Shown], layout: Layout, labels: Labels, width: int
) -> None:
    rows = [row for row in table.rows if any(name in printed for name in table.fields(row))]
    if not rows:
        return
    last = len(table.columns) - 1
    if layout.titled:
        sheet.put(0, table.titles[0], columns=width + 1)
        sheet.row += 1
    sheet.put(0, "信息内容")
    for k, column in enumerate(table.columns):
        sheet.put(1 + k, labels(column.labels), columns=width - last if k == last else 1)
    sheet.row += 1
    for row in rows:
        sheet.put(0, labels(row.labels))
        for k, name in enumerate(table.fields(row)):
            sheet.value(1 + k, name, printed[name], width - last if k == last else 1)
        sheet.row += 1


def requests(table: Table, printed: Mapping[str, Shown], layout: Layout, labels: Labels) -> PrintedTable:
    """Table 三: three columns of labels, seven of values."""
    sheet = _Sheet()
    sheet.put(0, layout.note, 3, 3)
    sheet.put(3, "申请人情况", columns=7)
    sheet.row = 1
    sheet.put(3, labels(table.columns[0].labels), 2)
    sheet.put(4, "法人或其他组织", columns=5)
    sheet.put(9, labels(table.columns[6].labels), 2)
    sheet.row = 2
    for k, column in enumerate(table.columns[1:6]):
        sheet.put(4 + k, labels(column.labels))
    rows = [row for row in table.rows if any(name in printed for name in table.fields(row))]
    groups = {group[0]: group for group in table.groups}
    opened: tuple[str, ...] = ()
    for row in rows:
        sheet.row += 1
        for depth, group in enumerate(row.path):
            if opened[: depth + 1] != row.path[: depth + 1]:
                inside = sum(other.path[: depth + 1] == row.path[: depth + 1] for other in rows)
                sheet.put(depth, labels(groups.get(group, (group,))), inside)
        opened = row.path
        sheet.put(len(row.path), labels(row.labels), columns=3 - len(row.path))
        for k, name in enumerate(table.fields(row)):
            sheet.value(3 + k, name, printed[name])
    return sheet.table("requests")


def proceedings(table: Table, printed: Mapping[str, Shown], layout: Layout, labels: Labels) -> tuple[PrintedTable, ...]:
    """Table 四: reviews and lawsuits side by side, or in two tables."""
    names = table.fields(table.rows[0])
    parts = (("review", names[:5]), ("litigation", names[5:])) if layout.parted else (("proceedings", names),)
    return tuple(_side_by_side(name, fields, printed, labels) for name, fields in parts)


def _side_by_side(name: str, fields: tuple[str, ...], printed: Mapping[str, Shown], labels: Labels) -> PrintedTable:
    sheet, column = _Sheet(), 0
    kinds = [labels(kind) for kind in _KINDS]
    lawsuits = 5 if name == "proceedings" else 0
    if name != "litigation":
        sheet.put(0, "行政复议", columns=5)
    if name != "review":
        sheet.put(lawsuits, "行政诉讼", columns=10)
    sheet.row = 1
    if name != "litigation":
        for column, kind in enumerate(kinds):
            sheet.put(column, kind, 2)
    if name != "review":
        sheet.put(lawsuits, "未经复议直接起诉", columns=5)
        sheet.put(lawsuits + 5, "复议后起诉", columns=5)
        sheet.row = 2
        for k, kind in enumerate(kinds * 2):
            sheet.put(lawsuits + k, kind)
    sheet.row = 3
    for column, field in enumerate(fields):
        sheet.value(column, field, printed[field])
    return sheet.table(name)


def annex(
    schema: Schema, printed: Mapping[str, Shown], layout: Layout, labels: Labels, extra: Shown | None = None
) -> PrintedTable:
    """The annex of 2014: a line each, with groups that have no number. Without a unit column the label names it."""
    table = schema.tables[0]
    sheet, seen = _Sheet(), set[tuple[str, ...]]()
    columns = {"unit": ("统计指标", "单位", "统计数"), "plain": ("统计指标", "统计数")}
    header = columns.get(layout.annex, ("序号", "统计指标", "单位", "统计数"))
    for k, text in enumerate(header):
        sheet.put(k, text)
    groups = {group[0]: group for group in table.groups}
    lines: list[tuple[str, str, str | None]] = []
    for row in table.rows:
        if row.id not in printed:
            continue
        for depth in range(len(row.path)):
            path = row.path[: depth + 1]
            if path not in seen:
                seen.add(path)
                lines.append((labels(groups.get(path[-1], (path[-1],))), "", None))
        seen.add((*row.path, row.labels[0]))
        lines.append((labels(row.labels), row.unit, row.id))
    if extra is not None:
        lines.append(("十、其他事项数量", "件", ""))
    for text, unit, name in lines:
        sheet.row += 1
        cells = {"统计指标": text, "单位": unit, "序号": str(sheet.row)}
        for k, head in enumerate(header[:-1]):
            sheet.put(k, f"{text}（{unit}）" if unit and len(header) == 2 else cells[head])
        at = len(header) - 1
        if name is None:
            sheet.put(at, "")
        else:
            sheet.value(at, name or None, printed[name] if name else extra or Shown("", None))
    return sheet.table("annex")
