"""The real reports with gold that lie in `shared` beside the checkout; not part of the project."""

import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from extractor import ExtractorError, extract

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
FOLDERS = ("sample", "reports", "narratives")
READABLE = {".txt", ".md", ".html", ".docx", ".pdf"}


def available() -> bool:
    """Whether the reports are there."""
    return (REPORTS / "score.py").is_file()


def scorer() -> ModuleType:
    """The module that scores a record against its gold."""
    spec = importlib.util.spec_from_file_location("score", REPORTS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each document that can be read by now, with its gold."""
    return ((path, gold) for path, gold in scorer().documents(REPORTS / folder) if path.suffix in READABLE)


def record(path: Path) -> dict[str, Any] | None:
    """A document's record as plain data; None where it cannot be read."""
    try:
        return extract(path).to_dict()
    except ExtractorError:
        return None


def measure(folder: str) -> dict[str, float]:
    """Shares and counts over a folder. A document that cannot be read counts as a miss of all its gold.

    `cells`, `nonzero`, `metadata`, `agency`, `year`, `violations`: share right; `precision`, `recall`, `f1` of the
    counts; `confident_wrong`, `violations_false`: numbers; `tables`: share of reports with every cell right.
    """
    score, total, documents_read = scorer().score, Counter[str](), 0
    for path, gold in documents(folder):
        total += score(gold, record(path))[0]
        documents_read += 1
    return {"documents": documents_read} | shares(total)


def shares(total: Counter[str]) -> dict[str, float]:
    """Summed counters as shares; one of nothing is left out."""
    found = {
        name: total[ok] / total[of]
        for name, (ok, of) in {
            "cells": ("cells_ok", "cells"),
            "nonzero": ("nonzero_ok", "nonzero"),
            "tables": ("tables_ok", "tables"),
            "metadata": ("meta_ok", "meta"),
            "agency": ("meta_agency_ok", "meta_agency"),
            "year": ("meta_year_ok", "meta_year"),
            "violations": ("viol_ok", "viol"),
        }.items()
        if total[of]
    }
    tp, fp, fn = total["tp"], total["fp"], total["fn"]
    if tp:
        found |= {"precision": tp / (tp + fp), "recall": tp / (tp + fn), "f1": 2 * tp / (2 * tp + fp + fn)}
    return found | {"confident_wrong": total["confident_wrong"], "violations_false": total["viol_false"]}
