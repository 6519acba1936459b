"""Markdown → Document; also the tables drawn with `|` that pasted text has."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ..core.document import Block, Document, Source
from ..core.geometry import Span
from ..core.grid import Cell, Grid
from .blocks import divide, is_title
from .charset import decode
from .furniture import is_card, is_furniture
from .script import plain

_RULE = re.compile(r"[ \t]*+(?:\|[ \t]*+)?:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)*+\|?[ \t]*+")
_MAX_PIPES = 64
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_HASHES = re.compile(r"^[ \t]*(#{1,6})[ \t]+(\S.*?)[ \t#]*$", re.M)
_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_TAG = re.compile(r"<(?:p|div|body|html)\b", re.I)


def read(data: bytes, source: Source) -> Document:
    """Markdown with or without leading pipes and rules; emphasis marks stay. Tables written in HTML are read as such.

    Raises LoadError for bytes that are no text.
    """
    text = decode(data)
    if _HTML_TABLE.search(text) and not _TAG.search(text):
        from .html import read_text

        return read_text(_as_page(text), source)
    text = "\n".join(_BREAK.sub(" ", line) if "|" in line else line for line in text.split("\n"))
    grids, known = pipe_tables(text)
    taken = {block.span.start for block in known}
    headings = tuple(
        Block("title" if is_title(found[2]) else "heading", Span(*found.span(2)))
        for found in _HASHES.finditer(text)
        if found.start() not in taken and "|" not in found[2]
    )
    return Document(text, source, divide(text, known + headings), grids)


def pipe_tables(text: str) -> tuple[tuple[Grid, ...], tuple[Block, ...]]:
    """Grids of all stretches of adjacent lines with `|`, and the blocks they stand in.

    A rule `|---|` below a row begins a new grid with that row: converters print fragments of one table so.
    Cells point into the text; a row's missing trailing cells are left out. A card of the page's own data is noise.
    """
    if "|" not in text:
        return (), ()
    plainly = plain(text)
    grids: list[Grid] = []
    blocks: list[Block] = []
    for lines in _runs(plainly):
        rows = [line for line in lines if not _RULE.fullmatch(text, line.start, line.end)]
        if not rows:
            continue
        span = Span(lines[0].start, lines[-1].end)
        if is_card(next(filter(None, (plainly[row.start : row.end].strip("| \t") for row in rows)), "")):
            blocks.append(Block("noise", span))
            continue
        opens = 2 * sum(text[line.start : line.end].lstrip().startswith("|") for line in rows) >= len(rows)
        cells = [cell for r, line in enumerate(rows) for cell in _cells(text, line, r, opens)]
        counts = Counter(cell.row for cell in cells if cell.text)
        if not counts or max(counts.values()) < 2:  # lines that merely end with a pipe
            continue
        blocks.append(Block("grid", span, len(grids)))
        grids.append(Grid(tuple(cells), span))
    return tuple(grids), tuple(blocks)


def _runs(text: str) -> Iterator[list[Span]]:
    run: list[Span] = []
    position = 0
    before: Span | None = None  # a line with a pipe that is a row only if a rule follows
    ruled = False
    for line in text.split("\n"):
        span = Span(position, position + len(line.rstrip()))
        position += len(line) + 1
        if not run and before and "|" in line and "-" in line and _RULE.fullmatch(line):
            run = [before]
        is_rule = bool(run) and "-" in line and bool(_RULE.fullmatch(line))
        ruled = is_rule or (ruled and bool(run))
        before = span if "|" in line else None
        if is_rule and len(run) > 1 and not _RULE.fullmatch(text, run[-1].start, run[-1].end):
            last = run.pop()
            yield from _table(text, run)
            run = [last, span]
        elif is_rule or _is_row(line) or (ruled and "|" in line):
            run.append(span)
        else:
            yield from _table(text, run)
            run = []
    yield from _table(text, run)


def _table(text: str, run: list[Span]) -> Iterator[list[Span]]:
    """The run where it is a table: several lines, or one that is a row beyond doubt."""
    if len(run) > 1 or (run and len(_PIPE.findall(text, run[0].start, run[0].end)) > 2):
        yield run


def _is_row(line: str) -> bool:
    """A line with a pipe at an end or two within, that is no row of buttons or breadcrumbs."""
    pipes = line.count("|")
    stripped = line.strip()
    if not 0 < pipes <= _MAX_PIPES or (is_furniture(line) and not is_card(line)) or is_title(stripped.strip("| \t")):
        return False
    return stripped.startswith("|") or stripped.endswith("|") or pipes > 1


def _cells(text: str, line: Span, row: int, opens: bool) -> Iterator[Cell]:
    """Cells of a row; `opens` says that the table's rows begin with a pipe, which then parts nothing."""
    start, end = line.start, line.end
    while start < end and text[start] in " \t\u3000":
        start += 1
    start += opens and text.startswith("|", start)
    if end > start and text[end - 1] == "|" and text[end - 2] != "\\":
        end -= 1
    bounds = [start - 1, *(found.start() for found in _PIPE.finditer(text, start, end)), end]
    for column, (a, b) in enumerate(pairwise(bounds)):
        printed = text[a + 1 : b]
        first = a + 1 + (len(printed) - len(printed.lstrip()) if printed.strip() else 0)
        content = printed.strip()
        yield Cell(content, row, column, span=Span(first, first + len(content)))


def _as_page(text: str) -> str:
    """Markdown with tables in HTML as a page: every line outside the tables is a paragraph."""
    from html import escape

    parts: list[str] = []
    position = 0
    for table in _HTML_TABLE.finditer(text):
        parts += [f"<p>{escape(line.lstrip('# '))}</p>" for line in text[position : table.start()].split("\n")]
        parts.append(table[0])
        position = table.end()
    parts += [f"<p>{escape(line.lstrip('# '))}</p>" for line in text[position:].split("\n")]
    return "".join(parts)
