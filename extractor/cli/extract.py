"""`extractor extract`: one document in, one record out."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .arguments import (
    DebugImages,
    File,
    Finder,
    NarrativeModel,
    Password,
    SchemaName,
    TableFinder,
    options,
    read,
    source,
)
from .output import is_terminal, terminal_width, wants_colour, write_file, write_stdout

SUFFIXES = {".json": "json", ".csv": "csv", ".md": "md", ".html": "html", ".htm": "html", ".txt": "table"}


class Format(StrEnum):
    """Forms in which a record can be written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"
    html = "html"


def extract(
    file: File,
    format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="Default: from the suffix of -o; else a table on a terminal and JSON in a pipe.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here instead of stdout.", show_default=False)
    ] = None,
    schema: SchemaName = None,
    password: Password = "",
    tables: TableFinder = Finder.auto,
    debug_images: DebugImages = None,
    narrative_model: NarrativeModel = None,
) -> None:
    """Read one report: its tables, the counts of its text, and what does not add up.

    \b
    Examples:
      extractor extract report.html
      extractor extract report.docx -o report.json
      extractor extract report.txt --format csv > report.csv
      extractor extract scan.pdf -o view.html       (the pages beside what was read)
      pbpaste | extractor extract -                 (or xclip -o: text copied from a page)

    \b
    Marks in the table:
      13    as printed            13~   confidence below 0.95     13?   below 0.80
      13!   part of a broken sum  _     printed as an empty cell  -     not in the report
    """
    chosen = _format(format, output)
    from ..export import render
    from ..schemas import load_schema

    document = source(file)
    record = read(document, schema, options(password, tables, debug_images), narrative_model)
    form = load_schema(schema or record.schema)
    if chosen == "table":
        from ..export import terminal

        coloured = output is None and wants_colour()
        text = terminal.render(record, form, width=terminal_width(), colour=coloured)
    elif chosen == "html" and record.document.pages:
        from ..load.pages import page_images

        text = render(record, form, chosen, page_images(document, password=password))
    else:
        text = render(record, form, chosen)
    if output is None:
        write_stdout(text)
    else:
        write_file(output, text, byte_order_mark=chosen == "csv")


def _format(wanted: Format | None, output: Path | None) -> str:
    if wanted is not None:
        return wanted.value
    if output is None:
        return "table" if is_terminal() else "json"
    if output.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise typer.BadParameter(f"{output}: no format has the suffix {output.suffix!r}: use {known}, or give --format")
    return SUFFIXES[output.suffix.lower()]
