"""Tables: where they stand, and what their slots hold, as evidence."""

from .align import read
from .detect import mark

__all__ = ["mark", "read"]
