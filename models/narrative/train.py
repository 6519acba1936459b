"""Trains the narrative model: `python -m models.narrative.train --out DIR`, all else from config.yml."""

import argparse
import gc
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from extractor.schemas import load_schema

from . import network
from .data import SCHEMA, Example, Plan, examples, kinds, metrics, vocabulary
from .labels import labels

CONFIG = Path(__file__).with_name("config.yml")
_SAVED = 250  # steps between checkpoints of an unfinished round


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    ask.add_argument("--config", type=Path, default=CONFIG, help="hyper-parameters")
    ask.add_argument("--passages", type=int, help="of the training split in a round, instead of the config's")
    ask.add_argument("--steps", type=int, help="stop a round after so many")
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--encoder", type=Path, help="start from this token-classification or masked-language checkpoint")
    ask.add_argument("--reviewed", type=Path, help="a corpus whose decisions are examples too")
    ask.add_argument("--resume", action="store_true", help="go on after the rounds that are done in --out")
    given = ask.parse_args(arguments)
    if given.resume and not (given.out / "made.json").is_file():
        ask.error(f"{given.out}: no round is done there; train without --resume")
    config = yaml.safe_load(given.config.read_text("utf-8"))
    train(config, given)


def train(config: Mapping[str, Any], given: argparse.Namespace) -> None:
    """Train in rounds, each on passages of its own; after each, save the checkpoint and what it was made from.

    What is kept is the mean of the weights at the ends of all rounds, and a round begins with it: that generalises
    better than the end of as many steps in one (decision 14).
    """
    import torch

    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    how = {**config["training"], "steps": given.steps}
    plans = list(_plans(config["data"], given.passages))
    made = {"rounds": 0, "passages": 0, "reports": 0, "steps": 0, "seconds": 0}
    if given.resume:
        done = json.loads((given.out / "made.json").read_text("utf-8"))
        made = {name: done[name] for name in made}
    model = alphabet = None
    for number, plan in enumerate(plans[made["rounds"] :], made["rounds"]):
        torch.manual_seed(config["seed"] + number)
        found = examples(plan, given.threads)
        if given.reviewed:
            from .reviewed import decisions

            found += decisions(given.reviewed)
        if model is None or alphabet is None:
            model, alphabet = _begun(config, given, found if number == 0 else None)
        rng = random.Random(config["seed"] + number)
        gc.freeze()  # else it looks through millions of examples again and again
        before = [weights.detach().clone() for weights in model.parameters()]
        save = partial(model.save_pretrained, given.out / "unfinished")
        steps, seconds = _fit(model, alphabet, found, how, save, rng)
        with torch.no_grad():
            for weights, mean in zip(model.parameters(), before, strict=True):
                weights.lerp_(mean, number / (number + 1))
        model.save_pretrained(given.out)
        more = {
            "rounds": 1,
            "passages": plan.number,
            "reports": plan.reports,
            "steps": steps,
            "seconds": round(seconds),
        }
        made = {name: count + more[name] for name, count in made.items()}
        text = json.dumps({**made, "threads": given.threads, "config": dict(config)}, ensure_ascii=False, indent=1)
        (given.out / "made.json").write_text(text, "utf-8")


def _plans(of: Mapping[str, Any], passages: int | None) -> Iterator[Plan]:
    first = first_report = 0
    for number, whole in of["train"]:
        given = passages or number
        reports = whole * given // number
        yield Plan("train", given, of["longest"], of["noise"], of["misread"], reports, first, first_report)
        first, first_report = first + given, first_report + reports


def _begun(
    config: Mapping[str, Any], given: argparse.Namespace, found: Sequence[Example] | None
) -> tuple[Any, network.Alphabet]:
    """A fresh model for these examples, a given encoder, or, without examples, what an earlier round left in --out."""
    every = labels(metrics(load_schema(SCHEMA)))
    if given.encoder:
        model, alphabet, tokenizer = network.foreign(given.encoder if found is not None else given.out, every)
        tokenizer.save_pretrained(given.out)
        return model, alphabet
    if found is None:
        return network.saved(given.out)
    words = vocabulary(found, config["data"]["rare"])
    (given.out / "vocab.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    return network.own(config, words, kinds(found, config["data"]["rare"]), every)


def _fit(
    model: Any,
    alphabet: network.Alphabet,
    found: list[Example],
    how: Mapping[str, Any],
    save: Callable[[], None],
    rng: random.Random,
) -> tuple[int, float]:
    """Gradient descent with a warm-up and a linear decline; saves now and then. Returns its steps and seconds."""
    import torch

    tokens = sum(len(e.window.tokens) for e in found)
    steps = max(1, round(how["epochs"] * tokens / how["tokens"]))
    steps = min(steps, how["steps"] or steps)
    rising = max(1, round(how["warmup"] * steps))
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=how["rate"], weight_decay=how["decay"], betas=(0.9, 0.98), fused=True
    )
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / rising, max(0.02, (steps - n) / max(1, steps - rising)))
    )
    begun, done = time.monotonic(), 0
    model.train()
    while done < steps:
        for batch in network.batches(found, alphabet, how["tokens"], rng=rng, hide=network.Hide(**how["hide"])):
            lost = loss(model, alphabet, batch, how["losses"])
            lost.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), how["clip"])
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            rate.step()
            done += 1
            if done % 50 == 0 or done == steps:
                print(f"{done}/{steps} loss {lost.item():.3f} {time.monotonic() - begun:.0f} s", flush=True)
            if done % _SAVED == 0 or done == steps:
                save()
            if done >= steps:
                break
    return done, time.monotonic() - begun


def loss(model: Any, alphabet: network.Alphabet, batch: network.Batch, weights: Mapping[str, float]) -> Any:
    """Cross-entropy of the names by character plus that of each label of the quantities, weighted by group."""
    import torch
    from torch.nn.functional import cross_entropy

    def lost(said: Any, true: Any) -> Any:
        return cross_entropy(said, true, reduction="sum") / max(1, int((true != network.UNKNOWN).sum()))

    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = network.outputs(model, batch)
    out, bounds = out.float(), alphabet.bounds
    first, last = bounds["name"]
    total = weights["name"] * lost(out[..., first:last].flatten(0, 1), batch.names.flatten())
    if not len(batch.rows):
        return total
    at = out[batch.rows, batch.columns]
    for i, group in enumerate(network.GROUPS[1:]):
        first, last = bounds[group]
        total = total + weights[group] * lost(at[:, first:last], batch.counts[:, i])
    return total


if __name__ == "__main__":
    main()
