"""Planted errors, one of each kind: what is counted as what."""

import json

import pytest

from extractor.core.grid import Cell, Grid
from extractor.evaluate.export import to_json
from extractor.evaluate.gold import Printed
from extractor.evaluate.match import Item, Predicted, judge, same
from tests.evaluate.made import FORM, field, gold, predicted, record


def by_id(items: tuple[Item, ...]) -> dict[str, tuple[Printed, Printed, bool]]:
    return {item.id: (item.gold, item.got, item.right) for item in items}


@pytest.mark.parametrize(
    ("printed", "got", "right"),
    [
        (3, 3, True),
        (3, 3.0, True),
        (3, 4, False),
        (0, None, False),
        (None, None, True),
        (77_302_800, 77_302_801, False),  # one in many millions is an error too
        (10**15 + 1, 10**15, False),
        (0.1 + 0.2, 0.3, True),
        (84.6, 84.61, False),
        (float("nan"), 3, False),
        ("甲 局\n", "甲局", True),
        ("甲局", "乙局", False),
        (2023, "2023", True),
        ("", None, False),
    ],
)
def test_same(printed: Printed, got: Printed, right: bool) -> None:
    assert same(printed, got) is right
    assert same(got, printed) is right


def test_cells_right_wrong_lost_and_invented() -> None:
    known = gold(schema=FORM, complete=True, fields={"a": 3, "b": 0, "c": None, "d": None, "e": 5, "g": None})
    made = record({"a": field(3), "b": field(1), "c": field(None, status="blank"), "d": field(0), "x": field(8)})
    found = by_id(judge(known, predicted(made)).items)
    assert found == {
        "schema": (FORM, FORM, True),
        "a": (3, 3, True),
        "b": (0, 1, False),
        "c": (None, None, True),
        "d": (None, 0, False),  # a blank is never a zero
        "e": (5, None, False),
        "g": (None, None, True),  # neither has it
        "x": (None, 8, False),  # the form has no such cell
    }


def test_a_cell_that_open_gold_does_not_know_is_not_judged() -> None:
    found = judge(gold(fields={"a": 3}), predicted(record({"a": field(3), "x": field(8)})))
    assert list(by_id(found.items)) == ["a"]


def test_counts_right_wrong_missed_and_invented() -> None:
    counts = [{"metric": f"narrative.{k}", "value": v} for k, v in {"a": 1, "b": 2, "c": 3}.items()]
    made = record({f"narrative.{k}": field(v) for k, v in {"a": 1, "b": 9, "c": None, "d": 4, "e": None}.items()})
    found = by_id(judge(gold(metrics=counts), predicted(made)).items)
    assert found == {
        "narrative.a": (1, 1, True),
        "narrative.b": (2, 9, False),
        "narrative.c": (3, None, False),
        "narrative.d": (None, 4, False),
        "narrative.e": (None, None, True),
    }


def test_metadata_and_the_names_of_an_agency() -> None:
    known = gold(
        metadata={"agency": "甲局", "year": 2023, "published": None, "region": "某县"}, agency_accept=["某县甲局"]
    )
    told = {"agency": field("某县甲局"), "year": field(2022), "published": field("2024-01-01")}
    found = by_id(judge(known, predicted(record({}, told))).items)
    assert found["agency"][2]
    assert found["year"] == (2023, 2022, False)
    assert found["published"] == (None, "2024-01-01", False)
    assert found["region"] == ("某县", None, False)


def test_violations_are_sets_of_sums() -> None:
    known = gold(violations=[{"constraint": "row/a"}, {"constraint": "row/b"}])
    made = record({}, broken=("row/b", "row/c", "text/narrative.m", "years/x"))
    found = by_id(judge(known, predicted(made)).items)
    assert found == {
        "row/a": ("broken", None, False),
        "row/b": ("broken", "broken", True),
        "row/c": (None, "broken", False),
    }
    assert not judge(gold(), predicted(made)).items


def test_ambiguous_ids_are_judged_nowhere() -> None:
    known = gold(
        fields={"a": 3, "b": 4},
        metrics=[{"metric": "narrative.m", "value": 1}],
        violations=[{"constraint": "row/a"}],
        ambiguous=["a", "narrative.m", "row/a", "narrative.n"],
    )
    made = record({"narrative.n": field(3), "b": field(4)})
    assert list(by_id(judge(known, predicted(made)).items)) == ["b"]


def test_without_a_record_everything_is_wrong() -> None:
    known = gold(
        schema=FORM,
        fields={"a": 3, "b": None},
        metrics=[{"metric": "narrative.m", "value": 1}],
        metadata={"year": 2023, "published": None},
        violations=[{"constraint": "row/a"}],
    )
    found = judge(known, predicted(None))
    assert (found.failed, found.error) == (True, "it is gone")
    assert len(found.items) == 7
    assert not any(item.right or item.confidence for item in found.items)


def test_what_is_no_number_is_wrong_and_does_not_spread() -> None:
    known = gold(fields={"a": 3, "b": 4})
    made = record({"a": field(float("nan"), float("nan")), "b": field(float("inf"), 1.5)})
    found = judge(known, predicted(made))
    assert [(item.right, item.got, item.confidence) for item in found.items] == [
        (False, "nan", 0.0),
        (False, "inf", 0.0),
    ]
    assert json.loads(to_json([found], []))["all"]["confidence"]["brier"] == 0.0


def test_an_empty_gold_and_an_empty_record_give_nothing_to_judge() -> None:
    assert judge(gold(), predicted(record({}))).items == ()


def test_structure_is_judged_where_both_sides_are_known() -> None:
    grid = Grid((Cell("", 0, 0), Cell("", 0, 1)))
    cells = [{"row": 0, "column": 0}, {"row": 0, "column": 1}]
    known = gold(grids=[{"cells": cells}])
    made = record({})
    assert judge(known, predicted(made)).structure == ()
    assert judge(known, Predicted("a.html", "html", made, (grid,))).structure == (1.0,)
    assert judge(known, Predicted("a.html", "html", made, ())).structure == (0.0,)
    assert judge(known, predicted(None)).structure == (0.0,)
