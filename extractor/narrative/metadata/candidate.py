"""A possible value of a fact about the report, and the evidence that rivals make together."""

import math
import re
from dataclasses import dataclass, replace

from extractor.core.document import Document
from extractor.core.evidence import Evidence, Option, Reading
from extractor.core.folding import Folded
from extractor.core.geometry import Span

_AROUND = 24  # characters of a quote on either side
_SHARPNESS = 2.0  # one point of score makes a candidate e² times as likely
_AGREEMENT = 0.1  # points for a further place that says the same
_KEPT = 3
_BREAK = re.compile(r"[^\S\n]*\n\s*|[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """`value` as the record wants it, `raw` as printed, `score` in points: only differences between rivals count."""

    value: int | str
    raw: str
    span: Span | None
    score: float


def candidate(document: Document, folded: Folded, place: tuple[int, int], score: float) -> Candidate:
    """A candidate whose value is what is printed at a place of a folded text, without line ends."""
    span = folded.span(*place)
    text = _BREAK.sub("", document.slice(span)).strip()
    return Candidate(text, text, span, score)


def ranked(candidates: list[Candidate]) -> list[Candidate]:
    """One candidate for each value, best first; every further place that agrees adds a little to its score."""
    best: dict[int | str, Candidate] = {}
    for one in candidates:
        same = best.get(one.value)
        if same is None:
            best[one.value] = one
        else:
            better = max(same, one, key=lambda c: c.score)
            best[one.value] = replace(better, score=better.score + _AGREEMENT)
    return sorted(best.values(), key=lambda c: -c.score)


def evidence(document: Document, field: str, rivals: list[Candidate]) -> Evidence | None:
    """Evidence on `metadata.<field>` with the best rivals as options; None without any. Rivals stand best first."""
    if not rivals:
        return None
    kept = rivals[:_KEPT]
    weights = [_SHARPNESS * (c.score - kept[0].score) for c in kept]
    total = math.log(sum(math.exp(w) for w in weights))
    options = tuple(
        Option((Reading(c.value, c.raw, span=c.span),), weight - total) for c, weight in zip(kept, weights, strict=True)
    )
    return Evidence(
        fields=(f"metadata.{field}",),
        options=options,
        source="narrative",
        match="exact",
        score=math.exp(options[0].logp),
        quote=_quote(document, kept[0].span),
    )


def _quote(document: Document, span: Span | None) -> str:
    if span is None:
        return ""
    start = max(document.text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    end = document.text.find("\n", span.end)
    return document.text[start : min(end if end >= 0 else len(document.text), span.end + _AROUND)].strip()
