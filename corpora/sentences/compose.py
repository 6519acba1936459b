"""Clauses joined to passages as reports join them."""

import random

from ..synthetic.agencies import choose
from ..synthetic.narrative_say import style
from ..synthetic.report import Split
from .changes import compared, is_own, turned, whose
from .grammar import Passage, Writer
from .topics import TOPICS

_HEADINGS = {
    "overall": "主动公开情况|主动公开政府信息情况|政府信息主动公开|总体情况",
    "requests": "依申请公开情况|依申请公开办理情况|政府信息公开申请办理情况|依申请公开工作",
    "cases": "行政复议和行政诉讼情况|复议、诉讼情况|行政复议、行政诉讼和举报投诉情况",
    "interact2": "回应解读情况|公众参与情况|互动交流|政策解读和回应关切",
    "organise": "监督保障情况|组织领导和培训|监督保障|工作机构和人员情况",
    "channel": "平台建设情况|政府信息公开平台建设|公开渠道|信息公开载体建设",
    "things": "公开内容|重点领域信息公开|政府信息管理",
}
_ENDS = ("，", "，", "；", "。", "。")


def writer(split: Split, units: dict[str, tuple[str, ...]], stocks: frozenset[str], rng: random.Random) -> Writer:
    """Someone who writes a passage; `units` and `stocks` as in Writer."""
    year = rng.randint(2008, 2025)
    return Writer(choose(rng, split, year), year, split, style(rng), units, stocks, rng)


def passage(by: Writer, longest: int) -> Passage:
    """A heading now and then, and sentences of one or more topics, up to so many characters."""
    rng = by.rng
    text, own = "", True
    topic = rng.choice(list(TOPICS))
    if rng.random() < 0.35:
        text = _heading(topic, rng)
    for _ in range(rng.randint(2, 7)):
        drawn = _naming(by) if topic.startswith("named") else _sentence(by, topic, own)
        sentence = by.spell(drawn)
        if text and len(text) + len(sentence) > longest:
            break
        text += sentence
        own = is_own(drawn)
        if rng.random() < 0.5:
            topic = rng.choice(list(TOPICS))
        if rng.random() < 0.08:
            text += "\n"
    return by.print(text)


def _heading(topic: str, rng: random.Random) -> str:
    shown = rng.choice(_HEADINGS.get(topic, _HEADINGS["overall"]).split("|"))
    mark = rng.choice(("一、", "二、", "（一）", "（二）", "（三）", "1.", "2、", "三、", "第一部分 "))
    return mark + shown + rng.choice(("\n", "\n", "。", "："))


def _sentence(by: Writer, topic: str, own: bool) -> str:
    """Some clauses; with figures of others before it (`own` False), the first says whose its own are."""
    rng = by.rng
    clauses: list[str] = []
    if rng.random() < 0.32:
        clauses.append(by.draw("filler"))
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        clauses.append(_clause(by, topic, own))
        own = is_own(clauses[-1])
    if rng.random() < 0.1:
        clauses.append(by.draw("filler"))
    ends = [rng.choice(_ENDS) for _ in clauses[:-1]] + ["。"]
    for i, clause in enumerate(clauses):  # what is not the agency's own, or not this year's, ends with its sentence
        if not is_own(clause):
            ends[i] = "。"
            if i:
                ends[i - 1] = rng.choice("。。；")
    numbered = rng.random() < 0.06
    return "".join(
        (f"{'一二三四五'[i]}是" if numbered and i < 5 else "") + c + e
        for i, (c, e) in enumerate(zip(clauses, ends, strict=True))
    )


def _naming(by: Writer) -> str:
    """A sentence without counts, as those about who did what under which rule."""
    rng = by.rng
    return rng.choice("，，；").join(by.draw("filler") for _ in range(rng.choice((1, 1, 2, 3)))) + "。"


def _clause(by: Writer, topic: str, own: bool) -> str:
    rng = by.rng
    build = TOPICS[topic]
    clause = build(by) if callable(build) else by.draw(build)
    if rng.random() < 0.12:
        clause = by.draw("unknown")
    clause = turned(by, compared(by, clause))
    if rng.random() < 0.06:
        clause += "，[涉及|涵盖|包括]<kind>、<kind>等[信息|内容|领域|方面]"
    clause = whose(by, clause, own)
    return by.draw("lead") + clause if rng.random() < 0.2 else clause
