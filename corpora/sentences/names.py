"""Made-up and public names that stand in the sentences: organs, accounts, numbers of documents, laws, dates, people."""

import random
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from ..synthetic.agencies import Agency, choose
from ..synthetic.report import Split
from .words import word

_LAWS = {
    "train": (
        "中华人民共和国政府信息公开条例", "政府信息公开条例", "中华人民共和国行政许可法", "中华人民共和国行政处罚法",
        "中华人民共和国保守国家秘密法", "优化营商环境条例", "重大行政决策程序暂行条例", "中华人民共和国档案法",
        "中华人民共和国预算法", "公共企事业单位信息公开规定制定办法", "政府信息公开信息处理费管理办法",
    ),
    "dev": ("中华人民共和国行政复议法", "中华人民共和国网络安全法", "信访工作条例", "党政机关公文处理工作条例"),
    "test": ("中华人民共和国行政诉讼法", "中华人民共和国立法法", "规章制定程序条例", "中华人民共和国数据安全法"),
}  # fmt: skip
_DEPARTMENTS = {
    "train": (
        "办公室", "政策法规科", "信息中心", "综合科", "政务公开科", "信息公开办公室", "法规股", "人事科", "秘书科",
        "党政办公室", "电子政务办公室", "财务科", "政务公开领导小组办公室", "宣传科", "行政审批股", "办公室文秘科",
    ),
    "dev": ("法制科", "督查室", "机关党委办公室", "政务公开股", "信息化科"),
    "test": ("政务信息科", "综合协调处", "法制审核股", "新闻宣传中心", "机要科"),
}  # fmt: skip
_ACCOUNTS = {
    "train": (
        "{p}发布", "{p}政务", "美丽{p}", "{p}微报", "看{p}", "{p}在线", "平安{p}", "{p}之声", "{p}e家",
        "{p}政事儿",
    ),
    "dev": ("微{p}", "{p}播报", "幸福{p}"),
    "test": ("{p}视窗", "掌上{p}", "爱{p}", "{p}快讯"),
}  # fmt: skip
_PLATFORMS: dict[str, tuple[str, ...]] = {
    "weibo": ("微博", "新浪微博", "官方微博", "政务微博"), "wechat": ("微信公众号", "微信", "公众号", "微信公众平台"),
    "short_video": ("抖音号", "视频号", "快手号"), "app": ("客户端", "APP", "头条号"),
    "website": ("网站", "网", "门户网站"),
}  # fmt: skip
_RANKS = "省市县区旗盟州乡镇族自治"  # in a made-up name nobody could tell them from the end of one
_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_OFFICES = (
    "国办发", "国发", "政办发", "府办", "国办公开办函", "政发", "府发", "办发", "政办函", "财预",
    "局发", "国办函", "政公开办", "人社发", "教办", "办字", "政字", "府函", "办函", "办通",
    "委发", "党办", "函", "发", "通", "规", "办规", "办秘",
)  # fmt: skip
_LAW_ENDS = (
    "条例",
    "办法",
    "规定",
    "暂行办法",
    "实施细则",
    "管理办法",
    "实施办法",
    "暂行规定",
    "工作规则",
    "法",
    "规范",
)
_DEPARTMENT_ENDS = ("科", "股", "处", "室", "中心", "办公室", "站", "大队", "办", "司", "组", "委员会办公室")
_AGENCY_ENDS = ("局", "局", "委员会", "厅", "办公室", "管理局", "服务中心", "执法局", "事务局", "监督管理局")
_PLACE_ENDS = (
    "村",
    "社区",
    "广场",
    "路",
    "大街",
    "公园",
    "小区",
    "开发区",
    "图书馆",
    "便民服务大厅",
    "政务服务大厅",
    "大厦",
)


def quoted(text: str, rng: random.Random) -> str:
    """The text in quotation marks, or in the brackets of titles, or bare."""
    return rng.choice(("“{}”", "“{}”", '"{}"', "「{}」", "{}")).format(text)


