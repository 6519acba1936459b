"""Clauses joined to passages as reports join them: lists, details, comparisons, other years, other people's figures."""

import random
import re
from collections.abc import Callable, Sequence

from ..synthetic.agencies import choose
from ..synthetic.narrative_say import style
from ..synthetic.report import Split
from .grammar import Passage, Writer
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
_HEADINGS = {
    "overall": "主动公开情况|主动公开政府信息情况|政府信息主动公开|总体情况",
    "requests": "依申请公开情况|依申请公开办理情况|政府信息公开申请办理情况|依申请公开工作",
    "cases": "行政复议和行政诉讼情况|复议、诉讼情况|行政复议、行政诉讼和举报投诉情况",
    "interact2": "回应解读情况|公众参与情况|互动交流|政策解读和回应关切",
    "organise": "监督保障情况|组织领导和培训|监督保障|工作机构和人员情况",
    "channel": "平台建设情况|政府信息公开平台建设|公开渠道|信息公开载体建设",
    "things": "公开内容|重点领域信息公开|政府信息管理",
}
_YEARS = ("year", "last", "next", "earlier", "%")
_MARK = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)>|\{[^{}]*\}")
_VERBS = frozenset(
    ("publish", "create", "hold", "issue", "repeal", "receive", "close", "respond", "handle_p", "run", "arise")
)
_PUT, _TURNED = 0.05, 0.4  # shares of words and numbers with a turn of phrase before them, of kinds with one behind
# Clauses whose figures are not the agency's own of the year.
_ELSEWHERE = re.compile(r";(?:sub|oth|last|cum|other)\}")
_ENDS = ("，", "，", "；", "。", "。")


def writer(split: Split, units: dict[str, tuple[str, ...]], stocks: frozenset[str], rng: random.Random) -> Writer:
    """Someone who writes a passage; `units` and `stocks` as in Writer."""
    year = rng.randint(2008, 2025)
    return Writer(choose(rng, split, year), year, split, style(rng), units, stocks, rng)


def passage(by: Writer, longest: int) -> Passage:
    """A heading now and then, and sentences of one or more topics, up to so many characters."""
    rng = by.rng
    text, owned = "", True
    topic = rng.choice(list(_TOPICS))
    if rng.random() < 0.35:
        text = _heading(topic, rng)
    for _ in range(rng.randint(2, 7)):
        drawn = _naming(by) if topic.startswith("named") else _sentence(by, topic, owned)
        sentence = by.spell(drawn)
        if text and len(text) + len(sentence) > longest:
            break
        text += sentence
        owned = not _ELSEWHERE.search(drawn)
        if rng.random() < 0.5:
            topic = rng.choice(list(_TOPICS))
        if rng.random() < 0.08:
            text += "\n"
    return by.print(text)


def _heading(topic: str, rng: random.Random) -> str:
    shown = rng.choice(_HEADINGS.get(topic, _HEADINGS["overall"]).split("|"))
    mark = rng.choice(("一、", "二、", "（一）", "（二）", "（三）", "1.", "2、", "三、", "第一部分 "))
    return mark + shown + rng.choice(("\n", "\n", "。", "："))


def _sentence(by: Writer, topic: str, owned: bool) -> str:
    """Some clauses; with figures of others before it (`owned` False), the first says whose its own are."""
    rng = by.rng
    clauses: list[str] = []
    if rng.random() < 0.32:
        clauses.append(by.draw("filler"))
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        clauses.append(_clause(by, topic, owned))
        owned = not _ELSEWHERE.search(clauses[-1])
    if rng.random() < 0.1:
        clauses.append(by.draw("filler"))
    ends = [rng.choice(_ENDS) for _ in clauses[:-1]] + ["。"]
    for i, clause in enumerate(clauses):  # what is not the agency's own, or not this year's, ends with its sentence
        if _ELSEWHERE.search(clause):
            ends[i] = "。"
            if i:
                ends[i - 1] = rng.choice("。。；")
    numbered = rng.random() < 0.06
    return "".join(
        (f"{'一二三四五'[i]}是" if numbered and i < 5 else "") + c + e
        for i, (c, e) in enumerate(zip(clauses, ends, strict=True))
    )


def _naming(by: Writer) -> str:
    """A sentence without counts, as those about who did what under which rule."""
    rng = by.rng
    return rng.choice("，，；").join(by.draw("filler") for _ in range(rng.choice((1, 1, 2, 3)))) + "。"


def _clause(by: Writer, topic: str, owned: bool) -> str:
    rng = by.rng
    build = _TOPICS[topic]
    clause = build(by) if callable(build) else by.draw(build)
    if rng.random() < 0.12:
        clause = by.draw("unknown")
    clause = _turned(by, _compared(by, clause))
    if rng.random() < 0.06:
        clause += "，[涉及|涵盖|包括]<kind>、<kind>等[信息|内容|领域|方面]"
    clause = _owned(by, clause, owned)
    return by.draw("lead") + clause if rng.random() < 0.2 else clause


