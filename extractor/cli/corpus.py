"""`extractor corpus`: the folder of a corpus itself."""

import csv
import json
import sys
from dataclasses import asdict
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

import typer

from .output import is_terminal, terminal_width, wants_colour, write_stdout

app = typer.Typer(rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder of a corpus.", show_default=False)]
_SHOWN = 50  # agencies on a terminal


class Format(StrEnum):
    """Forms in which coverage can be written."""

    table = "table"
    json = "json"
    csv = "csv"


@app.callback(invoke_without_command=True)
def _top(context: typer.Context) -> None:
    """The folder of a corpus: what it holds, what it lacks, whether it is whole."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("stats", short_help="Say what a corpus holds.")
def stats(
    corpus: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Write the numbers as JSON.")] = False,
) -> None:
    """Say what a corpus holds: documents, failures, agencies, years, doubtful fields, broken sums, size."""
    from ..corpus import stats

    found = stats.stats(corpus)
    write_stdout(json.dumps(found, ensure_ascii=False, indent=1) if as_json else stats.in_words(found))


@app.command("verify", short_help="Check that a corpus is whole.")
def verify(corpus: Folder) -> int:
    """Check digests, columns and rows of every file, and that the tables fit each other.

    Each fault is named; exit code 1 where there is one.
    """
    from ..corpus.verify import verify

    faults = 0
    for fault in verify(corpus):
        faults += 1
        write_stdout(fault)
    write_stdout(f"{corpus}: {faults} faults" if faults else f"{corpus}: whole")
    return 1 if faults else 0


@app.command("compact", short_help="Merge small parts into large ones.")
def compact(
    corpus: Folder,
    keep: Annotated[
        float, typer.Option("--keep", help="Minutes for which readers still find files that were replaced.", min=0)
    ] = 60.0,
) -> None:
    """Merge the many small parts of a long conversion into few large ones, which are read faster.

    Others may append and read meanwhile. Replaced files are removed by the next call after --keep minutes.
    """
    from ..corpus import compact

    before, after = compact.compact(corpus, keep=keep * 60)
    write_stdout(f"{corpus}: {before} parts before, {after} now")


@app.command("migrate", short_help="Bring a corpus of an earlier format to the present one.")
def migrate(corpus: Folder) -> None:
    """Bring a corpus that an earlier program wrote to the present format.

    Stop conversions into it first. Interrupted, it goes on when called again.
    """
    from ..corpus.compact import migrate

    written = migrate(corpus)
    write_stdout(f"{corpus}: {written} parts written anew" if written else f"{corpus}: in the present format already")


@app.command("coverage", short_help="Show which reports are there, agency by agency and year by year.")
def coverage(
    corpus: Folder,
    agencies: Annotated[
        Path | None,
        typer.Option(
            "--agencies", help="Who should have reports: a list (.txt, one a line) or a .csv.", show_default=False
        ),
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", help="As in 2019-2023. Default: those of the corpus.", show_default=False)
    ] = None,
    below: Annotated[float, typer.Option("--below", help="A field less certain than this is doubtful.")] = 0.8,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: a table on a terminal, JSON in a pipe.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Agencies of the table; 0 shows all.", min=0)] = _SHOWN,
) -> None:
    """Show agencies × years: published when, in which form, read or not, doubtful, broken; and which are missing.

    \b
    Examples:
      extractor corpus coverage corpus
      extractor corpus coverage corpus --agencies departments.txt --years 2019-2023
      extractor corpus coverage corpus --format csv > coverage.csv

    \b
    Marks in the table:
      ok   read            ?3   three fields are doubtful     !2   two sums of the report do not hold
      -    no report       +    several documents
    """
    from ..corpus import coverage

    names = coverage.read_list(agencies) if agencies else None
    found = coverage.coverage(corpus, agencies=names, years=_years(years), below=below)
    chosen = format or (Format.table if is_terminal() else Format.json)
    if chosen is Format.table:
        width = terminal_width() if is_terminal() else 200
        write_stdout(coverage.as_table(found, width=width, colour=wants_colour(), limit=limit))
    elif chosen is Format.json:
        write_stdout(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
    else:
        _write_csv(coverage.as_rows(found))


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    first, dash, last = text.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal()) or int(first) > int(last):
        raise typer.BadParameter(f"--years {text}: write them as in 2019-2023")
    return int(first), int(last)


def _write_csv(rows: list[dict[str, Any]]) -> None:
    out = StringIO()
    writer = csv.DictWriter(
        out, list(rows[0]) if rows else ["agency_id", "agency", "year", "state"], lineterminator="\r\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    sys.stdout.flush()
    sys.stdout.buffer.write(out.getvalue().encode())
