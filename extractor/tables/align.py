"""Runs of values laid onto the rows of the forms, for all sources alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..core.document import Document
from ..core.evidence import Evidence, MatchKind, Option, Reading, ReadingStatus
from ..core.geometry import Span
from ..core.quantity import Quantity
from ..core.schema import Column, Row, Schema, Table
from . import lengths, usual
from .cut import OFFERED, Laying, Sum, lay, separators
from .gather import gather
from .headings import lines
from .labels import Labels, labels_of
from .placing import Meeting, certainty, is_misread, likeliest, meeting, on_lines
from .runs import Run, Token, classified, sign_of, spread

_SKIP_ROW = -0.3
_SKIP_ROW_OF_WHOLE = -3.0
_OTHER_SIZE = -2.0  # of a misread row with more or fewer numbers than the table's
_SKIP_NUMBERS = -5.0  # of a misread row with as many, all of them numbers or blanks
_MORE = 2  # lines that rulings which are none may add
_FIRM = 8.0 * 0.82  # what a label is worth that is similar enough by itself
_UNCERTAIN = 0.3  # score of a row that was counted off where rows or runs are missing
_SCORES = {"exact": 1.0, "alias": 0.95, "position": 0.8}
_ELSEWHERE: tuple[float, MatchKind] = (-20.0, "position")  # a run on a row that its label speaks against


@dataclass(frozen=True, slots=True)
class Match:
    """A run on a row: how its label met the row's; `firm` says that it needs no neighbours to be believed. `slots` has
    a score for each value, where other runs that may stand on the row print the same."""

    run: Run
    row: int
    kind: MatchKind
    score: float
    firm: bool = True
    slots: tuple[float, ...] = ()


def read(document: Document, schema: Schema) -> Iterator[Evidence]:
    """Evidence for every slot of the schema's tables that a marked document prints."""
    runs = gather(document, schema)
    labels = labels_of(schema)
    matches = [
        (match, table)
        for index, table in enumerate(schema.tables)
        for match in align([run for run in runs if index in run.tables], index, labels)
    ]
    kept = separators([(match.run.tokens, len(table.columns)) for match, table in matches])
    for match, table in matches:
        sums = _sums(table.fields(table.rows[match.row]), schema)
        ways = lay(match.run.tokens, len(table.columns), sums, kept)
        quote = document.slice(Span(match.run.start, match.run.end)).strip()
        yield from _evidence(match, table, ways, quote)


def align(runs: list[Run], index: int, labels: Labels) -> list[Match]:
    """The likeliest assignment of runs to the rows of one table, both in printed order.

    A dynamic program over runs × rows: an exact label is worth most, a similar one less, a run without a label
    little; either may be left out at a price.
    """
    table = labels.tables[index]
    size = len(table.columns)
    runs = [part for run in _one_row(runs, table) for part in _parts(run, size)]
    met = [_meet(run, index, table, labels) for run in runs]
    rows = len(table.rows)
    absent = _absent(runs, table)
    if any(is_misread(run) for run in runs):
        return _weighed(runs, met, absent, table, labels)
    best = [[0.0] * (rows + 1) for _ in range(len(runs) + 1)]
    step = [[""] * (rows + 1) for _ in range(len(runs) + 1)]
    for i in range(len(runs) + 1):
        for j in range(rows + 1):
            if i == j == 0:
                continue
            ways: list[tuple[float, str]] = []  # of equal ways the first: a table printed twice counts once, as first
            if i:
                ways.append((best[i - 1][j] + _skip_run(runs[i - 1], size), "run"))
            if i and j:
                ways.append((best[i - 1][j - 1] + met[i - 1].get(j - 1, _ELSEWHERE)[0], "match"))
            if j:
                ways.append((best[i][j - 1] + absent[j - 1], "row"))
            best[i][j], step[i][j] = max(ways, key=lambda way: way[0])
    found: list[Match] = []
    i, j = len(runs), rows
    while i or j:
        if step[i][j] == "match":
            score, kind = met[i - 1].get(j - 1, _ELSEWHERE)
            found.append(_match(runs[i - 1], j - 1, kind, score))
            i, j = i - 1, j - 1
        elif step[i][j] == "run":
            i -= 1
        else:
            j -= 1
    return _doubted(found[::-1], runs, table)


