"""Tables of a corpus on a terminal."""

import io
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 44  # columns of the terminal that one column takes at most, where others want a place too


def grid(
    columns: Sequence[str], rows: Sequence[Sequence[object]], *, width: int, styles: Mapping[str, str] | None = None
) -> str:
    """Rows below their columns, at most `width` columns of the terminal (Chinese characters take two), numbers to the
    right. Columns that find no place are named below. `styles` gives a style of rich by a cell's first character;
    without them the text has no colours.
    """
    cells = [[_text(value) for value in row] for row in rows]
    kept = _fitting(columns, cells, width)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold" if styles else "")
    for k in range(kept):
        numbers = any(row[k] for row in cells) and all(_is_number(row[k]) for row in cells if row[k])
        table.add_column(
            Text(columns[k]), justify="right" if numbers else "left", overflow="ellipsis", no_wrap=True,
            max_width=width if kept == 1 else WIDEST,
        )  # fmt: skip
    for row in cells:
        table.add_row(*(Text(cell, style=(styles or {}).get(cell[:1], "")) for cell in row[:kept]))
    out = io.StringIO()
    Console(
        file=out,
        width=width,
        force_terminal=bool(styles),
        color_system="standard" if styles else None,
        legacy_windows=False,
    ).print(table)
    text = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    if kept < len(columns):
        text += f"… {len(columns) - kept} more columns: {', '.join(columns[kept:])}\n"
    return text


def _fitting(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> int:
    """How many columns have a place beside each other, at least one."""
    taken = 0
    for k, name in enumerate(columns):
        taken += min(WIDEST, max([cell_len(name), *(cell_len(row[k]) for row in cells)])) + 1
        if taken - 1 > width:
            return max(k, 1)
    return len(columns)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    return "" if value is None else " ".join(str(value).split())


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
