"""A checkpoint as the package ships it: ONNX with weights of eight bits, its tokens and labels beside it."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

DATA = Path(__file__).parents[2] / "extractor/narrative/data"
_NEUTRAL = {"model": 1.0, "rule": 0.0, "strength": 0.0, "silent": 0.0, "refused": 0.0, "none": 0.0}


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
            input_names=["ids", "marks", "places"],
            output_names=["scores"],
            dynamic_axes={
                "ids": {0: "tokens"},
                "marks": {0: "tokens"},
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
    about(out, tokens, every, trust)


def about(out: Path, tokens: Sequence[str], labels: Sequence[str], trust: Mapping[str, float]) -> None:
    """Write what the package must know of the network."""
    text = json.dumps({"tokens": tokens, "labels": labels, "trust": trust}, ensure_ascii=False, indent=0)
    (out / "model.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
