"""Scores as one self-contained page: tables, charts, and the documents with the most to mend."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from . import charts
from .match import Judged
from .metrics import Found, Ratio, Scores, claims, grouped, score
from .style import STYLE
from .wording import number, share
from .worst import worst

_DOCUMENTS = 20
_TITLES = {"format": "By format", "era": "By form", "group": "By group"}
_NONE = '<td class="none">–</td>'


def render(documents: Sequence[Judged], by: Sequence[str]) -> str:
    """A page for a browser without network, in light and dark; `by` are keys of `metrics.KEYS`."""
    return "\n".join(_parts(documents, by)) + "\n"


def _parts(documents: Sequence[Judged], by: Sequence[str]) -> Iterator[str]:
    scores = score(documents)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width">\n<title>Evaluation</title>\n<style>{STYLE}</style>'
    yield "</head>\n<body>\n<header><h1>Evaluation</h1>"
    failed = f", <b>{scores.failed} without a record</b>" if scores.failed else ""
    yield f"<p>{scores.documents} documents{failed}</p></header>"
    yield '<div class="tiles">' + "".join(_tiles(scores)) + "</div>"
    for key in by:
        groups = {name: score(group) for name, group in grouped(documents, key).items()}
        yield f"<h2>{_TITLES[key]}</h2>{_table(groups | ({'all': scores} if len(groups) > 1 else {}))}"
    yield from _confidence(documents, scores)
    if scores.counts_by_metric:
        yield "<h2>Counts of the text</h2>" + _metrics(scores.counts_by_metric)
    if scores.metadata_by_key:
        yield "<h2>Metadata</h2>" + _metadata(scores.metadata_by_key)
    yield from _documents(documents)
    yield f"{_NOTES}\n</body>\n</html>"


def _tiles(s: Scores) -> Iterator[str]:
    counted = f"precision {share(s.counts.precision)}, recall {share(s.counts.recall)}"
    told = (
        ("documents fully right", s.right.share, f"{s.right.right} of {s.right.of}"),
        ("cells", s.cells.share, f"{s.cells.of - s.cells.right} of {s.cells.of} wrong"),
        ("tables fully right", s.tables.share, f"{s.tables.right} of {s.tables.of}"),
        ("counts of the text, F1", s.counts.f1, counted),
        ("metadata", s.metadata.share, f"{s.metadata.of - s.metadata.right} of {s.metadata.of} wrong"),
        ("coverage at 99.9 %", s.confidence.coverage, "fields that need no human eye"),
    )
    for name, value, aside in told:
        if value is not None:
            yield f'<div class="tile"><b>{share(value)}</b><span>{name}</span><small>{aside}</small></div>'


def _table(groups: Mapping[str, Scores]) -> str:
    rows = {name: _scores(s) for name, s in groups.items()}
    known = dict.fromkeys(head for row in rows.values() for head in row)
    heads = [head for head in known if any(row[head] != _NONE for row in rows.values())]
    lines = (
        f'<tr{_last(name)}><th scope="row">{escape(name)}</th>{"".join(row[head] for head in heads)}</tr>'
        for name, row in rows.items()
    )
    return _scrolled("".join(f"<th>{head}</th>" for head in heads), "".join(lines))


def _last(name: str) -> str:
    return ' class="all"' if name == "all" else ""


def _scores(s: Scores) -> dict[str, str]:
    """Measure → table cell; a measure of nothing in every group gets no column."""
    shares = {
        "right": s.right.share,
        "tables": s.tables.share,
        "cells": s.cells.share,
        "≠ 0": s.nonzero.share,
        "counts P": s.counts.precision,
        "R": s.counts.recall,
        "F1": s.counts.f1,
        "metadata": s.metadata.share,
        "sums P": s.violations.precision,
        "sums R": s.violations.recall,
        "type": s.schema.share,
        "structure": s.structure[0],
        "first read": s.decoding.before.share if s.decoding.worsened.of else None,
        "put right": s.decoding.mended.share,
        "repairs": s.repairs.share,
        "coverage": s.confidence.coverage,
    }
    numbers = {"documents": f"<td>{s.documents}</td>"}
    return (
        numbers
        | {name: _shaded(value) for name, value in shares.items()}
        | {"invented": f"<td>{s.invented.right}</td>"}
    )


def _scrolled(heads: str, rows: str, style: str = "") -> str:
    table = f"<table><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="scroll{style}">{table}</div>'


def _shaded(value: float | None) -> str:
    if value is None:
        return _NONE
    return f'<td style="--p:{100 * value:.1f}%" class="share {"full" if value == 1 else ""}">{share(value)}</td>'


def _confidence(documents: Sequence[Judged], s: Scores) -> Iterator[str]:
    values = [item for d in documents for item in d.items if item.kind not in ("violation", "schema")]
    stated, given = claims(values), claims(item for item in values if item.got is not None)
    if not stated:
        return
    yield '<h2>What the confidence is worth</h2><div class="charts">'
    yield f"<figure>{charts.reliability(stated)}<figcaption>Reliability: a dot on the diagonal means what it says."
    yield "Larger dots stand for more fields, bars for 95 % intervals; both axes stretch towards 1.</figcaption>"
    yield "</figure>"
    unread = sum(item.confidence is None and not item.right for item in values)
    yield f"<figure>{charts.risk_curve(stated, unread, given)}<figcaption>Risk and coverage: accept the surest fields"
    yield 'first. <span class="key first">every field</span> <span class="key second">fields with a value</span>;'
    yield "dashed: a precision of 99.9 %.</figcaption></figure></div>"
    heads = "".join(f"<th>{n}</th>" for n in ("fields", "ECE", "Brier", "AUROC", "coverage at 99.9 %", "from"))
    rows = ""
    for name, q in (("every field", s.confidence), ("fields with a value", s.confidence_given)):
        numbers = (number(q.ece, 4), number(q.brier, 4), number(q.auroc, 3), share(q.coverage), number(q.threshold, 4))
        cells = "".join(f"<td>{cell}</td>" for cell in (str(q.claims), *numbers))
        rows += f'<tr><th scope="row">{name}</th>{cells}</tr>'
    yield _scrolled(heads, rows)


def _metrics(by_metric: Mapping[str, Found]) -> str:
    rows = []
    for name, f in sorted(by_metric.items(), key=lambda pair: (-pair[1].false - pair[1].missed, pair[0])):
        numbers = f"<td>{f.true}</td><td>{f.false or ''}</td><td>{f.missed or ''}</td>"
        shares = "".join(map(_shaded, (f.precision, f.recall, f.f1)))
        rows.append(f'<tr><th scope="row" class="id">{escape(name)}</th>{numbers}{shares}</tr>')
    heads = "".join(f"<th>{name}</th>" for name in ("right", "wrong", "missed", "P", "R", "F1"))
    return _scrolled(heads, "".join(rows), " tall")


def _metadata(by_key: Mapping[str, Ratio]) -> str:
    rows = []
    for name, r in by_key.items():
        numbers = f"<td>{r.of}</td><td>{r.of - r.right or ''}</td>"
        rows.append(f'<tr><th scope="row" class="id">{escape(name)}</th>{numbers}{_shaded(r.share)}</tr>')
    return _scrolled("<th>documents</th><th>wrong</th><th>right</th>", "".join(rows))


def _documents(documents: Sequence[Judged]) -> Iterator[str]:
    failed = [d for d in documents if d.failed]
    if failed:
        lines = "".join(f"<li><b>{escape(d.document)}</b> {escape(d.error)}</li>" for d in failed)
        yield f"<h2>Without a record</h2><ul>{lines}</ul>"
    poor = sorted((d for d in documents if d.wrong and not d.failed), key=lambda d: (-len(d.wrong), d.name, d.document))
    if poor:
        more = f" (of {len(poor)} that are not fully right)" if len(poor) > _DOCUMENTS else ""
        yield f"<h2>Most to mend{more}</h2>"
        yield from (worst(document, opened=k < 3) for k, document in enumerate(poor[:_DOCUMENTS]))


_NOTES = """<footer><p><b>right</b>: every judged item of the document is right. <b>cells</b>: the value is exactly
what is printed, blanks included; <b>≠ 0</b>: of the cells with another value than 0. <b>invented</b>: values for
which the gold has none. <b>P, R, F1</b>: precision
and recall; a wrong value is both claimed wrongly and missed. <b>tables</b>: documents with every cell right.
<b>sums</b>: broken sums of the office. <b>type</b>: the report type is told rightly.
<b>structure</b>: GriTS-Top.
<b>first read</b>: cells whose first reading is right, of documents with repaired cells; <b>put right</b>: of the
misread cells under a sum, those right in the end; <b>repairs</b>: those that are right.
<b>coverage</b>: the largest share of fields that a confidence accepts with 99.9 % of them
right. A document without a record has all of its gold wrong.</p></footer>"""