def _owned(by: Writer, clause: str, owned: bool) -> str:
    """The clause as it is, for this year, or turned into someone else's or another year's figure.

    Behind a clause about others or another time (`owned` False) it says which it is.
    """
    draw = by.rng.random()
    if not owned and draw < 0.81:
        return "<this>" + by.rng.choice(("，<own>", "<own>", "，")) + clause
    if draw < 0.55:
        return clause
    if draw < 0.76:
        return "<this>" + by.rng.choice(("，", "", "，<own>")) + clause
    if draw < 0.81:
        return "<own>" + clause
    if draw < 0.89:
        return "<sub>" + by.rng.choice(("", "", "[共|全年|累计]", "[分别|报送的|]")) + flagged(clause, "sub")
    if draw < 0.92:
        return "<other_owner>" + flagged(clause, "oth")
    if draw < 0.96:
        return "<last>" + by.rng.choice(("，", "", "<own>")) + flagged(clause, "last")
    if draw < 0.985:
        return "<since>" + by.rng.choice(("，", "，<own>", "")) + flagged(clause, "cum")
    return "<plan>" + flagged(clause, "other")


def flagged(clause: str, flag: str) -> str:
    """The clause with a flag on each of its numbers."""
    return _MARK.sub(lambda m: m[0] if m[1] in _YEARS else f"{{{m[1]};{flag}}}", clause)


_TAILS = (
    "，[比|较]<last>[<more>|<less>][了|]{M;change}", "，同比[<more>|<less>][了|]{%}",
    "，[比|较]<last>[<more>|<less>]{%}", "，<last>[为|是|]{M;last}", "（<last>[为|]{M;last}）", "，<rate>[达|为|]{%}",
    "（<rate>{%}）", "，占[总数|全部|总量]的{%}", "，[平均|]每[月|天|周][约|]{M;other}",
    "，其中<sub>[报送|办理|公开|]{M;sub}", "，其中<noun>[类|方面|]{M;detail}、<noun>[类|方面|]{M;detail}",
    "，<since>[共|]{M;cum}", "，与<last>[相比|比较][<more>|<less>]{M;change}", "，[<more>|<less>][幅度|率|][为|达]{%}",
    "，是<last>的{-/倍;ratio}", "（其中<noun>{M;detail}）", "，其中[属于|涉及]<kind>[的|]{M;detail}",
)  # fmt: skip
_HEADS = (
    "由<last>的{M;last}[增至|增加到|上升到|变为|减少到|减至|提高到]{M}", "从{M;last}[增加|上升|下降|变化][到|至]{M}",
    "{M;cum}，其中<this>[新增|新公开|]{M}",
)  # fmt: skip


def _compared(by: Writer, clause: str) -> str:
    """The clause with comparisons and details at some of its counts."""

    def more(found: re.Match[str]) -> str:
        body = found[1]
        rng = by.rng
        goes_on = found.string[found.end() : found.end() + 1] not in ("", "，", "；", "。", "）")
        if goes_on or body in _YEARS or body.startswith("-") or ";" in body or rng.random() > 0.16:
            return found[0]
        stock = "narrative." + body in by.stocks
        if rng.random() < 0.12 and not stock:
            return rng.choice(_HEADS).replace("M", body)
        tail = rng.choice(_TAILS + turns("tail", by.split))
        if stock and ";cum" in tail:
            return found[0]
        detail = "-/" + by.units.get("narrative." + body, ("件",))[0]
        return found[0] + tail.replace("M;detail", detail + ";part").replace("M", body)

    return _MARK.sub(more, clause)


def _turned(by: Writer, clause: str) -> str:
    """The clause with words that change nothing put between others, where the split has such turns of phrase."""
    rng = by.rng
    before = {kind: turns(kind, by.split) for kind in ("verb", "noun", "number")}

    def put(found: re.Match[str]) -> str:
        kind = "number" if found[0][0] == "{" else "verb" if found[1] in _VERBS else "noun"
        if not before[kind] or found[0][1:-1] in _YEARS or rng.random() > _PUT:
            return found[0]
        return rng.choice(before[kind]) + found[0]

    return _SLOT.sub(put, clause)


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


_TOPICS: dict[str, str | Callable[[Writer], str]] = {
    "overall": "overall", "channel": _on_channel, "channel_again": _on_channel, "by_channel": _all_by_channel,
    "by_kind": _all_by_kind, "website": "website", "documents": "documents", "things": _thing, "unknown": "unknown",
    "interact": "interact", "interact2": "interact2", "places": "places", "requests": _of_requests,
    "requests_again": _of_requests, "cases": _of_cases, "organise": "organise", "organise_again": "organise",
    "interact_again": "interact", "interact2_again": "interact2", "channel_third": _on_channel,
    "named": "filler", "named_again": "filler", "named_third": "filler",
}  # fmt: skip
