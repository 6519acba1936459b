"""The network as it is shipped: the same sums in fewer steps, the last layer only where somebody asks."""

from typing import Any


def lean(model: Any) -> Any:
    """A module of (ids, kinds, places) → scores, places × labels, equal to a BertForTokenClassification at the places.

    A window's tokens and their kinds are vectors, without a batch. The three projections of a layer are
    one, and the last layer's own sums are made for the places alone: a third of the work is left out.
    """
    import torch
    from torch import nn
    from torch.nn.functional import layer_norm, relu

    config, bert = model.config, model.bert
    heads, width = config.num_attention_heads, config.hidden_size
    deep = width // heads

    def matrix(*parts: Any, scale: float = 1.0) -> tuple[nn.Parameter, nn.Parameter]:
        """Weights (inputs × outputs) and biases of linear layers side by side, the first scaled."""
        factors = [scale, *(1.0 for _ in parts[1:])]
        weight = torch.cat([p.weight.detach().t() * f for p, f in zip(parts, factors, strict=True)], dim=1)
        bias = torch.cat([p.bias.detach() * f for p, f in zip(parts, factors, strict=True)])
        return nn.Parameter(weight.contiguous()), nn.Parameter(bias)

    class Layer(nn.Module):  # type: ignore[misc]
        def __init__(self, of: Any) -> None:
            super().__init__()
            own = of.attention.self
            self.query, self.query_bias = matrix(own.query, scale=deep**-0.5)
            self.known, self.known_bias = matrix(own.key, own.value)
            self.joint, self.joint_bias = matrix(of.attention.output.dense)
            self.wide, self.wide_bias = matrix(of.intermediate.dense)
            self.back, self.back_bias = matrix(of.output.dense)
            self.after, self.behind = of.attention.output.LayerNorm, of.output.LayerNorm

        def forward(self, every: torch.Tensor, some: torch.Tensor) -> torch.Tensor:
            asked = (some @ self.query + self.query_bias).reshape(-1, heads, deep).transpose(0, 1)
            known = (every @ self.known + self.known_bias).reshape(-1, 2, heads, deep)
            keys, values = known[:, 0].permute(1, 2, 0), known[:, 1].transpose(0, 1)
            seen = (torch.softmax(asked @ keys, dim=-1) @ values).transpose(0, 1).reshape(-1, width)
            some = _normal(self.after, some + (seen @ self.joint + self.joint_bias))
            return _normal(self.behind, some + (relu(some @ self.wide + self.wide_bias) @ self.back + self.back_bias))

    def _normal(norm: Any, x: torch.Tensor) -> torch.Tensor:
        return layer_norm(x, (width,), norm.weight, norm.bias, norm.eps)

    class Lean(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            first = bert.embeddings
            self.tokens, self.kinds = first.word_embeddings.weight, first.token_type_embeddings.weight
            self.at, self.norm = first.position_embeddings.weight, first.LayerNorm
            self.layers = nn.ModuleList(Layer(one) for one in bert.encoder.layer)
            self.said, self.said_bias = matrix(model.classifier)

        def forward(self, ids: torch.Tensor, kinds: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
            x = _normal(self.norm, self.tokens[ids] + self.kinds[kinds] + self.at[: ids.shape[0]])
            for layer in self.layers[:-1]:
                x = layer(x, x)
            return self.layers[-1](x, x[places]) @ self.said + self.said_bias

    return Lean().eval()
