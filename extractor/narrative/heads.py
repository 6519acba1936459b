"""What a number counts: the nouns next to it, and the channel or topic that governs it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..core.metric import ELSEWHERE, GENERAL, Names, Vocabulary
from .pieces import Piece
from .words import ADVERBS, ETC, REST

_MIXED = "mixed"  # stands for the names in an enumeration that no class holds
_NOTHING: Names = frozenset()


class Head(NamedTuple):
    """What a number may count: one noun, or the nouns of an enumeration, as the classes of each.

    `modified` says that an unknown word narrows it, `verb` which action stands right before it; `weight` how plainly
    it belongs to the number; `about` that the number counts information about it.
    """

    items: tuple[Names, ...]
    word: str
    weight: float = 1.0
    modified: bool = False
    verb: Names = frozenset()
    about: bool = False


def left_heads(near: Sequence[Piece], vocabulary: Vocabulary) -> list[Head]:
    """What the words in front of a number say it counts, likeliest first."""
    actions = vocabulary.acting
    at = _skip(near, len(near) - 1)
    if at < 0:
        return []
    before = _skip(near, at - 1)
    if near[at].classes == {ELSEWHERE} and near[at - 1].text == ETC and before >= 0:
        at = before  # 新闻媒体等其他方式: what it gives as examples
        before = _skip(near, at - 1)
    last = near[at]
    if acts(last, actions):
        narrowed = before >= 0 and near[before].kind == "word"
        while before >= 0 and acts(near[before], actions):
            before = _skip(near, before - 1)
        if before >= 0 and GENERAL in near[before].classes:
            noun, _, modified, stopped = _noun(near, before, vocabulary)  # 会议类信息更新发布3条
            if stopped:
                return []
            narrowed = modified or GENERAL not in noun
        return [Head((last.classes,), last.text, 1.0, narrowed), *_topical(near[:at], vocabulary)]
    items: list[Names] = []
    joins: set[str] = set()
    narrowed, verb = False, _NOTHING
    while at >= 0:
        noun, left, modified, stopped = _noun(near, at, vocabulary)
        if stopped:
            return []
        items.append(noun)
        if len(items) == 1:
            narrowed = modified
            verb = near[left].classes & actions if left >= 0 else _NOTHING
        if left < 0 or near[left].kind != "join" or (left and near[left - 1].text == "》"):
            break
        joins.add(near[left].text)
        at = _skip(near, left - 1)
        if at < 0 or near[at].kind == "join" or acts(near[at], actions):
            break
    if verb and (thing := items[0] - actions):
        items[0] = thing  # 发布公示: behind a verb, what else is one is what it is done to
    if items[0] and not all(items):  # of an enumeration only the last is known
        known = items[0] if joins <= {"、"} and near[-1].text != ETC else _NOTHING
        return [Head((known,), last.text, 0.75, True, verb)]
    heads = [Head(tuple(reversed(items)), last.text, 1.0, narrowed, verb)]
    if len(items) == 1 and last.classes & actions:
        heads += _topical(near[:at], vocabulary)
    elif verb and items == [{GENERAL}]:  # 政策解读发布信息9条
        heads += [head._replace(about=True) for head in _topical(near[: left + 1], vocabulary)]
    return heads


def _noun(near: Sequence[Piece], at: int, vocabulary: Vocabulary) -> tuple[Names, int, bool, bool]:
    """The noun phrase that ends at an index: its classes, the index before it, whether an unknown word narrows it,
    and whether it is what remains (其他文件)."""
    ends = vocabulary.ending
    classes, left, modified = near[at].classes, at - 1, False
    before = _skip(near, left)
    if GENERAL in classes and before >= left - 1 and before >= 0:
        if near[before].classes and not near[before].classes & ends and not _apart(near, left, vocabulary):
            classes = near[before].classes  # 动态类信息
        elif near[left].text == ETC:
            classes = _kind(near[:left], vocabulary) or classes
    while left >= 0 and near[left].kind in ("word", "cue", "fill", "date"):
        if near[left].text in REST:
            return classes, left, modified, True
        if near[left].text == ETC or near[left].classes & ends:
            break
        if near[left].classes and GENERAL in classes:
            classes = near[left].classes  # information about a thing, not information
        modified = modified or near[left].kind == "word"
        left -= 1
    return classes, left, modified, False


def _apart(near: Sequence[Piece], left: int, vocabulary: Vocabulary) -> bool:
    """True for “A、B等信息” of things that no one class holds: information, of which A and B are examples."""
    heads = left_heads(near[:left], vocabulary) if near[left].text == ETC else []
    return bool(heads) and len(heads[0].items) > 1 and not frozenset.intersection(*heads[0].items)


def acts(piece: Piece, actions: Names) -> bool:
    """Whether a piece says what is done, and nothing else."""
    return bool(piece.classes) and piece.classes <= actions


def _kind(examples: Sequence[Piece], vocabulary: Vocabulary) -> Names:
    """What all examples of “A、B等信息” are, where one class holds them all."""
    heads = left_heads(examples, vocabulary)
    items = heads[0].items if heads else ()
    if len(items) < 2:
        return _NOTHING
    return frozenset.intersection(*items) - vocabulary.ending


def _topical(near: Sequence[Piece], vocabulary: Vocabulary) -> list[Head]:
    """The noun in front of a verb, as what the verb is done to."""
    actions = vocabulary.acting
    at = _skip(near, len(near) - 1)
    while at >= 0 and acts(near[at], actions):
        at = _skip(near, at - 1)
    if at < 0 or near[at].kind != "cue":
        return []
    return [Head(h.items, h.word, 0.93, h.modified) for h in left_heads(near[: at + 1], vocabulary)[:1]]


def right_heads(right: Sequence[Piece], beyond: Sequence[Piece], vocabulary: Vocabulary) -> list[Head]:
    """What the words behind a number's unit say it counts; `beyond` may go on with an enumeration of it."""
    actions, channels = vocabulary.acting, vocabulary.channels.keys()
    found: list[Piece] = []
    for piece in right:
        if piece.kind in ("join", "open", "close", "date"):
            break
        if piece.kind == "cue":
            if not piece.classes - actions and piece is not right[0]:
                break
            found.append(piece)
        elif piece.kind == "word" and found:
            if not found[-1].classes <= channels:
                break
            found = []  # 网上评查: where it is done, not what is counted
    found = [p for p in found if p.classes - actions]
    if not found:
        return _done(right, beyond, actions)
    joined = _joined(beyond, actions) if found[-1] is right[-1] else ()
    return [Head((found[-1].classes, *joined), found[-1].text, 0.95)]


