"""The characters of a table's cells: every cell by itself, numbers with the ways in which they can be read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.quantity import Quantity
from . import ctc
from .ink import Ink, Line, ink
from .ocr import Recogniser, Steps, recogniser
from .picture import Pixels

Readings = tuple[tuple[str, float], ...]

_KEPT = 8  # readings of a cell
_SURE = 0.98  # probability of a first reading that is not looked at again
_CLEAR = 0.9  # mean probability of a label's characters
_LEGAL = 0.5  # share of a number's ink that characters of numbers explain
_ELSE = 2e-3  # probability of what no list has
_NO_INK = 0.995  # probability that a cell without ink is blank
_PAD = (0.08, 0.25)  # paper about a line, above and beside it, in its heights
_LEAST = 6.0  # points that a line's crop is high


@dataclass(frozen=True, slots=True)
class Read:
    """A cell's text and, for a number or a blank, its readings."""

    text: str
    readings: Readings = ()


def read(crops: Sequence[Pixels], scale: float) -> list[Read]:
    """What cells hold (the insides of their boxes, grey, dark on light; `scale` pixels of a point).

    The tiny model reads everything, the small one again what is unsure. Readings are likeliest first with their
    log-probabilities; they sum to a little less than one.
    """
    inks = [ink(crop, scale) for crop in crops]
    lines = [(i, line_crop(found, line, scale)) for i, found in enumerate(inks) for line in found.lines]
    first = _steps("tiny", [crop for _, crop in lines])
    tiny = recogniser("tiny")
    of: list[list[int]] = [[] for _ in crops]
    for k, (i, _) in enumerate(lines):
        of[i].append(k)
    made = [
        _number([ctc.masked(first[ks[0]], tiny.alphabet)]) if len(ks) == 1 and _legal(first[ks[0]], tiny) else None
        for ks in of
    ]
    again = [k for i, ks in enumerate(of) for k in ks if not _is_sure(made[i], [first[k] for k in ks])]
    second = dict(zip(again, _steps("small", [lines[k][1] for k in again]), strict=True))
    small = recogniser("small")
    found_cells = []
    for ks, number in zip(of, made, strict=True):
        if not ks:
            found_cells.append(Read("", (("", math.log(_NO_INK)),)))
            continue
        if ks[0] in second and len(ks) == 1 and (number or _legal(second[ks[0]], small)):
            number = _number([ctc.masked(first[ks[0]], tiny.alphabet), ctc.masked(second[ks[0]], small.alphabet)])
        if number:
            found_cells.append(Read(number[0][0], number))
        else:
            texts = [text_of(second[k], small)[0] if k in second else text_of(first[k], tiny)[0] for k in ks]
            found_cells.append(Read("\n".join(text for text in texts if text)))
    return found_cells


def line_crop(found: Ink, line: Line, scale: float) -> Pixels:
    """A line with paper about it."""
    high = max(line.y1 - line.y0, round(_LEAST * scale))
    middle = (line.y0 + line.y1) / 2
    above, beside = high * (0.5 + _PAD[0]), round(high * _PAD[1])
    y0, y1, x0, x1 = round(middle - above), round(middle + above), line.x0 - beside, line.x1 + beside
    height, width = found.crop.shape
    paper = int(np.median(found.crop))
    out = np.full((y1 - y0, x1 - x0), paper, np.uint8)
    inside = found.crop[max(0, y0) : min(y1, height), max(0, x0) : min(x1, width)]
    out[max(0, -y0) : max(0, -y0) + inside.shape[0], max(0, -x0) : max(0, -x0) + inside.shape[1]] = inside
    return out


def text_of(steps: Steps, by: Recogniser) -> tuple[str, float, list[int]]:
    """The likeliest characters, the mean of their probabilities, and the steps at which they stand."""
    best = steps.argmax(axis=1)
    at = [t for t in range(len(best)) if best[t] and (t == 0 or best[t] != best[t - 1])]
    text = "".join(by.alphabet[best[t]] for t in at)
    return text, float(np.mean([steps[t, best[t]] for t in at])) if at else 0.0, at


def _steps(size: str, crops: Sequence[Pixels]) -> list[Steps]:
    found = dict(recogniser("tiny" if size == "tiny" else "small").steps(crops))
    return [found[i] for i in range(len(crops))]


def _legal(steps: Steps, by: Recogniser) -> bool:
    """Whether characters of numbers explain the line."""
    inked = steps[:, 0] < 0.5
    if not inked.any():
        return len(steps) <= 12
    kept = sum(steps[inked][:, group].sum() for group in ctc.columns(by.alphabet))
    return bool(kept / inked.sum() > _LEGAL)


def _number(lattices: list[ctc.Masked]) -> Readings:
    """Readings of a cell by the mean of what models say of it; empty where none of them is a number."""
    candidates = {text for lattice in lattices for text in ctc.texts(lattice)}
    scores = {
        text: float(np.mean([ctc.logp(lattice, text) for lattice in lattices])) + prior(text) for text in candidates
    }
    scores = {text: score for text, score in scores.items() if score > -math.inf}
    if not any(scores):
        return ()
    top = max(scores.values())
    total = math.log(sum(math.exp(score - top) for score in scores.values())) + top - math.log1p(-_ELSE)
    best = sorted(scores.items(), key=lambda item: -item[1])[:_KEPT]
    return tuple((text, score - total) for text, score in best if score - total > math.log(1e-6))


def prior(text: str) -> float:
    """Log-weight of a text before it is looked at: cells of forms print counts, seldom signs and decimals."""
    if not text:
        return -3.0
    read = Quantity.read(text)
    if read is None:
        return -math.inf
    if read.kind == "mark":
        return -1.0
    digits = text.lstrip("+-")
    weight = 0.0 if digits == text else -3.0
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        weight -= 5.0
    return weight - (0.0 if digits.isdigit() else 2.0)


def _is_sure(number: Readings | None, steps: Sequence[Steps]) -> bool:
    if number:
        return math.exp(number[0][1]) > _SURE
    tiny = recogniser("tiny")
    return all(text_of(line, tiny)[1] > _CLEAR for line in steps)
