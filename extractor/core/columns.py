"""Tables without rulings: columns and rows told by where the pieces of text stand. Pure geometry, in points.

pieces → lines of values → chains of lines whose columns agree → header above, labels beside → cells
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from .column_blanks import Blanks, with_blanks
from .column_cells import Columns, ColumnsCell, Sheet, placed
from .column_heads import headings
from .column_pieces import (
    TOUCH,
    Interval,
    Piece,
    across_of,
    height_of,
    is_number,
    is_value,
    joined,
    level_of,
    middle_of,
    overlap_of,
)
from .column_words import Words

__all__ = ["Columns", "ColumnsCell", "Interval", "Piece", "Words", "columns", "is_number", "is_value"]

_ITEM = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.．部]|[（(][一二三四五六七八九十]{1,3}[)）])")
_FAR = 5.0  # characters' heights without any text: lines so far apart are of two tables
_FARTHEST = 8.0  # the same where nothing but labels beside values stands between them
_REACH = 3.2  # sizes of a line's characters: how far above it its heads may end
_FAR_HEADS = 7.0  # the same for the known heads of columns
_NONE = Words()
_WIDE = 4  # values in a line that make a table of one row


def columns(pieces: Sequence[Piece], before: Columns | None = None, words: Words = _NONE) -> list[Columns]:
    """The tables that pieces of text of one page make, top to bottom; running text makes none.

    A piece may hold several lines of one cell: the fewer cells are in pieces, the surer are the rows. `before` is the
    table before, with whose columns one without a header, or with the rest of one, may go on. `words` are the labels
    of the forms that the tables may be.
    """
    known = before.values if before else ()
    blanks = with_blanks(_evened(pieces), known, words)
    pieces = blanks.pieces
    found: list[Columns] = []
    for chain in _chains(pieces, known, words) if pieces else ():
        table = _table(pieces, chain, before, words, first=not found)
        if table is not None:
            before = _without(table, blanks)
            found.append(before)
    return [table for table in found if table.cells]


def _without(table: Columns, blanks: Blanks) -> Columns:
    """A table whose blank cells hold nothing: of its pieces those that are printed; of rows that are not, none."""
    gone = {cell.place.row for cell in table.cells if blanks.open in cell.pieces}
    cells = [
        cell._replace(pieces=tuple(i for i in cell.pieces if i < blanks.printed))
        for cell in table.cells
        if cell.place.row not in gone
    ]
    return table._replace(cells=tuple(cells), waits=bool(gone))


def _evened(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with signs as high as the numbers beside them, so that all rows are alike."""
    usual = median([height_of(p.box) for p in pieces if p.text[-1:].isdigit() and is_number(p.text)] or [0.0])

    def even(piece: Piece) -> Piece:
        more = (usual - height_of(piece.box)) / 2
        if more <= 0 or not is_number(piece.text):
            return piece
        return piece._replace(box=piece.box._replace(y0=piece.box.y0 - more, y1=piece.box.y1 + more))

    return [even(piece) for piece in pieces]


def _chains(pieces: Sequence[Piece], known: Sequence[Interval], words: Words) -> list[list[list[int]]]:
    """Lines of values that follow each other in the same columns, with nothing across these between them."""
    texts = [i for i, p in enumerate(pieces) if not is_value(p.text)]
    chains: list[list[list[int]]] = []
    for line in _value_lines(pieces, texts, known, words):
        last = chains[-1] if chains else None
        if last and _follows(pieces, texts, last, line, known):
            last.append(line)
        else:
            chains.append([line])
    return chains


def _value_lines(
    pieces: Sequence[Piece], texts: Sequence[int], known: Sequence[Interval], words: Words
) -> list[list[int]]:
    """Values at one height, with a label beside them unless they are many, or begin a page in `known` columns."""
    lines: list[list[int]] = []
    for i in sorted((i for i, p in enumerate(pieces) if is_value(p.text)), key=lambda i: middle_of(pieces[i].box)):
        box = pieces[i].box
        high = max(height_of(pieces[k].box) for k in (i, *(lines[-1] if lines else ())))
        if lines and middle_of(box) - level_of(pieces, lines[-1]) < 0.5 * high:
            lines[-1].append(i)
        else:
            lines.append([i])
    told = [line for line in lines if not _is_said(pieces, texts, line)]
    return [
        line
        for line in told
        if _is_wide(pieces, texts, line, words) or _labels(pieces, texts, line) or _goes_on(pieces, line, known)
    ]


