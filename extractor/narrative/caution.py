"""Whose figure a number is, and of which year: what keeps it from being the agency's count for the year."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ..core.metric import Metric
from .pieces import Piece
from .scope import Place
from .words import DETAILS, ETC

_DIFFERENCE = re.compile(
    r"(?<!新)(?:增加|增长|增多|增幅|减少|下降|降低|上升|提高|提升|上涨|回落|多|少)(?:了|约|近|共)*$"
)
_TO = re.compile(
    r"(?:,|的)?(?:增加|增长|上升|提高|提升|减少|下降|降低|降|减|增|扩大|压缩|精简|变|变化)(?:到|至|为|成)(?![\d.]+%)"
)
# Last year's as what it left over for this one.
_LEFT_OVER = (
    r"[度末底]*(?:跨年|未办结|未答复|待办|滚动)?"
    r"(?:结转|转结|转入|转来|遗留|延续|顺延|结存|留存|末未|未办结|未答复|待办)"
)
_LAST_YEAR = re.compile(
    rf"(?:去年|(?<!结转)(?<!结转自)(?:[上前]一?年|上一?个年度))(?!{_LEFT_OVER})|(?:[上前]一?个?|上一个)(?:报告期|自然年|统计年度|考核年度)|(?<![以马])上期|同期|往年(?!{_LEFT_OVER})|历年(?!来|累计)"
)
_THIS_YEAR = re.compile(
    r"今年|本年|全年|过去一年|这一年|(?<![上前])(?<![上前][一个])报告期|(?<![上前去个])(?<![上前]一)年度|当年|年内|(?<!历)年累计|一年[来间中]|新增|本期|(?<![去前上])年共|\d月(?:\d+日)?[至到—-]"
)
_WHOLE_YEAR = re.compile(r"全年|年内|年度内")
_YEARS = re.compile(r"(?<![\d自])(20\d\d)年(?!度?结转)")
# A clause that dates a rule, a platform or a piece of work, not the figures behind it.
_BEGAN = re.compile(
    r"[^,]*20\d\d年\d[^,]*(?:,[^,\d]{0,16})?(?:施行|实施|完成|上线|成立|启用|开通|召开|印发|生效)[^,\d]{0,4},"
)
_OF_YEAR = re.compile(r"20\d\d年度")
_WIDER = re.compile(
    r"因(?!(?:政府|政务)?信息公开|政务公开|依申请|公开|申请|不服)[^,。;]{2,10}(?:引发|提起|引起|产生)|复议机[关构]|审[理结](?:了|各类)?全[省市县区州]|审[理结](?:了|各类)?(?:行政)?复议|上级(?:部门|机关|单位|政府)?(?:举办|召开|组织|主办)的|转[载发]了?(?:上级|国务院|中央|国家|[省市](?:委|政府)|中国政府网)|(?:参加|出席|参与|列席)(?:上级|国家|全[国省市县区]|[省市县区](?!长|直))[^,;]*$|不限于|不仅限于|非政府信息公开|非信息公开|与(?:政府)?信息公开无关"
)  # of cases of every kind
_ABOUT = re.compile(r"[^\d,;:]*(?:等|内容|方面|领域|信息|事项)")
_AVERAGE = re.compile(r"日均|月均|周均|平均|每[日天月周年篇条人次季]|人均|均值|单[条篇个期]|最高(?!人民)")
_PLAN = re.compile(
    r"力争|争取|力求|打算|明年|来年|今后[拟将计]|下一?年度?(?:计划|拟|将|预计)|下一?步(?:将|拟|计划)|^计划(?![生单总类信财内外项、和及与表书])|(?<![按照依据])计划(?=[在于将到新开]|20\d\d年|明年|下一?年|举办|举行|组织|召开)|(?<![草代])拟(?!稿|办|定|制|订|就)|预计|预期|有望|展望|拟定于|将要|(?:新(?:的)?一年|新年度|后续|接下来|下阶段|下一阶段)度?(?:将|拟|计划|继续)|目标|不少于|不低于|"
    r"至少|原则上"
)
_WITHIN = re.compile(r"下设|(?<![年度])内设(?!立)|分设|涵盖[^,;]*$|划分[^,;]*$")
# One of the units under an agency, each of them, or a unit that is none of its own.
_EACH = (
    r"(?<!各地)各(?![类项种级方渠平界条环自式领载媒地行大网微账栏专]|政务|新媒|官方|公开)[\u4e00-\u9fff]|"
    r"各(?:行业主管|行政村|地[市区]|大队)"
)
_OTHER_UNITS = (
    r"系统内(?:各|单位|部门)|辖内|辖区内|下设|友邻|邻[县市近]|外[县市单省](?=[^,;]{0,3}(?:市|位|共|全年|累计|$|[\u4e00-\u9fff]))|(?:社会|评估|专业|银行|中介)机构|某[镇街单学医部公企]|(?:水务|供电|电力|燃气|电信|公交)(?:集团|公司)|"
    r"省厅|省[级直](?:机关|部门|单位)|市级机关|中央部门|国家层面|上级(?:主管部门|政府|党委)|(?:政府)?组成部门|县市区|市县区|直属各|[省市]级机关|镇\(办\)|(?<![我本])镇办(?![理结复毕妥公])|乡镇(?:政府|\()|"
    r"(?:责任|牵头|垂直|同类|同行业|县级|市直|县直|区直)单位|中小学校?|医疗机构|驻地部队|其他(?:街道|乡镇|城市|单位)|[省市县区]级各|"
    r"[省市县区局厅委院][属直](?:各)?(?:部门|单位|学校|医院|企业)|[县市区]法院|[县市区]检察院|[县市]纪委|[县市]委办"
)
_OTHERS = re.compile(
    rf"{_EACH}|{_OTHER_UNITS}|"
    r"下属|所属|所辖|辖区|下辖|各县|各区|各镇|各乡|各街道|各市|县区|区县|乡镇|[省市县区]直|各地(?!各部门|区各)|镇街|基层单位|直属单位|"
    r"[兄弟]单位|外省|其他[省市县区局]|全国|分局|支队|大队|成员单位|县级部门|市级部门|省级部门|国务院部门|垂直?管理?(?:单位|部门)|派出机构|二级单位|系统各单位|[局委厅]属|各园区|各管委会|邻近|周边|外地|相关企业|[省市县区]属(?:部门|单位)|村居|村级|各村|各社区|基层站所|各派出|"
    r"(?<=[\u4e00-\u9fff])(?<![乡农])(?:村|社区)(?:共|全年|累计|本年度?)*(?:收到|接到|受理|新收|办结|答复|公开|发布)"
    r"|(?:^|[,;:是])(?:上级(?:部门|单位|机关)?|第三方|某[企公部县市局]|国家部委|其他部门|相邻|下级)"
)
# What is done to others is the agency's own doing.
_AIMED = re.compile(r"(?:对|针对|面向)(?:本?[全]?[省市县区局系统]{0,2})$")
_AGAIN = re.compile(
    r"我[局厅委办院处站市县区镇乡校省州旗中街单]|本[局厅委办院处站市县区镇乡省州旗级单街]|本机[关构](?!不)"
)
_CLAUSE, _CLOSED = re.compile(r"[,;]|:(?!\d)"), re.compile(r"\([^()]*\)")
_LEAD = r"(?:[一二三四五六七八九]是|其中|另外|此外|同时)?"
# Clauses that begin with whose or of when what follows is; of last year alone with its count, they only compare.
_OTHERS_TELL = re.compile(
    rf"{_LEAD}(?:{_EACH}|{_OTHER_UNITS}|下属|所属|辖区|所辖|下辖|下级|外省|[省市县区]直|乡镇|基层站所|直属单位|各?成员单位|各园区|各管委|村(?=全年|累计|分别|共|集中|报送|开展)|相关企业|[省市县区]属[部单]|全国|上级|第三方|某[企公部县市局]|国家部委|"
    r"其他部门|相邻|兄弟|外省|外地|邻近|周边|县级部门|市级部门|省级部门|国务院部门|垂直?管|派出机构|二级单位|系统各单位|[局委厅]属单位)"
)
_THEN = re.compile(
    rf"{_LEAD}(?:去年|(?:上|前)一?年|上一?个年度|(?:[上前]一?个?|上一个)(?:报告期|自然年|统计年度)|上期|前年|往年|历年|历史(?:累|总|合)计|"
    rf"自?[^,;\d]{{0,12}}(?:(?<![今本一]年)(?<!年初)(?<!年度)以来|至今|之日起)|自20\d\d年[^,;]{{0,6}}(?:以来|至今|起)|近?[几两二三四五十]年(?:来|间|累计)|多年(?:来|累计)|\"十[三四五]五\"(?:以来|期间)|"
    r"力争|争取|力求|打算|预计|预期|有望|展望|拟定于|明年|来年|新的?一年(?:将|拟|计划)|新年度|后续|接下来|下一?阶段|今后[拟将计]|目标[为是]|下一?年度?(?:计划|拟|将|预计)|下一?步(?:将|拟|计划))"
    rf"(?!{_LEFT_OVER})(?:度|的|同期|累计|共|拟|将|计划|预计|我.|本.){{0,5}}(?:$|[^\d为是有共约近]*[^\d为是有共约近累计全年]{{4}})"
)
# What others counted, or the means by which they did, before what they did by it.
_COUNTED = re.compile(r"\d[^\d年月日号]")
_GOES_ON = re.compile(
    r"\d|分别|通过|依托|依靠|利用|借助|借力|凭借|运用|发挥|在[^,]+(?:等|进行|开展)|梳理|应公开尽公开|做客|走进|(?:方面|[件请作]中|[端上号网])$"
)
_RUNNING = re.compile(r"累计|(?<![今本一]年)(?<!年初)(?<!年度)以来|截至目前|迄今|截止目前|至今|总数达|存量|历史")
_SINCE = re.compile(
    r"(?<![今本一]年)(?<!年初)(?<!年度)以来|近[几两二三四五十]?年来?(?!底|末)|[两三四五六七八九十几多]年(?:来|间|累计)|自20\d\d年[^,;]{0,4}起,?累计|截[至止]目前已?累计|累计至今|"
    r"迄今|至今|到目前为止|历史|历年|累计.*已[达有]|截[至止]20\d\d年底累计"
)
_BROUGHT = re.compile(r"(?:本年|今年|当年|年度|全年|年内).{0,4}新|新增(?:主动)?公开")


def changes_to(text: str, end: int) -> bool:
    """True where the number that ends here is last year's, and the next one this year's (增加到)."""
    return _TO.match(text, end) is not None


def last_year(text: str) -> bool:
    """True where the words in front of a number say that it is of a year before the report's."""
    return bool(_LAST_YEAR.search(text)) and not _of_this_year(text)


