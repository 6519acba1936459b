"""What the clauses of each topic say: channels and what was posted there, kinds of information, requests, cases."""

import re
from collections.abc import Callable, Sequence

from .grammar import Writer
from .words import turns

CHANNELS = (
    "website", "disclosure_platform", "weibo", "wechat", "short_video", "app", "new_media", "media", "bulletin_boards",
)  # fmt: skip
_NAMED = ("website", "weibo", "wechat", "short_video", "app")
_READ = ("weibo", "wechat")
_FOLLOWED = ("weibo", "wechat", "new_media")
# Kinds of information: list of words → its count.
KINDS = {
    "news": "news", "notice": "notices", "budget": "budget", "personnel": "personnel",
    "interpretation": "interpretations", "key_areas": "key_areas", "permits": "permits_penalties.published",
    "normative": "normative_documents.published", "document": "documents.published",
}  # fmt: skip
_RESULTS = {
    "granted": "granted", "partial": "partial", "denied": "denied", "unavailable": "unavailable",
    "not_processed": "not_processed", "other_result": "other",
}  # fmt: skip
_MANNERS = {"online": "online", "letter": "letter", "in_person": "in_person", "fax": "fax"}
_APPLICANTS = {"natural_person": "natural_person", "organization": "organization"}
_TURNED = 0.4  # share of kinds with a turn of phrase behind them


def _channel(by: Writer, name: str) -> str:
    """A word for a channel, or the name of an account on it."""
    if name in _NAMED and by.rng.random() < 0.22:
        return f"<@account:{name}>"
    return f"<{name}>"


def _posts(name: str) -> str:
    return f"{name}.posts"


def _on_channel(by: Writer) -> str:
    rng = by.rng
    name = rng.choice(CHANNELS)
    shown = _channel(by, name)
    draw = rng.random()
    if draw < 0.55:
        text = _for(by.draw("channel_posts"), name, shown)
    elif draw < 0.7:
        text = _for(by.draw("channel_more"), name, shown)
    elif draw < 0.85 and name in _FOLLOWED:
        return _for(by.draw("channel_accounts"), name, shown)
    else:
        several = rng.sample(range(3), rng.randint(2, 3))
        first = ("channel_posts", "channel_more", "channel_more")[several[0]]
        text = _for(by.draw(first), name, shown)
        for _ in several[1:]:
            text += rng.choice("，，；、") + _for(by.draw("channel_follow"), name, shown)
    return text


def _for(pattern: str, name: str, shown: str) -> str:
    """The pattern for a channel; numbers that no metric of it holds count nothing."""
    known = {
        "posts",
        *(("followers",) if name in _FOLLOWED else ()),
        *(("reads",) if name in _READ else ()),
        "accounts",
    }
    units = {"followers": "人|名", "reads": "次|人次|人", "accounts": "个"}

    def told(found: re.Match[str]) -> str:
        what = found[1]
        if name == "website" and what == "reads":
            return "{website.visits}"
        return f"{{{name}.{what}}}" if what in known else f"{{-/{units[what]}}}"

    return re.sub(r"\{CH\.([a-z]+)\}", told, pattern).replace("<CH>", shown)


def _listed(by: Writer, items: Sequence[tuple[str, str]], verb: str = "", *, part: bool = True) -> str:
    """“A x条、B y条”, “A、B分别x条、y条”, or in brackets; items are (words, number's mark without braces)."""
    rng = by.rng
    flag = ";part" if part else ""
    if len(items) > 1 and rng.random() < 0.2:
        bare = rng.random() < 0.2
        marks = [
            f"{{{m};bare{flag}}}" if bare and i < len(items) - 1 else f"{{{m}{flag}}}" for i, (_, m) in enumerate(items)
        ]
        named = "、".join(w for w, _ in items[:-1]) + rng.choice("、和及") + items[-1][0]
        between = rng.choice(("、", "、", "，"))
        return named + rng.choice(("分别", "分别", "依次")) + verb + rng.choice(("", "为", "有")) + between.join(marks)
    between = rng.choice(("、", "，", "；", "，"))
    joint = rng.choice(("", "", "", "的", "[共|有|为]", "："))
    unit_verb = verb if rng.random() < 0.6 else ""
    return between.join(f"{w}{unit_verb}{joint}{{{m}{flag}}}" for w, m in items)


def _detailed(by: Writer, whole: str, listed: str) -> str:
    rng = by.rng
    draw = rng.random()
    if draw < 0.4:
        return f"{whole}，其中{rng.choice(('', '', '：', '，'))}{listed}"
    if draw < 0.6:
        return f"{whole}（{rng.choice(('其中', '', '其中：', '含'))}{listed}）"
    if draw < 0.75:
        return f"{whole}{rng.choice('。；，')}{listed}"
    by_what = rng.choice(
        (
            "按[内容|类别|类型|渠道|方式]分",
            "从[类别|渠道|方式|内容]看",
            "[主要|]包括",
            "[具体为|具体情况是]",
            "[分别|其中][是|为]",
        )
    )
    return f"{whole}，{by_what}{rng.choice('：，')}{listed}"


def _all_by_channel(by: Writer) -> str:
    rng = by.rng
    chosen = rng.sample(CHANNELS, rng.randint(2, 5))
    items = [(_channel(by, n), _posts(n)) for n in chosen]
    if rng.random() < 0.3:
        items.insert(rng.randint(0, len(items)), ("<elsewhere>", "-/条"))
    if rng.random() < 0.25:
        items = [("[通过|在|依托]" + w, m) for w, m in items]
    listed = _listed(by, items, rng.choice(("<publish>", "<publish><info>", "")))
    return _detailed(by, by.draw("overall"), listed) if rng.random() < 0.7 else listed


