"""What is known to be printed in a document, from a gold file in either of its two forms."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Any

from ..core.errors import LoadError
from ..core.grid import Cell, Grid

Printed = int | float | str | None

# Suffix → the format's name in scores.
FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".doc": "doc",
    ".pdf": "pdf",
    ".ofd": "ofd",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "image"),
}
_SUFFIX = ".gold.json"
_PLACES = ".places.json"
_COUNT = "narrative."
_PAGE = re.compile(r"\.\d+(\.[a-z]+)$", re.I)


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the form: its value (None where nothing is printed) and `blank`, `missing` or `stated`."""

    value: Printed
    status: str


@dataclass(frozen=True)
class Gold:
    """The truth about one report, whatever formats it exists in.

    `name` is its path below the gold folder without suffix. `counts` and `violations` are None where the gold says
    nothing of them; a count that `counts` lacks is not in the text. Where `closed`, a cell that `cells` lacks is not
    in the form. `agencies` are the names that count as right. `ambiguous` ids are not judged, nor are sums that
    begin with one of `unjudged`: no gold of one report knows those between years. `grids` are the
    tables' structure, in reading order; `documents` the files that the gold is about.
    """

    name: str
    group: str = ""
    schema: str | None = None
    cells: Mapping[str, Slot] | None = None
    counts: Mapping[str, Printed] | None = None
    metadata: Mapping[str, Printed] | None = None
    agencies: tuple[str, ...] = ()
    violations: frozenset[str] | None = None
    ambiguous: frozenset[str] = frozenset()
    unjudged: tuple[str, ...] = ("years/",)
    closed: bool = False
    grids: tuple[Grid, ...] = ()
    documents: tuple[Path, ...] = ()


def format_of(path: Path) -> str:
    """The format that a document's suffix tells, "other" for a suffix of no report."""
    return FORMATS.get(path.suffix.lower(), "other")


def read_gold(path: Path) -> list[Gold]:
    """Every gold of a folder, sorted by name, or the one of a file.

    In a folder these are the files NAME.gold.json, and NAME.json where a document NAME.* lies beside it. A gold is a
    record's JSON, or an object with `fields`, `metrics`, `metadata` (or `agency` and `year`) and `violations`; both
    may have `group`, `ambiguous`, `agency_accept` and `grids`. Raises LoadError, one line with the file and the
    reason, for a file that is neither and for a folder without gold.
    """
    if path.is_file():
        return [_read(path, path.parent)]
    files = sorted(p for p in path.rglob("*.json") if p.name.endswith(_SUFFIX) or _documents(p))
    if not files:
        raise LoadError(f"{path}: no gold in it; gold files are named NAME{_SUFFIX}")
    return [_read(p, path) for p in files]


def _read(path: Path, root: Path) -> Gold:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LoadError(f"{path}: not a gold file: {error}") from error
    folder = path.parent.relative_to(root).as_posix()
    name = (path.parent.relative_to(root) / _stem(path)).as_posix()
    try:
        return gold_of(data, name, group=root.name if folder == "." else folder, documents=_documents(path))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LoadError(f"{path}: not a gold file: {type(error).__name__}: {error}") from error


def _stem(path: Path) -> str:
    return path.name.removesuffix(_SUFFIX) if path.name.endswith(_SUFFIX) else path.stem


def _documents(path: Path) -> tuple[Path, ...]:
    """The documents beside a gold file: its name, anything, and a document's suffix; pages behind the first, which
    are files NAME.2.png and so on, belong to the first."""
    stem = _stem(path)
    found = sorted(p for p in path.parent.glob(f"{escape(stem)}.*") if p.suffix.lower() in FORMATS)
    return tuple(p for p in found if not (_PAGE.search(p.name) and p.with_name(_PAGE.sub(r"\1", p.name)) in found))


def gold_of(data: Mapping[str, Any], name: str, *, group: str = "", documents: Iterable[Path] = ()) -> Gold:
    """The gold that an object in either form states; `group` and `documents` where the object has none itself.

    Raises KeyError, TypeError or ValueError where it is in neither form.
    """
    if not isinstance(data, dict) or not data.keys() & {"fields", "metrics"}:
        raise ValueError("it has neither `fields` nor `metrics`")
    record = "record_version" in data
    fields = {k: Slot(f["value"], f.get("status", "stated")) for k, f in (data.get("fields") or {}).items()}
    cells = {k: slot for k, slot in fields.items() if not k.startswith(_COUNT)}
    counts: dict[str, Printed] | None = None
    if record:
        counts = {k: slot.value for k, slot in fields.items() if k.startswith(_COUNT) and slot.value is not None}
    elif "metrics" in data:
        counts = {m["metric"]: m["value"] for m in data["metrics"]}
    broken = data.get("violations")
    return Gold(
        name=name,
        group=str(data.get("group") or group),
        schema=data.get("schema"),
        cells=cells or None,
        counts=counts,
        metadata=_metadata(data),
        agencies=tuple(data.get("agency_accept") or ()),
        violations=None if broken is None else frozenset(v["constraint"] for v in broken if "constraint" in v),
        ambiguous=frozenset(data.get("ambiguous") or ()),
        unjudged=("years/",) if record else ("text/", "years/"),
        closed=record or bool(data.get("complete") and data.get("schema") and cells),
        grids=tuple(_grid(g) for g in data.get("grids") or ()),
        documents=tuple(documents),
    )


def grids_beside(path: Path) -> tuple[Grid, ...]:
    """The structure of one document's tables from the file NAME.places.json beside it, where NAME is the document's
    name with or without its suffix; empty where there is none. Raises LoadError for a file that is not JSON of that
    form."""
    for beside in (path.with_name(path.name + _PLACES), path.with_suffix(_PLACES)):
        if beside.is_file():
            try:
                return tuple(_grid(g) for g in json.loads(beside.read_text(encoding="utf-8")).get("grids") or ())
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise LoadError(f"{beside}: not the places of a document: {error}") from error
    return ()


def _metadata(data: Mapping[str, Any]) -> dict[str, Printed]:
    stated = {k: f["value"] if isinstance(f, dict) else f for k, f in (data.get("metadata") or {}).items()}
    return {k: data[k] for k in ("agency", "year") if data.get(k) is not None} | stated


def _grid(data: Mapping[str, Any]) -> Grid:
    return Grid(tuple(_cell(cell) for cell in data["cells"]))


def _cell(data: Mapping[str, Any]) -> Cell:
    spans = int(data.get("row_span", 1)), int(data.get("column_span", 1))
    return Cell(str(data.get("text", "")), int(data["row"]), int(data["column"]), *spans)
