"""Folders that describe themselves: a Frictionless Data Package, and a dataset for Hugging Face `datasets`."""

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from typing import Any

from . import codebook
from .codebook import Variable
from .files import write_codebook, write_csv, write_parquet
from .request import LONG, Request

_TYPES = {"number": "number", "integer": "integer", "text": "string", "date": "date"}  # of Frictionless Table Schema
_LONG_TYPES = {
    "year": "integer", "page": "integer", "span_start": "integer", "span_end": "integer", "value": "number",
    "confidence": "number", "suggested": "number", "x0": "number", "y0": "number", "x1": "number", "y1": "number",
}  # fmt: skip
TITLE = "政府信息公开工作年度报告数据"


def write_package(request: Request, target: Path) -> int:
    """A Data Package (specs.frictionlessdata.io): panel.csv, fields.csv, codebook.csv and datapackage.json with the
    schema, digest and size of each file, licence and provenance. Returns the rows of the panel."""
    rows = write_csv(replace(request, shape="wide"), target / "panel.csv", mark="")
    write_csv(replace(request, shape="long"), target / "fields.csv", mark="")
    write_codebook(request, target / "codebook.csv", mark="")
    panel = {"fields": [_field(variable) for variable in request.variables], "missingValues": [""]}
    long = {"fields": [{"name": name, "type": _LONG_TYPES.get(name, "string")} for name in LONG]}
    book = {"fields": [{"name": name, "type": "string"} for name in codebook.COLUMNS]}
    described = {
        "name": "gov-disclosure-panel",
        "title": TITLE,
        "profile": "tabular-data-package",
        "licenses": [{"name": request.licence}],
        "resources": [
            _resource(target / "panel.csv", "panel", panel, "one row for each agency and year"),
            _resource(target / "fields.csv", "fields", long, "one row for each field of each document, with its place"),
            _resource(target / "codebook.csv", "codebook", book, "what the columns of the panel mean"),
        ],
        "provenance": request.provenance(),
    }
    (target / "datapackage.json").write_text(_json(described), encoding="utf-8")
    return rows


def write_dataset(request: Request, target: Path) -> int:
    """Parquet files and a dataset card, which `datasets.load_dataset(FOLDER, "panel" or "fields")` reads. Returns the
    rows of the panel."""
    (target / "panel").mkdir()
    (target / "fields").mkdir()
    rows = write_parquet(replace(request, shape="wide"), target / "panel" / "train.parquet")
    write_parquet(replace(request, shape="long"), target / "fields" / "train.parquet")
    write_codebook(request, target / "codebook.csv", mark="")
    card = [
        "---", "language: [zh]", f"license: {_card_licence(request.licence)}", f"pretty_name: {TITLE}", "configs:",
        *_config("panel", default=True), *_config("fields"), "---", "", f"# {TITLE}", "",
        "`panel` has a row for each agency and year and a column for each field; `fields` a row for each field of",
        "each document, with status, confidence and place. `codebook.csv` says what the columns mean.", "",
        "## Provenance", "", "```json", _json(request.provenance()).rstrip(), "```", "",
    ]  # fmt: skip
    (target / "README.md").write_text("\n".join(card), encoding="utf-8")
    return rows


def _config(name: str, *, default: bool = False) -> Iterable[str]:
    yield f"- config_name: {name}"
    yield f"  data_files: {name}/train.parquet"
    if default:
        yield "  default: true"


def _card_licence(name: str) -> str:
    return "unknown" if name == "notspecified" else name.lower()


def _field(variable: Variable) -> dict[str, Any]:
    described: dict[str, Any] = {"name": variable.id, "type": _TYPES[variable.kind], "title": variable.label}
    if variable.unit:
        described["unit"] = variable.unit
    if variable.forms:
        described["forms"] = list(variable.forms)
    if variable.constraints:
        described["sums"] = list(variable.constraints)
    return described


def _resource(path: Path, name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {
        "name": name, "path": path.name, "profile": "tabular-data-resource", "description": description,
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}", "schema": schema,
    }  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
