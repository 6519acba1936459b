"""Which agency's report of which year is there, and how well it was read."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from rich.cells import cell_len

from ..core.errors import ExtractorError
from ..core.folding import fold_text
from . import layout, parts, views
from .agencies import resolve, resolved
from .show import WIDEST, grid
from .tables import DOUBTFUL, METADATA

State = Literal["read", "doubtful", "broken", "missing"]

_NAMES = ("agency", "name", "机构", "机关", "单位", "单位名称", "机构名称", "名称")  # headers of a list's column
_REPORTS = f"""
select sha256, agency, year, path, title, published, schema, media_type, conflict as conflicts,
  coalesce(uncertain, 0) as doubtful, coalesce(broken, 0) as broken
from records
left join (select sha256, count(*) as broken from violations where blame = 'source' group by sha256) using (sha256)
left join (
  select sha256, count(*) as uncertain from fields
  where confidence < ? and status <> 'missing' and field not like '{METADATA}%' group by sha256
) using (sha256)
order by batch, sha256
"""
_YEAR = 5  # columns of the terminal that a year takes
_STYLES = {"-": "dim", "?": "yellow", "!": "red"}


@dataclass(frozen=True, slots=True)
class Cell:
    """An agency in a year. Of several documents it shows the one put in last; `documents` counts them.

    `doubtful` counts fields of low confidence, `conflicts` those of which two readings remain, `broken` the sums that
    the agency printed wrongly. `form` is the report type.
    """

    agency_id: str
    agency: str
    year: int
    state: State
    published: date | None = None
    form: str = ""
    media_type: str = ""
    documents: int = 0
    doubtful: int = 0
    conflicts: int = 0
    broken: int = 0
    path: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cells agency by agency, years ascending; and what has no place among them.

    `unlisted` are agencies with reports that the given list does not name, `unplaced` paths of records without agency
    or year, `failures` path, stage and error of what was not read.
    """

    cells: tuple[Cell, ...]
    unlisted: tuple[str, ...]
    unplaced: tuple[str, ...]
    failures: tuple[tuple[str, str, str], ...]


def coverage(
    corpus: Path,
    *,
    agencies: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
    below: float = DOUBTFUL,
) -> Coverage:
    """Agencies × years. `agencies` are names that should have a report for each year, in this order; without them it is
    every agency of the corpus. `years` [first, last], by default those of the corpus. A field with a confidence
    less than `below` is doubtful.
    """
    layout.check(corpus)
    with closing(views.connect(corpus, parts.listed(corpus))) as base:
        found = base.execute(_REPORTS, [below])
        columns = [column[0] for column in found.description]
        reports = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        ids = {sha256: agency.id for sha256, _, agency in resolved(base)}
        failures = base.execute("select path, stage, error from failures order by path").fetchall()
    placed: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for report in reports:
        if report["sha256"] in ids:
            placed.setdefault(ids[report["sha256"]], {}).setdefault(report["year"], []).append(report)
    wanted = _wanted(agencies, placed)
    first, last = years or _years(placed)
    cells = [
        _cell(key, name, year, placed.get(key, {}).get(year, []))
        for key, name in wanted.items()
        for year in range(first, last + 1)
    ]
    return Coverage(
        cells=tuple(cells),
        unlisted=tuple(_newest_name(placed[key]) for key in sorted(placed.keys() - wanted.keys())),
        unplaced=tuple(report["path"] for report in reports if report["sha256"] not in ids),
        failures=tuple(failures),
    )


def _wanted(agencies: Sequence[str] | None, placed: Mapping[str, Any]) -> dict[str, str]:
    """Agency's id → the name that it is shown by."""
    if agencies is None:
        return {key: _newest_name(placed[key]) for key in sorted(placed)}
    printed = {
        _folded(report["agency"]): key
        for key, by_year in placed.items()
        for reports in by_year.values()
        for report in reports
    }
    return {printed.get(_folded(name)) or resolve(name).id: name for name in agencies}


def _newest_name(by_year: Mapping[int, list[dict[str, Any]]]) -> str:
    return str(by_year[max(by_year)][-1]["agency"])


def _years(placed: Mapping[str, Mapping[int, Any]]) -> tuple[int, int]:
    found = [year for by_year in placed.values() for year in by_year]
    return (min(found), max(found)) if found else (0, -1)


