"""Decoding under sums: against brute force, and its promises."""

import itertools
import math
import random
from dataclasses import replace

import pytest

from extractor.core.evidence import Evidence, Option, Reading
from extractor.core.schema import Column, Constraint, Row, Schema, Table
from extractor.fuse.decode import MISPRINT, decode

ROWS, COLUMNS = 4, 4


def _schema(rows: int = ROWS, columns: int = COLUMNS) -> Schema:
    """A table whose last row and last column are totals."""
    last_row, last_column = rows - 1, columns - 1
    table = Table(
        "t",
        "",
        ("t",),
        tuple(Column(f"c{c}", (f"c{c}",)) for c in range(columns)),
        tuple(Row(f"r{r}", (f"r{r}",)) for r in range(rows)),
    )
    sums = [
        Constraint(f"row/{r}", tuple(f"r{r}.c{c}" for c in range(last_column)), (f"r{r}.c{last_column}",))
        for r in range(rows)
    ]
    sums += [
        Constraint(f"column/{c}", tuple(f"r{r}.c{c}" for r in range(last_row)), (f"r{last_row}.c{c}",))
        for c in range(columns)
    ]
    return Schema("t", "t", (0, 0), (), tables=(table,), constraints=tuple(sums))


def _table(rng: random.Random, rows: int = ROWS, columns: int = COLUMNS, most: int = 30) -> dict[str, int]:
    grid = [[rng.randint(0, most) for _ in range(columns - 1)] for _ in range(rows - 1)]
    grid = [[*row, sum(row)] for row in grid]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    return {f"r{r}.c{c}": grid[r][c] for r in range(rows) for c in range(columns)}


def _cell(name: str, *ways: tuple[int, float], fallible: bool = False) -> Evidence:
    options = tuple(Option((Reading(value, str(value)),), math.log(p)) for value, p in ways)
    return Evidence((name,), options, "table", "exact", fallible=fallible)


def _value(option: Option) -> float:
    value = option.readings[0].value
    assert isinstance(value, int | float)
    return value


def _brute(evidence: list[Evidence], schema: Schema) -> dict[str, float]:
    def weight(choice: tuple[Option, ...]) -> float:
        values = {e.fields[0]: _value(o) for e, o in zip(evidence, choice, strict=True)}
        broken = sum(sum(values[n] for n in c.left) != sum(values[n] for n in c.right) for c in schema.constraints)
        return sum(o.logp for o in choice) + broken * (math.log(MISPRINT) - math.log(50))

    best = max(itertools.product(*(e.options for e in evidence)), key=weight)
    return {e.fields[0]: _value(o) for e, o in zip(evidence, best, strict=True)}


def _chosen(evidence: list[Evidence], schema: Schema) -> dict[str, object]:
    return {d.evidence.fields[0]: d.evidence.options[d.option].readings[0].value for d in decode(evidence, schema)}


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_that_of_brute_force(seed: int) -> None:
    rng, schema = random.Random(seed), _schema()
    truth = _table(rng)
    doubtful = set(rng.sample(sorted(truth), 7))
    evidence = [
        _cell(n, (v + rng.choice((1, 3, 10)), 0.6), (v, 0.35), (v + 7, 0.05)) if n in doubtful else _cell(n, (v, 1.0))
        for n, v in truth.items()
    ]
    assert _chosen(evidence, schema) == _brute(evidence, schema)


@pytest.mark.parametrize("seed", range(8))
def test_misreadings_are_put_right_where_sums_cross(seed: int) -> None:
    rng, schema = random.Random(100 + seed), _schema(8, 7)
    truth = _table(rng, 8, 7)
    wrong = set(rng.sample(sorted(truth), 4))
    evidence = [
        _cell(n, (v + 1, 0.7), (v, 0.3)) if n in wrong else _cell(n, (v, 0.95), (v + 5, 0.05)) for n, v in truth.items()
    ]
    assert _chosen(evidence, schema) == truth


@pytest.mark.parametrize("fallible", [False, True])
def test_a_misprint_of_the_agency_stays(fallible: bool) -> None:
    schema, truth = _schema(), _table(random.Random(1))
    printed = truth | {"r1.c3": truth["r1.c3"] + 10}
    evidence = [_cell(n, (v, 1 - 1e-6), (v + 1, 1e-6), fallible=fallible) for n, v in printed.items()]
    assert _chosen(evidence, schema) == printed


def test_cells_with_one_reading_never_change() -> None:
    schema, truth = _schema(), _table(random.Random(2))
    broken = {n: v + (7 if n.startswith("r0") else 0) for n, v in truth.items()}
    decisions = decode([_cell(n, (v, 1.0)) for n, v in broken.items()], schema)
    assert all(d.probabilities == (1.0,) for d in decisions)
    assert {d.evidence.fields[0]: d.evidence.options[0].readings[0].value for d in decisions} == broken


def test_the_order_of_evidence_does_not_matter() -> None:
    rng, schema = random.Random(3), _schema()
    evidence = [
        _cell(n, (v + 1, 0.5), (v, 0.5)) if rng.random() < 0.5 else _cell(n, (v, 1.0)) for n, v in _table(rng).items()
    ]
    shares = {d.evidence.fields[0]: d.probabilities for d in decode(evidence, schema)}
    rng.shuffle(evidence)
    for d in decode(evidence, schema):
        assert d.probabilities == pytest.approx(shares[d.evidence.fields[0]], abs=1e-9)


def test_what_the_sums_cannot_decide_stays_open() -> None:
    schema = _schema(2, 3)
    schema = replace(schema, constraints=tuple(c for c in schema.constraints if c.id == "row/0"))
    joint = Evidence(
        ("r0.c0", "r0.c1"),
        (Option((Reading(1, "1"), Reading(12, "12"))), Option((Reading(11, "11"), Reading(2, "2")))),
        "table",
        "exact",
    )
    decision = decode([joint, _cell("r0.c2", (13, 1.0))], schema)[0]
    assert decision.probabilities == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("rival", [0.1, 1e-3, 1e-8, 1e-11])
def test_probabilities_are_the_posterior(rival: float) -> None:
    """One cell: a reading under which two sums hold, against a likelier one under which both are misprints."""
    schema = _schema(2, 3)
    evidence = [_cell("r0.c0", (3, 1 - rival), (2, rival)), _cell("r0.c1", (5, 1.0)), _cell("r0.c2", (7, 1.0))]
    evidence += [_cell(f"r1.c{c}", (v, 1.0)) for c, v in enumerate((2, 5, 7))]
    share = decode(evidence, schema)[0].probabilities
    misprints = (1 - rival) * (MISPRINT / 50) ** 2
    assert share[0] == pytest.approx(misprints / (misprints + rival), abs=1e-3)


def test_decimal_sums_are_exact() -> None:
    schema = _schema(2, 3)
    schema = replace(schema, constraints=tuple(c for c in schema.constraints if c.id == "row/0"))
    ways = [((0.1,), (0.2,)), ((0.2,), (0.7,)), ((0.3,),)]
    evidence = [
        Evidence((f"r0.c{c}",), tuple(Option((Reading(v, str(v)),)) for (v,) in values), "table", "exact")
        for c, values in enumerate(ways)
    ]
    assert [d.probabilities[0] for d in decode(evidence, schema)] == pytest.approx([1.0, 1.0, 1.0])
