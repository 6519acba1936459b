"""Rows without values in tables without rulings: where a known label has nothing beside it, blanks stand in for it."""

from collections.abc import Sequence

from .column_pieces import Interval, Piece, across_of, down_of, height_of, is_value, middle_of, overlap_of
from .column_words import Words
from .geometry import Box

_HIGH = 8.0  # points: a blank where the page has no number to be as high as
_NARROW = 2.0  # points to either side of a head's middle: a blank below it touches no other column
_BESIDE = 1.0  # points by which a value may stand above or below a label and still be in its row


def with_blanks(pieces: Sequence[Piece], known: Sequence[Interval], words: Words) -> list[Piece]:
    """The pieces, and behind them a piece without text for each row that has a label and no value.

    It stands beside the label, in a column of the values or heads above; at the top of a page in the last of the
    `known` columns of the table that goes on there. Without any of these a label is text.
    """
    high = max([height_of(p.box) for p in pieces if p.text and is_value(p.text)] or [_HIGH])
    values = [p for p in pieces if is_value(p.text)]
    heads = [p for p in pieces if words.heads_column(p.text) and not words.names_row(p.text)]
    found = list(pieces)
    for piece in pieces:
        if not words.names_row(piece.text) or any(_beside(value, piece) for value in values):
            continue
        across = _column(piece, values, heads) or next(
            (column for column in reversed(known) if column[0] >= piece.box.x1), None
        )
        if across is not None:
            middle = middle_of(piece.box)
            found.append(Piece("", Box(across[0], middle - high / 2, across[1], middle + high / 2)))
    return found


def _beside(value: Piece, label: Piece) -> bool:
    return value.box.x0 >= label.box.x1 and overlap_of(down_of(value.box), down_of(label.box)) > -_BESIDE


def _column(label: Piece, values: Sequence[Piece], heads: Sequence[Piece]) -> Interval | None:
    """Where the first of the values next above a label stands, or the middle of the first of the heads there."""
    above = [p for p in (*values, *heads) if p.box.y0 < label.box.y0 and p.box.x0 >= label.box.x1]
    if not above:
        return None
    nearest = max(above, key=lambda p: p.box.y1)
    line = [p for p in above if overlap_of(down_of(p.box), down_of(nearest.box)) > 0]
    first = min(line, key=lambda p: p.box.x0)
    if is_value(first.text):
        return across_of(first.box)
    middle = (first.box.x0 + first.box.x1) / 2
    return middle - _NARROW, middle + _NARROW
