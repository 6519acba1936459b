"""Whose report it is: the signature, else the title, else what the text says, else the page's header."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.core.document import Document
from extractor.core.folding import Folded

from ..divisions import leading, mentions
from .candidate import Candidate, candidate, ranked
from .dates import days
from .organs import GOVERNMENT, house, is_division, is_full, is_organ, is_town, is_zone
from .titles import Title

# Points by source; a division's bare name is less than an organ's name of the next source but one.
SIGNATURE, TITLE, COMPILED, INLINE, BARE_TITLE, CONTACT, QUOTED, HEADER, MENTION, PARTIAL, OUTLOOK = (
    6.0, 5.0, 4.6, 4.4, 4.2, 3.6, 3.2, 2.6, 2.0, 1.6, 1.0,
)  # fmt: skip

_NAME = r"[\u4e00-\u9fff()、·]"
_COMPILED = re.compile(
    rf"由({_NAME}{{3,60}}?)(?:\(以下[^)]*\))?(?:负责|牵头|组织|汇总|会同)?(?:编制|编写|编撰|编辑|起草|制作|汇编|撰写|发布)"
)
_ANNOUNCES = re.compile(rf"(?:^|[。,;:!])({_NAME}{{4,40}}?)(?:特此?|现)?(?:向社会(?:公布|公开|发布)|编制了?(?:本|20\d\d))")
_CONTACT = re.compile(
    rf"(?:请与|请联系|请向|请致电|敬请联系|可与|可联系|可向|直接与|联系)[::]?({_NAME}{{3,40}}?)(?:联系|咨询|反映|反馈|提出|[,;。::]|\(|$|电话|地址|邮编)"
)
_HEADER = re.compile(
    r"(?:发布机构|发布单位|发文机关|发文单位|发文机构|公开机构|公开主体|公开单位|机构名称|制作单位|编制单位|报告单位|责任单位|单位名称|"
    r"信息来源|稿件来源|来源|政府/部门)\s*[:|]?\s*([\u4e00-\u9fff()、·]{3,40})(?=[\s|]|$)"
)
_TAIL = re.compile(rf"[\u4e00-\u9fff]{{0,22}}?(?:{GOVERNMENT}|委员会|局|厅|海关|大学|学院|委|支队|中心|办公室|办)(?![\u4e00-\u9fff]{{0,3}}(?:镇|乡|街道))")
_ISSUES = re.compile(r"(?:办公厅|办公室)?(?:《|关于|印发|转发|文件|公报|令|门户网站|政府网|官网|网站)")
_CITES = re.compile(r"(?:根据|按照|依据|贯彻|落实|转发|围绕|向|与|被|经|在|\(|和|及|、)$")
_VOICE = re.compile(r"(?:我|本)(局|委|厅|办|镇|乡|街道|处|院|校|关|市|县|区|省|州|旗|中心|支队|部)(?!属|辖)")
_VOICES = {
    "局": "局", "委": "委|委员会", "厅": "厅", "办": "办|办公室", "镇": "镇人民政府|镇政府", "乡": "乡人民政府|乡政府", "街道": "办事处",
    "院": "学院|医院|院", "校": "大学|学院|学校|中学", "关": "海关", "中心": "中心", "支队": "支队", "部": "部", "处": "处",
}  # fmt: skip
_DIVISIONS = "市县区省州旗"


@dataclass(frozen=True)
class Texts:
    """The document folded for matching: `lines` keeps blanks and line ends, `flat` has none."""

    document: Document
    lines: Folded
    flat: Folded


def agencies(texts: Texts, titles: list[Title]) -> list[Candidate]:
    """Names of the agency, best first, each in the fullest form that the document prints."""
    found = [*_signatures(texts), *_titled(texts, titles), *_said(texts), *_headed(texts)]
    if not any(c.score > PARTIAL for c in found):
        found += _mentioned(texts)
    return ranked([_full(texts, c) for c in ranked(found)])


def _signatures(texts: Texts) -> Iterator[Candidate]:
    text = texts.lines.text
    for day in days(text):
        line = re.search(rf"(?:^|[\s。|])({_NAME}{{3,45}})[\s:|]*$", text[max(0, day.start - 120) : day.start])
        ends = re.match(r"[ \t]*(?:$|[\n|]|\s{1,3}附件|[ \t]\S)", text[day.end :])
        if line and ends and is_full(line[1]):
            start = max(0, day.start - 120) + line.start(1)
            early = day.start < len(text) // 2  # on the cover, or in the page's header
            yield candidate(texts.document, texts.lines, (start, start + len(line[1])), TITLE if early else SIGNATURE)
    last = re.search(rf"\n[ \t]*({_NAME}{{4,45}})\s*$", text[-120:])
    if last and is_full(last[1]):
        start = max(0, len(text) - 120) + last.start(1)
        yield candidate(texts.document, texts.lines, (start, start + len(last[1])), SIGNATURE)


def _titled(texts: Texts, titles: list[Title]) -> Iterator[Candidate]:
    for title in titles:
        if title.agency is None:
            continue
        name = texts.lines.text[slice(*title.agency)]
        score = {"line": TITLE, "inline": INLINE, "quoted": QUOTED}[title.kind]
        if not is_full("".join(name.split())):
            bare = is_organ("".join(name.split()))
            partial = title.kind == "line" and not bare and re.search(r"(?:局|委|厅|办|镇|乡|街道|院|政府)$", name)
            if not bare and not partial:
                continue
            score = (BARE_TITLE if title.kind == "line" else CONTACT - 0.2) if bare else PARTIAL
        score -= 0.4 if title.year is None else 0.0
        yield candidate(texts.document, texts.lines, title.agency, score)


def _said(texts: Texts) -> Iterator[Candidate]:
    text = texts.flat.text
    for pattern, score in ((_COMPILED, COMPILED), (_ANNOUNCES, COMPILED), (_CONTACT, CONTACT)):
        for found in pattern.finditer(text):
            name = house(found[1])
            first = found.start(1)
            if pattern is _CONTACT and not is_organ(name):
                first, name = first, re.sub(r"(?:联系|咨询).*", "", name)
            if is_full(name) or (pattern is _CONTACT and is_organ(name)):
                yield candidate(texts.document, texts.flat, (first, first + len(name)), score)


def _headed(texts: Texts) -> Iterator[Candidate]:
    for found in _HEADER.finditer(texts.lines.text):
        if is_organ(found[1]):
            yield candidate(texts.document, texts.lines, found.span(1), HEADER if is_full(found[1]) else OUTLOOK)


def _mentioned(texts: Texts) -> list[Candidate]:
    """Organs that the text names, in its own voice; or the division, where the voice is a government's."""
    text = texts.flat.text
    voices = Counter(m[1] for m in _VOICE.finditer(text))
    voice = voices.most_common(1)[0][0] if voices else ""
    ends = re.compile(rf"(?:{_VOICES[voice]})$") if voice in _VOICES else None
    counts: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    bare: Counter[str] = Counter()
    for place in mentions(text, None):
        tail = _TAIL.match(text, place.end)
        quoted = text[: place.start].rfind("《") > text[: place.start].rfind("》")
        name = text[place.start : tail.end()] if tail else ""
        if is_full(name) and (ends is None or ends.search(name)) and not (quoted and name.endswith("政府")):
            weight = 1 if _ISSUES.match(text, tail.end() if tail else 0) or _CITES.search(text[: place.start][-2:]) else 3
            counts[name] += weight
            places.setdefault(name, (place.start, place.start + len(name)))
        elif not quoted and (not voice or voice in _DIVISIONS) and re.search(r"[省市县区州旗盟]$", text[: place.end]):
            bare[text[place.start : place.end]] += 1
            places.setdefault(text[place.start : place.end], (place.start, place.end))
    found = [candidate(texts.document, texts.flat, places[n], MENTION + min(c, 20) / 20) for n, c in counts.items() if ends or c > 2]
    return found + [candidate(texts.document, texts.flat, places[n], OUTLOOK + min(c, 10) / 40) for n, c in bare.items()]


