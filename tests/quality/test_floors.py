"""No change may read worse than the one before. `make floors` raises the floors after one that reads better."""

from extractor.evaluate.gate import fallen, reached
from extractor.schemas import names
from tests.quality.measure import BY, FORMATS, REPORTS, floors, pairs


def test_nothing_reached_before_is_lost() -> None:
    judged = pairs()
    assert len(judged) == len(names()) * REPORTS * len(FORMATS)
    assert fallen(floors(), reached(judged, BY)) == []
