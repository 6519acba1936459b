"""Pairs in order."""

from extractor.core.pairing import in_order


def test_the_largest_sum_of_pairs_in_order() -> None:
    assert in_order([[0.5, 0.0, 0.9], [0.0, 0.4, 0.8], [0.0, 0.0, 0.7]]) == (0.5 + 0.4 + 0.7, [(0, 0), (1, 1), (2, 2)])
    assert in_order([[0.0, 0.9], [0.8, 0.0]]) == (0.9, [(0, 1)])


def test_what_adds_nothing_is_no_pair() -> None:
    assert in_order([[0.0, 0.0], [0.0, 0.3]]) == (0.3, [(1, 1)])
    assert in_order([]) == (0.0, []) == in_order([[], []])
