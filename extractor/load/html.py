"""Web pages → Document."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.document import Document, Source
from .blocks import is_title
from .charset import decode
from .furniture import is_card
from .html_table import is_data, rows, spans
from .linear import Linear, place
from .main_body import find_body, is_aside

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DROPPED = ("title", "script", "style", "noscript", "template", "svg", "select", "object", "audio", "video", "button")
_BREAKING = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_HAN = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_WRAP = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n][ \t\r\n]*(?=[{_HAN}])")
_SPACE = re.compile("[ \t\r\n\f\v\u00a0\u2002\u2003\u2009]+")
_META = {"title": ("articletitle",), "published": ("pubdate", "publishdate"), "site": ("sitename", "contentsource")}
_ATTACHMENT = re.compile(r"\.(?:docx?|pdf|wps|ofd|xlsx?|zip|rar)(?:$|[?#])", re.I)
_REPORT = re.compile(r"报告|年报|附件|附表|统计表|報告|年報|\.(?:docx?|pdf|wps|ofd)$")
_TABLE_TEXT = re.compile(r"申请人情况|信息内容|统计指标|自然人|申請人情況|信息內容")
_SHORT_TEXT = 300


def read(data: bytes, source: Source) -> Document:
    """A page's text with its tables as grids; all outside the report's own container is noise, titles excepted.

    `hints` may have title, published, site as the page's head states them. `warnings` name pictures that
    stand where tables are missing, and attachments that may be the report. Raises LoadError for bytes that
    are no text.
    """
    declared = _META_CHARSET.search(data[:8192].replace(b"\x00", b""))
    return read_text(decode(data, declared[1].decode("latin-1") if declared else ""), source)


def read_text(page: str, source: Source) -> Document:
    """The same for a page that is decoded already."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    page = _DECLARATION.sub("", page, count=1)
    try:
        root = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but comments
        return Document("", source)
    hints = _hints(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    walk = _Walk(find_body(root))
    walk.read(root)
    if not walk.linear.parts:  # pages that uncover their text by script
        walk = _Walk([root], hidden=True)
        walk.read(root)
    document = walk.linear.document(source, hints)
    return replace(document, warnings=tuple(_warnings(walk, document.text)))


@dataclass
class _Walk:
    """One passage through the page in reading order."""

    body: "list[HtmlElement]"
    hidden: bool = False
    links: int = 0  # links open
    linked: bool = False  # whether the line being read has a link
    linear: Linear = field(default_factory=Linear)
    images: list[str] = field(default_factory=list)
    attachments: list[tuple[str, str]] = field(default_factory=list)

    def read(self, root: "HtmlElement") -> None:
        """Write the element and all below it."""
        from lxml.etree import iterwalk

        body, buffer = set(self.body), list[str]()
        around = {parent for element in self.body for parent in element.iterancestors()}
        asides: list[HtmlElement] = []
        inside = 0
        walker = iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "end":
                if tag in _BREAKING:
                    self._flush(buffer, inside > 0 and not asides)
                inside -= element in body
                if asides and asides[-1] is element:
                    asides.pop()
                self.links -= tag == "a"
                if element.tail and element is not root:
                    buffer.append(element.tail)
                continue
            inside += element in body
            self.links += tag == "a"
            self.linked = self.linked or tag == "a"
            if tag in _BREAKING:
                self._flush(buffer, inside > 0 and not asides)
            if not self.hidden and is_hidden(element):
                walker.skip_subtree()
                continue
            if element not in body and element not in around and is_aside(element):
                asides.append(element)
            if tag == "table" and is_data(element):
                walker.skip_subtree()
                self._table(element)
                continue
            self._note(element, inside > 0)
            if element.text:
                buffer.append(element.text)
        self._flush(buffer, inside > 0)

    def _flush(self, buffer: list[str], is_body: bool) -> None:
        line = tidy("".join(buffer))
        buffer.clear()
        if line:
            is_link = self.linked or self.links > 0
            self.linear.paragraph(line, None if is_body or (is_title(line) and not is_link) else "noise")
        self.linked = False

    def _table(self, table: "HtmlElement") -> None:
        nested: list[HtmlElement] = []
        written = [
            [(self._cell(cell, nested), *spans(cell)) for cell in row if self.hidden or not is_hidden(cell)]
            for row in rows(table)
            if self.hidden or not row or not is_hidden(row[0].getparent())
        ]
        caption = table.find("caption")
        if caption is not None:
            self.linear.paragraph(tidy("".join(caption.itertext())))
        first = next((text for row in written for text, _, _ in row if text), "")
        if is_card(first):
            for row in written:
                self.linear.paragraph("\t".join(text for text, _, _ in row), "noise")
        else:
            self.linear.table(place(written))
        for inner in nested:
            self._table(inner)

    def _cell(self, cell: "HtmlElement", nested: "list[HtmlElement]") -> str:
        """Text of a cell, its paragraphs separated by line ends; data tables in it go to `nested`."""
        from lxml.etree import iterwalk

        if not len(cell):
            return tidy(cell.text or "")
        lines: list[str] = []
        buffer: list[str] = []
        walker = iterwalk(cell, events=("start", "end"))
        for event, element in walker:
            if element.tag in _BREAKING:
                lines.append(tidy("".join(buffer)))
                buffer.clear()
            if event == "end":
                if element.tail and element is not cell:
                    buffer.append(element.tail)
                continue
            if element is not cell and not self.hidden and is_hidden(element):
                walker.skip_subtree()
            elif element.tag == "table" and is_data(element):
                walker.skip_subtree()
                nested.append(element)
            else:
                self._note(element, True)
                if element.tag == "input" and element.get("type", "text").lower() == "text":
                    buffer.append(element.get("value", ""))
                if element.text:
                    buffer.append(element.text)
        lines.append(tidy("".join(buffer)))
        return "\n".join(line for line in lines if line)

    def _note(self, element: "HtmlElement", is_body: bool) -> None:
        tag = element.tag
        if tag == "img" and is_body and element.get("src"):
            self.images.append(element.get("src").rsplit("/", 1)[-1][:80])
        elif tag in ("a", "iframe", "embed"):
            target = element.get("href") or element.get("src") or ""
            if _ATTACHMENT.search(target):
                self.attachments.append((tidy("".join(element.itertext())), target.rsplit("/", 1)[-1][:80]))


def is_hidden(element: "HtmlElement") -> bool:
    """Whether an element is there and not shown."""
    if not element.attrib:
        return False
    style = element.get("style")
    return bool(style and _HIDDEN.search(style)) or "hidden" in element.attrib


def tidy(text: str) -> str:
    """White space as a browser shows it; none where a line end of the source parts two Chinese characters."""
    return _SPACE.sub(" ", _WRAP.sub("", text)).strip(" \u3000")


def _hints(root: "HtmlElement") -> dict[str, str]:
    declared = {meta.get("name", "").strip().lower(): tidy(meta.get("content", "")) for meta in root.iter("meta")}
    hints = {key: next((declared[name] for name in names if declared.get(name)), "") for key, names in _META.items()}
    title = root.find(".//title")
    if not hints["title"] and title is not None:
        hints["title"] = tidy(title.text or "")
    return {key: value for key, value in hints.items() if value}


def _warnings(walk: _Walk, text: str) -> list[str]:
    found: list[str] = []
    if walk.images and not _TABLE_TEXT.search(text):
        pictures = f"{len(walk.images)} picture(s), first {walk.images[0]}"
        found.append(f"no table in the text but {pictures}: tables may be pictures")
    for label, target in walk.attachments:
        if _REPORT.search(label) or len(text) < _SHORT_TEXT:
            found.append(f"the report or a part of it may be in an attachment: {label or target} ({target})")
    return found
