import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli.app import UNREADABLE, run
from extractor.core.schema import Schema
from extractor.narrative import learned
from extractor.narrative.checkpoint import ModelError, load
from extractor.narrative.components import pipeline
from extractor.narrative.learned import Reader
from extractor.narrative.mentions import names, quantities

TEXT = (
    "2022年,我局通过门户网站发布政务信息120条,微信公众号推送信息45条。"
    "收到政府信息公开申请9件。各乡镇共收到政府信息公开申请3件。"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = learned.shipped()
    assert found is not None
    return found


def test_the_shipped_model_knows_the_counts_of_the_schema(reader: Reader, schema: Schema) -> None:
    assert set(reader.metrics) == {"none", *(metric.id for metric in schema.metrics)}


def test_it_reads_plain_sentences(reader: Reader, schema: Schema) -> None:
    units = frozenset[str]().union(*(m.units for m in schema.metrics))
    found = list(quantities(TEXT, names(TEXT), units))
    judged = reader.judge(TEXT, found, 2022)
    best = [one.best for one in judged if one]
    assert best[:3] == ["narrative.website.posts", "narrative.wechat.posts", "narrative.requests.received"]
    assert judged[3] is not None
    assert judged[3].owner == "subordinate"


def test_a_text_without_numbers_is_not_read(reader: Reader) -> None:
    assert reader.judge("没有数字。", [], 2022) == []


def test_names_stand_where_they_are_printed(reader: Reader) -> None:
    text = "根据《中华人民共和国政府信息公开条例》,由办公室负责。"
    first = reader.names(text)[0]
    assert (text[first.start : first.end], first.kind) == ("中华人民共和国政府信息公开条例", "law")


def test_it_is_a_component_of_the_pipeline(reader: Reader, schema: Schema) -> None:
    assert pipeline(schema.metrics, reader).pipe_names[-1] == "narrative.link"
    assert "narrative.link" not in pipeline(schema.metrics).pipe_names


def test_reading_a_report_needs_no_torch(example: Path) -> None:
    without = "import sys; sys.modules['torch'] = None"  # spaCy itself loads it where it is installed
    reading = f"{without}; import extractor; extractor.extract({str(example) + '.txt'!r})"
    script = reading + "; print('onnxruntime' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]


def test_a_folder_that_is_no_checkpoint_is_told_from_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.json"):
        load(tmp_path)


def test_without_transformers_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "transformers", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match=r"pip install 'zh-report-extractor\[transformers\]'"):
        load(tmp_path)


def test_the_command_line_says_what_is_wrong_with_a_model(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", f"{example}.txt", "--narrative-model", str(tmp_path)]) == UNREADABLE
    assert capsys.readouterr().err.strip().count("\n") == 0
