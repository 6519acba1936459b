"""Arguments that several commands share, and the reading of the document that they name."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..core.record import Record
    from ..load import Options

File = Annotated[
    str, typer.Argument(metavar="FILE", help="The report; - reads pasted text from stdin.", show_default=False)
]
SchemaName = Annotated[
    str | None,
    typer.Option(
        "--schema",
        help="Report type: an id of `extractor schema list`, or a YAML file. Default: told by the report's tables.",
        show_default=False,
    ),
]


class Finder(StrEnum):
    """Who finds the cells of ruled tables in digital PDFs."""

    auto = "auto"
    lattice = "lattice"
    camelot = "camelot"


Password = Annotated[str, typer.Option("--password", metavar="TEXT", help="Opens a protected PDF.", show_default=False)]
TableFinder = Annotated[
    Finder,
    typer.Option(
        "--tables",
        help="Ruled tables of digital PDFs: by the drawn lines, by camelot, or auto: by the lines, and by camelot "
        "where they leave doubts.",
    ),
]
DebugImages = Annotated[
    Path | None,
    typer.Option(
        "--debug-images",
        metavar="DIR",
        help="Write pictures of how tables were found on the pages of PDFs and scans.",
        file_okay=False,
        show_default=False,
    ),
]


NarrativeModel = Annotated[
    Path | None,
    typer.Option(
        "--narrative-model",
        metavar="PATH",
        help="A checkpoint of your own that reads the counts of the text beside the rules, instead of the one that "
        "comes with the program. Needs the extra [transformers].",
        file_okay=False,
        show_default=False,
    ),
]


def source(file: str) -> str | bytes:
    """What to read: a file's path, or the bytes of stdin where `file` is "-"."""
    if file != "-":
        return file
    if sys.stdin.isatty():
        typer.echo("Paste the report, then press Ctrl-D on a line of its own.", err=True)
    return sys.stdin.buffer.read()


def read(
    source: str | bytes, schema: str | None, options: "Options | None" = None, model: Path | None = None
) -> "Record":
    """The record of a path, or of bytes that came in by stdin. `model` is the folder of a narrative model."""
    from ..pipeline import extract

    reader = None
    if model is not None:
        from ..narrative.checkpoint import load

        reader = load(model)
    name = "<stdin>" if isinstance(source, bytes) else ""
    return extract(source, schema=schema, name=name, options=options, model=reader)


def options(password: str, tables: Finder, pictures: Path | None) -> "Options":
    """The options of the command line as the loaders take them."""
    from ..load import Options

    return Options(password, tables.value, pictures)
