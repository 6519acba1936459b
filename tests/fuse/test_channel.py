"""What is printed where nothing is, by what a reader saw and what the document prints for nothing."""

import math

import pytest

from extractor.core.evidence import Evidence, Option, Reading
from extractor.fuse.channel import Channel, channel_of
from extractor.fuse.habits import habits_of


def _cell(*ways: tuple[str, int | None, float]) -> Evidence:
    options = tuple(Option((Reading(value, raw),), math.log(p)) for raw, value, p in ways)
    return Evidence(("f",), options, "table", "exact", fallible=True)


@pytest.fixture
def mixed() -> list[Evidence]:
    """A document that prints 0件 and - for nothing, equally often."""
    return [_cell(("0件", 0, 0.99)), _cell(("-", None, 0.99))] * 20


def _chance(channel: Channel, text: str) -> float:
    """Of the ways to print nothing the part of one."""
    ways = {
        channel.texts[i] if i >= 0 else "": p for i, p in channel.ways(0.0).items() if i < 0 or not channel.values[i]
    }
    return ways[text] / sum(ways.values())


def test_a_unit_that_was_read_tells_a_nought_from_a_dash(mixed: list[Evidence]) -> None:
    with_unit = _cell(("5件", 5, 0.5), ("0件", 0, 0.2), ("3件", 3, 0.2), ("-", None, 0.05))
    without = _cell(("5", 5, 0.5), ("0件", 0, 0.02), ("3", 3, 0.2), ("-", None, 0.05))
    seen, unseen = (channel_of(cell, habits_of([*mixed, cell])[None], total=False) for cell in (with_unit, without))
    assert _chance(seen, "0件") > 0.8 > 0.3 > _chance(unseen, "0件")


def test_what_the_document_never_prints_is_no_guess() -> None:
    noughts = [_cell(("0", 0, 0.99))] * 40
    cell = _cell(("5", 5, 0.6), ("0", 0, 0.2), ("-", None, 0.15))
    assert _chance(channel_of(cell, habits_of([*noughts, cell])[None], total=False), "0") > 0.9


@pytest.mark.parametrize(("doubt", "least", "most"), [(0.001, 0.0, 0.1), (0.15, 0.8, 1.0)])
def test_what_a_poor_picture_shows_as_a_blank_is_likely_what_all_others_print(
    doubt: float, least: float, most: float
) -> None:
    """On a clear one it is a blank among zeros."""
    noughts = [_cell(("0", 0, 1 - doubt), ("6", 6, doubt / 2))] * 40
    cell = _cell(("", None, 0.97), ("0", 0, 0.001), ("1", 1, 0.001))
    assert least < _chance(channel_of(cell, habits_of([*noughts, cell])[None], total=False), "0") < most
