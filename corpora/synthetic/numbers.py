"""Plausible true numbers of a report: heavy tails by level, and every sum of the form consistent."""

import math
import random
from collections.abc import Mapping, Sequence

from extractor.core.schema import Schema, Table

from .agencies import Agency, Level

_COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")
_SHARES = (80, 12, 0.6, 0.8, 2.5, 2)
# Middle of the yearly requests by level; a bureau has a part of it.
_REQUESTS: dict[Level, float] = {"province": 2500, "prefecture": 320, "county": 60, "township": 3, "village": 0.4}
_SIZE: dict[Level, float] = {"province": 60, "prefecture": 12, "county": 3, "township": 0.5, "village": 0.15}
# Weights of the results, by the last part of a row's id.
_RESULTS = {
    "granted": 45, "partial": 8, "state_secret": 0.3, "prohibited_by_law": 0.6, "security_stability": 0.3,
    "third_party_rights": 1.2, "internal_affairs": 1.5, "deliberative": 2, "enforcement_files": 1.5,
    "administrative_inquiry": 2.5, "not_held": 18, "needs_creation": 4, "unclear_after_correction": 1,
    "petition_complaint": 2, "repeated": 1.5, "publications": 0.2, "abusive_volume": 0.3, "reissue": 0.4,
    "no_correction": 2, "fee_unpaid": 0.1, "other": 6,
}  # fmt: skip
_PROCEEDINGS = {"upheld": 5, "corrected": 2, "other": 3, "pending": 2}


def size_of(agency: Agency) -> float:
    """About how much an agency does, 1 for a county's bureau; heavy tails come on top."""
    return _SIZE[agency.level] * (0.35 if agency.kind in ("bureau", "office", "zone") else 1.0)


def heavy(rng: random.Random, middle: float, spread: float = 1.1) -> int:
    """A whole number around a median with a long right tail; 0 where the draw is below one half."""
    return round(middle * math.exp(rng.gauss(0, spread))) if middle > 0 else 0


