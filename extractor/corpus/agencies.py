"""Who is who: an agency's printed name as an id that lasts over the years.

The id is the place and the organ: `330105/education`, `330105/拱宸桥街道/government`. The place is the code under
which the division goes on today (a county that became a district keeps its id; merged ones end), the organ what
data/organs.yml calls it, else its name as printed. A name that several divisions bear gets no place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from ..core.folding import fold_text
from ..narrative.divisions import Division, leading, named
from ..narrative.metadata.organs import ZONE_ENDS, is_generic
from .organs import Change, Organ, OrganKind, shipped

if TYPE_CHECKING:
    import duckdb

Level = Literal["", "national", "province", "prefecture", "county", "township"]

_NATIONAL = re.compile(
    r"国务院|中华人民共和国[\u4e00-\u9fff]+(?:部|署|局|委员会)|国家[\u4e00-\u9fff]{2,12}(?:总局|局|委员会|署)"
    r"|中国[\u4e00-\u9fff]{2,10}(?:局|委员会)"
)
_SYSTEM = re.compile(r"国家税务总局|中华人民共和国(?=[\u4e00-\u9fff]+海关)")  # stands before a branch's name
_TOWN = re.compile(r"([\u4e00-\u9fff]{1,12}?(?:镇|乡|街道|苏木))((?:人民政府|政府|办事处|党政).*|)")
_ZONE = re.compile(rf"([\u4e00-\u9fff]{{0,16}}?{ZONE_ENDS})(.*)")
_NEAR = 1  # years by which a report may lag behind a change of divisions
_OF_TITLE = re.compile(r"(?:关于)?([\u4e00-\u9fff]*?)(?:关于)?(?:20\d\d年|政府信息公开|政务公开|信息公开)")


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency in a year.

    `division` is the code valid then, `area` the one that lasts; both "" where no single division is known. `unit` is
    the town or zone inside it. `organ` is an id of data/organs.yml, or the name's words. `parent` is an agency's id,
    "" where none is known. `change` is set where the name is an earlier one of the organ. `doubt` says in Chinese why
    the name is not certain to mean this agency: then nothing may be concluded across its years.
    """

    id: str
    name: str
    division: str
    area: str
    level: Level
    unit: str
    organ: str
    kind: OrganKind
    matter: str
    parent: str
    change: Change = ""
    doubt: str = ""


def resolve(name: str, year: int | None = None, *, code: str | None = None, title: str = "") -> Agency:
    """The agency of a printed name in a year.

    `code` is the division that the record gives it, which decides between namesakes; `title` is the report's, which
    says whether a general office reports for its government or for itself.
    """
    folded = "".join(fold_text(name).split())
    divisions, rest = _place(folded, year, code)
    unit, rest = _unit(rest)
    organ = shipped().get(rest, Organ(rest, "other"))
    doubt = ""
    if organ.signs_for:
        organ, doubt = _reporting(organ, title, year)
    if len(divisions) != 1:
        place, level = _without_division(folded, unit)
        generic = place == "name" and (folded in shipped() or is_generic(folded))
        doubt = _namesakes(divisions) or doubt or ("名称没有写明是哪里的机关" if generic else "")
        unit, parent = unit if place == "zone" else "", ""
        if place == "zone" and organ.id != "government":
            parent = f"zone/{unit}/government"
        own = f"{place}/{unit}/{organ.id}" if place == "zone" else f"{place}/{folded}"
        return Agency(own, name, "", "", level, unit, organ.id, organ.kind, organ.matter, parent, organ.change, doubt)
    (division,) = divisions
    area, code = lasting(division), division.code
    if year and division.distance(year) > _NEAR:
        doubt, code = f"{division.name}（{code}，{division.first}—{division.last}年）在{year}年不存在", ""
    level = "township" if _TOWN.fullmatch(unit) else _level(division.code)
    own, parent = _id(area, unit, organ.id), _parent(division, unit, organ, year)
    return Agency(own, name, code, area, level, unit, organ.id, organ.kind, organ.matter, parent, organ.change, doubt)


def resolved(base: "duckdb.DuckDBPyConnection") -> Iterator[tuple[str, int, Agency]]:
    """Digest, year and agency of every report of a corpus whose agency and year are known."""
    known: dict[tuple[str, int, str | None, str], Agency] = {}
    found = base.sql(
        "select sha256, agency, year, region_code, coalesce(title, '') from records "
        "where agency is not null and year is not null order by sha256"
    ).fetchall()
    for sha256, name, year, code, title in found:
        key = (name, year, code, title if "办公" in name else "")  # only an office's report is told by its title
        agency = known.get(key) or known.setdefault(key, resolve(name, year, code=code, title=title))
        yield sha256, year, agency


