"""The words and patterns of the sentences, dealt to the splits."""

import hashlib
import random
from functools import cache
from importlib.resources import files

import yaml

from ..synthetic.report import Split

_COMMON = 0.3  # share of the words that belong to all splits where a held-out split could use its own
_NOUNS = 9000


def dealt(key: str) -> Split:
    """The split of a word or pattern, by the digest of its text: 70 of 100 are for training."""
    place = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % 100
    return "train" if place < 70 else "dev" if place < 82 else "test"


@cache
def _words() -> dict[str, list[str]]:
    text: dict[str, str] = yaml.safe_load(files("corpora.sentences").joinpath("words.yml").read_text("utf-8"))
    return {name: words.split() for name, words in text.items()}


@cache
def _more(split: Split) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Words and patterns of a split alone, by list and topic; they are not dealt: more of them change no other."""
    found = yaml.safe_load(files("corpora.sentences").joinpath("more.yml").read_text("utf-8")).get(split, {})
    return found.get("words", {}), found.get("patterns", {})


@cache
def names() -> frozenset[str]:
    """Names of all lists of words."""
    return frozenset((*_words(), "noun"))


@cache
def _of(name: str, split: Split) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(words of all splits, words of this split alone) of a list."""
    if name == "noun":
        return (), tuple(n for n in _nouns() if dealt("noun" + n) == split)
    words = _words()[name]
    common = tuple(w[1:] for w in words if w.startswith("="))
    own = tuple(w for w in words if not w.startswith("=") and dealt(name + w) == split)
    return common, (*own, *_more(split)[0].get(name, "").split())


def word(name: str, split: Split, rng: random.Random) -> str:
    """A word of a list; in the held-out splits mostly one that training has not seen."""
    common, own = _of(name, split)
    if split == "train":
        return rng.choice(common) if not own or (common and rng.random() < 0.35) else rng.choice(own)
    return rng.choice(own) if own and (not common or rng.random() > _COMMON) else rng.choice(common or own)


@cache
def _nouns() -> tuple[str, ...]:
    """Nouns of two to four characters from the dictionary of the segmenter, the frequent ones first."""
    import jieba

    rows = [line.split() for line in jieba.get_dict_file().read().decode("utf-8").splitlines()]
    found = [
        (int(n), w)
        for w, n, tag in rows
        if tag in ("n", "vn", "nz") and 2 <= len(w) <= 4 and w.isalpha() and w[-1] not in "省市县镇乡"  # no places
    ]
    found.sort(reverse=True)
    return tuple(w for _, w in found[:_NOUNS])


@cache
def patterns(topic: str, split: Split) -> tuple[str, ...]:
    """The patterns of a topic that belong to a split; a topic without any for a held-out split lends its others."""
    text: dict[str, list[str]] = yaml.safe_load(files("corpora.sentences").joinpath("patterns.yml").read_text("utf-8"))
    every = text[topic]
    own = (*(p for p in every if dealt(topic + p) == split), *_more(split)[1].get(topic, ()))
    return own or tuple(p for p in every if dealt(topic + p) != "train") or tuple(every)
