"""The network's shape: convolutions over a picture 32 pixels high, a distribution every second pixel of its width."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extractor.load.scan.ctc import SYMBOLS

if TYPE_CHECKING:
    from torch import nn


def network(config: Mapping[str, Any]) -> "nn.Module":
    """Pictures (n, 1, 32, w) of ink from 0 to 1 → scores (n, 1 + SYMBOLS, 1, w / 2), CTC's blank first."""
    from torch import nn

    a, b, c, d, e = config["channels"]

    def block(given: int, made: int, size: tuple[int, int], step: int = 1) -> nn.Module:
        pad = (0 if size[0] == 4 else size[0] // 2, size[1] // 2)
        layer = nn.Conv2d(given, made, size, step, pad, bias=False)
        return nn.Sequential(layer, nn.BatchNorm2d(made), nn.ReLU())

    return nn.Sequential(
        block(1, a, (5, 5), 2),
        block(a, b, (3, 3)),
        nn.MaxPool2d((2, 1)),
        block(b, c, (3, 3)),
        block(c, d, (3, 3)),
        nn.MaxPool2d((2, 1)),
        block(d, d, (3, 3)),
        block(d, e, (4, 3)),
        block(e, e, (1, 5)),
        nn.Dropout(config["dropout"]),
        nn.Conv2d(e, len(SYMBOLS) + 1, 1),
    )
