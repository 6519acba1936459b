"""Findings as the lines of a list: in the words that an office reads, with a picture of the place."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from ...core.quantity import Value
from ..check import Checked, Finding, cause, place, tell
from ..store import Corpus
from .pictures import Place, crops

# What a part of the list is called, and what it asks for.
_PARTS: Final = {
    "violation": ("整改清单", "以下数据不符，请核对原表后更正或书面说明。"),
    "look": ("请核实", "以下数据可能有误，也可能属实，请核实。"),
    "suggested": ("粘连数字", "网页文本中几格数字粘连，按年际关系推得下列数值，请对照原表确认。"),
    "accepted": ("已说明", "以下各项经核实不作整改。"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; empty text and None where there is nothing to say. `picture` is a PNG."""

    agency: str
    year: int
    table: str
    row: str
    column: str
    printed: Value | None
    implied: Value | None
    formula: str
    cause: str
    what: str
    path: str
    fingerprint: str
    verdict: str = ""
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind under a heading, by agency and year."""

    title: str
    note: str
    entries: tuple[Entry, ...]


def parts(corpus: Corpus, checked: Checked, *, pictures: bool = True) -> list[Part]:
    """What was found, in parts of which none is empty; with `pictures` those of what does not add up."""
    open_findings = checked.open
    places, paths = _places(corpus, open_findings)
    shown = [places[key] for f in open_findings if f.weight != "suggested" and (key := _key(f)) in places]
    cut = crops(shown, paths) if pictures else {}
    groups: dict[str, list[Entry]] = {}
    for finding in checked.findings:
        verdict = checked.verdicts.get(finding.fingerprint) if checked.accepted(finding) else None
        entry = _entry(finding, paths, cut.get(places[key]) if (key := _key(finding)) in places else None)
        if verdict:
            said = f"{verdict.why}（{verdict.by}）" if verdict.by else verdict.why
            entry = _with_verdict(entry, said)
        groups.setdefault("accepted" if verdict else finding.weight, []).append(entry)
    return [
        Part(title, note, tuple(sorted(groups[name], key=lambda e: (e.agency, e.year))))
        for name, (title, note) in _PARTS.items()
        if name in groups
    ]


def _with_verdict(entry: Entry, verdict: str) -> Entry:
    from dataclasses import replace

    return replace(entry, verdict=verdict, picture=None)


def _entry(finding: Finding, paths: dict[str, str], picture: bytes | None) -> Entry:
    found = place(finding)
    return Entry(
        agency=finding.who.name,
        year=finding.who.year,
        table=found.table or "正文",
        row=found.row,
        column=found.column,
        printed=finding.printed,
        implied=finding.implied,
        formula=finding.formula,
        cause=cause(finding),
        what=_what(finding),
        path=paths.get(finding.who.sha256, ""),
        fingerprint=finding.fingerprint,
        picture=picture,
    )


def _what(finding: Finding) -> str:
    """What the other columns do not say already."""
    if finding.say == "sum":
        return finding.args["explanation"]
    if finding.say == "years":
        return f"与{finding.args['before']}年的报告不衔接"
    return tell(finding)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.who.sha256, finding.fields[0] if finding.fields else ""


def _places(corpus: Corpus, findings: Iterable[Finding]) -> tuple[dict[tuple[str, str], Place], dict[str, str]]:
    """Where the fields of findings stand, and the paths of all documents."""
    keys = sorted({_key(finding) for finding in findings})
    with closing(corpus.connect()) as base:
        paths = dict(base.sql("select sha256, path from records").fetchall())
        base.execute("create temp table touched (sha256 varchar, field varchar)")
        base.execute("insert into touched select unnest($1), unnest($2)", [[k[0] for k in keys], [k[1] for k in keys]])
        found = base.sql(
            "select sha256, field, page, x0, y0, x1, y1 from fields semi join touched using (sha256, field) "
            "where page is not null and x0 is not null order by all"
        ).fetchall()
    return {(sha256, name): Place(sha256, page, tuple(box)) for sha256, name, page, *box in found}, paths
