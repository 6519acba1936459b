"""Report → web page as one of the sites of its split publishes it."""

import random
import re
from datetime import date, timedelta
from html import escape
from string import Template

from ..report import PrintedCell, PrintedTable, Report
from .flow import Flow, Line, flow, header_rows, rows_of, tables_of
from .rendered import Rendered
from .sites import FRAMES, SITES, Site

_NAV = ("首页", "政务公开", "政务服务", "互动交流", "走进本地", "数据发布", "新闻中心", "专题专栏", "办事大厅")
_SHARE = ("打印本页", "关闭窗口", "分享到：", "微信", "新浪微博", "QQ空间", "收藏", "字号：大 中 小", "返回顶部")
_HOSTS = ("办公室", "政务服务和数据管理局", "信息中心", "大数据中心")
_WESTERN = re.compile(r"[0-9A-Za-z.,%/—-]+")


def render_html(report: Report, rng: random.Random) -> Rendered:
    """A page of a random site of the report's split, in the charset that the site declares."""
    return render_site(report, rng, rng.choice(SITES[report.split]))


def render_site(report: Report, rng: random.Random, site: Site) -> Rendered:
    """The page as this site prints it. Characters beyond its charset become references."""
    items = flow(report)
    charset = "gbk" if site.charset == "gb2312" else site.charset
    data = page(report, items, site, rng).encode(charset)
    return Rendered(".html", data, site.name, tables_of(items))


def page(report: Report, items: Flow, site: Site, rng: random.Random) -> str:
    """The whole page as text."""
    counter = str(rng.randint(3, 9999))
    published = _web_date(report, rng)
    source = report.agency
    stamp = [f"来源：{escape(source)}", f"浏览次数：{counter}"]
    if published:
        stamp.insert(rng.randrange(2), f"发布时间：{published}")
    place = report.region or report.agency
    has_title = site.family != "word"
    fills = {
        "charset": site.charset,
        "site": escape(f"{place}政府门户网站"),
        "title": escape(report.title),
        "declared": f'<meta name="PubDate" content="{published}">' if published else "",
        "css": site.css,
        "counter": counter,
        "nav": _nav(site, rng),
        "crumbs": site.crumbs,
        "stamp": rng.choice(("　", " | ", "&nbsp;&nbsp;")).join(stamp),
        "open": site.open,
        "body": body(items, site, with_title=not has_title or rng.random() < 0.2),
        "close": site.close,
        "share": " ".join(rng.sample(_SHARE, rng.randint(3, 6))),
        "related": _related(report, site),
        "footer": f"版权所有：{escape(place)}　主办：{escape(place)}{rng.choice(_HOSTS)}　"
        f"网站标识码：{rng.randrange(10**9, 10**10)}",
    }
    text = Template(FRAMES[site.family].replace("$title_$site", "${title}_$site")).substitute(fills)
    return _within(text, site.charset)


def body(items: Flow, site: Site, *, with_title: bool) -> str:
    """The report's own part of the page."""
    parts: list[str] = []
    for item in items:
        if isinstance(item, PrintedTable):
            parts.append(_table(item, site))
        elif item.kind == "heading":
            parts.append(site.heading.replace("$text", _runs(item.text, site)))
        elif item.kind == "paragraph":
            parts += [site.paragraph.replace("$text", _runs(line, site)) for line in item.text.split("\n")]
        elif item.kind != "title" or with_title:
            parts.append(_aside(item, site))
    return "\n".join(parts)


def _aside(line: Line, site: Site) -> str:
    align = "right" if line.kind == "signature" else "center"
    return f'<p style="text-align:{align}">{_runs(line.text, site)}</p>'


def _table(table: PrintedTable, site: Site) -> str:
    rows = rows_of(table)
    head = header_rows(table) if site.thead else 0
    written = ["<tr>" + "".join(_cell(cell, site) for cell in row) + "</tr>" for row in rows]
    if head:
        written[:head] = ["<thead>", *written[:head], "</thead>"]
    return f"<table {site.table}>\n" + "\n".join(written) + "\n</table>"


def _cell(cell: PrintedCell, site: Site) -> str:
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    )
    if not cell.text.strip():
        return f"<td{spans}>{site.blank}</td>"
    return f"<td{spans}>{site.cell.replace('$text', _runs(cell.text, site))}</td>"


def _runs(text: str, site: Site) -> str:
    """Escaped text; Word puts figures and Latin letters into spans of their own."""
    if site.family != "word":
        return escape(text).replace("\n", "<br>")
    written: list[str] = []
    at = 0
    for run in _WESTERN.finditer(text):
        if run.start() > at:
            written.append(
                f"<span style='font-size:16.0pt;font-family:仿宋_GB2312'>{escape(text[at : run.start()])}</span>"
            )
        written.append(f"<span lang=EN-US style='font-size:16.0pt;mso-font-kerning:0pt'>{escape(run[0])}</span>")
        at = run.end()
    if at < len(text):
        written.append(f"<span style='font-size:16.0pt;font-family:仿宋_GB2312'>{escape(text[at:])}</span>")
    return "".join(written).replace("\n", "<br>")


def _nav(site: Site, rng: random.Random) -> str:
    wrap = {"portal": "<li><a href='#'>{}</a></li>", "bare": "<td><a href='#'>{}</a></td>"}.get(
        site.family, "<a>{}</a> "
    )
    return "".join(wrap.format(name) for name in rng.sample(_NAV, rng.randint(5, 8)))


def _related(report: Report, site: Site) -> str:
    """Links to what the site lists beside the report."""
    titles = (f"{report.region or ''}政府信息公开指南", "政府信息公开制度", "依申请公开办理流程图")
    wrap = "<li><a href='#'>{}</a></li>" if site.family == "portal" else "<a href='#'>{}</a> "
    return "".join(wrap.format(escape(title)) for title in titles)


def _web_date(report: Report, rng: random.Random) -> str | None:
    """When the page went online: some days later where the report prints its own date, never a date it lacks."""
    if report.published is None:
        return None
    own = date.fromisoformat(report.published)
    signed = any(str(own.year) in line or "年" in line for line in report.signature)
    return (own + timedelta(days=rng.randint(0, 9) if signed else 0)).isoformat()


def _within(text: str, charset: str) -> str:
    """The text with references for what the charset cannot write."""
    if charset == "utf-8":
        return text
    return text.encode("gbk", "xmlcharrefreplace").decode("gbk")
