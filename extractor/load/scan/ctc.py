"""The distribution over texts that a recogniser's steps hold, for cells that print numbers.

A step is a distribution over the alphabet and CTC's blank; a text's probability is the sum over the ways to lay it
along the steps (Graves et al. 2006). Characters that look like a digit count as that digit, what no number has is
left out.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .ocr import Steps

Masked = NDArray[np.float64]  # (steps, 1 + len(SYMBOLS)): rows are distributions, the first entry CTC's blank

SYMBOLS = "0123456789.,/-%+无不适用万亿元增减加少件条个人次项份"
# What recognisers give for a symbol where the print is small or broken.
_TWINS = {
    "0": "０oOｏＯ〇○Q口D", "1": "１lI|｜i丨!！", "2": "２Zz", "3": "３", "4": "４", "5": "５Ss", "6": "６b", "7": "７",
    "8": "８B", "9": "９gq", ".": "．。·", ",": "，、'", "/": "／\\", "-": "—－–一―─_ー~～", "%": "％", "+": "＋",
}  # fmt: skip
DIGITS = frozenset("0123456789").union(*(_TWINS[digit] for digit in "0123456789"))
KNOWN = frozenset(SYMBOLS).union(*_TWINS.values())  # characters that are no sign of a label
ALONE = frozenset("无不适用").union(*_TWINS.values())  # the same where no digit stands beside them
_INDEX = {symbol: i for i, symbol in enumerate(SYMBOLS, start=1)}
_FLOOR = 1e-4  # probability that a step gives to any symbol
_TINY = 1e-300  # what has no way at all
_BEAM = 12
_LOW = 2e-3  # symbols of a step below this start no new text


@cache
def columns(alphabet: tuple[str, ...]) -> list[NDArray[np.intp]]:
    """For CTC's blank and each symbol the indices of its characters in an alphabet."""
    index = {char: i for i, char in enumerate(alphabet)}
    groups = [[0], *([index[c] for c in s + _TWINS.get(s, "") if c in index] for s in SYMBOLS)]
    return [np.array(group, dtype=np.intp) for group in groups]


def masked(steps: Steps, alphabet: tuple[str, ...]) -> Masked:
    """The steps over blank and SYMBOLS alone."""
    return floored(np.stack([steps[:, group].sum(axis=1) for group in columns(alphabet)], axis=1))


def floored(steps: Steps) -> Masked:
    """Steps over blank and SYMBOLS as distributions that leave some probability to everything."""
    kept = steps.astype(np.float64) + _FLOOR
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def texts(steps: Masked) -> dict[str, float]:
    """The likeliest texts by a prefix beam search (Hannun et al. 2014), with about their probability."""
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # text → of ways that end in blank, in its last character
    for step in steps.tolist():
        live = [(SYMBOLS[k - 1], p) for k, p in enumerate(step) if k and p > _LOW]
        found: dict[str, tuple[float, float]] = {}
        for text, (blank, last) in beam.items():
            whole = blank + last
            had = found.get(text, (0.0, 0.0))
            stay = last * step[_INDEX[text[-1]]] if text else 0.0
            found[text] = (had[0] + whole * step[0], had[1] + stay)
            for char, p in live:
                more = found.get(text + char, (0.0, 0.0))
                found[text + char] = (more[0], more[1] + p * (blank if text[-1:] == char else whole))
        beam = dict(sorted(found.items(), key=lambda item: -sum(item[1]))[:_BEAM])
    return {text: sum(ways) for text, ways in beam.items()}


def logp(steps: Masked, text: str) -> float:
    """Log-probability of a text: the sum over all its ways."""
    return float(logps(steps, (text,))[0])


def logps(steps: Masked, texts: Sequence[str]) -> NDArray[np.float64]:
    """Log-probabilities of texts, all in one pass over the steps."""
    count, ends = len(texts), np.array([2 * len(text) for text in texts], dtype=np.intp)
    states = np.zeros((count, int(ends.max(initial=0)) + 1), dtype=np.intp)
    for row, text in zip(states, texts, strict=True):
        row[1 : 2 * len(text) : 2] = [_INDEX[char] for char in text]
    skip = np.zeros(states.shape)
    skip[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    shown = steps[:, states] * (np.arange(states.shape[1]) <= ends[:, None])
    ways = np.zeros(states.shape)
    ways[:, :2] = shown[0, :, :2]
    total = np.zeros(count)
    for step in shown[1:]:
        moved = ways.copy()
        moved[:, 1:] += ways[:, :-1]
        moved[:, 2:] += skip[:, 2:] * ways[:, :-2]
        ways = moved * step
        size = np.maximum(ways.sum(axis=1), _TINY)
        ways /= size[:, None]
        total += np.log(size)
    rows = np.arange(count)
    last = ways[rows, ends] + np.where(ends > 0, ways[rows, ends - 1], 0.0)
    return np.asarray(total + np.log(np.maximum(last, _TINY)))
