"""`extractor sql`: questions to a corpus."""

import sys
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import is_terminal, terminal_width, write_stdout

if TYPE_CHECKING:
    from ..corpus.query import Result


class Format(StrEnum):
    """Forms in which rows can be written."""

    table = "table"
    json = "json"
    csv = "csv"


def sql(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder of a corpus.", show_default=False)],
    statement: Annotated[
        str,
        typer.Argument(
            metavar="SELECT", help="One SELECT, in DuckDB's SQL; - reads it from stdin.", show_default=False
        ),
    ],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: a table on a terminal, JSON in a pipe.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Rows of the table on a terminal; 0 shows all.", min=0)] = 100,
) -> None:
    """Ask a corpus in SQL. It is only read, and no other file can be.

    \b
    Tables (columns: extractor sql CORPUS "describe records"):
      records      a row a document: what, whose, when, how well it was read
      fields       a row a field: value or text, raw, unit, confidence, status, place
      evidence     a row a reading         violations   a row a broken sum
      quantities   a row a number of the text
      documents    a row a file's content, with all its paths
      paths, failures, decisions, texts
      suggestions  a row a cell of glued digits that the sums between years settle
      records_all, fields_all, …           results of earlier versions too

    \b
    Examples:
      extractor sql corpus "select year, count(*) from records group by year order by year"
      extractor sql corpus "select agency, year, value from fields
                            where field = 'requests.new.total'" --format csv > requests.csv
      extractor sql corpus "from failures select stage, count(*) group by stage"
    """
    from ..corpus import query

    text = sys.stdin.read() if statement == "-" else statement
    chosen = format or (Format.table if is_terminal() else Format.json)
    try:
        result = query.select(corpus, text)
        if chosen is Format.table:
            write_stdout(_table(result, limit))
            return
        for line in (query.as_json if chosen is Format.json else query.as_csv)(result):
            sys.stdout.buffer.write(line.encode())
    except query.QueryError as error:
        raise typer.BadParameter(str(error)) from None


def _table(result: "Result", limit: int) -> str:
    from ..corpus.show import grid

    rows = list(islice(result.rows, limit + 1 if limit else None))
    more = bool(limit) and len(rows) > limit
    shown = rows[:limit] if more else rows
    width = terminal_width() if is_terminal() else 10_000
    text = grid(result.columns, shown, width=width)
    return text + (f"… more than {limit} rows: --limit 0 shows all, --format csv writes them\n" if more else "")
