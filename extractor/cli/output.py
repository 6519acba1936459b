"""Where text goes: a terminal, a pipe, or a file. Always UTF-8 outside a terminal."""

import os
import shutil
import sys
from pathlib import Path

import typer


def is_terminal() -> bool:
    """Whether stdout is a screen that a person looks at."""
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Columns of the terminal, at least 60; 80 where there is none."""
    return max(60, shutil.get_terminal_size((80, 24)).columns)


def wants_colour() -> bool:
    """Whether stdout shows colours: a terminal, and nobody asked for none (no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_stdout(text: str) -> None:
    """Print text with exactly one line end behind it."""
    if not text.endswith("\n"):
        text += "\n"
    if is_terminal():
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a TextIOWrapper where it is a terminal
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def write_file(path: Path, text: str, *, byte_order_mark: bool = False) -> None:
    """Write a file; the byte order mark makes Excel read UTF-8. Exit code 2 where that is not possible."""
    try:
        path.write_text(text, encoding="utf-8-sig" if byte_order_mark else "utf-8", newline="")
    except OSError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}") from None
