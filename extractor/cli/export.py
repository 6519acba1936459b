"""`extractor export`: a corpus as data for analysis."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class FormatName(StrEnum):
    """Forms of an export."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    stata = "stata"
    spss = "spss"
    jsonl = "jsonl"
    datapackage = "datapackage"
    datasets = "datasets"


class ShapeName(StrEnum):
    """One row an agency and year, or one row a field."""

    wide = "wide"
    long = "long"


def export(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="The corpus's folder.", show_default=False)],
    to: Annotated[Path, typer.Option("--to", help="File or folder to write.", show_default=False)],
    format: Annotated[
        FormatName | None,
        typer.Option(
            "--format", "-f", help="Default: from the suffix; a folder is a Data Package.", show_default=False
        ),
    ] = None,
    shape: Annotated[
        ShapeName, typer.Option(help="wide: a row for each agency and year; long: one for each field.")
    ] = ShapeName.wide,
    year: Annotated[
        str | None, typer.Option(help="One year (2021) or several (2019-2023).", show_default=False)
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            help="Beginning of a division code: 44 is 广东省, 4403 深圳市. May be repeated.", show_default=False
        ),
    ] = None,
    schema: Annotated[
        list[str] | None,
        typer.Option(help="Report type, as of `extractor schema list`. May be repeated.", show_default=False),
    ] = None,
    confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Leave out values of which the reading is less sure than this.")
    ] = 0.0,
    harmonised: Annotated[
        bool,
        typer.Option(
            "--harmonised", help="Variables that can be followed over the forms, and agencies with an id that lasts."
        ),
    ] = False,
    licence: Annotated[
        str, typer.Option(help="Name of the licence under which you pass the data on, for packages (CC-BY-4.0 …).")
    ] = "notspecified",
) -> None:
    """Write a corpus as a panel (agency × year, one column a field), in long form, or as whole records.

    \b
    Examples:
      extractor export corpus/ --to panel.xlsx                     a spreadsheet with a codebook
      extractor export corpus/ --to panel.dta --year 2021-2023     for Stata; .sav is for SPSS
      extractor export corpus/ --to values.parquet --shape long    every value with status, confidence, place
      extractor export corpus/ --to series.dta --harmonised        the forms of 2008 to 2021 as one series
      extractor export corpus/ --to records.jsonl                  whole records, one a line
      extractor export corpus/ --to package/                       a Frictionless Data Package
      extractor export corpus/ --to dataset/ --format datasets     for Hugging Face datasets

    Of several documents of one agency and year the panel has the one that is read best; the number of the others is
    said. Every export has a codebook, and names the versions that reproduce it.
    """
    from ..corpus import open_corpus
    from ..corpus.export import Filter, Request
    from ..corpus.export import export as write

    chosen = Filter(_years(year), tuple(region or ()), tuple(schema or ()), confidence)
    if harmonised and shape is ShapeName.long:
        raise typer.BadParameter("--harmonised is a wide form: leave out --shape long")
    request = Request(open_corpus(corpus), chosen, "harmonised" if harmonised else shape.value, licence)
    rows = write(request, to, format.value if format else "")
    message = f"{to}: {rows:,} {'rows' if rows != 1 else 'row'}"
    if shape is ShapeName.wide and format is not FormatName.jsonl and to.suffix != ".jsonl" and request.left_out:
        message += f"; {request.left_out:,} further documents of an agency and year that it has were left out"
    typer.echo(message, err=True)


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:[-–:](\d{4}))?", text.strip())
    if found is None or int(found[2] or found[1]) < int(found[1]):
        raise typer.BadParameter(
            f"{text!r} is neither a year (2021) nor a range of years (2019-2023)", param_hint="--year"
        )
    return int(found[1]), int(found[2] or found[1])