def divide(rng: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """A total over parts by jittered weights; the parts add up to it."""
    jittered = [w * rng.gammavariate(2, 0.5) + 1e-9 for w in weights]
    if total <= 200:
        picked = rng.choices(range(len(weights)), jittered, k=total)
        return [picked.count(i) for i in range(len(weights))]
    whole = sum(jittered)
    parts = [int(total * w / whole) for w in jittered]
    parts[jittered.index(max(jittered))] += total - sum(parts)
    return parts


def fill(schema: Schema, agency: Agency, rng: random.Random, *, mixed: bool) -> dict[str, int]:
    """A true value for every slot that the form prints, in the units that the cells print (万元 for fees).

    `mixed` prints （六）其他处理 in one row where the form has three, and in three where the form has one.
    """
    values: dict[str, int] = {}
    for table in schema.tables:
        if table.id == "requests":
            values |= _requests(table, agency, rng, mixed)
        elif table.id == "proceedings":
            values |= _proceedings(table, agency, rng)
        elif table.id == "annex":
            values |= _annex(table, schema, agency, rng)
        else:
            values |= _proactive(table, agency, rng)
    return values


def _requests(table: Table, agency: Agency, rng: random.Random, mixed: bool) -> dict[str, int]:
    middle = _REQUESTS[agency.level] * (0.3 if agency.kind in ("bureau", "office", "zone") else 1.0)
    closed = heavy(rng, middle, 1.4)
    leaves = [
        row.id
        for row in table.rows
        if row.id.startswith("requests.results.")
        and row.id != "requests.results.total"
        and (not row.id.startswith("requests.results.other") or row.optional == mixed)
    ]
    grid = {row: dict.fromkeys(_COLUMNS, 0) for row in leaves}
    weights = [_RESULTS[row.rsplit(".", 1)[1]] for row in leaves]
    by_column = divide(rng, closed, _SHARES)
    for column, total in zip(_COLUMNS, by_column, strict=True):
        for row, part in zip(leaves, divide(rng, total, weights), strict=True):
            grid[row][column] = part
    total_row = {c: sum(grid[row][c] for row in leaves) for c in _COLUMNS}
    out = dict(zip(_COLUMNS, divide(rng, heavy(rng, closed * 0.03), _SHARES), strict=True))
    wanted = dict(zip(_COLUMNS, divide(rng, heavy(rng, closed * 0.03), _SHARES), strict=True))
    came = {c: min(wanted[c], total_row[c] + out[c]) for c in _COLUMNS}
    grid |= {
        "requests.results.total": total_row,
        "requests.carried_out": out,
        "requests.carried_in": came,
        "requests.new": {c: total_row[c] + out[c] - came[c] for c in _COLUMNS},
    }
    return {
        f"{row}.{column}": sum(cells.values()) if column == "total" else cells[column]
        for row, cells in grid.items()
        for column in (*_COLUMNS, "total")
    }


def _proceedings(table: Table, agency: Agency, rng: random.Random) -> dict[str, int]:
    middle = size_of(agency) * 0.8
    values: dict[str, int] = {}
    groups = dict.fromkeys(c.id.rsplit(".", 1)[0] for c in table.columns)
    for group in groups:
        parts = divide(rng, heavy(rng, middle, 1.3), list(_PROCEEDINGS.values()))
        values |= {f"{group}.{kind}": n for kind, n in zip(_PROCEEDINGS, parts, strict=True)}
        values[f"{group}.total"] = sum(parts)
    return values


def _proactive(table: Table, agency: Agency, rng: random.Random) -> dict[str, int]:
    size = size_of(agency)
    values: dict[str, int] = {}
    for row in table.rows:
        name = f"{row.id}."
        base = {"regulations": 0.02, "normative_documents": 3, "permits": 400, "penalties": 150, "coercion": 20}
        middle = base.get(row.id.rsplit(".", 1)[1], 12) * size
        for column in table.columns:
            if column.id == "change":
                values[name + column.id] = rng.choice((0, 0, rng.randint(-12, 12), rng.randint(-300, 300)))
            elif column.id == "prior_items":
                values[name + column.id] = heavy(rng, 30 * min(size, 5))
            elif column.id == "amount":
                factor = 800_000 if column.scale == 1 else 90
                values[name + column.id] = heavy(rng, factor * size, 1.6) if rng.random() < 0.8 else 0
            elif column.id in ("in_public", "in_force"):
                values[name + column.id] = heavy(rng, middle * 6)
            elif column.id == "repealed":
                values[name + column.id] = heavy(rng, middle * 0.3)
            else:
                values[name + column.id] = heavy(rng, middle, 1.4)
    return values


def _annex(table: Table, schema: Schema, agency: Agency, rng: random.Random) -> dict[str, int]:
    """Leaves first, then each whole from the sums that the schema declares."""
    size = size_of(agency)
    values = {row.id: _annex_leaf(row.id, size, rng) for row in table.rows}
    wholes = {c.right[0]: c.left for c in schema.constraints if c.right[0].startswith("annex.")}
    for whole in sorted(wholes, key=lambda name: -name.count(".")):  # refusals before the answers they are part of
        values[whole] = sum(values[part] for part in wholes[whole])
    for part, limit in (
        ("annex.published.normative_documents", "annex.published.total"),
        ("annex.responses.press_conferences_by_head", "annex.responses.press_conferences"),
        ("annex.responses.online_interviews_by_head", "annex.responses.online_interviews"),
    ):
        values[part] = min(values[part], values[limit])
    return values


def _annex_leaf(name: str, size: float, rng: random.Random) -> int:
    middles: Mapping[str, float] = {
        "annex.published.total": 900, "annex.published.normative_documents": 6, "annex.normative_documents.issued": 6,
        "annex.channels.gazette": 4, "annex.channels.website": 700, "annex.channels.weibo": 60,
        "annex.channels.wechat": 60, "annex.channels.other": 80, "annex.capacity.budget": 15000,
        "annex.training.participants": 60, "annex.requests.answered.granted": 12,
        "annex.requests.received.online": 12,
        "annex.requests.received.in_person": 5, "annex.requests.received.letter": 4,
        "annex.requests.closed.on_time": 18,
        "annex.capacity.offices": 2, "annex.capacity.reading_points": 2, "annex.capacity.staff.part_time": 4,
        "annex.capacity.staff.full_time": 1.5, "annex.training.meetings": 2, "annex.training.courses": 2,
    }  # fmt: skip
    return heavy(rng, middles.get(name, 0.7) * size, 1.2)
