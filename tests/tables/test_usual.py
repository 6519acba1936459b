"""What a column usually prints decides between a speck and a point, a dot and a minus sign."""

import math

import pytest

from extractor.core.schema import Column, Row
from extractor.tables.usual import weighed

PLAIN, YUAN = Row("x", ("行政许可",)), Row("y", ("因公开信息被收费", "收费"), unit="元")
CHANGE, COUNT = Column("change", ("本年增/减",)), Column("made", ("本年制发件数",))
FEES = Column("amount", ("本年收费金额",), unit="元", scale=10000)


@pytest.mark.parametrize(
    ("row", "column", "read", "rather"),
    [
        (PLAIN, CHANGE, ("10", "-10"), "-10"),
        (PLAIN, COUNT, ("-10", "10"), "10"),
        (PLAIN, COUNT, ("2.9", "29"), "29"),
        (PLAIN, CHANGE, ("减少21.4", "减少214"), "减少214"),
        (PLAIN, FEES, ("2067", "20.67"), "20.67"),
        (YUAN, COUNT, ("85", "8.5"), "8.5"),
    ],
)
def test_doubtful_signs_and_points(row: Row, column: Column, read: tuple[str, str], rather: str) -> None:
    readings = ((read[0], math.log(0.64)), (read[1], math.log(0.33)), ("1", math.log(0.01)))
    found = weighed(readings, row, column)
    assert found[0][0] == rather
    assert sum(math.exp(logp) for _, logp in found) == pytest.approx(0.98)


@pytest.mark.parametrize("column", [CHANGE, COUNT, FEES])
def test_what_is_clear_stays(column: Column) -> None:
    for clear, other in (("12", "-12"), ("-12", "12"), ("12", "1.2"), ("1.2", "12"), ("", "0"), ("/", "7")):
        readings = ((clear, math.log(0.997)), (other, math.log(0.001)))
        assert weighed(readings, PLAIN, column)[0][0] == clear
