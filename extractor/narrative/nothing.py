"""Statements that there was nothing: 未收到…申请, 未发生…复议、诉讼, 无 alone under a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core.metric import Metric, Names, Phrasing, Vocabulary
from .heads import governing
from .pieces import Piece, Sentence

_NEGATION = re.compile(
    r"(?:尚|均|也|还|并|暂|从)?(?:未(?:曾|再)?(?:收到过?|接到过?|接收到?|收取|受理过?|发生过?|产生|出现|有|引发|被(?=申请|提起)|收|制[定发作]|印发|出台|征收|向|因|对|就)"
    r"|没有?(?:收到|接到|发生|出现|人)?|(?<![有毫若])无(?!法|需|论|偿|障碍|关|缝|效|形|私|疑|锡|为|缘|线|条件|故|误|异议|不|遗漏)(?:一[例件起宗]|人)?"
    r"|不存在|不涉及|(?:均|都|皆|总数)?为[零无](?=[,。;)\s]|$)|零(?=申请|投诉|诉讼|复议|发生|收费|举报))"
)
_INSIDE_WORDS = ("没", "无", "尚无", "均无", "也无", "并无", "暂无", "还无")  # these also stand inside other words
_NOT_NOTHING = re.compile(
    r"变化|变更|不足|(?<!复议)(?<!诉讼)(?<!投诉)问题|困难|差距|不符|违规|泄密|失泄|瞒报|以外|之外|零报告|减免|时间|必要|影响|规定|(?<!公开)(?<!申请)要求(?!公开)"
)
_ALONE = re.compile(r"(?:暂?无|没有|未发生|均无|零)(?:相关情况|此类情况|情况)?[。;.\s]*")
_END = ("comma", "semi", "stop", "number")


@dataclass(frozen=True, slots=True)
class Nothing:
    """A count that the clause [start, end) says is none."""

    start: int
    end: int
    metric: Metric
    strength: float
    word: str


def statements(
    text: str, found: Sequence[Sentence], metrics: Sequence[Metric], vocabulary: Vocabulary
) -> Iterator[Nothing]:
    """All such statements in reading order."""
    candidates = [(metric, phrasing) for metric in metrics for phrasing in metric.none]
    heads: Names = frozenset(name for _, p in candidates for names in p.heads for name in names)
    for index, sentence in enumerate(found):
        if _ALONE.fullmatch(text, sentence.start, sentence.end):
            above = found[index - 1] if index else sentence
            if above.level:
                items = _items(above.pieces, heads)
                yield from _each(items, candidates, frozenset(), sentence.start, sentence.end, 0.8)
            continue
        for negation in _NEGATION.finditer(text, sentence.start, sentence.end):
            front, behind, clause = _around(sentence.pieces, *negation.span())
            if negation[0].startswith(_INSIDE_WORDS) and not any(p.start == negation.start() for p in sentence.pieces):
                continue
            if _NOT_NOTHING.search(text, negation.end(), clause[1]):
                continue
            items = _items(behind, heads)
            if not any(p.kind in ("cue", "word") for p in behind):  # 行政复议、诉讼均未发生
                items = _items(front, heads)
            before = found[max(0, index - 4) : index]
            context = _said(sentence.pieces).union(*(governing(s.pieces, vocabulary.topics) for s in before))
            yield from _each(items, candidates, context, *clause, 0.95)


def _around(row: Sequence[Piece], start: int, end: int) -> tuple[list[Piece], list[Piece], tuple[int, int]]:
    """Pieces of the clause in front of a negation and behind it, and the clause's interval."""
    begin = next((k for k, p in enumerate(row) if p.end > end), len(row))
    until = next((k for k in range(begin, len(row)) if row[k].kind in _END), len(row))
    first = next((k + 1 for k in range(begin - 1, -1, -1) if row[k].kind in _END and row[k].start < start), 0)
    front = [p for p in row[first:begin] if p.end <= start]
    return front, list(row[begin:until]), (row[first].start, row[until - 1].end if until else end)


def _items(row: Sequence[Piece], wanted: Names) -> list[list[Piece]]:
    """The parts of an enumeration that say something wanted, each with its words of the schema."""
    items: list[list[Piece]] = [[]]
    for piece in row:
        if piece.kind == "join":
            items.append([])
        elif piece.classes:
            items[-1].append(piece)
    return [item for item in items if any(p.classes & wanted for p in item)]


def _each(
    items: Sequence[Sequence[Piece]],
    candidates: Sequence[tuple[Metric, Phrasing]],
    context: Names,
    start: int,
    end: int,
    strength: float,
) -> Iterator[Nothing]:
    told: set[str] = set()
    for item in items:
        said = _said(item)
        near = said.union(*(_said(other) for other in items))
        for metric, phrasing in candidates:
            piece = next((p for p in reversed(item) if any(names <= p.classes for names in phrasing.heads)), None)
            if piece is None or metric.id in told or phrasing.bars & (said - piece.classes):
                continue
            if all(any(names <= near | context for names in need.alternatives) for need in phrasing.needs):
                told.add(metric.id)
                yield Nothing(start, end, metric, strength, piece.text)


def _said(row: Sequence[Piece]) -> Names:
    return frozenset().union(*(p.classes for p in row))