def account(agency: Agency, channel: str, split: Split, rng: random.Random) -> str:
    """An account's name with the platform that it is on: “看平安”微博."""
    stem = agency.region.rstrip("省市县区旗")[-3:] or agency.region
    made_up = rng.random() < 0.4
    if made_up:
        stem = _stem(rng)
    named = rng.choice(_ACCOUNTS[split]).format(p=stem)
    if rng.random() < 0.4:
        named, made_up = rng.choice((word("noun", split, rng) + stem, stem + word("noun", split, rng))), True
    # Bare, nobody could say where one begins that is called after no place.
    shown = f"“{named}”" if made_up else quoted(named, rng)
    return shown + rng.choice(_PLATFORMS[channel])


def name(kind: str, agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    """A name of a kind of entity."""
    return _KINDS[kind](agency, year, split, rng)


def _stem(rng: random.Random) -> str:
    """Two characters as places are called, any that a division's name has but those of its rank."""
    return "".join(rng.sample(_characters(), 2))


@cache
def _characters() -> str:
    text = files("extractor.narrative").joinpath("data/divisions.tsv").read_text("utf-8")
    return "".join(sorted({ch for ch in text if "\u4e00" <= ch <= "\u9fff"} - set(_RANKS)))


def _region(agency: Agency, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return agency.region
    county = _stem(rng) + rng.choice("县区市镇乡")
    return (_stem(rng) + "市" + county) if rng.random() < 0.4 else county


def _agency(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.25:
        return agency.name
    if draw < 0.55:
        return choose(rng, split, year).name
    if draw < 0.7:
        organ = rng.choice(("人民政府", "人民政府办公室", "政府", "街道办事处", "管委会"))
        return _region(agency, rng) + (_stem(rng) if organ == "街道办事处" else "") + organ
    return _region(agency, rng) + word("noun", split, rng) + rng.choice(_AGENCY_ENDS)


def _department(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    if rng.random() < 0.35:
        return rng.choice(_DEPARTMENTS[split])
    more = word("noun", split, rng) if rng.random() < 0.3 else ""
    return word("noun", split, rng) + more + rng.choice(_DEPARTMENT_ENDS)


def _platform(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    return account(agency, rng.choice(list(_PLATFORMS)), split, rng)


def _number(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    office = rng.choice(_OFFICES)
    if len(office) == 1 or rng.random() < 0.6:  # 转发发〔2020〕1号 would be nobody's
        office = _stem(rng)[: rng.choice((1, 1, 2))] + office
    open_, close = rng.choice(("〔〕", "〔〕", "［］", "（）"))  # plain brackets are the grammar's
    return f"{office}{open_}{year - rng.randint(0, 4)}{close}{rng.choice(('', '', '第'))}{rng.randint(1, 199)}号"


def _law(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    if rng.random() < 0.3:
        return rng.choice(_LAWS[split])
    before = rng.choice(("中华人民共和国", "", "", _stem(rng) + rng.choice("省市县")))
    return before + "".join(word("noun", split, rng) for _ in range(rng.choice((1, 1, 2)))) + rng.choice(_LAW_ENDS)


def _date(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    y = year + rng.choice((0, 0, 0, 0, 1, -1, -2, -6))
    return rng.choice(
        (
            f"{y}年{month}月{day}日",
            f"{y}年{month}月{day}日",
            f"{month}月{day}日",
            f"{y}年{month}月",
            f"{y}-{month:02}-{day:02}",
        )
    )


def _place(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.35:
        return _region(agency, rng)
    if draw < 0.75:
        return _region(agency, rng) + rng.choice((_stem(rng), word("noun", split, rng))) + rng.choice(_PLACE_ENDS)
    return _region(agency, rng) + rng.choice(
        ("中心广场", f"{_stem(rng)}路{rng.randint(1, 300)}号", "图书馆", "政务大厅")
    )


def _person(agency: Agency, year: int, split: Split, rng: random.Random) -> str:
    return rng.choice(_FAMILY) + "".join(rng.sample(_characters(), rng.choice((1, 2, 2))))


_KINDS: dict[str, Callable[[Agency, int, Split, random.Random], str]] = {
    "agency": _agency, "dept": _department, "platform": _platform, "docno": _number, "law": _law, "date": _date,
    "place": _place, "person": _person,
}  # fmt: skip
