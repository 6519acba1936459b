"""Report → digital PDF, as LibreOffice exports a Word document and as Chromium prints a web page."""

import random
from collections.abc import Sequence
from dataclasses import replace

from ..report import Report
from .browser import print_page
from .docx import build
from .docx_parts import page_size
from .flow import flow, tables_of
from .html import page
from .letterheads import LETTERHEADS, Letterhead
from .locate import locate
from .office import convert
from .rendered import Rendered
from .sites import SITES

_PRINT = "@page{{size:{size};margin:{margin}mm}} tr{{page-break-inside:avoid}} .topbar,.side,nav{{display:none}} "


# Lines of tables without a frame: none at all, or those between rows; and what makes them so on a web page.
_UNRULED = {
    "none": "table,tr,td,th{border:0!important;outline:0!important} ",
    "rows": "table,tr,td,th{border:0!important;outline:0!important} tr{border-bottom:1px solid #000!important} "
    "table{border-collapse:collapse!important;border-top:1px solid #000!important} ",
}


def render_office(report: Report, rng: random.Random, *, ruled: bool = True) -> Rendered:
    """One report through LibreOffice; many go faster through render_office_batch."""
    return render_office_batch([report], [rng], ruled=ruled)[0]


def render_office_batch(
    reports: Sequence[Report],
    rngs: Sequence[random.Random],
    *,
    ruled: bool = True,
    heads: Sequence[Letterhead] | None = None,
) -> list[Rendered]:
    """PDFs of Word documents in these letterheads, or in those of their splits, with the typefaces of this machine.

    Without `ruled` the tables have lines between rows at most.
    """
    if heads is None:
        heads = [rng.choice(LETTERHEADS[report.split]) for report, rng in zip(reports, rngs, strict=True)]
    if not ruled:
        heads = [replace(head, rules=rng.choice(tuple(_UNRULED))) for head, rng in zip(heads, rngs, strict=True)]
    flows = [flow(report) for report in reports]
    documents = [build(items, head, head.printed) for items, head in zip(flows, heads, strict=True)]
    made = []
    for data, items, head in zip(convert(documents, "pdf"), flows, heads, strict=True):
        area = (head.margins[0] - 2.0, page_size(head)[1] - head.margins[2] + 2.0)
        found = locate(data, items, area)
        tables = tables_of(items)
        made.append(Rendered(".pdf", data, head.name, tables, found.pages, found.cells, found.quantities))
    return made


def render_browser(report: Report, rng: random.Random, *, ruled: bool = True) -> Rendered:
    """The PDF that a browser prints of the report's web page, with A4 or Letter paper; `ruled` as above."""
    site = rng.choice(SITES[report.split])
    css = site.css + _PRINT.format(size=rng.choice(("A4", "letter")), margin=12)
    if not ruled:
        css += _UNRULED[rng.choice(tuple(_UNRULED))]
    site = replace(site, charset="utf-8", css=css)
    items = flow(report)
    data = print_page(page(report, items, site, rng).encode())
    found = locate(data, items)
    return Rendered(".pdf", data, site.name, tables_of(items), found.pages, found.cells, found.quantities)
