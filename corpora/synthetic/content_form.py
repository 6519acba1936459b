"""Which form a report has, in which year; and the counts of requests that its text adds to the form's own."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from .narrative_facts import channels
from .report import Number


@dataclass(frozen=True, slots=True)
class Form:
    """A schema id, the report's year, and whether its tables are printed at all."""

    schema: str
    year: int
    tables: bool


def form_of(rng: random.Random) -> Form:
    """Draw a form and a year. Some agencies keep an old form in a new year, some of 2014–2018 print no annex."""
    era = rng.choices(("2008", "2014", "2019", "2021"), (15, 23, 26, 36))[0]
    late = rng.random() < 0.08
    if era == "2008":
        return Form("gov-disclosure/2008", rng.randint(2008, 2013), tables=False)
    if era == "2014":
        return Form("gov-disclosure/2014", rng.randint(2014, 2018), tables=rng.random() < 0.85)
    if era == "2019":
        return Form("gov-disclosure/2019", rng.choice((2021, 2022)) if late else rng.choice((2019, 2020)), tables=True)
    return Form("gov-disclosure/2021", rng.randint(2021, 2025), tables=True)


def untied(counts: Mapping[str, Number], true: Mapping[str, int], rng: random.Random) -> dict[str, Number]:
    """The counts with the ways in which requests came: the annex's own lines, else parts of those received."""
    received = int(counts["requests.received"])
    if "annex.requests.received.online" in true:
        names = ("online", "letter", "in_person", "fax")
        parts: dict[str, Number] = {f"requests.{n}": true[f"annex.requests.received.{n}"] for n in names}
    else:
        parts = channels(received, rng)
    return {**counts, **parts} if received and rng.random() < 0.5 else dict(counts)
