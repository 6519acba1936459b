"""A checkpoint as the package ships it: ONNX with weights of eight bits, its tokens and labels beside it."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from extractor.narrative.weigh import FEATURES

DATA = Path(__file__).parents[2] / "extractor/narrative/data"
_NEUTRAL = {name: float(name.endswith(".model")) for name in FEATURES}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("checkpoint", type=Path)
    ask.add_argument("--out", type=Path, default=DATA, help="folder of model.onnx and model.json")
    given = ask.parse_args(arguments)
    export(given.checkpoint, given.out)


def export(checkpoint: Path, out: Path, trust: Mapping[str, float] = _NEUTRAL) -> None:
    """Write `model.onnx` and `model.json`. Raises ValueError where the network is larger than the config allows."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import BertForTokenClassification

    from .lean import lean

    model = BertForTokenClassification.from_pretrained(checkpoint, attn_implementation="eager").eval()
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        ids = torch.ones(40, dtype=torch.long)
        torch.onnx.export(
            lean(model),
            (ids, torch.zeros_like(ids), torch.arange(3)),
            str(whole),
            input_names=["ids", "kinds", "places"],
            output_names=["scores"],
            dynamic_axes={
                "ids": {0: "tokens"},
                "kinds": {0: "tokens"},
                "places": {0: "places"},
                "scores": {0: "places"},
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole, out / "model.onnx", weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"]
        )
    config = yaml.safe_load(Path(__file__).with_name("config.yml").read_text("utf-8"))
    if (size := (out / "model.onnx").stat().st_size) > config["export"]["bytes"]:
        raise ValueError(f"the network takes {size} bytes, more than the config's {config['export']['bytes']}")
    tokens = json.loads((checkpoint / "vocab.json").read_text("utf-8"))
    every = [model.config.id2label[i] for i in range(model.config.num_labels)]
    about(out, {"tokens": tokens, "kinds": model.config.kinds, "labels": every, "trust": trust})


def about(out: Path, said: Mapping[str, Any]) -> None:
    """Write what the package must know of the network: its tokens, their kinds, labels and trust."""
    text = json.dumps(said, ensure_ascii=False, indent=0)
    (out / "model.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
