"""Generated forms as a reader of pictures would hand them over: readings of every cell, some of them wrong."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass

from corpora.synthetic.content import make_report
from corpora.synthetic.report import PrintedTable
from extractor.core.evidence import Evidence, Option, Reading
from extractor.core.quantity import Quantity
from extractor.core.schema import Schema
from extractor.schemas import load_schema

_ALIKE = {"0": "68", "1": "74", "2": "7", "3": "85", "4": "1", "5": "36", "6": "805", "7": "12", "8": "36", "9": "04"}


@dataclass(frozen=True, slots=True)
class Reader:
    """How a reader errs: share of doubtful cells, by how much its probabilities are sharpened (1: honest), how often
    a list of readings lacks the true one, and how many readings it offers."""

    doubtful: float
    sharpened: float = 1.0
    lacking: float = 0.0
    offered: int = 4


@dataclass(frozen=True)
class Scan:
    """A form's cells as printed (text by field id), and the evidence of a reader on them."""

    schema: Schema
    printed: dict[str, str]
    evidence: tuple[Evidence, ...]
    broken: frozenset[str]


def scan(seed: int, reader: Reader) -> Scan | None:
    """The tables of a generated report, read; None where the report prints none."""
    report = make_report(seed, "train")
    schema = load_schema(report.schema)
    tables = [part for section in report.sections for part in section.parts if isinstance(part, PrintedTable)]
    printed = {cell.field: cell.text for table in tables for cell in table.cells if cell.field}
    if not printed:
        return None
    rng = random.Random(f"scan/{seed}")
    broken = frozenset(b.constraint for b in report.broken if not b.constraint.startswith("text/"))
    return Scan(schema, printed, tuple(read(n, text, reader, rng) for n, text in printed.items()), broken)


def read(name: str, text: str, reader: Reader, rng: random.Random) -> Evidence:
    """A cell's readings. An honest reader's first one is right as often as it says."""
    shares = [1 - 10 ** -rng.uniform(4, 9)]
    if rng.random() < reader.doubtful:
        shares = [rng.uniform(0.3, 1.0)]
    while len(shares) < reader.offered:
        shares.append((1 - sum(shares)) * rng.uniform(0.5, 0.95))
    shares = sorted((s / sum(shares) for s in shares), reverse=True)
    at = rng.choices(range(len(shares)), shares)[0]
    wrong = confusions(text, rng)[: len(shares) - 1]
    texts = [*wrong[:at], text, *wrong[at:]]
    if rng.random() < reader.lacking and at:
        texts[at] = confusions(texts[0], rng)[-1]
    sharp = [s**reader.sharpened for s in shares[: len(texts)]]
    kept: dict[str, float] = {}
    for t, s in zip(texts, sharp, strict=True):
        kept.setdefault(t, math.log(s / sum(sharp)))
    return Evidence((name,), tuple(_option(t, logp) for t, logp in kept.items()), "table", "exact", fallible=True)


def confusions(text: str, rng: random.Random) -> list[str]:
    """Texts that a reader may take this one for, likelier ones first, none twice."""
    found: list[str] = []
    for _ in range(40):
        i = rng.randrange(len(text)) if text else 0
        kind = rng.random()
        if not text:
            other = rng.choice("1174")
        elif text[i] not in _ALIKE:
            other = rng.choice(("1", "7"))
        elif kind < 0.55:
            other = text[:i] + rng.choice(_ALIKE[text[i]]) + text[i + 1 :]
        elif kind < 0.7:
            other = text[:i] + rng.choice("0123456789") + text[i + 1 :]
        elif kind < 0.85:
            other = text[:i] + text[i + 1 :] or rng.choice(_ALIKE[text])
        elif kind < 0.95:
            other = text[:i] + rng.choice(text[i] + "1") + text[i:]
        else:
            other = "" if text != "0" else "6"
        if other != text and other not in found:
            found.append(other)
    return found


def value_of(text: str) -> float | int | None:
    """What a cell's text counts."""
    found = Quantity.read(text) if text else None
    return None if found is None or isinstance(found.value, str) else found.value


def _option(text: str, logp: float) -> Option:
    value = value_of(text)
    return Option((Reading(value, text, "blank" if value is None else "stated"),), logp)


def under_sums(schema: Schema, names: Iterable[str]) -> frozenset[str]:
    """The fields that stand in a sum."""
    return frozenset(name for name in names if schema.constraints_of.get(name))
