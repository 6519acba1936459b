"""What a table prints where nothing is, by how its cells were read."""

import math

from extractor.core.evidence import Evidence, Option, Reading
from extractor.fuse.habits import Habits, habits_of


def _cells(table: str, *read: tuple[str, int | None, int, float]) -> list[Evidence]:
    """Cells of a table as (first reading, its value, how many of them, its probability)."""
    ways = [(raw, value, p) for raw, value, times, p in read for _ in range(times)]
    return [
        Evidence((f"{table}.{k}",), (Option((Reading(value, raw),), math.log(p)),), "table", "exact", fallible=True)
        for k, (raw, value, p) in enumerate(ways)
    ]


def _part(habits: Habits, raw: str) -> float:
    return {reading.raw: part for reading, part in habits.signs}[raw]


def _table(e: Evidence) -> str:
    return e.fields[0].partition(".")[0]


def test_tables_of_one_document_may_print_nothing_in_different_ways() -> None:
    cells = _cells("a", ("0", 0, 40, 0.99), ("7", 7, 5, 0.99)) + _cells("b", ("", None, 30, 0.99), ("7", 7, 5, 0.99))
    found = habits_of(cells, _table)
    assert _part(found["a"], "0") > 0.95
    assert _part(found["b"], "") > 0.95


def test_a_clean_table_has_as_many_blanks_as_are_seen() -> None:
    (habits,) = habits_of(_cells("a", ("0", 0, 75, 0.99), ("", None, 25, 0.99))).values()
    assert abs(_part(habits, "0") - 0.75) < 0.03


def test_where_print_is_lost_a_few_noughts_tell_of_many() -> None:
    """Of 150 cells in which nothing is, a poor fax shows 30 as 0, 35 as blank, 85 as digits: no blank is read as 0."""
    cells = _cells("a", ("0", 0, 30, 0.6), ("", None, 35, 0.9), ("2", 2, 85, 0.5))
    sums = {e.fields[0] for e in cells if e.options[0].readings[0].value}
    (blind,), (told,) = habits_of(cells).values(), habits_of(cells, noughts=sums).values()
    assert _part(told, "0") > 0.8 > _part(blind, "0")


def test_blanks_and_specks_are_no_noughts() -> None:
    cells = _cells("a", ("", None, 60, 0.9), ("1", 1, 20, 0.5))
    (habits,) = habits_of(cells, noughts={e.fields[0] for e in cells}).values()
    assert _part(habits, "") > 0.95
