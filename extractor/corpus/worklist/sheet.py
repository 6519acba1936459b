"""The list as a workbook: a sheet for each part, headers that stay and are printed on every page."""

import io
from pathlib import Path
from typing import Any, Final

from .entries import Entry, Part

# Heading, width in characters, attribute of Entry.
COLUMNS: Final = (
    ("序号", 6, ""),
    ("机关", 24, "agency"),
    ("年度", 7, "year"),
    ("表", 8, "table"),
    ("行", 24, "row"),
    ("列", 16, "column"),
    ("印为", 10, "printed"),
    ("应为", 10, "implied"),
    ("计算", 40, "formula"),
    ("可能原因", 24, "cause"),
    ("说明", 44, "what"),
    ("处理意见", 16, "verdict"),
    ("原件截图", 46, ""),
    ("文件", 24, "path"),
    ("编号", 14, "fingerprint"),
)
_PICTURE = next(k for k, column in enumerate(COLUMNS) if column[0] == "原件截图")
_PIXELS = 320  # of the picture's column
_MOST_HEIGHT = 120


def write_xlsx(parts: list[Part], path: Path) -> None:
    """A workbook that prints on landscape A4, one page wide; text is never taken for a formula."""
    import xlsxwriter

    path.open("wb").close()  # xlsxwriter has errors of its own for places that cannot be written
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        top = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C9CED6"}
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(top | {"bold": True, "bg_color": "#E8EDF3"}),
            "cell": book.add_format(top),
            "number": book.add_format(top | {"num_format": "#,##0.######;-#,##0.######;0"}),
        }
        for part in parts or [Part("整改清单", "各项勾稽关系均成立，未发现数据不符。", ())]:
            _sheet(book, part, formats)
    finally:
        book.close()


def _sheet(book: Any, part: Part, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(part.title)
    sheet.write(0, 0, f"政府信息公开工作年度报告{part.title}", formats["title"])
    sheet.write(1, 0, part.note)
    for k, (heading, width, _) in enumerate(COLUMNS):
        sheet.set_column(k, k, width)
        sheet.write(2, k, heading, formats["head"])
    for k, entry in enumerate(part.entries):
        _line(sheet, 3 + k, entry, formats)
    sheet.freeze_panes(3, 3)
    sheet.autofilter(2, 0, 2 + len(part.entries), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _line(sheet: Any, row: int, entry: Entry, formats: dict[str, Any]) -> None:
    sheet.write_number(row, 0, row - 2, formats["cell"])
    for k, (_, _, name) in enumerate(COLUMNS):
        value = getattr(entry, name) if name else ""
        if not name and k:
            sheet.write_blank(row, k, None, formats["cell"])
        elif isinstance(value, int | float):
            sheet.write_number(row, k, value, formats["cell" if name == "year" else "number"])
        elif name:
            sheet.write_string(row, k, "" if value is None else value, formats["cell"])
    if entry.picture:
        from PIL import Image

        with Image.open(io.BytesIO(entry.picture)) as image:
            scale = min(_PIXELS / image.width, _MOST_HEIGHT / image.height, 1.0)
            sheet.set_row_pixels(row, max(40, round(image.height * scale) + 8))
        place = {"image_data": io.BytesIO(entry.picture), "x_scale": scale, "y_scale": scale, "object_position": 1}
        sheet.insert_image(row, _PICTURE, "place.png", place | {"x_offset": 3, "y_offset": 3})
