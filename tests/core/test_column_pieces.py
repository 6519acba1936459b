"""What counts as a number among the pieces of an unruled table."""

import pytest

from extractor.core.column_pieces import is_number


@pytest.mark.parametrize(
    "text", ["12", "1,024件", "-4", "－4项", "减245项", "增加3", "增 3 项", "——", "不适用", "1.5万元"]
)
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["本年增/减", "减", "增加", "件", "2.重复申请", "规章"])
def test_words(text: str) -> None:
    assert not is_number(text)
