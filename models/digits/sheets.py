"""Sheets full of numbers: one teaches the network as much as twenty reports do, most of whose cells are 0."""

import random
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from corpora.synthetic.render.levels import Wear
from extractor.core.geometry import Box
from extractor.load.scan.picture import Pixels

from .data import Table, scanned, wears

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_FONTS = (Path("/usr/share/fonts"), Path("/usr/share/texmf"))
_FINE = 3  # dots of the drawn page to one of the scanner's
_PAPER = (595, 842)
_MARGIN = 45  # points
_DIGITS = (0.34, 0.27, 0.17, 0.1, 0.06, 0.03, 0.02, 0.01)  # how often a number has one, two ... digits
_UNITS = "件件件个条次人项份万元"
_DASHES = ("-", "—", "－")
_WIDE = 1.8  # digits as wide as a character
_LABELS = (
    "予以公开", "部分公开", "不予公开", "本年新收", "上年结转", "自然人", "商业企业", "科研机构", "其他处理", "总计",
    "行政许可", "行政处罚", "维持", "其他",
)  # fmt: skip


class Style(NamedTuple):
    """How a sheet prints: its typeface and that of its characters, points, and what stands for nothing."""

    face: Path
    words: Path
    size: float
    bold: float
    nothing: str
    unit: str
    minus: tuple[str, ...]
    align: str
    ruled: float  # points that its lines are thick, 0 for none
    apart: float  # paper between digits and characters, as a share of the size


class Cell(NamedTuple):
    """A cell's box in points and what it prints."""

    box: Box
    text: str


def sheets(given: dict[str, Any], config: dict[str, Any]) -> Iterator[Table]:
    """The scanned sheets that `given` names: first, sheets, levels, faces, words (file names of fonts)."""
    for number in range(given["first"], given["first"] + given["sheets"]):
        rng = random.Random(f"sheet/{number}")
        level = str(rng.choice(given["levels"]))
        (wear,) = wears(level, 1, rng)
        yield seen(sheet(given, rng), level, wear, rng, config["shaken"])


def sheet(given: dict[str, Any], rng: random.Random) -> tuple[Style, tuple[int, int], list[Cell]]:
    """A sheet's style, its width and height in points, and its cells, labels among them."""
    style = _style(given, rng)
    width, height = _PAPER if rng.random() < 0.75 else _PAPER[::-1]
    columns, row = rng.randint(4, 11), style.size * rng.uniform(1.25, 2.2) + 2
    across = (width - 2 * _MARGIN) / columns
    count = int((height - 2 * _MARGIN) / row)
    fits = max(2 * _WIDE, (across - 4) / (0.56 * style.size))
    cells = []
    for i in range(count):
        for j in range(columns):
            box = Box(_MARGIN + j * across, _MARGIN + i * row, _MARGIN + (j + 1) * across, _MARGIN + (i + 1) * row)
            cells.append(Cell(box, rng.choice(_LABELS) if j == 0 else number(style, fits, rng)))
    return style, (width, height), cells


def number(style: Style, fits: float, rng: random.Random) -> str:
    """What a cell of such a sheet prints, not wider than so many digits."""
    while _width(text := _number(style, rng)) > fits:
        pass
    return text