def _full(texts: Texts, one: Candidate) -> Candidate:
    """The same agency in the fullest form printed: with its superiors in front, its organ behind, unabbreviated."""
    if one.span is None:
        return one
    flat = texts.flat
    name = folded_name(texts, one)
    if long := re.search(rf"({_NAME}{{4,40}}?)\((?:以下)?简称:?[\"“]?{re.escape(name)}[\"”]?\)", flat.text):
        first = long.start(1) + long[1].rfind("由") + 1
        if is_full(flat.text[first : long.end(1)]):
            return candidate(texts.document, flat, (first, long.end(1)), one.score)
    if is_town(name) and not is_division(name) and not is_zone(name):
        organs = list(re.finditer(rf"{re.escape(name)}(?:人民政府|政府(?!信息)|办事处|管委会|管理委员会)", flat.text))
        if organs:
            best = max(organs, key=lambda m: ("人民" in m[0] or "办事处" in m[0], -m.start()))
            return _with_superiors(texts, best.span(), one)
    return _with_superiors(texts, None, one)


def _with_superiors(texts: Texts, place: tuple[int, int] | None, one: Candidate) -> Candidate:
    text = texts.flat.text
    name = text[slice(*place)] if place else folded_name(texts, one)
    best: tuple[int, int] | None = place
    for found in re.finditer(re.escape(name), text):
        for reach in range(min(24, found.start()), 1, -1):
            before = text[found.start() - reach : found.start()]
            chain = leading(before, None)
            if chain and chain[-1].end == len(before):
                if best is None or found.end() - found.start() + reach > best[1] - best[0]:
                    best = (found.start() - reach, found.end())
                break
    return candidate(texts.document, texts.flat, best, one.score) if best else one


def folded_name(texts: Texts, one: Candidate) -> str:
    """A candidate's name in folded characters without blanks."""
    if one.span is None:
        return one.raw
    offsets = texts.flat.offsets
    return texts.flat.text[bisect_left(offsets, one.span.start) : bisect_left(offsets, one.span.end)]
