"""Markdown: the forms as tables, the counts of the text, and what does not add up."""

from collections.abc import Iterator

from ..core.record import Record
from ..core.schema import Schema
from .findings import findings
from .forms import Form, Slot, counts, facts, forms


def render(record: Record, schema: Schema) -> str:
    """A page for a wiki or a note; a number in bold is part of a broken sum, "?" and "~" mark doubtful readings."""
    return "\n".join(_lines(record, schema)) + "\n"


def _lines(record: Record, schema: Schema) -> Iterator[str]:
    title = record.metadata.get("title")
    yield f"# {_escape(str(title.value)) if title and title.value else schema.title}"
    yield ""
    for slot in facts(record):
        if slot.field.value is not None and slot.id != "metadata.title":
            yield f"- {slot.label}：{_escape(str(slot.field.value))}{slot.doubt}"
    yield f"- 式样：`{record.schema}`"
    yield f"- 文件：`{record.document.path}`（{record.document.media_type}）"
    for form in forms(record, schema):
        if form.present:
            yield from _table(form)
    told = counts(record, schema)
    if told:
        yield from ("", "## 正文中的数字", "", "| 项目 | 数值 | 单位 | 原文 |", "| --- | ---: | --- | --- |")
        for slot in told:
            yield f"| {slot.label} | {_cell(slot)} | {slot.unit} | {_escape(_quote(slot))} |"
    yield from ("", "## 核对", "", findings(record, schema, "zh").rstrip())
    if record.warnings:
        yield from ("", "## 提示", "", *(f"- {_escape(warning)}" for warning in record.warnings))


def _table(form: Form) -> Iterator[str]:
    yield from ("", f"## {form.name}　{form.title}", "")
    yield "| | " + " | ".join(_escape(label) for label in form.columns) + " |"
    yield "| --- |" + " ---: |" * len(form.columns)
    for line in form.lines:
        cells = [_cell(slot) for slot in line.slots] or [""] * len(form.columns)
        yield f"| {'　' * line.depth}{_escape(line.label)} | " + " | ".join(cells) + " |"


def _cell(slot: Slot) -> str:
    if slot.printed is None:
        return "–"
    text = _escape(slot.printed)
    return (f"**{text or '空'}**" if slot.broken else text) + slot.doubt


def _quote(slot: Slot) -> str:
    return slot.field.evidence[0].quote if slot.field.evidence else ""


def _escape(text: str) -> str:
    flat = " ".join(text.split())
    for character in "\\|*_`<[":
        flat = flat.replace(character, "\\" + character)
    return flat
