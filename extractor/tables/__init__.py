"""Tables: where they stand, and what their slots hold, as evidence."""

from .align import read
from .detect import mark
from .shapes import rows_told

__all__ = ["mark", "read", "rows_told"]
