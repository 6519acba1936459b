"""What stands around a number: its clause, what it counts, and what governs it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.metric import Names, Vocabulary
from .pieces import Piece, Sentence

ELSEWHERE = "elsewhere"  # the channel that is none of the others
MIXED = "mixed"
_NOTHING: Names = frozenset()
_EACH, _ETC = "分别", "等"
_TOTALS = frozenset("共 共计 总计 合计 累计 总共 一共 计 总数为 总数达".split())
_DETAILS = frozenset("其中 含 包括 包含 (".split())
REST = frozenset("其他 其它 其余".split())
_RIGHT_ENDS = frozenset(("number", "stop", "semi", "comma", "open", "close", "join"))
_CUTS = frozenset(("comma", "semi", "stop", "open", "close", "join"))
_LEVELS = (
    re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"[(][一二三四五六七八九十]{1,3}[)]"),
    re.compile(r"\d{1,2}[、.](?!\d)|[(]\d{1,2}[)]"),
)
_SPLIT = re.compile(r"(?<![第\d])(?=[(][一二三四五六七八九十]{1,3}[)](?![项款条]))")


@dataclass(frozen=True, slots=True)
class Head:
    """What a number may count: one noun, or the nouns of an enumeration, as the classes of each.

    `modified` says that an unknown word narrows it, `verb` which action stands right before it; `weight` how plainly
    it belongs to the number.
    """

    items: tuple[Names, ...]
    word: str
    weight: float = 1.0
    modified: bool = False
    verb: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """`near` is the number's own clause up to it, `far` what precedes that since the number before, `right` what follows,
    `tail` what a bracket or 其中 behind it begins with."""

    near: Sequence[Piece]
    far: Sequence[Piece]
    right: Sequence[Piece]
    tail: Sequence[Piece] = ()


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


def scope(row: Sequence[Piece], at: int) -> Scope:
    """The scope of the piece at this index of a sentence's pieces."""
    begin = _begin(row, at)
    left = without_brackets(row[begin:at])
    if begin and not any(p.kind in ("cue", "word", "date") for p in left) and _another_unit(row[begin - 1], row[at]):
        before = scope(row, begin - 1)  # 6期、3.6万册: two measures of one thing
        return Scope(before.near, before.far, _right(row, at), _tail(row, at + 1))
    near, far = _clause(left)
    return Scope(near, far, _right(row, at), _tail(row, at + 1))


def _right(row: Sequence[Piece], at: int) -> Sequence[Piece]:
    end = next((k for k in range(at + 1, len(row)) if row[k].kind in _RIGHT_ENDS), len(row))
    return row[at + 1 : end]


def _another_unit(one: Piece, other: Piece) -> bool:
    return bool(one.quantity and other.quantity and one.quantity.unit != other.quantity.unit and other.quantity.unit)


def _begin(row: Sequence[Piece], at: int) -> int:
    """Where the words begin that belong to a number: behind the number before, or behind what a total adds up."""
    begin = next((k + 1 for k in range(at - 1, -1, -1) if row[k].kind == "number"), 0)
    between = row[begin:at]
    if not begin or any(p.text in ("其中", "另", "另有") for p in between):
        return begin
    plain = all(p.kind in ("fill", "comma", "close") for p in between)
    if plain and any(p.text in _TOTALS for p in between):
        return 0
    if all(p.kind not in _CUTS for p in between):  # one noun phrase: 48项信息计8989条, 95期51814册
        return _begin(row, begin - 1)
    return begin


def _tail(row: Sequence[Piece], at: int) -> Sequence[Piece]:
    """What a bracket or 其中 right behind a number details, up to its first number."""
    k = at
    while k < len(row) and row[k].kind in ("open", "comma", "fill") and k < at + 4:
        k += 1
    if k == at or not any(p.text in _DETAILS for p in row[at : k + 1]):
        return ()
    end = next((n for n in range(k, len(row)) if row[n].kind in ("number", "stop", "semi", "close")), len(row))
    return row[k:end]


def without_brackets(row: Sequence[Piece]) -> list[Piece]:
    """The pieces without the brackets that close among them; those after a bracket that stays open."""
    kept: list[Piece] = []
    opened: list[int] = []
    for piece in row:
        if piece.kind == "open":
            opened.append(len(kept))
        if piece.kind == "close":
            if opened:
                del kept[opened.pop() :]
            continue
        kept.append(piece)
    return kept[opened[-1] + 1 :] if opened else kept


