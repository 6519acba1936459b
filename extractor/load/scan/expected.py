"""Cells that must print numbers because those about them do: what looks like a word there is a number misread."""

from collections import defaultdict
from collections.abc import Sequence

_SHORT = 4  # characters of a word that a number or a sign may be taken for
_SIGN = "不适用"
_FEW = 3  # numbers that make a column one of numbers
_MANY = 5  # numbers that make a row one
_MOST = 0.7  # share of numbers among the inked cells of either


def among_numbers(made: Sequence[tuple[bool, str]], places: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The cells that were read as short words where their column, below its first number, or their row, behind its
    first one, holds numbers; each cell as (whether it was read as a number, text), with its (row, column).

    A row in which no other number stands is a header's, save where one column alone has numbers.
    """
    numbers = {places[i] for i, (is_number, text) in enumerate(made) if is_number and text and places}
    words = {place: i for i, place in enumerate(places) if not made[i][0] and made[i][1]}
    rows, columns = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for row, column in numbers:
        rows[row].append(column)
        columns[column].append(row)
    alone = len([rows_of for rows_of in columns.values() if len(rows_of) >= _FEW]) == 1

    def is_column_s(row: int, column: int) -> bool:
        own = columns[column]
        if len(own) < _FEW or row < min(own) or not (rows[row] or alone):
            return False
        beside = sum(c == column and r > min(own) for r, c in words)
        return len(own) >= _MOST * (len(own) + beside)

    def is_row_s(row: int, column: int) -> bool:
        own = rows[row]
        beside = sum(r == row for r, _ in words)
        return len(own) >= _MANY and column > min(own) and len(own) >= _MOST * (len(own) + beside)

    return frozenset(
        i
        for (row, column), i in words.items()
        if _may_be_number(made[i][1]) and (is_column_s(row, column) or is_row_s(row, column))
    )


def _may_be_number(text: str) -> bool:
    compact = "".join(text.split())
    return len(compact) <= _SHORT and sum(ch in _SIGN for ch in compact) < 2
