"""Whole generated forms, read as pictures are: what sums put right, what they leave alone, whose a broken sum is."""

from collections import Counter
from dataclasses import replace

import pytest

from extractor.core.record import Field
from extractor.fuse.decode import decode
from extractor.fuse.fields import table_fields
from extractor.fuse.violations import sums_violated

from .scans import Reader, Scan, scan, under_sums, value_of

HONEST = Reader(doubtful=0.06, lacking=0.15)
TOO_SURE = Reader(doubtful=0.06, sharpened=2.5, lacking=0.15)
POOR = Reader(doubtful=0.2)
SEEDS = range(24)
_CACHE: dict[Reader, list[tuple[Scan, dict[str, Field]]]] = {}


def _read(reader: Reader) -> list[tuple[Scan, dict[str, Field]]]:
    if reader not in _CACHE:
        scans = [made for seed in SEEDS if (made := scan(seed, reader))]
        _CACHE[reader] = [(made, table_fields(decode(made.evidence, made.schema), made.schema)) for made in scans]
    return _CACHE[reader]


def _told(reader: Reader) -> Counter[str]:
    """How many cells there are of each kind."""
    found: Counter[str] = Counter()
    for made, fields in _read(reader):
        summed = under_sums(made.schema, made.printed)
        for e in made.evidence:
            name = e.fields[0]
            printed, first = value_of(made.printed[name]), e.options[0].readings[0].value
            right = fields[name].status != "conflict" and fields[name].value == printed
            found["cells"] += 1
            found["right first"] += first == printed
            found["right"] += right
            if first != printed and name in summed:
                found["misread"] += 1
                found["put right"] += right
            if fields[name].status == "repaired":
                found["repaired"] += 1
                found["repaired wrong"] += not right
    return found


@pytest.mark.parametrize(("reader", "least"), [(HONEST, 0.95), (TOO_SURE, 0.88)])
def test_misread_cells_under_a_sum_are_put_right(reader: Reader, least: float) -> None:
    told = _told(reader)
    assert told["misread"] > 30
    assert told["put right"] >= least * told["misread"]
    assert told["repaired wrong"] * 20 < told["repaired"]
    assert told["cells"] - told["right"] < 0.3 * (told["cells"] - told["right first"])


@pytest.mark.parametrize("reader", [HONEST, TOO_SURE])
def test_a_broken_sum_is_the_office_s_where_the_readings_are_sure(reader: Reader) -> None:
    told: Counter[tuple[bool, str]] = Counter()
    for made, fields in _read(reader):
        blamed = {v.constraint: v.blame for v in sums_violated(fields, made.schema)}
        for name in blamed.keys() | made.broken:
            told[name in made.broken, blamed.get(name, "")] += 1
    assert told[True, "source"] >= 0.8 * sum(n for (broken, _), n in told.items() if broken)
    assert told[False, "source"] == 0


def test_cells_of_one_exact_reading_are_never_changed() -> None:
    """The same misread forms as if they were digital: what was read stands, whatever breaks."""
    for made, _ in _read(HONEST):
        digital = [replace(e, options=e.options[:1], fallible=False) for e in made.evidence]
        fields = table_fields(decode(digital, made.schema), made.schema)
        assert {fields[e.fields[0]].status for e in digital} <= {"stated", "blank"}
        assert all(fields[e.fields[0]].value == e.options[0].readings[0].value for e in digital)


def test_the_order_of_cells_does_not_matter() -> None:
    made, _ = _read(HONEST)[0]
    shares = {d.evidence.fields[0]: d.probabilities for d in decode(made.evidence, made.schema)}
    for decision in decode(made.evidence[::-1], made.schema):
        assert decision.probabilities == pytest.approx(shares[decision.evidence.fields[0]], abs=1e-3)


def test_the_first_reading_of_a_repaired_cell_stays_in_the_evidence() -> None:
    repaired = [
        (e.options[0].readings[0].value, fields[e.fields[0]])
        for made, fields in _read(HONEST)
        for e in made.evidence
        if fields[e.fields[0]].status == "repaired"
    ]
    assert repaired
    assert all(first in {e.value for e in field.evidence} for first, field in repaired)


def test_probabilities_mean_what_they_say() -> None:
    claims = [
        (fields[e.fields[0]].evidence[0].probability, fields[e.fields[0]].value == value_of(made.printed[e.fields[0]]))
        for made, fields in _read(POOR)
        for e in made.evidence
        if fields[e.fields[0]].status != "conflict"
    ]
    for low, high in ((0.5, 0.99), (0.99, 1.0)):
        group = [claim for claim in claims if low < claim[0] <= high]
        mean = sum(p for p, _ in group) / len(group)
        assert abs(mean - sum(ok for _, ok in group) / len(group)) < 0.15


def test_forms_in_which_every_cell_is_doubtful_are_bounded() -> None:
    """Seven of ten first readings right, no cell sure: nothing is claimed for certain that is wrong."""
    made = scan(1, Reader(doubtful=1.0, offered=3))
    assert made is not None
    fields = table_fields(decode(made.evidence, made.schema), made.schema)
    sure = [n for n in made.printed if fields[n].evidence and fields[n].evidence[0].probability > 0.99]
    assert len(sure) > 0.5 * len(made.printed)
    assert sum(fields[n].value == value_of(made.printed[n]) for n in sure) >= 0.97 * len(sure)
