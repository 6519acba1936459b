"""Which report type a document is: from what it prints, not from its name."""

import re
from collections import Counter
from collections.abc import Callable

from ..core.document import Document
from ..core.errors import SchemaError
from ..core.folding import fold_text
from ..core.schema import Schema

_ENOUGH = 2  # of a form's own labels
_MORE_ROWS = 4  # that a form has a place for and the next one has not
_ALIKE = 75.0  # per cent of the characters that a misread label and the form's have in common
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_TITLE = re.compile(r"(20[0-4]\d)年?(?:度)?[^。,;]{0,30}(?:年度报告|工作报告|年报)|统计期限[^。]{0,12}?(20[0-4]\d)年")


def detect(document: Document, rows_told: Callable[[Document, Schema], int] = lambda document, schema: 0) -> Schema:
    """The shipped form whose own labels the document prints most of, misread ones of a picture with them; where they
    are too few, the one that has far more of the rows of its pictures (`rows_told` counts them), else the one
    prescribed for its year.

    Raises SchemaError where no shipped schema's keywords occur and no label either.
    """
    from . import load_schema, names

    schemas = [load_schema(name) for name in names()]
    text = _SPACE.sub("", document.folded.text)
    near = _misread(document)
    printed = {schema.id: sum(_is_printed(marker, text, near) for marker in schema.markers) for schema in schemas}
    best = max(schemas, key=lambda schema: printed[schema.id])
    if printed[best.id] >= _ENOUGH:
        return best
    told = {schema.id: rows_told(document, schema) for schema in schemas}
    *_, next_one, likely = sorted(schemas, key=lambda schema: told[schema.id])
    if told[likely.id] - told[next_one.id] >= _MORE_ROWS:
        return likely
    known = [schema for schema in schemas if any(word in text for word in schema.keywords)]
    if not known and not printed[best.id]:
        raise SchemaError(
            f"{document.source.path}: no report of a known type in it; name one with --schema ({', '.join(names())})"
        )
    year = _year(text + _SPACE.sub("", document.hints.get("title", "")))
    fitting = [s for s in known or schemas if year is not None and s.years[0] <= year <= s.years[1]]
    return fitting[0] if fitting else (known or schemas)[-1]


def _misread(document: Document) -> set[str]:
    """The labels in tables that were read off a picture: they may be a form's own, misread."""
    pictured = (grid for grid in document.grids if grid.pictured)
    return {_SPACE.sub("", fold_text(cell.text)) for grid in pictured for cell in grid.cells if not cell.readings}


def _is_printed(marker: str, text: str, misread: set[str]) -> bool:
    folded = fold_text(marker)
    if folded in text or not misread:
        return folded in text
    from rapidfuzz import fuzz, process

    return process.extractOne(folded, misread, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def _year(text: str) -> int | None:
    if found := _TITLE.search(text):
        return int(found[1] or found[2])
    years = Counter(int(year) for year in _YEAR.findall(text))
    return years.most_common(1)[0][0] if years else None
