"""Statements that there was nothing: 未收到…申请, 未发生…复议、诉讼, 无 alone under a heading."""

import re
from collections.abc import Iterator, Sequence

from ..core.metric import Metric, Names, Vocabulary
from .pieces import Piece, Sentence
from .scope import governing

_NEGATION = re.compile(
    r"(?:尚|均|也|还|并|暂|从)?(?:未(?:曾|再)?(?:收到过?|接到过?|接收到?|收取|受理过?|发生过?|产生|出现|有|引发|被|收|制[定发作]|印发|出台|征收|向|因|对|就)|"
    r"没有?(?:收到|接到|发生|出现|人)?|(?<![有毫若])无(?!法|需|论|偿|障碍|关|缝|效|形|私|疑|锡|为|缘|线|条件|故|误|异议|不|遗漏)(?:一[例件起宗]|人)?|不存在|不涉及|(?:均|都|皆|总数)?为[零无](?=[,。;)\s]|$)|零(?=申请|投诉|诉讼|复议|发生|收费|举报))"
)
_NOT_NOTHING = re.compile(r"变化|变更|不足|问题|困难|差距|不符|违规|泄密|失泄|瞒报|以外|之外|零报告|减免|时间|必要|影响|规定|要求(?!公开)")
_ALONE = re.compile(r"(?:暂?无|没有|未发生|均无|零)(?:相关情况|此类情况|情况)?[。;.\s]*")
_END = ("comma", "semi", "stop", "number")


def statements(
    text: str, found: Sequence[Sentence], metrics: Sequence[Metric], vocabulary: Vocabulary
) -> Iterator[tuple[int, int, Metric, float, str, tuple[int, int]]]:
    """Counts that the text says are none, as (start, end, count, strength, phrase, clause) in reading order."""
    open_to_it = [m for m in metrics if m.none]
    heads = frozenset(name for m in open_to_it for p in m.none for names in p.heads for name in names)
    for index, sentence in enumerate(found):
        row = sentence.pieces
        if _ALONE.fullmatch(text, sentence.start, sentence.end):
            heading = next((s for s in reversed(found[:index]) if s.level), None)
            if heading is not None and index and found[index - 1] is heading:
                yield from _each(_listed(heading.pieces, heads), [], open_to_it, vocabulary, (sentence.start, sentence.end), 0.8)
            continue
        for negation in _NEGATION.finditer(text, sentence.start, sentence.end):
            start, end = negation.span()
            if not any(p.start == start for p in row) and not negation[0].startswith(("未", "不", "均", "都", "皆", "总", "为", "零")):
                continue
            begin = next((k for k, p in enumerate(row) if p.end > end), len(row))
            until = next((k for k in range(begin, len(row)) if row[k].kind in _END), len(row))
            behind = row[begin:until]
            first = next((k + 1 for k in range(begin - 1, -1, -1) if row[k].kind in _END and row[k].start < start), 0)
            front = [p for p in row[first:begin] if p.end <= start]
            clause = (row[first].start, row[until - 1].end if until else end)
            if _NOT_NOTHING.search(text, end, clause[1]):
                continue
            listed = _listed(behind, heads)
            if not any(p.kind == "cue" for p in listed):
                listed, front = _listed(front, heads), []
            yield from _each(listed, [*front, *behind], open_to_it, vocabulary, clause, 0.95, sentence, found[:index])


def _listed(row: Sequence[Piece], wanted: Names) -> list[Piece]:
    """The nouns that a negation is about: the last word of each part of the enumeration."""
    heads: list[Piece] = []
    last: Piece | None = None
    for piece in row:
        if piece.kind == "join":
            if last is not None:
                heads.append(last)
            last = None
        elif piece.classes & wanted:
            last = piece
    return [*heads, last] if last is not None else heads


def _each(
    listed: Sequence[Piece],
    around: Sequence[Piece],
    metrics: Sequence[Metric],
    vocabulary: Vocabulary,
    clause: tuple[int, int],
    strength: float,
    sentence: Sentence | None = None,
    before: Sequence[Sentence] = (),
) -> Iterator[tuple[int, int, Metric, float, str, tuple[int, int]]]:
    said: Names = frozenset().union(*(p.classes for p in (*listed, *around)))
    own: Names = frozenset().union(*(p.classes for p in listed))
    context = said | (frozenset().union(*(p.classes for p in sentence.pieces)) if sentence else frozenset())
    for past in reversed(before[-4:]):
        context |= governing(past.pieces, vocabulary.topics)
    for metric in metrics:
        for phrasing in metric.none:
            piece = next((p for p in listed if any(a <= p.classes for a in phrasing.heads)), None)
            if piece is None or phrasing.bars & (said - piece.classes if phrasing.bars & own == frozenset() else own - piece.classes):
                continue
            if all(any(a <= (context if need.before else said) for a in need.alternatives) for need in phrasing.needs):
                yield clause[0], clause[1], metric, strength, piece.text, clause
                break
