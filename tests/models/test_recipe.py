"""The recipe of the narrative model, a few steps of it; what needs torch is skipped where it is not installed."""

import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from extractor.core.schema import Schema
from extractor.corpus import Converted, Decision, open_corpus
from extractor.narrative.checkpoint import load
from extractor.narrative.encoding import FILLER, NUMBER, PLAIN
from extractor.pipeline import extract
from extractor.schemas import load_schema
from models.narrative import card, naming, scanned, trust
from models.narrative.cases import Case, cases, sentences
from models.narrative.data import (
    SCHEMA,
    SPECIAL,
    Example,
    Plan,
    example,
    examples,
    kinds,
    metrics,
    of_report,
    passages,
    vocabulary,
)
from models.narrative.evaluate import read_from, scores
from models.narrative.export import DATA
from models.narrative.labels import NAMES, labels
from models.narrative.reviewed import decisions
from models.narrative.told import reports

if TYPE_CHECKING:
    from models.narrative import network

PLAN = Plan("dev", 12, 230, 0.3, 0.03)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(SCHEMA)


@pytest.fixture(scope="module")
def known(schema: Schema) -> list[Case]:
    return cases(sentences(PLAN), schema, read_from(DATA))


def test_an_example_says_what_its_passage_says() -> None:
    for told, year in passages(PLAN, 0, 12):
        one = example(told, year)
        assert len(one.names) == len(one.window.tokens)
        assert len(one.counts) == len(one.window.counted)
        said = [metric for metric, *_ in one.counts if metric != "none"]
        assert set(said) <= {t.metric for t in told.told}


def test_the_windows_of_a_report_say_what_its_numbers_count_and_no_more() -> None:
    (text,) = reports("train", 3, 1)
    found = list(of_report(text))
    said = [counts for one in found for counts in one.counts]
    assert {metric for metric, *_ in said} <= {metric for _, _, metric in text.told}
    assert any(metric != "none" for metric, *_ in said)
    assert {tuple(rest) for _, *rest in said} == {("", "", "")}
    assert not any(one.names for one in found)


def test_a_later_round_has_passages_of_its_own() -> None:
    plan = replace(PLAN, number=4)
    assert examples(replace(plan, first=4)) == examples(replace(plan, number=8))[4:]


def test_the_same_plan_gives_the_same_examples_in_any_number_of_processes() -> None:
    assert examples(PLAN) == examples(PLAN, processes=2)


def test_the_alphabet_has_the_marks_and_what_is_frequent() -> None:
    found = vocabulary(examples(PLAN), 5)
    assert tuple(found[: len(SPECIAL)]) == SPECIAL
    assert "件" in found
    assert len(found) == len(set(found))


def test_kinds_of_every_text_come_first_then_the_classes_of_words() -> None:
    found = kinds(examples(PLAN), 3)
    assert found[:3] == [PLAIN, NUMBER, FILLER]
    assert {"publish", "info"} & set(found)
    assert len(found) == len(set(found)) < len(kinds(examples(PLAN), 1))


def alphabet(found: list[Example]) -> "network.Alphabet":
    from models.narrative.network import Alphabet

    tokens, of = vocabulary(found, 1), kinds(found, 1)
    every = labels(metrics(load_schema(SCHEMA)))
    return Alphabet({t: i for i, t in enumerate(tokens)}, {k: i for i, k in enumerate(of)}, 1, 0, every)


def test_parts_of_words_are_hidden_in_training() -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra [train]")
    from models.narrative.network import Hide, batches

    found = examples(PLAN)
    filler = kinds(found, 1).index(FILLER)

    def batch(hide: Hide) -> tuple[Any, Any]:
        every = list(batches(found, alphabet(found), 10**6, rng=random.Random(1), hide=hide))
        return torch.cat([one.ids.flatten() for one in every]), torch.cat([one.types.flatten() for one in every])

    ids, types = batch(Hide())
    known = types > filler
    assert known.any()
    assert not (batch(Hide(kinds=1.0))[1] > filler).any()
    hidden = batch(Hide(words=1.0))[0]
    assert (hidden[known] == 1).all()
    assert (hidden[~known] == ids[~known]).all()


