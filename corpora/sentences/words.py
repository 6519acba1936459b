"""The words and patterns of the sentences, dealt to the splits."""

import hashlib
import random
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.core.metric import Names
from extractor.schemas import load_schema

from ..synthetic.report import Split

_COMMON = 0.3  # share of the words that belong to all splits where a held-out split could use its own
_NOUNS = 9000
_SCHEMA = "gov-disclosure/2021"
_LISTED = 0.35  # share of training's words that come from the schema's vocabulary
_ALIKE = 0.6  # share of a list's words that has to be of the same classes there


def dealt(key: str) -> Split:
    """The split of a word or pattern, by the digest of its text: 70 of 100 are for training."""
    place = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % 100
    return "train" if place < 70 else "dev" if place < 82 else "test"


@cache
def _file(name: str) -> Any:
    return yaml.safe_load(files("corpora.sentences").joinpath(name).read_text("utf-8"))


@cache
def _words() -> dict[str, list[str]]:
    text: dict[str, str] = _file("words.yml")
    return {name: words.split() for name, words in text.items()}


@cache
def _more(split: Split) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Words, patterns and turns of a split alone, by list, topic and kind; not dealt: more of them change no other."""
    found = _file("more.yml").get(split, {})
    patterns, turned = ({k: tuple(v) for k, v in found.get(of, {}).items()} for of in ("patterns", "turns"))
    return found.get("words", {}), patterns, turned


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
        listed = _listed(name)
        if listed and rng.random() < _LISTED:
            return rng.choice(listed)
        return rng.choice(common) if not own or (common and rng.random() < 0.35) else rng.choice(own)
    return rng.choice(own) if own and (not common or rng.random() > _COMMON) else rng.choice(common or own)


@cache
def _listed(name: str) -> tuple[str, ...]:
    """Words of the schema of the classes that most words of a list are of, but for those that a held-out split has."""
    known = _vocabulary()
    common, own = _of(name, "train")
    classes = Counter(known[w] for w in (*common, *own) if known.get(w))
    alike, number = classes.most_common(1)[0] if classes else (None, 0)
    if number < _ALIKE * len(common + own):
        return ()
    return tuple(w for w, of in known.items() if of == alike and not w.startswith("*") and w not in _held_out())


@cache
def _vocabulary() -> dict[str, Names]:
    return load_schema(_SCHEMA).metrics[0].vocabulary.words


@cache
def _held_out() -> frozenset[str]:
    splits: tuple[Split, ...] = ("dev", "test")
    return frozenset(w for name in _words() for split in splits for w in _of(name, split)[1])


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
    every: list[str] = _file("patterns.yml")[topic]
    own = (*(p for p in every if dealt(topic + p) == split), *_more(split)[1].get(topic, ()))
    return own or tuple(p for p in every if dealt(topic + p) != "train") or tuple(every)


def turns(kind: str, split: Split) -> tuple[str, ...]:
    """Turns of phrase that a split alone has, to be put into its patterns."""
    return _more(split)[2].get(kind, ())
