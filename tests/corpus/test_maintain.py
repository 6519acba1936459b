import fcntl
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from extractor.corpus import Converted, Corpus, CorpusError, Failure, Linked, compact, open_corpus, parts, stats, tables
from extractor.corpus.verify import verify

from .made import read_reports, report

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Eight records in four parts, and an empty part."""
    made = open_corpus(tmp_path / "corpus", create=True)
    for year in range(2019, 2023):
        made.append([Converted(report("云湖县教育局", year)), Converted(report("云湖县水利局", year, broken=True))])
    return made


def whole(corpus: Corpus) -> list[str]:
    return list(verify(corpus.path))


def visible(corpus: Corpus) -> list[str]:
    """Parts that a reader of all files of the folder sees."""
    return sorted(path.name for path in (corpus.path / "parts").iterdir())


def writer(corpus: Path, prefix: str, *batches: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.corpus.appending", str(corpus), prefix, *batches]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_compacting_keeps_every_record_and_leaves_one_part(tmp_path: Path) -> None:
    made = open_corpus(tmp_path / "corpus", create=True)
    for record in read_reports():
        made.append([Converted(record), Failure("x.pdf", None, "load", "broken")])
    made.append([Converted(read_reports()[0])])
    assert compact.compact(made.path) == (len(read_reports()) + 2, 1)
    assert len(visible(made)) == 1
    assert whole(made) == []
    back = {record.document.sha256: record for record in made.records()}
    assert list(back.values()) == [back[record.document.sha256] for record in (*read_reports()[1:], read_reports()[0])]
    assert all(back[record.document.sha256] == record for record in read_reports())
    assert compact.compact(made.path) == (1, 1)


def test_parts_that_are_large_enough_are_left_alone(corpus: Corpus) -> None:
    compact.compact(corpus.path, full=4)
    assert len(visible(corpus)) == 2
    large = visible(corpus)
    corpus.append([Converted(report("云湖县财政局", 2022))])
    corpus.append([Converted(report("云湖县财政局", 2023))])
    compact.compact(corpus.path, full=4)
    assert set(large) < set(visible(corpus))
    assert len(visible(corpus)) == 3
    assert len(corpus.sha256s()) == 10


def test_a_reader_goes_on_while_parts_are_merged_below_it(corpus: Corpus) -> None:
    reading = corpus.records()
    first = next(reading)
    compact.compact(corpus.path)
    assert len({record.document.sha256 for record in [first, *reading]}) == 8
    compact.compact(corpus.path, keep=0)
    assert not list((corpus.path / "retired").iterdir())


def test_a_merge_killed_before_the_old_parts_went_counts_nothing_twice(corpus: Corpus) -> None:
    compact.merge(corpus.path, parts.listed(corpus.path))
    assert len(visible(corpus)) == 6
    assert len(list(corpus.records())) == 8
    assert corpus.connect().execute("select count(*) from records_all").fetchall() == [(8,)]
    assert whole(corpus) == ["5 replaced parts are still among the others: run extractor corpus compact"]
    open_corpus(corpus.path, create=True)
    assert len(visible(corpus)) == 1
    assert whole(corpus) == []


def test_an_old_part_that_comes_back_from_a_copy_does_not_count(corpus: Corpus) -> None:
    shutil.copytree(corpus.path / "parts", corpus.path.parent / "copy")
    compact.compact(corpus.path, keep=0)
    corpus.append([Converted(report("云湖县财政局", 2023))])
    compact.compact(corpus.path, keep=0)
    shutil.copytree(corpus.path.parent / "copy", corpus.path / "parts", dirs_exist_ok=True)
    assert corpus.connect().execute("select count(*) from records_all").fetchall() == [(9,)]


def test_parts_of_another_corpus_are_added_by_copying_them(corpus: Corpus, tmp_path: Path) -> None:
    other = open_corpus(tmp_path / "other", create=True)
    other.append([Converted(report("云湖县财政局", 2023)), Converted(report("云湖县教育局", 2022))])
    shutil.copytree(other.path / "parts", corpus.path / "parts", dirs_exist_ok=True)
    assert len(list(corpus.records())) == 9
    assert whole(corpus) == []


def test_two_do_not_compact_at_once(corpus: Corpus) -> None:
    handle = os.open(corpus.path / "compact.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(CorpusError, match="by another process"):
        compact.compact(corpus.path)
    os.close(handle)
    compact.compact(corpus.path)
    assert len(visible(corpus)) == 1


def test_what_a_killed_writer_left_is_ignored_and_cleared_when_it_is_old(corpus: Corpus) -> None:
    half = corpus.path / "staging" / "half"
    shutil.copytree(corpus.path / "parts" / visible(corpus)[-1], half)
    (half / "part.json").unlink()
    open_corpus(corpus.path, create=True)
    assert len(list(corpus.records())) == 8
    assert half.exists()
    yesterday = time.time() - 2 * parts.ABANDONED
    os.utime(half, (yesterday, yesterday))
    open_corpus(corpus.path, create=True)
    assert not half.exists()


def test_killed_at_any_moment_no_batch_is_half_there_and_none_reported_is_lost(tmp_path: Path) -> None:
    rng = random.Random(7)
    reported: list[str] = []
    for number in range(3):
        process = writer(tmp_path / "corpus", f"甲{number}")
        assert process.stdout is not None
        reported.append(process.stdout.readline().strip())
        time.sleep(rng.random() / 5)
        process.kill()
        reported += process.stdout.read().split()
        process.wait()
    corpus = open_corpus(tmp_path / "corpus")
    assert whole(corpus) == []
    assert set(reported) <= corpus.sha256s()
    counts = corpus.connect().execute("select batch, count(*) from records_all group by batch").fetchall()
    assert {number for _, number in counts} == {5}


def test_several_append_while_one_compacts_and_reads(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "corpus", create=True)
    writers = [writer(corpus.path, prefix, "3") for prefix in ("甲", "乙")]
    seen = [0]
    while any(process.poll() is None for process in writers):
        compact.compact(corpus.path)
        seen.append(len(list(corpus.records())))
    reported = {line for process in writers for line in (process.stdout or ())}
    assert len(reported) == 6
    assert seen == sorted(seen)
    assert all(number % 5 == 0 for number in seen)
    assert whole(corpus) == []
    assert len(list(corpus.records())) == 30
    assert {line.strip() for line in reported} < corpus.sha256s()


def damaged_byte(part: Path) -> None:
    data = bytearray((part / "fields.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (part / "fields.parquet").write_bytes(data)


def missing_file(part: Path) -> None:
    (part / "evidence.parquet").unlink()


def missing_receipt(part: Path) -> None:
    (part / "part.json").unlink()


def foreign_file(part: Path) -> None:
    shutil.copy(part / "fields.parquet", part / "more.parquet")


def twice(part: Path) -> None:
    shutil.copytree(part, part.with_name("copy"))


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (damaged_byte, "fields.parquet is not what was written"),
        (missing_file, "evidence.parquet is missing"),
        (missing_receipt, "part.json cannot be read"),
        (foreign_file, "more.parquet does not belong to it"),
        (twice, "2 results stand in it twice"),
    ],
)
def test_damage_is_named(corpus: Corpus, damage: Any, fault: str) -> None:
    assert whole(corpus) == []
    part = corpus.path / "parts" / visible(corpus)[-1]
    damage(part)
    found = whole(corpus)
    assert fault in found[0]
    assert damage is twice or part.name in found[0]


def part_without(corpus: Corpus, table: str) -> None:
    """A part whose writer forgot the rows of a table, with a receipt that says so."""
    batch = corpus.append([Converted(report("云湖县财政局", 2023, broken=True))])
    part = corpus.path / "parts" / str(batch)
    shutil.copytree(part, corpus.path / "whole")
    shutil.rmtree(part)
    (corpus.path / "whole" / f"{table}.parquet").unlink()

    def fill(place: Path) -> dict[str, int]:
        for path in (corpus.path / "whole").glob("*.parquet"):
            shutil.copy(path, place)
        rows: dict[str, int] = json.loads((corpus.path / "whole" / "part.json").read_text())["rows"]
        return {name: number for name, number in rows.items() if name != table}

    parts.write(corpus.path, "later", fill)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("records", "rows of fields belong to no record"),
        ("fields", "1 records do not have all of their fields"),
        ("violations", "1 records do not have all of their violations"),
        ("paths", "1 records have no path"),
    ],
)
def test_tables_that_do_not_fit_each_other_are_named(corpus: Corpus, table: str, fault: str) -> None:
    part_without(corpus, table)
    assert fault in whole(corpus)[0]


def test_numbers_say_what_a_corpus_holds(corpus: Corpus) -> None:
    digest = report("云湖县教育局", 2019).document.sha256
    corpus.append([Linked(digest, ("copy.txt",)), Failure("bad.pdf", None, "load", "damaged")])
    corpus.append([Converted(report("云湖县教育局", 2019)), Converted(report(None, 2024, doubt=True))])
    found = stats.stats(corpus.path)
    expected = {"documents": 10, "records": 9, "earlier_results": 1, "failures": 1, "duplicates": 1, "agencies": 2}
    assert {name: found[name] for name in expected} == expected
    assert (found["first_year"], found["last_year"], found["without_agency_or_year"]) == (2019, 2024, 1)
    assert found["fields_by_status"] == {"stated": 9, "blank": 0, "missing": 9, "repaired": 0, "conflict": 0}
    assert found["violations_by_blame"] == {"source": 4}
    words = stats.in_words(found)
    assert "10 documents: 9 read, 1 not read (load 1)" in words
    assert "1 doubtful fields in 1 records" in words


def test_an_earlier_format_is_brought_to_the_present_one(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(table: str, rows: pa.Table) -> pa.Table:
        """The next format has a column more in `fields`."""
        return rows.append_column("origin", pa.array(["old"] * len(rows))) if table == "fields" else rows

    monkeypatch.setattr(parts, "VERSION", 2)
    monkeypatch.setitem(tables.COLUMNS, "fields", tables.COLUMNS["fields"] + " origin:string")
    monkeypatch.setitem(compact.MIGRATIONS, 1, step)
    tables.arrow_schema.cache_clear()
    try:
        with pytest.raises(CorpusError, match="run extractor corpus migrate"):
            open_corpus(corpus.path)
        compact.merge(corpus.path, parts.listed(corpus.path)[:1])  # an earlier try was killed after the first part
        assert compact.migrate(corpus.path) == 4
        now = open_corpus(corpus.path)
        assert whole(now) == []
        assert len(list(now.records())) == 8
        assert now.connect().execute("select distinct origin from fields").fetchall() == [("old",)]
        assert compact.migrate(corpus.path) == 0
    finally:
        tables.arrow_schema.cache_clear()
