"""The page: whole, alone, and with what went wrong in it."""

import re
from html.parser import HTMLParser

import pytest

from extractor.evaluate.charts import reliability, risk_curve
from extractor.evaluate.match import Judged
from extractor.evaluate.report import render
from extractor.evaluate.terminal import failures
from extractor.evaluate.terminal import render as render_terminal
from tests.evaluate.made import item, judged

VOID = {"meta", "br"}
DOCUMENTS = [
    judged(item("cell", 3, 3, name="requests.new.total"), item("cell", 1, 7, name="requests.new.business"), name="a<b"),
    judged(
        item("count", 5, None, name="narrative.weibo.posts"), item("metadata", 2023, 2023, name="year"), format="html"
    ),
    judged(item("cell", 3, None, confidence=None, name="requests.new.total"), format="pdf", name="lost", failed=True),
]


class Balanced(HTMLParser):
    """Notes elements that are not closed in order, and everything that points outside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.outside += [f"{tag} {k}={v}" for k, v in attrs if k in ("src", "href", "srcset", "action", "data")]
        if tag in ("script", "link", "iframe", "img", "object"):
            self.outside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [f"{tag} {k}={v}" for k, v in attrs if k in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("documents", [DOCUMENTS, DOCUMENTS[:1], DOCUMENTS[2:], []])
def test_the_page_is_whole_and_asks_for_nothing_outside(documents: list[Judged]) -> None:
    page = render(documents, ["format", "era", "group"])
    seen = Balanced()
    seen.feed(page)
    assert (seen.open, seen.wrong, seen.outside) == ([], [], [])
    assert "@import" not in page
    assert "url(" not in page
    assert not re.search(r"https?://", page)
    assert not re.search(r"\b(nan|inf|None)\b", page)


def test_the_page_shows_the_differing_cells_and_names_what_failed() -> None:
    page = render(DOCUMENTS, ["format"])
    assert '<td class="gold">1</td><td class="got">7</td>' in page
    assert "a&lt;b.txt" in page
    assert "a<b" not in page
    assert "lost.txt" in page
    assert page.count('class="wrong"') == 1  # one square of the map
    assert "printed 1, read 7" in page


def test_the_page_follows_light_and_dark() -> None:
    assert "prefers-color-scheme: dark" in render(DOCUMENTS, [])


def test_groups_without_a_measure_give_it_no_column() -> None:
    page = render([judged(item("cell", 3, 3))], ["format"])
    heads = re.findall(r"<th>([^<]*)</th>", page.partition("By format")[2].partition("</thead>")[0])
    assert "cells" in heads
    assert "metadata" not in heads


def test_charts_of_nothing_and_of_ties() -> None:
    for claims in ([], [(1.0, True)], [(0.0, False)], [(0.5, True), (0.5, False)]):
        for chart in (reliability(claims), risk_curve(claims, 0, claims)) if claims else (reliability(claims),):
            assert "nan" not in chart
            numbers = [float(n) for n in re.findall(r'(?:x1|y1|x2|y2|cx|cy)="([^"]*)"', chart)]
            assert all(0 <= n <= 440 for n in numbers)


def test_the_terminal_tells_the_headline_and_the_groups_in_its_width() -> None:
    text = render_terminal(DOCUMENTS, ["format"], width=80)
    first = " ".join(text.splitlines()[0].split())
    assert first == "documents fully right 0.000 0 of 3 documents, 1 of them without a record"
    assert "By format" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_many_failures_are_not_all_named() -> None:
    lines = failures([judged(failed=True, name=f"n{k}") for k in range(13)])
    assert len(lines) == 11
    assert lines[0] == "n0.txt: crash"
    assert lines[-1].startswith("and 3 more")
