"""The characters of a table's cells: every cell by itself, numbers with the ways in which they can be read."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from ...core.quantity import Quantity
from . import ctc, digits
from .expected import among_numbers
from .ink import DIGIT, Ink, Line, ink, light
from .middle import FAINT, print_left, with_print
from .numbers import Readings, Seen, Shape, broken, or_others, readings, unlined
from .ocr import Recogniser, Size, Steps, recogniser
from .picture import Pixels
from .wrapped import goes_on, joined

_SURE = 0.98  # probability of a first reading that is not looked at again
_CLEAR = 0.9  # mean probability of a label's characters
_WORD = 0.6  # probability of a character that makes a cell a label
_STROKES = frozenset("17")  # what the tiny model takes a slash for, and is sure of it
_POOR = 0.05  # mean doubt in the numbers of a table in which none is trusted at first sight
_FEW = 10  # numbers without doubt that a table is thought to have besides: a few do not make it poor
_NO_INK = 0.995  # probability that a cell without ink is blank
_RARE = 0.01  # share of lost dashes that matters
_TOLD = 0.3  # dashes all but lost, by their probabilities, that tell of others: more than one speck
_PAD = (0.08, 0.25)  # paper about a line, above and beside it, in its heights
_USUAL = (4.5, 14.0)  # points that a line is high
_MASS = 1200.0  # ink of a digit where a page has none
_PRINT = {False: 0.4, True: 0.2}  # share of the densest ink of usual print that no blank has, in grey and in two tones
_FIRM, _TALL = 0.5, 0.7  # of the ink of a digit, and of a usual line's height: a line that may be part of a number
_HIDES = 0.8  # doubt where a digit may be covered
_FLAT = 0.42  # of a usual line's height; what is lower is a dash


@dataclass(frozen=True, slots=True)
class Read:
    """A cell's text and, for a number or a blank, its readings; how long its lines are together, in heights of a usual
    line."""

    text: str
    readings: Readings = ()
    length: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A line of a cell as one recogniser saw it."""

    steps: Steps
    by: Recogniser


@dataclass(slots=True, eq=False)
class _Looks:
    """What was seen of a line: by recognisers of any text, the best one last, and by the one of numbers, of the line
    and of all its cell."""

    of_text: list[_Look]
    of_number: ctc.Masked | None = None
    of_cell: ctc.Masked | None = None

    @property
    def masked(self) -> Seen:
        tiny, *small = (ctc.masked(look.steps, look.by.alphabet) for look in self.of_text)
        return Seen(tiny, small[0] if small else None, self.of_number, self.of_cell)


class _Usual(NamedTuple):
    """Height of a line in pixels, ink of a digit as `Line.mass`, and the log-odds of a blank or sign against a 0."""

    height: float
    mass: float
    nothing: float = 0.0


