"""The sections of a report: headings as agencies print them, paragraphs around the tables."""

import random
from collections.abc import Mapping

from . import narrative
from .content_form import Form
from .narrative_words import Setting
from .report import Paragraph, PrintedTable, Section, Split

_NUMERALS = "一二三四五六七八九"
_SUBHEADS = {"publish": "主动公开情况", "requests": "依申请公开情况", "manage": "政府信息管理及监督保障情况"}


def body(
    form: Form,
    setting: Setting,
    grids: Mapping[str, tuple[PrintedTable, ...]],
    split: Split,
    rng: random.Random,
) -> tuple[Section, ...]:
    """All sections in order; the first, without a heading, holds the opening paragraph."""
    opening = Section("", tuple(narrative.plain("plain", "intro", 1, setting, split, rng)))
    parts = _six(setting, grids, split, rng) if "requests" in grids else _old(setting, grids, split, rng)
    sections = [Section(_heading(i, name, rng), tuple(inside)) for i, (name, inside) in enumerate(parts)]
    if "annex" in grids:
        sections.append(
            Section(rng.choice(("附件：政府信息公开情况统计表", "政府信息公开情况统计表", "附表")), grids["annex"])
        )
    return (opening, *sections)


def _heading(index: int, name: str, rng: random.Random) -> str:
    return f"{_NUMERALS[index]}{'、 ' if rng.random() < 0.04 else '、'}{name}"


def _six(
    setting: Setting, grids: Mapping[str, tuple[PrintedTable, ...]], split: Split, rng: random.Random
) -> list[tuple[str, list[Paragraph | PrintedTable]]]:
    """The six sections of the forms of 2019 and 2021."""
    overall: list[Paragraph | PrintedTable] = []
    headed = rng.random() < 0.6
    told: dict[str, list[Paragraph]] = {
        "publish": narrative.section("publish", setting, split, rng),
        "requests": [
            *narrative.section("requests", setting, split, rng),
            *narrative.section("proceedings", setting, split, rng, only=("cases",)),
        ],
        "manage": narrative.section("manage", setting, split, rng),
    }
    for i, (name, paragraphs) in enumerate((n, p) for n, p in told.items() if p):
        if headed:
            overall.append(Paragraph(f"（{_NUMERALS[i]}）{_SUBHEADS[name]}"))
        overall += paragraphs
    fees = narrative.section("proceedings", setting, split, rng, only=("fees",))
    problems = narrative.plain("plain", "problems", 2, setting, split, rng)
    measures = narrative.plain("plain", "measures", 2, setting, split, rng)
    return [
        ("总体情况", overall),
        ("主动公开政府信息情况", list(grids["proactive"])),
        ("收到和处理政府信息公开申请情况", list(grids["requests"])),
        ("政府信息公开行政复议、行政诉讼情况", list(grids["proceedings"])),
        ("存在的主要问题及改进情况", [*problems, *measures]),
        ("其他需要报告的事项", [*fees, *narrative.plain("plain", "other", 1, setting, split, rng)]),
    ]


def _old(
    setting: Setting, grids: Mapping[str, tuple[PrintedTable, ...]], split: Split, rng: random.Random
) -> list[tuple[str, list[Paragraph | PrintedTable]]]:
    """The sections of the reports before 2019: all numbers in the text, an annex behind it or none."""
    problems = narrative.plain("plain", "problems", 2, setting, split, rng)
    measures = narrative.plain("plain", "measures", 1, setting, split, rng)
    found: list[tuple[str, list[Paragraph]]] = [
        ("概述", narrative.section("manage", setting, split, rng)),
        ("主动公开政府信息情况", narrative.section("publish", setting, split, rng)),
        ("依申请公开政府信息办理情况", narrative.section("requests", setting, split, rng)),
        ("政府信息公开的收费及减免情况", narrative.section("proceedings", setting, split, rng, only=("fees",))),
        (
            "因政府信息公开申请行政复议、提起行政诉讼的情况",
            narrative.section("proceedings", setting, split, rng, only=("cases",)),
        ),
        ("政府信息公开工作存在的主要问题及改进情况", [*problems, *measures]),
    ]
    return [(name, [*paragraphs]) for name, paragraphs in found if paragraphs]
