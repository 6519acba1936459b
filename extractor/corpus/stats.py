"""What a corpus holds, in numbers and in words."""

from contextlib import closing
from pathlib import Path
from typing import Any

from . import layout, parts, views
from .tables import STATUSES

_ONE = {
    "documents": "select count(distinct coalesce(sha256, path)) from (select sha256, path from paths union all "
    "select sha256, path from failures)",
    "records": "select count(*) from records",
    "earlier_results": "select (select count(*) from records_all) - (select count(*) from records)",
    "failures": "select count(*) from failures",
    "duplicates": "select coalesce(sum(copies - 1), 0) from documents",
    "agencies": "select count(distinct agency) from records",
    "first_year": "select min(year) from records",
    "last_year": "select max(year) from records",
    "without_agency_or_year": "select count(*) from records where agency is null or year is null",
    "doubtful_fields": "select coalesce(sum(doubtful), 0) from records",
    "records_with_doubtful_fields": "select count(*) from records where doubtful > 0",
    "records_with_violations": "select count(*) from records where violations > 0",
    "quantities": "select coalesce(sum(quantities), 0) from records",
}
_MANY = {
    "by_schema": "select schema, count(*) from records group by 1 order by 1",
    "by_media_type": "select media_type, count(*) from records group by 1 order by 2 desc, 1",
    "by_extractor_version": "select extractor_version, count(*) from records group by 1 order by 1",
    "failures_by_stage": "select stage, count(*) from failures group by 1 order by 2 desc, 1",
    "violations_by_blame": "select blame, count(*) from violations group by 1 order by 1",
}


def stats(corpus: Path) -> dict[str, Any]:
    """Numbers by name: documents, records, failures, fields by status, parts and bytes on the disk."""
    layout.check(corpus)
    listed = parts.listed(corpus)
    found: dict[str, Any] = {}
    with closing(views.connect(corpus, listed)) as base:
        for name, query in _ONE.items():
            (found[name],) = base.execute(query).fetchone() or (None,)
        for name, query in _MANY.items():
            found[name] = dict(base.execute(query).fetchall())
        sums = ", ".join(f"coalesce(sum({status}), 0)" for status in STATUSES)
        found["fields_by_status"] = dict(
            zip(STATUSES, base.execute(f"select {sums} from records").fetchone() or (), strict=True)
        )
    found["format"] = parts.VERSION
    found["parts"] = len(listed)
    found["bytes"] = sum(file.stat().st_size for part in listed for file in parts.folder(corpus, part).iterdir())
    return found


def in_words(found: dict[str, Any]) -> str:
    """The numbers as lines of text."""
    years = f"{found['first_year']}-{found['last_year']}" if found["first_year"] else "no year"
    lines = [
        f"{found['documents']:,} documents: {found['records']:,} read, {found['failures']:,} not read"
        + _listed(found["failures_by_stage"]),
        f"{found['duplicates']:,} further paths of the same bytes",
        f"{found['earlier_results']:,} results of earlier versions",
        f"{found['agencies']:,} agencies, {years}; {found['without_agency_or_year']:,} records without agency or year",
        f"report types{_listed(found['by_schema'])}",
        f"formats{_listed(found['by_media_type'])}",
        f"fields{_listed(found['fields_by_status'])}",
        f"{found['doubtful_fields']:,} doubtful fields in {found['records_with_doubtful_fields']:,} records",
        f"{found['records_with_violations']:,} records with broken sums{_listed(found['violations_by_blame'])}",
        f"{found['quantities']:,} numbers of the text",
        f"format {found['format']}, {found['parts']:,} parts, {found['bytes'] / 1e6:,.1f} MB",
    ]
    return "\n".join(lines) + "\n"


def _listed(numbers: dict[str, int]) -> str:
    return f" ({', '.join(f'{name} {n:,}' for name, n in numbers.items())})" if numbers else ""
