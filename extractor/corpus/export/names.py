"""Names of variables for statistics programs: short, plain, and the same in every export."""

from binascii import crc32
from collections.abc import Iterable

LONGEST = 32  # Stata, help data types: names of at most 32 characters


def variable_names(ids: Iterable[str]) -> dict[str, str]:
    """Field id → variable name: a letter, then letters, digits and underscores, at most 32 characters, no two alike.

    A name depends on its id alone (its words are cut evenly until it fits), so that exports of other years or forms
    agree; where two ids would share a name, both end in a checksum of their id.
    """
    found = {name: _short(name) for name in ids}
    taken: dict[str, int] = {}
    for short in found.values():
        taken[short.lower()] = taken.get(short.lower(), 0) + 1
    return {
        name: short if taken[short.lower()] == 1 else f"{short[: LONGEST - 9]}_{crc32(name.encode()):08x}"
        for name, short in found.items()
    }


def _short(name: str) -> str:
    plain = "".join(char if char.isascii() and char.isalnum() else "_" for char in name)
    plain = plain if plain[:1].isalpha() else f"v_{plain}"
    words = [word for word in plain.split("_") if word]
    longest = max(map(len, words), default=0)
    while len("_".join(word[:longest] for word in words)) > LONGEST and longest > 2:
        longest -= 1
    return "_".join(word[:longest] for word in words)[:LONGEST]
