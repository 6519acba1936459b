"""Floors on the real reports that lie in `shared` beside the checkout. They only rise."""

import json
import subprocess
import sys

import pytest

from bench import real

pytestmark = pytest.mark.skipif(not real.available(), reason=f"the real reports are not at {real.REPORTS}")

FLOORS = {
    "sample": {"cells": 1.0, "f1": 0.96, "metadata": 1.0, "violations": 1.0},
    "reports": {"cells": 1.0, "f1": 0.93, "metadata": 0.97, "violations": 1.0},
    "narratives": {"cells": 0.99, "f1": 0.97, "agency": 0.98, "year": 0.98},
}
CEILINGS = {
    "sample": {"violations_false": 0, "confident_wrong": 0},
    "reports": {"violations_false": 0, "confident_wrong": 0},
    "narratives": {"confident_wrong": 0},
}


@pytest.mark.parametrize("folder", FLOORS)
def test_scores_do_not_fall(folder: str) -> None:
    measured = real.measure(folder)
    fallen = {name: measured[name] for name, floor in FLOORS[folder].items() if measured[name] < floor}
    risen = {name: measured[name] for name, most in CEILINGS.get(folder, {}).items() if measured[name] > most}
    assert not fallen
    assert not risen


def test_the_command_says_the_same_as_the_function() -> None:
    path, _ = next(real.documents("sample"))
    command = [sys.executable, "-m", "extractor", "extract", str(path), "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(done.stdout) == json.loads(json.dumps(real.record(path)))
