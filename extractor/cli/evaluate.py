"""`extractor evaluate`: how good records are, measured against gold."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import terminal_width, wants_colour, write_file, write_stdout

if TYPE_CHECKING:
    from ..evaluate import Gold, Judged

_KEYS = ("format", "era", "group")


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of gold files, or one.", show_default=False)],
    records: Annotated[
        Path | None,
        typer.Argument(
            metavar="RECORDS",
            help="A folder of records (.json, .jsonl) or a file of them; with --run the documents.",
            show_default=False,
        ),
    ] = None,
    run: Annotated[
        bool, typer.Option("--run", help="Extract the documents now; without RECORDS those beside the gold.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="KEYS", help="Group the scores: format, era, group; several with commas.")
    ] = "format,era",
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="PATH", help="Write a page with charts.", show_default=False)
    ] = None,
) -> int:
    """Measure records against gold: cells, counts, metadata, broken sums, and what the confidence is worth.

    A document that cannot be read, crashes or has no record counts as a miss of all its gold, is
    named on stderr, and makes the exit code 1.

    \b
    Examples:
      extractor evaluate gold/ records/
      extractor evaluate gold/ records.jsonl --by era,group --json > scores.json
      extractor evaluate gold/ --run --html report.html     read the documents beside the gold
    """
    from ..evaluate import read_gold

    keys = _keys(by)
    if records is None and not run:
        raise typer.BadParameter("give RECORDS, or --run to extract the documents beside the gold")
    if not gold.exists():
        raise typer.BadParameter(f"{gold}: no such file or folder")
    golds = read_gold(gold)
    judged = _run(golds, records) if run else _stored(golds, records or gold)
    if html is not None:
        from ..evaluate.report import render as page

        write_file(html, page(judged, keys))
    if json:
        from ..evaluate.export import to_json

        write_stdout(to_json(judged, keys))
    else:
        from ..evaluate.terminal import render

        write_stdout(render(judged, keys, width=terminal_width(), colour=wants_colour()))
    return _name_failures(judged)


def _keys(by: str) -> list[str]:
    keys = [key.strip() for key in by.split(",") if key.strip()]
    unknown = [key for key in keys if key not in _KEYS]
    if unknown:
        raise typer.BadParameter(f"--by {unknown[0]}: the keys are {', '.join(_KEYS)}")
    return list(dict.fromkeys(keys))


def _stored(golds: list["Gold"], records: Path) -> list["Judged"]:
    from ..evaluate import judge
    from ..evaluate.pairs import stored

    pairs, loose = stored(golds, records)
    if loose:
        told = "1 record has" if len(loose) == 1 else f"{len(loose)} records have"
        typer.echo(f"extractor: {told} no gold: {loose[0]}{' and others' if len(loose) > 1 else ''}", err=True)
    return [judge(gold, predicted) for gold, predicted in pairs]


def _run(golds: list["Gold"], folder: Path | None) -> list["Judged"]:
    from ..evaluate import judge
    from ..evaluate.pairs import documents, read

    found = documents(golds, folder)
    with typer.progressbar(found, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return [judge(gold, read(gold, path)) for gold, path in bar]


def _name_failures(judged: list["Judged"]) -> int:
    from ..evaluate.terminal import failures

    for line in failures(judged):
        typer.echo(f"extractor: {line}", err=True)
    return 1 if any(document.failed for document in judged) else 0
