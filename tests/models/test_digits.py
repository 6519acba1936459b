"""The recipe of the network of digits: its examples, and how its readings are weighed."""

from argparse import Namespace
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from extractor.load.scan import digits, numbers
from extractor.load.scan.ocr import opened
from extractor.load.scan.picture import Pixels
from models.digits import fit
from models.digits.data import Table
from models.digits.network import network
from models.digits.start import started
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


def test_training_goes_on_from_what_it_wrote(table: Table, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    config["training"] |= {"epochs": 2, "batch": 2}
    given = Namespace(out=tmp_path / "net.onnx", threads=1, start=None)
    shown = list(examples(table, whole=1.0))
    train(shown, shown, config, given)
    rng = np.random.default_rng(1)
    pictures = torch.from_numpy(rng.random((4, 1, digits.HEIGHT, 40)).astype(np.float32))
    (written,) = opened(given.out).run(None, {"x": pictures.numpy()})
    net = network(config["network"])
    started(net, given.out, [pictures])
    with torch.no_grad():
        assert np.allclose(net.eval()(pictures)[:, :, 0].softmax(1).numpy(), written, atol=1e-4)
    train(shown, shown, config, Namespace(out=tmp_path / "more.onnx", threads=1, start=given.out))
    assert (tmp_path / "more.onnx").stat().st_size == given.out.stat().st_size


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
