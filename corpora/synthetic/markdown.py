"""Markdown with pipe tables, as converters write it."""

import random

from .render.rendered import Rendered
from .report import Paragraph, PrintedCell, PrintedTable, Report


def render_markdown(report: Report, rng: random.Random) -> Rendered:
    """The report as Markdown; `layout` says whether rows have outer pipes and how merged cells are repeated."""
    outer = rng.random() < 0.6
    repeated = rng.random() < 0.5
    blocks = [f"# {report.title}", *([report.document_number] if report.document_number else [])]
    for section in report.sections:
        blocks += [f"## {section.heading}"] if section.heading else []
        for part in section.parts:
            blocks.append(part.text if isinstance(part, Paragraph) else _piped(part, outer, repeated))
    blocks += report.signature
    return Rendered(
        suffix=".md",
        data=("\n\n".join(blocks) + "\n").encode(),
        layout=f"{'outer' if outer else 'inner'} pipes, merged {'repeated' if repeated else 'empty'}",
        tables=tuple(p for s in report.sections for p in s.parts if isinstance(p, PrintedTable)),
    )


def _piped(table: PrintedTable, outer: bool, repeated: bool) -> str:
    """Every row with all its columns. Labels of merged cells stand in each place that they cover, or in the first;
    a number stands once."""
    height = max(c.row + c.row_span for c in table.cells)
    width = max(c.column + c.column_span for c in table.cells)
    grid = [[""] * width for _ in range(height)]
    for cell in table.cells:
        for row, column in _covered(cell, repeated):
            grid[row][column] = cell.text.replace("|", "\\|").replace("\n", "<br>")
    if not all(row[0] for row in grid):
        outer = True  # without outer pipes an empty first cell leaves no trace
    lines = [" | ".join(row) for row in grid]
    rule = " | ".join(["---"] * width)
    lines.insert(1, rule)
    return "\n".join(f"| {line} |" if outer else line for line in lines)


def _covered(cell: PrintedCell, repeated: bool) -> list[tuple[int, int]]:
    if not repeated or cell.field or cell.value is not None or not cell.text:
        return [(cell.row, cell.column)]
    return [(cell.row + r, cell.column + c) for r in range(cell.row_span) for c in range(cell.column_span)]