def _absent(runs: list[Run], table: Table) -> list[float]:
    """What speaks against each row that it is not printed: more where misread rows are as many as the form has, a few
    lines more or one less counted in where it has headings."""
    full = sum(len(run.tokens) == len(table.columns) for run in runs if is_misread(run))
    whole = full > 0 and _is_whole(full, table)
    return [0.0 if row.optional else _SKIP_ROW_OF_WHOLE if whole else _SKIP_ROW for row in table.rows]


def _is_whole(full: int, table: Table) -> bool:
    rows, printed, optional = len(table.rows), len(lines(table)), sum(row.optional for row in table.rows)
    return rows - 1 <= full <= printed + _MORE if printed > rows else full in (rows - optional, rows)


def _weighed(runs: list[Run], met: list[Meeting], absent: list[float], table: Table, labels: Labels) -> list[Match]:
    """Matches of misread runs, their score the probability of their place among all ways to lay the runs; and for
    each value the probability that what stands in its place reads so, whichever run that is."""
    size = len(table.columns)
    printed = lines(table)
    no_line = [_SKIP_ROW if row is None else absent[row] for row, _ in printed]
    more = lengths.evidence(runs, [line for _, line in printed])
    weights = [
        {k: weight + by_length.get(k, 0.0) for k, weight in on_lines(run, each, printed, labels).items()}
        for run, each, by_length in zip(runs, met, more, strict=True)
    ]
    on_line = certainty(weights, _ELSEWHERE[0], [_skip_run(run, size) for run in runs], no_line)
    at = [k for k, (row, _) in enumerate(printed) if row is not None]
    shares = [[each[k] for k in at] for each in on_line]
    weighed = []
    for i, row in likeliest(shares):
        run = runs[i]
        rivals = [(runs[k].tokens, each[row]) for k, each in enumerate(shares) if len(runs[k].tokens) == size]
        same = (
            sum(share for tokens, share in rivals if tokens[k].text == token.text)
            for k, token in enumerate(run.tokens if len(run.tokens) == size else ())
        )
        weight, kind = met[i].get(row, _ELSEWHERE)
        match = _match(run, row, kind, weight)
        weighed.append(replace(match, score=min(1.0, shares[i][row]), slots=tuple(min(1.0, s) for s in same)))
    return weighed


def _match(run: Run, row: int, kind: MatchKind, score: float) -> Match:
    if kind == "fuzzy":
        firm = score >= _FIRM
        return Match(run, row, kind, min(1.0, score / 10) if firm else _SCORES["position"], firm)
    return Match(run, row, kind, _SCORES[kind], kind != "position")


def _doubted(found: list[Match], runs: list[Run], table: Table) -> list[Match]:
    """Matches by order alone score low where the rows between their neighbours are not as many as the runs."""
    firm = [m for m in found if m.firm or not table.rows[m.row].labels[0]]
    edges = [(-1, -1), *((runs.index(m.run), m.row) for m in firm), (len(runs), len(table.rows))]
    kept = {id(m): m for m in found}
    for (run_before, row_before), (run_after, row_after) in pairwise(edges):
        between = [m for m in found if row_before < m.row < row_after]
        full = sum(len(run.tokens) == len(table.columns) for run in runs[run_before + 1 : run_after])
        rows = table.rows[row_before + 1 : row_after]
        if max(full, len(between)) not in (sum(not row.optional for row in rows), len(rows)):
            kept |= {id(m): replace(m, score=_UNCERTAIN) for m in between}
    return [kept[id(m)] for m in found]


def _one_row(runs: list[Run], table: Table) -> list[Run]:
    """The only row of a table without row labels, put together where it is printed as several tables side by side."""
    size = len(table.columns)
    if len(table.rows) > 1 or table.rows[0].labels[0] or any(len(run.tokens) == size for run in runs):
        return runs
    parts = [run for run in runs if not run.path and (not is_misread(run) or _has_values(run.tokens))]
    tokens = tuple(token for run in parts for token in run.tokens)
    if len(parts) < 2 or len(tokens) != size:
        return runs
    return [replace(parts[0], tokens=tokens, end=parts[-1].end)]


def _has_values(tokens: Sequence[Token]) -> bool:
    """Whether there is a number, or mostly signs for nothing."""
    kinds = Counter(token.kind for token in tokens)
    return kinds["number"] > 0 or 2 * kinds["mark"] > len(tokens)


def _parts(run: Run, size: int) -> list[Run]:
    """A run of several whole rows as its rows; the label belongs to the first. One number among blanks is one row,
    under a header of more columns."""
    if size == 1 and sum(token.kind != "blank" for token in run.tokens) == 1:
        return [run]
    chunks = spread(run.tokens, size)
    first = replace(run, tokens=chunks[0])
    return [first, *(replace(run, tokens=chunk, names=(), label="") for chunk in chunks[1:])]


