"""Documents that take their reader down: one failure each, and nothing else is lost."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from extractor.core.errors import LoadError
from extractor.corpus import open_corpus
from extractor.corpus.known import Claims
from extractor.corpus.pool import Limits, Pool, WorkersError
from extractor.corpus.sources import Source
from extractor.corpus.worker import Job, Report, stage_of
from extractor.fuse import fuse
from extractor.load import load
from tests.corpus import hostile

LIMITS = Limits(seconds=2.0, memory=300)


def job(folder: Path, reader: str = hostile.NAME) -> Job:
    open_corpus(folder / "corpus", create=True)
    return Job(str(folder / "corpus"), str(folder), "run", reader=reader)


def read(folder: Path, texts: Iterable[str], limits: Limits = LIMITS, workers: int = 1) -> list[Report]:
    """Reports on documents with these texts, read one after the other."""
    reports: list[Report] = []
    with closing(Pool(job(folder), workers, limits, Claims(set()))) as pool:
        for k, text in enumerate(texts):
            (folder / f"{k}.txt").write_text(text)
            while not pool.free:
                reports += pool.wait(0.1)
            pool.submit(Source(f"{k}.txt"))
        reports += pool.finish()
    return sorted(reports, key=lambda report: report.path)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(open_corpus(folder / "corpus").connect()) as base:
        return list(base.execute(query).fetchall())


def test_every_way_of_failing_costs_one_document(tmp_path: Path) -> None:
    texts = ["good 0", "SEGFAULT", "RAISE 2", "EXIT", "good 4", "EXPLODE", "EMPTY", f"LOOP {tmp_path}/x", "DOUBTFUL 8"]
    reports = read(tmp_path, texts, workers=2)
    assert {report.path: (report.state, report.stage, report.error) for report in reports} == {
        "0.txt": ("converted", "", ""),
        "1.txt": ("failed", "crash", "the process that read it ended: SIGSEGV"),
        "2.txt": ("failed", "load", "ValueError: cannot read 2"),
        "3.txt": ("failed", "crash", "the process that read it ended: exit status 3"),
        "4.txt": ("converted", "", ""),
        "5.txt": ("failed", "memory", "took more than 300 MiB; --memory gives more"),
        "6.txt": ("failed", "load", "there is no text in it"),
        "7.txt": ("failed", "timeout", "took more than 2 s; --timeout gives more"),
        "8.txt": ("converted", "", ""),
    }
    assert [report.path for report in reports if report.review] == ["8.txt"]
    stored = rows(tmp_path, "select path, stage, error, sha256 is not null from failures order by path")
    assert stored == [(r.path, r.stage, r.error, True) for r in reports if r.state == "failed"]
    assert rows(tmp_path, "select path, prose from records join texts using (sha256) order by path") == [
        ("0.txt", "0"), ("4.txt", "4"), ("8.txt", "8"),
    ]  # fmt: skip
    retry = rows(tmp_path, "select path from failures where retry order by path")
    assert retry == [("5.txt",), ("7.txt",)]


def test_what_a_lost_worker_held_is_read_again(tmp_path: Path) -> None:
    count = tmp_path / "count"
    reports = read(tmp_path, [f"COUNT {count}", "good", "EXIT"])
    assert [report.state for report in reports] == ["converted", "converted", "failed"]
    assert len(count.read_text().splitlines()) == 2
    assert rows(tmp_path, "select path from records_all order by path") == [("0.txt",), ("1.txt",)]


def test_a_worker_leaves_after_its_documents_and_another_goes_on(tmp_path: Path) -> None:
    counts = [tmp_path / f"count {k}" for k in range(4)]
    read(tmp_path, [f"COUNT {path}" for path in counts], Limits(documents=2))
    first, second, third, fourth = (path.read_text() for path in counts)
    assert first == second != third == fourth


def test_reports_come_when_the_documents_are_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("good")
    with closing(Pool(job(tmp_path), 1, LIMITS, Claims(set()))) as pool:
        pool.submit(Source("a.txt"))
        while not (reports := pool.wait(0.1)):
            pass
        assert rows(tmp_path, "select path from records") == [(reports[0].path,)]


def test_bytes_that_another_takes_are_linked_and_those_of_a_lost_one_are_free_again() -> None:
    claims = Claims({b"done"})
    assert not claims.take(b"done", "one")
    assert claims.take(b"a", "one")
    assert not claims.take(b"a", "two")
    claims.settle("one")
    assert claims.take(b"b", "one")
    claims.release("one")
    assert claims.take(b"b", "two")
    assert not claims.take(b"a", "two")


def test_workers_that_cannot_work_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leaves.py").write_text("import os\nos._exit(7)\n")
    monkeypatch.syspath_prepend(tmp_path)
    for reader, told in {"leaves:read": "exit status 7", "tests.corpus.hostile:absent": "absent"}.items():
        with closing(Pool(job(tmp_path, reader), 1, LIMITS, Claims(set()))) as pool:
            pool.submit(Source("a.txt"))
            with pytest.raises(WorkersError, match=told):
                pool.finish()


def test_the_stage_is_where_the_error_arose() -> None:
    with pytest.raises(LoadError) as unreadable:
        load(b"")
    with pytest.raises(TypeError) as unfused:
        fuse(None, None, None)  # type: ignore[arg-type]
    assert stage_of(unreadable.value) == "load"
    assert stage_of(unfused.value) == "fuse"
    assert stage_of(MemoryError()) == "memory"
