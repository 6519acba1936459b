"""The command line: parses, calls, prints. One file a command."""

import sys
from collections.abc import Sequence

from .app import run

__all__ = ["main", "run"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
