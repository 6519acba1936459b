"""Runs from the grids of pictures, in which labels may be misread and only the cells of numbers have readings."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..core.geometry import Span
from ..core.grid import Cell, Grid
from .labels import Labels, Name, is_unit
from .runs import Run, Token, classified

_WORDS = -0.3  # log-probability of words where a number should stand
_HERE = -0.7  # and that a number which stands for several slots belongs to one of them
_COLUMN = 0.7  # likeness from which on a header cell is a column's, its letters in any order


def is_scanned(grid: Grid) -> bool:
    """Whether a grid's cells were read off a picture."""
    return any(cell.readings for cell in grid.cells)


def from_scanned_grid(grid: Grid, labels: Labels) -> Iterator[Run]:
    """Rows of the grid as runs: what stands left of the numbers is their label, what stands above them the header.

    A column without any ink is none of the form's, where every row has one too many.
    """
    first = _first_column(grid, labels)
    current: frozenset[int] = frozenset()
    headers: dict[int, tuple[Name, ...]] = {}
    inked = {cell.column for cell in grid.cells if cell.readings and cell.text.strip()}
    for r in range(grid.rows):
        cells = list(grid.row(r))
        named = {cell: labels.names(cell.text) for cell in cells if not cell.readings}
        for names in named.values():
            here = frozenset(n.table for n in names)
            current = current & here or here or current
        values = [cell for cell in cells if cell.column >= first and cell.row == r]
        heads = _columns([cell for cell in cells if cell.column >= first], named, current, labels)
        corner = any(n.role == "corner" for cell in values for n in named.get(cell, ()))
        if heads or corner or not any(cell.readings for cell in values):
            headers |= heads
            continue
        before = [cell for cell in cells if cell.column < first and cell.text.strip() and not is_unit(cell.text)]
        rows = tuple(n for n in named.get(before[-1], ()) if n.role == "row") if before else ()
        tables = frozenset(n.table for n in rows) or current
        texts = tuple(cell.text for cell in before)
        if not rows and not any(cell.text.strip() for cell in values) and _only_heads(texts, tables, labels):
            continue
        slots = _slots(grid, r, first, tables, labels)
        kept = slots or [cell for cell in values if cell.column in inked or cell.column in headers] or values
        places = range(len(slots)) if slots else [column_of(headers, cell, tables) for cell in kept]
        tokens = tuple(_read(cell, place, shared=bool(slots)) for cell, place in zip(kept, places, strict=True))
        spans = [cell.span for cell in values if cell.span is not None]
        extent = (spans[0].start, spans[-1].end) if spans else (0, 0)
        yield Run(tokens, tables, rows, "" if rows else "".join(texts[-1:]), texts, *extent)


def _slots(grid: Grid, r: int, first: int, tables: frozenset[int], labels: Labels) -> list[Cell]:
    """The cells of a row slot by slot, where the grid has as many columns as the form; a cell that covers several
    slots, because the rulings between them were not seen, stands in each."""
    sizes = {len(labels.tables[t].columns) for t in tables}
    if sizes != {grid.columns - first}:
        return []
    cells = [(c, grid.at(r, c)) for c in range(first, grid.columns)]
    return [
        cell if (cell.row_span, cell.column_span) == (1, 1) else replace(cell, column=c) for c, cell in cells if cell
    ]


def _read(cell: Cell, column: int | None, *, shared: bool) -> Token:
    """A token with readings: what has none was read as words, and one that is `shared` by slots may be in any."""
    token = token_of(cell, column)
    readings = token.readings or ((token.raw, _WORDS),)
    if shared and (cell.row_span, cell.column_span) != (1, 1):
        readings = (*((text, logp + _HERE) for text, logp in readings if text), ("", _HERE))
        readings = tuple(sorted(readings, key=lambda reading: -reading[1]))
    return replace(token, readings=readings)


def token_of(cell: Cell, column: int | None) -> Token:
    """A cell's text as a token of a run; `column` is the schema column that its header names."""
    kind, folded = classified(cell.text)
    return Token(
        kind,
        folded,
        cell.text.strip(),
        cell.span or Span(0, 0),
        column=column,
        cell=(cell.row, cell.column),
        box=cell.box,
        page=cell.page,
        readings=cell.readings,
    )


def _first_column(grid: Grid, labels: Labels) -> int:
    """Where the numbers begin: most rows agree; where labels were read as numbers, the form's columns are counted."""
    starts: Counter[int] = Counter()
    for r in range(grid.rows):
        start = grid.columns
        for cell in reversed(list(grid.row(r))):
            if not cell.readings:
                break
            start = cell.column
        starts[start] += start < grid.columns and any(cell.text.strip() for cell in grid.row(r) if cell.column >= start)
    first = max(starts, key=lambda start: (starts[start], -start), default=0)
    named = (n for cell in grid.cells if not cell.readings for n in labels.names(cell.text) if n.role == "column")
    sizes = {len(labels.tables[n.table].columns) for n in named}
    return max(0, grid.columns - sizes.pop()) if first == 0 and len(sizes) == 1 else first


def _only_heads(texts: tuple[str, ...], tables: frozenset[int], labels: Labels) -> bool:
    """Whether a row without numbers is a group's heading, or nothing at all."""
    text = "".join(texts[-1:])
    group = max((x for t in tables for x in labels.resembling(text, t, "group").values()), default=0.0)
    row = max((x for t in tables for x in labels.resembling(text, t).values()), default=0.0)
    return not text or group >= row


def _columns(
    cells: list[Cell], named: dict[Cell, tuple[Name, ...]], tables: frozenset[int], labels: Labels
) -> dict[int, tuple[Name, ...]]:
    """The columns that a header row names, exactly or nearly."""
    found: dict[int, tuple[Name, ...]] = {}
    for cell in cells:
        columns = tuple(n for n in named.get(cell, ()) if n.role == "column")
        if not columns and not named.get(cell) and cell.text.strip():
            columns = tuple(
                Name(table, "column", index, official=False)
                for table in tables
                for index, likeness in labels.resembling(cell.text, table, "column").items()
                if likeness >= _COLUMN
            )
        if columns:
            found |= dict.fromkeys(range(cell.column, cell.column + cell.column_span), columns)
    return found


def column_of(headers: dict[int, tuple[Name, ...]], cell: Cell, tables: frozenset[int]) -> int | None:
    """The schema column that the header above a cell names, where it names one."""
    found = {n.index for n in headers.get(cell.column, ()) if n.role == "column" and n.table in tables}
    return found.pop() if len(found) == 1 else None
