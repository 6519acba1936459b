"""A checkpoint as the package ships it: ONNX with weights of eight bits, its tokens and labels beside it."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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

    model = BertForTokenClassification.from_pretrained(checkpoint, attn_implementation="eager").eval()
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        ids = torch.ones((1, 40), dtype=torch.long)
        torch.onnx.export(
            _plain(model),
            (ids, torch.zeros_like(ids)),
            str(whole),
            input_names=["ids", "marks"],
            output_names=["scores"],
            dynamic_axes={"ids": {1: "tokens"}, "marks": {1: "tokens"}, "scores": {1: "tokens"}},
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


def _plain(model: Any) -> Any:
    """The network with two inputs and its scores as the one output, whole windows without padding."""
    import torch

    class Plain(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, ids: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
            scores: torch.Tensor = self.inner(input_ids=ids, token_type_ids=marks).logits
            return scores

    return Plain()


if __name__ == "__main__":
    main()
