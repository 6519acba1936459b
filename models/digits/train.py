"""Trains the network of digits and writes it: `python -m models.digits.train`, all else from config.yml."""

import argparse
import pickle
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from extractor.core.folding import fold_text
from extractor.load.scan import cells, ctc, digits
from extractor.load.scan.ink import ink, light
from extractor.load.scan.picture import Pixels

from .data import Table, tables
from .network import network
from .sheets import sheets
from .wear import worn

if TYPE_CHECKING:
    from torch import nn

CONFIG = Path(__file__).with_name("config.yml")
OUT = Path(__file__).parents[2] / "extractor/load/scan/data/digits.onnx"
_DASHES = str.maketrans(dict.fromkeys("—－―─", "-"))
_COMMON = frozenset(("", "0", "1", "-", "/", "无"))
_SORTED = 20  # batches whose pictures are sorted by width


class Example(NamedTuple):
    """A line's picture and what it prints."""

    picture: Pixels
    text: str
    level: str


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, default=OUT)
    ask.add_argument("--config", type=Path, default=CONFIG)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--kept", type=Path, help="a folder that keeps the examples for a next run with the same scans")
    given = ask.parse_args(arguments)
    config = yaml.safe_load(given.config.read_text("utf-8"))
    made = {
        part: [one for of in config["data"][part] for one in _made(of, config["data"], given.kept)]
        for part in ("train", "dev")
    }
    print({part: len(of) for part, of in made.items()}, flush=True)
    train(made["train"], made["dev"], config, given)


def _made(of: dict[str, Any], config: dict[str, Any], kept: Path | None) -> Iterator[Example]:
    """The examples of scans, batch by batch, or as a run before kept them."""
    what, draw = ("sheets", sheets) if "sheets" in of else ("reports", tables)
    whole = config["whole"] if of.get("split") != "dev" else 0.0
    for start in range(of["first"], of["first"] + of[what], config["batch"]):
        file = kept / f"{what}-{start}.pickle" if kept else None
        if file and file.exists():
            yield from pickle.loads(file.read_bytes())
            continue
        batch = draw({**of, "first": start, what: config["batch"]}, config)
        found = [one for table in batch for one in examples(table, whole)]
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(pickle.dumps(found))
        yield from found


def examples(table: Table, whole: float = 0.0) -> Iterator[Example]:
    """The number cells of a table as the reader shows them to the network: their lines of print, cells without a line
    as a whole, and, to learn more from, some with a line as a whole too."""
    page = light(table.crops, table.scale, table.dots)
    rng = random.Random(len(table.crops))
    inks = [ink(crop, table.scale, page) for crop in table.crops]
    height = cells.usual_height(inks, table.scale)
    for found, text, counted in zip(inks, table.texts, table.counted, strict=True):
        plain = "".join(fold_text(text).split()).translate(_DASHES)
        plain = "-" if plain and not plain.strip("-") else plain
        if not counted or not set(plain) <= set(ctc.SYMBOLS):
            continue
        if found.lines:
            line = max(found.lines, key=lambda line: line.mass)
            yield Example(digits.line_picture(found, line, height), plain, table.level)
        if not found.lines or (whole and rng.random() < whole):
            yield Example(digits.cell_picture(found, height), plain, table.level)


