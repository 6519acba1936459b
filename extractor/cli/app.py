"""The command with its subcommands, its exit codes and its one-line errors.

Only Typer is imported at the top: `--help` must not wait for packages that read documents.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from .check import check
from .convert import convert
from .corpus import app as corpus_app
from .evaluate import evaluate
from .export import export
from .extract import extract
from .schema import app as schema_app
from .sql import sql

DONE, FAILED, WRONG_USE, UNREADABLE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 130, 141

_HINTS = {
    errno.ENOSPC: "make room and give the same command again",
    errno.EDQUOT: "make room and give the same command again",
    errno.EROFS: "choose a place that can be written",
    errno.EACCES: "check the permissions, or choose another place",
    errno.EPERM: "check the permissions, or choose another place",
}
_READERS = ("_duckdb", "duckdb", "pyarrow")  # modules of errors that damaged files of a corpus raise

app = typer.Typer(
    name="extractor",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("extract", short_help="Read one report into a record.")(extract)
app.command("export", short_help="Write a corpus as data for analysis.")(export)
app.command("check", short_help="Say what does not add up in a report.")(check)
app.command("convert", short_help="Read documents by the folder into a corpus.")(convert)
app.command("evaluate", short_help="Measure records against gold.")(evaluate)
app.command("sql", short_help="Ask a corpus in SQL.")(sql)
app.add_typer(corpus_app, name="corpus")
app.add_typer(schema_app, name="schema")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"extractor {version('zh-report-extractor')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_print_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the whole traceback of an error; may stand anywhere.")
    ] = False,
) -> None:
    """Read Chinese annual reports on government information disclosure, exactly as printed.

    Reads pasted text, web pages, Word files, PDFs and pictures of pages; one, or a folder of them.

    \b
    Examples:
      extractor extract report.html                 the report as a table on the terminal
      extractor extract scan.pdf -o view.html       the pages beside what was read
      extractor check report.html                   what does not add up, in words
      extractor convert reports/ --corpus corpus/   many documents, resumable
      extractor export corpus/ --to panel.xlsx      a row for each agency and year

    \b
    Exit codes:
      0 done   1 a check found something   2 wrong use   3 the document cannot be read
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run with these arguments and return the exit code; errors are one line on stderr.

    `--debug` may stand anywhere and lets an error pass with its traceback.
    """
    from ..core.errors import ExtractorError, SchemaError

    debug = "--debug" in arguments
    try:
        code = app([a for a in arguments if a != "--debug"], prog_name="extractor", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            raise
        return _explain(error, WRONG_USE if isinstance(error, SchemaError) else UNREADABLE, ExtractorError)


def _explain(error: Exception, code: int, expected: type[Exception]) -> int:
    """Print an error as one line and return its exit code."""
    if hasattr(error, "format_message"):  # Typer's own: wrong options and arguments
        message = " ".join(str(error.format_message()).split()).removeprefix("Invalid value: ")
        if message:
            typer.echo(f"extractor: {message} (see extractor --help)", err=True)
        return WRONG_USE
    if isinstance(error, expected):
        typer.echo(f"extractor: {_one_line(error)}", err=True)
        return code
    if isinstance(error, OSError) and error.errno:
        where = f"{error.filename}: " if error.filename else ""
        what = _HINTS.get(error.errno, "check the path")
        typer.echo(f"extractor: {where}{os.strerror(error.errno)}; {what}", err=True)
        return code
    if type(error).__module__.partition(".")[0] in _READERS:
        typer.echo(f"extractor: {_one_line(error)}; extractor corpus verify says whether the corpus is whole", err=True)
        return code
    kind = type(error).__name__
    typer.echo(f"extractor: {kind}: {_one_line(error)}; run again with --debug for the traceback", err=True)
    return code


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or "no more is known"
