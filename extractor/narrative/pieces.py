"""A sentence as a row of pieces: words of the schema, numbers, connectives, and words that nobody knows."""

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..core.metric import Names, Vocabulary
from ..core.quantity import Quantity

Kind = Literal["cue", "word", "fill", "join", "comma", "semi", "stop", "open", "close", "number", "date"]

_PUNCTUATION: dict[str, Kind] = {
    "、": "join", ",": "comma", ":": "comma", ";": "semi", "。": "stop", "!": "stop", "?": "stop", "\n": "stop",
    "(": "open", ")": "close", "[": "open", "]": "close", "|": "semi",
}  # fmt: skip
_JOINS = frozenset("和 与 及 以及 或 或者 及其 跟 并".split())
FILLERS = frozenset(
    "共 共计 总计 合计 累计 达 达到 为 有 约 近 超 超过 了 的 均 也 都 各 各类 等 数 数量 总数 总量 量 人数 条数 件数 次数 总共 一共 分别 已 先后 全年 "
    "本年度 本年 今年 年度 年内 当年 一年 这 计 近 突破 逾 高达 至 到 已经 已达 各种 各项 类 方面 情况 情形 数为 数达 数目 仅 只有 是 其 其中 包括 包含 含 较 在 经 "
    "通过 利用 并 由 向 对 于 将 被 因 所 相关 有关 关于 针对 本 我 我局 我办 我县 我市 我区 我镇 我乡 我街道 我委 我厅 我院 我校 我省 我单位 我处 我站 本局 本机关 本单位 本办 "
    "本镇 本街道 本部门 本区 本市 本县 全县 全市 全区 全省 全局 全镇 总体 共有 共收 公民 依法 及时 按时 主动 积极 认真 同时 此外 另外 另 还 又 再 新 多 多个 余 件 条 篇 次 "
    "\" ' · - / 《 》 < > 活动 节目 工作 数据 栏目 上年 去年 上年度 去年同期 同期 上一年度 上一年 往年 内容 形式 方式 渠道 途径 平台 载体 之 类型 共同 统一 集中 规范 完成 任务 该 此 每 名 位 个 期 份 起 例 宗 项 社会 公众 向社会 面向 各级 各部门 各单位 "
    "条数为 数量为 数量达 总 总数为 总数达 占 首次 陆续 正式 事项 件数为 发生 出现 产生 引发 引起 提起 提出 提交 以 时 中 上 里 年 里面 左右 以上 大约 大概 原 案件 案 一".split()
)


_LEVELS = (
    re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"[(][一二三四五六七八九十]{1,3}[)]"),
    re.compile(r"\d{1,2}[、.](?!\d)|[(]\d{1,2}[)]"),
)
_SPLIT = re.compile(r"(?<![第\d])(?=[(][一二三四五六七八九十]{1,3}[)](?![项款条]))")
# Words for the offices that act: they narrow nothing that is counted.
_OFFICE = re.compile(r"\s+|[\u4e00-\u9fff]*(?:政府|办公厅|办公室|委员会|局|厅|委|部门|单位|机关|街道|办事处|镇|乡|县|市|区|省|州|部|办|院|所|站|中心|处|科)")


class Piece(NamedTuple):
    """A stretch [start, end) of the text; a cue has the classes of its word, a number its quantity."""

    start: int
    end: int
    kind: Kind
    text: str
    classes: Names = frozenset()
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces up to a full stop. `level` is 1 for 一、, 2 for （一）, 3 for 1. where one begins here, else 0."""

    start: int
    end: int
    level: int
    pieces: list[Piece] = field(default_factory=list)


def cues(tokens: list[tuple[int, str]], vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Words of the vocabulary that begin and end where tokens do, longest first, as (start, end, word)."""
    words, longest, endings = vocabulary.words, vocabulary.longest, vocabulary.endings
    found = []
    i, count = 0, len(tokens)
    while i < count:
        start, text = tokens[i]
        best = i if text in words else -1
        reach = longest.get(text[:1], 0)
        if reach > len(text):
            k, joined = i + 1, text
            while k < count and len(joined) < reach:
                joined += "" if tokens[k][1] == '"' else tokens[k][1]
                if joined in words:
                    best = k
                k += 1
        if best < 0:
            if len(text) > 2 and (text[-2:] in endings or text[-1] in endings):
                found.append((start, start + len(text), text))
            i += 1
            continue
        end = tokens[best][0] + len(tokens[best][1])
        found.append((start, end, "".join(t for _, t in tokens[i : best + 1] if t != '"')))
        i = best + 1
    return found


def classes_of(word: str, vocabulary: Vocabulary) -> Names:
    """Classes of a word that `cues` found, by itself or by what it ends in."""
    if (classes := vocabulary.words.get(word)) is not None:
        return classes
    return next((vocabulary.endings[word[-n:]] for n in (3, 2, 1) if word[-n:] in vocabulary.endings), frozenset())


def pieces(
    tokens: list[tuple[int, str]],
    found: list[tuple[int, int, str]],
    numbers: list[Quantity],
    dates: list[tuple[int, int]],
    vocabulary: Vocabulary,
) -> list[Piece]:
    """All pieces of a text in order. Numbers go before dates, dates before words of the vocabulary."""
    fixed: list[Piece] = [Piece(q.span.start, q.span.end, "number", q.raw, frozenset(), q) for q in numbers]
    fixed += [Piece(s, e, "date", "") for s, e in dates]
    taken = sorted((p.start, p.end) for p in fixed)
    at = 0
    for start, end, word in found:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] < end:
            continue
        classes = classes_of(word, vocabulary)
        fixed.append(Piece(start, end, "cue" if classes else "word", word, classes))
    fixed.sort()
    result: list[Piece] = []
    at, reached = 0, 0
    for start, text in tokens:
        end = start + len(text)
        while at < len(fixed) and fixed[at].start < end:
            if fixed[at].start > max(start, reached):
                result.append(_plain(max(start, reached), text[max(start, reached) - start : fixed[at].start - start]))
            result.append(fixed[at])
            reached = fixed[at].end
            at += 1
        if reached < end:
            result.append(_plain(max(start, reached), text[max(start, reached) - start :]))
            reached = end
    return result


def _plain(start: int, text: str) -> Piece:
    kind = _PUNCTUATION.get(text)
    if kind is None:
        kind = "join" if text in _JOINS else "fill" if text in FILLERS or _OFFICE.fullmatch(text) else "word"
    return Piece(start, start + len(text), kind, text)


def sentences(text: str, row: list[Piece]) -> list[Sentence]:
    """The pieces cut at full stops and before section numbers, each with the level of the section it begins."""
    found: list[Sentence] = []
    begin = 0
    cuts = {m.start() for m in _SPLIT.finditer(text)}
    for i, piece in enumerate(row):
        if i > begin and piece.start in cuts:
            _close(text, row[begin:i], found)
            begin = i
        if piece.kind == "stop":
            _close(text, row[begin : i + 1], found)
            begin = i + 1
    _close(text, row[begin:], found)
    return found


def _close(text: str, row: list[Piece], found: list[Sentence]) -> None:
    if row:
        level = next((k + 1 for k, pattern in enumerate(_LEVELS) if pattern.match(text, row[0].start)), 0)
        found.append(Sentence(row[0].start, row[-1].end, level, row))
