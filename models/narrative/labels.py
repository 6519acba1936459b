"""The labels of the model: names by character, and what each quantity is. A checkpoint of anyone's may use them."""

from collections.abc import Sequence

NAMES = ("agency", "dept", "platform", "docno", "law", "date", "place", "person")
OWNERS = ("own", "subordinate", "other")
PERIODS = ("this", "last", "cumulative", "other")
ROLES = ("total", "part", "ratio", "change")


def labels(metrics: Sequence[str]) -> tuple[str, ...]:
    """All labels in the order of the outputs, each with its group: name:B-agency, metric:none, owner:own …"""
    names = ("O", *(f"{edge}-{kind}" for kind in NAMES for edge in "BI"))
    groups = {"name": names, "metric": ("none", *metrics), "owner": OWNERS, "period": PERIODS, "role": ROLES}
    return tuple(f"{group}:{label}" for group, every in groups.items() for label in every)
