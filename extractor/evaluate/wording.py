"""Numbers as people read them."""


def share(value: float | None) -> str:
    """Three decimals cut off, not rounded, so that 1.000 means all; "–" for a share of nothing."""
    return "–" if value is None else f"{int(value * 1000 + 1e-9) / 1000:.3f}"


def number(value: float | None, digits: int) -> str:
    """A number with so many decimals; "–" for none."""
    return "–" if value is None else f"{value:.{digits}f}"