def test_batches_have_few_shapes_and_every_example_once() -> None:
    pytest.importorskip("torch", reason="training needs the extra [train]")
    from models.narrative.network import batches

    found = examples(replace(PLAN, number=60))
    made = list(batches(found, alphabet(found), 512))
    assert sum(len(one.ids) for one in made) == len(found)
    assert sum(int(one.mask.sum()) for one in made) == sum(len(one.window.tokens) for one in found)
    assert all(one.ids.shape[1] % 16 == 0 and one.ids.numel() <= 512 for one in made)
    assert len({tuple(one.ids.shape) for one in made}) < len(made)


def test_trust_prefers_what_is_right(known: list[Case], schema: Schema) -> None:
    weights = trust.fit({1.0: known}, {name: i for i, name in enumerate(["none", *metrics(schema)])})
    assert weights["rule"] > 0 or weights["said.model"] > 0


def test_figures_are_of_all_three_ways(known: list[Case]) -> None:
    found = scores(known, read_from(DATA))
    assert found["numbers"] == len(known)
    assert all(0 <= found[way]["f1"] <= 1 for way in ("rules", "model", "both"))


def test_what_a_passage_truly_states_is_counted_with_its_value() -> None:
    for told, _ in passages(PLAN, 0, 6):
        found = scanned.true([told])
        assert found.total() <= sum(bool(one.metric) for one in told.told)
        assert {metric for metric, _ in found} <= {one.metric for one in told.told}


def test_what_a_scan_costs_is_told_by_kind() -> None:
    truth = Counter({("a", 1.0): 1, ("b", 2.0): 1})
    misread = Counter({("a", 1.0): 1, ("b", 20.0): 1})
    read = [scanned.Read("fax", truth, truth, misread, 3, 30), scanned.Read("photo", truth, truth, truth, 0, 30)]
    found = scanned.figures(read)
    assert found["fax"] == {"documents": 1, "counts": 2, "text": 1.0, "scan": 0.5, "misread": 0.1}
    assert found["photo"]["scan"] == 1
    assert (found["all"]["scan"], found["all"]["misread"]) == (0.75, 0.05)


def test_the_card_tells_what_a_scan_costs() -> None:
    figures = {"fax": {"documents": 12, "counts": 215, "text": 0.9, "scan": 0.885, "misread": 0.0104}}
    assert "| fax | 12 | 215 | 0.900 | 0.885 | 1.5 | 1.04% |" in card.scans(figures)


def test_rules_are_right_on_their_own_reports(schema: Schema) -> None:
    assert scores(cases(reports("dev", 0, 3), schema, read_from(DATA)), read_from(DATA))["both"]["f1"] > 0.9


def test_names_are_counted_by_kind() -> None:
    every = naming.texts(PLAN, read_from(DATA))
    found = naming.scores(every, {})
    assert found["all"]["names"] == sum(f["names"] for kind, f in found.items() if kind != "all")
    assert found["all"]["both"] > 0.9


def test_a_name_that_both_say_is_trusted_most() -> None:
    trusted = naming.fit(naming.texts(replace(PLAN, number=60), read_from(DATA)))
    assert trusted["name.agency.both"] > trusted["name.agency.model"]
    assert {key.split(".")[1] for key in trusted} == set(NAMES)


def test_the_lock_names_every_input() -> None:
    printed = (ROOT / "models/narrative/inputs.lock").read_text("utf-8").splitlines()
    assert [line.split("  ")[1] for line in printed] == [path for path, _ in card.inputs(ROOT)]