def _number(style: Style, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.16:
        return style.nothing
    if chance < 0.2:
        return rng.choice(("", "0", "-", "/", "无", "1", "不适用"))
    size = rng.choices(range(1, len(_DIGITS) + 1), _DIGITS)[0]
    text = str(rng.randint(10 ** (size - 1), 10**size - 1))
    form = rng.random()
    if form < 0.06:
        text = rng.choice(style.minus) + text
    elif form < 0.12:
        text += f".{rng.randint(0, 99):02d}" if rng.random() < 0.7 else f".{rng.randint(0, 9)}"
    elif form < 0.15:
        text = f"{int(text):,}" + rng.choice(("", ".00", f".{rng.randint(0, 99):02d}"))
    elif form < 0.16:
        text = rng.choice(("+", "增加", "增", "0")) + text
    return text + style.unit


def _width(text: str) -> float:
    return sum(_WIDE if char > "\u2000" else 1 for char in text)


def seen(
    made: tuple[Style, tuple[int, int], list[Cell]], level: str, wear: Wear, rng: random.Random, shaken: float
) -> Table:
    """A sheet as a scan with such wear shows it."""
    style, size, cells = made
    page = drawn(style, size, cells, wear.dpi)
    ratio = wear.dpi / 72
    boxes = [Box(*(side * ratio for side in cell.box)) for cell in cells]
    straight, crops = scanned(page, page, wear, boxes, rng, shaken)
    kept = [(crop, cell.text) for crop, cell in zip(crops, cells, strict=True) if crop is not None and not _label(cell)]
    return Table(
        level,
        [crop for crop, _ in kept],
        [text for _, text in kept],
        [True] * len(kept),
        straight.scale,
        straight.page_scale,
        wear,
    )


def _label(cell: Cell) -> bool:
    return cell.text in _LABELS


def drawn(style: Style, size: tuple[int, int], cells: Sequence[Cell], dpi: int) -> Pixels:
    """The clean page (H×W grey)."""
    from PIL import Image, ImageDraw

    fine = dpi / 72 * _FINE
    picture = Image.new("L", (round(size[0] * fine), round(size[1] * fine)), 255)
    draw = ImageDraw.Draw(picture)
    if style.ruled:
        thick = max(1, round(style.ruled * fine))
        for cell in cells:
            draw.rectangle([round(side * fine) for side in cell.box], outline=0, width=thick)
    for cell in cells:
        _write(draw, style, cell, fine)
    to = (round(size[0] * dpi / 72), round(size[1] * dpi / 72))
    return np.asarray(picture.resize(to, Image.Resampling.BOX), np.uint8)


def _write(draw: "ImageDraw", style: Style, cell: Cell, fine: float) -> None:
    """The text of a cell in its middle, digits in the sheet's face, characters in that of its words."""
    parts: list[tuple[str, FreeTypeFont]] = []
    for char in cell.text:
        font = _font(style.words if char > "\u2000" else style.face, style.size * fine)
        if parts and parts[-1][1] is font:
            parts[-1] = (parts[-1][0] + char, font)
        else:
            parts.append((char, font))
    apart = style.apart * style.size * fine
    width = sum(font.getlength(text) for text, font in parts) + apart * (len(parts) - 1)
    left, right = cell.box.x0 * fine, cell.box.x1 * fine
    x = {"c": (left + right - width) / 2, "l": left + 3 * fine, "r": right - width - 3 * fine}[style.align]
    y = ((cell.box.y0 + cell.box.y1) / 2 + 0.36 * style.size) * fine
    for text, font in parts:
        draw.text((x, y), text, fill=0, font=font, anchor="ls", stroke_width=style.bold * fine, stroke_fill=0)
        x += font.getlength(text) + apart


def _style(given: dict[str, Any], rng: random.Random) -> Style:
    unit = rng.choice(_UNITS) if rng.random() < 0.2 else ""
    return Style(
        face=_file(rng.choice(given["faces"])),
        words=_file(rng.choice(given["words"])),
        size=rng.uniform(6.8, 11.5),
        bold=rng.uniform(0.1, 0.25) if rng.random() < 0.1 else 0.0,
        nothing=rng.choices(("0" + unit, "", *_DASHES, "/", "无"), (16, 5, 2, 1, 1, 1, 1))[0],
        unit=unit,
        minus=rng.choice((("-",), ("-",), ("-", "减"), ("-", "－"), ("减少", "减", "-"))),
        align=rng.choices("clr", (8, 1, 1))[0],
        ruled=rng.uniform(0.4, 1.0) if rng.random() < 0.9 else 0.0,
        apart=rng.choice((0.0, 0.25)),  # word processors put a quarter there
    )


@cache
def _file(name: str) -> Path:
    """The font file of a name below the machine's fonts. Raises FileNotFoundError where it is not installed."""
    for file in (file for folder in _FONTS for file in sorted(folder.rglob(name))):
        return file
    raise FileNotFoundError(f"no font {name} on this machine: models/digits/card.md names its Debian package")


@lru_cache(8)
def _font(file: Path, size: float) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(file), size)
