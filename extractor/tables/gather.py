"""Runs from clusters of pasted text and from native grids, in order of the document."""

from collections.abc import Iterator
from dataclasses import replace

from ..core.document import Document
from ..core.grid import Cell, Grid
from ..core.quantity import Quantity
from ..core.schema import Schema, Table
from .detect import table_clusters
from .labels import Anchor, Labels, Name, is_unit, labels_of
from .runs import Cluster, Run, Token
from .scanned import column_of, extent, from_scanned_grid, token_of
from .shapes import told_by_shape


def gather(document: Document, schema: Schema) -> list[Run]:
    """All runs of values of a marked document that may belong to the schema's tables."""
    labels = labels_of(schema)
    told = told_by_shape(document, labels)
    pasted: list[Run] = []
    native: list[Run] = []
    for block in document.blocks:
        if block.kind == "grid" and block.grid is None:
            for cluster in table_clusters(document, block.span, labels):
                pasted += _from_cluster(cluster)
        elif block.grid is not None:
            grid = document.grids[block.grid]
            if grid.pictured:
                before = native[-1].tables if native else frozenset()
                native += from_scanned_grid(grid, labels, before, told.get(block.grid, {}))
            else:
                native += _from_grid(grid, labels)
    runs = sorted([*_labels_behind(pasted), *native], key=lambda run: run.start)
    return _inherit(runs, schema)


def _from_cluster(cluster: Cluster) -> Iterator[Run]:
    current: frozenset[int] = frozenset()
    names: tuple[Name, ...] = ()
    label = ""
    tokens: list[Token] = []
    pending: Run | None = None  # the run whose label may stand behind it
    for item in [*cluster.items, ""]:
        if isinstance(item, Token):
            tokens.append(item)
            continue
        if tokens:
            if pending is not None:
                yield pending
            rows = tuple(n for n in names if n.role == "row")
            tables = frozenset(n.table for n in rows) or current
            pending = Run(tuple(tokens), tables, rows, label, (), tokens[0].span.start, tokens[-1].span.end)
            tokens, names, label = [], (), ""
        if isinstance(item, Anchor):
            here = frozenset(n.table for n in item.names)
            current = current & here or here
            names, label = item.names, ""
            if pending is not None:
                rows = tuple(n for n in names if n.role == "row")
                heads = any(n.role == "group" for n in pending.behind)  # may only head the label that follows
                if rows and (heads or not pending.behind):
                    pending = replace(pending, behind=names)
                elif not any(n.role in ("row", "group") for n in names):
                    yield pending
                    pending = None
        elif not is_unit(item):
            label += item
            names = ()
    if pending is not None:
        yield pending


def _labels_behind(runs: list[Run]) -> list[Run]:
    """The runs of a text layer that prints labels behind their values take those; others keep the label before.

    Between two rows stands one label either way. What tells is the ends of each table: a first run without a label,
    or a last label without values.
    """
    before, behind = sum(bool(run.names or run.label) for run in runs), sum(bool(run.behind) for run in runs)
    if behind <= before:
        return runs
    return [
        replace(run, names=rows, tables=frozenset(n.table for n in rows) or run.tables, label="")
        for run in runs
        for rows in [tuple(n for n in run.behind if n.role == "row")]
    ]


def _from_grid(grid: Grid, labels: Labels) -> Iterator[Run]:
    """Rows of a grid as runs; the header path of each value cell names its column where it can."""
    current: frozenset[int] = frozenset()
    headers: dict[int, tuple[Name, ...]] = {}
    nameless = _nameless(labels.tables)
    for r in range(grid.rows):
        cells = list(grid.row(r))
        named = [labels.names(cell.text) for cell in cells]
        for names in named:
            here = frozenset(n.table for n in names)
            current = current & here or here or current
        first, rows = _label_end(cells, named, labels, current)
        values = [cell for cell in cells[first:] if cell.row == r]
        heads = any(n.role in ("column", "corner") for names in named[first:] for n in names)
        empty = headers and not rows and r == grid.rows - 1 and any(t in nameless for t in current)
        left_out = not values and bool(rows) and first > 1 and is_unit(cells[first - 1].text)
        if left_out or (values and not heads and (first or empty or any(_is_value(cell) for cell in values))):
            tables = frozenset(n.table for n in rows) or current
            tokens = tuple(token_of(cell, column_of(headers, cell, tables)) for cell in values)
            texts = [cell.text for cell in cells[:first] if cell.text.strip()]
            yield Run(tokens, tables, rows, "" if rows else "".join(texts[-1:]), tuple(texts), *extent(values or cells))
            continue
        for cell, names in zip(cells, named, strict=True):
            if columns := tuple(n for n in names if n.role == "column"):
                headers |= dict.fromkeys(range(cell.column, cell.column + cell.column_span), columns)


def _label_end(
    cells: list[Cell], named: list[tuple[Name, ...]], labels: Labels, tables: frozenset[int]
) -> tuple[int, tuple[Name, ...]]:
    """Index of a row's first value cell, and the rows that its label names exactly: none where what names them stands
    over a label that is cut off, as by the end of a page. Of a row without values the label has to be like one of the
    `tables` at hand."""
    exact = [i for i, names in enumerate(named) if any(n.role == "row" for n in names)]
    if exact:
        first = exact[-1] + 1
        rows = tuple(n for n in named[exact[-1]] if n.role == "row")
        if first < len(cells) and any(labels.closest(cells[first].text, n.table) for n in rows):
            return first + 1, ()
        while first < len(cells) and is_unit(cells[first].text) and not _is_value(cells[first]):
            first += 1  # the unit's column; where nothing follows, the value's cell was blank and left out
        return first, rows
    texts = [i for i, cell in enumerate(cells) if cell.text.strip() and not _is_value(cell)]
    leading = [i for i in texts if any(_is_value(cell) for cell in cells[i + 1 :])]
    if len(texts) == 1 and not leading and not named[texts[0]]:
        leading = [i for i in texts if any(labels.closest(cells[i].text, t) for t in tables)]
    return (leading[-1] + 1 if leading else 0), ()


def _is_value(cell: Cell) -> bool:
    return bool(cell.text.strip()) and Quantity.read(cell.text) is not None


def _nameless(tables: tuple[Table, ...]) -> dict[int, int]:
    """Tables with a row without label, by index, and how many slots it has."""
    return {t: len(table.columns) for t, table in enumerate(tables) if any(not row.labels[0] for row in table.rows)}


def _inherit(runs: list[Run], schema: Schema) -> list[Run]:
    """A run in a grid fragment that names nothing belongs to the table of the run before, or to a table whose
    only row has no label and as many slots."""
    nameless = _nameless(schema.tables)
    found: list[Run] = []
    tables: frozenset[int] = frozenset()
    for run in runs:
        if not run.tables:
            fitting = frozenset(t for t, size in nameless.items() if size == len(run.tokens))
            run = replace(run, tables=fitting or tables)
        tables = run.tables or tables
        found.append(run)
    return found
