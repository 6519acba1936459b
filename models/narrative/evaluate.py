"""Measures rules, model and both: `python -m models.narrative.evaluate`; --fit first fits the trust between them."""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from corpora.synthetic.report import Split
from extractor.narrative import learned
from extractor.narrative.learned import Reader
from extractor.narrative.weigh import NONE
from extractor.schemas import load_schema

from . import naming, trust
from .cases import Case, cases, sentences
from .data import SCHEMA, Plan
from .export import DATA, about
from .told import reports
from .train import CONFIG

_REPORTS = 300
_HELD_OUT: tuple[Split, ...] = ("dev", "test")
_STRANGE = 0.1  # share of texts in wordings of which neither rules nor model know anything, as far as one can guess


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--model", type=Path, default=DATA, help="folder of model.onnx and model.json")
    ask.add_argument("--fit", action="store_true", help="fit the trust on the dev splits first, and write it there")
    ask.add_argument("--passages", type=int, help="of a split, instead of the config's")
    ask.add_argument("--out", type=Path, help="write the figures here as JSON")
    given = ask.parse_args(arguments)
    found = evaluate(given.model, given.passages, fit=given.fit)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if given.out:
        given.out.write_text(text + "\n", "utf-8")
    print(text)


def evaluate(folder: Path, passages: int | None = None, *, fit: bool = False) -> dict[str, Any]:
    """Figures by set of texts: precision, recall, F1 of rules, model and both, calibration, F1 of names."""
    of = yaml.safe_load(CONFIG.read_text("utf-8"))["data"]
    schema, reader = load_schema(SCHEMA), read_from(folder)

    def plan(split: Split, noise: float) -> Plan:
        return Plan(split, passages or of[split], of["longest"], noise, of["misread"])

    def cased(split: Split) -> dict[str, list[Case]]:
        return {
            f"sentences {split}": cases(sentences(plan(split, 0.0)), schema, reader),
            f"reports {split}": cases(reports(split, 0, (passages or of[split]) * _REPORTS // 3000), schema, reader),
        }

    sets = cased("dev")
    if fit:
        weights = trust.fit(dict(zip((_STRANGE, 1 - _STRANGE), sets.values(), strict=True)), reader.metrics)
        reader = replace(reader, trust=weights | naming.fit(naming.texts(plan("dev", 0.0), reader)))
        said = json.loads((folder / "model.json").read_text("utf-8"))
        about(folder, said | {"trust": reader.trust})
    sets |= cased("test")
    sets["sentences test, misread"] = cases(sentences(plan("test", 1.0)), schema, reader)
    found: dict[str, Any] = {name: scores(every, reader) for name, every in sets.items()}
    named = {split: naming.scores(naming.texts(plan(split, 0.0), reader), reader.trust) for split in _HELD_OUT}
    return {"trust": dict(reader.trust), "links": found, "names": named}


def read_from(folder: Path) -> Reader:
    """The model in a folder of `export`."""
    said = json.loads((folder / "model.json").read_text("utf-8"))
    return learned.reader(learned.onnx(folder / "model.onnx", said), said["trust"])


def scores(every: Sequence[Case], reader: Reader) -> dict[str, Any]:
    """Micro precision, recall and F1 of rules, model and both; calibration; counts of ten cases or more under 0.85."""
    ways: dict[str, Callable[[Case], str]] = {
        "rules": lambda c: c.rules(),
        "model": lambda c: c.model(reader)[0],
        "both": lambda c: c.both(reader)[0],
    }
    found: dict[str, Any] = {"numbers": len(every)}
    for name, way in ways.items():
        found[name] = _f1((case.truth, way(case)) for case in every)
    found["calibration error"] = {
        "model": _calibration((c.model(reader), c.truth) for c in every),
        "both": _calibration((c.both(reader), c.truth) for c in every),
    }
    found["weak"] = _weak(every, reader)
    return found


def _f1(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    right = said = true = 0
    for truth, answer in pairs:
        said += answer != NONE
        true += truth != NONE
        right += answer == truth != NONE
    precision, recall = right / max(1, said), right / max(1, true)
    f1 = 2 * right / max(1, said + true)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _calibration(said: Iterable[tuple[tuple[str, float], str]]) -> float:
    """Expected calibration error over ten bins of probability."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for (answer, probability), truth in said:
        bins.setdefault(min(9, int(probability * 10)), []).append((probability, answer == truth))
    total = sum(map(len, bins.values()))
    gaps = (abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values())
    return round(sum(gaps) / max(1, total), 4)


def _weak(every: Sequence[Case], reader: Reader) -> dict[str, float]:
    right: Counter[str] = Counter()
    either: Counter[str] = Counter()
    true = Counter(c.truth for c in every)
    for case in every:
        answer = case.both(reader)[0]
        right[case.truth] += answer == case.truth
        either[case.truth] += 1
        either[answer] += 1
    found = {m: 2 * right[m] / either[m] for m, n in true.items() if n >= 10 and m != NONE}
    return {m: round(f, 3) for m, f in sorted(found.items(), key=lambda i: i[1]) if f < 0.85}


if __name__ == "__main__":
    main()
