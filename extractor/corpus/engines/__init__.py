"""Where documents are read: in processes of this machine, or of a Ray cluster. Both give the same corpus."""

from collections.abc import Callable, Iterator

from ..worker import Report
from . import local, ray
from .work import Work

__all__ = ["ENGINES", "Work"]

# Name → what yields reports on documents that are on the disk, and empty lists while there are none.
ENGINES: dict[str, Callable[[Work], Iterator[list[Report]]]] = {"local": local.run, "ray": ray.run}
