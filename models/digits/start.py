"""A network that goes on from weights that were written as ONNX, instead of from nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn


def started(net: "nn.Module", file: Path, pictures: "Sequence[Tensor]") -> None:
    """Give `net` the weights of a file of its own shape.

    Writing folds each normalisation into its convolution; here it is taken apart again, by what the convolutions make
    of some `pictures`, so that the network reads as before and learns as a new one does. Raises ValueError where the
    file is of another shape.
    """
    import onnx
    import torch
    from torch import nn

    stored = {one.name: onnx.numpy_helper.to_array(one) for one in onnx.load(file).graph.initializer}
    nodes = [node for node in onnx.load(file).graph.node if node.op_type == "Conv"]
    layers = [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]
    norms: list[nn.BatchNorm2d | None] = [layer for layer in net.modules() if isinstance(layer, nn.BatchNorm2d)]
    if len(nodes) != len(layers):
        raise ValueError(f"{file} has {len(nodes)} convolutions, the config's network {len(layers)}")
    net.eval()
    with torch.no_grad():
        for node, layer, norm in zip(nodes, layers, [*norms, None], strict=True):
            weight, bias = (torch.tensor(stored[name]) for name in node.input[1:3])
            if weight.shape != layer.weight.shape:
                raise ValueError(f"{file} has a convolution of {tuple(weight.shape)}, not {tuple(layer.weight.shape)}")
            layer.weight.copy_(weight)
            own = layer.bias if norm is None else norm.bias
            assert own is not None
            own.copy_(bias)
            if norm is not None:
                norm.running_var = torch.full_like(bias, 1 - norm.eps)
        sums: dict[nn.BatchNorm2d, list[Tensor]] = {norm: [] for norm in norms if norm is not None}
        hooks = [
            norm.register_forward_pre_hook(lambda of, given: sums[of].append(given[0].transpose(0, 1).flatten(1)))
            for norm in sums
        ]
        for batch in pictures:
            net(batch)
        for hook in hooks:
            hook.remove()
        for norm, seen in sums.items():
            mean, var = torch.cat(seen, 1).mean(1), torch.cat(seen, 1).var(1)
            norm.running_mean, norm.running_var = mean, var
            norm.weight.copy_((var + norm.eps).sqrt())
            norm.bias.add_(mean)
