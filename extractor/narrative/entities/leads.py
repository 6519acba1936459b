"""Where a name begins: behind the words that lead to one."""

import re

# Words that stand before a name and are no part of it.
_LEADS = (
    "转发|下发|印发|出台|学习|贯彻|落实|按照|根据|依照|依据|对照|遵照|违反|符合|执行|收到|接到|承办|参加|联合|邀请|组织|"
    "督导|检查|调研|走进|前往|来到|位于|设在|推动|引导|联系|咨询|明确|辖区内|所辖|下辖|辖区|下设|内设|所属|下属|"
    "登录|打开|关注|进入|下载|通过|依托|开设|打造|做优|上线|开通|注册|点击|访问|浏览|利用|借助|召开|举办|举行|结合|含在|涉及|涵盖|包括|累计|各级|关于|以及|同时|截至|其中|"
    "[一二三四五六七八九]是|[由经据与对向和在到赴于至同的原从自据被了交]"
)
LEAD = re.compile(_LEADS)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def begin(text: str, first: int, last: int) -> int:
    """Where a name begins that ends behind `last`: behind the last leading word that begins in [first, last)."""
    found = first
    for lead in LEAD.finditer(text, first, last):
        found = lead.end()
    return found


_BEHIND = re.compile(rf"(?:^|[^\u4e00-\u9fff\d]|{_LEADS})$")


def led(text: str, start: int) -> bool:
    """Whether a name can begin at a place: behind a mark, a line's end or a leading word."""
    return _BEHIND.search(text[max(0, start - 4) : start]) is not None


def skip(text: str, start: int) -> int:
    """A place behind the leading word of two characters or more that begins there; the place itself without one."""
    lead = LEAD.match(text, start)
    return lead.end() if lead and lead.end() - start > 1 else start
