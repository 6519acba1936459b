"""What an unlinked number seems to count, in normal form: its platform, the verb and the head noun."""

from collections.abc import Sequence

from ..core.metric import ELSEWHERE, Vocabulary
from .pieces import Piece
from .scope import Scope
from .words import ADVERBS, REST

_LONGEST = 16  # characters of a noun; what is longer is a clause


def phrase(around: Scope, vocabulary: Vocabulary) -> str:
    """“platform verb noun” with what is said of these, parted by spaces; the noun is last, and there without a verb.

    通过门户网站主动公开民生工程类信息12条 → 门户网站 公开 民生工程类信息
    """
    channels = vocabulary.channels.keys() - {ELSEWHERE}
    actions = frozenset(vocabulary.actions)
    near = [p for p in around.near if p.kind in ("cue", "word", "join")]
    on = max((k for k, p in enumerate(near) if p.classes & channels), default=-1)
    begin = on + 1
    verb = ""
    if begin < len(near) and near[begin].classes and near[begin].classes <= actions:
        verb, begin = near[begin].text, begin + 1
    noun = _noun(near[begin:]) or _noun(around.right)
    if on >= 0:
        channel = near[on].text
    else:
        channel = next((p.text for p in reversed(around.far) if p.classes & channels), "")
    return " ".join(part for part in (channel, verb, noun) if part)


def _noun(row: Sequence[Piece]) -> str:
    """The words at the end of a row of pieces, those that only say how left out."""
    words: list[str] = []
    for piece in reversed(row):
        if piece.kind == "join" and words:
            break
        if piece.kind in ("cue", "word") and piece.text not in ADVERBS and piece.text not in REST:
            words.append(piece.text)
        if sum(map(len, words)) >= _LONGEST:
            break
    return "".join(reversed(words))[-_LONGEST:]
