"""Confidence against outcome, with numbers worked out by hand."""

import random

import pytest

from extractor.evaluate.calibration import (
    EQUAL_WIDTH,
    TOWARDS_ONE,
    Bin,
    auroc,
    bins,
    brier,
    ece,
    quality,
    risk_coverage,
)

FOUR = [(0.95, True), (0.95, False), (0.5, True), (0.1, False)]


def test_brier() -> None:
    assert brier(FOUR) == pytest.approx((0.05**2 + 0.95**2 + 0.5**2 + 0.1**2) / 4)


def test_ece_weighs_the_bins_by_their_claims() -> None:
    # .95 twice, half right: .45 apart; .5 right: .5 apart; .1 wrong: .1 apart
    assert ece(FOUR) == pytest.approx((2 * 0.45 + 0.5 + 0.1) / 4)


def test_a_confidence_that_means_what_it_says_has_no_error() -> None:
    claims = [(0.75, True)] * 3 + [(0.75, False)]
    assert ece(claims) == pytest.approx(0)


def test_auroc_counts_ties_half() -> None:
    # pairs of right and wrong: .95 against .95 half, against .1 won; .5 against .95 lost, against .1 won
    assert auroc(FOUR) == pytest.approx(2.5 / 4)
    assert auroc([(0.7, True), (0.7, False)]) == 0.5
    assert auroc([(0.2, True), (0.9, False)]) == 0.0


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    rng = random.Random(5)
    for _ in range(50):
        claims = [(rng.choice((0.1, 0.5, 0.6, 0.9)), rng.random() < 0.7) for _ in range(rng.randint(2, 12))]
        pairs = [(a, b) for a, good in claims if good for b, other in claims if not other]
        expected = sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs) if pairs else None
        assert auroc(claims) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("claims", [[], [(0.9, True)], [(0.9, False)]])
def test_auroc_of_one_side_is_not_defined(claims: list[tuple[float, bool]]) -> None:
    assert auroc(claims) is None


def test_equal_confidences_are_accepted_together() -> None:
    assert risk_coverage(FOUR) == [(0.5, 0.5, 0.95), (0.75, pytest.approx(1 / 3), 0.5), (1.0, 0.5, 0.1)]


def test_coverage_is_the_largest_that_keeps_the_precision() -> None:
    # 1000 sure ones with one error among them: exactly 99.9 %; the error below them breaks it
    claims = [(0.99, True)] * 999 + [(0.99, False)] + [(0.5, False)] * 1000
    found = quality(claims)
    assert (found.coverage, found.threshold) == (0.5, 0.99)


def test_coverage_may_come_back_after_an_early_error() -> None:
    claims = [(0.999, False)] + [(0.9, True)] * 999
    assert quality(claims).coverage == 1.0


def test_fields_without_a_record_are_never_covered() -> None:
    found = quality([(0.9, True)] * 3, unread=1)
    assert (found.claims, found.coverage, found.threshold) == (3, 0.75, 0.9)


def test_nothing_is_precise_enough() -> None:
    found = quality([(0.9, False)])
    assert (found.coverage, found.threshold) == (0.0, None)


def test_no_claims_give_no_numbers() -> None:
    found = quality([])
    assert (found.ece, found.brier, found.auroc, found.coverage, found.threshold) == (None,) * 5
    assert quality([], unread=3).coverage == 0.0


def test_bins_hold_their_upper_edge_and_leave_no_empty_ones() -> None:
    found = bins([(0.0, False), (0.5, True), (0.51, True), (1.0, True)], (0.0, 0.5, 0.9, 1.0))
    assert found == [Bin(2, 0.25, 0.5), Bin(1, 0.51, 1.0), Bin(1, 1.0, 1.0)]
    assert EQUAL_WIDTH[0] == TOWARDS_ONE[0] == 0.0
    assert EQUAL_WIDTH[-1] == TOWARDS_ONE[-1] == 1.0


def test_intervals_hold_the_share_and_stay_within_bounds() -> None:
    low, high = Bin(10, 0.9, 1.0).interval
    assert low == pytest.approx(0.7225, abs=1e-3)
    assert high == 1.0
    low, high = Bin(4, 0.5, 0.5).interval
    assert low < 0.5 < high
