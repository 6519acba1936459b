"""The command `python -m corpora.synthetic`: so many reports with their gold in a folder."""

import argparse
from pathlib import Path
from typing import get_args

from .dataset import Job, Lines, digest, renderers, write_all, write_manifest
from .report import Split

# Seeds of a split begin here, so that no seed is used in two.
FIRST_SEED: dict[Split, int] = {"train": 0, "dev": 1_000_000, "test": 2_000_000}
SET_SIZE = 10_000
# Names that stand for several formats.
SEVERAL = {
    "pdf": ("pdf-office", "pdf-browser"),
    "unruled": ("unruled-office", "unruled-browser"),
    "scan": ("scan-weak", "scan-normal", "scan-hard"),
}


def main(arguments: list[str] | None = None) -> None:
    """Parse and write. A second run with the same arguments writes only what is missing."""
    chosen = _parser().parse_args(arguments)
    formats = tuple(kind for name in chosen.formats.split(",") for kind in SEVERAL.get(name, (name,)))
    if unknown := [name for name in formats if name not in renderers()]:
        raise SystemExit(f"no format {unknown[0]!r}; there are {', '.join((*renderers(), *SEVERAL))}")
    if not 0 < chosen.n <= SET_SIZE:
        raise SystemExit(f"a set has 1 to {SET_SIZE} reports")
    first = FIRST_SEED[chosen.split] + chosen.seed * SET_SIZE
    jobs = [Job(first + i, chosen.split, formats, chosen.out) for i in range(chosen.n)]
    lines: Lines = []
    from rich.progress import track

    from .render import RenderError

    try:
        for written in track(write_all(jobs, chosen.workers), "writing reports", total=len(jobs)):
            lines += written
    except RenderError as error:
        raise SystemExit(str(error)) from error
    write_manifest(chosen.out, lines)
    print(f"{len(jobs)} reports, {len(lines)} files in {chosen.out}, digest {digest(lines)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m corpora.synthetic", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="number of the set; sets of up to 10000 reports share none")
    parser.add_argument("--n", type=int, default=100, help="number of reports")
    parser.add_argument("--out", type=Path, required=True, help="folder for <id>.<ext>, <id>.gold.json, manifest.jsonl")
    parser.add_argument("--split", choices=get_args(Split), default="train")
    parser.add_argument(
        "--formats",
        default="txt,md",
        help="comma-separated: txt,md,html,docx,doc,pdf,unruled (PDFs whose tables have no frame),scan, or one kind of "
        "the last three: pdf-office, scan-weak, …",
    )
    parser.add_argument("--workers", type=int, default=2, help="processes")
    return parser
