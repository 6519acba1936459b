"""How far rules and model are to be trusted beside each other, fitted on texts whose wording neither was made for."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.narrative.weigh import FEATURES, features

from .cases import Case

Rows = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64], NDArray[np.float64]]
_STEPS, _RATE, _RIDGE = 1500, 0.05, 1e-3
_MOST = 3  # candidates of a number: what the rules say, what the model says, none


def fit(groups: Mapping[float, Sequence[Case]], metrics: Sequence[str]) -> dict[str, float]:
    """Weights of the features by maximum likelihood (conditional logit); `groups` are cases by their weight in all."""
    x, real, right, share = _rows(groups, metrics)
    weights = np.zeros(len(FEATURES))
    weights[0] = 1.0
    moment, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        logits = np.where(real, x @ weights, -1e9)
        likely = np.exp(logits - logits.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        expected = (likely[..., None] * x).sum(axis=1)
        chosen = x[np.arange(len(x)), right]
        slope = ((expected - chosen) * share[:, None]).sum(axis=0) + _RIDGE * weights
        moment = 0.9 * moment + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        weights -= _RATE * (moment / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-9)
    return {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}


def _rows(groups: Mapping[float, Sequence[Case]], metrics: Sequence[str]) -> Rows:
    """Features (cases × candidates × features), which candidates there are, the right one, and the case's weight.

    Cases of which no candidate is right say nothing about the choice; they are left out.
    """
    rows, real, right, share = [], [], [], []
    for weight, group in groups.items():
        kept = 0
        for case in group:
            found = {} if case.others else features(case.link, case.judgement, metrics)
            if case.truth not in found:
                continue
            row = [[f[name] for name in FEATURES] for f in found.values()]
            real.append([i < len(row) for i in range(_MOST)])
            rows.append(row + [[0.0] * len(FEATURES)] * (_MOST - len(row)))
            right.append(list(found).index(case.truth))
            kept += 1
        share += [weight / max(1, kept)] * kept
    return np.array(rows), np.array(real), np.array(right), np.array(share)
