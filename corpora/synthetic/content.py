"""One report from a seed: who, when, which form, which numbers, and what is printed of them."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import cycle

from extractor.core.schema import Schema
from extractor.schemas import load_schema

from . import narrative_facts, tables
from .agencies import Agency, choose
from .content_form import Form, form_of, untied
from .content_text import body
from .narrative_say import style
from .narrative_words import Setting, wordings
from .numbers import fill
from .quirks import Habits, Shown, broken_sums, habits, label, misprint, show
from .report import Broken, Number, Paragraph, PrintedTable, Report, Section, Split

_MISPRINTED = 0.1  # share of reports in which the agency broke a sum
_CONTRADICTED = 0.03  # share in which text and table differ
_COMPARED = ("requests.received", "requests.closed", "review.cases", "litigation.cases")
_LEAVES = ("requests.results.not_processed.", "requests.results.denied.", "proactive.regulations", "proactive.coercion")

_TITLES = (
    "{year}年{who}政府信息公开工作年度报告",
    "{year}年度{who}政府信息公开年度报告",
    "{who}{year}年政府信息公开工作年度报告",
    "{who}{year}年度政府信息公开工作年度报告",
    "{who}{year}年政府信息公开年度报告",
    "{who}关于{year}年度政府信息公开工作情况的年度报告",
)


def make_report(seed: int, split: Split) -> Report:
    """The report of a seed. The same seed and split give the same report, on every machine."""
    rng = random.Random(f"{split}/{seed}")
    form = form_of(rng)
    schema = load_schema(form.schema)
    agency = choose(rng, split, form.year)
    ways = habits(rng)
    # a form without tables still counts requests: as the table of 2019 would
    counted = schema if form.tables else load_schema("gov-disclosure/2019")
    true = fill(counted, agency, rng, mixed=ways.mixed)
    values, unfilled = misprint(true, counted, rng) if rng.random() < _MISPRINTED else (true, frozenset[str]())
    printed = _printed(values, unfilled, counted, ways, rng) if form.tables else {}
    counts = narrative_facts.counts(agency, form.year, rng)
    counts |= (narrative_facts.of_form(true, rng) if form.tables else {}) | narrative_facts.tied(counted, true, rng)
    counts = untied(counts, true, rng) if "requests.received" in counts else counts
    wrong = _contradiction(counts, true, counted, rng) if form.tables and values is true else {}
    fillers = [w.text for w in wordings("plain.filler", split)]
    rng.shuffle(fillers)
    setting = Setting(agency, form.year, counts, style(rng), wrong, cycle(fillers))
    grids = _grids(schema, printed, tables.choose(split, rng), ways, rng) if form.tables else {}
    sections = body(form, setting, grids, split, rng)
    broken = broken_sums({name: shown.value for name, shown in printed.items()}, schema) if form.tables else ()
    broken += _text_broken(sections, wrong, printed, schema)
    headed = _headed(sections, form, agency, split, rng)
    return replace(headed, id=f"{split}-{seed:06d}", broken=broken)


def _printed(
    values: Mapping[str, int], unfilled: frozenset[str], schema: Schema, ways: Habits, rng: random.Random
) -> dict[str, Shown]:
    """Every printed slot; rows that an agency leaves out are absent."""
    found: dict[str, Shown] = {}
    for table in schema.tables:
        for row in table.rows:
            names = [name for name in table.fields(row) if name in values]
            left_out = ways.omits and row.id.startswith(_LEAVES) and not any(values[n] for n in names)
            if left_out and rng.random() < 0.4:
                continue
            for column in table.columns:
                if (name := table.field(row, column)) in values:
                    shown = show(name, values[name], row.unit or column.unit, column.scale, ways, rng)
                    found[name] = Shown("", None) if name in unfilled else shown
    return found


def _grids(
    schema: Schema, printed: Mapping[str, Shown], layout: tables.Layout, ways: Habits, rng: random.Random
) -> dict[str, tuple[PrintedTable, ...]]:
    """The report's tables by the section that holds them."""
    labels = partial(label, ways=ways, rng=rng)
    number = rng.randint(1, 60)
    extra = Shown(str(number), number) if ways.adds else None
    if schema.tables[0].id == "annex":
        return {"annex": (tables.annex(schema, printed, layout, labels, extra),)}
    by_id = {table.id: table for table in schema.tables}
    blocks = tuple(t for t in schema.tables if t.id.startswith("proactive."))
    return {
        "proactive": tables.proactive(blocks, printed, layout, labels, extra),
        "requests": (tables.requests(by_id["requests"], printed, layout, labels),),
        "proceedings": tables.proceedings(by_id["proceedings"], printed, layout, labels),
    }


def _contradiction(
    counts: Mapping[str, Number], true: Mapping[str, int], schema: Schema, rng: random.Random
) -> dict[str, Number]:
    """Now and then a count of the text that no definition ties to the table, as where last year's text was copied."""
    if rng.random() >= _CONTRADICTED:
        return {}
    for comparison in schema.comparisons:
        name = comparison.metric.removeprefix("narrative.")
        if name not in _COMPARED or not counts.get(name):
            continue
        fitting = {
            sum(true.get(n, 0) for n in d.fields) - sum(true.get(n, 0) for n in d.minus) for d in comparison.definitions
        }
        wrong = int(counts[name]) + rng.choice((1, 2, 5, 10))
        while wrong in fitting:
            wrong += 1
        return {name: wrong}
    return {}


def _text_broken(
    sections: tuple[Section, ...], wrong: Mapping[str, Number], printed: Mapping[str, Shown], schema: Schema
) -> tuple[Broken, ...]:
    parts = (part for section in sections for part in section.parts)
    stated = {s.metric for part in parts if isinstance(part, Paragraph) for s in part.said}
    found = []
    for comparison in schema.comparisons:
        name = comparison.metric.removeprefix("narrative.")
        if name in wrong and comparison.metric in stated:
            first = comparison.definitions[0]
            cells = [(printed[n].value if n in printed else None) or 0 for n in first.fields]
            found.append(Broken(f"text/{comparison.metric}", wrong[name], sum(cells)))
    return tuple(found)


def _headed(sections: tuple[Section, ...], form: Form, agency: Agency, split: Split, rng: random.Random) -> Report:
    """The report with its title, signature and dates; what is not printed is None. Its id is still empty."""
    year = form.year
    signed = rng.random() < 0.65
    place = agency.prefix if agency.kind in ("government", "office") else agency.name
    headline = rng.choice((agency.name, agency.name, place)) if not signed else rng.choice((agency.name, place, ""))
    words = rng.choice(_TITLES if headline else _TITLES[:2])
    day = date(year + 1, 1, 4) + timedelta(days=rng.randint(0, 85))
    dated = signed and rng.random() < 0.9
    number = None
    if rng.random() < 0.05:
        number = f"{agency.region[0]}政{rng.choice(('发', '办', '函', '公开'))}〔{year + 1}〕{rng.randint(1, 60)}号"
    intro = sections[0].parts[0] if not sections[0].heading and sections[0].parts else None
    stated = isinstance(intro, Paragraph) and "12月31日" in intro.text
    return Report(
        id="",
        split=split,
        schema=form.schema,
        agency=agency.name if signed or headline == agency.name else headline,
        region=agency.region,
        region_code=agency.region_code,
        year=year,
        title=words.format(who=headline, year=year),
        sections=sections,
        period=(f"{year}-01-01", f"{year}-12-31") if stated else None,
        published=day.isoformat() if dated else None,
        document_number=number,
        signature=((agency.name, *((f"{day.year}年{day.month}月{day.day}日",) if dated else ())) if signed else ()),
    )
