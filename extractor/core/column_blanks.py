"""Rows without values in tables without rulings: where a known label has nothing beside it, blanks stand in for it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .column_pieces import Interval, Piece, across_of, down_of, height_of, is_value, middle_of, overlap_of
from .column_words import Words
from .geometry import Box

_HIGH = 8.0  # points: a blank where the page has no number to be as high as
_HEADS = 4  # heads in a line, with a heading right below them, that have an empty row in between
_LAST = 2  # heads in the last line of a page whose rows are on the next
_ROOM = 1.3  # heights of a number that an empty row takes at least
_SECTION = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_BESIDE = 1.0  # points by which a value may stand above or below a label and still be in its row


class Blanks(NamedTuple):
    """All pieces, of which the first `printed` are those of the page, and the place of the row of blanks that stands
    for those of the next page, if there is one."""

    pieces: list[Piece]
    printed: int
    open: int | None


def with_blanks(pieces: Sequence[Piece], known: Sequence[Interval], words: Words) -> Blanks:
    """The pieces, and behind them a piece without text for each row that has a label and no value.

    It stands beside the label, in a column of the values or heads above; at the top of a page in the last of the
    `known` columns of the table that goes on there. Without any of these a label is text. One more stands under heads
    that are followed by a heading, or by the end of the page.
    """
    high = max([height_of(p.box) for p in pieces if p.text and is_value(p.text)] or [_HIGH])
    values = [p for p in pieces if is_value(p.text)]
    last = max((p.box.y1 for p in pieces), default=0.0)
    labels = [p for p in pieces if words.names_row(p.text) or (p.box.y1 == last and words.resembles_row(p.text))]
    heads = [p for p in pieces if words.heads_column(p.text) and not words.names_row(p.text)]
    found = list(pieces)
    for piece in labels:
        if any(_beside(other, piece) for other in (*values, *labels)):  # beside others it is their group
            continue
        across = _column(piece, values, heads) or next(
            (column for column in reversed(known) if column[0] >= piece.box.x1), None
        )
        if across is not None:
            found.append(_blank(across, middle_of(piece.box), high))
    end = None
    for line in _lines(heads):
        bottom = max(p.box.y1 for p in line)
        below = min((p for p in found if p.box.y1 > bottom + 1 and p not in line), key=lambda p: p.box.y0, default=None)
        if below is None and len(line) >= _LAST:
            end = len(found)
            found.append(_blank(_first_of(line), bottom + high, high))
        elif below is not None and len(line) >= _HEADS and _is_heading(below.text, words):
            room = below.box.y0 - bottom
            if room > _ROOM * high:
                found.append(_blank(_first_of(line), bottom + room / 2, high))
    return Blanks(found, len(pieces), end)


def _blank(across: Interval, middle: float, high: float) -> Piece:
    return Piece("", Box(across[0], middle - high / 2, across[1], middle + high / 2))


def _lines(heads: Sequence[Piece]) -> list[list[Piece]]:
    """Heads side by side, top to bottom."""
    found: list[list[Piece]] = []
    for head in sorted(heads, key=lambda p: middle_of(p.box)):
        if found and any(overlap_of(down_of(head.box), down_of(p.box)) > 0 for p in found[-1]):
            found[-1].append(head)
        else:
            found.append([head])
    return found


def _is_heading(text: str, words: Words) -> bool:
    return words.heads_group(text) or bool(_SECTION.match(text))


def _first_of(line: Sequence[Piece]) -> Interval:
    """Where the first piece of a line stands."""
    return across_of(min(line, key=lambda p: p.box.x0).box)


def _beside(value: Piece, label: Piece) -> bool:
    return value.box.x0 >= label.box.x1 and overlap_of(down_of(value.box), down_of(label.box)) > -_BESIDE


def _column(label: Piece, values: Sequence[Piece], heads: Sequence[Piece]) -> Interval | None:
    """Where the first of the values or heads next above a label stands."""
    above = [p for p in (*values, *heads) if p.box.y0 < label.box.y0 and p.box.x0 >= label.box.x1]
    if not above:
        return None
    nearest = max(above, key=lambda p: p.box.y1)
    return _first_of([p for p in above if overlap_of(down_of(p.box), down_of(nearest.box)) > 0])
