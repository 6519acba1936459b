"""Text folded for matching, with the way back to what is printed."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from .geometry import Span

# Variants that NFKC leaves alone: dashes used as minus, bracket shapes, list dots, quotes.
_VARIANTS = str.maketrans(
    {
        "−": "-", "–": "-", "‐": "-", "‑": "-", "〔": "[", "〕": "]", "【": "[", "】": "]",
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "•": "·", "・": "·", "﹒": ".",
        "\u00a0": " ", "\u3000": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200a": " ",
    }
)  # fmt: skip
_INVISIBLE = re.compile("[\x00\u00ad\u200b-\u200f\u2060\ufeff]")
# A converter's gloss: a syllable with tone marks in brackets behind its character, as in 據(jù).
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(rf"(?<=[\u4e00-\u9fff])\((?=[a-zü]*[{_TONES}])[a-zü{_TONES}]{{1,6}}\)")
_ASCII_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-z]{1,6}\)")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text[i]` was printed at `offsets[i]` of the document's text; `offsets` has one more entry, the end."""

    text: str
    offsets: tuple[int, ...] | range

    def span(self, start: int, end: int) -> Span:
        """Interval of the document's text for [start, end) of the folded text."""
        if end <= start:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def keep(self, wanted: Callable[[str], bool]) -> "Folded":
        """The same text with only the characters that are wanted."""
        kept = [i for i, ch in enumerate(self.text) if wanted(ch)]
        return self.pick(kept)

    def pick(self, indices: list[int]) -> "Folded":
        """The characters at these positions, in this order."""
        text, offsets = self.text, self.offsets
        return Folded("".join(text[i] for i in indices), (*(offsets[i] for i in indices), offsets[-1]))

    def part(self, start: int, end: int) -> "Folded":
        """The stretch [start, end) of this folded text."""
        return Folded(self.text[start:end], self.offsets[start : end + 1])


def _fold_char(ch: str) -> str:
    if unicodedata.category(ch) == "No":  # ① and ² enumerate and annotate; they must not become digits
        return ch
    folded = unicodedata.normalize("NFKC", ch)
    return folded if len(folded) == 1 else ch


class _FoldTable(dict[int, str]):
    """Translation table that fills itself: one entry for each character ever met."""

    def __missing__(self, code: int) -> str:
        ch = chr(code)
        folded = " " if _INVISIBLE.match(ch) else ch if code < 0x80 else _fold_char(ch).translate(_VARIANTS)
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold_text(text: str) -> str:
    """Half-width forms and plain punctuation, invisible characters as spaces; the length stays."""
    return text.translate(_FOLD)


def fold(text: str, simplify: dict[str, str] | None = None) -> Folded:
    """Fold a document's text. `simplify` maps traditional characters or words to simplified of the same length."""
    folded = fold_text(text)
    if simplify:
        words = sorted((w for w in simplify if len(w) > 1), key=len, reverse=True)
        if words:
            folded = re.sub("|".join(map(re.escape, words)), lambda m: simplify[m[0]], folded)
        folded = folded.translate({ord(k): v for k, v in simplify.items() if len(k) == 1})
    gone = [m.span() for m in _INVISIBLE.finditer(text)] + [m.span() for m in _PINYIN.finditer(folded)]
    if len(gone) > 8:  # a glossed text also has syllables without a tone mark
        gone += [m.span() for m in _ASCII_PINYIN.finditer(folded)]
    if not gone:
        return Folded(folded, range(len(folded) + 1))
    dropped = {i for start, end in gone for i in range(start, end)}
    return Folded(folded, range(len(folded) + 1)).pick([i for i in range(len(folded)) if i not in dropped])
