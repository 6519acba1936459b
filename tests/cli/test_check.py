from pathlib import Path

import pytest

from extractor.cli import run


def test_a_broken_sum_is_told_in_chinese_with_code_1(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", f"{example}.html"]) == 1
    out = capsys.readouterr().out
    assert "发现 1 处数据不符" in out
    assert "表三“（一）予以公开”一行：总计印为 31，各列之和为 13（自然人 11＋商业企业 2）" in out


def test_the_same_in_english(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", f"{example}.txt", "--lang", "en"]) == 1
    assert "digits were swapped" in capsys.readouterr().out


def test_a_report_that_adds_up_has_code_0(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mended = tmp_path / "mended.txt"
    text = example.with_suffix(".txt").read_text(encoding="utf-8")
    mended.write_text(text.replace("11\t2\t0\t0\t0\t0\t31", "11\t2\t0\t0\t0\t0\t13"), encoding="utf-8")
    assert run(["check", str(mended)]) == 0
    assert "各项勾稽关系均成立" in capsys.readouterr().out