def train(
    examples: Sequence[Example], dev: Sequence[Example], config: dict[str, Any], given: argparse.Namespace
) -> None:
    """Train, tell what share of dev's texts is read right after each epoch, and write the network."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(given.threads)
    torch.manual_seed(config["seed"])
    rng, of = np.random.default_rng(config["seed"]), config["training"]
    common = [one for one in examples if one.text in _COMMON]
    rare = [one for one in examples if one.text not in _COMMON]
    some = round(of["common"] * len(common))
    net = network(config["network"]).to(memory_format=torch.channels_last)
    mean = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(of["average"]), use_buffers=True
    )
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=of["decay"])
    steps = of["epochs"] * -(-(len(rare) + some) // of["batch"])
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, of["rate"], total_steps=steps)
    for epoch in range(of["epochs"]):
        net.train()
        order = random.Random(f"{config['seed']}/{epoch}")
        for batch in _batches(rare + order.sample(common, some), of["batch"], order):
            pictures = torch.from_numpy(_tensor([worn(_inked(one.picture), rng) for one in batch]))
            with torch.autocast("cpu", torch.bfloat16, enabled=of["half"]):
                made = net(pictures.contiguous(memory_format=torch.channels_last))
            scores = made[:, :, 0].float().permute(2, 0, 1).log_softmax(2)
            targets = torch.tensor([1 + ctc.SYMBOLS.index(char) for one in batch for char in one.text])
            widths = torch.tensor([one.picture.shape[1] // digits.STEP for one in batch])
            lengths = torch.tensor([len(one.text) for one in batch])
            loss = functional.ctc_loss(scores, targets, widths, lengths, reduction="none", zero_infinity=True).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), of["clip"])
            optimizer.step()
            rates.step()
            mean.update_parameters(net)
        print(epoch + 1, _right(mean.module.eval(), dev, of["batch"]), flush=True)
        export(mean.module, given.out, config["export"]["bytes"])


def export(net: "nn.Module", out: Path, most: int) -> None:
    """Write the network as ONNX. Raises ValueError where it takes more than `most` bytes."""
    import torch

    out.parent.mkdir(parents=True, exist_ok=True)
    axes = {"x": {0: "lines", 3: "width"}, "y": {0: "lines", 2: "steps"}}
    shares = torch.nn.Sequential(net, torch.nn.Flatten(2), torch.nn.Softmax(1)).eval()
    blank = (torch.zeros((2, 1, digits.HEIGHT, 64)),)
    names = {"input_names": ["x"], "output_names": ["y"], "dynamic_axes": axes}
    torch.onnx.export(shares, blank, str(out), dynamo=False, **names)
    if (size := out.stat().st_size) > most:
        raise ValueError(f"the network takes {size} bytes, more than the config's {most}")


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """All examples in batches of like width, in random order."""
    order = rng.sample(examples, len(examples))
    chunks = [order[at : at + size * _SORTED] for at in range(0, len(order), size * _SORTED)]
    for chunk in chunks:
        chunk.sort(key=lambda one: one.picture.shape[1])
    batches = [chunk[at : at + size] for chunk in chunks for at in range(0, len(chunk), size)]
    rng.shuffle(batches)
    return batches


def _tensor(pictures: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    made = np.zeros((len(pictures), 1, digits.HEIGHT, max(picture.shape[1] for picture in pictures)), np.float32)
    for k, picture in enumerate(pictures):
        made[k, 0, :, : picture.shape[1]] = picture
    return made


def _inked(picture: Pixels) -> NDArray[np.float32]:
    return np.float32(1) - picture.astype(np.float32) / np.float32(255)


def _right(net: "nn.Module", dev: Sequence[Example], size: int) -> dict[str, float]:
    """By level the share of texts whose likeliest symbols are what is printed."""
    import torch

    found: dict[str, list[bool]] = {}
    for at in range(0, len(dev), size):
        batch = dev[at : at + size]
        with torch.no_grad():
            best = net(torch.from_numpy(_tensor([_inked(one.picture) for one in batch])))
        for one, row in zip(batch, best[:, :, 0].argmax(1).tolist(), strict=True):
            row = row[: one.picture.shape[1] // digits.STEP]
            text = "".join(ctc.SYMBOLS[k - 1] for t, k in enumerate(row) if k and (t == 0 or k != row[t - 1]))
            found.setdefault(one.level, []).append(text == one.text)
    return {level: round(sum(right) / len(right), 4) for level, right in found.items()}


if __name__ == "__main__":
    main()
