"""The command as its user meets it: what it prints where, and its exit codes."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from extractor import Record
from extractor.cli import app, run


def test_help_teaches_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--help"]):
        assert run(arguments) == 0
        shown = capsys.readouterr().out
        assert "extractor check report.html" in shown
        assert "Exit codes:" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("extractor 0.")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["extrakt"], "extrakt"),
        (["extract"], "FILE"),
        (["extract", "x.txt", "--format", "yaml"], "yaml"),
        (["extract", "x.txt", "-o", "x.zip"], ".zip"),
        (["extract", "{example}.txt", "--schema", "gov-disclosure/1999"], "gov-disclosure/2021"),
        (["extract", "{example}.txt", "-o", "/nowhere/x.json"], "/nowhere/x.json"),
        (["schema", "show", "gov-disclosure/1999"], "gov-disclosure/2021"),
    ],
)
def test_wrong_use_is_one_line_on_stderr_and_code_2(
    arguments: list[str], word: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([a.format(example=example) for a in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert word in err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("absent.txt", None),
        ("empty.txt", b""),
        ("noise.docx", b"PK\x03\x04 not really a zip"),
        ("other.html", "<html><body><p>今天食堂的菜单：土豆丝、白菜。</p></body></html>".encode()),
    ],
)
def test_a_document_that_cannot_be_read_is_one_line_and_code_3(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run(["extract", str(path)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert name in err


def test_an_unexpected_error_is_one_line_unless_debug(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> Record:
        raise ZeroDivisionError("split\nover lines")

    monkeypatch.setattr("extractor.pipeline.extract", broken)
    assert run(["extract", f"{example}.txt"]) == app.UNREADABLE
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "ZeroDivisionError" in err
    assert "--debug" in err
    with pytest.raises(ZeroDivisionError):
        run(["extract", "--debug", f"{example}.txt"])


def test_a_place_that_cannot_be_used_is_named_with_what_to_do(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", f"{example}.txt", "--corpus", f"{example}.txt/corpus"]) == app.UNREADABLE
    err = capsys.readouterr().err
    assert err == f"extractor: {example}.txt/corpus/parts: Not a directory; check the path\n"


def test_interrupting_is_quiet(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> Record:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractor.pipeline.extract", interrupted)
    assert run(["extract", f"{example}.txt"]) == app.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_pipe_that_closes_early_is_quiet(example: Path) -> None:
    command = f"{sys.executable} -m extractor extract {example}.txt --format json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert done.stdout == b"{\n"
    assert done.stderr == b""


def test_stdin_is_read_as_bytes_and_a_pipe_gets_json(example: Path) -> None:
    pasted = example.with_suffix(".txt").read_text(encoding="utf-8").encode("gb18030")
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "extract", "-"], input=pasted, capture_output=True, check=True
    )
    record = json.loads(done.stdout)
    assert record["document"]["path"] == "<stdin>"
    assert record["fields"]["requests.new.total"]["value"] == 23


def test_a_terminal_gets_a_table(example: Path) -> None:
    screen, other_end = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "extractor", "extract", f"{example}.txt"]
    with subprocess.Popen(command, stdout=other_end, env=environment) as process:
        os.close(other_end)
        shown = b""
        while chunk := _read(screen):
            shown += chunk
        assert process.wait() == 0
    os.close(screen)
    assert "本年新收政府信息公开申请数量".encode() in shown
    assert b"\x1b[" in shown


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:  # the other end was closed: Linux says so with an error
        return b""
