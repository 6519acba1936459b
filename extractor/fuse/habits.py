"""What a document's doubtful cells have in common: how well they were read, and what is printed where nothing is."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..core.evidence import Evidence, Reading
from .confusions import Confusions

_LIKELY = -0.35  # log-probability of a reading that shows a habit: on poor pages no blank is sure
_SIGN = 3  # characters of a sign for nothing, at most
_ALIKE = 2.0  # signs of a table that are thought to be as those of all the document
_ROUNDS = 20
# How a 0, and any other sign for nothing, is read first: as a 0, as one of these, as a digit; without doubt, and how
# much more for a document's mean doubt (generated scans). Print that a fax has all but lost is seldom read as a 0.
_NOUGHTS = (((1.0, -1.5), (0.0, 0.6), (0.0, 0.9)), ((1.0, -2.8), (0.0, 1.7), (0.0, 1.1)))
_NONE = ((0.0, 0.05), (1.0, -0.75), (0.0, 0.7))
_SELDOM, _OFTEN = 0.003, 0.6  # at least, and at most where nothing is so without doubt


@dataclass(frozen=True, slots=True)
class Habits:
    """What a table prints for nothing (0, /, a blank) with the part of each, usual ones first; the mean doubt in its
    document's first readings; and the digits that are confused there."""

    signs: tuple[tuple[Reading, float], ...]
    doubt: float
    confused: Confusions = field(default_factory=dict)


def habits_of(
    evidence: Sequence[Evidence],
    table: Callable[[Evidence], str | None] = lambda _: None,
    noughts: Container[str] = (),
) -> dict[str | None, Habits]:
    """The habits of a document by table, as the readings of its cells show them. `noughts` are fields of which sums
    tell that nothing is there, whatever was read."""
    cells = [e for e in evidence if len(e.fields) == 1]
    doubt = sum(1 - math.exp(e.options[0].logp) for e in cells) / max(1, len(cells))
    seen = _signs(cells)
    signs = {"0": Reading(0, "0")} | {r.raw: r for r in seen}
    everywhere = Counter(r.raw for r in seen)
    part = _part_of_noughts(cells, noughts, doubt, 0.5, 1.0)
    tables: dict[str | None, list[Evidence]] = defaultdict(list)
    for e in cells:
        tables[table(e)].append(e)
    found = {}
    for name, inside in tables.items():
        here = Counter(r.raw for r in _signs(inside))
        often = {raw: here[raw] + _ALIKE * (everywhere[raw] + 0.5) / (len(cells) + 1) for raw in signs}
        zeros = _part_of_noughts(inside, noughts, doubt, part, _ALIKE)
        shares = _shared({raw: n for raw, n in often.items() if signs[raw].value == 0}, zeros)
        shares |= _shared({raw: n for raw, n in often.items() if signs[raw].value != 0}, 1 - zeros)
        usual = sorted(shares, key=lambda raw: -shares[raw])
        found[name] = Habits(tuple((signs[raw], shares[raw]) for raw in usual), doubt)
    return found


def _shared(often: Mapping[str, float], part: float) -> dict[str, float]:
    """A part divided by how often each is seen."""
    total = sum(often.values())
    return {raw: part * n / total for raw, n in often.items()}


def _signs(cells: Iterable[Evidence]) -> list[Reading]:
    """What cells print for nothing that were likely read right."""
    likely = (e.options[0].readings[0] for e in cells if e.options[0].logp > _LIKELY)
    return [r for r in likely if not r.value and len(r.raw) <= _SIGN]


def _part_of_noughts(
    cells: Iterable[Evidence], noughts: Container[str], doubt: float, prior: float, weight: float
) -> float:
    """Of the cells in which nothing is, the part that prints a 0: as their readings are likeliest, with so many cells
    more that are as the prior says."""
    kinds = [0, 0, 0]
    for e in cells:
        value = e.options[0].readings[0].value
        if not value or e.fields[0] in noughts:
            kinds[0 if value == 0 else 2 if value else 1] += 1
    none = _rates(_NONE, doubt)
    fitted = [_fitted(kinds, _rates(nought, doubt), none, prior, weight) for nought in _NOUGHTS]
    best = max(likely for _, likely in fitted)
    weights = [math.exp(likely - best) for _, likely in fitted]
    return sum(w * part for w, (part, _) in zip(weights, fitted, strict=True)) / sum(weights)


def _rates(of: Sequence[tuple[float, float]], doubt: float) -> list[float]:
    found = [max(_SELDOM, sure + per * doubt) if sure else min(_OFTEN, max(_SELDOM, per * doubt)) for sure, per in of]
    return [rate / sum(found) for rate in found]


def _fitted(
    kinds: Sequence[int], nought: Sequence[float], none: Sequence[float], prior: float, weight: float
) -> tuple[float, float]:
    """The part of noughts under which such readings are likeliest (expectation maximisation), and their
    log-probability."""
    part = prior
    for _ in range(_ROUNDS):
        zeros = sum(n * part * a / (part * a + (1 - part) * b) for n, a, b in zip(kinds, nought, none, strict=True))
        part = (zeros + weight * prior) / (sum(kinds) + weight)
    likely = sum(n * math.log(part * a + (1 - part) * b) for n, a, b in zip(kinds, nought, none, strict=True))
    return part, likely
