"""The encoder and its outputs: built from the config or taken from a checkpoint, and batches for it."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from extractor.narrative.encoding import FILLER, LONGEST, NUMBER, PLAIN
from extractor.narrative.learned import bounds

from .data import SPECIAL, Example

UNKNOWN = -100  # of a label that nothing is learnt from, as torch has it
_WIDER = 16  # tokens by which the widths of batches differ
GROUPS = ("name", "metric", "owner", "period", "role")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Tokens, their kinds and labels as numbers. `bounds` are the outputs of each group of labels.

    `before` and `behind` are what an encoder wants around a text: [CLS] and [SEP].
    """

    tokens: Mapping[str, int]
    kinds: Mapping[str, int]
    unknown: int
    padding: int
    labels: tuple[str, ...]
    before: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()

    @property
    def bounds(self) -> dict[str, tuple[int, int]]:
        """Group → its first output, and the one behind its last."""
        return bounds(self.labels)

    def place(self, group: str, label: str) -> int:
        """The number of a label within its group."""
        return _place(self.labels, group, label)


@cache
def _place(labels: tuple[str, ...], group: str, label: str) -> int:
    return labels.index(f"{group}:{label}") - bounds(labels)[group][0]


def own(
    config: Mapping[str, Any], vocabulary: Sequence[str], kinds: Sequence[str], labels: tuple[str, ...]
) -> tuple[Any, Alphabet]:
    """A fresh encoder of the config's size and its alphabet."""
    from transformers import BertConfig, BertForTokenClassification

    size = config["encoder"]
    model = BertForTokenClassification(
        BertConfig(
            attn_implementation="eager",  # the fastest one for so narrow a network on a processor
            vocab_size=len(vocabulary),
            hidden_size=size["width"],
            num_hidden_layers=size["layers"],
            num_attention_heads=size["heads"],
            intermediate_size=size["inner"],
            hidden_act="relu",
            hidden_dropout_prob=size["dropout"],
            attention_probs_dropout_prob=0.0,
            max_position_embeddings=LONGEST,
            type_vocab_size=len(kinds),
            kinds=list(kinds),
            pad_token_id=0,
            id2label=dict(enumerate(labels)),
            label2id={label: i for i, label in enumerate(labels)},
        )
    )
    return model, _alphabet(vocabulary, kinds, labels)


def saved(path: Path) -> tuple[Any, Alphabet]:
    """The encoder that `own` made and its alphabet, as a run of training left them in a folder."""
    from transformers import BertForTokenClassification

    model = BertForTokenClassification.from_pretrained(path, attn_implementation="eager")
    vocabulary = json.loads((path / "vocab.json").read_text("utf-8"))
    labels = tuple(model.config.id2label[i] for i in range(model.config.num_labels))
    return model, _alphabet(vocabulary, model.config.kinds, labels)


def _alphabet(vocabulary: Sequence[str], kinds: Sequence[str], labels: tuple[str, ...]) -> Alphabet:
    tokens, of = ({name: i for i, name in enumerate(names)} for names in (vocabulary, kinds))
    return Alphabet(tokens, of, tokens["[unk]"], tokens["[pad]"], labels)


def foreign(path: Path, labels: tuple[str, ...]) -> tuple[Any, Alphabet, Any]:
    """A pretrained encoder with outputs for our labels, its alphabet and its tokenizer, which learns our marks."""
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(path)
    tokenizer.add_special_tokens({"additional_special_tokens": list(SPECIAL[2:])})
    model = AutoModelForTokenClassification.from_pretrained(
        path,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
        ignore_mismatched_sizes=True,
    )
    model.resize_token_embeddings(len(tokenizer))
    edges = [() if i is None else (i,) for i in (tokenizer.cls_token_id, tokenizer.sep_token_id)]
    kinds = {PLAIN: 0, NUMBER: 1}
    alphabet = Alphabet(
        tokenizer.get_vocab(), kinds, tokenizer.unk_token_id, tokenizer.pad_token_id or 0, labels, *edges
    )
    return model, alphabet, tokenizer


class Hide(NamedTuple):
    """Shares hidden in training: of all characters; of the words that the schema knows, their kind or characters.

    What it learns of a word's kind serves for words that it never saw, what it learns of their characters for words
    that the schema does not know.
    """

    characters: float = 0
    kinds: float = 0
    words: float = 0


