import os
import stat
from pathlib import Path

import pytest

from extractor.narrative import segment


@pytest.fixture
def words() -> list[str]:
    return ["微信公众号", "依申请公开", "*日报"]


def test_words_of_the_schema_stay_whole(words: list[str]) -> None:
    import spacy

    doc = segment.tokenizer(spacy.blank("zh").vocab, words, words)("本市微信公众号受理依申请公开12.5万件。")
    assert doc.text == "本市微信公众号受理依申请公开12.5万件。"
    tokens = [token.text for token in doc]
    assert {"微信公众号", "依申请公开", "12.5"} <= set(tokens)
    assert doc.user_data["words"][-1] == (len(doc.text) - 1, "。")


def test_the_dictionary_is_cached_in_a_folder_of_our_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    segment._segmenter(["依申请公开"], ["依申请公开"])
    folder = tmp_path / "zh-report-extractor"
    assert stat.S_IMODE(folder.stat().st_mode) & 0o022 == 0
    assert (folder / "jieba.cache").is_file()
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX modes")
def test_a_folder_that_others_may_write_is_not_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "zh-report-extractor"
    folder.mkdir()
    folder.chmod(0o777)
    assert segment._cache_folder() is None
