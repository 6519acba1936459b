"""Cells of generated scans with what is printed in them: the true boxes, followed through the scanner and back."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora.synthetic.content import make_report
from corpora.synthetic.render.degrade import degrade
from corpora.synthetic.render.geometry import Geometry, geometry
from corpora.synthetic.render.letterheads import LETTERHEADS, Letterhead
from corpora.synthetic.render.levels import LEVELS, Wear, draw
from corpora.synthetic.render.paper import write
from corpora.synthetic.render.pdf import render_office_batch
from corpora.synthetic.render.rendered import Rendered, RenderError
from extractor.core.geometry import Box
from extractor.core.quantity import Quantity
from extractor.load.scan.picture import Pixels, pictures
from extractor.load.scan.upright import Upright, upright

_INSET = 0.6  # points between a ruling's middle and the inside of its cell
_COARSE = (96, 110, 120, 135, 150, 175, 200)
_STEPS = 12  # of the fixed point from a place in the scan to the one on the straight page
_LOST = 3.0  # pixels off that a place may be after them


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table's cells on one straight page: their crops, what is printed, and whether it is a number or a blank."""

    level: str
    crops: list[Pixels]
    texts: list[str]
    counted: list[bool]
    scale: float
    dots: float
    wear: Wear | None = None


def tables(given: dict[str, Any], config: dict[str, Any]) -> Iterator[Table]:
    """The tables of the scans that `given` names: split, first, reports, levels; where it has `faces` and `sizes`
    (half-points), the cells are printed in those instead of the split's own."""
    for start in range(given["first"], given["first"] + given["reports"], config["batch"]):
        reports = [make_report(seed, given["split"]) for seed in range(start, start + config["batch"])]
        rngs = [random.Random(f"{report.id}/pdf") for report in reports]
        heads = [_head(given, rng) for rng in rngs] if "faces" in given else None
        try:
            printed = render_office_batch(reports, rngs, heads=heads)
        except RenderError:  # a few printed pages cannot be followed to their cells
            continue
        for turn, level in enumerate(given["levels"]):
            for report, source in zip(reports, printed, strict=True):
                rng = random.Random(f"{report.id}/{turn}/{level}")
                yield from _of_report(source, str(level), rng, config["shaken"])


def _head(given: dict[str, Any], rng: random.Random) -> Letterhead:
    head = rng.choice(LETTERHEADS[given["split"]])
    return replace(head, printed=(*head.printed[:3], rng.choice(given["faces"])), table_size=rng.choice(given["sizes"]))


def wears(level: str, pages: int, rng: random.Random) -> list[Wear]:
    """The wear of a document's pages at a level of LEVELS, at "poor", as a "fax", or at a resolution."""
    if level == "hard":
        return draw(LEVELS["hard"], pages, rng)
    if level == "poor":  # resolutions between those of the levels, and as many faxes as scans
        return draw(replace(LEVELS["hard"], dpi=_COARSE, fax=0.5), pages, rng)
    fax = level == "fax"
    dpi = 200 if fax else int(level)
    return [replace(w, dpi=dpi, fax=fax, photo=w.photo and not fax) for w in draw(LEVELS["normal"], pages, rng)]


def _of_report(source: Rendered, level: str, rng: random.Random, shaken: float) -> Iterator[Table]:
    worn = wears(level, len(source.pages), rng)
    clean = _clean(source.data, worn[0].dpi)
    whole = Counter((cell.table, cell.row, cell.column) for cell in source.cells)
    printed = {(table.id, cell.row, cell.column): cell for table in source.tables for cell in table.cells}
    for i, (page, wear) in enumerate(zip(clean, worn, strict=True)):
        mine = [c for c in source.cells if c.page == i + 1 and whole[c.table, c.row, c.column] == 1]
        if not mine:
            continue
        behind = clean[(i + 1) % len(clean)]
        ratio = (page.shape[1] / source.pages[i][0], page.shape[0] / source.pages[i][1])
        boxes = [Box(*(side * ratio[k % 2] for k, side in enumerate(cell.box))) for cell in mine]
        straight, crops = scanned(page, behind if behind.shape == page.shape else page, wear, boxes, rng, shaken)
        found: dict[str, list[tuple[Pixels, str, bool]]] = defaultdict(list)
        for cell, crop in zip(mine, crops, strict=True):
            if crop is not None:
                truth = printed[cell.table, cell.row, cell.column]
                is_count = truth.field is not None or Quantity.read(truth.text) is not None
                found[cell.table].append((crop, truth.text, is_count))
        for cells in found.values():
            parts = [crop for crop, _, _ in cells], [text for _, text, _ in cells], [count for _, _, count in cells]
            yield Table(level, *parts, straight.scale, straight.page_scale, wear)


def scanned(
    page: Pixels, behind: Pixels, wear: Wear, boxes: Sequence[Box], rng: random.Random, shaken: float
) -> tuple[Upright, list[Pixels | None]]:
    """A clean page as a scan with such wear shows it, made straight again, and what is inside each of its boxes (pixels
    of the clean page; None where one is not found)."""
    way = geometry(wear, (page.shape[1], page.shape[0]))
    image = degrade(page, behind, wear, way)
    (file,) = write([image], ".jpg" if not wear.fax else ".tif", wear.dpi, wear.jpeg)
    (picture,) = pictures(file, [])
    straight = upright(picture.image, wear.dpi / 72)
    found = (_box(straight, way, box) for box in boxes)
    return straight, [_crop(straight, box, rng, shaken) if box else None for box in found]


def _clean(data: bytes, dpi: int) -> list[Pixels]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return [np.array(page.render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze() for page in document]


def _box(straight: Upright, way: Geometry, box: Box) -> Box | None:
    """A box of the printed page on the straight one, by the middles of its sides; None where it is not found."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    scanned = way.forward(np.array(((box.x0, y), (box.x1, y), (x, box.y0), (x, box.y1))))
    zoom = straight.scale / straight.page_scale
    at: NDArray[np.float64] = scanned * zoom
    for _ in range(_STEPS):
        at = at + (scanned - straight.on_page(at)) * zoom
    if np.abs(straight.on_page(at) - scanned).max() > _LOST:
        return None
    return Box(float(at[0, 0]), float(at[2, 1]), float(at[1, 0]), float(at[3, 1]))


def _crop(straight: Upright, box: Box, rng: random.Random, shaken: float) -> Pixels | None:
    inset = max(1, round(_INSET * straight.scale))
    x0, y0, x1, y1 = (round(side + rng.gauss(0, shaken) * straight.scale) for side in box)
    crop = straight.gray[max(0, y0 + inset) : y1 - inset, max(0, x0 + inset) : x1 - inset]
    return crop if min(crop.shape) > 3 else None
