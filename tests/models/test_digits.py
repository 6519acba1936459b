"""The recipe of the network of digits: its examples, and how its readings are weighed."""

import random
from argparse import Namespace
from pathlib import Path

import cv2
import numpy as np
import pytest
import reportlab
import yaml

from extractor.load.scan import digits, numbers
from extractor.load.scan.ink import ink, light
from extractor.load.scan.ocr import opened
from extractor.load.scan.picture import Pixels
from models.digits import fit, sheets
from models.digits.data import Table
from models.digits.network import network
from models.digits.train import CONFIG, examples, train
from models.digits.wear import worn

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


def test_examples_are_the_numbers_and_blanks(table: Table) -> None:
    found = list(examples(table))
    assert [one.text for one in found] == ["0", "12", "", "3", "7"]
    assert all(one.picture.shape[0] == digits.HEIGHT and one.picture.shape[1] % 4 == 0 for one in found)


def test_cells_without_a_line_are_learnt_as_a_whole(table: Table) -> None:
    """Faint print in which the ink test finds nothing is an example all the same, and so is a blank of the page."""
    faint = cell("7")
    faint = np.where(faint < 250, 240, 250).astype(np.uint8)
    grey = Table("150", [*table.crops, faint], [*table.texts, "7"], [*table.counted, True], SCALE, SCALE)
    found = list(examples(grey))
    assert [one.text for one in found] == ["0", "12", "", "3", "7", "7"]
    assert found[2].picture.std() == 0 < found[-1].picture.std()
    assert len(list(examples(grey, whole=1.0))) == len(found) + 4


def test_wear_keeps_what_is_read() -> None:
    """Pictures stay pictures of their size, most of them with most of their ink."""
    rng = np.random.default_rng(1)
    ink = np.zeros((digits.HEIGHT, 48), np.float32)
    ink[8:24, 20:28] = 1
    made = [worn(ink, rng) for _ in range(200)]
    assert all(one.shape == ink.shape and one.dtype == np.float32 and 0 <= one.min() <= one.max() <= 1 for one in made)
    kept = [float((one * ink).sum() / ink.sum()) for one in made]
    assert 0.4 < np.median(kept) < 1
    assert len({one.tobytes() for one in made}) > 150


FONTS = {"faces": ["Vera.ttf", "VeraBd.ttf"], "words": ["Vera.ttf"]}  # that are in the environment


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_FONTS", (Path(reportlab.__file__).parent / "fonts",))
    sheets._file.cache_clear()


@pytest.mark.usefixtures("fonts")
def test_sheets_are_cells_with_what_they_print() -> None:
    """On a clean scan each crop has ink where its text has, and the same sheet comes twice."""
    given = {"first": 3, "sheets": 1, "levels": [200], **FONTS}
    (table,), (again,) = (list(sheets.sheets(given, {"shaken": 0.0})) for _ in range(2))
    assert len(table.crops) == len(table.texts) > 100
    assert all(np.array_equal(one, other) for one, other in zip(table.crops, again.crops, strict=True))
    page = light(table.crops, table.scale, table.dots)
    inked = [bool(ink(crop, table.scale, page).lines) for crop in table.crops]
    digits_printed = [any(char.isdigit() for char in text) for text in table.texts]
    agree = sum(found == told for found, told in zip(inked, digits_printed, strict=True) if told)
    assert agree > 0.98 * sum(digits_printed)
    assert not any(found for found, text in zip(inked, table.texts, strict=True) if not text)


@pytest.mark.usefixtures("fonts")
def test_sheets_print_no_more_than_fits() -> None:
    for seed in range(20):
        style, (width, height), made = sheets.sheet({**FONTS}, random.Random(seed))
        assert all(0 < c.box.x0 < c.box.x1 < width and 0 < c.box.y0 < c.box.y1 < height for c in made)
        assert len({c.text for c in made}) > 20
        assert all(len(c.text) * 0.5 * style.size < c.box.x1 - c.box.x0 for c in made[1:] if c.text.isdigit())


def test_a_font_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no font Nowhere\.ttf"):
        sheets._file("Nowhere.ttf")


def test_training_writes_what_it_learnt(table: Table, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    config["training"] |= {"epochs": 2, "batch": 2}
    shown = list(examples(table, whole=1.0))
    files = [tmp_path / "net.onnx", tmp_path / "again.onnx"]
    for file in files:
        train(shown, shown, config, Namespace(out=file, threads=1))
    pictures = np.random.default_rng(1).random((4, 1, digits.HEIGHT, 40)).astype(np.float32)
    made, again = (opened(file).run(None, {"x": pictures})[0] for file in files)
    assert np.array_equal(made, again)
    assert made.shape == network(config["network"])(torch.from_numpy(pictures))[:, :, 0].shape
    assert np.allclose(made.sum(axis=1), 1, atol=1e-5)


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
