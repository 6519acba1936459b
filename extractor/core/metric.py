"""What a report's text counts, and in which words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A count of the narrative."""

    id: str
    label: str
    unit: str