def _done(right: Sequence[Piece], beyond: Sequence[Piece], actions: Names) -> list[Head]:
    """What was done with what a number counts, where the clause ends with it: 3件已办结."""
    verb = next((k for k, p in enumerate(right) if p.kind != "fill" and p.text not in ADVERBS), None)
    if verb is None or not acts(right[verb], actions) or any(p.kind == "number" for p in beyond[:1]):
        return []
    ended = all(p.kind == "fill" or p.text in ("完毕", "完成") for p in right[verb + 1 :])
    return [Head((right[verb].classes,), right[verb].text, 0.9)] if ended else []


def _joined(row: Sequence[Piece], actions: Names) -> Iterator[Names]:
    """Known members of an enumeration that goes on with a join, up to one that has a number of its own."""
    while row and row[0].kind == "join":
        end = next((k for k in range(1, len(row)) if row[k].kind not in ("cue", "word", "fill")), len(row))
        nouns = [p.classes for p in row[1:end] if p.classes - actions]
        if any(p.kind == "number" for p in row[end : end + 1]) or end == 1:
            return
        if nouns:
            yield nouns[-1]
        row = row[end:]


def _skip(row: Sequence[Piece], at: int) -> int:
    while at >= 0 and row[at].kind in ("fill", "date", "close", "open", "comma", "number"):
        at -= 1
    return at


def governing(row: Sequence[Piece], group: Iterable[str]) -> Names:
    """Classes of the group that the last word of it in these pieces says, with what is enumerated before it."""
    names = frozenset(group)
    for at in range(len(row) - 1, -1, -1):
        if not names.isdisjoint(row[at].classes):
            break
    else:
        return _NOTHING
    found = row[at].classes & names
    behind = row[at + 1 : at + 6]
    listed = any(p.text == ETC for p in behind)
    goes_on = len(behind) > 1 and behind[0].kind == "join" and not behind[1].classes & names
    if goes_on and (listed or (behind[0].text == "、" and not behind[1].classes)):
        found |= {_MIXED}  # the enumeration goes on with a name that no class holds
    if at and row[at - 1].text == ETC:
        return found if found != {ELSEWHERE} else governing(row[:at], names)
    joined = False
    for k in range(at - 1, -1, -1):
        piece = row[k]
        if piece.kind == "join":
            joined = True
        elif piece.kind == "cue" and piece.classes & names:
            if joined:
                found |= piece.classes & names
            joined = False
        elif piece.kind == "cue" and joined and listed:
            found |= {_MIXED}  # an enumeration of ways, one of them of another kind: 新闻发布会、电视等途径
            joined = False
        elif piece.kind not in ("word", "fill"):
            break
    return found
