"""HTML: one self-contained page. Colours show confidence, hovering shows the words and their place.

Where the document's pages are given as pictures, they stand beside the record with every field marked on them.
"""

from collections.abc import Iterator, Sequence
from html import escape

from ..core.page_image import PageImage
from ..core.record import Record
from ..core.schema import Schema
from . import view
from .findings import findings
from .forms import Form, Slot, counts, facts, forms

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #c9ced6; --soft: #6a737d;
  --doubt: #fff3c4; --poor: #ffd9c9; --broken: #c62828; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --paper: #16191d; --line: #3b424b; --soft: #98a1ab;
  --doubt: #4a3f10; --poor: #5a2a17; --broken: #ff7b72; } }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper); color: var(--ink);
  font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.2rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; min-width: 40%; }
th, td { border: 1px solid var(--line); padding: .2rem .55rem; text-align: left; font-weight: normal; }
td { text-align: right; font-variant-numeric: tabular-nums; } thead th, .soft, th.group { color: var(--soft); }
thead th { text-align: right; min-width: 3em; }
td.words { text-align: left; } .doubt { background: var(--doubt); } .poor { background: var(--poor); }
.broken { outline: 2px solid var(--broken); outline-offset: -2px; font-weight: bold; }
td[title] { cursor: help; } pre { white-space: pre-wrap; font: inherit; } dl { display: grid;
  grid-template-columns: max-content 1fr; gap: .15rem 1rem; } dt { color: var(--soft); } dd { margin: 0; }
"""


def render(record: Record, schema: Schema, pages: Sequence[PageImage] = ()) -> str:
    """A page for a browser without network: facts, forms, counts, findings, warnings; beside them the pages."""
    return "\n".join(_parts(record, schema, pages)) + "\n"


def _parts(record: Record, schema: Schema, pages: Sequence[PageImage]) -> Iterator[str]:
    known = {slot.id: slot for slot in facts(record)}
    title = known.pop("metadata.title", None)
    name = escape(str(title.field.value) if title and title.field.value else schema.title)
    yield '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width">\n<title>{name}</title>'
    yield f"<style>{_STYLE}{view.STYLE if pages else ''}</style>\n</head>"
    yield '<body class="beside">\n<main>' if pages else "<body>\n<main>"
    yield f"<h1>{name}</h1>\n<dl>"
    for slot in known.values():
        if slot.field.value is not None:
            value, marks = escape(str(slot.field.value)), f'class="{_shade(slot)}" title="{_hover(slot)}"'
            yield f'<dt>{slot.label}</dt><dd><span data-field="{slot.id}" {marks}>{value}</span></dd>'
    yield f"<dt>式样</dt><dd>{escape(schema.id)}　{escape(schema.title)}</dd>"
    yield f"<dt>文件</dt><dd>{escape(record.document.path)}（{escape(record.document.media_type)}）</dd>\n</dl>"
    for form in forms(record, schema):
        if form.present:
            yield from _form(form)
    if told := counts(record, schema):
        yield from _counts(told)
    yield f"<h2>核对</h2>\n<pre>{escape(findings(record, schema, 'zh').rstrip())}</pre>"
    if record.warnings:
        yield "<h2>提示</h2>\n<ul>" + "".join(f"<li>{escape(w)}</li>" for w in record.warnings) + "</ul>"
    yield (
        '<p class="soft">底色：<span class="doubt">置信度低于 0.95</span>、<span class="poor">低于 0.80</span>；'
        '<span class="broken">框</span>：勾稽关系不成立；“–”：报告中没有这一格。鼠标停留可看原文。</p>'
    )
    yield "</main>"
    if pages:
        yield "<aside>"
        yield from view.figures(record, pages)
        yield f"</aside>\n<script>{view.SCRIPT}</script>"
    yield "</body>\n</html>"


def _form(form: Form) -> Iterator[str]:
    yield f'<h2>{escape(form.name)}　{escape(form.title)}</h2>\n<div class="scroll"><table>\n<thead><tr><th></th>'
    yield "".join(f'<th scope="col">{escape(label)}</th>' for label in form.columns) + "</tr></thead>\n<tbody>"
    for line in form.lines:
        indent = f' style="padding-left:{line.depth + 0.55:.2f}rem"'
        label = escape(line.label)
        if line.slots:
            cells = "".join(_cell(slot) for slot in line.slots)
            yield f'<tr><th scope="row"{indent}>{label}</th>{cells}</tr>'
        else:
            yield f'<tr><th class="group"{indent} colspan="{len(form.columns) + 1}">{label}</th></tr>'
    yield "</tbody>\n</table></div>"


def _counts(slots: list[Slot]) -> Iterator[str]:
    heads = "".join(f"<th>{name}</th>" for name in ("项目", "数值", "单位", "原文"))
    yield f'<h2>正文中的数字</h2>\n<div class="scroll"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>'
    for slot in slots:
        quote = escape(slot.field.evidence[0].quote if slot.field.evidence else "")
        unit = escape(slot.unit)
        label = f'<th scope="row">{escape(slot.label)}</th>'
        yield f'<tr>{label}{_cell(slot)}<td class="words">{unit}</td><td class="words">{quote}</td></tr>'
    yield "</tbody>\n</table></div>"


def _cell(slot: Slot) -> str:
    text = "–" if slot.printed is None else escape(slot.printed)
    name = escape(slot.id)
    return f'<td id="{name}" data-field="{name}" tabindex="0" class="{_shade(slot)}" title="{_hover(slot)}">{text}</td>'


def _shade(slot: Slot) -> str:
    names = {"": [], "~": ["doubt"], "?": ["poor"]}[slot.doubt] + (["broken"] if slot.broken else [])
    if slot.printed is None:
        names.append("soft")
    return " ".join(names)


def _hover(slot: Slot) -> str:
    field = slot.field
    lines = [slot.id, f"{field.status}, confidence {field.confidence:.3f}"]
    if field.value is not None:
        lines.append(f"value {field.value} {slot.unit}".rstrip())
    if field.suggested is not None:
        lines.append(f"the sums imply {field.suggested}")
    for evidence in field.evidence:
        place = f" at {evidence.span[0]}–{evidence.span[1]}" if evidence.span else ""
        place += f", page {evidence.page}" if evidence.page else ""
        quote = f"：{' '.join(evidence.quote.split())}" if evidence.quote else ""
        lines.append(f"{evidence.source}, {evidence.match}{place}{quote or '：' + evidence.raw.strip()}")
    return escape("\n".join(lines))
