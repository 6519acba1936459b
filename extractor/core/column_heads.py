"""Headings in the header of a table without rulings: pieces that stand above several columns."""

from collections.abc import Callable, Sequence
from math import inf

from .column_pieces import Interval, down_of, overlap_of
from .geometry import Box

_EDGE = 0.2  # heights of a heading by which its left edge may be off that of its first column
_OFF = 0.6  # heights of a heading by which it may be off the middle of its columns


def headings(boxes: Sequence[Box], header: Sequence[int], left: float) -> dict[int, Interval]:
    """The pieces of a header that head others, with the middles of the first and the last that they head.

    `header` holds indices of `boxes`, of which those right of `left` count. Of one line of headings all must stand
    above the middle of their own, or all begin where their first does, side by side up to the last column. The middle
    is that of the texts below; where it is not, that of their cells.
    """
    own = [i for i in header if boxes[i].x0 >= left]
    if not own:
        return {}
    lowest = max(own, key=lambda i: boxes[i].y1)
    leaves = [i for i in own if overlap_of(down_of(boxes[i]), down_of(boxes[lowest])) > 0]
    heads = [i for i in own if i not in leaves]
    leaves.sort(key=lambda i: boxes[i].x0)
    found: dict[int, Interval] = {}
    while heads:
        line = [i for i in heads if overlap_of(down_of(boxes[i]), down_of(boxes[heads[0]])) > 0]
        heads = [i for i in heads if i not in line]
        line.sort(key=lambda i: boxes[i].x0)
        own_boxes, below = [boxes[i] for i in line], [boxes[i] for i in leaves]
        rests = [below[k:] for k in range(len(below))]
        ways = (
            *(_centred(own_boxes, rest, _from_text) for rest in rests),
            _flush(own_boxes, below),
            *(_centred(own_boxes, rest, _from_cells) for rest in rests),
        )
        found |= dict(zip(line, next(filter(None, ways), []), strict=False))
    return found


def _centred(
    line: Sequence[Box], leaves: Sequence[Box], off_middle: Callable[[Box, Sequence[Box], int], float]
) -> list[Interval]:
    """The leaves parted so that each heading stands above the middle of two or more; none where they do not part so."""
    groups: list[Interval] = []
    for head in line:
        if len(leaves) < 2:
            return []
        first = leaves[0]
        off = [off_middle(head, leaves, end) for end in range(2, len(leaves) + 1)]
        last = off.index(min(off)) + 1
        if off[last - 1] > _OFF * (head.y1 - head.y0):
            return []
        groups.append((_middle(first), _middle(leaves[last])))
        leaves = leaves[last + 1 :]
    return [] if leaves else groups


def _from_text(head: Box, leaves: Sequence[Box], count: int) -> float:
    """How far a heading is from the middle of the first `count` texts below it."""
    return abs((leaves[0].x0 + leaves[count - 1].x1) / 2 - _middle(head))


def _from_cells(head: Box, leaves: Sequence[Box], count: int) -> float:
    """How far a heading is from the middle of the first `count` cells below it, whose texts stand in their middles.

    From the left edge of the first cell follow all others, so that an odd number of cells has one middle, and an even
    one a stretch of them, as far as every edge stands between two texts.
    """
    low, high, edge, sign = -inf, inf, 0.0, 1  # an edge is at `edge` and, with its sign, the left edge of the first
    for k in range(min(count + 1, len(leaves))):
        reach = [sign * (x - edge) for x in (leaves[k - 1].x1 if k else -inf, leaves[k].x0)]
        low, high = max(low, min(reach)), min(high, max(reach))
        if k < count:
            edge, sign = 2 * _middle(leaves[k]) - edge, -sign
    if low > high:
        return inf
    if sign < 0:
        return abs(edge / 2 - _middle(head))
    return max(0.0, low + edge / 2 - _middle(head), _middle(head) - high - edge / 2)


def _flush(line: Sequence[Box], leaves: Sequence[Box]) -> list[Interval]:
    """The same where each heading begins at the left edge of its first leaf."""
    starts = [
        next((k for k, leaf in enumerate(leaves) if abs(leaf.x0 - head.x0) < _EDGE * (head.y1 - head.y0)), len(leaves))
        for head in line
    ]
    ends = [*starts[1:], len(leaves)]
    if any(end - start < 2 for start, end in zip(starts, ends, strict=True)):
        return []
    return [(_middle(leaves[a]), _middle(leaves[b - 1])) for a, b in zip(starts, ends, strict=True)]


def _middle(box: Box) -> float:
    return (box.x0 + box.x1) / 2