def _all_by_kind(by: Writer) -> str:
    rng = by.rng
    chosen = rng.sample(list(KINDS), rng.randint(1, 4))
    ends = turns("kind_tail", by.split)
    items = [(f"<{k}>" + (rng.choice(ends) if ends and rng.random() < _TURNED else ""), KINDS[k]) for k in chosen]
    for _ in range(rng.choice((0, 1, 1, 2))):
        items.insert(
            rng.randint(0, len(items)),
            (rng.choice(("<kind><kind_tail>", "<noun><kind_tail>", "[其他|其它][类|]信息")), "-/条"),
        )
    listed = _listed(by, items, rng.choice(("", "", "<publish>")))
    if rng.random() < 0.5:
        return listed
    name = rng.choice(CHANNELS)
    whole = by.draw("overall") if rng.random() < 0.6 else _for(by.draw("channel_posts"), name, _channel(by, name))
    return _detailed(by, whole, listed)


def _thing(by: Writer) -> str:
    kind = by.rng.choice(list(KINDS))
    return by.draw("things").replace("<K>", f"<{kind}>").replace("{K}", f"{{{KINDS[kind]}}}")


_GROUNDS = (
    "[属于|涉及|因]<noun>[的|][原因|]",
    "[国家秘密|三安全一稳定|内部事务信息|过程性信息|行政执法案卷|行政查询事项|第三方合法权益|商业秘密|个人隐私]",
    "[重复申请|要求提供公开出版物|无正当理由大量反复申请|信访举报投诉类申请|没有现成信息需要另行制作|补正后仍不明确]",
)  # fmt: skip


def _about_requests(clause: str) -> str:
    """The clause with what it is about, where only a heading could have told it."""
    if any(word in clause for word in ("<request>", "<application>", "申请", "<fee>")):
        return clause
    return "<request>[方面|办理工作中|中]，" + clause


def _of_requests(by: Writer) -> str:
    rng = by.rng
    draw = rng.random()
    if draw < 0.4:
        return _about_requests(by.draw("requests"))
    group = rng.choice((_RESULTS, _RESULTS, _MANNERS, _APPLICANTS))
    chosen = rng.sample(list(group), rng.randint(2 if len(group) < 5 else 1, len(group)))
    items = [(f"<{k}>", f"requests.{group[k]}") for k in chosen]
    if group is not _RESULTS and rng.random() < 0.5:
        items = [(w + rng.choice(("申请", "[提交|提出]", "方式", "提出")), m) for w, m in items]
    if group is _RESULTS and rng.random() < 0.25:
        items.insert(rng.randint(0, len(items)), (rng.choice(_GROUNDS), "-/件"))
    if rng.random() < 0.15:
        items = [(w + "[的|][有|]", m) for w, m in items]
    if rng.random() < 0.12:  # the number before its words
        listed = rng.choice("，、；").join(
            f"{{{m};part}}<application>{w}" if rng.random() < 0.3 else f"{{{m};part}}{w}" for w, m in items
        )
    else:
        listed = _listed(by, items)
    if rng.random() < 0.15:
        lead = rng.choice(
            (
                "从[申请方式|办理结果|申请人类型|答复情况]看",
                "[办理|答复]结果[为|如下|是]",
                "在[已|]答复的<request>中",
                "[按|从]申请[渠道|主体]划分",
            )
        )
        return lead + rng.choice("，：") + listed
    whole = rng.choice(
        (
            _about_requests(by.draw("requests")),
            "<receive><request>{requests.received}",
            "[共|]<close><request>{requests.closed}",
        )
    )
    return _detailed(by, whole, listed)


def _of_cases(by: Writer) -> str:
    rng = by.rng
    if rng.random() < 0.45:
        return by.draw("cases")
    name = rng.choice(("review", "litigation"))
    items = [("<upheld>", f"{name}.upheld"), ("<corrected>", f"{name}.corrected")]
    items = items[: rng.randint(1, 2)] if rng.random() < 0.7 else items[::-1]
    if rng.random() < 0.4:
        items.append((rng.choice(("[尚未审结|未审结|正在审理|其他结果|审理中|申请人撤回|和解撤诉|终止审理]",)), "-/件"))
    whole = rng.choice(
        ("<about_disclosure><arise>[的|]<X>{X.cases}", "<X>{X.cases}", "[发生|收到|办理]<X>{X.cases}")
    ).replace("X", name)
    if rng.random() < 0.12:
        return _detailed(by, whole, rng.choice("，、").join(f"{{{m};part}}[被|予以|]{w}" for w, m in items))
    return _detailed(by, whole, _listed(by, items))


TOPICS: dict[str, str | Callable[[Writer], str]] = {
    "overall": "overall", "channel": _on_channel, "channel_again": _on_channel, "by_channel": _all_by_channel,
    "by_kind": _all_by_kind, "website": "website", "documents": "documents", "things": _thing, "unknown": "unknown",
    "interact": "interact", "interact2": "interact2", "places": "places", "requests": _of_requests,
    "requests_again": _of_requests, "cases": _of_cases, "organise": "organise", "organise_again": "organise",
    "interact_again": "interact", "interact2_again": "interact2", "channel_third": _on_channel,
    "named": "filler", "named_again": "filler", "named_third": "filler",
}  # fmt: skip
