"""Names of state organs: how they end, where a name stops, which words only look like one."""

import re

from ..divisions import leading, named

# What a whole name ends with; the first group are the organs of a division itself.
GOVERNMENT = r"(?:人民政府|政府|管理委员会|管委会|行政公署|街道办事处|办事处)(?:办公厅|办公室)?"
_ENDINGS = (
    rf"(?:{GOVERNMENT}|委员会|委办|(?:局|厅|署|总队|支队|大队|中心|海关|法院|检察院|学院|大学|学校|中学|小学|医院|银行|"
    r"公司|集团|协会|学会|联合会|联社|总会|工会|妇联|团委|研究院|研究所|图书馆|博物馆|档案馆|科技馆|"
    r"部|委|办|办公厅|办公室|分局|税务所|管理处|管理站|管理所|监督所|事务所|供销社|电视台|人防办|气象台|监狱|总站))"
)
_BRACKETED = r"(?:\([\u4e00-\u9fff、,]{2,30}\))?"
_ORGAN = re.compile(rf"[\u4e00-\u9fff()、·]{{1,45}}{_ENDINGS}{_BRACKETED}|[\u4e00-\u9fff]{{2,12}}(?<![办处])(?:{_ENDINGS})")
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,20}?(?:镇|乡|街道|苏木)")
ZONE_ENDS = (
    r"(?:综合实验区|实验区|高新技术产业开发区|高新技术产业园区|高新技术开发区|高新区|经济技术开发区|经济开发区|经济区|开发区|经开区|"
    r"综合保税区|保税港区|保税区|旅游度假区|度假区|风景名胜区|风景区|示范区|合作区|功能区|新区|管理区|工业园区|产业园区|科技园区|"
    r"工业园|园区|农场)"
)
ZONE = re.compile(rf"[\u4e00-\u9fff]{{2,16}}?{ZONE_ENDS}|高新区|经开区")
# Words of the one organ inside its own sphere: 市财政局, 我局, 本机关. They name no organ.
_GENERIC = re.compile(
    r"(?:我|本|各|该|全|其|有关|相关|上级|下级|同级|所属|多个|省|市|县|区|州|旗|镇|乡|街道|盟|局|委|办|厅|国务院|机关|单位|部门|"
    r"自治区|党中央|中央|中华人民共和国|条例|政府信息|政府部门|政府办公|人民政府|办公)"
)
_SENTENCE = re.compile(r"[的了是在对为将于与及并按从把]|根据|按照|依据|公开|公布|发布|信息|报告|加强|推进|坚持|通过|年度")
_DISCLOSURE = re.compile(r"(?:(?<!人民)政府信息|政务|(?:政府)?信息|党务)公开.*$|网站.*$|门户.*$")
_KIND = re.compile(r"(?:关于|的|行政机关|(?<!人民)政府|海关|政务|环境|信息|部门|机关|年度|工作|开展|贯彻|执行|[\s、,()\-·:年度])+$")
_OFFICE_ENDS = r"(?:办公室|科|处|室|股|组|办|中心)"
_HOUSE = re.compile(
    rf"(?P<house>.+(?:局|委员会|委|厅|街道办事处|办事处|人民政府|镇政府|乡政府|海关|大学|学院|管委会|政府办公室|政府办公厅|"
    rf"支队|中心|管委会办公室|管理委员会办公室))(?P<inner>[\u4e00-\u9fff]{{0,14}}{_OFFICE_ENDS})"
)
_OWN_OFFICE = re.compile(r".*[^镇乡](?:人民政府|政府|管委会|管理委员会)(?:办公室|办公厅)")


def is_town(name: str) -> bool:
    """Whether a name is that of a town, township or street, without an organ's name behind it."""
    return _TOWN.fullmatch(name) is not None


def is_zone(name: str) -> bool:
    """Whether a name is that of a functional zone."""
    return ZONE.fullmatch(name) is not None


def is_division(name: str) -> bool:
    """Whether a name is a division or a chain of them, and nothing more."""
    chain = leading(name, None)
    return bool(chain) and chain[-1].end == len(name) or bool(named(name, None))


def is_generic(name: str) -> bool:
    """Whether a name says only 市财政局 or 我局, without whose."""
    return _GENERIC.match(name) is not None and not leading(name, None)


def is_full(name: str) -> bool:
    """Whether a name is an organ's, and says whose."""
    return _ORGAN.fullmatch(name) is not None and not _SENTENCE.search(name) and not is_generic(name)


def is_organ(name: str) -> bool:
    """Whether a name can stand for an agency: an organ, a division, a zone, or a town."""
    return is_full(name) or is_division(name) or (not is_generic(name) and (is_town(name) or is_zone(name)))


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Interval of the name inside a title's part: without 关于, 政府信息, particles and blanks around it."""
    while start < end and (text[start] in " \t\n、,.·-:的年度)" or text.startswith("关于", start)):
        start += 2 if text.startswith("关于", start) else 1
    if text[start:end].endswith("人民政府") or text[start:end].endswith(")"):
        return start, end
    kind = _KIND.search(text[start:end])
    return (start, start + kind.start()) if kind else (start, end)


def house(name: str) -> str:
    """The agency whose office is named: 某局 for 某局办公室, 某街道办事处 for 某街道办事处党政办公室.

    A government's own office is an agency and stays.
    """
    name = _DISCLOSURE.sub("", name)
    while not _OWN_OFFICE.fullmatch(name) and (found := _HOUSE.fullmatch(name)):
        name = found["house"]
    return name
