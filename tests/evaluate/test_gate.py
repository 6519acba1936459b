from dataclasses import replace

import pytest

from extractor.evaluate.gate import FloorError, Floors, digest, fallen, raised, reached, read_floors, write_floors
from extractor.evaluate.gold import Gold
from extractor.evaluate.match import Judged
from tests.evaluate.made import gold, item, judged


def pairs(wrong: int = 0, known: Gold | None = None) -> list[tuple[Gold, Judged]]:
    cells = [item("cell", 1, 2 if k < wrong else 1, name=str(k)) for k in range(30)]
    return [(known or gold(fields={"a": 1}), judged(*cells))]


def floors(wrong: int = 0, known: Gold | None = None) -> Floors:
    return reached(pairs(wrong, known), ["format"])


def test_what_is_reached_is_cut_and_not_rounded_up() -> None:
    (floor,) = floors(wrong=1).values()
    assert floor.documents == 1
    assert floor.measures["cells"] == 0.9666
    assert floor.measures["documents right"] == 0.0
    assert "counts recall" not in floor.measures


def test_groups_have_the_keys_asked_for() -> None:
    found = reached([*pairs(), (gold(), judged(format="html"))], ["format", "era"])
    assert list(found) == ["format html", "format text", "era gov-disclosure/2021"]


def test_the_same_again_passes() -> None:
    assert fallen(floors(wrong=1), floors(wrong=1)) == []
    assert fallen(floors(wrong=2), floors(wrong=1)) == []


def test_a_fall_is_named_with_both_numbers() -> None:
    assert "format text: cells fell from 1.0000 to 0.9666" in fallen(floors(), floors(wrong=1))


def test_a_measure_that_is_gone_has_fallen() -> None:
    now = reached([(gold(fields={"a": 1}), judged())], ["format"])
    assert "format text: cells fell from 1.0000 to 0.0000" in fallen(floors(), now)


def test_other_gold_or_other_groups_do_not_pass() -> None:
    assert fallen(floors(), floors(known=gold(fields={"a": 2}))) == ["format text: the floor is for other gold"]
    assert fallen({}, floors()) == ["format text: has no floor yet"]
    assert fallen(floors(), {}) == ["format text: not measured any more"]


def test_floors_rise_by_themselves_and_sink_only_when_told() -> None:
    low, high = floors(wrong=2), floors(wrong=1)
    assert raised(low, high) == high
    with pytest.raises(FloorError, match="cells fell from"):
        raised(high, low)
    with pytest.raises(FloorError, match="not measured"):
        raised(high, {})
    assert raised(high, low, lower=True) == low
    assert raised(high, {}, lower=True) == {}
    assert raised({}, low) == low


def test_other_gold_is_no_excuse_for_a_lower_floor() -> None:
    with pytest.raises(FloorError):
        raised(floors(), floors(wrong=1, known=gold(fields={"a": 2})))


def test_floors_survive_their_file() -> None:
    kept = floors(wrong=1)
    assert read_floors(write_floors(kept)) == kept


def test_the_digest_is_of_what_the_gold_says() -> None:
    one, two = gold(fields={"a": 1}), gold(fields={"a": None})
    assert digest([one, two]) == digest([two, one])
    assert digest([one]) == digest([replace(one, group="elsewhere", documents=())])
    others = [
        gold(fields={"a": 2}),
        gold(fields={"b": 1}),
        replace(one, name="b"),
        gold(fields={"a": 1}, metadata={"year": 1}),
    ]
    assert len({digest([g]) for g in [one, two, *others]}) == 6
