"""One document of the page: a map of its forms, and every item that is wrong."""

from collections.abc import Iterator
from html import escape

from ..core.errors import SchemaError
from ..core.schema import Schema, Table
from ..schemas import load_schema
from .charts import squares
from .gold import Printed
from .match import Item, Judged

_MOST_ITEMS = 30
_ABREAST = 10


def worst(document: Judged, *, opened: bool = False) -> str:
    """A foldable part: name, what is wrong of how much, the forms as squares, the wrong items with both values."""
    schema = _schema(document.era)
    kinds = {kind: sum(item.kind == kind for item in document.wrong) for kind in _KINDS}
    told = ", ".join(f"{n} {_KINDS[kind][n != 1]}" for kind, n in kinds.items() if n)
    head = f"<summary><b>{escape(document.document)}</b> <span>{escape(document.era)}</span> <em>{told}</em></summary>"
    opening = f"<details{' open' if opened else ''}>"
    return "".join((opening, head, *_maps(document, schema), _items(document, schema), "</details>"))


_KINDS = {
    "cell": ("cell", "cells"),
    "count": ("count", "counts"),
    "metadata": ("fact", "facts"),
    "violation": ("broken sum", "broken sums"),
    "schema": ("report type", "report types"),
}


def _schema(era: str) -> Schema | None:
    try:
        return load_schema(era)
    except SchemaError:
        return None


def _maps(document: Judged, schema: Schema | None) -> Iterator[str]:
    cells = {item.id: item for item in document.items if item.kind == "cell"}
    if schema is None or all(item.right for item in cells.values()):
        return
    yield '<div class="maps">'
    for table in schema.tables:
        rows = [[_square(cells.get(name)) for name in table.fields(row)] for row in table.rows]
        shown = [row for row in rows if any(style for style, _ in row)]
        if len(table.columns) == 1:  # a long list of single values, side by side
            flat = [row[0] for row in shown]
            shown = [flat[k : k + _ABREAST] for k in range(0, len(flat), _ABREAST)]
        if shown:
            yield f"<figure>{squares(shown)}<figcaption>{escape(_title(table))}</figcaption></figure>"
    yield "</div>"


def _title(table: Table) -> str:
    return table.titles[0] if table.titles else table.id


def _square(item: Item | None) -> tuple[str, str]:
    if item is None:
        return "", ""
    words = f"{item.id}\nprinted {_shown(item.gold)}, read {_shown(item.got)}"
    if not item.right:
        return "wrong", words
    return ("empty" if item.gold in (None, 0) else "right"), words


def _items(document: Judged, schema: Schema | None) -> str:
    rows = []
    for item in document.wrong[:_MOST_ITEMS]:
        spec = schema.fields.get(item.id) if schema else None
        label = f"{escape(spec.label)}<br>" if spec else ""
        confidence = "" if item.confidence is None else f"{item.confidence:.3f}"
        status = "" if item.got_status == "stated" else f" <small>{escape(item.got_status)}</small>"
        values = (
            f'<td class="gold">{escape(_shown(item.gold))}</td><td class="got">{escape(_shown(item.got))}{status}</td>'
        )
        name = f'<th scope="row">{label}<span class="id">{escape(item.id)}</span></th>'
        rows.append(f"<tr>{name}{values}<td>{confidence}</td></tr>")
    if len(document.wrong) > _MOST_ITEMS:
        rows.append(f'<tr><th colspan="4">and {len(document.wrong) - _MOST_ITEMS} more</th></tr>')
    heads = "<th></th><th>printed</th><th>read</th><th>confidence</th>"
    return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _shown(value: Printed) -> str:
    return "–" if value is None else str(value)
