"""Tying a number to a count: what stands next to it, what governs it, whose it is and of which year."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..core.metric import ANYTHING, Metric, Names, Need, Phrasing, Vocabulary
from ..core.quantity import Quantity
from ..core.schema import Schema
from .pieces import Piece, Sentence
from .scope import ELSEWHERE, REST, Head, Scope, governing, left_heads, respectively, right_heads, scope

_OF_THINGS = frozenset("个项次名家类种期")  # units in front of what is counted, as in 24个单位
_GENERAL = frozenset("条件份次项起宗封")  # units that misprints put for each other

_DIFFERENCE = re.compile(r"(?<!新)(?:增加|增长|增多|增幅|减少|下降|降低|上升|提高|提升|上涨|回落|多|少)(?:了|约|近|共)*$")
_TO = re.compile(r"(?:,|的)?(?:增加|增长|上升|提高|提升|减少|下降|降低|降|增|扩大|压缩|精简|变)(?:到|至|为|成)")
_LAST_YEAR = re.compile(r"去年|上年(?!度?结转)|上一年(?!度?结转)|前年|同期|往年|历年")
_THIS_YEAR = re.compile(r"今年|本年|全年|年度|当年|年内|年累计|一年来|新增|本期|年共|\d月(?:\d+日)?[至到—-]")
_RUNNING = re.compile(r"累计|以来|截至目前|迄今|截止目前|至今|总数达|存量|历史")
_FLOW = re.compile(r"(?:本年|今年|当年|年度|全年|年内).{0,4}新|新增(?:主动)?公开")
_BARE_FLOW = re.compile(r"(?=.*[年新])(?:其中|今年|本年度?|当年|年内|全年|年度)*(?:新增|新公开|新发布|增加)?(?:了|公开|发布|为|共)*")
_ALL = re.compile(r"均|全部|都|皆")
_ADVERBS = frozenset("全部 全都 按期 按时 依法 及时 其余 有效 准确 满意 办结率 答复率 同步 主要 占比 占 比 增长 增幅 较 经 即".split())
_SINCE = re.compile(r"以来|迄今|至今|历史|历年")
_AVERAGE = re.compile(r"日均|月均|周均|平均|每[日天月周年篇条人次季]|人均|均值")
_PLAN = re.compile(r"力争|计划(?=[在于将到新开])|拟(?!稿|办|定|制)|预计|目标|不少于|不低于|至少|原则上")
_OTHERS = re.compile(r"下属|所属|辖区|下辖|各县|各区|各镇|各乡|各街道|各市|县区|区县|乡镇|[省市县区]直|各地(?!各部门|区各)|镇街|基层单位|直属单位|[兄弟]单位|外省|其他[省市县区局]|全国|分局|支队|大队|成员单位|村居|村级")
_WITHIN = re.compile(r"下设|内设|分设|涵盖|划分")
_OWN = re.compile(r"我[局厅委办院处站市县区镇乡校省关所]|本[局厅委办院处站市县区镇乡校省关所机单]")
_PART = re.compile(r"其中|包括|包含|分别|分为|涉及")


@dataclass(frozen=True, slots=True)
class Link:
    """A count with its value. `metric` None: a quantity that no count of the schema holds. `at` is its place in the text."""

    start: int
    end: int
    quantity: Quantity | None
    value: int | float
    metric: Metric | None
    strength: float
    phrase: str
    clause: tuple[int, int]


class Linker:
    """The counts of a schema, ready to be told from a number's surroundings."""

    def __init__(self, schema: Schema) -> None:
        self.metrics = schema.metrics
        self.vocabulary = schema.metrics[0].vocabulary if schema.metrics else Vocabulary()
        self._by_head: dict[str, list[tuple[Metric, Phrasing]]] = {}
        uses: dict[str, int] = {}
        for metric in self.metrics:
            for phrasing in metric.phrasings:
                for name in {n for names in phrasing.heads for n in names}:
                    self._by_head.setdefault(name, []).append((metric, phrasing))
            for name in {n for p in metric.phrasings for names in p.heads for n in names}:
                uses[name] = uses.get(name, 0) + 1
        self._rarity = {name: 0.0 if name == ANYTHING else 1 + 1 / count for name, count in uses.items()}

    def links(self, text: str, found: list[Sentence], year: int | None) -> Iterator[Link]:
        """Every number of the sentences, linked where a count fits it."""
        for k, sentence in enumerate(found):
            yield from _SentenceReader(self, text, found, k, year).links()