def read(
    crops: Sequence[Pixels],
    scale: float,
    dots: float = 200 / 72,
    places: Sequence[tuple[int, int]] = (),
    covers: Sequence[Pixels] = (),
    *,
    two_tone: bool = False,
) -> list[Read]:
    """What cells hold (the insides of their boxes, grey, dark on light, `scale` pixels of a point, from a scan with
    `dots` to a point); `places` are their rows and columns, by which a cell among numbers is read as one; `covers` are
    1 where a seal hid what is printed, for the pixels of each cell. `two_tone` says that the scan was black and white:
    thin strokes are gone there, and what is left looks clear.

    The tiny model reads everything. The network of digits reads numbers again, all of them where the page is poor or in
    two tones, and cells in which there is no line but dirt, the ink of print or such a page's paper; then the small
    model reads what is still unsure.
    Readings are likeliest first with their log-probabilities; they sum to a little less than one.
    """
    paper = light(crops, scale, dots)
    inks = [ink(crop, scale, paper, two_tone=two_tone) for crop in crops]
    usual = _usual(inks, scale)
    lines = {
        (i, k): line_crop(found, line, usual.height)
        for i, found in enumerate(inks)
        for k, line in enumerate(found.lines)
    }
    looks = {place: _Looks([look]) for place, look in _read("tiny", lines).items()}

    numbers = set[int]()
    traces = _traces(inks, _PRINT[two_tone])

    def cell(i: int) -> Read:
        seen = [looks[i, k] for k in range(len(inks[i].lines))]
        return _cell(seen, inks[i], usual, traces[i], number=i in numbers)

    def expect() -> None:
        words = among_numbers([(bool(one.readings), one.text) for one in made], places)
        numbers.update(words)
        for i in words:
            made[i] = cell(i)

    made = [cell(i) for i in range(len(inks))]
    expect()
    counted = {i: _strongest(found) for i, found in enumerate(inks) if found.lines and made[i].readings}
    doubt = sum(_doubt(made[i]) for i in counted) / (len(counted) + _FEW)
    poor = two_tone or doubt > _POOR
    lined = {i for i in counted if len(_firm(inks[i], usual)) > 1 or goes_on(made[i].text, inks[i], usual.height)}
    again = [i for i in counted if poor or _doubt(made[i]) > 1 - _SURE or made[i].text in _STROKES or i in lined]
    whole = again if poor else []
    bare = [i for i, found in enumerate(inks) if not found.lines and (found.dirty or poor or traces[i] > 0)]
    shown = [(i, k) for i in again for k in range(len(inks[i].lines)) if i in lined or k == counted[i]]
    for at, seen in digits.steps([digits.line_picture(inks[i], inks[i].lines[k], usual.height) for i, k in shown]):
        looks[shown[at]].of_number = seen
    for at, seen in digits.steps([digits.cell_picture(inks[i], usual.height) for i in whole]):
        looks[whole[at], counted[whole[at]]].of_cell = seen
    for i in again:
        made[i] = cell(i)
    for at, seen in digits.steps([digits.cell_picture(inks[i], usual.height) for i in bare]):
        made[bare[at]] = _bare(unlined(seen, traces[bare[at]]))
    if (lost := _lost(inks, made)) > _RARE:
        for i in (i for i, found in enumerate(inks) if not found.lines and not found.dirty):
            made[i] = _bare(or_others(made[i].readings, {"-": lost}))
    unsure = {
        (i, k): crop for (i, k), crop in lines.items() if i in lined or not _is_sure(made[i], looks[i, k].of_text[0])
    }
    for place, look in _read("small", unsure).items():
        looks[place].of_text.append(look)
    usual = usual._replace(nothing=_nothing(made))
    for i in {*again, *(i for i, _ in unsure)}:
        made[i] = cell(i)
    expect()
    faint = [i for i, one in enumerate(made) if poor and one.readings and one.text in FAINT]
    if (flat := print_left([(inks[i], made[i].readings) for i in faint], usual.height)) is not None:
        others = [one.readings for one in made if one.readings and one.text not in FAINT]
        for i in faint:
            made[i] = _bare(with_print(made[i].readings, flat, others))
    for i, cover in enumerate(covers):
        if cover.any():
            made[i] = _covered(made[i], inks[i], cover, usual.height)
    return [replace(one, length=_length(found, usual.height)) for one, found in zip(made, inks, strict=True)]


def line_crop(found: Ink, line: Line, usual: float) -> Pixels:
    """A line with paper about it, so that characters have a usual height in it."""
    high = max(line.y1 - line.y0, round(usual))
    middle = (line.y0 + line.y1) / 2
    above, beside = high * (0.5 + _PAD[0]), round(high * _PAD[1])
    y0, y1, x0, x1 = round(middle - above), round(middle + above), line.x0 - beside, line.x1 + beside
    height, width = found.crop.shape
    out = np.full((y1 - y0, x1 - x0), int(np.median(found.crop)), np.uint8)
    inside = found.crop[max(0, y0) : min(y1, height), max(0, x0) : min(x1, width)]
    out[max(0, -y0) : max(0, -y0) + inside.shape[0], max(0, -x0) : max(0, -x0) + inside.shape[1]] = inside
    return out