def lasting(division: Division) -> str:
    """The code under which a division goes on today; its own where that did not change or where it ended."""
    return _lasting().get((division.code, division.name), division.code)


@cache
def _lasting() -> dict[tuple[str, str], str]:
    text = files("extractor.corpus").joinpath("data/lasting.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines())
    return {(code, name): last for code, name, last in lines}


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    text = files("extractor.narrative").joinpath("data/divisions.tsv").read_text("utf-8")
    found: dict[str, list[Division]] = {}
    for line in text.splitlines():
        code, name, first, last = line.split("\t")
        found.setdefault(code, []).append(Division(code, name, int(first), int(last)))
    return {code: tuple(items) for code, items in found.items()}


def _of_code(code: str, year: int | None) -> Division | None:
    """The division with a code in a year; the one nearest in time where none had it then."""
    found = _by_code().get(code, ())
    return min(found, key=lambda d: d.distance(year) if year else -d.last, default=None)


def _place(folded: str, year: int | None, code: str | None) -> tuple[tuple[Division, ...], str]:
    """The divisions that a name may mean, and the words behind them."""
    system = _SYSTEM.match(folded)
    start = system.end() if system else 0
    chain = leading(folded[start:], year)
    ever = leading(folded[start:], None)
    if ever and (not chain or ever[-1].end > chain[-1].end):  # a division of other years
        chain = ever
    if not chain:
        one = _of_code(code, year) if code else None
        if one:
            return (one,), folded.removeprefix(one.name)
        vague = named(folded[:2], year)  # 城区, 郊区: also words, so no chain begins with them
        return (vague, folded[2:]) if len(vague) > 1 else ((), folded)
    divisions = chain[-1].divisions
    if len(divisions) > 1 and code:
        divisions = tuple(d for d in divisions if d.code == code) or divisions
    return divisions, folded[start + chain[-1].end :]


def _unit(rest: str) -> tuple[str, str]:
    """The town or zone that a name goes on with, and the words behind it."""
    found = _TOWN.fullmatch(rest) or _ZONE.fullmatch(rest)
    return (found[1], found[2]) if found else ("", rest)


def _reporting(office: Organ, title: str, year: int | None) -> tuple[Organ, str]:
    """Whose report a general office signs, by the title: its government's or its own."""
    found = _OF_TITLE.match("".join(fold_text(title).split()))
    _, rest = _unit(_place(found[1], year, None)[1]) if found and found[1] else ("", None)
    named_by_title = shipped().get(rest) if rest is not None else None
    if named_by_title and named_by_title.id == office.id:
        return office, ""
    if named_by_title and named_by_title.id == office.signs_for:
        return named_by_title, ""
    return office, "落款是办公厅（室），标题没有写明是本级政府的报告还是办公厅（室）自己的报告"


def _without_division(folded: str, unit: str) -> tuple[str, Level]:
    if unit and not _TOWN.fullmatch(unit):
        return "zone", ""
    return ("national", "national") if _NATIONAL.fullmatch(folded) else ("name", "")


def _namesakes(divisions: tuple[Division, ...]) -> str:
    if not divisions:
        return ""
    listed = "、".join(f"{'·'.join(d.name for d in (*_above(x, None), x))}（{x.code}）" for x in divisions[:4])
    return f"同名的行政区划有多个：{listed}"


def _level(code: str) -> Level:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def _above(division: Division, year: int | None) -> tuple[Division, ...]:
    """Its superiors in the year, province first."""
    codes = dict.fromkeys((f"{division.code[:2]}0000", f"{division.code[:4]}00"))
    found = (_of_code(code, year) for code in codes if code != division.code)
    return tuple(d for d in found if d is not None and len(d.stem) < len(division.stem))


def _parent(division: Division, unit: str, organ: Organ, year: int | None) -> str:
    area = lasting(division)
    if organ.kind == "vertical" or (organ.id == "government" and not unit):
        above = _above(division, year)
        return _id(lasting(above[-1]), "", organ.id) if above else ""
    return _id(area, unit if organ.id != "government" else "", "government")


def _id(area: str, unit: str, organ: str) -> str:
    return "/".join(part for part in (area, unit, organ) if part)
