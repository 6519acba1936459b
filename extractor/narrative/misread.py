"""Words of the schema in which a scan's reader took one character for another: told by the words that nearly match."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .words import FILLERS, JOINS

# Characters that readers of scans take for each other: their strokes differ by a dot, a hook or a radical.
_ALIKE = """
未末 己已巳 日曰目 人入八 土士上 千干于 申中由甲 复夏 开井并 友发反 布市 微徵 博搏 网冈同 公么 倍信
政故 府俯 请清情 诉拆诈 讼松 接按 收牧 结给 传转专 年午 度庹 主王玉 动功 件仵什 条朵 议仪义 提堤捉
案紊 建健 社杜 告吉 通遁 知如 读渎 栏拦 自白 平乎 台合会 电屯由 话活 关美 注汪 粉纷 访仿 问间 量童
阅闵 览贤 点占 题颢 规现 范苑 性姓 文丈又 培陪部 训圳 督昔 查杳 维准 持特待 纠纪 正止 予子矛 分兮
不木下 无元天 供洪 理埋 其具 他池 办为力 息意 热执 线钱 民氏 大太犬 站贴 号另 公松 户卢 视祝 频颜
客容 众从
"""
_LIKE: dict[str, frozenset[str]] = {}
for _group in _ALIKE.split():
    for _ch in _group:
        _LIKE[_ch] = _LIKE.get(_ch, frozenset()) | frozenset(_group) - {_ch}
# A character that changes what is meant is no misreading of another, unless it looks like it.
_MEANS = frozenset("不未无非没上下前去今本当一二三四五六七八九十百千万两新旧同部全半我各省市县区镇乡局村")
_LEAST = 4  # characters of a word that one other character does not make another word of
_LONGEST = 8
_PLAIN = "其中 分别 去年 上年 本年 全年 今年 同期 增加 减少 下降 增长 累计 以来"


_COUNTED = "[条件次人篇份个项期场宗起名]"
# Points that belong to no number, and what stands there: a count of things has no decimals (1.412条), none begins or
# ends with a point, and one behind a counted thing ends its clause (89件·三是).
_POINTS = (
    (re.compile(rf"(?=\.)(?:(?<=[^\d.,]\d)|(?<=[^\d.,]\d\d)|(?<=[^\d.,]\d\d\d))\.(?=\d{{3}}{_COUNTED})"), ","),
    (re.compile(rf"(?=\.)(?:(?<=\d)\.(?={_COUNTED})|(?<=[\u4e00-\u9fff])\.(?=\d{{2,}}{_COUNTED}))"), " "),
    (re.compile(rf"(?=[·~])(?<={_COUNTED})[·~](?=[\u4e00-\u9fff])"), ","),
)


@dataclass(frozen=True, slots=True)
class Words:
    """`gaps` holds each word with one character left out, as (what is before, what is behind) → the characters that
    stand there in a word; `whole` the words themselves."""

    whole: frozenset[str]
    gaps: dict[tuple[str, str], list[str]] = field(repr=False)


def words_of(vocabulary: Iterable[str]) -> Words:
    """The words to look for: those of a vocabulary, and the plain ones that say whose or of when a number is."""
    whole = frozenset(w for w in (*vocabulary, *_PLAIN.split()) if 1 < len(w) <= _LONGEST and _chinese(w))
    gaps: dict[tuple[str, str], list[str]] = {}
    for word in sorted(whole):
        for i, ch in enumerate(word):
            gaps.setdefault((word[:i], word[i + 1 :]), []).append(ch)
    return Words(whole, gaps)


def pointed(text: str) -> str:
    """The text with the points that a scan's reader took for others or saw in specks put right, as long as before."""
    for pattern, right in _POINTS:
        text = pattern.sub(right, text)
    return text


def mended(tokens: Sequence[str], words: Words) -> tuple[str, list[int]]:
    """The text of the tokens with misread characters put right, and their places; no character is added or lost."""
    text = "".join(tokens)
    ends = set()
    alone: list[int] = []
    at = 0
    for token in tokens:
        if len(token) == 1 and "\u4e00" <= token <= "\u9fff" and token not in JOINS:
            alone.append(at)
        at += len(token)
        ends.add(at)
    ends.add(0)
    put: dict[int, str] = {}
    for at in alone:
        if at - 1 not in put and (right := _right(text, at, ends, words)):
            put[at] = right
    if not put:
        return text, []
    return "".join(put.get(i, ch) for i, ch in enumerate(text)), sorted(put)


def _right(text: str, at: int, ends: set[int], words: Words) -> str:
    """What the character at a place was, by the longest word that it would complete; "" where it is none's."""
    ch, like = text[at], _LIKE.get(text[at], frozenset())
    if at and ch in _COUNTED and text[at - 1].isdigit():
        return ""  # 3人兼职: a number's unit begins no word
    if not like and (ch in FILLERS or ch in _MEANS):
        return ""
    starts = [k for k in range(max(0, at - _LONGEST + 1), at + 1) if k in ends]
    stops = [k for k in range(at + 1, min(len(text), at + _LONGEST) + 1) if k in ends]
    gaps = words.gaps
    behind = [(e, text[at + 1 : e]) for e in stops]
    known = [
        (e - s, s, gaps[before, after])
        for s, before in [(s, text[s:at]) for s in starts]
        for e, after in behind
        if 1 < e - s <= _LONGEST and (before, after) in gaps
    ]
    for size, _, found in sorted(known, reverse=True):
        if ch in found:
            continue
        alike = [c for c in found if c in like]
        if len(alike) == 1 and (size > 2 or ch not in FILLERS):
            return alike[0]
        if len(found) == 1 and size >= _LEAST and not {ch, found[0]} & _MEANS and ch not in FILLERS:
            return found[0]
    return ""


def _chinese(word: str) -> bool:
    return all("\u4e00" <= ch <= "\u9fff" for ch in word)