@lru_cache(maxsize=512)  # each number of a sentence asks about the clauses before it
def _of_this_year(text: str) -> bool:
    """True where words say this year; 全年 behind last year's is that year's."""
    return bool(_THIS_YEAR.search(_WHOLE_YEAR.sub("", text)))


def caution(place: Place, year: int | None, *, stock: bool = False) -> float:
    """How far a number is the agency's own for the year: 1 where nothing speaks against it, 0 where it is not.

    Of a `stock` a total since some year is the year's own too.
    """
    piece, near, left = place.row[place.at], place.near, place.left
    if _goes_on_elsewhere(place, year, stock):
        return 0
    if changes_to(place.text, piece.end) or _DIFFERENCE.search(left.rstrip("约近了")):
        return 0
    if _AVERAGE.search(near) or _PLAN.search(near) or _WITHIN.search(near) or _WIDER.search(near):
        return 0
    if place.text.startswith(("+", "以上的"), piece.end) or (piece.quantity and piece.quantity.raw.startswith("提高")):
        return 0
    if last_year(near):
        return 0
    years = [int(found) for found in _YEARS.findall(_BEGAN.sub("", left.rpartition(";")[2]))]
    if stock and _SINCE.search(left):
        years = []
    if year and years and max(years) < year and not _THIS_YEAR.search(_OF_YEAR.sub("", left)):
        return 0
    words, right = place.around.near, place.around.right
    if words and words[-1].text == ETC and right and right[0].kind in ("word", "cue"):
        return 1  # …等16个专栏: examples of what is counted
    said = "".join(p.text for p in words)
    found = next((m for m in _OTHERS.finditer(said) if not _AIMED.search(said, 0, m.start())), None)
    return 0.4 if found and not _counted(place) else 1


