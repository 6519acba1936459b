"""Writing a folder: complete, the same by any number of workers, resumable after a break; the card's digest."""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from corpora.synthetic import dataset
from corpora.synthetic.cli import FIRST_SEED, SET_SIZE, main
from corpora.synthetic.content import make_report
from corpora.synthetic.dataset import Job, digest, renderers, write_one
from corpora.synthetic.report import PrintedTable
from extractor.core.grid import Grid
from extractor.evaluate.gold import read_gold
from extractor.evaluate.pairs import documents

ROOT = Path(__file__).resolve().parents[2]
CARD = ROOT / "corpora" / "synthetic" / "corpus.yml"


def contents(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


def write(folder: Path, n: int = 6, workers: int = 1) -> None:
    main(["--seed", "3", "--n", str(n), "--out", str(folder), "--formats", "txt,md", "--workers", str(workers)])


def test_files_gold_and_manifest(tmp_path: Path) -> None:
    write(tmp_path, 2)
    name = f"train-{FIRST_SEED['train'] + 3 * SET_SIZE:06d}"
    assert {f"{name}.txt", f"{name}.md", f"{name}.gold.json", "manifest.jsonl"} <= set(contents(tmp_path))
    lines = [json.loads(line) for line in (tmp_path / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 6
    for line in lines:
        assert contents(tmp_path)[line["file"]] == line["sha256"]


def test_the_structure_of_each_documents_tables_lies_beside_it_for_the_evaluation(tmp_path: Path) -> None:
    main(["--seed", "3", "--n", "6", "--out", str(tmp_path), "--formats", "txt,html", "--workers", "1"])
    found = [(gold.grids, path) for gold, path in documents(read_gold(tmp_path)) if path is not None]
    assert {path.suffix for grids, path in found if grids} == {".html"}
    for grids, path in found:
        report = make_report(int(path.stem.split("-")[1]), "train")
        if path.suffix == ".html":
            printed = renderers()["html"](report, random.Random(f"{path.stem}/html")).tables
            assert [spans(grid) for grid in grids] == [spans(table) for table in printed]


def spans(table: Grid | PrintedTable) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.column, c.row_span, c.column_span) for c in table.cells]


def test_workers_make_no_difference(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two", workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_run_writes_only_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 3)
    before = contents(tmp_path)
    lost = next(name for name in before if name.endswith(".md"))
    (tmp_path / lost).unlink()
    made: list[str] = []

    def noted(folder_file: Path, data: bytes) -> None:
        made.append(folder_file.name)
        write_file(folder_file, data)

    write_file = dataset.write_whole
    monkeypatch.setattr(dataset, "write_whole", noted)
    write(tmp_path, 3)
    assert contents(tmp_path) == before
    report = lost.removesuffix(".md")
    assert [name for name in made if name.endswith((".txt", ".md"))] == [f"{report}.txt", f"{report}.md"]


def test_a_run_that_was_killed_goes_on_to_the_same_end(tmp_path: Path) -> None:
    n, halfway = 60, 8
    command = [sys.executable, "-m", "corpora.synthetic", "--seed", "3", "--n", str(n), "--formats", "txt,md"]
    run = subprocess.Popen(
        [*command, "--workers", "1", "--out", str(tmp_path / "killed")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    while run.poll() is None and len(list((tmp_path / "killed" / ".done").glob("*.json"))) < halfway:
        time.sleep(0.01)
    run.kill()
    run.wait()
    assert not (tmp_path / "killed" / "manifest.jsonl").exists()
    write(tmp_path / "killed", n)
    write(tmp_path / "whole", n)
    killed = {k: v for k, v in contents(tmp_path / "killed").items() if not k.endswith(".part")}
    assert killed == contents(tmp_path / "whole")


def test_unknown_formats_are_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no format 'odt'"):
        main(["--out", str(tmp_path), "--formats", "txt,odt"])


def test_the_card_names_the_generator_and_its_reference_set(tmp_path: Path) -> None:
    card = yaml.safe_load(CARD.read_text("utf-8"))
    assert card["version"] == dataset.VERSION
    assert card["seeds"] == FIRST_SEED
    reference = card["reference"]
    lines = [
        line
        for split, first in FIRST_SEED.items()
        for seed in range(first, first + reference["reports_a_split"])
        for line in write_one(Job(seed, split, tuple(reference["formats"]), tmp_path))
    ]
    assert digest(lines) == reference["sha256"]
