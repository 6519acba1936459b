"""What sums did to the readings of pictures, counted by hand."""

from dataclasses import replace

from extractor.core.record import Field, FieldEvidence, Status
from extractor.evaluate.match import Judged, judge
from extractor.evaluate.metrics import decoding, score
from extractor.evaluate.terminal import render

from . import made

UPHELD, TOTAL, ISSUED = "review.upheld", "review.total", "proactive.regulations.issued"


def _read(status: Status, value: int | None, *readings: int) -> Field:
    told = [FieldEvidence("table", "exact", 1.0, v, str(v), 0.9) for v in readings]
    return Field(value, str(value), "件", 0.9, status, None, told)


def _judged(**fields: Field) -> Judged:
    gold = made.gold(fields={UPHELD: 3, TOTAL: 5, ISSUED: 7}, schema=made.FORM)
    named = dict(zip((UPHELD, TOTAL, ISSUED), fields.values(), strict=True))
    return judge(gold, made.predicted(made.record(named)))


def test_first_readings_and_last_ones_are_counted_apart() -> None:
    judged = _judged(a=_read("repaired", 3, 3, 8), b=_read("conflict", None, 6, 5), c=_read("stated", 1, 1))
    found = decoding([judged])
    assert (found.before.right, found.before.of) == (1, 3)
    assert (found.after.right, found.after.of) == (1, 3)
    assert (found.mended.right, found.mended.of) == (1, 1)
    assert (found.worsened.right, found.worsened.of) == (0, 1)


def test_a_wrong_repair_is_counted() -> None:
    judged = _judged(a=_read("repaired", 4, 4, 3), b=_read("stated", 5, 5), c=_read("repaired", 7, 7, 1))
    found = decoding([judged])
    assert (found.worsened.right, found.worsened.of) == (1, 2)
    assert found.mended.of == 0
    assert score([judged]).to_dict()["decoding"]["worsened"]["share"] == 0.5
    assert "wrong repairs" in render([judged], [])


def test_documents_without_repairs_are_left_out() -> None:
    digital = _judged(a=_read("stated", 3, 3), b=_read("stated", 5, 5), c=_read("stated", 1, 1))
    assert decoding([digital]).before.of == 0
    assert "first read" not in render([digital], [])
    assert decoding([replace(digital, format="image")]).before.of == 3