def test_decisions_become_examples(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c", create=True)
    text = "我局2022年政府信息公开工作年度报告\n全年主动公开政府信息120条，公开会议类信息15条。"
    record = extract(text.encode())
    digest = record.document.sha256
    decision = Decision("f", "field", "corrected", sha256=digest, field="narrative.news", details={"value": 15})
    corpus.append([Converted(record), decision])
    assert {one.counts[0][0] for one in decisions(tmp_path / "c")} == {"narrative.news"}


def test_a_few_steps_make_a_checkpoint_that_reads(tmp_path: Path, schema: Schema) -> None:
    pytest.importorskip("torch", reason="training needs the extra [train]: pip install 'zh-report-extractor[train]'")
    pytest.importorskip("transformers", reason="training needs the extra [train]")
    from models.narrative.train import main

    small = tmp_path / "small.yml"
    config = (ROOT / "models/narrative/config.yml").read_text("utf-8")
    small.write_text(config.replace("width: 192", "width: 24").replace("layers: 3", "layers: 1"), "utf-8")
    out = tmp_path / "made"
    main(["--out", str(out), "--config", str(small), "--passages", "24", "--steps", "3", "--threads", "1"])
    rounds = len(yaml.safe_load(config)["data"]["train"])
    assert json.loads((out / "made.json").read_text("utf-8"))["passages"] == 24 * rounds
    reader = load(out)
    assert tuple(reader.labels) == labels(metrics(schema))
    record = extract("我局2022年政府信息公开工作年度报告\n全年主动公开政府信息120条。".encode(), model=reader)
    assert record.quantities[0].value == 120


def test_a_stopped_training_goes_on_with_the_next_round_and_keeps_the_mean_of_both(tmp_path: Path) -> None:
    torch = pytest.importorskip(
        "torch", reason="training needs the extra [train]: pip install 'zh-report-extractor[train]'"
    )
    pytest.importorskip("transformers", reason="training needs the extra [train]")
    from models.narrative.network import saved
    from models.narrative.train import main

    config = yaml.safe_load((ROOT / "models/narrative/config.yml").read_text("utf-8"))
    config["encoder"] |= {"width": 24, "layers": 1}
    small, out = tmp_path / "small.yml", tmp_path / "made"

    def train(rounds: list[list[int]], *more: str) -> dict[str, Any]:
        config["data"]["train"] = rounds
        small.write_text(yaml.safe_dump(config), "utf-8")
        main(["--out", str(out), "--config", str(small), "--steps", "1", "--threads", "1", *more])
        made: dict[str, Any] = json.loads((out / "made.json").read_text("utf-8"))
        return made

    assert train([[8, 1]])["rounds"] == 1
    tokens = (out / "vocab.json").read_bytes()
    first = saved(out)[0].state_dict()
    made = train([[8, 1], [6, 1]], "--resume")
    assert (made["rounds"], made["passages"], made["reports"], made["steps"]) == (2, 14, 2, 2)
    assert (out / "vocab.json").read_bytes() == tokens
    (out / "unfinished" / "vocab.json").write_bytes(tokens)
    last, kept = saved(out / "unfinished")[0].state_dict(), saved(out)[0].state_dict()
    assert any(not torch.equal(first[name], last[name]) for name in kept)
    for name, weights in kept.items():
        torch.testing.assert_close(weights, (first[name] + last[name]) / 2)


def test_an_own_encoder_is_a_start(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the extra [train]: pip install 'zh-report-extractor[train]'")
    transformers = pytest.importorskip("transformers", reason="training needs the extra [train]")
    from models.narrative.train import main

    start = tmp_path / "start"
    start.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"公开政府信息条件年月"]
    (start / "vocab.txt").write_text("\n".join(words), "utf-8")
    transformers.BertTokenizerFast(str(start / "vocab.txt")).save_pretrained(start)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    shape = transformers.BertConfig(vocab_size=len(words), max_position_embeddings=300, **size)
    transformers.BertForMaskedLM(shape).save_pretrained(start)
    out = tmp_path / "made"
    main(["--out", str(out), "--encoder", str(start), "--passages", "12", "--steps", "2", "--threads", "1"])
    assert load(out).judge("公开信息12条。", [], 2022) == []
