import random
from importlib.resources import files

import pytest
import yaml

from corpora.sentences import changes, words
from corpora.sentences.compose import passage, writer
from corpora.sentences.grammar import Passage
from corpora.sentences.noise import misread
from corpora.synthetic.report import Split
from extractor.core.metric import spelled
from extractor.core.schema import Schema
from extractor.schemas import load_schema


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("gov-disclosure/2021")


def counted(schema: Schema) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    units = {m.id: (m.unit, *sorted(m.units - {m.unit})) for m in schema.metrics}
    return units, frozenset(m.id for m in schema.metrics if m.stock)


def made(schema: Schema, seed: int, split: Split = "train") -> Passage:
    return passage(writer(split, *counted(schema), random.Random(seed)), 230)


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_marks_are_gone_and_places_are_right(schema: Schema, split: Split) -> None:
    for seed in range(60):
        found = made(schema, seed, split)
        assert not set(found.text) & set("{}<>[]|\x01\x02\x03") - set("[]")
        for told in found.told:
            said = found.text[told.start : told.end]
            assert any(ch.isdigit() or ch in "一二三四五六七八九十两" for ch in said)
        for name in found.names:
            assert 0 <= name.start < name.end <= len(found.text)


def test_the_same_seed_says_the_same(schema: Schema) -> None:
    assert made(schema, 5) == made(schema, 5)


def test_every_count_is_told(schema: Schema) -> None:
    told = {t.metric for seed in range(1500) for t in made(schema, seed).told}
    assert told >= {m.id for m in schema.metrics}


def test_whose_and_when_and_what_part_are_told(schema: Schema) -> None:
    every = [t for seed in range(300) for t in made(schema, seed).told]
    assert {t.owner for t in every} == {"own", "subordinate", "other"}
    assert {t.period for t in every} == {"this", "last", "cumulative", "other"}
    assert {t.role for t in every} == {"total", "part", "ratio", "change"}
    assert all(not t.metric for t in every if t.owner != "own" or t.period == "last" or t.role == "change")


def test_patterns_of_a_split_are_its_own() -> None:
    for topic in ("channel_posts", "requests", "interact", "filler"):
        parts = [set(words.patterns(topic, split)) for split in ("train", "dev", "test")]
        assert all(parts)
        assert not parts[0] & parts[1] | parts[0] & parts[2] | parts[1] & parts[2]


def test_what_more_adds_to_a_split_no_other_has() -> None:
    dealt, more = (
        yaml.safe_load(files("corpora.sentences").joinpath(f"{name}.yml").read_text("utf-8"))
        for name in ("words", "more")
    )
    known = {name: {word.lstrip("=") for word in text.split()} for name, text in dealt.items()}
    for split, other in (("train", "dev"), ("dev", "train")):
        for name, text in more[split]["words"].items():
            added = {word for written in text.split() for word in spelled(written)}
            assert not added & {word for word in known[name] if split == "dev" or words.dealt(name + word) != "train"}
            assert not added & set(more[other]["words"].get(name, "").split())
        for topic, patterns in more[split]["patterns"].items():
            assert set(patterns) <= set(words.patterns(topic, split))
            assert not set(patterns) & {*words.patterns(topic, "test"), *words.patterns(topic, other)}


def test_training_draws_on_the_schemas_words_and_on_none_that_a_held_out_split_has(schema: Schema) -> None:
    known = schema.metrics[0].vocabulary.words
    rng = random.Random(3)
    drawn = {words.word("normative", "train", rng) for _ in range(3000)}
    dealt = yaml.safe_load(files("corpora.sentences").joinpath("words.yml").read_text("utf-8"))["normative"].split()
    more = yaml.safe_load(files("corpora.sentences").joinpath("more.yml").read_text("utf-8"))
    listed = {*(w.lstrip("=") for w in dealt), *more["train"]["words"]["normative"].split()}
    beyond = drawn - listed
    assert len(beyond) > 20
    assert all(known[word] == {"normative"} for word in beyond)
    held_out = {w for w in dealt if not w.startswith("=") and words.dealt("normative" + w) != "train"}
    assert held_out
    assert not drawn & {*held_out, *more["dev"]["words"].get("normative", "").split()}


def test_turns_of_phrase_change_no_count(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not words.turns("number", "dev")
    assert not words.turns("number", "test")
    monkeypatch.setattr(changes, "_PUT", 1.0)
    by = writer("train", *counted(schema), random.Random(1))
    clause = "<publish><normative>{normative_documents.published}，公开率{%}，{year}年"
    found = changes.turned(by, clause)
    assert [m[0] for m in changes._MARK.finditer(found) if m[1] != "year"] == [
        "{normative_documents.published}",
        "{%}",
    ]
    assert found.index("<publish>") > 0
    assert len(found) > len(clause) + 4


def test_no_alternative_parts_the_units_of_a_number() -> None:
    for name in ("patterns", "more"):
        depth = number = 0
        for ch in files("corpora.sentences").joinpath(f"{name}.yml").read_text("utf-8"):
            depth += (ch == "[") - (ch == "]")
            number += (ch == "{") - (ch == "}")
            assert not (ch == "|" and depth and number)


def test_held_out_words_are_unseen_in_training() -> None:
    rng = random.Random(1)
    drawn: dict[Split, set[str]] = {s: {words.word("noun", s, rng) for _ in range(400)} for s in ("train", "test")}
    assert not drawn["train"] & drawn["test"]


def test_misreading_keeps_length_and_numbers(schema: Schema) -> None:
    found = made(schema, 8)
    noisy = misread(found, 0.5, random.Random(2))
    assert noisy.text != found.text
    assert len(noisy.text) == len(found.text)
    assert all(noisy.text[t.start : t.end] == found.text[t.start : t.end] for t in found.told)
