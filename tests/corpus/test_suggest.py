from pathlib import Path

import pytest
import yaml

from extractor.cli.app import run
from extractor.core.metric import metrics_from_mapping
from extractor.corpus import Converted, open_corpus
from extractor.corpus.suggest import as_yaml, suggestions
from extractor.pipeline import extract

TEXTS = [
    "我局2022年政府信息公开工作年度报告\n通过微信公众号发放文旅消费券{}张，印制宣传海报{}张，占比20%。",
    "我县2022年政府信息公开工作年度报告\n发放文旅消费券{}张，收到政府信息公开申请{}件。",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "c"
    records = [extract(text.format(n + 3, n + 5).encode()) for text in TEXTS for n in range(2)]
    open_corpus(path, create=True).append(Converted(record) for record in records)
    return path


def test_frequent_nouns_come_first_with_what_goes_with_them(corpus: Path) -> None:
    first, second = suggestions(corpus, least=2)
    assert (first.noun, len(first.documents), first.units.most_common(1)[0][0]) == ("文旅消费券", 4, "张")
    assert first.platforms.most_common() == [("微信公众号", 2)]
    assert first.verbs.keys() == {"发放"}
    assert second.noun == "宣传海报"


def test_what_few_documents_say_is_left_out(corpus: Path) -> None:
    assert [one.noun for one in suggestions(corpus, least=3)] == ["文旅消费券"]


def test_the_yaml_is_a_file_of_counts(corpus: Path) -> None:
    text = as_yaml(suggestions(corpus, least=2))
    first, second = metrics_from_mapping(yaml.safe_load(text))
    assert (first.label, first.unit, first.phrasings[0].head_names) == ("文旅消费券", "张", frozenset({"suggested_1"}))
    assert second.units == {"张"}
    assert "通过微信公众号发放文旅消费券3张" in text


def test_the_command_prints_them(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "suggest", str(corpus), "--most", "1"]) == 0
    assert "宣传海报" not in (said := capsys.readouterr().out)
    assert "文旅消费券" in said


def test_nothing_frequent_is_an_answer(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "suggest", str(corpus), "--least", "99"]) == 1
    assert "--least 1" in capsys.readouterr().err
