"""Who reports: real divisions with the codes of their year, and organs of every level and kind in them.

Provinces are dealt to the splits, so that no division, no agency and no place that a text names is in two of them.
"""

import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from extractor.narrative.divisions import Division

from .report import Split

Level = Literal["province", "prefecture", "county", "township", "village"]
Kind = Literal["government", "office", "bureau", "zone", "township"]

# Two leading digits of a code → split; a province that is not named here is train.
_HELD_OUT: dict[str, Split] = dict.fromkeys(("13", "22", "35", "46", "50", "62"), "dev")
_HELD_OUT |= dict.fromkeys(("14", "21", "36", "45", "52", "64", "31"), "test")
_ABROAD = ("71", "81", "82")  # no reports of this form
_EDITION = 2024

# What bureaus deal with → [first, last] year of the name.
_BUREAUS = {
    "财政": (2008, 2030), "教育": (2008, 2030), "水利": (2008, 2018), "水务": (2008, 2030), "林业": (2008, 2018),
    "林业和草原": (2019, 2030), "农业": (2008, 2018), "农业农村": (2019, 2030), "审计": (2008, 2030),
    "统计": (2008, 2030), "民政": (2008, 2030), "司法": (2008, 2030), "公安": (2008, 2030), "气象": (2008, 2030),
    "国土资源": (2008, 2018), "自然资源": (2019, 2030), "环境保护": (2008, 2018), "生态环境": (2019, 2030),
    "交通运输": (2010, 2030), "交通": (2008, 2009), "住房和城乡建设": (2010, 2030), "城市管理": (2012, 2030),
    "人力资源和社会保障": (2010, 2030), "卫生": (2008, 2013), "卫生健康": (2019, 2030), "商务": (2008, 2030),
    "市场监督管理": (2019, 2030), "工商行政管理": (2008, 2017), "安全生产监督管理": (2008, 2017),
    "应急管理": (2019, 2030), "文化和旅游": (2019, 2030), "旅游": (2008, 2018), "医疗保障": (2019, 2030),
    "退役军人事务": (2019, 2030), "行政审批服务": (2017, 2030), "粮食": (2008, 2018), "档案": (2008, 2018),
    "信访": (2010, 2030), "体育": (2008, 2030), "科学技术": (2008, 2030), "畜牧兽医": (2008, 2018),
}  # fmt: skip
# For a made-up town: its first and second character, by split, so that no town is in two of them either.
_TOWN_FIRST: dict[Split, str] = {"train": "石桥柳松双大龙清新白", "dev": "榆泉凤沙青", "test": "云梅岭古长"}
_TOWN_SECOND: dict[Split, str] = {"train": "桥河山坪湾泉岭口塘溪", "dev": "坝岗川洼渡", "test": "垭坡坞墩寨"}
_ZONES = ("经济开发区", "经济技术开发区", "高新技术产业开发区", "工业园区", "旅游度假区")


@dataclass(frozen=True, slots=True)
class Agency:
    """An organ that reports: `name` in full, `own` as its text calls it (我局), `sphere` what it answers for (全县).

    `prefix` is the chain of divisions before its name, `members` are places or units under it.
    """

    name: str
    own: str
    sphere: str
    region: str
    region_code: str | None
    prefix: str
    level: Level
    kind: Kind
    members: tuple[str, ...]