def text_of(steps: Steps, by: Recogniser) -> tuple[str, float, list[int]]:
    """The likeliest characters, the mean of their probabilities, and the steps at which they stand."""
    best = steps.argmax(axis=1)
    at = [t for t in range(len(best)) if best[t] and (t == 0 or best[t] != best[t - 1])]
    text = "".join(by.alphabet[best[t]] for t in at)
    return text, float(np.mean([steps[t, best[t]] for t in at])) if at else 0.0, at


def _length(found: Ink, usual: float) -> float:
    return sum(line.x1 - line.x0 for line in found.lines) / usual


def usual_height(inks: Sequence[Ink], scale: float) -> float:
    """Pixels that a line is usually high on this page."""
    return statistics.median([line.y1 - line.y0 for line in _alone(inks, scale)] or [8.0 * scale])


def _alone(inks: Sequence[Ink], scale: float) -> list[Line]:
    """Lines that stand alone in their cells and are as high as lines are."""
    low, high = (side * scale for side in _USUAL)
    alone = [found.lines[0] for found in inks if len(found.lines) == 1]
    return [line for line in alone if low < line.y1 - line.y0 < high]


def _usual(inks: Sequence[Ink], scale: float) -> _Usual:
    """What a number of one digit is like on this page."""
    height = usual_height(inks, scale)
    narrow = [line.mass for line in _alone(inks, scale) if line.x1 - line.x0 < 1.2 * height]
    return _Usual(height, statistics.median(narrow or [_MASS]))


def _nothing(made: Sequence[Read]) -> float:
    """Log-odds with which this table prints a blank or a sign where others print 0, from its sure cells."""
    sure = [cell.readings[0][0] for cell in made if cell.readings and math.exp(cell.readings[0][1]) > _SURE]
    none = sum(1 for text in sure if not text or not any(ch.isdigit() for ch in text))
    return math.log((none + 1) / (sum(text == "0" for text in sure) + 1))


def _read(size: Size, lines: dict[tuple[int, int], Pixels]) -> dict[tuple[int, int], _Look]:
    by, places = recogniser(size), list(lines)
    return {places[i]: _Look(steps, by) for i, steps in by.steps(list(lines.values()))}


def _bare(found: Readings) -> Read:
    """A cell without a line."""
    return Read(found[0][0], found)


def _covered(made: Read, found: Ink, cover: Pixels, height: float) -> Read:
    """A number, or a blank, of which a seal may hide digits: another one the likelier, the more of the place for one is
    covered beside what is seen, or anywhere where nothing is."""
    size = (max(1, round(DIGIT[0] * height)), max(1, round(height)))
    hidden = cv2.blur(cover.astype(np.float32), size, borderType=cv2.BORDER_CONSTANT)
    if found.lines and made.text:
        line = found.lines[_strongest(found)]
        hidden = hidden[line.y0 : line.y1, max(0, line.x0 - size[0]) : line.x1 + size[0]]
    lost = _HIDES * float(hidden.max(initial=0.0))
    return replace(made, readings=tuple((text, log + math.log1p(-lost)) for text, log in made.readings))


def _lost(inks: Sequence[Ink], made: Sequence[Read]) -> float:
    """Share of a table's cells without any trace that had a dash, by how many such cells have what is left of one."""
    dirty = (cell for cell, found in zip(made, inks, strict=True) if found.dirty and not found.lines)
    left = sum(math.exp(dict(cell.readings).get("-", -math.inf)) for cell in dirty)
    return left / (left + sum(not found.lines for found in inks) + 1) if left > _TOLD else 0.0


def _traces(inks: Sequence[Ink], least: float) -> list[float]:
    """The ink of each cell at its densest, as a share of what those with lines have, beyond the least of print."""
    usual = statistics.median([found.densest for found in inks if found.lines] or [255.0])
    return [found.densest / max(usual, 1.0) - least for found in inks]


