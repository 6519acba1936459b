"""Gold against records: what is right, what is wrong, and what the confidence is worth."""

from .gold import Gold, read_gold
from .match import Item, Judged, Predicted, judge
from .metrics import Found, Ratio, Scores, grouped, score

__all__ = ["Found", "Gold", "Item", "Judged", "Predicted", "Ratio", "Scores", "grouped", "judge", "read_gold", "score"]
