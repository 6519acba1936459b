"""Names of state organs: how they end, where a name stops, which words only look like one."""

import re

from ..divisions import leading, named

# What a whole name ends with; the first are the organs of a division itself.
GOVERNMENT = r"(?:人民政府|政府|管理委员会|管委会|行政公署|街道办事处|办事处)(?:办公厅|办公室)?"
_ENDINGS = (
    rf"(?:{GOVERNMENT}|委员会|局|厅|署|总队|支队|大队|调查队|中心|海关|法院|检察院|学院|大学|学校|中学|小学|党校|医院|银行|分行|支行|"
    r"公司|集团|协会|学会|联合会|红十字会|联社|总会|工会|妇联|团委|研究院|研究所|科学院|馆|部|委|办|办公厅|办公室|"
    r"税务所|管理处|管理所|监督所|事务所|供销社|电视台|气象台|监狱|站|林场|农场)"
)
_BRACKETED = r"(?:\([\u4e00-\u9fff、,]{2,30}\))?"
MASK = "*×○"  # an editor's signs for characters left out
_ORGAN = re.compile(rf"[{MASK}]{{0,4}}[\u4e00-\u9fff()、·]{{1,45}}{_ENDINGS}{_BRACKETED}")
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,20}?(?:镇|乡|街道|苏木)")
ZONE_ENDS = (
    r"(?:综合实验区|实验区|高新技术产业开发区|高新技术产业园区|高新技术开发区|高新区|经济技术开发区|经济开发区|经济区|"
    r"开发区|经开区|综合保税区|保税港区|保税区|旅游度假区|度假区|风景名胜区|风景区|示范区|合作区|功能区|新区|管理区|"
    r"工业园区|产业园区|科技园区|工业园|园区|农场)"
)
ZONE = re.compile(rf"[\u4e00-\u9fff]{{2,16}}?{ZONE_ENDS}|高新区|经开区")
# Words of the one organ inside its own sphere: 市财政局, 我局, 本机关. They name no organ.
_GENERIC = re.compile(
    r"我|本|各|该|其|有关|相关|上级|下级|同级|所属|多个|省|市|县|区|州|旗|盟|国务院|机关|单位|部门|自治[区州县]|党中央|中央|"
    r"政府|人民政府|办公|全[国省市县区州镇乡局委]|(?:镇|乡|街道)(?:人民|政府|党|机关|级|办)|[局委办厅](?=办|机关|党|所|属|政)"
)
# Words of a sentence, which a name does not have; 对外 and 信息化 are words of names.
_SENTENCE = re.compile(
    r"[的了是在将于并按从把]|对(?![外口台])|为(?!民)|根据|依据|公开|公布|发布|信息(?!化|中心|产业|技术|通信|网络)|报告|加强|推进|坚持|通过|年度|规定"
)
_DISCLOSURE = re.compile(r"(?:(?<!人民)政府信息|政务|(?:政府)?信息|党务)公开.*$|网站.*$|门户.*$")
_KIND = re.compile(
    r"(?:关于|行政机关|(?<!人民)政府|政务|信息|部门|机关|年度|工作|开展|贯彻|执行|[\s、,()\-·:的年度])+$"
)
_KINDS = {
    "海关",
    "环境",
    "税务",
    "气象",
    "学校",
    "高校",
    "行政机关",
    "本机关",
    "本单位",
    "部门",
}  # kinds of information
_HOUSE = re.compile(
    r"(?P<house>.+(?:局|委员会|委|厅|街道办事处|办事处|人民政府|镇政府|乡政府|海关|大学|学院|管委会|政府办公室|政府办公厅|"
    r"支队|中心|管委会办公室|管理委员会办公室)|.+(?:镇|乡|街道)(?=党政|党建|综合|政务))"
    r"[\u4e00-\u9fff]{0,14}(?:办公室|科|处|室|股|组|办|中心)"
)
_OWN_OFFICE = re.compile(r".*[^镇乡](?:人民政府|政府|管委会|管理委员会)(?:办公室|办公厅)")
_BEFORE = re.compile(r"(?:关于|[\s、,.·\-:的年度)])+")


def is_town(name: str) -> bool:
    """Whether a name is that of a town, township or street, without an organ's name behind it."""
    return _TOWN.fullmatch(name) is not None


def is_seat(name: str) -> bool:
    """Whether a town's bare name stands for its government, as in 某街道认真贯彻…; 我镇 and 全镇 do not."""
    return is_town(name) and not is_generic(name) and not _SENTENCE.search(name)


def is_zone(name: str) -> bool:
    """Whether a name is that of a functional zone."""
    return ZONE.fullmatch(name) is not None


def is_division(name: str) -> bool:
    """Whether a name is a division or a chain of them, and nothing more."""
    chain = leading(name, None)
    return bool(chain and chain[-1].end == len(name)) or bool(named(name, None))


def is_generic(name: str) -> bool:
    """Whether a name says only 市财政局 or 我局, without whose."""
    return _GENERIC.match(name) is not None and not leading(name, None)


def is_full(name: str) -> bool:
    """Whether a name is an organ's, and says whose."""
    if _ORGAN.fullmatch(name) is None or is_generic(name):
        return False
    chain = leading(name, None)
    return _SENTENCE.search(name, chain[-1].end if chain else 0) is None


def is_name(name: str) -> bool:
    """Whether words in the agency's place of a title can be its name, whatever it ends with."""
    return re.fullmatch(rf"[{MASK}\u4e00-\u9fff()、·]{{3,40}}", name) is not None and not _SENTENCE.search(name)


def is_organ(name: str) -> bool:
    """Whether a name can stand for an agency: an organ, a division, a zone, or a town."""
    return is_full(name) or is_division(name) or (not is_generic(name) and (is_town(name) or is_zone(name)))


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Interval of the name inside a title's part: without 关于, 政府信息, particles and blanks around it."""
    if before := _BEFORE.match(text, start, end):
        start = before.end()
    part = text[start:end]
    if part in _KINDS:
        return start, start
    if part.startswith("*") and not is_generic(part.lstrip(MASK)):  # an asterisk of emphasis
        start, part = end - len(part.lstrip(MASK)), part.lstrip(MASK)
    if part.endswith(("人民政府", ")")):
        return start, end
    kind = _KIND.search(part)
    return (start, start + kind.start()) if kind else (start, end)


def house(name: str) -> str:
    """The agency whose office is named: 某局 for 某局办公室, 某街道办事处 for 某街道办事处党政办公室.

    A government's own office is an agency and stays.
    """
    name = _DISCLOSURE.sub("", name)
    while not _OWN_OFFICE.fullmatch(name) and (found := _HOUSE.fullmatch(name)):
        name = found["house"]
    return name
