"""Whole runs: what a second one leaves alone, what an interrupted or killed one leaves behind."""

import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from extractor.core.record import Record
from extractor.corpus import Converted, open_corpus
from extractor.corpus.batch import Options, Tally, convert
from extractor.corpus.content import content_digest
from extractor.corpus.pool import Limits
from tests.conftest import ROOT
from tests.corpus import hostile


def options(**given: object) -> Options:
    return Options(**({"workers": 1, "reader": hostile.NAME} | given))  # type: ignore[arg-type]


def run(folder: Path, **given: object) -> Tally:
    """Convert `folder`/in into `folder`/corpus."""
    return convert([str(folder / "in")], folder / "corpus", options(**given))


def write(folder: Path, **texts: str) -> None:
    (folder / "in").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "in" / f"{name}.txt").write_text(text)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(open_corpus(folder / "corpus").connect()) as base:
        return list(base.execute(query).fetchall())


def records(folder: Path) -> int:
    (row,) = rows(folder, "select count(*) from records")
    return int(str(row[0]))


def counts(tally: Tally) -> tuple[int, ...]:
    return tally.found, tally.converted, tally.linked, tally.failed, tally.skipped, tally.failed_before


def test_a_second_run_does_what_is_missing(tmp_path: Path) -> None:
    read = [tmp_path / "first read", tmp_path / "third read"]
    write(tmp_path, first=f"COUNT {read[0]}", copy=f"COUNT {read[0]}", bad="RAISE")
    assert counts(run(tmp_path)) == (3, 1, 1, 1, 0, 0)
    write(tmp_path, third=f"COUNT {read[1]}")
    assert counts(run(tmp_path)) == (4, 1, 0, 0, 3, 1)
    assert [len(path.read_text().splitlines()) for path in read] == [1, 1]
    copies = "select len(paths) from documents where converted order by all"
    assert rows(tmp_path, copies) == [(1,), (2,)]


def test_what_changed_is_read_and_what_is_only_elsewhere_is_not(tmp_path: Path) -> None:
    write(tmp_path, a="good", b="other")
    run(tmp_path)
    write(tmp_path, a="better")
    (tmp_path / "in" / "b.txt").rename(tmp_path / "in" / "c.txt")
    assert counts(run(tmp_path)) == (2, 1, 1, 0, 0, 0)
    assert records(tmp_path) == 3


def test_without_the_notes_on_places_documents_are_known_by_their_bytes(tmp_path: Path) -> None:
    write(tmp_path, a="good", b="RAISE")
    run(tmp_path)
    for notes in (tmp_path / "corpus" / "places").iterdir():
        notes.write_bytes(notes.read_bytes()[:40])  # the first whole, the second torn
    tally = run(tmp_path)
    assert (tally.converted, tally.failed, tally.linked + tally.skipped) == (0, 0, 2)
    assert tally.failed_before == 1


def test_failures_are_tried_again_on_request(tmp_path: Path) -> None:
    write(tmp_path, a="good", b="SLEEP 2")
    assert counts(run(tmp_path, limits=Limits(seconds=1))) == (2, 1, 0, 1, 0, 0)
    assert counts(run(tmp_path, limits=Limits(seconds=1))) == (2, 0, 0, 0, 2, 1)
    assert counts(run(tmp_path, retry_failed=True)) == (2, 1, 0, 0, 1, 0)
    assert rows(tmp_path, "select path from failures") == []


def test_other_versions_are_read_again_on_request_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="good", b="fine")
    run(tmp_path)
    corpus = open_corpus(tmp_path / "corpus")
    with monkeypatch.context() as patch:
        patch.setattr("extractor.corpus.store.extractor_version", lambda: "0.0.1")
        corpus.append([Converted(record) for record in corpus.records()][:1])
    tally = run(tmp_path)
    assert (tally.outdated, tally.skipped) == (1, 2)
    tally = run(tmp_path, reconvert=True)
    assert (tally.converted, tally.skipped) == (1, 1)
    assert rows(tmp_path, "select count(*) from records where extractor_version = '0.0.1'") == [(0,)]
    assert rows(tmp_path, "select count(*) from records_all where extractor_version = '0.0.1'") == [(1,)]
    assert run(tmp_path, reconvert=True, schema="gov-disclosure/2019").converted == 2
    assert rows(tmp_path, "select distinct schema from records") == [("gov-disclosure/2019",)]


