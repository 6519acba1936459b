"""What a reader may be told about a document with pages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Tables = Literal["auto", "lattice", "camelot"]
TABLES: tuple[Tables, ...] = get_args(Tables)


@dataclass(frozen=True, slots=True)
class Options:
    """How to read documents with pages; other formats do not look at it.

    `password` opens a protected PDF. `tables` says who finds the cells of ruled tables in digital PDFs: this
    package's own lattice, camelot, or the lattice with camelot's opinion where it is unsure ("auto"). `pictures` is a
    folder that gets pictures of how tables were found; None draws none.
    """

    password: str = ""
    tables: Tables = "auto"
    pictures: Path | None = None
