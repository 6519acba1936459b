"""A user's own model: a checkpoint for token classification with the labels of the shipped one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import ExtractorError
from .encoding import LONGEST, NUMBER, PLAIN, Window
from .learned import Reader, reader, shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Trust in a model of which nothing was measured: its own probabilities beside rules that are right nine times of ten.
_UNMEASURED = {
    "said.model": 1.0, "silent.model": 1.0, "refused.model": 1.0, "rule": 2.2, "silent": 1.0, "refused": 2.2,
}  # fmt: skip


class ModelError(ExtractorError):
    """The model cannot be used; the text says what to do."""


def load(path: Path, trust: Mapping[str, float] | None = None) -> Reader:
    """The reader of a folder that transformers saved: weights, tokenizer or `vocab.json`, labels as group:label.

    `trust` as in Reader; without it, that of the shipped model. Raises ModelError: no folder, no transformers, other
    labels.
    """
    if not (path / "config.json").is_file():
        raise ModelError(f"{path}: no checkpoint of transformers: it has no config.json; give the folder that holds it")
    try:
        import torch
        from transformers import AutoModelForTokenClassification
    except ImportError as error:
        raise ModelError(f"{path}: reading it needs more: pip install 'zh-report-extractor[transformers]'") from error
    torch.set_num_threads(1)
    try:
        model = AutoModelForTokenClassification.from_pretrained(path, local_files_only=True).eval()
        network = _Checkpoint(model, _numbers(path))
        known = shipped()
        return reader(network, trust or (known.trust if known else _UNMEASURED))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: not a checkpoint with the labels of models/narrative: {_line(error)}") from error


def _numbers(path: Path) -> tuple[Mapping[str, int], int, tuple[int, ...], tuple[int, ...]]:
    """Numbers of the tokens, that of an unknown one, and what the tokenizer puts before and behind a text."""
    if (path / "vocab.json").is_file() and not (path / "tokenizer.json").is_file():
        import json

        tokens = {token: i for i, token in enumerate(json.loads((path / "vocab.json").read_text("utf-8")))}
        return tokens, tokens["[unk]"], (), ()
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
    before = () if tokenizer.cls_token_id is None else (tokenizer.cls_token_id,)
    behind = () if tokenizer.sep_token_id is None else (tokenizer.sep_token_id,)
    return tokenizer.get_vocab(), tokenizer.unk_token_id, before, behind


class _Checkpoint:
    """A network of transformers, whole windows at a time."""

    def __init__(self, model: Any, numbers: tuple[Mapping[str, int], int, Sequence[int], Sequence[int]]) -> None:
        every = model.config.id2label
        self.labels: Sequence[str] = [every[i] for i in range(len(every))]
        self._model = model
        self._known, self._unknown, self._before, self._behind = numbers
        named = getattr(model.config, "kinds", [PLAIN, NUMBER])
        self._kinds = (
            {kind: i for i, kind in enumerate(named)} if getattr(model.config, "type_vocab_size", 0) > 1 else {}
        )

    def scores(self, seen: Window, places: Sequence[int]) -> "NDArray[np.float32]":
        import torch

        tokens = [self._known.get(token, self._unknown) for token in seen.tokens[:LONGEST]]
        ids = torch.tensor([[*self._before, *tokens, *self._behind]])
        inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if self._kinds:
            kinds = [self._kinds.get(kind, 0) for kind in seen.kinds]
            inputs["token_type_ids"] = torch.tensor([[*(0 for _ in self._before), *kinds, *(0 for _ in self._behind)]])
        with torch.no_grad():
            found = self._model(**inputs).logits[0]
        begin = len(self._before)
        said: NDArray[np.float32] = found[begin : begin + len(tokens)].float().numpy()
        return said[list(places)]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