NOTHING = Hide()


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids, their kinds and mask (passages × tokens), and targets: names by token, the rest by quantity.

    `rows` and `columns` are the places of the quantities, `counts` their labels (quantities × 4).
    """

    ids: Any
    types: Any
    mask: Any
    names: Any
    rows: Any
    columns: Any
    counts: Any


def batches(
    examples: Sequence[Example],
    alphabet: Alphabet,
    tokens: int,
    *,
    rng: random.Random | None = None,
    hide: Hide = NOTHING,
) -> Iterator[Batch]:
    """Batches of about so many tokens, of passages of like length; given an `rng`, shuffled and with parts hidden.

    They have few shapes: with a new one each time, memory falls to pieces and thousands of steps grow ever slower.
    """
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i].window.tokens), i))
    groups: list[list[int]] = []
    for width, alike in groupby(order, key=lambda i: _width(examples[i])):
        found, rows = list(alike), max(1, tokens // width)
        groups += (found[k : k + rows] for k in range(0, len(found), rows))
    if rng is not None:
        rng.shuffle(groups)
    for group in groups:
        yield _batch([examples[i] for i in group], alphabet, rng, hide)


def _width(one: Example) -> int:
    """Tokens of a batch's row that holds the example."""
    return min(LONGEST, -(-len(one.window.tokens) // _WIDER) * _WIDER)


def _batch(group: Sequence[Example], alphabet: Alphabet, rng: random.Random | None, hide: Hide) -> Batch:
    import torch

    begin, edges = len(alphabet.before), len(alphabet.before) + len(alphabet.behind)
    size = (len(group), max(map(_width, group)) + edges)
    ids = torch.full(size, alphabet.padding)
    types, mask = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
    names = torch.full(size, UNKNOWN)
    outside = {label: alphabet.place("name", label) for e in group for label in set(e.names)}
    rows, columns, counts = [], [], []
    for row, one in enumerate(group):
        seen = one.window
        numbers = [alphabet.tokens.get(t, alphabet.unknown) for t in seen.tokens]
        kinds = [alphabet.kinds.get(k, 0) for k in seen.kinds]
        if rng is not None:
            _hidden(seen.kinds, numbers, kinds, alphabet.unknown, hide, rng)
        end = begin + len(numbers)
        ids[row, : end + len(alphabet.behind)] = torch.tensor([*alphabet.before, *numbers, *alphabet.behind])
        types[row, begin:end] = torch.tensor(kinds)
        mask[row, : end + len(alphabet.behind)] = 1
        if one.names:
            names[row, begin:end] = torch.tensor([outside[label] for label in one.names])
        for (_, at), labels in zip(seen.counted, one.counts, strict=True):
            rows.append(row)
            columns.append(at + begin)
            counts.append([alphabet.place(g, x) if x else UNKNOWN for g, x in zip(GROUPS[1:], labels, strict=True)])
    return Batch(
        ids, types, mask, names, torch.tensor(rows, dtype=torch.long), torch.tensor(columns, dtype=torch.long),
        torch.tensor(counts, dtype=torch.long).reshape(-1, 4),
    )  # fmt: skip


def _hidden(
    seen: Sequence[str], numbers: list[int], kinds: list[int], unknown: int, hide: Hide, rng: random.Random
) -> None:
    """Hide characters, and kinds or characters of whole words, in place."""
    at = 0
    for kind, run in groupby(seen):
        end = at + len(list(run))
        if kind not in (PLAIN, NUMBER, FILLER):
            drawn = rng.random()
            if drawn < hide.kinds:
                kinds[at:end] = [0] * (end - at)
            elif drawn < hide.kinds + hide.words:
                numbers[at:end] = [unknown] * (end - at)
        if kind != NUMBER:
            for i in range(at, end):
                numbers[i] = unknown if rng.random() < hide.characters else numbers[i]
        at = end


def outputs(model: Any, batch: Batch) -> Any:
    """What the model says of each token: passages × tokens × labels."""
    if getattr(model.config, "type_vocab_size", 0) > 1:
        return model(input_ids=batch.ids, attention_mask=batch.mask, token_type_ids=batch.types).logits
    return model(input_ids=batch.ids, attention_mask=batch.mask).logits
