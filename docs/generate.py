"""Writes what can be derived: docs/reference, and the outputs shown in the README and the guides.

    python docs/generate.py            write
    python docs/generate.py --check    only name what is stale (exit code 1)

In a page, a line `<!-- $ extractor ... -->` above a fenced block stands for the command whose output the block
shows; `<!-- $ extractor ... | head -n 20 -->` cuts it.
"""

import contextlib
import io
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from extractor.cli import run
from extractor.core.record import record_json_schema
from extractor.schemas import load_schema, names

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "",
    "extract",
    "check",
    "convert",
    "export",
    "sql",
    "corpus",
    "corpus stats",
    "corpus coverage",
    "corpus verify",
    "corpus compact",
    "corpus migrate",
    "evaluate",
    "schema",
    "schema list",
    "schema show",
    "schema validate",
    "schema record",
    "schema suggest",
)
PAGES = ("README.md", "README.zh.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs/guide").glob("*.md")))
_SHOWN = re.compile(
    r"(<!-- \$ (?P<command>.+?)(?: \| head -n (?P<lines>\d+))? -->\n```\w*\n)(?P<body>.*?)(?=^```$)", re.S | re.M
)


def output(command: str) -> str:
    """What a command prints on stdout, 80 columns wide."""
    program, *arguments = shlex.split(command)
    assert program == "extractor", command
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stdout):
        run(arguments)
    return raw.getvalue().decode()


def cli_page() -> str:
    """The help of every command."""
    parts = ["# Command line\n\nWritten by `make docs` from `--help`.\n"]
    for command in COMMANDS:
        name = f"extractor {command}".strip()
        parts.append(f"## `{name}`\n\n```text\n{output(f'{name} --help').rstrip()}\n```\n")
    return "\n".join(parts)


def schemas_page() -> str:
    """Every field of every shipped report type."""
    parts = ["# Report types\n\nWritten by `make docs` from `extractor/schemas`.\n"]
    for name in names():
        schema = load_schema(name)
        first, last = schema.years
        parts.append(f"## `{schema.id}`\n\n{schema.title}, prescribed for the reports of {first} to {last}.\n")
        if schema.tables:
            rows = (f"| `{s.id}` | {s.label} | {s.unit} |" for s in schema.fields.values() if s.table)
            parts.append("| field | printed label | unit |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n")
        if schema.constraints:
            sums = (f"- `{c.id}`: {_side(c.left)} = {_side(c.right)}" for c in schema.constraints)
            parts.append("Sums that should hold:\n\n" + "\n".join(sums) + "\n")
    parts.append("## Counts of the text\n\nThe same in every report type.\n")
    counts = (f"| `{m.id}` | {m.label} | {m.unit} |" for m in load_schema(names()[-1]).metrics)
    parts.append("| field | meaning | unit |\n| --- | --- | --- |\n" + "\n".join(counts) + "\n")
    return "\n".join(parts)


def _side(fields: tuple[str, ...]) -> str:
    shown = fields if len(fields) <= 7 else (*fields[:2], f"… {len(fields) - 3} more …", fields[-1])
    return " + ".join(f"`{name}`" if "more" not in name else name for name in shown)


def page(path: str) -> str:
    """A hand-written page with the outputs in it renewed."""

    def shown(found: re.Match[str]) -> str:
        lines = output(found["command"]).rstrip().splitlines()
        kept = lines[: int(found["lines"])] if found["lines"] else lines
        return found[1] + "\n".join(kept) + "\n"

    return _SHOWN.sub(shown, (ROOT / path).read_text(encoding="utf-8"))


def pages() -> Iterator[tuple[str, str]]:
    """Every derived file as path and text."""
    yield "docs/reference/cli.md", cli_page()
    yield "docs/reference/schemas.md", schemas_page()
    yield "docs/reference/record.schema.json", json.dumps(record_json_schema(), ensure_ascii=False, indent=2) + "\n"
    for path in PAGES:
        yield path, page(path)


def stale() -> list[str]:
    """Paths of derived files that are not what the code says."""
    return [p for p, text in pages() if not (ROOT / p).exists() or (ROOT / p).read_text(encoding="utf-8") != text]


def main() -> None:
    """Write everything, or with --check name what is stale."""
    os.chdir(ROOT)
    os.environ["COLUMNS"] = "80"
    if "--check" in sys.argv:
        sys.exit("\n".join(f"stale: {path} (make docs)" for path in stale()) or 0)
    for path, text in pages():
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
