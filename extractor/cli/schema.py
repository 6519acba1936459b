"""`extractor schema`: the declared report types, and the shape of a record."""

from pathlib import Path
from typing import Annotated

import typer

from .output import write_stdout

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _top(context: typer.Context) -> None:
    """The declared report types, and the shape of a record."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list", short_help="List the report types that come with the program.")
def list_schemas() -> None:
    """List the report types that come with the program: id, years, number of fields, title."""
    from ..schemas import load_schema, names

    for name in names():
        schema = load_schema(name)
        first, last = schema.years
        write_stdout(f"{schema.id:22} {first}-{last}  {len(schema.fields):4} fields  {schema.title}")


@app.command("show", short_help="Show the fields of a report type.")
def show(
    schema: Annotated[str, typer.Argument(metavar="ID|PATH", help="An id of `extractor schema list`, or a YAML file.")],
) -> None:
    """Show the fields of a report type, tab-separated: id, unit, table, printed label.

    \b
    Example:
      extractor schema show gov-disclosure/2021 | grep 自然人
    """
    from ..schemas import load_schema

    lines = ["field\tunit\ttable\tlabel"]
    for spec in load_schema(schema).fields.values():
        lines.append("\t".join((spec.id, spec.unit, spec.table or "text", spec.label)))
    write_stdout("\n".join(lines))


@app.command("validate", short_help="Check a schema file.")
def validate(path: Annotated[str, typer.Argument(metavar="PATH", help="A YAML file.")]) -> int:
    """Check a schema file; a fault is named with file, line and reason (exit code 1)."""
    from ..core.errors import SchemaError
    from ..schemas import load_schema

    try:
        schema = load_schema(Path(path))
    except SchemaError as error:
        typer.echo(f"extractor: {error}", err=True)
        return 1
    tables, sums = len(schema.tables), len(schema.constraints)
    write_stdout(f"{path}: valid: {schema.id}, {tables} tables, {len(schema.fields)} fields, {sums} sums")
    return 0


@app.command("suggest", short_help="Counts that the texts of a corpus state and no schema has.")
def suggest(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="A folder that `extractor convert` wrote.")],
    least: Annotated[int, typer.Option(min=1, help="Of so many documents at least.")] = 3,
    most: Annotated[int, typer.Option(min=1, help="So many suggestions at most.")] = 30,
) -> int:
    """Print what the numbers that no count holds are said of, the frequent ones first, as YAML with examples.

    \b
    Example:
      extractor schema suggest corpus/ > suggested.yml     (keep what you need, and name it)
    """
    from ..corpus.suggest import as_yaml, suggestions

    found = suggestions(corpus, least=least)[:most]
    if not found:
        typer.echo(f"extractor: nothing that {least} documents count is without a count; try --least 1", err=True)
        return 1
    write_stdout(as_yaml(found).rstrip())
    return 0


@app.command("record")
def record() -> None:
    """Print the JSON Schema of a record."""
    import json

    from ..core.record import record_json_schema

    write_stdout(json.dumps(record_json_schema(), ensure_ascii=False, indent=2))
