"""Where misread rows belong: what their labels say about the rows of a form, and how sure their order makes it."""

import math
from collections.abc import Mapping, Sequence

from ..core.evidence import MatchKind
from ..core.pairing import in_order
from ..core.schema import Row, Table
from .labels import Labels
from .runs import Run

Meeting = Mapping[int, tuple[float, MatchKind]]  # index of a row → log-weight of a run on it, and how it was told

_MOST, _LEAST = 8.0, -1.5  # log-odds of a misread label's being a row's: what it may be, or be no more
_TOLD = 2.0  # log-odds from which on it is the label that tells the row
_GROUP = 1.5  # of a group's label that is all alike
_LEVEL, _DEEP = 1.5, 2  # log-weight of a label's column where labels are nested so deep
_IN_GROUP = 2.0  # and of the same place in a group of as many rows
_OPTIONAL = -3.0  # of a row that most reports do not print
_NAMELESS = 5.0
_BLANK_ROW = -1.5  # of a row without a number, in a table whose headings have none


def is_misread(run: Run) -> bool:
    """Whether a run was read off a picture, so that its label may be misread."""
    return any(token.readings for token in run.tokens)


def meeting(run: Run, index: int, table: Table, labels: Labels, fits: float) -> Meeting:
    """What a run without an exact label is worth on each row; `fits` is what its number of values is worth."""
    told = labels.evidence(run.label, index)
    beyond = max(0.0, max(told.values(), default=0.0) - _MOST)
    above = "".join(run.path).removesuffix(run.label)
    found: dict[int, tuple[float, MatchKind]] = {}
    for i, row in enumerate(table.rows):
        odds = max(_LEAST, told.get(i, 0.0) - beyond)
        if odds > _TOLD or len(table.columns) > 1 or len(run.tables) == 1 or not row.labels[0]:
            by_label = fits + odds + _OPTIONAL * row.optional + _group(above, row, labels)
            weight = by_label if row.labels[0] else _NAMELESS
            found[i] = (weight + _nested(run, row, table), "fuzzy" if odds > _TOLD else "position")
    return found


def on_lines(run: Run, met: Meeting, printed: Sequence[tuple[int | None, Row]], labels: Labels) -> dict[int, float]:
    """What a run is worth on each line of a table, its headings among them: those have no numbers, rows mostly have."""
    blank = is_misread(run) and all(token.kind == "blank" for token in run.tokens)
    headed = any(row is None for row, _ in printed)
    found = {}
    for k, (row, line) in enumerate(printed):
        if row is not None and row in met:
            found[k] = met[row][0] + (_BLANK_ROW if headed and blank else 0.0)
        elif row is None and blank and not run.names:
            found[k] = 1.0 + _GROUP * max(labels.likeness(run.label, label) for label in line.labels)
    return found


def _group(above: str, row: Row, labels: Labels) -> float:
    return _GROUP * max((labels.likeness(above, label) for label in row.path), default=0.0) if above else 0.0


def _nested(run: Run, row: Row, table: Table) -> float:
    """What the cells of labels say by where they begin and how many stand in a group: labels that no one can read still
    have their places."""
    if run.nest is None or max(len(other.path) for other in table.rows) < _DEEP:
        return 0.0
    depth, index, size = run.nest
    if depth != len(row.path):
        return -_LEVEL
    group = [other for other in table.rows if other.path == row.path]
    whole = depth == _DEEP and (index, size) == (group.index(row), len(group))
    return _LEVEL + (_IN_GROUP if whole else 0.0)


def certainty(
    meetings: Sequence[Mapping[int, float]],
    elsewhere: float,
    no_run: Sequence[float],
    no_row: Sequence[float],
) -> list[list[float]]:
    """Probability of each row for each run ([runs][rows]) over all ways to lay the runs onto the rows in order.

    `meetings` has the log-weight of each run on rows, `elsewhere` that on rows it has none for; `no_run` and
    `no_row` are those of a run that is no row, and of a row that is not printed.
    """
    ahead = _reached(meetings, elsewhere, no_run, no_row)
    rows = len(no_row)
    mirrored = [{rows - 1 - j: w for j, w in meeting.items()} for meeting in meetings[::-1]]
    behind = _reached(mirrored, elsewhere, no_run[::-1], no_row[::-1])
    runs, whole = len(meetings), ahead[-1][-1]
    return [
        [
            math.exp(ahead[i][j] + meetings[i].get(j, elsewhere) + behind[runs - 1 - i][rows - 1 - j] - whole)
            for j in range(rows)
        ]
        for i in range(runs)
    ]


def likeliest(shares: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Runs with rows, both in order, of which most are expected to be right by the probabilities [runs][rows].

    The single likeliest way to lay all runs is one of very many; where some of them are in doubt, it is no good guide
    to any one of them.
    """
    return in_order(shares)[1]


def _reached(
    meetings: Sequence[Mapping[int, float]],
    elsewhere: float,
    no_run: Sequence[float],
    no_row: Sequence[float],
) -> list[list[float]]:
    """Log-weight of all ways to lay the first runs onto the first rows ([runs + 1][rows + 1]).

    Between two matches runs are left out before rows are, so that each way counts once.
    """
    rows = len(no_row)
    total = [[-math.inf] * (rows + 1) for _ in range(len(meetings) + 1)]
    before_rows = [[-math.inf] * (rows + 1) for _ in range(len(meetings) + 1)]
    for i in range(len(meetings) + 1):
        for j in range(rows + 1):
            ways = [] if i or j else [0.0]
            if i:
                ways.append(before_rows[i - 1][j] + no_run[i - 1])
            if i and j:
                ways.append(total[i - 1][j - 1] + meetings[i - 1].get(j - 1, elsewhere))
            before_rows[i][j] = _sum(ways)
            total[i][j] = _sum([before_rows[i][j], total[i][j - 1] + no_row[j - 1]]) if j else before_rows[i][j]
    return total


def _sum(logs: Sequence[float]) -> float:
    top = max(logs, default=-math.inf)
    return top + math.log(sum(math.exp(log - top) for log in logs)) if top > -math.inf else top
