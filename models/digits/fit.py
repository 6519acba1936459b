"""Fits how far the readers of number cells are trusted, on generated `dev` scans: `python -m models.digits.fit`.

Prints the constants of `extractor/load/scan/numbers.py` under which what is printed is likeliest, and how honest the
readings are with them. They are copied by hand, each with a look at what it changes.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from unittest.mock import patch

import yaml

from extractor.core.quantity import Quantity
from extractor.load.scan import cells, numbers
from extractor.load.scan.numbers import Readings, Seen, Shape

from .data import Table, tables
from .train import CONFIG

_WEIGHTS = ("_ZERO", "_MARK", "_SIGNED", "_DECIMAL", "_COMMA", "_OTHER_SHAPE", "_DASH_INK")
_BARE = ("_UNLINED", "_FAINT")  # of cells in which the ink makes no line
_FLOOR = 1e-5  # probability of what no reading has
_BOUNDS = (0.0, 0.5, 0.9, 0.97, 0.99, 1.0)

Key = tuple[bool, bool]  # of numbers._SHARPNESS


class Case(NamedTuple):
    """A cell as the readers saw it, and what it prints; without a shape, but `dense` as a shape is, where the ink makes
    no line."""

    seen: Seen
    shape: Shape | None
    text: str
    dense: float = 0.0

    def readings(self) -> Readings:
        """What the reader makes of it with the constants as they are."""
        if self.shape is None:
            return numbers.unlined(self.seen.tiny, self.dense)
        return numbers.readings(self.seen, self.shape)


def main() -> None:
    """Fit on dev and print."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    found = [case for given in config["data"]["dev"] for case in cases(tables(given, config["data"]))]
    print(f"{len(found)} cells; before: {loss(found):.4f} nats a cell")
    fit(found)
    print(f"after: {loss(found):.4f} nats a cell\n_SHARPNESS = {numbers._SHARPNESS}")
    print("\n".join(f"{name} = {getattr(numbers, name)}" for name in _WEIGHTS + _BARE))
    for low, high, count, right in honest(found):
        print(f"said {low:g} to {high:g}: {count} cells, {right:.4f} of them right")


def cases(found: Iterable[Table]) -> Iterator[Case]:
    """The number cells of tables that have ink or might have, as the reader weighs them last."""
    for table in found:
        weighed: dict[int, tuple[Case, Readings]] = {}

        def kept(case: Case, of: dict[int, tuple[Case, Readings]]) -> Readings:
            made = case.readings()
            of[id(made)] = (case, made)
            return made

        with (
            patch.object(cells, "readings", lambda seen, shape, of=weighed: kept(Case(seen, shape, ""), of)),
            patch.object(cells, "unlined", lambda seen, dense, of=weighed: kept(Case(Seen(seen), None, "", dense), of)),
        ):
            fax = table.wear is not None and table.wear.fax
            read = cells.read(table.crops, table.scale, table.dots, two_tone=fax)
        for one, text, counted in zip(read, table.texts, table.counted, strict=True):
            if counted and id(one.readings) in weighed:
                case, _ = weighed[id(one.readings)]
                yield case._replace(text=text)


def fit(found: Sequence[Case]) -> None:
    """Set the constants, one after the other, to what makes the printed texts likeliest."""
    bare, found = [c for c in found if c.shape is None], [c for c in found if c.shape is not None]
    for step in (0.4, 0.15):
        for key in list(numbers._SHARPNESS):
            mine = [case for case in found if _key(case) == key]
            for at in (k for k, share in enumerate(numbers._SHARPNESS[key]) if mine and share):
                before = loss(mine)
                for ratio in (1 - step, 1 + step):
                    old = numbers._SHARPNESS[key]
                    numbers._SHARPNESS[key] = (*old[:at], round(old[at] * ratio, 3), *old[at + 1 :])  # type: ignore[assignment]
                    if (now := loss(mine)) < before:
                        before = now
                    else:
                        numbers._SHARPNESS[key] = old
        for names, mine in ((_WEIGHTS, found), (_BARE, bare)):
            best = loss(mine)
            for name in names if mine else ():
                for change in (-step, step):
                    value = getattr(numbers, name)
                    setattr(numbers, name, round(value + change * max(0.5, abs(value)), 2))
                    if (now := loss(mine)) < best:
                        best = now
                    else:
                        setattr(numbers, name, value)


def loss(found: Sequence[Case]) -> float:
    """Mean of what the truth's probability lacks, in nats."""
    return sum(-math.log(max(_FLOOR, _chance(case)[1])) for case in found) / max(1, len(found))


def honest(found: Sequence[Case]) -> list[tuple[float, float, int, float]]:
    """For first readings between two probabilities: how many there are, and what share is right."""
    made = [_chance(case) for case in found]
    out = []
    for low, high in pairwise(_BOUNDS):
        mine = [right for said, _, right in made if low < said <= high]
        if mine:
            out.append((low, high, len(mine), sum(mine) / len(mine)))
    return out


def _key(case: Case) -> Key:
    return (case.seen.small is not None, case.seen.digits is not None)


def _chance(case: Case) -> tuple[float, float, bool]:
    """Of the first reading and of the truth the probability, and whether they are one."""
    chances: dict[object, float] = {}
    for text, logp in case.readings():
        chances[_value(text)] = chances.get(_value(text), 0.0) + math.exp(logp)
    if not chances:
        return 0.0, 0.0, False
    first, truth = next(iter(chances)), _value(case.text)
    return chances[first], chances.get(truth, 0.0), first == truth


def _value(text: str) -> object:
    read = Quantity.read(text) if text else None
    if read is None:
        return text
    return read.value if read.kind != "mark" else "-" if not text.strip("-—－―─_") else text


if __name__ == "__main__":
    main()
