"""Report → Word document of the old binary format, through LibreOffice."""

import random
from collections.abc import Sequence

from ..report import Report
from .docx import build
from .flow import flow, tables_of
from .letterheads import LETTERHEADS
from .office import convert
from .rendered import Rendered


def render_doc(report: Report, rng: random.Random) -> Rendered:
    """One report; many go faster through render_doc_batch."""
    return render_doc_batch([report], [rng])[0]


def render_doc_batch(reports: Sequence[Report], rngs: Sequence[random.Random]) -> list[Rendered]:
    """.doc files in the letterheads of their splits."""
    heads = [rng.choice(LETTERHEADS[report.split]) for report, rng in zip(reports, rngs, strict=True)]
    flows = [flow(report) for report in reports]
    documents = convert([build(items, head, head.faces) for items, head in zip(flows, heads, strict=True)], "doc")
    return [
        Rendered(".doc", data, head.name, tables_of(items))
        for data, items, head in zip(documents, flows, heads, strict=True)
    ]