def _goes_on(pieces: Sequence[Piece], line: Sequence[int], known: Sequence[Interval]) -> bool:
    """Whether nothing stands above several values, each in one of the `known` columns of the page before."""
    top = min(pieces[i].box.y0 for i in line)
    own = [across_of(pieces[i].box) for i in line]
    return all(p.box.y1 > top for p in pieces) and len(joined(own)) > 1 and _are_of(own, known)


def _are_of(own: Sequence[Interval], known: Sequence[Interval]) -> bool:
    """Whether each of some values stands in one of the known columns, and none in two."""
    return all(sum(overlap_of(a, b) > 0 for b in known) == 1 for a in own)


def _is_said(pieces: Sequence[Piece], texts: Sequence[int], line: Sequence[int]) -> bool:
    """Whether more words than values stand right of a line's first value: running text with gaps."""
    level, start = level_of(pieces, line), min(pieces[i].box.x1 for i in line)
    return sum(p.box.y0 <= level <= p.box.y1 and p.box.x0 >= start for p in (pieces[i] for i in texts)) > len(line)


def _is_wide(pieces: Sequence[Piece], texts: Sequence[int], line: Sequence[int], words: Words) -> bool:
    """Whether a line of values makes a row without a label: they are many or blank, or each under one of many heads."""
    if len(line) >= _WIDE or not (any(pieces[i].text for i in line) or _labels(pieces, texts, line)):
        return True
    top, size = min(pieces[i].box.y0 for i in line), _size(pieces, line)
    heads: list[Interval] = []
    for i in sorted(texts, key=lambda i: -pieces[i].box.y1):
        across = across_of(pieces[i].box)
        reach = _FAR_HEADS if words.heads_column(pieces[i].text) else _REACH
        near = 0 < top - pieces[i].box.y1 + 1 < reach * size
        if near and all(overlap_of(across, head) <= 0 for head in heads):
            heads.append(across)
    under = [[k for k, head in enumerate(heads) if overlap_of(head, across_of(pieces[i].box)) > 0] for i in line]
    return (
        len(heads) >= _WIDE and all(len(over) == 1 for over in under) and len({over[0] for over in under}) == len(line)
    )


def _labels(pieces: Sequence[Piece], texts: Sequence[int], line: Sequence[int]) -> list[int]:
    """Texts left of the last value of a line, at its height; the dots about a page's number are none."""
    level, end = level_of(pieces, line), max(pieces[i].box.x0 for i in line)
    beside = [i for i in texts if pieces[i].box.y0 <= level <= pieces[i].box.y1 and pieces[i].box.x1 <= end + 1]
    return [i for i in beside if any(char.isalnum() for char in pieces[i].text)]


def _follows(
    pieces: Sequence[Piece], texts: Sequence[int], chain: list[list[int]], line: list[int], known: Sequence[Interval]
) -> bool:
    above, below = level_of(pieces, chain[-1]), level_of(pieces, line)
    taken, own = _spans(pieces, chain), _spans(pieces, [line])
    between = [pieces[i].box for i in texts if above < middle_of(pieces[i].box) < below]
    if any(overlap_of(across_of(box), column) > TOUCH for box in between for column in (*taken, *own)):
        return False
    size = _size(pieces, line)
    stops = sorted([(above, above), (below, below), *((box.y0, box.y1) for box in between)])
    reach = above
    for top, bottom in stops:
        if top - reach > (_FAR if between else _FARTHEST) * size:
            return False
        reach = max(reach, bottom)
    blank = any(all(not pieces[i].text for row in rows for i in row) for rows in (chain, [line]))
    shared = blank or any(overlap_of(a, b) > 0 for a in taken for b in own)
    shared = shared or (len(known) > 1 and _are_of([*taken, *own], known))
    return shared or (
        len(joined(taken)) > 1 and all(min(a for a, _ in taken) < x < max(b for _, b in taken) for x, _ in own)
    )


