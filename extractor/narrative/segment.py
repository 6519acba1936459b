"""Words of running text: spaCy with jieba, which knows the words of the schema."""

import os
import re
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .misread import Words, mended, pointed, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RUN = re.compile(r"([\u4e00-\u9fff]+)|[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|\s+|.", re.DOTALL)
_FREQUENCY = 200_000  # above any general word, so that the schema's words stay whole


def tokenizer(vocab: Any, words: Iterable[str], listed: Iterable[str]) -> "Callable[[str], Doc]":
    """A spaCy tokenizer for a vocabulary; the words are kept whole. `doc.user_data` holds `text`, in which characters
    of the `listed` words that a scan's reader took for others are put right at the places `mended`, and `words` as
    (offset, text)."""
    from spacy.tokens import Doc

    cut, known = _knowing(frozenset(words), frozenset(listed))

    def tokenize(text: str) -> Doc:
        printed, text = text, pointed(text)
        tokens = cut(text)
        text, places = mended(tokens, known)
        if places:
            tokens = cut(text)
        if text != printed:
            places = [i for i, (ch, other) in enumerate(zip(printed, text, strict=True)) if ch != other]
        doc = Doc(vocab, words=tokens, spaces=[False] * len(tokens))
        at, placed = 0, []
        for token in tokens:
            placed.append((at, token))
            at += len(token)
        doc.user_data |= {"text": text, "words": placed, "mended": places}
        return doc

    return tokenize


@lru_cache(maxsize=4)  # the forms of one type of report share their words, and jieba's dictionary takes 65 MB
def _knowing(words: frozenset[str], listed: frozenset[str]) -> tuple[Callable[[str], list[str]], Words]:
    return _cutter(_segmenter(words, listed)), words_of(listed)


def _cutter(segmenter: Any) -> Callable[[str], list[str]]:
    """jieba's likeliest cut by its own dictionary, in one pass over each run of characters: twice as fast."""
    frequency: dict[str, int] = segmenter.FREQ
    total = log(segmenter.total)
    known: dict[str, float] = {}

    def weight(word: str) -> float:
        found = known[word] = log(frequency.get(word) or 1) - total
        return found

    @lru_cache(maxsize=4096)  # a text with misread characters is cut twice, and few of its runs differ
    def split(run: str) -> tuple[str, ...]:
        size = len(run)
        best = [0.0] * (size + 1)
        ends = [0] * size
        for i in range(size - 1, -1, -1):
            word = run[i]
            score, end = (known[word] if word in known else weight(word)) + best[i + 1], i + 1
            k = i + 2
            while k <= size and (word := run[i:k]) in frequency:
                if frequency[word]:
                    other = (known[word] if word in known else weight(word)) + best[k]
                    if other >= score:
                        score, end = other, k
                k += 1
            best[i], ends[i] = score, end
        words = []
        at = 0
        while at < size:
            words.append(run[at : ends[at]])
            at = ends[at]
        return tuple(words)

    def cut(text: str) -> list[str]:
        tokens: list[str] = []
        for match in _RUN.finditer(text):
            run = match[1]
            if run is None or len(run) == 1:
                tokens.append(match[0])
            else:
                tokens += split(run)
        return tokens

    return cut


def _segmenter(words: Iterable[str], listed: Container[str]) -> Any:
    import logging

    import jieba

    jieba.default_logger.setLevel(logging.CRITICAL)  # it announces itself on stderr
    segmenter = jieba.Tokenizer()
    folder = _cache_folder()
    if folder is not None:
        segmenter.tmp_dir, segmenter.cache_file = str(folder), "jieba.cache"
        segmenter.initialize()
    else:  # no folder of our own: never trust a dictionary that others may have put in the shared one
        segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
        segmenter.initialized = True
    segmenter.FREQ["次访问"] = 0  # 3次访问: the unit, and what was done
    total = segmenter.total
    for word in sorted(words):
        segmenter.add_word(word.lstrip("*"), _FREQUENCY)
        total += _FREQUENCY * (word in listed)
    segmenter.total = total  # what is composed makes no other word rarer
    return segmenter


def _cache_folder() -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "zh-report-extractor"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    mine = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return folder if mine and os.access(folder, os.W_OK) else None
