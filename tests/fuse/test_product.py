"""Tables decoded as the product codes that they are: bounds of the exact search."""

import math

import numpy as np
import pytest

from extractor.core.evidence import Evidence, Option, Reading
from extractor.fuse.habits import Habits
from extractor.fuse.product import Part, decode_part

BROKEN = math.log(0.003) - math.log(50.0)


def test_a_part_in_which_no_sum_can_hold_is_decided_by_its_readings() -> None:
    """Sixty numbers under two sums each, of which none holds either way: more is broken than the search looks for at
    first, and it ends all the same."""
    count = 60
    options = tuple(Option((Reading(k, str(k)),), math.log(share)) for k, share in ((1, 0.8), (2, 0.2)))
    evidence = [Evidence((f"f{i}",), options, "table", "exact", 1.0, "") for i in range(count)]
    adds = [np.zeros((1, 2 * count)) for _ in evidence]
    for i, each in enumerate(adds):
        each[0, [i, count + i]] = 1.0
    part = Part(evidence, adds, np.full(2 * count, -9.0), [False] * count, [Habits((), 0.0)] * count)
    found = decode_part(part, BROKEN, -2.5)
    assert [told for told, _ in found.shares] == evidence
    for _, shares in found.shares:
        assert shares == pytest.approx((0.8, 0.2))
