"""Beliefs of cells and sums: against brute force, and on a table that is too doubtful to be decided exactly."""

import itertools
import math
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from extractor.core.evidence import Evidence, Option, Reading
from extractor.fuse.beliefs import believe
from extractor.fuse.blocks import Variable
from extractor.fuse.decode import decode

from .test_decode import _schema, _table

if TYPE_CHECKING:
    from numpy.typing import NDArray

BROKEN = -9.7


def _grid(rows: int, columns: int, rng: np.random.Generator) -> list[Variable]:
    """Cells with three values each; the last row and the last column are totals."""
    made = []
    for r, c in itertools.product(range(rows), range(columns)):
        values = rng.choice(8, 3, replace=False)
        gains = np.zeros((3, rows + columns))
        gains[:, r] = values * (1 if c < columns - 1 else -1)
        gains[:, rows + c] = values * (1 if r < rows - 1 else -1)
        made.append(Variable(gains[:, : rows + (columns if rows > 1 else 0)], np.log(rng.dirichlet(np.ones(3)))))
    return made


def _exact(variables: list[Variable]) -> "tuple[float, list[NDArray[np.float64]]]":
    found = [np.zeros(len(v.logs)) for v in variables]
    for chosen in itertools.product(*(range(len(v.logs)) for v in variables)):
        sums = sum(v.gains[i] for v, i in zip(variables, chosen, strict=True))
        logs = sum(v.logs[i] for v, i in zip(variables, chosen, strict=True)) + BROKEN * np.count_nonzero(sums)
        for share, i in zip(found, chosen, strict=True):
            share[i] += math.exp(logs)
    total = float(found[0].sum())
    return math.log(total), [share / total for share in found]


@pytest.mark.parametrize(("rows", "columns", "off"), [(1, 4, 0.03), (2, 3, 0.08), (3, 3, 0.08)])
def test_beliefs_are_near_the_posterior(rows: int, columns: int, off: float) -> None:
    variables = _grid(rows, columns, np.random.default_rng(0))
    total, shares = _exact(variables)
    beliefs = believe(variables, np.zeros(variables[0].gains.shape[1]), BROKEN)
    assert beliefs is not None
    assert beliefs.whole
    assert beliefs.total == pytest.approx(total, abs=0.02 if rows == 1 else 0.2)
    for told, share in zip(beliefs.true, shares, strict=True):
        assert [p for _, p in told] == pytest.approx(share, abs=off)


def test_broken_numbers_are_left_to_others() -> None:
    variable = Variable(np.array([[0.5], [1.0]]), np.log([0.5, 0.5]))
    assert believe([variable], np.zeros(1), BROKEN) is None


def test_a_table_in_which_half_the_cells_are_misread() -> None:
    """Every cell has eight readings and the right one is the likeliest in half of them: far too many joint readings to
    list, but rows and columns tell what most cells are."""
    rng = random.Random(5)
    values = _table(rng, 20, 7, 3)

    def read(name: str, value: int) -> Evidence:
        others = rng.sample([n for n in range(12) if n != value], 7)
        ways = [(value, 0.4), (others[0], 0.3)] if rng.random() < 0.5 else [(others[0], 0.4), (value, 0.3)]
        ways += [(other, 0.05) for other in others[1:]]
        options = tuple(Option((Reading(n, str(n)),), math.log(p)) for n, p in ways)
        return Evidence((name,), options, "table", "exact", fallible=True)

    read_cells = [read(name, value) for name, value in values.items()]
    first = sum(e.options[0].readings[0].value == values[e.fields[0]] for e in read_cells)
    decided = decode(read_cells, _schema(20, 7))
    right = sum(d.evidence.options[d.option].readings[0].value == values[d.evidence.fields[0]] for d in decided)
    assert first < 0.6 * len(values)
    assert right > 0.85 * len(values)
