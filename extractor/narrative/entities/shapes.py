"""Names that are known by their shape: days and months, numbers of documents, titles of laws, accounts in quotes."""

import re
from collections.abc import Iterator
from functools import cache

from ..divisions import names
from .found import Found
from .leads import begin

_DAY = r"(?:[12]\d|3[01]|0?[1-9])日"
_MONTH = r"(?:1[0-2]|0?[1-9])月"
# A year alone is a time of counting, not a date, and so is 1至12月.
_DATE = re.compile(
    rf"(?<![\d.])(?:(?:19|20)\d\d年{_MONTH}(?:{_DAY}|(?![份\d]))|{_MONTH}{_DAY}|(?:19|20)\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d))"
)
_SPOKEN = re.compile(
    r"二[零〇○][零〇○一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_DOCUMENT = re.compile(r"([\u4e00-\u9fff]{1,14})[\[(](?:19|20)\d\d[\])]第?\d{1,5}号")
_OFFICE = re.compile(r"(?:发|办|函|字|规|秘|通|令|预|公告|政|传|电|审|批|复|报|党|议|建|提)$")
_LAW = re.compile(
    r"《([^《》\n]{1,60}?(?:条例|办法|规定|细则|规则|规范|法|守则|公约)(?:\((?:试行|修订|暂行|修正案?|[^()]{0,6}修订)\))?)》"
)
_NAMED_AS_LAW = re.compile(r".*(?:方法|用法|做法|执法|司法|普法|书法|说法|看法|语法|手法)$")
_PLATFORM = (
    r"(?:(?:新浪|腾讯|官方|政务|人民)?微博|(?:官方|政务)?微信(?:公众平台|公众账号|公众号|订阅号|服务号|视频号|小程序)?|公众号|"
    r"(?:官方|政务)?(?:抖音|快手|头条|视频|百家|人民|澎湃|企鹅|搜狐)号|抖音|快手|今日头条|小程序|"
    r"(?:新闻|手机|移动|政务)?客户端|APP|app|App|门户网站|官方网站|网站|网(?![格络民上友站页]))"
)
_ACCOUNT = re.compile(rf"(?:\"[^\"\n]{{1,24}}\"|「[^」\n]{{1,24}}」){_PLATFORM}")

_ON = re.compile(_PLATFORM)
_NO_ACCOUNT = re.compile("[省市县区旗州盟镇乡府局厅办委院]|移动|手机|官方|新闻|电台")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]+$")
_OWN = re.compile(r"(?:[我本](?:局|县|市|区|镇|乡|办|厅|委|院|街道|中心|机关|单位|机构))")


def shaped(text: str) -> Iterator[Found]:
    """Dates, numbers of documents, laws and quoted accounts in folded text."""
    for pattern in (_DATE, _SPOKEN):
        for found in pattern.finditer(text):
            yield Found(*found.span(), "date")
    for found in _DOCUMENT.finditer(text):
        start = begin(text, found.start(1), found.end(1) - 1)
        if _OFFICE.search(found[1]):
            yield Found(start, found.end(), "docno")
    for found in _LAW.finditer(text):
        if not _NAMED_AS_LAW.match(found[1]):
            yield Found(*found.span(1), "law")
    for found in _ACCOUNT.finditer(text):
        yield Found(*found.span(), "platform")


def bare(text: str) -> Iterator[Found]:
    """Accounts without quotes that are called after a division: 陆良在线公众号, 平安昌吉微博."""
    for platform in _ON.finditer(text):
        first = max(0, platform.start() - 10)
        run = _RUN.search(text[first : platform.start()])
        if run is None:
            continue
        start = begin(text, first + run.start(), platform.start() - 2)
        if own := _OWN.match(text, start):
            start = own.end()
        name = text[start : platform.start()]
        if (
            2 < len(name) + platform[0].startswith("政务") <= 8
            and not _NO_ACCOUNT.search(name)
            and any(stem in name for stem in _parts(name) & _stems())
        ):
            yield Found(start, platform.end(), "platform")


def _parts(name: str) -> set[str]:
    return {name[i : i + n] for i in range(3) for n in (2, 3)}


@cache
def _stems() -> frozenset[str]:
    """What divisions are called without their rank: 陆良, 昌吉."""
    return frozenset(name.rstrip("省市县区旗州盟") for name in names()) - {""}
