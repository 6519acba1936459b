"""Agency and year of real reports, where the shared folder has them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.core.document import Document
from extractor.core.schema import Schema
from extractor.load import load
from extractor.narrative.metadata import metadata

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
FLOOR = 0.98

pytestmark = pytest.mark.skipif(not REPORTS.exists(), reason="the real reports are not beside this checkout")


def narratives() -> Iterator[tuple[dict[str, Any], Document]]:
    for path in sorted((REPORTS / "narratives").glob("*.json")):
        yield json.loads(path.read_text("utf-8")), load(path.with_suffix(".txt"))


def test_agency_and_year_of_the_narratives() -> None:
    schema = Schema("gov-disclosure/2021", "", (2021, 2030), ())
    right = {"agency": 0, "year": 0}
    asked = {"agency": 0, "year": 0}
    for gold, document in narratives():
        found = {e.fields[0]: e.options[0].readings[0].value for e in metadata(document, schema)}
        for name in asked:
            if gold.get(name) is not None:
                accepted = gold.get("agency_accept", []) if name == "agency" else []
                asked[name] += 1
                right[name] += found.get(f"metadata.{name}") in [*accepted, gold[name]]
    assert asked["agency"] > 50
    assert {name: right[name] / asked[name] >= FLOOR for name in asked} == {"agency": True, "year": True}
