"""Where the report stands on a web page."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Ids and classes under which government sites' systems put an article, most telling first.
_CONTAINERS = (
    "zoom", "zoomcon", "ucapcontent", "ivs_content", "trs_editor", "trs_uedit", "trs_web", "view",
    "articlecontent", "article-content", "article_content", "articlecon", "article-con", "article_con",
    "zwxl-article", "pages_content", "content_body", "contentbox", "content-box", "news_content",
    "newscontent", "news-content", "newsbody", "detail-content", "detail_content", "detailcontent",
    "text_content", "textcontent", "xxgk_content", "con_text", "infocontent", "info-content", "info_content",
    "vsb_content", "v_news_content", "wp_articlecontent", "bt-content", "gkcontent", "artcontent", "art_con",
    "arti_content", "rich_media_content", "mainbody", "main-content", "maincontent", "easysite-news-text",
    "news_conent_two_text", "zfxxgk_content", "p-content", "txtcontent", "j-fontcontent", "fontzoom",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_CONTAINERS)}
_SHARE = 0.5  # of the page's text outside links, below which a known container is not the report
_DESCEND = 0.75
_BOXES = frozenset(
    ("div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td", "body", "font")
)
_ASIDE = re.compile(r"(?:^|[-_ ])(?:nav|menu|foot|crumb|breadcrumb|share|sidebar|toolbar|copyright|topbar)", re.I)
_ASIDE_TAGS = frozenset(("nav", "footer", "aside"))


def find_body(root: "HtmlElement") -> "list[HtmlElement]":
    """The elements that hold the report: known containers, else the innermost box that has most of the text.

    Never empty: the root where nothing stands out.
    """
    whole = _weight(root)
    ranked: dict[int, list[HtmlElement]] = {}
    for element in root.xpath("//*[@id or @class]"):
        names = (element.get("id", ""), *element.get("class", "").split())
        rank = min((_RANK[name] for name in map(str.lower, names) if name in _RANK), default=None)
        if rank is not None:
            ranked.setdefault(rank, []).append(element)
    for rank in sorted(ranked):
        found = _outermost(ranked[rank])
        if sum(map(_weight, found)) >= _SHARE * whole:
            return found
    return [_densest(root, whole)]


def is_aside(element: "HtmlElement") -> bool:
    """Whether an element is the site's, not the page's: navigation, footer, share buttons."""
    if element.tag in _ASIDE_TAGS:
        return True
    return any(_ASIDE.search(element.get(name, "")) for name in ("id", "class") if name in element.attrib)


def _densest(root: "HtmlElement", whole: int) -> "HtmlElement":
    node, weight = root, whole
    while True:
        boxes = [(_weight(child), child) for child in node if child.tag in _BOXES]
        best, child = max(boxes, key=lambda box: box[0], default=(0, None))
        if child is None or best < _DESCEND * weight:
            break
        node, weight = child, best
    while node.tag in ("table", "tbody", "tr") and node.getparent() is not None:
        node = node.getparent()
    return node


def _outermost(elements: "list[HtmlElement]") -> "list[HtmlElement]":
    chosen = set(elements)
    return [element for element in elements if not any(parent in chosen for parent in element.iterancestors())]


def _weight(element: "HtmlElement") -> int:
    """Characters outside links."""
    return _letters(element.itertext()) - sum(_letters(link.itertext()) for link in element.iter("a"))


def _letters(texts: Iterable[str]) -> int:
    return sum(len(text.strip()) for text in texts)
