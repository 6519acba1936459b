"""`extractor check CORPUS`: findings agency by agency on the terminal, verdicts and lists."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .output import write_stdout

if TYPE_CHECKING:
    from ..corpus.check import Checked, Finding

_WORDS = {
    "zh": {
        "top": "{reports} 份报告，{agencies} 个机关：{violation} 处不符，{look} 处请核实，{suggested} 处粘连可切分，"
        "{accepted} 处已说明；年际关系 {confirmed} 项成立",
        "violation": "不符",
        "look": "请核实",
        "suggested": "粘连",
        "accepted": "已说明",
        "confirmed": "成立",
        "cause": "；可能原因：{cause}",
        "notes": "未作判断：",
        "why": "；{why}",
    },
    "en": {
        "top": "reports: {reports}, agencies: {agencies}; do not add up: {violation}, to look at: {look}, "
        "cuts suggested: {suggested}, accepted: {accepted}; sums between reports that hold: {confirmed}",
        "violation": "wrong",
        "look": "look",
        "suggested": "cut",
        "accepted": "accepted",
        "confirmed": "holds",
        "cause": ". Likely cause: {cause}",
        "notes": "No verdict:",
        "why": "; {why}",
    },
}
_MOST_NOTES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for beyond the findings."""

    to: Path | None = None
    members: Path | None = None
    accept: tuple[str, ...] = ()
    reopen: tuple[str, ...] = ()
    why: str = ""
    verbose: bool = False


def check_corpus(path: Path, lang: str, wanted: Wanted) -> int:
    """Check, take verdicts, write the list, tell the findings. Returns 1 where something open does not add up."""
    from ..corpus import check as checks
    from ..corpus import open_corpus, worklist

    if wanted.to and wanted.to.suffix.lower() not in worklist.WRITERS:
        raise typer.BadParameter(f"--to: a list ends in one of {', '.join(worklist.WRITERS)}")
    if wanted.accept and not wanted.why:
        raise typer.BadParameter("--accept: say with --why what explains it")
    corpus = open_corpus(path)
    checked = checks.check(corpus, listed=checks.read_members(wanted.members) if wanted.members else None)
    known = {finding.fingerprint for finding in checked.findings}
    for name in (*wanted.accept, *wanted.reopen):
        if name not in known:
            raise typer.BadParameter(f"no finding {name}: the ids stand in square brackets behind the findings")
    if wanted.accept or wanted.reopen:
        checks.judge(corpus, wanted.accept, checks.ACCEPTED, wanted.why)
        checks.judge(corpus, wanted.reopen, checks.OPEN, wanted.why)
        checked = checks.judged(checked, corpus)
    if wanted.to:
        worklist.write(corpus, checked, wanted.to)
    write_stdout(told(checked, lang, verbose=wanted.verbose))
    return 1 if checked.violations else 0


def told(checked: "Checked", lang: str, *, verbose: bool) -> str:
    """A line that counts, then the findings of each agency, then what was not judged; `verbose` adds what holds."""
    from ..corpus import check as checks

    say = _WORDS[lang]
    weights = [finding.weight for finding in checked.open]
    counts = {weight: weights.count(weight) for weight in ("violation", "look", "suggested")}
    counts |= {"reports": checked.reports, "agencies": checked.agencies, "confirmed": len(checked.confirmed)}
    lines = [say["top"].format(accepted=len(checked.findings) - len(weights), **counts)]
    shown = [(one.who, _line(one, checked, lang)) for one in (checked.findings if verbose else checked.open)]
    if verbose:
        held = [one for one in checked.confirmed if not one.trivial]
        shown += [(one.who, f"  {one.who.year}  {say['confirmed']}  {one.formula}") for one in held]
    shown.sort(key=lambda one: (one[0].agency, one[0].year))
    for _, own in groupby(shown, key=lambda one: one[0].agency):
        same = list(own)
        lines += ["", same[-1][0].name, *(line for _, line in same)]
    if checked.notes:
        most = len(checked.notes) if verbose else _MOST_NOTES
        lines += ["", say["notes"], *(f"  {checks.tell_note(note, lang)}" for note in checked.notes[:most])]
        lines += [f"  … {len(checked.notes) - most}"] if len(checked.notes) > most else []
    return "\n".join(lines)


def _line(finding: "Finding", checked: "Checked", lang: str) -> str:
    from ..corpus import check as checks

    say = _WORDS[lang]
    accepted = checked.accepted(finding)
    cause = checks.cause(finding, lang)
    what = checks.tell(finding, lang) + (say["cause"].format(cause=cause) if cause else "")
    if accepted:
        what += say["why"].format(why=checked.verdicts[finding.fingerprint].why)
    weight = say["accepted" if accepted else finding.weight]
    return f"  {finding.who.year}  {weight}  {what}  [{finding.fingerprint}]"
