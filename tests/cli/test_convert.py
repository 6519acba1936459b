"""The command for many documents, with the real reader on the bundled report."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from extractor.cli import run
from extractor.corpus import open_corpus
from extractor.corpus.batch import Tally
from extractor.corpus.progress import JsonLines, MovingLine, PlainLines, state, summary
from extractor.corpus.worker import Report


@pytest.fixture
def reports(example: Path, tmp_path: Path) -> Path:
    """A folder with the bundled report as text and as a page, and with something that is none."""
    folder = tmp_path / "reports"
    (folder / "pages").mkdir(parents=True)
    shutil.copy(f"{example}.txt", folder / "a.txt")
    shutil.copy(f"{example}.html", folder / "pages" / "no suffix")
    (folder / "menu.txt").write_text("今天食堂的菜单：土豆丝、白菜。", encoding="utf-8")
    return folder


def test_a_folder_becomes_a_corpus_and_the_failure_is_named(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    assert run(["convert", str(reports), "--corpus", str(corpus), "--workers", "1"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 documents converted" in err
    assert "menu.txt: load: no report in it" in err
    records = {Path(record.document.path).name: record for record in open_corpus(corpus).records()}
    assert {name: record.document.loader for name, record in records.items()} == {"a.txt": "text", "no suffix": "html"}
    assert [record.metadata["agency"].value for record in records.values()] == ["云湖县教育局"] * 2

    named = io.TextIOWrapper(io.BytesIO(f"{reports}/a.txt\n{reports}/pages\n".encode()))
    monkeypatch.setattr(sys, "stdin", named)
    assert run(["convert", "-", "--corpus", str(corpus), "--log-json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["summary"]
    assert (lines[0]["converted"], lines[0]["skipped"]) == (0, 2)
    assert run(["convert", str(reports), "--corpus", str(corpus)]) == 1
    assert "failed before: --retry-failed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing.txt", "--corpus", "{folder}/c"], "missing.txt: no such file"),
        (["{folder}"], "--corpus"),
        (["{folder}", "--corpus", "{folder}/c", "--schema", "gov-disclosure/1999"], "gov-disclosure/2021"),
        (["{folder}", "--corpus", "{folder}/c", "--engine", "slurm"], "slurm"),
    ],
)
def test_wrong_use_is_told_before_anything_is_read(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", *(a.format(folder=tmp_path) for a in arguments)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


REPORTS = [
    Report("a.txt", "aa", "converted", 0.5, review=True),
    Report("b.txt", "aa", "linked"),
    Report("c.txt", "cc", "failed", 2.0, stage="timeout", error="took more than 2 s"),
]


def tally(complete: bool = True) -> Tally:
    made = Tally("run", found=8, complete=complete, skipped=1, failed_before=1)
    for report in REPORTS:
        made.count(report)
    made.started -= 6  # half a document a second
    return made


def test_how_it_goes_in_one_line() -> None:
    assert state(tally()) == "3 of 7 done, 1 failed, 1 to review, 0.5/s, 8 s left"
    assert state(tally(complete=False)) == "3 of 7 so far done, 1 failed, 1 to review, 0.5/s"
    interrupted = tally()
    interrupted.interrupted = True
    assert "Ctrl-C again" in state(interrupted)


def test_the_summary_names_failures_and_what_to_do() -> None:
    told = "\n".join(summary(tally()))
    for part in ("1 document converted in 6 s", "c.txt: timeout: took more than 2 s", "--retry-failed", "1 skipped"):
        assert part in told
    many = tally()
    for _ in range(60):
        many.count(REPORTS[2])
    assert "and 11 more" in summary(many)[-1]
    assert summary(Tally("run", complete=True))[-1] == "nothing was found: check the paths and the patterns"


def test_json_lines_are_one_object_each() -> None:
    out = io.StringIO()
    with JsonLines(out) as shown:
        for report in REPORTS:
            shown.report(report)
        shown.look(tally())
        shown.end(tally())
    *documents, last = map(json.loads, out.getvalue().splitlines())
    assert [line["state"] for line in documents] == ["converted", "linked", "failed"]
    assert (last["event"], last["failed"], last["seconds_left"]) == ("summary", 1, 8.0)


class Screen(io.StringIO):
    """Text that is taken for a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_it_move_and_a_file_the_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("extractor.corpus.progress._Timely.__call__", lambda _: True)
    screen, file = Screen(), io.StringIO()
    with MovingLine(screen) as moving, PlainLines(file) as plain:
        for shown in (moving, plain):
            shown.look(tally())
            shown.end(tally())
    for out in (screen, file):
        assert "3 of 7 done" in out.getvalue()
        assert "c.txt: timeout" in out.getvalue()
    assert "\x1b[" in screen.getvalue()
    assert "\x1b[" not in file.getvalue()
