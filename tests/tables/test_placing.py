"""Probabilities of rows for misread runs, against all ways to lay them; labels of which scraps are left."""

import math
import random
from itertools import combinations

import pytest

from extractor.schemas import load_schema
from extractor.tables.labels import labels_of
from extractor.tables.placing import certainty, likeliest

ELSEWHERE = -20.0


def _by_hand(met: list[dict[int, float]], no_run: list[float], no_row: list[float]) -> list[list[float]]:
    """The same as `certainty`, every way listed."""
    runs, rows = len(met), len(no_row)
    total, found = 0.0, [[0.0] * rows for _ in range(runs)]
    for size in range(min(runs, rows) + 1):
        for mine in combinations(range(runs), size):
            for theirs in combinations(range(rows), size):
                weight = sum(met[i].get(j, ELSEWHERE) for i, j in zip(mine, theirs, strict=True))
                weight += sum(no_run[i] for i in range(runs) if i not in mine)
                weight += sum(no_row[j] for j in range(rows) if j not in theirs)
                share = math.exp(weight)
                total += share
                for i, j in zip(mine, theirs, strict=True):
                    found[i][j] += share
    return [[share / total for share in row] for row in found]


@pytest.mark.parametrize("seed", range(6))
def test_probabilities_of_rows_are_those_of_all_ways(seed: int) -> None:
    rng = random.Random(seed)
    runs, rows = rng.randint(1, 4), rng.randint(1, 5)
    met = [{j: rng.uniform(-2, 4) for j in range(rows) if rng.random() < 0.8} for _ in range(runs)]
    no_run, no_row = [rng.uniform(-3, 0) for _ in range(runs)], [rng.uniform(-3, 0) for _ in range(rows)]
    found = certainty(met, ELSEWHERE, no_run, no_row)
    for mine, theirs in zip(found, _by_hand(met, no_run, no_row), strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    ("scraps", "row"),
    [
        ("不计只情形，区分处部理的", "requests.results.partial"),
        ("收费通缴纳\n未按要求", "requests.results.other.fee_unpaid"),
        ("新出具获取认或", "requests.results.not_processed.reissue"),
    ],
)
def test_scraps_of_a_label_out_of_order_tell_its_row(scraps: str, row: str) -> None:
    schema = load_schema("gov-disclosure/2021")
    index = next(t for t, table in enumerate(schema.tables) if table.id == "requests")
    alike = labels_of(schema).resembling(scraps, index)
    assert schema.tables[index].rows[max(alike, key=lambda i: alike[i])].id == row


@pytest.mark.parametrize(
    ("read", "row"),
    [
        ("要求行政里美确\n汉重池图已获\n限信慧", "requests.results.not_processed.reissue"),
        ("请人无正当理由逾期不补\n行政机关不润处理其政府", "requests.results.other.no_correction"),
        ("量反复中请", "requests.results.not_processed.abusive_volume"),
    ],
)
def test_a_few_telling_characters_outweigh_many_common_ones(read: str, row: str) -> None:
    schema = load_schema("gov-disclosure/2021")
    index = next(t for t, table in enumerate(schema.tables) if table.id == "requests")
    told = labels_of(schema).evidence(read, index)
    ranked = sorted(told, key=lambda i: -told[i])
    assert schema.tables[index].rows[ranked[0]].id == row
    assert told[ranked[0]] > max(0.0, told[ranked[1]] + 1)


def test_what_is_no_label_speaks_for_no_row() -> None:
    schema = load_schema("gov-disclosure/2021")
    index = next(t for t, table in enumerate(schema.tables) if table.id == "requests")
    assert max(labels_of(schema).evidence("口日目田由甲", index).values()) < 0
    assert labels_of(schema).evidence("", index) == {}


def test_the_most_expected_matches_are_taken_not_the_likeliest_way_of_all() -> None:
    # Each of three ways to lay two runs on four rows is less likely than the last, yet two agree on the first run.
    shares = [[0.55, 0.0, 0.45, 0.0], [0.0, 0.3, 0.0, 0.45]]
    assert likeliest(shares) == [(0, 0), (1, 3)]
    assert likeliest([]) == []


def test_matches_keep_the_order_of_both() -> None:
    assert likeliest([[0.0, 0.9], [0.8, 0.0]]) == [(0, 1)]
