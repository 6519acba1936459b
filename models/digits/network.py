"""The network's shape: convolutions over a picture 32 pixels high, a distribution every second pixel of its width."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extractor.load.scan.ctc import SYMBOLS

if TYPE_CHECKING:
    from torch import nn


def network(config: Mapping[str, Any]) -> "nn.Module":
    """Pictures (n, 1, 32, w) of ink from 0 to 1 → scores (n, 1 + SYMBOLS, 1, w / 2), CTC's blank first."""
    from torch import Tensor, nn

    a, b, c, d, e = config["channels"]

    def block(given: int, made: int, size: tuple[int, int] = (3, 3), step: int = 1) -> nn.Module:
        pad = (0 if size[0] == 4 else size[0] // 2, size[1] // 2)
        layer = nn.Conv2d(given, made, size, step, pad, bias=False)
        return nn.Sequential(layer, nn.BatchNorm2d(made), nn.ReLU())

    class Beside(nn.Module):  # type: ignore[misc]
        """What a block makes of the picture, added to the picture (He et al. 2016)."""

        def __init__(self, block: nn.Module) -> None:
            super().__init__()
            self.block = block

        def forward(self, picture: Tensor) -> Tensor:
            made: Tensor = self.block(picture)
            return picture + made

    return nn.Sequential(
        block(1, a, (5, 5), 2),
        block(a, b),
        Beside(block(b, b)),
        nn.MaxPool2d((2, 1)),
        block(b, c),
        Beside(block(c, c)),
        block(c, d),
        nn.MaxPool2d((2, 1)),
        Beside(block(d, d)),
        Beside(block(d, d)),
        block(d, e, (4, 3)),
        Beside(block(e, e, (1, 5))),
        Beside(block(e, e, (1, 5))),
        nn.Dropout(config["dropout"]),
        nn.Conv2d(e, len(SYMBOLS) + 1, 1),
    )
