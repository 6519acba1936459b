"""The example's scan: cells with page, box and readings, and the same record as from its web page."""

import io
from pathlib import Path

import pypdfium2

import extractor
from extractor.load.paged import Fragment
from extractor.load.scan import parts

EXAMPLES = Path(__file__).parents[3] / "examples"


def scanned() -> bytes:
    """The pages of the example's scan as one TIFF of 200 dpi."""
    with pypdfium2.PdfDocument(EXAMPLES / "yunhu-2023-scan.pdf") as pdf:
        images = [page.render(scale=200 / 72).to_pil().convert("L") for page in pdf]
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(200, 200))
    return out.getvalue()


def test_cells_of_a_page_have_places_and_readings() -> None:
    with pypdfium2.PdfDocument(EXAMPLES / "yunhu-2023-scan.pdf") as pdf:
        image = pdf[1].render(scale=200 / 72, grayscale=True).to_numpy().squeeze()
    found = [cell for part in parts(image, 2, 200 / 72).parts if isinstance(part, Fragment) for cell in part.cells]
    numbers = [cell for cell in found if cell.readings]
    assert len(numbers) > 10
    assert all(cell.page == 2 and cell.box is not None for cell in found)
    assert all(cell.text == cell.readings[0][0] for cell in numbers)


def test_the_same_record_as_from_the_web_page() -> None:
    """Every cell and every count of the text; broken sums of the office stay as they are printed."""
    page = extractor.extract(EXAMPLES / "yunhu-2023.html")
    scan = extractor.extract(scanned(), name="scan.tif")
    wrong = {name: (field.value, scan.fields[name].value) for name, field in page.fields.items()
             if field.value != scan.fields[name].value}  # fmt: skip
    assert not wrong