def _strongest(found: Ink) -> int:
    """The line of a cell that has most ink: its number, where it holds one."""
    return max(range(len(found.lines)), key=lambda k: found.lines[k].mass)


def _doubt(made: Read) -> float:
    return 1 - math.exp(made.readings[0][1])


def _cell(lines: Sequence[_Looks], found: Ink, usual: _Usual, dense: float, *, number: bool = False) -> Read:
    """A cell from what was seen of its lines: the best recogniser of text says whether it is a label, unless it is
    known to be a number."""
    if not lines:
        return Read("", (("", math.log(_NO_INK)),))
    last = [looks.of_text[-1] for looks in lines]
    ways: Readings = ()
    if number or not any(_has_words(look) for look in last):
        ways = _number(lines, found, usual, dense)
    if ways:
        return Read(ways[0][0], ways)
    texts = [text_of(look.steps, look.by)[0] for look in last]
    return Read("\n".join(text for text in texts if text))


def _number(lines: Sequence[_Looks], found: Ink, usual: _Usual, dense: float = 0.0) -> Readings:
    """The readings of a number: of the line that has most ink, or of all that are as firm as digits and read as such,
    where a narrow cell breaks it."""

    def line_readings(k: int) -> Readings:
        line = found.lines[k]
        flat = line.core < _FLAT * usual.height
        return readings(lines[k].masked, Shape(flat, line.mass / usual.mass, usual.nothing, dense))

    firm = _firm(found, usual)
    if len(firm) > 1:
        if told := _sign([lines[k].of_text[-1] for k in firm]):
            text, chance = told
            rest = ((other, log + math.log1p(-chance)) for other, log in line_readings(_strongest(found)))
            return ((text, math.log(chance)), *(way for way in rest if way[0] != text))
        if ways := broken(line_readings(k) for k in firm):
            return ways
    ways = line_readings(_strongest(found))
    if ways and goes_on(ways[0][0], found, usual.height):
        return joined([line_readings(k) for k in range(len(lines))], found, usual.height) or ways
    return ways


def _sign(looks: Sequence[_Look]) -> tuple[str, float] | None:
    """The word for no number that lines make together, with its probability."""
    seen = [text_of(look.steps, look.by) for look in looks]
    text, clear = "".join(line for line, _, _ in seen), min(clear for _, clear, _ in seen)
    read = Quantity.read(text)
    worded = len(text) > 1 and all("\u4e00" <= char <= "\u9fff" for char in text)
    told = worded and clear > _CLEAR and read is not None and read.kind == "mark"
    return (text, min(clear, _SURE)) if told else None


def _firm(found: Ink, usual: _Usual) -> list[int]:
    """The lines of a cell that may be parts of a number."""
    return [
        k
        for k, line in enumerate(found.lines)
        if line.mass > _FIRM * usual.mass and line.y1 - line.y0 > _TALL * usual.height
    ]


def _has_words(look: _Look) -> bool:
    """Whether a character stands there that no number has; a unit alone is a word too."""
    best = look.steps.argmax(axis=1)
    seen = [(look.by.alphabet[best[t]], look.steps[t, best[t]]) for t in np.flatnonzero(best)]
    firm = [char for char, p in seen if p > _WORD]
    counted = any(char in ctc.DIGITS for char, _ in seen)  # beside a unit a doubtful digit is one: no label has it
    return any("\u4e00" <= char <= "\u9fff" and char not in (ctc.KNOWN if counted else ctc.ALONE) for char in firm)


def _is_sure(made: Read, look: _Look) -> bool:
    if made.readings:
        return math.exp(made.readings[0][1]) > _SURE
    text, clear, _ = text_of(look.steps, look.by)
    return clear > _CLEAR and text not in ctc.SYMBOLS  # a unit alone may have lost its number
