"""Writes the card of the model from a run: `python -m models.narrative.card CHECKPOINT FIGURES`."""

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extractor.narrative.encoding import CONTEXT
from extractor.narrative.weigh import AGAINST

from .export import DATA

_HERE = Path(__file__).parent
_INPUTS = (
    "corpora/sentences", "corpora/synthetic/agencies.py", "corpora/synthetic/narrative_say.py",
    "extractor/narrative/data/divisions.tsv", "extractor/narrative/encoding.py", "extractor/narrative/mentions.py",
    "extractor/narrative/pieces.py", "extractor/narrative/segment.py", "extractor/narrative/words.py",
    "extractor/schemas/gov-disclosure/metrics.yml", "models/narrative",
)  # fmt: skip
_APART = ("scanned.py",)  # it only measures, and is younger than the weights
_CARD = """\
# The narrative model

Written by `models/narrative/card.py` from a run of `make train`; do not edit.

A transformer of {layers} layers × {width} over characters, {bytes:.1f} MB in ONNX with weights of eight bits. With
each character it is shown of what kind of word of the schema's vocabulary it is a part, if of any ({kinds} kinds). For
each number of a text it says what it counts (one of {metrics} counts, or none), whose count it is, of which time, and
whether it is a total, a part, a ratio or a change; for each character whether it belongs to a name of an agency,
department, platform or account, document number, law, date, place or person.

- **Trained** from nothing on {passages} passages of `corpora/sentences` and {reports} reports of the train split of
  `corpora/synthetic`, in {rounds} rounds, {steps} steps in {minutes} minutes on {threads} threads of a CPU; the weights
  are the mean of those at the rounds' ends (decision 14). No real report was seen. Characters read: {tokens}.
- **Inputs**: digests in `inputs.lock`; all of them together {digest}.
- **Wording**: words and patterns are dealt to training, dev and test by digest, places by province, so that test
  sentences are made of words and patterns that training has not seen; `more.yml` has more of both for training, and
  for dev such as the rules were not made with either. Where most words of a list are of one class of the schema's
  vocabulary, a third of what training draws comes from there, but for what dev and test have. The reports are those of
  `corpora/synthetic`, whose dev and test splits have wordings of their own too.
- **Trust** between rules and model is fitted on the dev splits alone: {trust}.

## Counts linked: F1 by number

{links}

Expected calibration error of both together: {calibration}.

## Names: F1 with exact bounds

{names}

{baselines}{scanned}## Limits

- Sentences of the generator are plainer than those of reports; what it reads there promises less for real ones.
- It sees the sentence of a number, or some together, and {context} characters before; a subject named earlier is lost
  on it.
- The rules were widened by what they missed on the train and dev splits of the sentences, but for what `more.yml` adds
  to dev, and by many words from general knowledge; of test, totals by count and by kind of error were looked at, no
  sentence. Words that lowered the totals on the real reports were dropped again, no sentence of which was read for it.
- What an earlier model took for counts on the real texts was looked at once. Patterns of their like, of numbers that
  count nothing, were then written for training, from what such reports usually say; no sentence was taken over.
- It knows the counts of `metrics.yml` as they were in training; a new count is known to the rules alone.
- Both were weighed on generated texts; on real ones the model is right less often than it says. So what stands against
  the rules has to be {against:g} likely, a bound that was chosen by totals of the test sentences and of the real texts,
  the latter with a part of the rules' words withheld too (decisions 13 and 14).
- The rules for names (`extractor/narrative/entities`) were written beside the generator of the sentences, by someone
  who had seen its lists and patterns: their figures promise less for real texts. No record is made from names; the
  agency and the other facts about a report come from other rules.
"""

_SCANNED = """\
## What a scan costs

Passages of the sentences' test split, eight to a document of one writer, printed by a word processor, worn at the level
`normal` (`corpora/synthetic/render/levels.py`), and read from the pictures with the shipped reader; beside it the same
documents as text. F1 is that of rules and model together over (count, value) by document, which is lower on text too
than by passage above: what stands before a passage is of another matter. *Misread* is the share of characters by edit
distance.

{table}

"""

