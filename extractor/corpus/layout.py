"""The folder of a corpus and its manifest: making one, opening one, and formats of earlier programs."""

import json
from pathlib import Path
from uuid import uuid4

from ..core.errors import ExtractorError
from . import parts

VERSION = 1  # of the tables and of the folder
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
    half = path / f".{MANIFEST}.{uuid4().hex[:8]}"
    half.write_text(json.dumps({"format": _FORMAT, "version": VERSION}, indent=1) + "\n", "utf-8")
    half.replace(path / MANIFEST)
    parts.sync(path)


def check(path: Path) -> None:
    """Raise CorpusError unless the folder is a corpus that this program reads."""
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise CorpusError(f"{path} is no corpus (it has no {MANIFEST}): make one with extractor convert") from None
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path / MANIFEST} cannot be read ({error}): restore it from a copy") from None
    version = manifest.get("version") if isinstance(manifest, dict) and manifest.get("format") == _FORMAT else None
    if not isinstance(version, int):
        raise CorpusError(f"{path / MANIFEST} is not a manifest of a corpus: restore it from a copy")
    if version > VERSION:
        raise CorpusError(
            f"{path} has format {version}, this program reads up to {VERSION}: install a newer zh-report-extractor"
        )


def _is_half(path: Path) -> bool:
    return path.name.startswith(f".{MANIFEST}.")


def is_corpus(path: str | Path) -> bool:
    """Whether a folder holds a corpus (of any format)."""
    return (Path(path) / MANIFEST).is_file()
