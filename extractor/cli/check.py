"""`extractor check`: what does not add up in a report, or in a corpus, in words."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .arguments import DebugImages, Finder, Password, SchemaName, TableFinder, options, read, source
from .output import write_stdout


class Language(StrEnum):
    """Languages that findings are written in."""

    zh = "zh"
    en = "en"


def check(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|CORPUS",
            help="The report, or the folder of a corpus; - reads pasted text from stdin.",
            show_default=False,
        ),
    ],
    lang: Annotated[Language, typer.Option("--lang", help="Language of the findings.")] = Language.zh,
    schema: SchemaName = None,
    password: Password = "",
    tables: TableFinder = Finder.auto,
    debug_images: DebugImages = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="PATH",
            help="Of a corpus: write the list by agency, .xlsx, .docx, .html or .json.",
            show_default=False,
        ),
    ] = None,
    members: Annotated[
        Path | None,
        typer.Option(
            "--members",
            metavar="CSV",
            help="Of a corpus: lines of parent,member, whose numbers a report adds up.",
            show_default=False,
        ),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="ID", help="Of a corpus: this finding is explained.", show_default=False),
    ] = None,
    reopen: Annotated[
        list[str] | None,
        typer.Option("--reopen", metavar="ID", help="Of a corpus: take that back.", show_default=False),
    ] = None,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="What explains the accepted findings.", show_default=False)
    ] = "",
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Of a corpus: also list what holds and what was accepted.")
    ] = False,
) -> int:
    """Say what does not add up in a report or a corpus, and why that may be.

    Each finding names the table, the row and the column, what is printed, what the other
    numbers make of it, and the smallest change that mends it. A corpus is also checked between
    the years of an agency, between a parent and its members, in the arithmetic of its texts,
    and for copied texts; verdicts on findings stay in it and hold in later runs. Exit code 1
    where something does not add up, 0 where nothing does.

    \b
    Examples:
      extractor check report.html
      extractor check report.docx --lang en
      extractor check corpus --to 整改清单.xlsx
      extractor check corpus --accept 3f9c0a1b2c4d --why "corrected by a notice of last year"
    """
    from .check_corpus import Wanted, check_corpus

    wanted = Wanted(to, members, tuple(accept or ()), tuple(reopen or ()), why, verbose)
    if Path(file).is_dir():
        return check_corpus(Path(file), lang.value, wanted)
    if wanted != Wanted():
        raise typer.BadParameter(
            f"{file} is no corpus: --to, --members, --accept, --reopen, --why and --verbose need one"
        )
    from ..export.findings import findings
    from ..schemas import load_schema

    record = read(source(file), schema, options(password, tables, debug_images))
    write_stdout(findings(record, load_schema(schema or record.schema), lang.value))
    return 1 if any(v.blame == "source" for v in record.violations) else 0
