"""What an engine is given."""

from dataclasses import dataclass

from ..listing import Listing
from ..pool import Limits
from ..worker import Job


@dataclass(frozen=True, slots=True)
class Work:
    """Documents to read, and with what. `finished` are digests that have a result, `workers` 0 means one for each
    processor, `address` is that of a cluster."""

    job: Job
    listing: Listing
    finished: set[bytes]
    limits: Limits
    workers: int = 0
    address: str = ""
