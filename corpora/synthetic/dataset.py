"""Reports written to a folder: parallel, resumable, every file whole or absent."""

import hashlib
import json
import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .content import make_report
from .gold import gold
from .markdown import render_markdown
from .render.rendered import Rendered
from .report import PrintedCell, PrintedTable, Report, Split
from .text import render_text

VERSION = 1  # raised whenever the same seed gives another report
MANIFEST = "manifest.jsonl"
Lines = list[dict[str, str | int]]  # of the manifest: one for each file
_BATCH = 8  # reports that a process writes at a time
_STRUCTURED = (
    "html",
    "pdf-browser",
    "pdf-office",
    "unruled-browser",
    "unruled-office",
)  # formats whose tables' structure is stored


@dataclass(frozen=True, slots=True)
class Job:
    """One report to write in some formats below a folder."""

    seed: int
    split: Split
    formats: tuple[str, ...]
    folder: Path

    @property
    def name(self) -> str:
        """The report's id, which its files begin with."""
        return f"{self.split}-{self.seed:06d}"

    @property
    def receipt(self) -> Path:
        """The file that is written last and lists the others."""
        return self.folder / ".done" / f"{self.name}.{'-'.join(self.formats)}.json"


@cache
def renderers() -> dict[str, Callable[[Report, random.Random], Rendered]]:
    """Format → renderer; those that need heavy packages come from `render` and are loaded on the first call."""
    from .render import RENDERERS as LAID_OUT

    return {"txt": render_text, "md": render_markdown, **LAID_OUT}


def write_one(job: Job) -> Lines:
    """Write a report's files and its gold; the manifest's lines about them."""
    return write_batch([job])[0]


def write_batch(jobs: Sequence[Job]) -> list[Lines]:
    """The manifest's lines of each job; what is complete is left as it is.

    A report is complete when its receipt is there and its files have the digests that it names.
    """
    kept = {job: _kept(job) for job in jobs}
    lacking = [job for job in jobs if kept[job] is None]
    reports = [make_report(job.seed, job.split) for job in lacking]
    made: list[list[tuple[str, Rendered]]] = [[] for _ in lacking]
    for kind in jobs[0].formats if lacking else ():
        for place, rendered in zip(made, _rendered(kind, lacking, reports), strict=True):
            place.append((kind, rendered))
    written = {job: _store(job, report, files) for job, report, files in zip(lacking, reports, made, strict=True)}
    return [kept[job] or written[job] for job in jobs]


def write_all(jobs: Sequence[Job], workers: int) -> Iterator[Lines]:
    """The manifest's lines of each job, in order of the jobs; the files are written by so many processes."""
    batches = [jobs[k : k + _BATCH] for k in range(0, len(jobs), _BATCH)]
    if workers < 2:
        for batch in batches:
            yield from write_batch(batch)
        return
    with ProcessPoolExecutor(workers) as pool:
        for lines in pool.map(write_batch, batches):
            yield from lines


def _kept(job: Job) -> Lines | None:
    if not job.receipt.is_file():
        return None
    lines: Lines = json.loads(job.receipt.read_text("utf-8"))
    return lines if all(_digest_of(job.folder / str(line["file"])) == line["sha256"] for line in lines) else None


def _rendered(kind: str, jobs: Sequence[Job], reports: Sequence[Report]) -> list[Rendered]:
    """The reports in one format, by one call where starting a program is dear."""
    from .render import BATCHES

    seeds = [random.Random(f"{job.name}/{kind}") for job in jobs]
    if kind in BATCHES:
        return BATCHES[kind](reports, seeds)
    return [renderers()[kind](report, rng) for report, rng in zip(reports, seeds, strict=True)]


def _store(job: Job, report: Report, made: Iterable[tuple[str, Rendered]]) -> Lines:
    """Write the files of one report, its receipt last."""
    plain = json.dumps(gold(report).to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n"
    files = [(f"{job.name}.gold.json", plain.encode(), "")]
    for kind, rendered in made:
        stem = job.name if kind == rendered.suffix[1:] else f"{job.name}.{kind}"
        files.append((stem + rendered.suffix, rendered.data, rendered.layout))
        files += [(f"{stem}.{i}{rendered.suffix}", data, rendered.layout) for i, data in enumerate(rendered.rest, 2)]
        grids = rendered.tables if kind in _STRUCTURED else ()
        if grids or rendered.cells or rendered.quantities:
            files.append((f"{job.name}.{kind}.places.json", _places(rendered, grids), rendered.layout))
    lines: Lines = []
    for name, data, layout in files:
        write_whole(job.folder / name, data)
        lines.append(
            {
                "file": name, "id": report.id, "split": report.split, "seed": job.seed, "schema": report.schema,
                "year": report.year, "layout": layout, "sha256": hashlib.sha256(data).hexdigest(),
            }
        )  # fmt: skip
    write_whole(job.receipt, json.dumps(lines, ensure_ascii=False).encode())
    return lines


def write_manifest(folder: Path, lines: Iterable[dict[str, str | int]]) -> None:
    """The manifest of a folder, sorted by file, with the lines of earlier runs whose files were not written anew."""
    path = folder / MANIFEST
    before = path.read_text("utf-8").splitlines() if path.is_file() else []
    known = {str(line["file"]): line for line in [*map(json.loads, before), *lines]}
    text = "".join(json.dumps(known[name], ensure_ascii=False) + "\n" for name in sorted(known))
    write_whole(path, text.encode())


def digest(lines: Iterable[dict[str, str | int]]) -> str:
    """One digest of a set of files, from the digest of each."""
    parts = sorted(f"{line['file']} {line['sha256']}" for line in lines)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _places(made: Rendered, grids: Sequence[PrintedTable]) -> bytes:
    """Boxes of cells and numbers, the sizes of pages, and the grids as `extractor evaluate` reads them, as JSON."""
    found: dict[str, Any] = {
        "pages": made.pages,
        "cells": [[c.table, c.row, c.column, c.page, *c.box] for c in made.cells],
        "quantities": [[q.section, q.part, q.said, q.page, *q.box] for q in made.quantities],
        "grids": [{"cells": [_spans(cell) for cell in table.cells]} for table in grids],
    }
    return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _spans(cell: PrintedCell) -> dict[str, int]:
    return {"row": cell.row, "column": cell.column, "row_span": cell.row_span, "column_span": cell.column_span}


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_bytes(data)
    partial.replace(path)