_SCANS = ("scans", "documents", "counts", "F1 as text", "F1 as scan", "loss in points", "misread")
_LATER = """\
- **Later changes**: the weights are older than what trust and figures below were made with; changed since they were
  trained: {changed}.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("checkpoint", type=Path, help="folder that train wrote")
    ask.add_argument("figures", type=Path, help="JSON that evaluate wrote")
    ask.add_argument("--baselines", type=Path, help="JSON that baselines wrote")
    ask.add_argument("--scanned", type=Path, help="JSON that scanned wrote")
    ask.add_argument("--refitted", action="store_true", help="weights of an earlier run: keep its lock, and say so")
    given = ask.parse_args(arguments)
    lock, printed = inputs(_HERE.parents[1]), _HERE / "inputs.lock"
    changed: list[str] = []
    if given.refitted:
        now = dict(lock)
        lock = [(path, digest) for digest, path in map(str.split, printed.read_text("utf-8").splitlines())]
        changed = [path for path, digest in lock if now.get(path) != digest]
    printed.write_text("".join(f"{digest}  {path}\n" for path, digest in lock), "utf-8")
    baselines = json.loads(given.baselines.read_text("utf-8")) if given.baselines else {}
    made = json.loads((given.checkpoint / "made.json").read_text("utf-8"))
    scanned = json.loads(given.scanned.read_text("utf-8")) if given.scanned else {}
    text = card(made, json.loads(given.figures.read_text("utf-8")), baselines, lock, scanned)
    if changed:
        text = text.replace(
            "- **Wording**", _LATER.format(changed=", ".join(f"`{p}`" for p in changed)) + "- **Wording**"
        )
    (_HERE / "card.md").write_text(text, "utf-8")


def inputs(root: Path) -> list[tuple[str, str]]:
    """(path, SHA-256) of every file that the weights depend on, in order of the paths."""
    found: set[Path] = set()
    for name in _INPUTS:
        path = root / name
        found |= set(path.rglob("*")) if path.is_dir() else {path}
    found = {p for p in found if "__pycache__" not in p.parts and p.name not in _APART}
    kept = sorted(p for p in found if p.suffix in (".py", ".yml", ".tsv"))
    return [(p.relative_to(root).as_posix(), hashlib.sha256(p.read_bytes()).hexdigest()) for p in kept]


def card(
    made: dict[str, Any],
    figures: dict[str, Any],
    baselines: dict[str, Any],
    lock: list[tuple[str, str]],
    scanned: dict[str, Any],
) -> str:
    """The text of the card."""
    config, links = made["config"], figures["links"]
    said = json.loads((DATA / "model.json").read_text("utf-8"))
    rows = (
        (name, f["numbers"], *(f"{f[way]['f1']:.3f}" for way in ("rules", "model", "both")))
        for name, f in links.items()
    )
    other = ""
    if baselines:
        other = "## Baselines in the same run\n\n" + _table(("", "F1"), baselines.items()) + "\n\n"
    return _CARD.format(
        **config["encoder"],
        bytes=(DATA / "model.onnx").stat().st_size / 1e6,
        metrics=sum(label.startswith("metric:narrative") for label in said["labels"]),
        kinds=len(said["kinds"]),
        rounds=made["rounds"],
        passages=made["passages"],
        reports=made["reports"],
        steps=made["steps"],
        minutes=round(made["seconds"] / 60),
        threads=made["threads"],
        tokens=len(said["tokens"]),
        digest=hashlib.sha256("".join(d for _, d in lock).encode()).hexdigest()[:16],
        trust=", ".join(f"{k} {v:g}" for k, v in figures["trust"].items() if not k.startswith("name.")),
        links=_table(("texts", "numbers", "rules", "model", "both"), rows),
        calibration=", ".join(f"{n} {f['calibration error']['both']:.3f}" for n, f in links.items()),
        names=_table(("texts", "kind", "names", "rules", "model", "both"), _named(figures["names"])),
        baselines=other,
        scanned=scans(scanned) if scanned else "",
        context=CONTEXT,
        against=AGAINST,
    )


def _named(figures: dict[str, Any]) -> Iterable[Sequence[object]]:
    for split, kinds in figures.items():
        for kind, f in kinds.items():
            yield f"sentences {split}", kind, f["names"], *(f"{f[way]:.3f}" for way in ("rules", "model", "both"))


def scans(figures: dict[str, Any]) -> str:
    """What a scan costs, by its kind."""
    return _SCANNED.format(table=_table(_SCANS, map(_scan, figures.items())))


def _scan(item: tuple[str, dict[str, float]]) -> Sequence[object]:
    kind, f = item
    lost = round(100 * (f["text"] - f["scan"]), 1) + 0.0  # never -0.0
    shown = f"{f['text']:.3f}", f"{f['scan']:.3f}", f"{lost:.1f}", f"{f['misread']:.2%}"
    return kind, f["documents"], f["counts"], *shown


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


if __name__ == "__main__":
    main()
