"""Two sequences laid beside each other in order."""

from collections.abc import Sequence


def in_order(likeness: Sequence[Sequence[float]]) -> tuple[float, list[tuple[int, int]]]:
    """Pairs of a row and a column of `likeness`, both rising, with the largest sum, and that sum (dynamic programming
    over prefixes). Pairs that add nothing are left out."""
    columns = len(likeness[0]) if likeness else 0
    best = [[0.0] * (columns + 1) for _ in range(len(likeness) + 1)]
    for i, row in enumerate(likeness, 1):
        for j, alike in enumerate(row, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + alike)
    pairs, i, j = [], len(likeness), columns
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return best[-1][-1], pairs[::-1]
