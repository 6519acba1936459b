"""The folder of a corpus and its manifest: making one, opening one, and formats of earlier programs."""

import json
from pathlib import Path
from uuid import uuid4

from ..core.errors import ExtractorError
from . import parts

MANIFEST = "corpus.json"
_FORMAT = "zh-report-extractor corpus"


class CorpusError(ExtractorError):
    """The folder is no corpus, is damaged, or was made by a newer program."""


def create(path: Path) -> None:
    """Make an empty corpus; one that is there already, or that another process makes meanwhile, is left as it is."""
    if (path / MANIFEST).exists():
        return
    if path.exists() and any(p.name not in (parts.PARTS, parts.STAGING) for p in path.iterdir() if not _is_half(p)):
        raise CorpusError(f"{path} is not a corpus and not empty: name a new folder")
    for name in (parts.PARTS, parts.STAGING):
        (path / name).mkdir(parents=True, exist_ok=True)
    parts.write(path, parts.new_id(), parts.empty_files)
    declare(path)


def declare(path: Path) -> None:
    """Write the manifest: from now on the folder is a corpus of the present format."""
    half = path / f".{MANIFEST}.{uuid4().hex[:8]}"
    half.write_text(json.dumps({"format": _FORMAT, "version": parts.VERSION}, indent=1) + "\n", "utf-8")
    half.replace(path / MANIFEST)
    parts.sync(path)


def check(path: Path) -> None:
    """Raise CorpusError unless the folder is a corpus in the present format."""
    version = version_of(path)
    if version < parts.VERSION:
        raise CorpusError(f"{path} has format {version}, of an earlier program: run extractor corpus migrate {path}")


def version_of(path: Path) -> int:
    """The format of a corpus. Raises CorpusError where there is none, and where only a newer program reads it."""
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise CorpusError(f"{path} is no corpus (it has no {MANIFEST}): make one with extractor convert") from None
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path / MANIFEST} cannot be read ({error}): restore it from a copy") from None
    version = manifest.get("version") if isinstance(manifest, dict) and manifest.get("format") == _FORMAT else None
    if not isinstance(version, int):
        raise CorpusError(f"{path / MANIFEST} is not a manifest of a corpus: restore it from a copy")
    if version > parts.VERSION:
        newest = parts.VERSION
        raise CorpusError(f"{path} has format {version}, this program reads up to {newest}: install a newer release")
    return version


def _is_half(path: Path) -> bool:
    return path.name.startswith(f".{MANIFEST}.")


def is_corpus(path: str | Path) -> bool:
    """Whether a folder holds a corpus (of any format)."""
    return (Path(path) / MANIFEST).is_file()