@dataclass(slots=True)
class _Fit:
    metric: Metric
    rank: float
    strength: float
    word: str


class _SentenceReader:
    def __init__(self, linker: Linker, text: str, found: list[Sentence], index: int, year: int | None) -> None:
        self.linker, self.text, self.found, self.index, self.year = linker, text, found, index, year
        self.vocabulary = linker.vocabulary
        self.row = found[index].pieces
        self.actions = self.vocabulary.actions.keys()
        self.whole: Metric | None = None
        self.whole_at = -1
        self.last: Metric | None = None
        self.linked: list[tuple[int, Metric, float]] = []

    def links(self) -> Iterator[Link]:
        shared = respectively(self.row)
        numbers = [k for k, piece in enumerate(self.row) if piece.kind == "number"]
        for order, at in enumerate(numbers):
            piece = self.row[at]
            quantity = piece.quantity
            assert quantity is not None and quantity.value is not None
            around = scope(self.row, at)
            if at in shared:
                around = Scope(shared[at], around.far, around.right, around.tail)
            unit = quantity.unit or self._borrowed(at)
            fits = self._flow(at, around, numbers[:order]) or self._fits(at, around, quantity, unit, numbers[:order])
            if not self._is_part(at, around, numbers[:order]):
                self.whole, self.whole_at = fits[0].metric if fits else None, at
            self.last = fits[0].metric if fits else None
            self.linked += [(at, fit.metric, fit.strength) for fit in fits]
            for fit in fits or [None]:
                yield Link(
                    *quantity.span, quantity, quantity.value, fit.metric if fit else None, fit.strength if fit else 0.5,
                    _phrase(around, fit.word if fit else ""), self._clause(at),
                )  # fmt: skip
        yield from self._implied()

    def _flow(self, at: int, around: Scope, earlier: Sequence[int]) -> list[_Fit]:
        """共…615条，今年新增94条: a bare number of this year says what the stock before it counts."""
        if not self.linked or not earlier or self.linked[-1][0] != earlier[-1]:
            return []
        left = "".join(p.text for p in around.near if p.kind != "date")
        before, metric, strength = self.linked[-1]
        one, other = self.row[before].quantity, self.row[at].quantity
        if metric.stock or not _BARE_FLOW.fullmatch(left) or one is None or other is None or one.unit != other.unit:
            return []
        return [_Fit(metric, 1.0, min(0.97, strength + 0.25), left)]

    def _implied(self) -> Iterator[Link]:
        """…15件，均为自然人: a count that takes the value of the number before it."""
        row = self.row
        for k, piece in enumerate(row):
            if not _ALL.search(piece.text) or not self.linked:
                continue
            end = next((n for n in range(k, len(row)) if row[n].kind in ("comma", "semi", "stop", "number")), len(row))
            if end < len(row) and row[end].kind == "number":
                continue
            said = {name: p for p in reversed(row[k:end]) for name in p.classes}
            begin = next((n + 1 for n in range(k, -1, -1) if row[n].kind in ("comma", "semi", "number")), 0)
            for metric in self.linker.metrics:
                cue = metric.implied and next((said[n] for p in metric.phrasings for h in p.heads for n in h if n in said), None)
                if not cue:
                    continue
                topics = frozenset(self.vocabulary.topics) & {n for p in metric.phrasings for need in p.needs for a in need.alternatives for n in a}
                number = next((at for at, m, _ in reversed(self.linked) if at < k and not m.implied and _about(m, topics)), None)
                quantity = row[number].quantity if number is not None else None
                if quantity is not None and quantity.value:
                    span = row[begin].start, row[end - 1].end
                    yield Link(*span, None, quantity.value, metric, 0.8, cue.text, span)

    def _borrowed(self, at: int) -> str:
        row = self.row
        while at + 2 < len(row) and row[at + 1].kind == "join" and row[at + 2].kind == "number":
            at += 2
            if (quantity := row[at].quantity) and quantity.unit:
                return quantity.unit
        return ""

    def _clause(self, at: int) -> tuple[int, int]:
        row = self.row
        begin, end = at, at
        while begin and row[begin - 1].kind not in ("comma", "semi", "stop", "number"):
            begin -= 1
        while begin < at and row[begin].kind in ("join", "close", "open"):
            begin += 1
        while end + 1 < len(row) and row[end + 1].kind not in ("comma", "semi", "stop", "number", "join", "close", "open"):
            end += 1
        return row[begin].start, row[end].end

    def _fits(self, at: int, around: Scope, quantity: Quantity, unit: str, earlier: Sequence[int]) -> list[_Fit]:
        if quantity.kind == "ratio":
            return []
        caution, around = self._caution(at, around, earlier)
        if caution == 0:
            return []
        heads = self._heads(around, unit)
        part = self._is_part(at, around, earlier)
        best: dict[str, _Fit] = {}
        for head in heads:
            if quantity.value == 0 and len(head.items) > 1:
                singles = [Head((item,), head.word, head.weight, head.modified) for item in head.items if item]
                fits = [fit for single in singles for fit in self._fit(single, around, at, unit, part)[:1]]
                if fits:
                    return [_Fit(f.metric, f.rank, f.strength * caution, f.word) for f in fits]
            for fit in self._fit(head, around, at, unit, part):
                known = best.setdefault(fit.metric.id, fit)
                known.rank, known.strength = max(known.rank, fit.rank), max(known.strength, fit.strength)
        if not best:
            return []
        top = max(best.values(), key=lambda f: (round(f.rank, 3), f.strength))
        channels = self.vocabulary.channels.keys()
        if any(p.classes & channels and _OWN.search(self.text[p.start - 3 : p.end - 1]) for p in around.near):
            top.strength = min(0.99, top.strength + 0.2)  # two websites of which one is its own
        top.strength *= self._running(at, around, top.metric) * caution
        return [top] if top.strength >= 0.45 else []

    def _heads(self, around: Scope, unit: str) -> list[Head]:
        left = left_heads(around.near, self.vocabulary)
        if around.right and around.near and around.near[-1].text == "等" and around.right[0].kind in ("word", "cue"):
            return right_heads(around.right, self.vocabulary)  # …等八个部分: the number counts what follows it
        if left and left[0].items[0] and not all(c <= self.actions for c in left[0].items):
            return left + [Head(h.items, h.word, h.weight * 0.9) for h in right_heads(around.right, self.vocabulary)]
        right = right_heads(around.right, self.vocabulary)
        other = around.right and around.right[0].kind == "word" and around.right[0].text not in _ADVERBS
        if other and not right and unit in _OF_THINGS:
            return []  # 对24个单位…: it counts a thing that no class holds
        return right + left

    def _fit(self, head: Head, around: Scope, at: int, unit: str, part: bool) -> list[_Fit]:
        """Counts whose phrasing this head begins, best first."""
        names = {name for item in head.items for name in item} | {ANYTHING}
        fits = []
        for name in sorted(names):
            for metric, phrasing in self.linker._by_head.get(name, ()):
                share = _unit_share(unit, metric)
                if not share:
                    continue
                if part and ((metric.whole and (self.whole or head.modified)) or name == ANYTHING or self._details_another(phrasing)):
                    continue
                if part and not self._topic_of_whole(phrasing, around):
                    continue
                weight = self._match(phrasing, head, around, at, name, metric.whole)
                if not weight:
                    continue
                generic = self.linker._rarity[name] < 1.3
                far = 2 * (head.weight - weight) if weight < head.weight else 0
                rank = self.linker._rarity[name] * (0.5 + head.weight / 2) + self._needs_rank(phrasing) - (0.5 if share < 1 else 0) - far
                strength = 0.95 * weight * share * self._narrowed(head, generic, metric, phrasing, around, at)
                fits.append(_Fit(metric, rank, strength, head.word))
        return sorted(fits, key=lambda f: (-round(f.rank, 3), -f.strength))

    def _needs_rank(self, phrasing: Phrasing) -> float:
        governed = self.vocabulary.channels.keys() | self.vocabulary.topics.keys()
        return sum(
            0.6 if names <= governed else 0.3 if names <= self.actions else 0.4
            for names in (need.alternatives[0] for need in phrasing.needs)
        )

    def _narrowed(
        self, head: Head, generic: bool, metric: Metric, phrasing: Phrasing, around: Scope, at: int
    ) -> float:
        """How far unknown words make a number count something narrower than the general word says, as a factor."""
        if not generic:
            return 1.0
        wanted = frozenset().union(*(names for need in phrasing.needs for names in need.alternatives))
        narrowed = head.modified or bool(head.verb and not head.verb & wanted)
        if not metric.whole:
            return 0.8 if narrowed else 1.0
        if head.verb and not head.verb & wanted:
            return 0
        if narrowed and head.items[0] <= self.actions:
            return 0.45
        if head.modified and any(p.text.startswith("类") for p in around.near):
            return 0
        narrowed = narrowed or any(p.kind == "word" or p.text in REST for p in around.near)
        if narrowed and any(p.kind == "number" for p in self.row[:at]):
            return 0
        return 0.8 if narrowed else 1.0

    def _details_another(self, phrasing: Phrasing) -> bool:
        """True where the whole that a part belongs to counts a kind of thing, so that the part is no channel's total."""
        if self.whole is None or self.whole.whole:
            return False
        channels = self.vocabulary.channels.keys()
        return _on_channel(phrasing, channels) and not any(_on_channel(p, channels) for p in self.whole.phrasings)

    def _topic_of_whole(self, phrasing: Phrasing, around: Scope) -> bool:
        """False where a part says a topic that its whole does not: kinds of documents, not requests (依申请公开3件)."""
        topics = self.vocabulary.topics.keys()
        wanted = {n for a in (*phrasing.heads, *(x for need in phrasing.needs for x in need.alternatives)) for n in a} & topics
        if not wanted or self.whole_at < 0:
            return True
        before = self.row[: self.whole_at + 1] + list(scope(self.row, self.whole_at).right)
        said = governing(before, topics) or self._context(topics)
        return bool(said & wanted) or not any(p.classes - self.actions for p in before)

    def _match(self, phrasing: Phrasing, head: Head, around: Scope, at: int, name: str, whole: bool) -> float:
        if not any(_names(alternative, head, self.linker._rarity[name] < 1.3) for alternative in phrasing.heads if name in alternative):
            return 0
        weight = head.weight
        for need in phrasing.needs:
            weight *= self._said(need, around, at, frozenset().union(*head.items), name == ANYTHING, whole)
            if not weight:
                return 0
        if self._barred(phrasing.bars, head, around):
            return 0
        return weight * 0.7 if phrasing.doubtful else weight

    def _said(self, need: Need, around: Scope, at: int, own: Names, direct: bool, whole: bool) -> float:
        governed = self.vocabulary.channels.keys() | self.vocabulary.topics.keys()
        best = 0.0
        for names in need.alternatives:
            if names <= governed:
                best = max(best, self._governed(names, need.before, around, at, own))
                continue
            if need.behind:
                best = max(best, 0.95 if any(names <= p.classes for p in around.tail) else 0.0)
                continue
            for weight, row in ((1.0, around.near), (0.97, around.right), (0.92, around.far)):
                if any(names <= p.classes for p in row):
                    best = max(best, weight)
                if direct:  # a verb that stands farther off has another object
                    break
            acts = any(p.classes & self.actions for p in around.near)
            verb = names <= self.actions and not (best or direct or whole or acts)
            if verb and any(names <= p.classes for p in self.row[:at]):
                best = 0.85
            if not best and need.before and any(names <= p.classes for p in self.row[:at]):
                best = 0.85
            if not best and need.before and self._context(names) & names:
                best = 0.75
        return best

    def _governed(self, names: Names, before: bool, around: Scope, at: int, own: Names) -> float:
        group = frozenset(self._group(names))
        own = frozenset() if names & own else own & group  # the head itself does not govern what it needs

        def rules(row: Sequence[Piece]) -> Names:
            return governing([p for p in row if not (own and p.classes & group and p.classes & group <= own)], group)

        for weight, row in ((1.0, around.near), (0.97, around.right), (0.95, around.far)):
            found = rules(row)
            if found == {ELSEWHERE}:
                return 0
            if found:
                found -= {ELSEWHERE}
                return weight if found == names else 0
        if not before and not self._told_of(names):
            return 0
        if found := rules(self.row[:at]):
            return 0.9 if names <= found else 0
        if found := self._context(group):
            return 0.8 if names <= found else 0
        return 0.75 if before and names <= rules(self.row[at:]) else 0

    def _told_of(self, names: Names) -> bool:
        """True where the number before tells of the channel itself (its followers, its visits), so that it stays the subject."""
        if self.last is None:
            return False
        said = [a for p in self.last.phrasings for need in p.needs if need.before or self.last.stock for a in need.alternatives]
        return names in said

    def _group(self, names: Names) -> Iterable[str]:
        return self.vocabulary.channels.keys() if names <= self.vocabulary.channels.keys() else self.vocabulary.topics.keys()

    def _context(self, group: Iterable[str]) -> Names:
        """What the sentences before say last, back to the heading of the section, then the headings above it."""
        level = 9
        wanted = frozenset(group)
        for k in range(self.index, -1, -1):
            sentence = self.found[k]
            if level < 9 and not (sentence.level and sentence.level < level):
                continue
            if k < self.index and (names := governing(sentence.pieces, wanted)):
                return names
            if sentence.level:
                level = sentence.level
                if level == 1:
                    break
        return frozenset()

    def _barred(self, bars: Names, head: Head, around: Scope) -> bool:
        if not bars:
            return False
        governed = self.vocabulary.channels.keys() | self.vocabulary.topics.keys()
        own = head.items[0] if len(head.items) == 1 else frozenset()
        for name in bars - governed:
            if name not in own and any(name in p.classes and not p.classes & own for row in (around.near, around.right) for p in row):
                return True
        for group in (self.vocabulary.channels.keys(), self.vocabulary.topics.keys()):
            mine = bars & group
            found = mine and (governing(around.near, group) or governing(around.far, group))
            if found and found <= mine and not found & own:
                return True
        return False

    def _is_part(self, at: int, around: Scope, earlier: Sequence[int]) -> bool:
        """True for a number that details one before it in the sentence (其中, 包括, brackets)."""
        left = self.text[around.near[0].start : self.row[at].start] if around.near else ""
        if _FLOW.search(left) or (self.year and left.startswith((f"其中{self.year}年", f"其中,{self.year}年"))):
            return False  # 累计…，其中本年度新增…: what the year brought is no part but the figure
        if not earlier:
            return bool(self.index and self.text[self.found[self.index].start :].startswith("其中"))
        if _inside(self.row, at):
            return True
        detail = None
        for piece in self.row[earlier[0] : at]:
            if piece.kind == "semi" and detail is not None and not self.text.startswith((":", "包括"), detail.end):
                detail = None  # 其中…；…: what follows stands beside the whole again
            if _PART.fullmatch(piece.text):
                detail = piece
        return detail is not None

    def _caution(self, at: int, around: Scope, earlier: Sequence[int]) -> tuple[float, Scope]:
        """Whose figure it is and of which year, as a factor; 0 where it is not the agency's for the year."""
        piece = self.row[at]
        begin = around.far[0].start if around.far else around.near[0].start if around.near else piece.start
        left = self.text[begin : piece.start]
        near = self.text[around.near[0].start : piece.start] if around.near else ""
        after = self.text[piece.end : piece.end + 8]
        if _TO.match(after):
            return 0, around
        if earlier and _TO.match(self.text, self.row[earlier[-1]].end):
            return 0.95, scope(self.row, earlier[-1])
        before = piece.quantity.raw[:2] if piece.quantity else ""
        if _DIFFERENCE.search(left.rstrip("约近了")) or before in ("提高",) or _AVERAGE.search(near):
            return 0, around
        if _PLAN.search(near) or after.startswith(("+", "以上的")):
            return 0, around
        factor = 1.0
        if _LAST_YEAR.search(near) and not _THIS_YEAR.search(near):
            return 0, around
        if self.year:
            years = [int(y) for y in re.findall(r"(?<!\d)(20\d\d)年", left)]
            if years and self.year not in years and not _THIS_YEAR.search(left) and max(years) < self.year:
                return 0, around
        if _WITHIN.search(near):
            return 0, around
        if _OTHERS.search("".join(p.text for p in around.near)):
            factor *= 0.4
        return factor, around

    def _running(self, at: int, around: Scope, metric: Metric) -> float:
        if metric.stock:
            return 1.0
        begin = around.far[0].start if around.far else around.near[0].start if around.near else self.row[at].start
        left = self.text[begin : self.row[at].start]
        if not _RUNNING.search(left):
            return 1.0
        if _SINCE.search(left) and not _THIS_YEAR.search(left):
            return 0.4
        year = self.year is not None and re.search(rf"(?<!截至)(?<!截止)(?<!截止到)(?<!至){self.year}年(?!底|末)", left)
        return 0.95 if year or _THIS_YEAR.search(left) else 0.75


