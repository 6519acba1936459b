"""Rulings that were not seen, in tables whose columns have a measure."""

from itertools import accumulate

import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.load.scan.regular import with_missed

LEFT = 30
WIDTHS = [96, 96, 96, 96, 68] * 3
PLACES = [float(x) for x in accumulate(WIDTHS, initial=50)]


def _odds(traces: dict[float, float]) -> NDArray[np.float64]:
    odds = np.zeros(1700)
    for place, trace in traces.items():
        odds[round(place) - LEFT] = trace
    return odds


@pytest.mark.parametrize("lost", [[14], [9], [9, 10], [3, 12]])
def test_faint_rulings_are_found_where_the_measure_calls_for_them(lost: list[int]) -> None:
    seen = [x for i, x in enumerate(PLACES) if i not in lost]
    found = with_missed(seen, _odds({PLACES[i] + 1: 2.5 for i in lost}), LEFT)
    assert found == pytest.approx(PLACES, abs=4)


def test_the_order_of_widths_elsewhere_tells_where_no_trace_does() -> None:
    seen = [x for i, x in enumerate(PLACES) if i not in (9, 10)]
    assert with_missed(seen, _odds({PLACES[9]: 2.5}), LEFT) == pytest.approx(PLACES, abs=4)


def test_without_any_trace_a_cell_is_merged() -> None:
    seen = [x for i, x in enumerate(PLACES) if i != 9]
    assert with_missed(seen, _odds({}), LEFT) == seen


def test_a_label_s_column_is_wide_and_has_strokes() -> None:
    places = [50.0, 242.0, *(242.0 + 96 * i for i in range(1, 9))]
    assert with_missed(places, _odds({146.0: 4.0}), LEFT) == places


def test_few_or_uneven_columns_have_no_measure() -> None:
    few, uneven = [50.0, 146.0, 242.0, 434.0, 530.0], [50.0, 130.0, 250.0, 400.0, 460.0, 640.0, 730.0, 880.0, 1000.0]
    for places in (few, uneven):
        assert with_missed(places, _odds({338.0: 4.0}), LEFT) == places
