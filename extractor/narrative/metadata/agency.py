"""Whose report it is: the signature, else the title, else what the text says, else the page's header."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.core.document import Document
from extractor.core.folding import Folded, fold_text

from ..divisions import leading, mentions
from .candidate import Candidate, candidate, ranked
from .organs import GOVERNMENT, MASK, house, is_division, is_full, is_name, is_organ, is_seat, is_town, is_zone
from .signature import Signature
from .titles import Title, titles

# Points by source; a division's bare name is less than an organ's name of the next source but one.
SIGNATURE, TITLE, COMPILED, INLINE, BARE_TITLE, CONTACT = 6.0, 5.0, 4.6, 4.4, 4.2, 3.6
BARE_INLINE, QUOTED, PARTIAL, HEADER, SUBJECT, MENTION, OUTLOOK = 3.4, 3.2, 3.1, 2.6, 2.4, 2.0, 1.0

_NAME = rf"[\u4e00-\u9fff()、·{MASK}]"
_COMPILED = re.compile(
    rf"由({_NAME}{{3,60}}?)(?:\(以下[^)]*\))?(?:负责|牵头|组织|汇总|会同)?"
    r"(?:编制|编写|编撰|编辑|起草|制作|汇编|撰写|发布|根据|按照|依据|依照)"
)
_ANNOUNCES = re.compile(
    rf"(?:^|[。,;:!])({_NAME}{{4,40}}?)(?:特此?|现)?(?:向社会(?:公布|公开|发布)|编制了?(?:本|20\d\d))"
)
_CONTACT = re.compile(
    rf"(?:请与|请联系|请向|请致电|敬请联系|可与|可联系|可向|直接与|联系):?({_NAME}{{3,40}}?)"
    r"(?:联系|咨询|反映|反馈|提出|[,;。:]|\(|$|电话|地址|邮编)"
)
_HEADER = re.compile(
    r"(?:发布机构|发布单位|发文机关|发文单位|发文机构|公开机构|公开主体|公开单位|机构名称|制作单位|编制单位|报告单位|责任单位|"
    rf"单位名称|信息来源|稿件来源|来源|政府/部门)\s*[:|]?\s*({_NAME}{{3,40}})(?=[\s|]|$)"
)
_SUBJECT = re.compile(
    r"(?:20\d\d年(?:度|(?!度)),?|[。;])([\u4e00-\u9fff]{3,30}?)"
    r"(?=认真|积极|全面|坚持|严格|深入|按照|贯彻|高度|以|在|紧|持续|共|主动|通过|未|依法|围绕|不断|进一步|切实|继续|始终|"
    r"大力|扎实|根据|政府信息公开|政务公开|信息公开|门户网站|政府网站|网站)"
)
_IN_TOWN = re.compile(r"[\u4e00-\u9fff]{2,5}(?:镇|乡|街道|苏木)")
_TAIL = re.compile(
    rf"[\u4e00-\u9fff]{{0,22}}?(?:{GOVERNMENT}|委员会|局|厅|海关|大学|学院|委|支队|中心|办公室|办)"
    r"(?!网|[\u4e00-\u9fff]{0,3}(?:镇|乡|街道))"
)
_ISSUES = re.compile(r"(?:办公厅|办公室)?(?:《|关于|印发|转发|文件|公报|令|门户网站|政府网|官网|网站)")
_CITES = re.compile(r"(?:根据|按照|依据|贯彻|落实|转发|围绕|向|与|被|经|在|\(|和|及|、)$")
_VOICE = re.compile(r"(?:我|本)(局|委|厅|办|镇|乡|街道|处|院|校|关|市|县|区|省|州|旗|中心|支队|部)(?!属|辖)")
_VOICES = {
    "局": "局", "委": "委|委员会", "厅": "厅", "办": "办|办公室", "镇": "镇人民政府|镇政府", "乡": "乡人民政府|乡政府",
    "街道": "办事处", "院": "学院|医院|院", "校": "大学|学院|学校|中学", "关": "海关", "中心": "中心", "支队": "支队",
    "部": "部", "处": "处",
}  # fmt: skip
_PARTIAL = re.compile(r"(?:局|委|厅|办|院|政府|办公[室厅]|[省市县区州旗])$")
_DIVISIONS = "市县区省州旗"
_DIVISION_ENDS = re.compile(r"[省市县区州旗盟]$")
_OWN_SPHERE = ("省", "市", "县", "区", "州", "旗", "自治区", "自治州", "自治县")
_REACH = 24  # characters of superiors' names before an agency's


@dataclass(frozen=True)
class Texts:
    """The document folded for matching: `lines` keeps blanks and line ends, `flat` has none."""

    document: Document
    lines: Folded
    flat: Folded


def agencies(texts: Texts, headlines: list[Title], signed: list[Signature]) -> list[Candidate]:
    """Names of the agency, best first, each in the fullest form that the document prints."""
    found = [_organ(texts, texts.lines, (s.start, s.end), SIGNATURE if s.closing else TITLE) for s in signed]
    found += [*_titled(texts, headlines), *_said(texts), *_headed(texts), *_hinted(texts)]
    if not any(c.score > HEADER for c in found):
        found += _mentioned(texts)
    return ranked([_full(texts, c) for c in ranked(found)])


def _organ(texts: Texts, folded: Folded, place: tuple[int, int], score: float) -> Candidate:
    one = candidate(texts.document, folded, place, score)
    return replace(one, value="".join(one.raw.split()))


def _titled(texts: Texts, headlines: list[Title]) -> Iterator[Candidate]:
    for title in headlines:
        if title.agency is None:
            continue
        name = "".join(texts.lines.text[slice(*title.agency)].split())
        alone = title.kind == "line"
        if is_full(name):
            score = {"line": TITLE, "inline": INLINE, "quoted": QUOTED}[title.kind]
        elif is_organ(name):
            score = BARE_TITLE if alone else BARE_INLINE
        elif alone and (is_name(name) or _PARTIAL.search(name)):
            score = PARTIAL
        else:
            continue
        yield _organ(texts, texts.lines, title.agency, score - (0.4 if title.year is None else 0.0))


def _hinted(texts: Texts) -> Iterator[Candidate]:
    stated = texts.document.hints.get("title", "")
    for title in titles(fold_text(stated)):
        if title.agency and title.kind == "line":
            name = stated[slice(*title.agency)]
            yield Candidate(name, name, None, CONTACT if is_full(name) else HEADER)


def _said(texts: Texts) -> Iterator[Candidate]:
    text = texts.flat.text
    for pattern, score in ((_COMPILED, COMPILED), (_ANNOUNCES, COMPILED), (_CONTACT, CONTACT)):
        for found in pattern.finditer(text):
            name, first = house(found[1]), found.start(1)
            if not is_full(name):  # the sentence can begin before the name, or a title run into it
                skip = next((i for i in range(1, len(name)) if leading(name[i:], None) and is_full(name[i:])), 0)
                name, first = name[skip:], first + skip
            if is_full(name) or (pattern is _CONTACT and is_organ(name)):
                yield _organ(texts, texts.flat, (first, first + len(name)), score)


def _headed(texts: Texts) -> Iterator[Candidate]:
    for found in _HEADER.finditer(texts.lines.text):
        if is_organ(found[1]):
            yield _organ(texts, texts.lines, found.span(1), HEADER if is_full(found[1]) else OUTLOOK)


def _mentioned(texts: Texts) -> list[Candidate]:
    """Organs that the text names, in its own voice; or the division, where the voice is a government's."""
    text = texts.flat.text
    subjects = [m for m in _SUBJECT.finditer(text) if leading(m[1], None) or _IN_TOWN.match(m[1])]
    acting = [_organ(texts, texts.flat, m.span(1), SUBJECT) for m in subjects if is_full(m[1]) or is_seat(m[1])]
    voices = Counter(m[1] for m in _VOICE.finditer(text)).most_common(1)
    voice = voices[0][0] if voices else ""
    ends = re.compile(rf"(?:{_VOICES[voice]})$") if voice in _VOICES else None
    organs: Counter[tuple[int, str]] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for place in mentions(text, None):
        tail = _TAIL.match(text, place.end)
        cited = text.rfind("《", 0, place.start) > text.rfind("》", 0, place.start)
        name, bare = text[place.start : tail.end() if tail else place.end], text[place.start : place.end]
        if is_full(name) and (ends is None or ends.search(name)) and not (cited and name.endswith("政府")):
            another = _ISSUES.match(text, place.start + len(name)) or _CITES.search(text[: place.start][-2:])
            organs[0, name] += 1 if another else 3
            places.setdefault(name, (place.start, place.start + len(name)))
        elif not cited and (not voice or voice in _DIVISIONS) and _DIVISION_ENDS.search(bare):
            organs[1, bare] += 1
            places.setdefault(bare, (place.start, place.end))
    return acting + [
        _organ(texts, texts.flat, places[name], OUTLOOK + min(n, 10) / 40 if bare else MENTION + min(n, 20) / 20)
        for (bare, name), n in organs.items()
        if bare or ends or n > 2
    ]


