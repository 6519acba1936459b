"""Pasted text: the ways in which copying a report from a page or a document flattens its tables."""

import random
from collections.abc import Callable
from itertools import groupby

from .render.rendered import Rendered
from .report import Paragraph, PrintedCell, PrintedTable, Report

Lines = Callable[[PrintedTable], str]

_ENCODINGS = (("utf-8", 70), ("utf-8-sig", 8), ("gb18030", 14), ("utf-16", 8))
_WRAP = 38  # characters a line, where a text was copied from a laid-out page


def rows(table: PrintedTable) -> list[list[PrintedCell]]:
    """The cells row by row; a merged cell stands once, where it begins."""
    ordered = sorted(table.cells, key=lambda c: (c.row, c.column))
    return [list(cells) for _, cells in groupby(ordered, key=lambda c: c.row)]


def tabbed(table: PrintedTable) -> str:
    """A row a line, cells between tabs."""
    return "\n".join("\t".join(cell.text for cell in row) for row in rows(table))


def stacked(table: PrintedTable) -> str:
    """A cell a line behind a tab, a blank one as tab and space, an empty line between rows."""
    return "\n\n".join("\n".join("\t" + (cell.text or " ") for cell in row) for row in rows(table))


def bare(table: PrintedTable) -> str:
    """A cell a line and nothing else: blanks leave no trace."""
    return "\n".join(cell.text for row in rows(table) for cell in row if cell.text)


def spaced(table: PrintedTable) -> str:
    """A row a line, cells between spaces: blanks leave no trace."""
    return "\n".join(" ".join(cell.text for cell in row if cell.text) for row in rows(table))


def glued(table: PrintedTable) -> str:
    """A row a line, its cells without anything between them."""
    return "\n".join("".join(cell.text for cell in row) for row in rows(table))


# Way of flattening → how a table's cells become text; "line" is the whole report on one line.
FLATTENINGS: dict[str, Lines] = {
    "tabbed": tabbed,
    "stacked": stacked,
    "bare": bare,
    "spaced": spaced,
    "glued": glued,
    "line": spaced,
}


def render_text(report: Report, rng: random.Random) -> Rendered:
    """The report as pasted text in one way and one encoding; `layout` names both.

    Only rarely are numbers broken by line ends, as where the lines of a laid-out page were copied.
    """
    way = rng.choice(list(FLATTENINGS))
    encoding = rng.choices([e for e, _ in _ENCODINGS], [w for _, w in _ENCODINGS])[0]
    ending = rng.choice(("\n", "\n", "\r\n"))
    return Rendered(
        suffix=".txt",
        data=flatten(report, way, wrapped=rng.random() < 0.06).replace("\n", ending).encode(encoding),
        layout=f"{way}/{encoding}",
        tables=tuple(p for s in report.sections for p in s.parts if isinstance(p, PrintedTable)),
    )


def flatten(report: Report, way: str, *, wrapped: bool = False) -> str:
    """The report's text with its tables flattened in one of FLATTENINGS, line ends as "\\n"."""
    blocks = [report.title, *([report.document_number] if report.document_number else [])]
    for section in report.sections:
        blocks += [section.heading] if section.heading else []
        for part in section.parts:
            if isinstance(part, Paragraph):
                blocks.append(_wrap("　　" + part.text) if wrapped else part.text)
            else:
                blocks.append(FLATTENINGS[way](part))
    blocks += report.signature
    if way == "line":
        return " ".join(" ".join(blocks).split())
    return "\n".join(blocks) + "\n"


def _wrap(text: str) -> str:
    return "\n".join(text[k : k + _WRAP] for k in range(0, len(text), _WRAP))
