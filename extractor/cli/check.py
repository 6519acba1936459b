"""`extractor check`: what does not add up in a report, in words."""

from enum import StrEnum
from typing import Annotated

import typer

from .arguments import DebugImages, File, Finder, Password, SchemaName, TableFinder, options, read, source
from .output import write_stdout


class Language(StrEnum):
    """Languages that findings are written in."""

    zh = "zh"
    en = "en"


def check(
    file: File,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the findings.")] = Language.zh,
    schema: SchemaName = None,
    password: Password = "",
    tables: TableFinder = Finder.auto,
    debug_images: DebugImages = None,
) -> int:
    """Say what does not add up in a report, and why that may be.

    Each finding names the table, the row and the column, what is printed, what the other
    numbers make of it, and the smallest change that mends it. Exit code 1 where the report
    itself is at fault, 0 where everything adds up.

    \b
    Examples:
      extractor check report.html
      extractor check report.docx --lang en
      extractor check report.txt || echo "ask the office"
    """
    from ..export.findings import findings
    from ..schemas import load_schema

    record = read(source(file), schema, options(password, tables, debug_images))
    write_stdout(findings(record, load_schema(schema or record.schema), lang.value))
    return 1 if any(v.blame == "source" for v in record.violations) else 0