def _counted(place: Place) -> bool:
    """对7个乡镇开展检查2次: True where others are what the number right before counts."""
    if not place.earlier:
        return False
    before = place.row[place.earlier[-1]]
    unit = before.quantity.unit if before.quantity else ""
    plain = place.text[before.end : before.end + 1] not in ",;:"
    return unit in ("个", "家") and plain and _OTHERS.match(place.text, before.end) is not None


def _goes_on_elsewhere(place: Place, year: int | None, stock: bool) -> bool:
    """各镇公开信息10条,答复申请2件: True where a clause before tells of someone else or another year, and none since
    says whose or of when this number is."""
    begin = place.sentences[place.nth].start
    clauses = _CLAUSE.split(_CLOSED.sub("", place.text[begin : place.row[place.at].start]))
    whose = when = False
    for k, clause in enumerate(reversed(clauses)):
        then, again, tells = _beginnings(clause)
        if then and not when and (k or _COUNTED.search(clause)):
            return not (stock and _SINCE.search(clause))
        whose = whose or again
        when = when or _of_this_year(clause) or f"{year}年" in clause
        if tells and not whose and (_GOES_ON.search(clause) if k else _COUNTED.search(clause)):
            return True
    return False


@lru_cache(maxsize=512)
def _beginnings(clause: str) -> tuple[bool, bool, bool]:
    """Whether a clause begins with another time, tells of the agency itself, begins with others."""
    return bool(_THEN.match(clause)), bool(_AGAIN.search(clause)), bool(_OTHERS_TELL.match(clause))


