"""Findings in sentences, in Chinese and in English; labels of tables stay as printed."""

from typing import Final

from ...export.forms import METADATA_LABELS, Place
from ...export.wording import CAUSES_EN, CAUSES_ZH
from .finding import Finding, Note
from .reports import places_of

_SAY: Final = {
    "zh": {
        "sum": "{where}：{formula}{mend}",
        "text": "{explanation}",
        "years": "{where}：{formula}",
        "cut": "{where}：“{glued}”几格数字粘连，按{years}年之间的关系此格应为 {implied}{because}",
        "nothing": "正文“{quote}”，而{formula}",
        "all_done": "正文“{quote}”，而{formula}",
        "slipped": "{fact}“{printed}”与报告年度 {year} 不符",
        "brackets": "正文“{quote}”：括号内各项之和超过总数（{formula}）",
        "change": "正文“{quote}”（{label}）：与上年报告不符（{formula}）",
        "history": "{label} {printed} 与本机关其他年度相差悬殊（{formula}）",
        "copied": "正文与{source}的报告约有 {formula} 相同",
        "members": "{formula}；成员：{members}",
        "twice": "同一年度另有一份报告，数字不同：{formula}",
        "members_missing": "{agency}{year}年：{n}个成员中缺少 {missing} 的报告，不作判断",
        "agency": "{name}：{doubt}",
        "unplaced": "{path}：机关或年度不明，未作年际核对",
        "same_twice": "{name}{year}年：另有一份数字相同的报告 {path}，只用一份",
    },
    "en": {
        "sum": "{where}: {formula}{mend}",
        "text": "{explanation}",
        "years": "{where}: {formula}",
        "cut": "{where}: the digits “{glued}” of several cells run together; the sums between {years} "
        "leave {implied}{because}",
        "nothing": "the text says “{quote}”, but {formula}",
        "all_done": "the text says “{quote}”, but {formula}",
        "slipped": "{fact} “{printed}” does not go with a report on {year}",
        "brackets": "text “{quote}”: the parts in brackets exceed their whole ({formula})",
        "change": "text “{quote}” ({label}): last year's report does not bear it out ({formula})",
        "history": "{label} {printed} is far from the agency's other years ({formula})",
        "copied": "{formula} of the text are those of the report {source}",
        "members": "{formula}; members: {members}",
        "twice": "another report for the same year has other numbers: {formula}",
        "members_missing": "{agency} {year}: of {n} members, {missing} have no report: no verdict",
        "agency": "{name}: {doubt}",
        "unplaced": "{path}: agency or year not known, not held against other years",
        "same_twice": "{name} {year}: {path} is another report with the same numbers; one of them was used",
    },
}
_MEND: Final = {"zh": "；印为 {printed}，按勾稽关系应为 {implied}", "en": "; printed as {printed}, should be {implied}"}
_CAUSES: Final = {
    "zh": CAUSES_ZH
    | {
        "years": "上年或本年的报告有误，或结转数在两年之间作过更正",
        "about": "对外公开总数一般随本年新公开数变动，可能另有清理或补录",
        "misread": "也可能是识读有误，请先对照原文",
        "agency": "机关名称不能确定是同一机关",
        "reorganised": "机构改革或区划调整前后，职责不同",
        "text": "正文沿用了往年的表述，或表格有误",
        "slipped": "沿用了往年的文本，年份没有改全",
        "brackets": "各项之间有重复计算，或其中一处有误",
        "change": "统计口径不同，或其中一年的数字有误",
        "history": "口径变化、单位有误或多填一位数字；也可能属实",
        "copied_own": "沿用上年文本",
        "copied": "照抄其他机关的文本",
        "members": "汇总时遗漏或重复",
        "members_assumed": "成员是按名称推定的；汇总口径可能不同",
        "twice": "重复发布或事后更正",
    },
    "en": CAUSES_EN
    | {
        "years": "one of the two years is wrong, or the carried number was corrected between them",
        "about": "the number in public mostly moves with what was published; there may have been a clean-up",
        "misread": "may be a misreading: compare with the document first",
        "agency": "the name is not certain to be the same agency's",
        "reorganised": "before and after a reform of offices or divisions the tasks differ",
        "text": "the text was kept from another year, or the table is wrong",
        "slipped": "the text was kept from another year and not all years in it were changed",
        "brackets": "things were counted twice, or one of the numbers is wrong",
        "change": "other definitions, or one of the years is wrong",
        "history": "another definition, a wrong unit, a digit too many; or it is true",
        "copied_own": "last year's text was kept",
        "copied": "another agency's text was copied",
        "members": "something was left out or counted twice when adding up",
        "members_assumed": "members were assumed from their names; the parent may count otherwise",
        "twice": "published twice, or corrected afterwards",
    },
}
_WHERE: Final = {
    "zh": {"cell": "{table}“{row}”一行“{column}”一列", "only": "{table}“{row}{column}”", "text": "正文"},
    "en": {"cell": "{table}, row “{row}”, column “{column}”", "only": "{table}, “{row}{column}”", "text": "text"},
}
_FACTS_EN: Final = {"title": "title", "period_start": "start", "period_end": "end", "published": "date"}


def tell(finding: Finding, lang: str = "zh") -> str:
    """A finding as a clause without a full stop; `lang` is "zh" or "en"."""
    args = dict(finding.args)
    if "fact" in args:
        args["fact"] = METADATA_LABELS[args["fact"]] if lang == "zh" else _FACTS_EN[args["fact"]]
    blank = "空白" if lang == "zh" else "blank"
    numbers = {"printed": blank if finding.printed is None else finding.printed, "implied": finding.implied}
    return _SAY[lang][finding.say].format(
        **{
            "where": where(finding, lang),
            "formula": finding.formula,
            "year": finding.who.year,
            "mend": _MEND[lang].format(**numbers) if finding.implied is not None else "",
            "because": f"（{finding.formula}）" if finding.formula else "",
        }
        | numbers
        | args
    )


def tell_note(note: Note, lang: str = "zh") -> str:
    """A note as a clause without a full stop."""
    return _SAY[lang][note.say].format(**note.args)


def cause(finding: Finding, lang: str = "zh") -> str:
    """The likely cause; "" where none is known."""
    return _CAUSES[lang].get(finding.cause, "")


def place(finding: Finding) -> Place:
    """Table, row and column that a finding is about; empty labels where it stands in the text."""
    names = finding.fields[:1]
    return places_of(finding.who.schema).get(names[0], Place("", "", "")) if names else Place("", "", "")


def where(finding: Finding, lang: str = "zh") -> str:
    """Table, row and column in words."""
    found = place(finding)
    table = found.table
    if lang == "en" and table.startswith("表") and len(table) == 2:
        table = f"Table {table[1]}"
    shape = "cell" if found.row and found.column else "only" if found.table else "text"
    return _WHERE[lang][shape].format(table=table, row=found.row, column=found.column)
