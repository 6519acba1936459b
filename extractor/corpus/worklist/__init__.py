"""The list that a supervising office sends out: what every agency should look into, as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ...core.errors import ExtractorError
from ..check import Checked
from ..store import Corpus
from .document import write_docx
from .entries import Entry, Part, parts
from .page import write_html
from .plain import write_json
from .sheet import write_xlsx

__all__ = ["WRITERS", "Entry", "Part", "parts", "write"]

WRITERS: Final[dict[str, Callable[[list[Part], Path], None]]] = {
    ".xlsx": write_xlsx,
    ".docx": write_docx,
    ".html": write_html,
    ".json": write_json,
}


def write(corpus: Corpus, checked: Checked, path: Path) -> None:
    """Write what a check found, by agency; the ending says the format.

    Pages of documents that are still where they were converted are shown in part. Raises ExtractorError for another
    ending and where the file cannot be written.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ExtractorError(f"{path}: no list ends so; give one of {', '.join(WRITERS)}")
    found = parts(corpus, checked, pictures=path.suffix.lower() != ".json")
    try:
        writer(found, path)
    except OSError as error:
        raise ExtractorError(f"cannot write {path}: {error.strerror or error}") from None
