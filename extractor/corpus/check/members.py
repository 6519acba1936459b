"""A parent's report against the sum of its members': only where every member has a report."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...core.errors import ExtractorError
from ..agencies import resolve
from .finding import Confirmed, Finding, Note, Said, Who
from .reports import Report

FIELDS: Final = {
    "requests.new.total": "新收申请",
    "requests.carried_in.total": "上年结转申请",
    "requests.results.total.total": "办理结果总计",
    "requests.carried_out.total": "结转下年度申请",
    "review.total": "行政复议",
    "litigation.direct.total": "未经复议直接起诉",
    "litigation.after_review.total": "复议后起诉",
}
_FEWEST = 2
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Share:
    """What a report contributes: whose it is, whom it answers to, and its numbers of FIELDS (None where open)."""

    who: Who
    parent: str
    values: tuple[int | float | None, ...]


def share(report: Report) -> Share:
    """A report's contribution."""
    return Share(report.who, report.agency.parent, tuple(report.value(name) for name in FIELDS))


def read_members(path: Path) -> dict[str, dict[str, str]]:
    """Members by parent from a CSV file with a line `parent,member` for each, names as printed: parent's id →
    {member's id: name}. Raises ExtractorError where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if any(cell.strip() for cell in line)]
    except OSError as error:
        raise ExtractorError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ExtractorError(f"{path} is not UTF-8 text: save it as UTF-8") from None
    found: dict[str, dict[str, str]] = {}
    for k, line in enumerate(lines, 1):
        if len(line) != 2:
            raise ExtractorError(f"{path}:{k}: two columns should stand here, the parent's name and the member's")
        parent, member = (cell.strip() for cell in line)
        if k > 1 or (parent, member) != ("parent", "member"):
            found.setdefault(resolve(parent).id, {})[resolve(member).id] = member
    return found


def check(shares: list[Share], listed: Mapping[str, Mapping[str, str]] | None = None) -> Iterator[Said]:
    """Parents against their members: those listed, else those that the corpus has of any year."""
    assumed: dict[str, dict[str, str]] = {}
    by_key: dict[tuple[str, int], Share] = {}
    for one in shares:
        if one.parent:
            assumed.setdefault(one.parent, {}).setdefault(one.who.agency, one.who.name)
        by_key[one.who.agency, one.who.year] = one
    sets = assumed if listed is None else listed
    for parent in shares:
        members = sets.get(parent.who.agency, {})
        if len(members) >= _FEWEST:
            yield from _against(parent, members, by_key, sure=listed is not None)


def _against(
    parent: Share, members: Mapping[str, str], by_key: Mapping[tuple[str, int], Share], *, sure: bool
) -> Iterator[Said]:
    year = parent.who.year
    missing = [name for member, name in members.items() if (member, year) not in by_key]
    args = {"agency": parent.who.name, "year": str(year), "members": _listed(members.values())}
    if missing:
        yield Note("members_missing", args | {"missing": _listed(missing), "n": str(len(members))})
        return
    own = [by_key[member, year] for member in members]
    for k, (name, word) in enumerate(FIELDS.items()):
        whole, parts = parent.values[k], [one.values[k] for one in own]
        if whole is None or None in parts:
            continue
        total = sum(part or 0 for part in parts)
        formula = f"{word} {whole}，{len(own)}个成员之和 {total}"
        if whole == total:
            yield Confirmed(f"members/{name}", parent.who, formula, trivial=not whole)
        elif total > whole or sure:
            yield Finding(
                "members",
                "violation" if sure else "look",
                f"members/{name}",
                parent.who,
                "members",
                fields=(name,),
                printed=whole,
                implied=total,
                formula=formula,
                cause="members" if sure else "members_assumed",
                args=args,
                others=tuple(one.who.sha256 for one in own),
            )


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return "、".join(found[:_SHOWN]) + (f"等{len(found)}个" if len(found) > _SHOWN else "")
