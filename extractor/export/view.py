"""Pages drawn beside the record: the place of every field, coloured by confidence, and the sums that break."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from ..core.geometry import Box
from ..core.page_image import PageImage
from ..core.record import Field, Record, Violation
from .forms import DOUBTFUL, SURE

STYLE = """
body.beside { max-width: none; display: grid; grid-template-columns: minmax(28rem, 1fr) minmax(26rem, 1fr);
  gap: 1.5rem; }
body.beside > main { min-width: 0; } aside { position: sticky; top: 1rem; height: calc(100vh - 2rem); overflow: auto; }
figure { position: relative; margin: 0 0 1rem; border: 1px solid var(--line); background: #fff; }
figure img { display: block; width: 100%; } figure svg { position: absolute; inset: 0; width: 100%; height: 100%; }
figcaption { position: absolute; right: .4rem; top: .2rem; color: #6a737d; font-size: .8rem; }
rect.place { fill: #2e7d32; fill-opacity: .10; stroke: #2e7d32; stroke-opacity: .35; stroke-width: .6; }
rect.doubt { fill: #f9a825; fill-opacity: .28; stroke: #f9a825; stroke-opacity: .9; }
rect.poor { fill: #e64a19; fill-opacity: .28; stroke: #e64a19; stroke-opacity: .9; }
rect.repaired { stroke: #6a1b9a; stroke-opacity: 1; stroke-width: 1.4; }
rect.sum { fill: none; stroke: #c62828; stroke-width: 1.2; stroke-dasharray: 4 2; pointer-events: none; }
rect.term { fill: none; stroke: #c62828; stroke-width: 1.2; pointer-events: none; }
text.sum { fill: #c62828; font: bold 8px system-ui, sans-serif; paint-order: stroke; stroke: #fff; stroke-width: 2px; }
rect.lit { fill: #1565c0; fill-opacity: .35; stroke: #1565c0; stroke-opacity: 1; stroke-width: 1.6; }
.lit:not(rect) { box-shadow: inset 0 0 0 2px #1565c0; }
@media (max-width: 60rem) { body.beside { display: block; } aside { position: static; height: auto; } }
@media print { aside { position: static; height: auto; overflow: visible; } }
"""

SCRIPT = """
const find = (name) => document.querySelectorAll(`[data-field="${CSS.escape(name)}"]`);
const light = (event, on) => {
  const from = event.target.closest("[data-field]");
  if (!from) return;
  for (const found of find(from.dataset.field)) {
    found.classList.toggle("lit", on);
    const across = (found instanceof SVGElement) !== (from instanceof SVGElement);
    if (on && across) found.scrollIntoView({ block: "nearest" });
  }
};
document.addEventListener("mouseover", (event) => light(event, true));
document.addEventListener("mouseout", (event) => light(event, false));
document.addEventListener("focusin", (event) => light(event, true));
document.addEventListener("focusout", (event) => light(event, false));
"""


def figures(record: Record, pages: Sequence[PageImage]) -> Iterator[str]:
    """A figure for each page: its picture, a rectangle for each field read on it, and a frame for each broken sum."""
    named = {f"metadata.{name}": field for name, field in record.metadata.items()} | record.fields
    places = {name: place for name, field in named.items() if (place := _place(field))}
    for page in pages:
        source = f"data:{page.media_type};base64,{base64.b64encode(page.data).decode()}"
        yield f'<figure id="page-{page.number}"><img alt="第{page.number}页" src="{source}">'
        yield f'<svg viewBox="0 0 {page.width:.1f} {page.height:.1f}" preserveAspectRatio="none">'
        for name, (number, box) in places.items():
            if number == page.number:
                yield _rect(box, _classes(named[name]), name, _words(name, named[name]))
        for violation in record.violations:
            yield from _sum(violation, places, page.number)
        yield f"</svg><figcaption>{page.number}</figcaption></figure>"


def _place(field: Field) -> tuple[int, Box] | None:
    """Page and box of a field's first reading."""
    first = field.evidence[0] if field.evidence else None
    return (first.page, Box(*first.box)) if first and first.page and first.box else None


def _classes(field: Field) -> str:
    doubt = "" if field.confidence >= SURE else " doubt" if field.confidence >= DOUBTFUL else " poor"
    return "place" + doubt + (" repaired" if field.status == "repaired" else "")


def _words(name: str, field: Field) -> str:
    value = " | ".join(e.raw for e in field.evidence) if field.status == "conflict" else field.raw or "（空白）"
    return f"{name}\n{value}\n{field.status}, confidence {field.confidence:.3f}"


def _sum(violation: Violation, places: Mapping[str, tuple[int, Box]], page: int) -> Iterator[str]:
    """A dashed frame around the terms on this page, solid ones around what the smallest mending changes."""
    here = [place[1] for name in violation.fields if (place := places.get(name)) and place[0] == page]
    if not here:
        return
    around = Box(min(b.x0 for b in here), min(b.y0 for b in here), max(b.x1 for b in here), max(b.y1 for b in here))
    yield f'<rect class="sum" {_geometry(around)}/>'
    for edit in violation.edits:
        if (place := places.get(edit.field)) and place[0] == page:
            yield f'<rect class="term" {_geometry(place[1])}/>'
    words = escape(f"{violation.left:g} ≠ {violation.right:g}")
    yield f'<text class="sum" x="{around.x0:.1f}" y="{max(around.y0 - 2, 8):.1f}">{words}'
    yield f"<title>{escape(violation.constraint)}：{escape(violation.explanation)}</title></text>"


def _rect(box: Box, classes: str, name: str, words: str) -> str:
    return f'<rect class="{classes}" data-field="{escape(name)}" {_geometry(box)}><title>{escape(words)}</title></rect>'


def _geometry(box: Box) -> str:
    return f'x="{box.x0:.1f}" y="{box.y0:.1f}" width="{box.x1 - box.x0:.1f}" height="{box.y1 - box.y0:.1f}"'