def _spans(pieces: Sequence[Piece], lines: Sequence[Sequence[int]]) -> list[Interval]:
    """Where values stand across; blanks tell it where nothing else does."""
    own = [pieces[i] for line in lines for i in line]
    return [across_of(piece.box) for piece in own if piece.text] or [across_of(piece.box) for piece in own]


def _table(
    pieces: Sequence[Piece], chain: list[list[int]], before: Columns | None, words: Words, *, first: bool
) -> Columns | None:
    """The table of a chain, the `first` of its page or not; None where it is none."""
    known = before.values if before else ()
    taken = joined(_spans(pieces, chain))
    texts = [i for i, p in enumerate(pieces) if not is_value(p.text)]
    header, waiting = _header(pieces, texts, chain, words)
    if not (header or first or any(pieces[i].text for line in chain for i in line)):
        return None  # a label without values goes on with the table of the page before, not across the text of one
    wide = any(_is_wide(pieces, texts, line, words) for line in chain)
    named = [any(words.names_row(pieces[i].text) for i in _labels(pieces, texts, line)) for line in chain]
    goes_on = not header and _are_of(taken, known) and (named[0] or (len(known) > 1 and len(taken) + len(chain) > 2))
    if goes_on:
        taken = joined([*known, *taken])
    if not header and len(chain) < 3 and not wide and not goes_on and not any(named):
        return None
    end = _end_of_labels(pieces, texts, chain, [i for i in header if words.heads_column(pieces[i].text)])
    heads = headings([piece.box for piece in pieces], header, end)
    leaves = [i for i in header if i not in heads and not words.heads_group(pieces[i].text)]
    beside_values = _paired([across_of(pieces[i].box) for i in leaves if words.heads_column(pieces[i].text)], taken)
    for i in sorted(leaves, key=lambda i: pieces[i].box.x1 - pieces[i].box.x0):  # columns without any value
        across = across_of(pieces[i].box)
        alone = across[0] > end and all(overlap_of(across, column) <= TOUCH for column in taken)
        if alone and across not in beside_values:
            taken = sorted([*taken, across])
    if header and before and before.waits:  # a page's end goes through the header
        own = [*taken, *(across_of(pieces[i].box) for i in header)]
        taken = sorted([*taken, *(column for column in known if all(overlap_of(column, one) <= 0 for one in own))])
    top, bottom = level_of(pieces, chain[0]), level_of(pieces, chain[-1])
    beside = [
        i
        for i in texts
        if i not in header
        and (pieces[i].box.y1 > top and pieces[i].box.y0 < bottom)
        and not any(overlap_of(across_of(pieces[i].box), column) > TOUCH for column in taken)
    ]
    labels = sorted({*beside, *waiting})
    if not labels and not wide and not goes_on:
        return None
    return placed(pieces, Sheet(taken, chain, labels, header))


def _end_of_labels(
    pieces: Sequence[Piece], texts: Sequence[int], chain: list[list[int]], leaves: Sequence[int]
) -> float:
    """How far to the right labels reach; where the rows are on the next page, what heads them stands left of all known
    leaves of the header."""
    labels = [pieces[i].box.x1 for line in chain for i in _labels(pieces, texts, line)]
    return max(labels) if labels else min((pieces[i].box.x0 - 1 for i in leaves), default=0.0)


def _paired(leaves: Sequence[Interval], taken: Sequence[Interval]) -> set[Interval]:
    """The leaves of a header whose values stand beside them, at another side of their cells: all where they are as
    many as the columns that no leaf stands above; else the nearest to each of these, with no other leaf between.
    What is further from all leaves than these are from each other is a column whose head is on the page before."""
    reach = max((b[0] - a[1] for a, b in pairwise(sorted(leaves))), default=inf)
    near_leaves = [c for c in taken if any(overlap_of(c, leaf) > -reach for leaf in leaves)]
    free = [c for c in near_leaves if all(overlap_of(c, leaf) <= 0 for leaf in leaves)]
    lone = {leaf for leaf in leaves if all(overlap_of(leaf, c) <= 0 for c in taken)}
    if len(free) == len(lone):
        return lone
    found: set[Interval] = set()
    for column in free:
        left = max((leaf for leaf in leaves if leaf[1] <= column[0]), default=None)
        right = min((leaf for leaf in leaves if leaf[0] >= column[1]), default=None)
        near = [leaf for leaf in (left, right) if leaf in lone and leaf not in found]
        if near:
            found.add(max((overlap_of(leaf, column), leaf) for leaf in near)[1])
    return found