@cache
def _divisions(year: int) -> tuple[Division, ...]:
    text = files("extractor.narrative").joinpath("data/divisions.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines())
    every = (Division(code, name, int(first), int(last)) for code, name, first, last in lines)
    return tuple(d for d in every if d.first <= min(year, _EDITION) <= d.last and d.code[:2] not in _ABROAD)


@cache
def _of_split(year: int, split: Split) -> dict[Level, tuple[Division, ...]]:
    mine = [d for d in _divisions(year) if split_of(d.code) == split]
    provinces = tuple(d for d in mine if d.code.endswith("0000"))
    prefectures = tuple(d for d in mine if d.code.endswith("00") and d not in provinces)
    return {
        "province": provinces,
        "prefecture": prefectures or provinces,
        "county": tuple(d for d in mine if not d.code.endswith("00")),
    }


def split_of(code: str) -> Split:
    """The split that a division's code belongs to, by its province."""
    return _HELD_OUT.get(code[:2], "train")


def choose(rng: random.Random, split: Split, year: int) -> Agency:
    """An agency of the split as it was in the year; counties, bureaus and townships are most, as in life."""
    level: Level = rng.choices(("province", "prefecture", "county", "township", "village"), (4, 16, 45, 25, 10))[0]
    inside: Level = "county" if level in ("township", "village") else level
    division = rng.choice(_of_split(year, split)[inside])
    chain = _chain(division, year, rng)
    if level in ("township", "village"):
        return _town(rng, split, division, chain, level)
    kind: Kind = rng.choices(("government", "office", "bureau", "zone"), (38, 10, 45, 7))[0]
    if kind == "zone" and level != "province":
        return _zone(rng, division, chain, level)
    if kind == "bureau":
        return _bureau(rng, division, chain, level, year)
    return _government(division, chain, level, year, office=kind == "office")


def _government(division: Division, chain: str, level: Level, year: int, *, office: bool) -> Agency:
    name = chain + "人民政府"
    if office:
        name += "办公厅" if level == "province" else "办公室"
    noun = _noun(division)
    inside = [d.name for d in _divisions(year) if d.code.startswith(division.stem) and d.code != division.code]
    members = tuple(inside[:12]) or _offices(division.name)  # 东莞市 has no divisions inside it
    own = "本机关" if office else "我" + noun
    return Agency(
        name,
        own,
        "全" + noun,
        division.name,
        division.code,
        chain,
        level,
        "office" if office else "government",
        members,
    )


def _bureau(rng: random.Random, division: Division, chain: str, level: Level, year: int) -> Agency:
    name = rng.choice([name for name, (first, last) in _BUREAUS.items() if first <= year <= last])
    ending = "厅" if level == "province" and name not in ("统计", "审计", "气象", "林业", "体育", "信访") else "局"
    members = tuple(f"下属{name}{part}" for part in ("服务中心", "执法大队", "监测站", "技术推广站"))
    return Agency(
        chain + name + ending,
        "我" + ending,
        "全" + ending,
        division.name,
        division.code,
        chain,
        level,
        "bureau",
        members,
    )


def _zone(rng: random.Random, division: Division, chain: str, level: Level) -> Agency:
    zone = chain + rng.choice(_ZONES)
    name = zone + rng.choice(("管理委员会", "管委会"))
    return Agency(
        name, "我区", "全区", zone, None, chain, level, "zone", ("下属园区服务中心", "辖区东湾社区", "辖区西岭社区")
    )


def _town(rng: random.Random, split: Split, division: Division, chain: str, level: Level) -> Agency:
    stem = rng.choice(_TOWN_FIRST[split]) + rng.choice(_TOWN_SECOND[split])
    is_street = division.name.endswith("区") and rng.random() < 0.6
    kind = "街道" if is_street else rng.choice(("镇", "镇", "乡"))
    name = chain + stem + kind + ("办事处" if is_street else "人民政府")
    if level == "village":
        members = tuple(f"{stem[0]}{tail}村" for tail in "东西南北")
        return Agency(
            name, "我" + kind, "全" + kind, division.name, division.code, chain, "village", "township", members
        )
    members = tuple(f"{stem[1]}{tail}村" for tail in "头尾前后上下")
    return Agency(name, "我" + kind, "全" + kind, division.name, division.code, chain, level, "township", members)


def _offices(name: str) -> tuple[str, ...]:
    return tuple(f"{name}{bureau}局" for bureau in ("教育", "财政", "民政", "公安", "水利"))


def _noun(division: Division) -> str:
    """What a text calls the division: 省, 市, 县, 区 and so on."""
    for ending in ("自治区", "自治州", "自治县", "自治旗", "林区"):
        if division.name.endswith(ending):
            return ending[-1]
    return division.name[-1]


def _chain(division: Division, year: int, rng: random.Random) -> str:
    """Its name behind those of its superiors: always where others bear the same name, sometimes anyway."""
    if division.code.endswith("0000"):
        return division.name
    known = {d.code: d.name for d in _divisions(year)}
    province = known.get(division.code[:2] + "0000", "")
    prefecture = known.get(division.code[:4] + "00", "") if not division.code.endswith("00") else ""
    same = sum(d.name == division.name for d in _divisions(year)) > 1 or len(division.name) < 3
    above = prefecture or province
    if same or rng.random() < 0.25:
        return (province if rng.random() < 0.2 and prefecture else "") + above + division.name
    return division.name
