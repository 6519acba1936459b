"""The record as tables for a terminal of 80 columns or more, readable without colour too."""

import io
from collections.abc import Iterator
from math import floor

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.record import Record
from ..core.schema import Schema
from .findings import findings
from .forms import Form, Slot, counts, facts, forms

_WIDEST_LABEL, _WIDEST_NUMBER, _LONGEST_QUOTE = 30, 12, 80
_LEGEND = {
    "!": "! part of a broken sum",
    "~": "~ confidence below 0.95",
    "?": "? confidence below 0.80",
    "|": "| two readings, neither wins",
    "_": "_ printed empty",
    "-": "- not in the report",
}


def render(record: Record, schema: Schema, *, width: int = 80, colour: bool = False) -> str:
    """Text of at most `width` columns (Chinese characters take two); `colour` adds ANSI codes."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(Group(*_parts(record, schema)))
    return "\n".join(line.rstrip() for line in out.getvalue().replace("\u00a0", " ").splitlines()) + "\n"


def _parts(record: Record, schema: Schema) -> Iterator[RenderableType]:
    yield from _heading(record, schema)
    shown: list[Slot] = []
    for form in forms(record, schema):
        if form.present:
            shown += [slot for line in form.lines for slot in line.slots]
            yield _title(f"{form.name} {form.title}", _lowest(form))
            yield _form(form)
    told = counts(record, schema)
    if told:
        yield _title("Counts of the text", "")
        yield _counts(told)
    loose = sum(mention.metric is None for mention in record.quantities)
    if loose:
        yield Text(f"and {loose} more of its numbers without a field of their own: see --format json", style="dim")
    if legend := _legend([*shown, *told]):
        yield Text("\n" + legend, style="dim")
    if record.violations:
        yield _title("What does not add up", "")
        yield Text(findings(record, schema, "en").rstrip().partition("\n\n")[2])
    if record.warnings:
        yield _title("Warnings", "")
        yield Text("\n".join(f"· {warning}" for warning in record.warnings), style="yellow")


def _heading(record: Record, schema: Schema) -> Iterator[RenderableType]:
    known = [slot for slot in facts(record) if slot.field.status != "missing"]
    table = Table.grid(padding=(0, 2))
    for slot in known:
        value = slot.field.value if slot.field.value is not None else slot.printed
        table.add_row(Text(_key(slot), style="dim"), Text(str(value), style=_style(slot)), _confidence(slot))
    table.add_row(Text("form", style="dim"), Text(f"{record.schema}  {schema.title}"))
    table.add_row(Text("document", style="dim"), Text(f"{record.document.path}  ({record.document.media_type})"))
    unknown = [_key(slot) for slot in facts(record) if slot.field.status == "missing"]
    if unknown:
        table.add_row(Text("not found", style="dim"), Text(", ".join(unknown), style="dim"))
    yield table


def _key(slot: Slot) -> str:
    return slot.id.removeprefix("metadata.").replace("_", " ")


def _title(text: str, aside: str) -> RenderableType:
    line = Text("\n" + text, style="bold")
    return line.append(f"  {aside}", style="not bold dim") if aside else line


def _lowest(form: Form) -> str:
    slots = [slot for line in form.lines for slot in line.slots if slot.field.status != "missing"]
    lowest = min(slot.field.confidence for slot in slots)
    units = {slot.unit for slot in slots if slot.unit}
    told = len(units) == 1 and all(unit in label for unit in units for label in form.columns)
    unit = f"unit {units.pop()}, " if len(units) == 1 and not told else ""
    return f"{unit}confidence ≥ {floor(lowest * 100) / 100:.2f}"


def _form(form: Form) -> RenderableType:
    slots = [slot for line in form.lines for slot in line.slots]
    with_units = len(form.columns) == 1 and len({slot.unit for slot in slots}) > 1
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim", expand=len(form.columns) > 1)
    table.add_column("", ratio=1, overflow="fold", min_width=16)
    narrow = len(form.columns) > 5
    for label in form.columns:
        table.add_column(
            Text(_broken_label(label) if narrow else label), justify="right", overflow="fold", vertical="bottom"
        )
    if with_units:
        table.add_column("")
    for line in form.lines:
        name = Padding(Text(line.label, style="" if line.slots else "dim"), (0, 0, 0, line.depth))
        units = [Text(line.slots[0].unit, style="dim")] if with_units and line.slots else []
        table.add_row(name, *map(_cell, line.slots), *units)
    return table


def _broken_label(label: str) -> str:
    """A long label in lines of two characters, as the narrow columns of the form print it."""
    return label if len(label) <= 3 else "\n".join(label[i : i + 2] for i in range(0, len(label), 2))


def _counts(slots: list[Slot]) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    widest = max(cell_len(slot.label) for slot in slots)
    table.add_column("what", overflow="fold", min_width=min(widest, _WIDEST_LABEL))
    table.add_column("printed", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("conf.", justify="right", no_wrap=True)
    table.add_column("in the words", overflow="fold", ratio=1)
    for slot in slots:
        quote = slot.field.evidence[0].quote if slot.field.evidence else ""
        quote = " ".join(quote.split())
        words = Text(quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…", style="dim")
        table.add_row(slot.label, _count(slot), slot.unit, _confidence(slot), words)
    return table


def _count(slot: Slot) -> Text:
    """As printed; a sentence that states 0 stands in the words beside it."""
    if cell_len(slot.printed or "") <= _WIDEST_NUMBER:
        return _cell(slot)
    return Text(f"{slot.field.value}{'!' if slot.broken else ''}{slot.doubt}", style=_style(slot))


def _cell(slot: Slot) -> Text:
    marks = ("!" if slot.broken else "") + slot.doubt
    printed = "-" if slot.printed is None else slot.printed or "_"
    return Text(printed + marks, style=_style(slot))


def _confidence(slot: Slot) -> Text:
    return Text(f"{slot.field.confidence:.2f}", style=_style(slot) or "green")


def _style(slot: Slot) -> str:
    if slot.broken:
        return "bold red"
    if slot.printed is None or slot.field.status == "blank":
        return "dim"
    return {"": "", "~": "yellow", "?": "red"}[slot.doubt]


def _legend(slots: list[Slot]) -> str:
    seen = {mark for slot in slots for mark in slot.doubt}
    seen |= {"!" for slot in slots if slot.broken} | {"-" for slot in slots if slot.printed is None}
    seen |= {"_" for slot in slots if slot.printed == ""} | {"|" for slot in slots if slot.field.status == "conflict"}
    return "   ".join(text.replace(" ", "\u00a0") for mark, text in _LEGEND.items() if mark in seen)