def _skip_run(run: Run, size: int) -> float:
    if run.names:
        return -4.0
    if len(run.tokens) != size:
        return -0.1
    return _SKIP_NUMBERS if all(token.readings for token in run.tokens) else -1.5


def _meet(run: Run, index: int, table: Table, labels: Labels) -> Meeting:
    """What a run is worth on each row that it may be: row index → (score, kind)."""
    size = len(table.columns)
    fits = 1.0 if len(run.tokens) == size else _OTHER_SIZE if is_misread(run) else 0.2
    if any(n.table == index for n in run.names):
        named: dict[int, tuple[float, MatchKind]] = {}
        for name in run.names:
            if name.table == index:
                above = sum(label in "".join(run.path) for label in table.rows[name.index].path)
                named[name.index] = (
                    10.0 + above if name.official else 9.0 + above,
                    "exact" if name.official else "alias",
                )
        return named
    if run.names:
        return {}
    if is_misread(run):
        return meeting(run, index, table, labels, fits)
    alike = labels.closest(run.label, index)
    similar: dict[int, tuple[float, MatchKind]] = {i: (8.0 * score, "fuzzy") for i, score in alike.items()}
    by_order: dict[int, tuple[float, MatchKind]] = {
        i: (5.0 if not row.labels[0] else fits - (0.5 if run.label else 0.0) - row.optional, "position")
        for i, row in enumerate(table.rows)
        if size > 1 or not row.labels[0]  # one number behind an unknown label may be anything
    }
    return by_order | similar


def _evidence(match: Match, table: Table, ways: list[Laying], quote: str) -> Iterator[Evidence]:
    if not ways:
        return
    row = table.rows[match.row]
    names = table.fields(row)
    options = [
        Option(tuple(_reading(t, column, row) for t, column in zip(slots, table.columns, strict=True)), logp)
        for slots, logp in ways
    ]
    score = match.score
    if len(options) > OFFERED:
        options, score = options[:OFFERED], _UNCERTAIN
    # Slots on which all ways agree stand alone; only the rest has to be decided together.
    first = options[0].readings
    agreed = [i for i in range(len(names)) if all(o.readings[i] == first[i] for o in options)]
    for i in agreed:
        token = ways[0][0][i]
        doubtful = token is not None and bool(token.readings)
        single = _readings(token, table.columns[i], row) if token and doubtful else (Option((first[i],)),)
        placed = match.slots[i] if match.slots and token is match.run.tokens[i] else score
        yield Evidence((names[i],), single, "table", match.kind, placed, quote, fallible=doubtful)
    open_slots = [i for i in range(len(names)) if i not in agreed]
    if open_slots:
        joint = tuple(Option(tuple(o.readings[i] for i in open_slots), o.logp) for o in options)
        yield Evidence(tuple(names[i] for i in open_slots), joint, "table", match.kind, score, quote)


def _sums(names: tuple[str, ...], schema: Schema) -> tuple[Sum, ...]:
    """The schema's sums that lie within one row."""
    place = {name: i for i, name in enumerate(names)}
    found = {c.id: c for name in names for c in schema.constraints_of.get(name, ())}
    return tuple(
        Sum(tuple(place[f] for f in c.left), place[c.right[0]])
        for c in found.values()
        if len(c.right) == 1 and all(f in place for f in c.fields)
    )


def _readings(token: Token, column: Column, row: Row) -> tuple[Option, ...]:
    """An option for every way to read a doubtful cell."""
    found = []
    for text, logp in usual.weighed(token.readings, row, column):
        kind, folded = classified(sign_of(text))
        found.append(Option((_reading(replace(token, kind=kind, text=folded, raw=text), column, row),), logp))
    return tuple(found)


def _reading(token: Token | None, column: Column, row: Row) -> Reading:
    if token is None:
        return Reading(None, "", "blank")
    if token.kind == "blank":
        return Reading(None, "", "blank", token.span, token.box, token.page, token.cell)
    read = Quantity.read(token.text, column.scale)
    if read is None:
        return Reading(token.raw, token.raw, "stated", token.span, token.box, token.page, token.cell)
    status: ReadingStatus = "blank" if read.kind == "mark" else "stated"
    return Reading(
        read.value,
        token.raw,
        status,
        token.span,
        token.box,
        token.page,
        token.cell,
        row.unit or column.unit,
        read.qualifier,
    )