def _clause(left: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    cut = len(left)
    while cut:
        cut = next((k for k in range(cut - 1, -1, -1) if left[k].kind in ("comma", "semi")), -1) + 1
        if cut == 0 or any(p.kind in ("cue", "word") for p in left[cut:]):
            break
        cut -= 1
    while cut < len(left) and left[cut].kind == "join":
        cut += 1
    return left[cut:], left[:cut]


def left_heads(near: Sequence[Piece], vocabulary: Vocabulary) -> list[Head]:
    """What the words in front of a number say it counts, likeliest first."""
    actions, channels = vocabulary.actions.keys(), vocabulary.channels.keys()
    at = _skip(near, len(near) - 1)
    if at < 0:
        return []
    piece = near[at]
    before = _skip(near, at - 1)
    if piece.classes == {ELSEWHERE} and at and near[at - 1].text == _ETC and before >= 0:
        at, piece = before, near[before]  # 新闻媒体等其他方式: what it gives as examples
    if piece.kind == "cue" and piece.classes & actions and not piece.classes - actions:
        before = _skip(near, at - 1)
        narrowed = before >= 0 and near[before].kind == "word"
        return [Head((piece.classes,), piece.text, 1.0, narrowed), *_topical(near[:at], vocabulary)]
    items: list[Names] = []
    modified = False
    verb = _NOTHING
    joined: set[str] = set()
    word = piece.text
    while at >= 0:
        piece = near[at]
        classes = piece.classes if piece.kind == "cue" else _NOTHING
        left = at - 1
        before = _skip(near, left)
        if "info" in classes and before >= 0 and near[before].kind == "cue" and left - before <= 1:
            if not near[before].classes & (actions | channels):
                classes = near[before].classes
        if "info" in classes and left >= 0 and near[left].text == _ETC:
            classes = _kind(near[:left], vocabulary) or classes
        items.append(classes)
        while left >= 0 and near[left].kind in ("word", "cue", "fill", "date"):
            if near[left].text in REST:
                return []
            if near[left].text == _ETC or near[left].kind == "cue" and near[left].classes & (actions | channels):
                break
            if near[left].kind == "cue" and "info" in items[-1]:
                items[-1] = near[left].classes  # information about a thing, not information
            modified = modified or (near[left].kind == "word" and len(items) == 1)
            left -= 1
        if len(items) == 1 and left >= 0 and near[left].kind == "cue":
            verb = near[left].classes & actions
        if left < 0 or near[left].kind != "join" or (left and near[left - 1].text == "》"):
            break
        joined.add(near[left].text)
        at = _skip(near, left - 1)
        if at < 0 or near[at].kind == "join" or (near[at].kind == "cue" and not near[at].classes - actions):
            break
    if items[0] and not all(items):  # of an enumeration only the last is known
        heads = [Head((items[0] if joined <= {"、"} else _NOTHING,), word, 0.75, True, verb)]
    else:
        heads = [Head(tuple(reversed(items)), word, 1.0, modified, verb)]
    if piece.kind == "cue" and len(items) == 1 and piece.classes & actions:
        heads += _topical(near[:at], vocabulary)
    return heads


def _kind(examples: Sequence[Piece], vocabulary: Vocabulary) -> Names:
    """What all examples of “A、B等信息” are, where one class holds them all."""
    heads = left_heads(examples, vocabulary)
    items = heads[0].items if heads else ()
    if len(items) < 2:
        return _NOTHING
    return frozenset.intersection(*items) - vocabulary.actions.keys() - vocabulary.channels.keys()


def _topical(near: Sequence[Piece], vocabulary: Vocabulary) -> list[Head]:
    """The noun in front of a verb, as what the verb is done to."""
    actions = vocabulary.actions.keys()
    at = _skip(near, len(near) - 1)
    while at >= 0 and near[at].kind == "cue" and not near[at].classes - actions:
        at = _skip(near, at - 1)
    if at < 0 or near[at].kind != "cue":
        return []
    return [Head(h.items, h.word, 0.93, h.modified) for h in left_heads(near[: at + 1], vocabulary)[:1]]


def right_heads(right: Sequence[Piece], vocabulary: Vocabulary) -> list[Head]:
    """What the words behind a number's unit say it counts."""
    actions, channels = vocabulary.actions.keys(), vocabulary.channels.keys()
    found: list[Piece] = []
    for piece in right:
        if piece.kind in ("join", "open", "close", "date"):
            break
        if piece.kind == "cue":
            if not piece.classes - actions and piece is not right[0]:
                break
            found.append(piece)
        elif piece.kind == "word" and found:
            if found[-1].classes <= channels:  # 网上评查: what is counted has a name that no class holds
                found = []
            break
    found = [p for p in found if p.classes - actions]
    if not found:
        return []
    return [Head((found[-1].classes,), found[-1].text, 0.95)]


def _skip(row: Sequence[Piece], at: int) -> int:
    while at >= 0 and row[at].kind in ("fill", "date", "close", "open", "comma", "number"):
        at -= 1
    return at


def governing(row: Sequence[Piece], group: Iterable[str]) -> Names:
    """Classes of the group that the last word of it in these pieces says, with what is enumerated before it."""
    names = frozenset(group)
    at = next((k for k in range(len(row) - 1, -1, -1) if row[k].classes & names), -1)
    if at < 0:
        return _NOTHING
    found = row[at].classes & names
    if len(row) > at + 2 and row[at + 1].text == "、" and not row[at + 2].classes:
        found |= {MIXED}  # the enumeration goes on with a name that no class holds
    if at and row[at - 1].text == _ETC:
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
        elif piece.kind not in ("word", "fill"):
            break
    return found


def respectively(row: Sequence[Piece]) -> dict[int, list[Piece]]:
    """For numbers of “A、B分别…x、y”: index of the number → the pieces of its own subject and what all share."""
    found: dict[int, list[Piece]] = {}
    for at, piece in enumerate(row):
        if piece.text != _EACH:
            continue
        first = next((k for k in range(at, len(row)) if row[k].kind == "number"), -1)
        if first < 0 or any(row[k].kind in ("semi", "stop") for k in range(at, first)):
            continue
        numbers, k = [first], first + 1
        while k + 1 < len(row) and row[k].kind in ("join", "comma") and row[k + 1].kind == "number":
            numbers.append(k + 1)
            k += 2
        begin = next((k + 1 for k in range(at - 1, -1, -1) if row[k].kind in ("number", "semi", "comma", "open")), 0)
        items: list[list[Piece]] = [[]]
        for item in row[begin:at]:
            if item.kind == "join":
                items.append([])
            else:
                items[-1].append(item)
        if len(numbers) > 1 and len(items) >= len(numbers):
            shared = list(row[at + 1 : first])
            for number, subject in zip(numbers, items[-len(numbers) :], strict=True):
                found[number] = [*subject, *shared]
    return found
