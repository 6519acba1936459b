"""Which record belongs to which gold: stored ones by their names, or made on the spot."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path, PurePath

from ..core.errors import ExtractorError, LoadError
from ..core.record import Record
from .gold import Gold, format_of, grids_beside
from .match import Predicted

Pair = tuple[Gold, Predicted]
Names = dict[str, list[Gold]]


def stored(golds: Sequence[Gold], path: Path) -> tuple[list[Pair], list[str]]:
    """Each gold with its records of a folder (*.json, *.jsonl) or a file; and the names of records without gold.

    A record belongs to the gold whose name its file has, else the document that it names; of golds with the same
    name in several folders, to the one whose folders agree. A gold without any record counts as one miss, and so
    does each of its documents in a format of which there are records, if it has none. A file that has a gold's name
    and is no record is a miss too. Raises LoadError where nothing can be read, or where it is not clear whose a
    record is.
    """
    found: dict[str, list[Predicted]] = {gold.name: [] for gold in golds}
    names, loose = _by_stem(golds), list[str]()
    for name, text in _records(path):
        record, error = _parsed(text)
        gold = _owner(PurePath(name), names)
        if gold is None and record is not None:
            gold = _owner(PurePath(record.document.path), names)
        if gold is not None and (record is not None or _is_named_after(name, gold)):
            found[gold.name].append(_predicted(name, record, error))
        elif record is not None:
            loose.append(name)
    formats = {p.format for items in found.values() for p in items if p.record is not None}
    pairs = [(gold, p) for gold in golds for p in (*found[gold.name], *_misses(gold, found[gold.name], formats))]
    return pairs, loose


def documents(golds: Sequence[Gold], folder: Path | None = None) -> list[tuple[Gold, Path | None]]:
    """Each gold with its documents: those beside it, or those of a folder matched by name; None where there is none.

    A document whose places lie beside it (NAME.places.json) has its own `grids` from there, since one report is laid
    out in other tables by another format. Raises LoadError where no gold has a document.
    """
    found: list[tuple[Gold, Path | None]]
    if folder is None:
        found = [(gold, path) for gold in golds for path in gold.documents or (None,)]
    else:
        files = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if format_of(p) != "other")
        named: dict[str, list[Path]] = {}
        names = _by_stem(golds)
        for path in files:
            owner = golds[0] if folder.is_file() and len(golds) == 1 else _owner(path, names)
            if owner is not None:
                named.setdefault(owner.name, []).append(path)
        found = [(gold, path) for gold in golds for path in named.get(gold.name, (None,))]
    if not any(path for _, path in found):
        raise LoadError(f"{folder or 'the gold'}: no document of the gold's names is there")
    return [(replace(gold, grids=grids_beside(path) or gold.grids) if path else gold, path) for gold, path in found]


def read(gold: Gold, path: Path | None) -> Predicted:
    """What the pipeline makes of a document. Whatever goes wrong is a miss with its reason, never an exception."""
    from ..load import load
    from ..pipeline import extract

    if path is None:
        return Predicted(gold.name, "none", None, error="no document beside the gold")
    try:
        record = extract(path)
        return Predicted(path.name, format_of(path), record, load(path).grids if gold.grids else None)
    except ExtractorError as error:
        return Predicted(path.name, format_of(path), None, error=" ".join(str(error).split()))
    except Exception as error:  # a crash is a result here: it has to be counted, not to end the run
        return Predicted(path.name, format_of(path), None, error=f"crash: {type(error).__name__}: {error}")


def _records(path: Path) -> Iterator[tuple[str, str]]:
    """Name and JSON text of each record; a line of a JSONL has no name but its document's."""
    if not path.exists():
        raise LoadError(f"{path}: no such file or folder; give records, or --run to extract the documents")
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in (".json", ".jsonl"))
    for file in files:
        if file.name.endswith(".gold.json"):
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise LoadError(f"{file}: not a file of records: {error}") from error
        if file.suffix == ".jsonl":
            lines = [line for line in text.split("\n") if line.strip()]
            yield from ((_document(line) or f"{file.name}:{n}", line) for n, line in enumerate(lines, 1))
        else:
            yield file.as_posix(), text


def _document(line: str) -> str:
    try:
        return str(json.loads(line)["document"]["path"])
    except (KeyError, TypeError, ValueError):
        return ""


def _parsed(text: str) -> tuple[Record | None, str]:
    from pydantic import ValidationError

    try:
        return Record.from_json(text), ""
    except ValidationError as error:
        first = error.errors()[0]
        return None, f"not a record: {'.'.join(map(str, first['loc']))}: {first['msg']}"


def _predicted(name: str, record: Record | None, error: str) -> Predicted:
    if record is None:
        stem = PurePath(name).stem
        known = format_of(Path(stem))
        return Predicted(stem, "none" if known == "other" else known, None, error=error)
    document = PurePath(record.document.path)
    known = format_of(Path(document))
    return Predicted(document.name or name, known if known != "other" else record.document.loader, record)


def _by_stem(golds: Sequence[Gold]) -> Names:
    found: Names = {}
    for gold in golds:
        found.setdefault(PurePath(gold.name).name, []).append(gold)
    return found


def _owner(path: PurePath, names: Names) -> Gold | None:
    """The gold that a path is named after, its suffixes aside."""
    stem = path.name
    while stem and stem not in names:
        stem = stem.rpartition(".")[0]
    if not stem:
        return None
    ranked = sorted(names[stem], key=lambda gold: -_agreeing(path, gold))
    if len(ranked) > 1 and _agreeing(path, ranked[0]) == _agreeing(path, ranked[1]):
        raise LoadError(
            f"{path}: may belong to {ranked[0].name} and {ranked[1].name}; keep the gold's folders among the records"
        )
    return ranked[0]


def _is_named_after(name: str, gold: Gold) -> bool:
    """Whether a file is named like the gold's record, and not like another file about the same report."""
    return PurePath(name).stem in (PurePath(gold.name).name, *(path.name for path in gold.documents))


def _agreeing(path: PurePath, gold: Gold) -> int:
    """How many folders above its name a path shares with the gold."""
    pairs = zip(path.parts[-2::-1], PurePath(gold.name).parts[-2::-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _misses(gold: Gold, found: Sequence[Predicted], formats: set[str]) -> Iterator[Predicted]:
    """The gold's documents that should have a record and have none."""
    own = {path.name for path in gold.documents}
    elsewhere = {p.format for p in found if p.document not in own}
    read_already = {p.document for p in found}
    lacking = [
        path
        for path in gold.documents
        if path.name not in read_already and format_of(path) in formats and format_of(path) not in elsewhere
    ]
    if lacking and not any(p.format == "none" for p in found):  # else that one may be any of them
        yield from (Predicted(path.name, format_of(path), None, error="no record") for path in lacking)
    elif not found:
        document = gold.documents[0] if gold.documents else Path(gold.name)
        kind = format_of(document) if gold.documents else "none"
        yield Predicted(document.name, kind, None, error="no record")