def _cell(key: str, name: str, year: int, reports: list[dict[str, Any]]) -> Cell:
    if not reports:
        return Cell(key, name, year, "missing")
    report = reports[-1]
    state: State = "broken" if report["broken"] else "doubtful" if report["doubtful"] or report["conflicts"] else "read"
    same = {k: report[k] for k in ("published", "media_type", "doubtful", "conflicts", "broken", "path", "sha256")}
    return Cell(key, name, year, state, form=report["schema"], documents=len(reports), **same)


def read_list(path: Path) -> list[str]:
    """Names of agencies from a text file (one a line; # begins a remark) or a CSV file (a column agency, name, 机构,
    单位 …, else the first), in UTF-8 or GB 18030. Raises ExtractorError where none is in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ExtractorError(f"cannot read {path}: {error.strerror}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    if path.suffix.lower() in (".csv", ".tsv"):
        rows = list(csv.reader(text.splitlines(), delimiter="\t" if path.suffix.lower() == ".tsv" else ","))
        header = [cell.strip().lower() for cell in rows[0]] if rows else []
        column = next((header.index(name) for name in _NAMES if name in header), None)
        names = [row[column or 0] for row in rows[0 if column is None else 1 :] if len(row) > (column or 0)]
    else:
        names = [line.partition("#")[0] for line in text.splitlines()]
    found = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not found:
        raise ExtractorError(f"{path} names no agency: write one a line")
    return found


def _folded(name: str) -> str:
    return "".join(fold_text(name).split())


def as_rows(found: Coverage) -> list[dict[str, Any]]:
    """The cells as plain rows: one an agency and year."""
    return [{f.name: getattr(cell, f.name) for f in fields(Cell)} for cell in found.cells]


def as_table(found: Coverage, *, width: int, colour: bool = False, limit: int = 0) -> str:
    """Agencies below each other, years beside each other, and below what the marks do not say; `limit` 0 is all."""
    by_agency: dict[str, list[Cell]] = {}
    for cell in found.cells:
        by_agency.setdefault(cell.agency_id, []).append(cell)
    years = sorted({cell.year for cell in found.cells})
    rows = [[cells[0].agency, *map(_mark, cells)] for cells in by_agency.values()]
    shown = rows[:limit] if limit else rows
    names = max((cell_len(row[0]) for row in shown), default=0)
    fitting = max(1, (width - min(names, WIDEST)) // _YEAR)
    late = [[row[0], *row[1:][-fitting:]] for row in shown]
    styles = _STYLES if colour else None
    text = grid(["agency", *map(str, years[-fitting:])], late, width=width, styles=styles) if rows else ""
    if len(years) > fitting:
        text += (
            f"… {years[0]}-{years[-fitting - 1]} before them: --years {years[0]}-{years[-fitting - 1]} shows these\n"
        )
    if len(shown) < len(rows):
        text += f"… {len(rows) - len(shown)} more agencies: --limit 0 shows all, --format csv writes them\n"
    return text + "\n".join(_summary(found, len(rows), years)) + "\n"


def _mark(cell: Cell) -> str:
    """How a report was read: `!2` broken sums, `?3` doubtful fields; `+` where there are several documents."""
    marks = {
        "read": "ok",
        "missing": "-",
        "broken": f"!{cell.broken}",
        "doubtful": f"?{cell.doubtful + cell.conflicts}",
    }
    return marks[cell.state] + ("+" if cell.documents > 1 else "")


def _summary(found: Coverage, agencies: int, years: Sequence[int]) -> Iterable[str]:
    counts = {state: sum(cell.state == state for cell in found.cells) for state in ("read", "doubtful", "broken")}
    missing = [cell for cell in found.cells if cell.state == "missing"]
    yield (
        f"{agencies} agencies × {len(years)} years: {counts['read']} read (ok), {counts['doubtful']} with doubtful "
        f"fields (?), {counts['broken']} with broken sums (!), {len(missing)} missing (-)"
    )
    several = sum(cell.documents > 1 for cell in found.cells)
    if several:
        yield f"{several} with several documents (+)"
    if found.unlisted:
        yield f"{len(found.unlisted)} agencies have reports and are not in the list: {_some(found.unlisted)}"
    if found.unplaced:
        yield f"{len(found.unplaced)} records name no agency or no year: {_some(found.unplaced)}"
    if found.failures:
        yield f"{len(found.failures)} documents were not read: {_some([path for path, _, _ in found.failures])}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
