"""Every measure over planted errors, with expected numbers worked out by hand."""

import json
from dataclasses import replace

import pytest

from extractor.evaluate.export import to_json
from extractor.evaluate.metrics import Found, Ratio, grouped, score
from tests.evaluate.made import item, judged

CELLS = (
    item("cell", 3, 3, name="a"),
    item("cell", 0, 0, name="b"),
    item("cell", 5, 6, name="c"),
    replace(item("cell", None, None, name="d"), gold_status="blank", got_status="blank"),
    replace(item("cell", None, None, name="e"), gold_status="missing", got_status="blank"),
    replace(item("cell", None, 0, name="f"), gold_status="blank"),
)


def test_cells() -> None:
    found = score([judged(*CELLS)])
    assert found.cells == Ratio(4, 6)
    assert found.nonzero == Ratio(1, 2)
    assert found.empties == Ratio(1, 3)  # e is blank for the record, f is 0
    assert found.invented == Ratio(1, 4)  # f, of the values for a, b, c, f


def test_one_wrong_table_in_six_shows_beside_a_good_share_of_cells() -> None:
    good = judged(*(item("cell", 1, 1, name=str(k)) for k in range(100)))
    bad = judged(*(item("cell", 1, 1 if k else 2, name=str(k)) for k in range(100)))
    found = score([good] * 5 + [bad])
    assert found.cells.share == pytest.approx(0.998, abs=1e-3)
    assert found.tables == Ratio(5, 6)
    assert found.right == Ratio(5, 6)


def test_a_document_is_fully_right_when_everything_is() -> None:
    cell, year = item("cell", 1, 1), item("metadata", 2023, 2022, name="year")
    found = score([judged(cell), judged(cell, year), judged(failed=True), judged()])
    assert found.right == Ratio(2, 4)
    assert found.tables == Ratio(2, 2)  # two of the documents have cells, both right
    assert found.failed == 1


def test_counts_by_metric_and_all() -> None:
    counts = (
        item("count", 1, 1, name="m"),
        item("count", 2, 9, name="m"),  # wrong: claimed wrongly and missed
        item("count", 3, None, name="m"),
        item("count", None, 4, name="n"),
        item("count", None, None, name="o"),
    )
    found = score([judged(*counts)])
    assert found.counts == Found(1, 2, 2)
    assert [found.counts.precision, found.counts.recall, found.counts.f1] == [pytest.approx(1 / 3)] * 3
    assert found.counts_by_metric == {"m": Found(1, 1, 2), "n": Found(0, 1, 0)}
    assert found.counts_by_metric["n"].recall is None
    assert found.counts_by_metric["n"].f1 == 0.0


def test_f1_is_the_harmonic_mean() -> None:
    found = Found(6, 2, 6)
    assert (found.precision, found.recall) == (0.75, 0.5)
    assert found.f1 == pytest.approx(2 * 0.75 * 0.5 / 1.25)


def test_metadata_by_key() -> None:
    facts = (
        item("metadata", 2023, 2023, name="year"),
        item("metadata", "甲局", None, name="agency"),
        item("metadata", None, "2024-01-01", name="published"),
        item("metadata", None, None, name="region"),
    )
    found = score([judged(*facts)])
    assert found.metadata == Ratio(2, 4)
    assert found.metadata_by_key == {
        "agency": Ratio(0, 1),
        "published": Ratio(0, 1),
        "region": Ratio(1, 1),
        "year": Ratio(1, 1),
    }


def test_violations_and_report_types() -> None:
    sums = (
        item("violation", "broken", "broken", name="r1"),
        item("violation", "broken", None, name="r2"),
        item("violation", "broken", None, name="r3"),
        item("violation", None, "broken", name="r4"),
        item("schema", "2019", "2021"),
    )
    found = score([judged(*sums), judged(item("schema", "2021", "2021"))])
    assert found.violations == Found(1, 1, 2)
    assert found.violations.precision == 0.5
    assert found.violations.recall == pytest.approx(1 / 3)
    assert found.schema == Ratio(1, 2)


def test_repairs() -> None:
    good, bad = (replace(item("cell", 13, got), got_status="repaired") for got in (13, 18))
    assert score([judged(good, good, bad, item("cell", 1, 1))]).repairs == Ratio(2, 3)


def test_structure_is_a_mean_over_tables() -> None:
    one, two = replace(judged(), structure=(1.0, 0.5)), replace(judged(), structure=(0.0,))
    assert score([one, two, judged()]).structure == (0.5, 3)


def test_confidence_is_over_fields_and_not_over_sums() -> None:
    known = (
        item("cell", 1, 1, confidence=0.9),
        item("count", None, None, confidence=0.8),
        item("violation", None, "broken", confidence=None),
    )
    lost = judged(item("cell", 1, None, confidence=None), failed=True)
    found = score([judged(*known), lost])
    assert found.confidence.claims == 2
    assert found.confidence.brier == pytest.approx((0.1**2 + 0.2**2) / 2)
    assert found.confidence.coverage == pytest.approx(2 / 3)
    assert (found.confidence_given.claims, found.confidence_given.coverage) == (1, 1.0)


def test_shares_of_nothing_are_none_and_json_has_no_nan() -> None:
    for documents in ([], [judged()], [judged(failed=True)]):
        found = score(documents)
        assert found.cells.share is None
        assert found.counts.f1 is None
        assert found.structure == (None, 0)
        told = json.loads(to_json(documents, ["format", "era", "group"]))
        assert told["all"]["cells"] == {"right": 0, "of": 0, "share": None}
        assert told["all"]["confidence"]["auroc"] is None


def test_groups_are_in_order_and_hold_every_document_once() -> None:
    documents = [judged(format="text", era="b"), judged(format="html", era="a"), judged(format="text", era="a")]
    assert {k: len(v) for k, v in grouped(documents, "format").items()} == {"html": 1, "text": 2}
    assert list(grouped(documents, "era")) == ["a", "b"]
    assert {k: v.documents for k, v in ((k, score(v)) for k, v in grouped(documents, "group").items())} == {"g": 3}


def test_json_tells_every_wrong_item_but_not_those_of_a_failure() -> None:
    documents = [judged(*CELLS), judged(item("cell", 1, None, confidence=None), failed=True)]
    told = json.loads(to_json(documents, ["format"]))["documents"]
    assert [wrong["id"] for wrong in told[0]["wrong"]] == ["c", "f"]
    assert told[0]["wrong"][0] == {
        "kind": "cell", "id": "c", "gold": 5, "got": 6, "got_status": "stated", "confidence": 0.9, "raw": "",
    }  # fmt: skip
    assert (told[1]["wrong"], told[1]["failed"], told[1]["error"]) == ([], True, "crash")
