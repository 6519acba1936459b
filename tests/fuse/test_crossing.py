"""Blocks under common sums: against brute force, in any order, and bounded."""

import itertools
import math
import random

import numpy as np
import pytest

from extractor.fuse.crossing import STATES, Block, cross

BROKEN = -9.7


def _blocks(rng: random.Random, options: int, blocks: int = 6, sums: int = 3) -> list[Block]:
    return [
        Block(
            np.array([[rng.choice((0, 0, rng.randint(-4, 4))) for _ in range(sums)] for _ in range(options)]),
            np.log(np.array([rng.random() ** 4 for _ in range(options)])),
        )
        for _ in range(blocks)
    ]


def _brute(blocks: list[Block], start: np.ndarray) -> list[list[float]]:
    shares = [[0.0] * len(block.logs) for block in blocks]
    for choice in itertools.product(*(range(len(block.logs)) for block in blocks)):
        ends = start + sum(block.gains[o] for block, o in zip(blocks, choice, strict=True))
        logp = sum(float(block.logs[o]) for block, o in zip(blocks, choice, strict=True))
        weight = math.exp(logp + BROKEN * int((ends != 0).sum()))
        for share, o in zip(shares, choice, strict=True):
            share[o] += weight
    return [[x / sum(share) for x in share] for share in shares]


@pytest.mark.parametrize("seed", range(10))
def test_the_posterior_is_that_of_brute_force(seed: int) -> None:
    rng = random.Random(seed)
    blocks, start = _blocks(rng, 4), np.array([rng.randint(-3, 3) for _ in range(3)])
    chosen = cross(blocks, start, BROKEN, slack=60.0)
    assert chosen is not None
    assert chosen.whole
    for share, known in zip(chosen.shares, _brute(blocks, start), strict=True):
        assert share.tolist() == pytest.approx(known, abs=2e-3)


def test_the_order_of_blocks_does_not_matter() -> None:
    rng = random.Random(3)
    blocks, start = _blocks(rng, 5), np.array([1, -2, 0])
    order = rng.sample(range(len(blocks)), len(blocks))
    chosen, shuffled = cross(blocks, start, BROKEN, 40.0), cross([blocks[i] for i in order], start, BROKEN, 40.0)
    assert chosen is not None
    assert shuffled is not None
    for i, share in zip(order, shuffled.shares, strict=True):
        assert share.tolist() == pytest.approx(chosen.shares[i].tolist(), abs=1e-6)


def test_nothing_within_the_slack_is_said_so() -> None:
    block = Block(np.array([[0], [1]]), np.log(np.array([0.9, 0.1])))
    assert cross([block], np.array([7]), BROKEN, slack=5.0) is None


def test_more_states_than_there_is_room_for_are_given_up_and_told() -> None:
    """Thousands of likely ways that all may fit: the bound is met, and the answer is marked as not exact."""
    rng = random.Random(5)
    blocks = [
        Block(np.array([[rng.randint(0, 10**6), rng.randint(0, 10**6)] for _ in range(40)]), np.zeros(40))
        for _ in range(8)
    ]
    assert STATES < 40**3
    chosen = cross(blocks, np.array([-4 * 10**6, -4 * 10**6]), BROKEN, slack=30.0)
    assert chosen is not None
    assert not chosen.whole
    assert all(share.sum() == pytest.approx(1.0) for share in chosen.shares)
