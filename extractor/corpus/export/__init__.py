"""A corpus as data for analysis: files for spreadsheets, statistics programs and data archives."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from . import files, package, spreadsheet, statistical
from .panel import Filter
from .request import ExportError, Request, Shape

if TYPE_CHECKING:
    from ..store import Corpus

__all__ = ["FORMATS", "ExportError", "Filter", "Request", "Shape", "export", "export_corpus", "format_of"]


class Format(NamedTuple):
    """A form of export: the suffix of its file ("" for a folder), and what writes it and returns the rows."""

    suffix: str
    write: Callable[[Request, Path], int]


FORMATS: dict[str, Format] = {
    "csv": Format(".csv", files.write_csv),
    "xlsx": Format(".xlsx", spreadsheet.write),
    "parquet": Format(".parquet", files.write_parquet),
    "stata": Format(".dta", statistical.write_stata),
    "spss": Format(".sav", statistical.write_spss),
    "jsonl": Format(".jsonl", files.write_jsonl),
    "datapackage": Format("", package.write_package),
    "datasets": Format("", package.write_dataset),
}
_WHOLE = ("jsonl", "datapackage", "datasets")  # hold the fields of the report types themselves
_BOOKLESS = ("xlsx", "jsonl", "datapackage", "datasets")  # hold a codebook themselves, or need none


def format_of(target: Path) -> str:
    """The format that a path's suffix names; a Data Package for a folder. Raises ExportError for an unknown suffix."""
    suffix = target.suffix.lower()
    for name, format in FORMATS.items():
        if format.suffix == suffix:
            return name
    known = ", ".join(format.suffix for format in FORMATS.values() if format.suffix)
    raise ExportError(f"no export has the suffix {target.suffix!r}: use {known}, or a folder")


def export_corpus(
    corpus: "Corpus", target: str | Path, *, filter: Filter | None = None, shape: Shape = "wide", format: str = ""
) -> int:
    """Write a corpus to a file or folder as data for analysis; returns its rows. Without a `format` the suffix says it.

    >>> export_corpus(open_corpus("corpus"), "panel.xlsx", filter=Filter(years=(2021, 2023)))    # doctest: +SKIP
    """
    return export(Request(corpus, filter or Filter(), shape), Path(target), format)


def export(request: Request, target: Path, format: str = "") -> int:
    """Write an export to a file or folder, whole or not at all; returns its rows.

    A single file of data has its codebook beside it (`panel.codebook.csv`). Raises ExportError where the folder
    exists and is not empty, or where the form cannot hold what was asked for.
    """
    chosen = format or format_of(target)
    made = FORMATS[chosen]
    if request.shape == "harmonised" and chosen in _WHOLE:
        raise ExportError(
            f"{chosen} holds fields as read, no harmonised ones: write .csv, .xlsx, .parquet, .dta or .sav"
        )
    if not made.suffix and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} is there already: name a new folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{uuid4().hex[:8]}{made.suffix}")
    try:
        if not made.suffix:
            half.mkdir()
        rows = made.write(request, half)
        if chosen not in _BOOKLESS:
            files.write_codebook(request, target.with_name(f"{target.stem}.codebook.csv"))
        if target.is_dir():
            target.rmdir()
        half.replace(target)
    finally:
        shutil.rmtree(half, ignore_errors=True) if half.is_dir() else half.unlink(missing_ok=True)
    return rows
