"""`extractor check CORPUS`: what does not add up inside reports, between years, and between agencies."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby

from ..outcome import Decision
from ..series import variables
from ..store import Corpus
from . import claims, copies, cuts, history, members, prose, sums, years
from .finding import Confirmed, Finding, Note, Said, Who
from .members import read_members
from .reports import Report, by_agency, unplaced
from .wording import cause, place, tell, tell_note, where

__all__ = [
    "ACCEPTED",
    "OPEN",
    "Checked",
    "Confirmed",
    "Finding",
    "Note",
    "Verdict",
    "Who",
    "cause",
    "check",
    "judge",
    "judged",
    "place",
    "read_members",
    "suggestions",
    "tell",
    "tell_note",
    "where",
]

ACCEPTED, OPEN = "accepted", "open"
_KIND = "finding"  # of the decisions that are verdicts on findings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided about a finding: `verdict` is "accepted" or "open" (taken back)."""

    verdict: str
    why: str
    by: str


@dataclass(frozen=True)
class Checked:
    """All that a check has to say, agency by agency, oldest year first. `verdicts` are those of people, by
    fingerprint; findings that they accepted are still in `findings`."""

    findings: list[Finding] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    reports: int = 0
    agencies: int = 0

    def accepted(self, finding: Finding) -> bool:
        """Whether a person accepted it."""
        verdict = self.verdicts.get(finding.fingerprint)
        return verdict is not None and verdict.verdict == ACCEPTED

    @property
    def open(self) -> list[Finding]:
        """Findings that nobody accepted."""
        return [finding for finding in self.findings if not self.accepted(finding)]

    @property
    def violations(self) -> list[Finding]:
        """Open findings that do not add up."""
        return [finding for finding in self.open if finding.weight == "violation"]


def check(corpus: Corpus, *, listed: Mapping[str, Mapping[str, str]] | None = None) -> Checked:
    """Hold the reports of a corpus against themselves and each other.

    `listed` are the members of each parent as `read_members` gives them; without it they are those agencies of the
    corpus whose names make them members. Reports are read agency by agency, so that a large corpus needs little memory.
    """
    said: list[Said] = [Note("unplaced", {"path": path}) for path in unplaced(corpus)]
    sketches, shares = [], []
    reports = agencies = 0
    for own in by_agency(corpus, _wanted()):
        agencies += 1
        reports += len(own)
        said += _agency(own)
        sketches += [sketch for report in own if (sketch := copies.sketch(report))]
        shares += [members.share(report) for report in own if report.sure]
    said += [*copies.check(sketches), *members.check(shares, listed)]
    findings = [one for one in said if isinstance(one, Finding)]
    findings.sort(key=lambda f: (f.who.agency, f.who.year, f.who.sha256))
    return Checked(
        findings,
        [one for one in said if isinstance(one, Confirmed)],
        [one for one in said if isinstance(one, Note)],
        _verdicts(corpus),
        reports,
        agencies,
    )


def suggestions(corpus: Corpus) -> list[Finding]:
    """Cells that the digits of a paste left open and the sums between years settle: `fields[0]` of the document
    `who.sha256` is likely `implied`. The records keep their conflict."""
    found: list[Finding] = []
    for own in by_agency(corpus, years.FIELDS):
        chosen, _ = _one_a_year(own)
        found += [one for one in cuts.check(chosen) if isinstance(one, Finding)]
    return found


def judge(corpus: Corpus, fingerprints: Iterable[str], verdict: str, why: str = "", by: str = "") -> None:
    """Put a person's verdict (ACCEPTED, or OPEN to take one back) on findings into the corpus. The newest one counts,
    in every later run."""
    corpus.append([Decision(name, _KIND, verdict, note=why, decided_by=by) for name in fingerprints])


def judged(checked: Checked, corpus: Corpus) -> Checked:
    """The same findings under the verdicts that the corpus holds now."""
    return replace(checked, verdicts=_verdicts(corpus))


def _wanted() -> frozenset[str]:
    followed = (term.field for variable in variables() for term in variable.terms)
    return frozenset((*years.FIELDS, *claims.FIELDS, *members.FIELDS, *prose.fields(), *followed))


def _verdicts(corpus: Corpus) -> dict[str, Verdict]:
    with closing(corpus.connect()) as base:
        found = base.execute(
            "select fingerprint, verdict, note, decided_by from decisions where kind = ?", [_KIND]
        ).fetchall()
    return {fingerprint: Verdict(verdict, why or "", by or "") for fingerprint, verdict, why, by in found}


def _agency(own: list[Report]) -> Iterator[Said]:
    """What one agency's reports say, oldest first."""
    if own[0].agency.doubt:
        yield Note("agency", {"name": own[0].agency.name, "doubt": own[0].agency.doubt})
    for report in own:
        yield from sums.check(report)
        yield from claims.check(report)
    chosen, said = _one_a_year(own)
    yield from said
    yield from years.check(chosen)
    yield from cuts.check(chosen)
    before = {now.year: earlier for earlier, now in years.pairs(chosen)}
    for report in chosen:
        yield from prose.check(report, before.get(report.year))
    yield from history.check(chosen, variables())


def _one_a_year(own: list[Report]) -> tuple[list[Report], list[Said]]:
    """One report for each year, and what there is to say of the others. Of reports with different numbers none is
    taken: which one counts is for people to say."""
    chosen: list[Report] = []
    said: list[Said] = []
    for year, found in groupby(own, key=lambda report: report.year):
        first, *more = sorted(found, key=lambda r: (sum(f.status == "conflict" for f in r.fields.values()), r.sha256))
        differing = [_differences(first, other) for other in more]
        if not any(differing):
            chosen.append(first)
        for other, names in zip(more, differing, strict=True):
            path = other.record.document.path
            if names:
                shown = "；".join(f"{first.value(n)} / {other.value(n)}" for n in names[:5])
                said.append(
                    Finding(
                        "copy", "look", "copy/twice", first.who, "twice", tuple(names), formula=shown, cause="twice",
                        args={"path": path}, others=(other.sha256,), key=shown,
                    )
                )  # fmt: skip
            else:
                said.append(Note("same_twice", {"name": first.agency.name, "year": str(year), "path": path}))
    return chosen, said


def _differences(one: Report, other: Report) -> list[str]:
    """Fields of tables that both reports have with different numbers."""
    return [
        name
        for name in one.fields
        if not name.startswith("narrative.") and None not in (a := one.value(name), b := other.value(name)) and a != b
    ]
