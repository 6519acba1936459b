"""Trains the narrative model: `python -m models.narrative.train --out DIR`, all else from config.yml."""

import argparse
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from extractor.schemas import load_schema

from . import network
from .data import SCHEMA, Example, Plan, examples, metrics, vocabulary
from .labels import labels

CONFIG = Path(__file__).with_name("config.yml")
_SAVED = 250  # steps between checkpoints


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    ask.add_argument("--config", type=Path, default=CONFIG, help="hyper-parameters")
    ask.add_argument("--passages", type=int, help="of the training split, instead of the config's")
    ask.add_argument("--steps", type=int, help="stop after so many")
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--encoder", type=Path, help="start from this token-classification or masked-language checkpoint")
    ask.add_argument("--reviewed", type=Path, help="a corpus whose decisions are examples too")
    given = ask.parse_args(arguments)
    config = yaml.safe_load(given.config.read_text("utf-8"))
    train(config, given)


def train(config: Mapping[str, Any], given: argparse.Namespace) -> None:
    """Train and save the checkpoint, its vocabulary and what it was made from."""
    import torch

    torch.set_num_threads(given.threads)
    torch.manual_seed(config["seed"])
    of = config["data"]
    plan = Plan("train", given.passages or of["train"], of["longest"], of["noise"], of["misread"])
    found = examples(plan, given.threads)
    if given.reviewed:
        from .reviewed import decisions

        found += decisions(given.reviewed)
    every = labels(metrics(load_schema(SCHEMA)))
    given.out.mkdir(parents=True, exist_ok=True)
    if given.encoder:
        model, alphabet, tokenizer = network.foreign(given.encoder, every)
        tokenizer.save_pretrained(given.out)
    else:
        words = vocabulary(found, of["rare"])
        model, alphabet = network.own(config, words, every)
        (given.out / "vocab.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    how = {**config["training"], "steps": given.steps}
    rng = random.Random(config["seed"])
    steps, seconds = _fit(model, alphabet, found, how, lambda: model.save_pretrained(given.out), rng)
    made = {"passages": plan.number, "steps": steps, "seconds": round(seconds), "threads": given.threads}
    made |= {"config": dict(config)}
    (given.out / "made.json").write_text(json.dumps(made, ensure_ascii=False, indent=1), "utf-8")


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
        for batch in network.batches(found, alphabet, how["tokens"], rng=rng, unknown=how["unknown"]):
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

    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = network.outputs(model, batch)
    out, bounds = out.float(), alphabet.bounds
    first, last = bounds["name"]
    total = weights["name"] * cross_entropy(out[..., first:last].flatten(0, 1), batch.names.flatten())
    if not len(batch.rows):
        return total
    at = out[batch.rows, batch.columns]
    for i, group in enumerate(network.GROUPS[1:]):
        first, last = bounds[group]
        total = total + weights[group] * cross_entropy(at[:, first:last], batch.counts[:, i])
    return total


if __name__ == "__main__":
    main()
