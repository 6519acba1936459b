"""`extractor convert`: documents by the folder into a corpus."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import SchemaName

if TYPE_CHECKING:
    from ..corpus.progress import Shown


class Engine(StrEnum):
    """Where documents are read."""

    local = "local"
    ray = "ray"


def convert(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS...",
            help="Files, folders, patterns, ZIP archives, URLs; - reads a list from stdin, one a line.",
            show_default=False,
        ),
    ],
    corpus: Annotated[
        Path, typer.Option("--corpus", metavar="DIR", help="The corpus; made where there is none.", show_default=False)
    ],
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Processes, of one thread each; 0: one for each processor.")
    ] = 0,
    schema: SchemaName = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="S", help="Seconds for a document.")] = 300,
    memory: Annotated[int, typer.Option("--memory", min=64, metavar="MB", help="MiB for a process.")] = 2048,
    reconvert: Annotated[
        bool, typer.Option("--reconvert", help="Read again what another version or report type has read.")
    ] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what has failed before.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Say how it goes in JSON, one object a line.")] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Processes of this machine, or of a Ray cluster.")
    ] = Engine.local,
    ray_address: Annotated[
        str,
        typer.Option("--ray-address", metavar="HOST:PORT", help="The cluster; default: one on this machine."),
    ] = "",
) -> int:
    """Read documents by the folder into a corpus: one result for each document, told apart by its content.

    A document that cannot be read, takes too long or brings its process down costs one line of
    `failures`; the others go on. What is reported done is on the disk. The same command again does
    what is missing; Ctrl-C ends with the documents that are being read, twice at once. How it goes
    is said on stderr. Exit code 1 where documents have failed, now or before.

    \b
    Examples:
      extractor convert reports/ --corpus corpus
      extractor convert 2023.zip "more/**/*.html" --corpus corpus --workers 4
      find /archive -name "*.pdf" | extractor convert - --corpus corpus --log-json 2> log.jsonl
      extractor convert reports/ --corpus corpus --retry-failed --timeout 900
      extractor convert s3://bucket/reports --corpus /shared/corpus --engine ray --ray-address auto
    """
    from ..core.errors import LoadError
    from ..corpus import batch, sources
    from ..corpus.pool import Limits

    try:
        sources.check(path for path in paths if path != "-")
    except LoadError as error:
        raise typer.BadParameter(str(error)) from None
    options = batch.Options(
        schema=schema, engine=engine.value, workers=workers, address=ray_address,
        limits=Limits(seconds=timeout, memory=memory), reconvert=reconvert, retry_failed=retry_failed,
    )  # fmt: skip
    with _shown(log_json) as shown:
        tally = batch.convert(_inputs(paths), corpus, options, shown)
        shown.end(tally)
    if tally.interrupted:
        raise KeyboardInterrupt
    return 1 if tally.failed or tally.failed_before else 0


def _inputs(paths: list[str]) -> Iterator[str]:
    from ..corpus.sources import lines

    for path in paths:
        if path == "-":
            yield from lines(sys.stdin.buffer)
        else:
            yield path


def _shown(log_json: bool) -> "Shown":
    from ..corpus.progress import JsonLines, MovingLine, PlainLines

    if log_json:
        return JsonLines(sys.stderr)
    return MovingLine(sys.stderr) if sys.stderr.isatty() else PlainLines(sys.stderr)
