"""Names that begin with a division: agencies, and places; and those of an agency's departments."""

import re
from collections.abc import Container, Iterator

from ..divisions import mentions
from ..metadata.organs import ZONE_ENDS
from .found import Found
from .leads import LEAD, led, skip

_HAN = r"[\u4e00-\u9fff]"
# Words that no name of an organ goes over.
_STOP = (
    r"(?:[的了是在将于并按从到向与由被让等及]|经(?![济营贸信纪销])|对(?![外口台])|关于|开展|进行|设立|设置|举办|召开|举行|建成|投入|宣讲|查阅|查询|督导|"
    r"检查|群众|居民|企业|提出|提交|出席|联合|共同|组织(?!部)|主办|承办|要求|指导(?!中心)|支持|领导(?!小组)|入驻|接入|印发|发布|下发|"
    r"转发|就|召集|作出|送达|编制|报送|负责|牵头|统一|工作(?!委|部|站)|有关|认真|积极|主动|全年|今年|全面|公开(?!办|科|股|处|室))"
)
_WORD = rf"(?:(?!{_STOP}){_HAN})"
_ORGAN = (
    r"(?:人民政府(?:办公[室厅])?|政府(?:办公[室厅])?|(?:管理委员会|管委会)(?:办公室)?|街道办事处|办事处|行政公署|"
    r"委员会|总局|局|(?<!大)厅|总队|支队|服务中心|办公室|公署|海关|法院|检察院)"
)
_TAIL = re.compile(rf"{_WORD}{{0,14}}?{_ORGAN}")
_SPOT = re.compile(
    rf"{_WORD}{{0,6}}?(?:路\d{{1,4}}号|社区|村|广场|路|大街|公园|小区|开发区|园区|图书馆|档案馆|大厅|大厦)"
)
_STREET = re.compile(rf"{_HAN}{{2}}街道办事处")
_NOT_IN_MADE = "[省市县区旗州盟镇乡我本各全该其每年月日期社辖等的]"
_MADE = re.compile(
    rf"(?!{_NOT_IN_MADE}|[另两多有新老同属下在到对于和与由]|棚户|景区|行政区|功能区|工业区|开发区)"
    rf"[\u4e00-\u9fff](?!{_NOT_IN_MADE})[\u4e00-\u9fff](?:市|县|区|镇|乡|街道(?!办事处))"
    r"(?![长级容民直域委属内里外情场村]|(?<=区)[别划县]|政(?!府|务))"
)
_ZONE = re.compile(ZONE_ENDS)
_VILLAGE = re.compile(rf"(?<=[辖区的]){_HAN}{{2}}(?:村|社区)(?!民|务|级|镇)")
_DEPARTMENT = re.compile(
    r"(?P<name>(?![我本各全该其每市县区镇乡省])(?:(?![的了是在将于并到向由被等及就]|经(?![济营贸信纪销])|下设|内设|所属|设在|"
    r"负责人|做客|走进|通过|利用|借助|依托|加强|强化|过去)[\u4e00-\u9fff]){1,12}?"
    r"(?:办公室(?:文秘科)?|[科股处室站办司组]|中心|大队))"
    r"(?=$|[,。;、)(:\n]|和|负责|承担|牵头|审核|审查|签发|办理|汇总|配合|协助|具体|为成员|共同|分工|落实|承办|组成|成立|"
    r"运维|管理|获取)"
)
_UNDER = re.compile(rf"(?<=下属){_HAN}{{2,8}}?(?:中心|大队|支队|站)")
_BEFORE = re.compile(r"(?:由|经|明确|联系|咨询|[是和、(与:]|下设|内设|所属|下属|设在|交|科室:|机构:|部门:|[,。;\n]|^)$")
_NO_DEPARTMENT = re.compile(
    r".*(?:政务服务中心|行政服务中心|融媒体中心|新闻中心|文化中心)$|.*(?:公开|管|督|经|自|主|包|承|领|申请)办$|.*(?:网站|演播室|责任科室|小组|工作组|专班|[省市县区镇乡]政府办公室)$"
)


def divided(text: str) -> Iterator[Found]:
    """Agencies and places of folded text that begin with a division's name, in or out of the table of divisions."""
    known = {place.start: place.end for place in mentions(text, None)}
    starts = sorted({*known, *(m.start() for m in _scan(text) if _is_free(text, m.span(), known))})
    done = 0
    for start in starts:
        sure = start in known and known[start] - start > 2  # 召开县长会议 names no 开县
        if start < done or not (sure or led(text, start)):
            continue
        end, ranked = _chain(text, start, known)
        whole = known.get(start) is not None
        if tail := (_STREET.match(text, end) or _TAIL.match(text, end)):
            found = Found(start, tail.end(), "agency", whole)
        elif spot := _SPOT.match(text, end):
            found = Found(start, spot.end(), "place", whole)
        elif ranked:
            found = Found(start, end, "place", whole)
        else:
            continue
        done = found.end
        yield found
    for village in _VILLAGE.finditer(text):
        yield Found(*village.span(), "place")


def _scan(text: str) -> Iterator[re.Match[str]]:
    """Every place where a made-up division's name can begin, overlapping ones too."""
    at = 0
    while found := _MADE.search(text, at):
        yield found
        at = found.start() + 1


def _is_free(text: str, place: tuple[int, int], known: dict[int, int]) -> bool:
    """Whether a made-up name neither begins with a leading word nor runs into a known one: 收到 + 镇康县."""
    start, end = place
    lead = LEAD.match(text, start, end)
    return (lead is None or lead.end() - start < 2) and all(known.get(i, 0) - i < 3 for i in range(start + 1, end))


def _chain(text: str, start: int, known: dict[int, int]) -> tuple[int, bool]:
    """The end of a chain of divisions, and whether its last name says its rank."""
    end = start
    while True:
        if end in known:
            end = known[end]
        elif made := _MADE.match(text, end):
            end = made.end()
        elif end > start and (zone := _ZONE.match(text, end)):
            end = zone.end()
        else:
            return end, text[end - 1] in "省市县区旗州盟镇乡道"


def departments(text: str, behind: Container[int] = ()) -> Iterator[Found]:
    """Departments of an agency: behind a word that leads to one, before what a department does.

    `behind` are places where agencies' names end, at which a department's can begin.
    """
    at = 0
    while found := _DEPARTMENT.search(text, at):
        start, end = found.span("name")
        at = start + 1
        start = max((i for i in range(start, end) if i in behind), default=start)
        if start in behind or _BEFORE.search(text[max(0, start - 3) : start]):
            start = skip(text, start) + (text[start] == "交" and text[start : start + 2] != "交通")
            if start < end - 1 and not _NO_DEPARTMENT.match(text, start, end):
                yield Found(start, end, "dept")
                at = end
    for under in _UNDER.finditer(text):
        yield Found(*under.span(), "dept")