def _full(texts: Texts, one: Candidate) -> Candidate:
    """The same agency in the fullest form printed: with its superiors in front, its organ behind, unabbreviated."""
    name, text = folded_name(texts, one), texts.flat.text
    if one.span is None or not name:
        return one
    if "简称" in text and (long := re.search(rf"({_NAME}{{4,40}}?)\((?:以下)?简称:?\"?{re.escape(name)}\"?\)", text)):
        first = long.start(1) + long[1].rfind("由") + 1
        if is_full(text[first : long.end(1)]):
            return _organ(texts, texts.flat, (first, long.end(1)), one.score)
    if is_town(name) and not is_division(name) and not is_zone(name):
        seats = list(re.finditer(rf"{re.escape(name)}(?:人民政府|政府(?!信息)|办事处|管委会|管理委员会)", text))
        best = max(seats, key=lambda m: (not m[0].endswith("政府") or "人民" in m[0], -m.start()), default=None)
    else:
        formal = re.sub(r"(?<!人民)政府", "人民政府", name)
        best = re.search(rf"{re.escape(formal)}(?!办公)", text) if formal != name else None
    return _with_superiors(texts, best[0] if best else name, one)


def _with_superiors(texts: Texts, name: str, one: Candidate) -> Candidate:
    text = texts.flat.text
    best: tuple[int, int] | None = None
    for found in re.finditer(re.escape(name), text):
        place = (found.start() - _outer(text, found.start(), name), found.end())
        if best is None or place[1] - place[0] > best[1] - best[0]:
            best = place
    gained = best is not None and text[slice(*best)] != folded_name(texts, one)
    return _organ(texts, texts.flat, best, one.score) if best is not None and gained else one


def _outer(text: str, start: int, name: str) -> int:
    """Characters of divisions' names that stand directly before a name, or that run into it: 金东 + 区财政局."""
    inside = {0, *(len(word) for word in _OWN_SPHERE if name.startswith(word))}
    for reach in range(min(_REACH, start), 0, -1):
        chain = leading(text[start - reach : start] + name[: max(inside)], None)
        if chain and chain[-1].end - reach in inside:
            return reach
    return 0


def folded_name(texts: Texts, one: Candidate) -> str:
    """A candidate's name in folded characters without blanks."""
    if one.span is None:
        return one.raw
    offsets = texts.flat.offsets
    return texts.flat.text[bisect_left(offsets, one.span.start) : bisect_left(offsets, one.span.end)]
