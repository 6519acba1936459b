"""Arguments that several commands share, and the reading of the document that they name."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..core.record import Record

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


def read(file: str, schema: str | None) -> "Record":
    """The record of a file, or of stdin where `file` is "-"."""
    from ..pipeline import extract

    if file != "-":
        return extract(file, schema=schema)
    if sys.stdin.isatty():
        typer.echo("Paste the report, then press Ctrl-D on a line of its own.", err=True)
    return extract(sys.stdin.buffer.read(), schema=schema, name="<stdin>")
