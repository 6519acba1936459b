"""Tables of web pages: which of them hold data, and their cells."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHORT = 80  # characters of a cell that holds a label or a figure
_MANY = 6  # short cells beside a nested table that make the outer one data too
_NUMBER = re.compile(r"\s*(\d{1,6})")


def rows(table: "HtmlElement") -> "Iterator[list[HtmlElement]]":
    """The cells of each of the table's own rows, nested tables' rows left out."""
    for group in table:
        if group.tag == "tr":
            yield _cells(group)
        elif group.tag in ("thead", "tbody", "tfoot"):
            for row in group:
                if row.tag == "tr":
                    yield _cells(row)
        elif group.tag not in ("caption", "colgroup", "col") and group.tag != "table":
            for row in group.iter("tr"):  # a form or a paragraph between table and rows
                if next(row.iterancestors("table")) is table:
                    yield _cells(row)


def is_data(table: "HtmlElement") -> bool:
    """Whether a table holds data. One that holds paragraphs, or other tables and little else, is layout."""
    own = [row for row in rows(table) if row]
    cells = [cell for row in own for cell in row]
    if len(cells) < 2 or max(map(len, own)) < 2:
        return False
    plain = [cell for cell in cells if cell.find(".//table") is None]
    lengths = [_length(cell) for cell in plain]
    short = sum(1 for length in lengths if 0 < length <= _SHORT)
    if len(plain) < len(cells):
        return short >= _MANY and short > 2 * (len(cells) - len(plain))
    # A frame of the page has its text in one or two cells.
    return short >= 2 and (max(lengths) <= 400 or short >= _MANY)


def spans(cell: "HtmlElement") -> tuple[int, int]:
    """Row and column span as declared, at least 1."""
    return _span(cell, "rowspan"), _span(cell, "colspan")


def _cells(row: "HtmlElement") -> "list[HtmlElement]":
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: "HtmlElement", name: str) -> int:
    found = _NUMBER.match(cell.get(name, "1"))
    return max(1, int(found[1])) if found else 1


def _length(cell: "HtmlElement") -> int:
    return sum(len(text.strip()) for text in cell.itertext())
