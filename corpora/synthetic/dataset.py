"""Reports written to a folder: parallel, resumable, every file whole or absent."""

import hashlib
import json
import os
import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .content import make_report
from .gold import gold
from .markdown import render_markdown
from .render.rendered import Rendered
from .report import Report, Split
from .text import render_text

VERSION = 1  # raised whenever the same seed gives another report
MANIFEST = "manifest.jsonl"


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


def write_one(job: Job) -> list[dict[str, str | int]]:
    """Write a report's files and its gold; the manifest's lines about them. What is complete is left as it is.

    A report is complete when its receipt is there and its files have the digests that it names.
    """
    if job.receipt.is_file():
        lines: list[dict[str, str | int]] = json.loads(job.receipt.read_text("utf-8"))
        if all(_digest_of(job.folder / str(line["file"])) == line["sha256"] for line in lines):
            return lines
    report = make_report(job.seed, job.split)
    record = gold(report)
    plain = json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n"
    files = [(f"{job.name}.gold.json", plain.encode(), "")]
    for kind in job.formats:
        made = renderers()[kind](report, random.Random(f"{job.name}/{kind}"))
        stem = job.name if kind == made.suffix[1:] else f"{job.name}.{kind}"
        files.append((stem + made.suffix, made.data, made.layout))
        files += [(f"{stem}.{i}{made.suffix}", data, made.layout) for i, data in enumerate(made.rest, 2)]
        if made.cells or made.quantities:
            files.append((f"{stem}.places.json", _places(made), made.layout))
    lines = []
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


def write_all(jobs: Iterable[Job], workers: int) -> Iterator[list[dict[str, str | int]]]:
    """The manifest's lines of each job, in order of the jobs; the files are written by so many processes."""
    waiting = list(jobs)
    if workers < 2:
        yield from map(write_one, waiting)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(write_one, waiting, chunksize=8)


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


def _places(made: Rendered) -> bytes:
    """Boxes of cells and numbers, and the sizes of pages, as JSON."""
    found: dict[str, Any] = {
        "pages": made.pages,
        "cells": [[c.table, c.row, c.column, c.page, *c.box] for c in made.cells],
        "quantities": [[q.section, q.part, q.said, q.page, *q.box] for q in made.quantities],
    }
    return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_bytes(data)
    partial.replace(path)
