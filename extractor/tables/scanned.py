"""Runs from the grids of pictures, in which labels may be misread and only the cells of numbers have readings."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ..core.geometry import Span
from ..core.grid import Cell, Grid
from .labels import Labels, Name, is_unit
from .layout import first_column, has_units, long_and_narrow, of_shape, unlabelled
from .runs import Run, Token, classified, sign_of
from .shapes import Place

_WORDS = -0.3  # log-probability of words where a number should stand
_UNITS = "件条项元万个人次份"
_USUAL = 5  # cells that show a sign which others are misread for
_LIKE_SIGN, _UNLIKE_SIGN = -0.1, -2.5  # log-probabilities of one character's being that sign, or itself
_HERE = -0.7  # and that a number which stands for several slots belongs to one of them
_RESEMBLED = 150  # hundredths of likeness that labels have together with those of their table
_OTHER = 4.0  # log-odds by which a label is rather another table's
_COLUMN = 0.7  # likeness from which on a header cell is a column's, its letters in any order


def from_scanned_grid(grid: Grid, labels: Labels, previous: frozenset[int], told: Mapping[int, Place]) -> Iterator[Run]:
    """Rows of the grid as runs: what stands left of the numbers is their label, what stands above them the header.

    A column without any ink is none of the form's, where every row has one too many. A grid whose labels tell no
    table goes on with those of the `previous` one; `told` has what rows are by their shape, if their labels tell none.
    Where the shape tells a table whose rows have no labels, none of another table's is one: what is left of a head may
    read like it.
    """
    shaped = of_shape(grid, labels)
    bare = shaped if shaped and unlabelled(shaped, labels) < math.inf else frozenset[int]()
    current = bare or _first_tables(grid, labels) or shaped & previous or shaped
    current = current or long_and_narrow(grid, labels) or previous
    first = first_column(grid, labels, current, shaped)
    units = first - 1 if has_units(grid, first) else None
    headers: dict[int, tuple[Name, ...]] = {}
    leaves: int | None = None  # the last row of the header
    above = True  # as long as no row of numbers was met
    sign = _sign_of(grid)
    printed = [cell for cell in grid.cells if cell.readings and cell.text.strip()]
    inked = {cell.column for cell in printed}
    end = 1 + max((cell.row for cell in printed), default=grid.rows - 1)  # below it there is nothing
    for r in range(grid.rows):
        cells = list(grid.row(r))
        named = {cell: labels.names(cell.text) for cell in cells if not cell.readings}
        if bare:
            named = {cell: tuple(n for n in names if n.table in bare) for cell, names in named.items()}
        for names in named.values():
            here = frozenset(n.table for n in names)
            current = current & here or here or current
        if r in told and not any(named.values()):
            current, leaves, above = frozenset((told[r].table,)), r, told[r].row is None
            yield from _told_run(cells, told[r])
            continue
        values = [cell for cell in cells if cell.column >= first and cell.row == r]
        if current and r < end - unlabelled(current, labels):
            continue
        heads = _columns([cell for cell in cells if cell.column >= first], named, current, labels)
        corner = any(n.role == "corner" for cell in values for n in named.get(cell, ()))
        if heads or corner or not any(map(_is_value, values)) or (above and _is_words(values)):
            headers |= heads
            leaves = r
            continue
        above = False
        places = [cell for cell in cells if cell.column < first and cell.column != units]
        before = [cell for cell in places if cell.text.strip()]
        if len(before) > 1 and is_unit(before[-1].text) and not named.get(before[-1]):
            before.pop()
        own = _own_label(before, places)
        rows = tuple(n for cell in own for n in named.get(cell, ()) if n.role == "row")
        label = "" if rows else "".join(cell.text for cell in own)
        tables = frozenset(n.table for n in rows) or _tables_of(label, current, labels)
        current = current & tables or tables
        texts = tuple(cell.text for cell in before)
        if not rows and not any(cell.text.strip() for cell in values) and _only_heads(texts, tables, labels):
            continue
        slots = _places(grid, first, leaves, {len(labels.tables[t].columns) for t in tables})
        if slots:
            kept = _slots(grid, r, slots)
            columns: list[int | None] = list(range(len(kept)))
        else:
            kept = values
            if grid.columns - first > max((len(labels.tables[t].columns) for t in tables), default=0):
                kept = [cell for cell in values if cell.column in inked or cell.column in headers] or values
            columns = [column_of(headers, cell, tables) for cell in kept]
        tokens = tuple(_read(cell, c, slots, sign) for cell, c in zip(kept, columns, strict=True))
        nest = _nest(r, [cell for cell in cells if cell.column < first]) if first > 1 else None
        innermost = places[-1] if places and places[-1].row_span == places[-1].column_span == 1 else None
        length = innermost.length if innermost else 0.0
        yield Run(tokens, tables, rows, label, texts, *extent(values), nest=nest, length=length)


def _told_run(cells: Sequence[Cell], place: Place) -> Iterator[Run]:
    """The run of a row that its shape tells; a header is none."""
    if place.row is None:
        return
    label, *values = cells
    tokens = tuple(_read(cell, column, [], "") for column, cell in enumerate(values))
    name = Name(place.table, "row", place.row, official=False)
    yield Run(tokens, frozenset((place.table,)), (name,), "", (label.text,), *extent(values))


def _first_tables(grid: Grid, labels: Labels) -> frozenset[int]:
    """The tables that the first label names, where one is read exactly; else the one that most labels resemble."""
    words = [cell.text for cell in grid.cells if not cell.readings and cell.text.strip()]
    for text in words:
        if names := labels.names(text):
            return frozenset(n.table for n in names)
    like = Counter[int]()
    for text in words:
        for t in range(len(labels.tables)):
            alike = labels.resembling(text, t) | labels.resembling(text, t, "column")
            like[t] += round(100 * max(alike.values(), default=0.0))
    best = like.most_common(1)
    return frozenset((best[0][0],)) if best and best[0][1] >= _RESEMBLED else frozenset()


def _tables_of(label: str, current: frozenset[int], labels: Labels) -> frozenset[int]:
    """The tables of a row by its misread label, where that is far more likely a row's of other tables than of the
    current ones: the header between was misread too."""
    told = {t: max(labels.evidence(label, t).values(), default=0.0) for t in range(len(labels.tables))}
    most = max(told.values(), default=0.0)
    if most - max((told[t] for t in current), default=0.0) < _OTHER:
        return current
    return frozenset(t for t, odds in told.items() if most - odds < _OTHER)


def _is_value(cell: Cell) -> bool:
    """Whether a cell was read as a number or a blank, or as the words that a form prints for none."""
    return bool(cell.readings) or classified(sign_of(cell.text))[0] == "mark"


def _is_words(values: list[Cell]) -> bool:
    """Whether most of a row's cells are words, as a header's are."""
    words = sum(not cell.readings and bool(cell.text.strip()) for cell in values)
    return sum(bool(cell.readings) for cell in values) <= words


def _own_label(before: list[Cell], places: list[Cell]) -> list[Cell]:
    """The cell that labels a row, if any: where the innermost could not be read, its group's label is not the row's."""
    grouping = bool(before) and not places[-1].text.strip() and before[-1].row_span > places[-1].row_span
    return [] if grouping else before[-1:]


def _nest(row: int, places: list[Cell]) -> tuple[int, int, int] | None:
    """Where the innermost label cell of a row begins, and which row of how many it is in the cell before it."""
    if not places:
        return None
    group = places[-2] if len(places) > 1 else places[-1]
    return places[-1].column, row - group.row, group.row_span


def _places(grid: Grid, first: int, leaves: int | None, sizes: set[int]) -> list[int]:
    """The slot of each column of numbers, where the grid has as many of them as the form, or as its header has cells:
    a ruling that is none divides columns, but no cell of the header. Empty where neither is so."""
    width = grid.columns - first
    if sizes == {width}:
        return list(range(width))
    heads = [grid.at(leaves, c) for c in range(first, grid.columns)] if leaves is not None else []
    found = [sum(one is not other for one, other in pairwise(heads[: c + 1])) for c in range(len(heads))]
    return found if found and sizes == {found[-1] + 1} else []


def _slots(grid: Grid, r: int, places: list[int]) -> list[Cell]:
    """The cells of a row slot by slot; one that covers several slots, because the rulings between them were not seen,
    stands in each, and of several in one slot the first with a number."""
    first = grid.columns - len(places)
    found = []
    for slot in range(places[-1] + 1):
        columns = [first + c for c, place in enumerate(places) if place == slot]
        cells = [cell for c in columns if (cell := grid.at(r, c)) is not None]
        numbers = [cell for cell in cells if any(ch.isdigit() for ch in cell.text)]
        best = next(iter(numbers or cells), Cell("", r, columns[0]))
        found.append(replace(best, column=columns[0], column_span=best.column_span - len(columns) + 1))
    return found


def _read(cell: Cell, column: int | None, places: list[int], sign: str) -> Token:
    """A token with readings: what has none was read as words, one character rather stands for the table's `sign` for
    nothing; and what covers several slots may be in any."""
    token = token_of(cell, column)
    readings = token.readings or ((token.raw, _WORDS),)
    if sign and not token.readings and len(token.raw) == 1 and token.raw not in _UNITS:
        readings = ((sign, _LIKE_SIGN), (token.raw, _UNLIKE_SIGN))
    if places and (cell.row_span > 1 or cell.column_span > 1):
        readings = (*((text, logp + _HERE) for text, logp in readings if text), ("", _HERE))
        readings = tuple(sorted(readings, key=lambda reading: -reading[1]))
    return replace(token, readings=readings)


def _sign_of(grid: Grid) -> str:
    """The character (无) that most cells without a number show; none where they are few."""
    shown = Counter(cell.text for cell in grid.cells if cell.readings and "\u4e00" <= cell.text <= "\u9fff")
    sign, often = shown.most_common(1)[0] if shown else ("", 0)
    return sign if often >= _USUAL and len(sign) == 1 else ""


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


def extent(cells: Sequence[Cell]) -> tuple[int, int]:
    """Where a row's cells stand in the text, from the first one to the last."""
    spans = [cell.span for cell in cells if cell.span is not None]
    return (spans[0].start, spans[-1].end) if spans else (0, 0)


def _only_heads(texts: tuple[str, ...], tables: frozenset[int], labels: Labels) -> bool:
    """Whether a row without numbers is a group's heading, or has no label; among the lines of a long table each has
    its place."""
    if any(len(labels.tables[t].columns) == 1 and labels.tables[t].groups for t in tables):
        return False
    text = "".join(texts[-1:])
    group = max((x for t in tables for x in labels.resembling(text, t, "group").values()), default=0.0)
    row = max((x for t in tables for x in labels.resembling(text, t).values()), default=0.0)
    return not text or (group > 0 and group >= row)


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