def _header(
    pieces: Sequence[Piece], texts: Sequence[int], chain: list[list[int]], words: Words
) -> tuple[list[int], list[int]]:
    """The pieces of the header above a chain, and the labels of rows without values below it."""
    line, taken = chain[0], joined(_spans(pieces, chain))
    size = _size(pieces, line)
    floor = max(
        (p.box.y1 for p in pieces if (is_number(p.text) or not p.text) and p.box.y1 < level_of(pieces, line) - size),
        default=0.0,
    )
    first = _labels(pieces, texts, line)
    top = min([pieces[i].box.y0 for i in line] + [pieces[i].box.y0 for i in first if _single(pieces, chain, i)])
    start, left = top, taken[0][0]
    wide = _is_wide(pieces, texts, line, words)
    header: list[int] = []
    waiting: list[int] = []
    pending: list[int] = []
    seen = set(first)
    for _ in range(12):
        band = [
            i
            for i in texts
            if i not in seen
            and floor < pieces[i].box.y0 < start
            and top - pieces[i].box.y1
            < size * (_FAR_HEADS if _is_head(pieces[i].text, words) else _REACH if wide else 1)
        ]
        floor = max([floor, *(pieces[i].box.y1 for i in band if _is_title(pieces[i], taken, words))])
        floor = max([floor, *(pieces[i].box.y1 for i in band if _comes_again(pieces, i, [*band, *header], words))])
        band = [i for i in band if pieces[i].box.y0 > floor - 1]
        if not band:
            break
        seen |= set(band)
        top = min(top, *(pieces[i].box.y0 for i in band))
        if any(_stands_over(pieces[i], left, size, words) for i in band):
            if header or not pending or len(pending) <= 3:
                waiting += pending if not header else []
                header += band + (pending if header else [])
                pending = []
        else:
            pending += band
            if header and len(pending) > 3:
                break
    return header, waiting


def _comes_again(pieces: Sequence[Piece], i: int, header: Sequence[int], words: Words) -> bool:
    """Whether what heads the labels stands once more below: a repeated header above that of the table."""
    one = pieces[i]
    below = [pieces[k] for k in header if pieces[k].box.y0 >= one.box.y1 - 1]
    return words.heads_group(one.text) and any(
        p.text == one.text and overlap_of(across_of(p.box), across_of(one.box)) > 0 for p in below
    )


def _single(pieces: Sequence[Piece], chain: list[list[int]], i: int) -> bool:
    """Whether a label stands beside one line of values alone."""
    return sum(pieces[i].box.y0 <= level_of(pieces, line) <= pieces[i].box.y1 for line in chain) < 2


def _stands_over(piece: Piece, left: float, size: float, words: Words) -> bool:
    """Whether a piece of a header stands above values, which begin at `left`, rather than above labels."""
    over = piece.box.x1 > left and words.heads_column(piece.text)
    return over or (piece.box.x0 + piece.box.x1) / 2 > left - size


def _is_head(text: str, words: Words) -> bool:
    return words.heads_column(text) or (words.heads_group(text) and not words.is_title(text))


def _is_title(piece: Piece, taken: Sequence[Interval], words: Words) -> bool:
    """Whether a piece is text above the table rather than a part of its header."""
    if _is_head(piece.text, words):
        return False
    if words.is_title(piece.text) or piece.text.rstrip().endswith(("。", "；", "，")):
        return True
    reaches = piece.box.x1 > taken[0][0]
    return reaches and bool(_ITEM.match(piece.text) or (piece.box.x0 < taken[0][0] - 60 and len(taken) > 1))


def _size(pieces: Sequence[Piece], line: Sequence[int]) -> float:
    """Size of the characters of a line of values; digits are lower than ideographs."""
    return 1.4 * max(height_of(pieces[i].box) for i in line)
