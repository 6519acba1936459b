"""The labels of the shipped forms, as a witness for where cells of unruled tables begin and end."""

from functools import cache

from ..core.column_words import Words
from ..schemas import load_schema, names

# Printed in place of a number; in narrow cells over several lines.
_VALUES = ("不适用", "不涉及", "未统计", "暂无", "空白")


@cache
def known_words() -> Words:
    """The labels of all report types together: which of them a document is, is not known yet."""
    rows: list[str] = list(_VALUES)
    columns: list[str] = []
    leaves: list[str] = []
    groups: list[str] = []
    titles: list[str] = []
    for table in (table for name in names() for table in load_schema(name).tables):
        titles += table.titles
        groups += [*table.corner, *(label for column in table.columns for label in column.path)]
        columns += [label for column in table.columns for label in column.labels]
        leaves += [label for row in table.rows for label in row.labels]
        rows += [label for row in table.rows for label in row.path]
        rows += [label for labels in table.groups for label in labels]
    return Words(rows, columns, groups, titles, leaves)
