"""Make the example's PDF and its scan from its web page: python -m examples.paged (needs Chromium)."""

import random
from dataclasses import replace
from pathlib import Path

from corpora.synthetic.render.browser import print_page
from corpora.synthetic.render.levels import LEVELS, draw
from corpora.synthetic.render.rendered import Rendered
from corpora.synthetic.render.scan import scan_as

HERE = Path(__file__).parent
_DPI, _JPEG = 150, 50  # a file that is small enough to ship
_PRINT = "<style>@page { size: A4; margin: 16mm } tr { page-break-inside: avoid }</style></head>"


def main() -> None:
    """Write yunhu-2023.pdf and yunhu-2023-scan.pdf."""
    import pypdfium2

    page = (HERE / "yunhu-2023.html").read_text("utf-8").replace("</head>", _PRINT)
    printed = print_page(page.encode())
    (HERE / "yunhu-2023.pdf").write_bytes(printed)
    with pypdfium2.PdfDocument(printed) as pdf:
        sizes = tuple(pdf[i].get_size() for i in range(len(pdf)))
    drawn = draw(LEVELS["normal"], len(sizes), random.Random(11))
    wears = [replace(wear, dpi=_DPI, jpeg=_JPEG) for wear in drawn]
    scanned = scan_as(Rendered(".pdf", printed, "example", (), sizes, (), ()), wears, ".pdf", "normal")
    (HERE / "yunhu-2023-scan.pdf").write_bytes(scanned.data)


if __name__ == "__main__":
    main()
