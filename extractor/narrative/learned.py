"""What the shipped model says of a text's quantities and names: a small transformer in ONNX, run on one thread."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..core.quantity import Quantity
from .encoding import Window, window, windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PIECE, _BEFORE = 190, 40  # characters that are searched for names at a time, and those seen before them


class Judgement(NamedTuple):
    """What the model says of one quantity: log-probabilities by metric ("none" among them), and its likeliest labels.

    `best` is a metric; `owner` is own, subordinate or other; `period` this, last, cumulative or other; `role` total,
    part, ratio or change.
    """

    metrics: "NDArray[np.float32]"
    best: str
    owner: str
    period: str
    role: str


class Name(NamedTuple):
    """An entity's name at [start, end) of a text, its kind and probability."""

    start: int
    end: int
    kind: str
    probability: float


class Network(Protocol):
    """Anything that gives each token of a window a score for each label."""

    @property
    def labels(self) -> Sequence[str]:
        """Labels as group:label in the order of the scores."""
        ...

    def scores(self, seen: Window, places: Sequence[int]) -> "NDArray[np.float32]":
        """Scores of the tokens at these places of a window, places × labels."""
        ...


@dataclass(frozen=True)
class Reader:
    """A network with its labels sorted by group. `metrics` has their places in a judgement's log-probabilities.

    `trust` are the weights of its judgements beside the rules', fitted where the wording was unseen.
    """

    network: Network
    groups: Mapping[str, tuple[int, int]]
    labels: Sequence[str]
    metrics: Mapping[str, int]
    trust: Mapping[str, float]

    def judge(
        self, text: str, quantities: Sequence[Quantity], year: int | None, known: Sequence[str] = ()
    ) -> list[Judgement | None]:
        """What each quantity of a folded text counts, in their order; None for one beyond what a window holds.

        `known` are the kinds of its characters, as `encoding.kinds` tells them.
        """
        import numpy as np

        found: list[Judgement | None] = [None] * len(quantities)
        every = list(windows(text, quantities, year, known))
        if not every:
            return found
        scores = np.concatenate([self.network.scores(seen, [at for _, at in seen.counted]) for seen in every])
        first, last = self.groups["metric"]
        likely = _logarithms(scores[:, first:last])
        best = [self._best(scores, group) for group in ("metric", "owner", "period", "role")]
        counted = (index for seen in every for index, _ in seen.counted)
        for index, *said in zip(counted, likely, *best, strict=True):
            found[index] = Judgement(*said)
        return found

    def names(
        self, text: str, quantities: Sequence[Quantity] = (), year: int | None = None, known: Sequence[str] = ()
    ) -> list[Name]:
        """The names in a folded text with these quantities, in order; `known` as in `judge`."""
        found: list[Name] = []
        begin = 0
        while begin < len(text):
            end = _pause(text, begin)
            first = max(0, begin - _BEFORE)
            inside = [q for q in quantities if first <= q.span.start and q.span.end <= end]
            found += self._names(window(text, (first, begin, end), inside, year, known))
            begin = end
        return found

    def _names(self, seen: Window) -> list[Name]:
        first, last = self.groups["name"]
        logarithms = _logarithms(self.network.scores(seen, range(len(seen.tokens)))[:, first:last])
        kinds = [self.labels[first + int(k)].partition(":")[2] for k in logarithms.argmax(axis=1)]
        sure = logarithms.max(axis=1)
        spans: list[tuple[int, int, str]] = []
        for i, label in enumerate(kinds):
            edge, _, kind = label.partition("-")
            if edge in ("B", "I") and spans and spans[-1][1] == i and spans[-1][2] == kind:
                spans[-1] = (spans[-1][0], i + 1, kind)  # two names of a kind never touch; one is often cut in two
            elif edge == "B":
                spans.append((i, i + 1, kind))
        return [
            Name(seen.starts[a], seen.starts[b - 1] + 1, kind, float(2.718281828 ** sure[a:b].mean()))
            for a, b, kind in spans
            if a >= seen.context and b - a > 1
        ]

    def _best(self, scores: "NDArray[np.float32]", group: str) -> list[str]:
        first, last = self.groups[group]
        return [self.labels[first + int(k)].partition(":")[2] for k in scores[:, first:last].argmax(axis=1)]


def reader(network: Network, trust: Mapping[str, float]) -> Reader:
    """A reader of a network. Raises ValueError where its labels are not ours."""
    groups = bounds(network.labels)
    if missing := {"name", "metric", "owner", "period", "role"} - groups.keys():
        raise ValueError(f"it has no labels for {', '.join(sorted(missing))}")
    first, last = groups["metric"]
    metrics = {label.partition(":")[2]: i for i, label in enumerate(network.labels[first:last])}
    return Reader(network, groups, network.labels, metrics, trust)


def bounds(labels: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Group → the place of its first label, and the one behind its last; labels are group:label, sorted by group."""
    found: dict[str, tuple[int, int]] = {}
    for i, label in enumerate(labels):
        group = label.partition(":")[0]
        found[group] = (found.get(group, (i, i))[0], i + 1)
    return found


class _Onnx:
    """The shipped network."""

    def __init__(self, session: Any, about: Mapping[str, Any]) -> None:
        self.labels: Sequence[str] = about["labels"]
        self._session = session
        self._known, self._kinds = ({name: i for i, name in enumerate(about[of])} for of in ("tokens", "kinds"))

    def scores(self, seen: Window, places: Sequence[int]) -> "NDArray[np.float32]":
        import numpy as np

        unknown = self._known["[unk]"]
        ids = np.array([self._known.get(token, unknown) for token in seen.tokens], dtype=np.int64)
        kinds = np.array([self._kinds.get(kind, 0) for kind in seen.kinds], dtype=np.int64)
        asked = {"ids": ids, "kinds": kinds, "places": np.array(places, np.int64)}
        found: NDArray[np.float32] = self._session.run(None, asked)[0]
        return found


@cache
def shipped() -> Reader | None:
    """The model that comes with the package; None where it was built without."""
    folder = files("extractor.narrative").joinpath("data")
    if not folder.joinpath("model.onnx").is_file():
        return None
    about = json.loads(folder.joinpath("model.json").read_text("utf-8"))
    return reader(onnx(folder.joinpath("model.onnx"), about), about["trust"])


def onnx(path: Any, about: Mapping[str, Any]) -> Network:
    """The network of an ONNX file: inputs `ids` and `kinds` of the tokens, and the `places` to say; output scores.

    `about` has its "tokens", "kinds" and "labels".
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with as_file(path) as local:
        session = onnxruntime.InferenceSession(str(local), options, providers=["CPUExecutionProvider"])
    return _Onnx(session, about)


def _pause(text: str, begin: int) -> int:
    """Where a piece of text ends, at a full stop if it can: no name goes over one."""
    end = min(begin + _PIECE, len(text))
    stop = max(text.rfind(mark, begin + 1, end) for mark in "。;,\n")
    return stop + 1 if end < len(text) and stop > begin else end


def _logarithms(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Log-probabilities along the last axis."""
    import numpy as np

    shifted = scores - scores.max(axis=-1, keepdims=True)
    found: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found
