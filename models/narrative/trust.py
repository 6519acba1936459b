"""How far rules and model are to be trusted beside each other, fitted on texts whose wording neither was made for."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.narrative.weigh import FEATURES, features

from .cases import Case

Rows = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64], NDArray[np.float64]]
_STEPS, _RIDGE = 30, 1e-4
_MOST = 3  # candidates of a number: what the rules say, what the model says, none


def fit(groups: Mapping[float, Sequence[Case]], metrics: Mapping[str, int]) -> dict[str, float]:
    """Weights of the features by maximum likelihood (conditional logit); `groups` are cases by their weight in all."""
    x, real, right, share = _rows(groups, metrics)
    chosen = x[np.arange(len(x)), right]
    weights = np.zeros(len(FEATURES))
    for _ in range(_STEPS):  # Newton's: the likelihood has one maximum
        logits = np.where(real, x @ weights, -1e9)
        likely = np.exp(logits - logits.max(axis=1, keepdims=True))
        likely *= share[:, None] / likely.sum(axis=1, keepdims=True)
        expected = (likely[..., None] * x).sum(axis=1) / share[:, None]
        slope = share @ (expected - chosen) + _RIDGE * weights
        spread = np.einsum("nc,nci,ncj->ij", likely, x, x) - np.einsum("n,ni,nj->ij", share, expected, expected)
        weights -= np.linalg.solve(spread + _RIDGE * np.eye(len(weights)), slope)
    return {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}


def _rows(groups: Mapping[float, Sequence[Case]], metrics: Mapping[str, int]) -> Rows:
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
            row = [[f.get(name, 0.0) for name in FEATURES] for f in found.values()]
            real.append([i < len(row) for i in range(_MOST)])
            rows.append(row + [[0.0] * len(FEATURES)] * (_MOST - len(row)))
            right.append(list(found).index(case.truth))
            kept += 1
        share += [weight / max(1, kept)] * kept
    return np.array(rows), np.array(real), np.array(right), np.array(share)
