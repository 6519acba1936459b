"""The recipe of the network of digits: its examples, and how its readings are weighed."""

import cv2
import numpy as np
import pytest

from extractor.load.scan import digits, numbers
from extractor.load.scan.picture import Pixels
from models.digits import fit
from models.digits.data import Table
from models.digits.train import examples

SCALE = 200 / 72
TEXTS = ["0", "12", "", "3", "7"]


def cell(text: str) -> Pixels:
    made = np.full((60, 150), 250, np.uint8)
    cv2.putText(made, text, (60, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0,), 2)
    return made


@pytest.fixture
def table() -> Table:
    texts = [*TEXTS, "信息内容"]
    return Table("150", [cell(text) for text in TEXTS] + [cell("OK")], texts, [True] * 5 + [False], SCALE, SCALE)


def test_examples_are_the_numbers_that_have_ink(table: Table) -> None:
    found = list(examples(table))
    assert [one.text for one in found] == ["0", "12", "3", "7"]
    assert all(one.picture.shape[0] == digits.HEIGHT and one.picture.shape[1] % 4 == 0 for one in found)


def test_cases_are_what_the_reader_weighed(table: Table) -> None:
    found = list(fit.cases([table]))
    assert [case.text for case in found] == ["0", "12", "3", "7"]
    assert sum(count for _, _, count, _ in fit.honest(found)) == 4
    assert fit.loss(found) < 0.1


def test_fitting_makes_the_truth_likelier(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(fit.cases([table]))
    monkeypatch.setattr(numbers, "_SHARPNESS", {(False, False): (0.3, 0.0, 0.0)})
    for name in fit._WEIGHTS:
        monkeypatch.setattr(numbers, name, getattr(numbers, name))
    found = [case for case in found if case.seen.small is None and case.seen.digits is None]
    before = fit.loss(found)
    fit.fit(found)
    assert fit.loss(found) < before
    assert numbers._SHARPNESS[False, False][0] > 0.3