def running_total(place: Place, metric: Metric, year: int | None) -> float:
    """How far a number is what the year brought, not a total since the beginning, as a factor."""
    left = place.left
    if metric.stock or not (_RUNNING.search(left) or _SINCE.search(left)):
        return 1
    if _THIS_YEAR.search(left):
        return 0.95
    if _SINCE.search(left):
        return 0.4
    said = year and re.search(rf"(?<!截至)(?<!截止)(?<!截止到)(?<!至){year}年(?!底|末)", left)
    return 0.95 if said else 0.75


def is_part(place: Place, year: int | None) -> bool:
    """True for a number that details one before it in the sentence (其中, 包括, brackets)."""
    near = place.near
    if _BROUGHT.search(near) or (year and near.startswith((f"其中{year}年", f"其中,{year}年"))):
        return False  # 累计…，其中本年度新增…: what the year brought is no part but the figure
    if not place.earlier:
        return place.nth > 0 and place.text.startswith("其中", place.sentences[place.nth].start)
    row, text = place.row, place.text
    if _inside_brackets(row, place.at):
        return True
    detail: Piece | None = None
    for piece in row[place.earlier[0] : place.at]:
        if piece.kind == "semi" and detail is not None and not text.startswith((":", "包括"), detail.end):
            detail = None  # 其中…；…: what follows stands beside the whole again
        if piece.kind == "comma" and detail is not None and _ABOUT.fullmatch(text, detail.end, piece.start):
            detail = None  # 涉及教育、卫生等方面,…: it told what they are about
        if piece.text in DETAILS:
            detail = piece
    return detail is not None


def _inside_brackets(row: Sequence[Piece], at: int) -> bool:
    depth = 0
    for piece in row[:at]:
        depth += (piece.kind == "open") - (piece.kind == "close" and depth > 0)
    return depth > 0