def _about(metric: Metric, topics: Names) -> bool:
    names = {n for p in metric.phrasings for a in (*p.heads, *(x for need in p.needs for x in need.alternatives)) for n in a}
    return bool(topics & names)


def _on_channel(phrasing: Phrasing, channels: Iterable[str]) -> bool:
    return any(names <= frozenset(channels) for need in phrasing.needs for names in need.alternatives)


def _names(alternative: Names, head: Head, generic: bool) -> bool:
    if alternative == {ANYTHING}:
        return True
    if len(alternative) == 1:
        return (any(alternative <= item for item in head.items) and bool(head.items[-1])) if generic else all(alternative <= item for item in head.items)
    found = frozenset().union(*head.items)
    return alternative <= found and all(item & alternative for item in head.items)


def _unit_share(unit: str, metric: Metric) -> float:
    if not unit:
        return 0.85
    if unit in metric.units:
        return 1.0
    return 0.75 if unit in _GENERAL and metric.units >= {"条", "件"} else 0.0


def _inside(row: Sequence[Piece], at: int) -> bool:
    depth = 0
    for piece in row[:at]:
        depth += (piece.kind == "open") - (piece.kind == "close" and depth > 0)
    return depth > 0


def _phrase(around: Scope, word: str) -> str:
    said = [p.text for p in (*around.near, *around.right) if p.kind in ("cue", "word")]
    return "".join(said)[-40:] or word