def test_workers_and_order_do_not_show_in_the_content(tmp_path: Path) -> None:
    texts = {f"d{k}": f"good {k % 7}" for k in range(12)} | {"bad": "RAISE", "worse": "EXIT"}
    digests = set()
    for name, workers, order in (("one", 1, list(texts)), ("two", 2, list(texts)[::-1])):
        write_to = tmp_path / "in"
        write_to.mkdir(exist_ok=True)
        for key in order:
            (write_to / key).write_text(texts[key])
        convert([str(write_to / key) for key in order], tmp_path / name, options(workers=workers))
        digests.add(content_digest(open_corpus(tmp_path / name)))
    assert len(digests) == 1
    corpus = open_corpus(tmp_path / "two")
    corpus.append([Converted(_changed(record)) for record in corpus.records()][:1])
    assert content_digest(corpus) not in digests


def _changed(record: Record) -> Record:
    record.fields["requests.new.total"].value = 0
    return record


SCRIPT = """
import sys
from extractor.corpus.batch import Options, convert
from extractor.corpus.pool import Limits
from extractor.corpus.progress import JsonLines
shown = JsonLines(sys.stdout)
tally = convert([sys.argv[1]], sys.argv[2], Options(workers=1, reader="tests.corpus.hostile:read"), shown)
shown.end(tally)
"""


def started(folder: Path, log: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", SCRIPT, str(folder / "in"), str(folder / "corpus")]
    with log.open("wb") as out:
        return subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, cwd=ROOT)


def reported(log: Path) -> int:
    """Documents that were said to be on the disk."""
    return log.read_bytes().count(b'"event": "document"')


def when(log: Path, documents: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until so many documents were reported."""
    while reported(log) < documents and process.poll() is None:
        time.sleep(0.005)


def test_killed_again_and_again_it_comes_to_the_same(tmp_path: Path) -> None:
    chance, log = random.Random(7), tmp_path / "log"
    write(tmp_path, **{f"d{k}": f"SLEEP 0.03 {k % 50}" for k in range(60)}, bad="RAISE", worse="EXIT")
    convert([str(tmp_path / "in")], tmp_path / "whole", options(workers=2))
    told = 0
    for _ in range(3):
        process = started(tmp_path, log)
        when(log, chance.randint(0, 20), process)
        time.sleep(chance.random() * 0.3)
        process.kill()
        process.wait()
        told += log.read_bytes().count(b'"state": "converted"')
        assert records(tmp_path) >= told
    assert told > 0
    run(tmp_path)
    assert content_digest(open_corpus(tmp_path / "corpus")) == content_digest(open_corpus(tmp_path / "whole"))
    assert records(tmp_path) == 50


def test_an_interrupt_ends_with_the_documents_that_are_being_read(tmp_path: Path) -> None:
    log = tmp_path / "log"
    write(tmp_path, **{f"d{k}": f"SLEEP 0.1 {k}" for k in range(40)})
    process = started(tmp_path, log)
    when(log, 1, process)
    process.send_signal(signal.SIGINT)
    assert process.wait() == 0
    assert b'"interrupted": true' in log.read_bytes()
    stored = records(tmp_path)
    assert reported(log) == stored < 40
    assert run(tmp_path).skipped == stored


def test_a_second_interrupt_ends_at_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    begun = tmp_path / "begun"
    write(tmp_path, a=f"LOOP {begun}")
    process = started(tmp_path, log)
    while not begun.exists() and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in err
