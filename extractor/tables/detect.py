"""Where tables stand in running text: clusters of labels and values that no sentence interrupts."""

import re
from dataclasses import replace

from ..core.document import Block, Document
from ..core.folding import Folded
from ..core.geometry import Span
from ..core.schema import Schema
from .labels import Anchor, Labels, labels_of
from .runs import Cluster, Token, lex

_SENTENCE = re.compile(r"[。,;!?]")
_LONGEST_SCRAP = 60
_UNITS = frozenset("件条项次个份人起篇宗")
_ROWS, _COLUMNS = 3, 3  # so many labels together are no running text
_HEADER = ("column", "corner", "title")


def mark(document: Document, schema: Schema) -> Document:
    """Divide the text anew so that every pasted, flattened table is a block of kind "grid"."""
    labels = labels_of(schema)
    blocks: list[Block] = []
    for part in _stretches(document):
        regions = table_clusters(document, part, labels)
        inside = [Span(c.spans[0].start, c.spans[-1].end) for c in regions]
        blocks += _divide([b for b in document.blocks if b.grid is None and _within(b.span, part)], inside)
    blocks += [b for b in document.blocks if b.grid is not None]
    return document.with_blocks(tuple(sorted(blocks, key=lambda b: b.span)))


def clusters(document: Document, part: Span, labels: Labels) -> list[Cluster]:
    """Labels and values of one stretch of the document, grouped where text keeps them apart."""
    folded = document.folded
    first, last = _position(folded, part.start), _position(folded, part.end)
    text = folded.text[first:last]
    compact = Folded(text, range(len(text) + 1)).keep(lambda ch: not ch.isspace())
    found = [Cluster()]
    at = 0
    anchors = [(a, *compact.span(a.start, a.end)) for a in labels.find(compact.text)]
    for anchor, start, end in [*anchors, (None, len(text), len(text))]:
        for item, left, right in lex(text[at:start], at, anchor is not None):
            span = folded.span(first + left, first + right)
            if isinstance(item, Token):
                item = replace(item, span=span, raw=document.slice(span))
            elif _SENTENCE.search(item) or len(item) > _LONGEST_SCRAP or (item[0] == "、" and _said(found[-1])):
                _give_back(found[-1], item)
                found.append(Cluster())
                continue
            found[-1].add(item, span)
        if anchor is not None:
            found[-1].add(anchor, folded.span(first + start, first + end))
        at = end
    return [trimmed for cluster in found if (trimmed := _trim(cluster)).items]


def _give_back(cluster: Cluster, scrap: str) -> None:
    """Take a sentence's beginning out of the cluster: a number with its unit before a full stop or comma is said in
    words, and so are the labels and scraps that lead to it."""
    if _said(cluster) and (_SENTENCE.match(scrap) or scrap[0] == "、"):
        last = cluster.items[-1]
        while cluster.items and (cluster.items[-1] is last or not isinstance(cluster.items[-1], Token)):
            cluster.items.pop()
            cluster.spans.pop()


def _said(cluster: Cluster) -> bool:
    """Whether a cluster ends with a number and its unit, as only words do."""
    last = cluster.items[-1] if cluster.items else None
    return isinstance(last, Token) and last.text[-1:] in _UNITS


def table_clusters(document: Document, part: Span, labels: Labels) -> list[Cluster]:
    """The clusters of a stretch that are tables."""
    return [c for c in clusters(document, part, labels) if _is_table(c, labels)]


def _is_table(cluster: Cluster, labels: Labels) -> bool:
    """Values with several row labels, or a row label under a header, or the header of one table alone."""
    anchors = [item for item in cluster.items if isinstance(item, Anchor)]
    values = sum(isinstance(item, Token) for item in cluster.items)
    if not values:
        return False
    rows = sum(any(n.role == "row" for n in a.names) for a in anchors)
    header = sum(any(n.role in _HEADER for n in a.names) for a in anchors)
    if rows >= _ROWS or (rows and header):
        return True
    for t, table in enumerate(labels.tables):
        columns = sum(any(n.table == t and n.role == "column" for n in a.names) for a in anchors)
        whole = values >= len(table.columns) or any(not row.labels[0] for row in table.rows)
        if columns >= _COLUMNS and whole:
            return True
    return False


def _trim(cluster: Cluster) -> Cluster:
    """Without scraps at its ends."""
    keep = [i for i, item in enumerate(cluster.items) if not isinstance(item, str)]
    if not keep:
        return Cluster()
    return Cluster(cluster.items[keep[0] : keep[-1] + 1], cluster.spans[keep[0] : keep[-1] + 1])


def _stretches(document: Document) -> list[Span]:
    """The text outside native grids."""
    edges = sorted(b.span for b in document.blocks if b.grid is not None)
    spans, at = [], 0
    for start, end in edges:
        if start > at:
            spans.append(Span(at, start))
        at = max(at, end)
    if at < len(document.text):
        spans.append(Span(at, len(document.text)))
    return spans


def _divide(blocks: list[Block], regions: list[Span]) -> list[Block]:
    parts: list[Block] = [Block("grid", region) for region in regions]
    for block in blocks:
        at = block.span.start
        for region in regions:
            if region.end <= at or region.start >= block.span.end:
                continue
            if region.start > at:
                parts.append(Block(block.kind, Span(at, region.start)))
            at = max(at, region.end)
        if at < block.span.end:
            parts.append(Block(block.kind, Span(at, block.span.end)))
    return parts


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start < outer.end


def _position(folded: Folded, offset: int) -> int:
    """First position of the folded text that was printed at or after an offset."""
    if isinstance(folded.offsets, range):
        return min(offset, len(folded.text))
    from bisect import bisect_left

    return min(bisect_left(folded.offsets, offset), len(folded.text))
