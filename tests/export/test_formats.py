import csv
import io
import json
from html.parser import HTMLParser

import pytest
from rich.cells import cell_len

from extractor import Record
from extractor.core.record import Edit, Field, Violation
from extractor.export import FORMATS, render, rows, terminal
from extractor.schemas import load_schema
from tests.export.made import made, stated

FORM = load_schema("gov-disclosure/2021")


def example() -> Record:
    """A record with one of everything: a broken total, a blank, a doubt, a count, hostile text."""
    fields: dict[str, Field | int] = {
        "requests.new.natural_person": 19,
        "requests.new.business": Field(None, "", None, 0.9, "blank"),
        "requests.new.total": 91,
        "proactive.fees.amount": stated(846000, "84.6"),
        "narrative.website.posts": stated(862, "862条", 0.7, "门户网站<b>862条</b>|其他"),
    }
    record = made(FORM, fields)
    record.fields["requests.new.total"].suggested = 19
    edit = Edit("requests.new.total", 91, 19)
    sums = ["requests.new.natural_person", "requests.new.total"]
    record.violations = [Violation("row/requests.new", 19, 91, sums, "source", "", "digits_swapped", [edit])]
    record.warnings = ["a warning"]
    return record


def test_json_is_the_record_and_comes_back_equal() -> None:
    record = example()
    text = render(record, FORM, "json")
    assert json.loads(text) == record.to_dict()
    assert Record.from_json(text) == record


def test_csv_has_a_row_for_each_field_with_its_place() -> None:
    found = list(csv.DictReader(io.StringIO(render(example(), FORM, "csv"))))
    by_id = {row["field"]: row for row in found}
    assert set(found[0]) == set(rows.COLUMNS)
    assert set(by_id) >= {name for name, spec in FORM.fields.items() if spec.table and not spec.optional}
    fees = by_id["proactive.fees.amount"]
    assert (fees["value"], fees["raw"], fees["unit"], fees["start"], fees["end"]) == (
        "846000",
        "84.6",
        "元",
        "10",
        "12",
    )
    assert by_id["requests.new.total"]["suggested"] == "19"
    assert (by_id["requests.new.business"]["value"], by_id["requests.new.business"]["status"]) == ("", "blank")
    assert by_id["metadata.year"]["value"] == "2023"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [("=1+1", "'=1+1"), ("@sum", "'@sum"), ("-cmd", "'-cmd"), ("-3", "-3"), ("--", "--"), ("+1,204", "+1,204")],
)
def test_csv_gives_a_spreadsheet_no_formula(raw: str, kept: str) -> None:
    text = render(made(FORM, {"review.total": stated(3, raw)}), FORM, "csv")
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["field"] == "review.total")
    assert row["raw"] == kept


def test_markdown_rows_have_as_many_cells_as_their_head() -> None:
    text = render(example(), FORM, "md")
    tables = [block for block in text.split("\n\n") if block.startswith("|")]
    assert len(tables) == 3
    for table in tables:
        bars = {line.replace("\\|", "").count("|") for line in table.splitlines()}
        assert len(bars) == 1
    assert "| **91** |" in text
    assert "\\<b>862条\\</b>\\|其他" not in text.replace("\\|", "|")
    assert "## 核对" in text


class _Balanced(HTMLParser):
    """Collects open tags, texts and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.hovers: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given[name] or "" for name in ("src", "href") if name in given]
        if "id" in given:
            self.hovers[given["id"] or ""] = given.get("title") or ""
        if tag not in ("meta", "!doctype", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_one_page_without_links_whose_cells_tell_their_evidence() -> None:
    text = render(example(), FORM, "html")
    page = _Balanced()
    page.feed(text)
    assert page.open == []
    assert page.links == []
    assert "http" not in text
    assert "<script" not in text
    assert "<b>862" not in text
    assert "门户网站<b>862条</b>" in page.hovers["narrative.website.posts"]
    assert "the sums imply 19" in page.hovers["requests.new.total"]
    assert 'class="broken"' in text
    assert "prefers-color-scheme: dark" in text


def test_no_line_of_the_terminal_table_is_wider_than_the_terminal() -> None:
    for width in (80, 120):
        for line in terminal.render(example(), FORM, width=width).splitlines():
            assert cell_len(line) <= width, line


def test_the_terminal_marks_without_colour_and_colours_only_when_asked() -> None:
    plain = terminal.render(example(), FORM)
    assert "91!" in plain
    assert "862条?" in plain
    assert "_~" in plain
    assert "! part of a broken sum" in plain
    assert "a warning" in plain
    assert "\x1b[" not in plain
    assert "\x1b[" in terminal.render(example(), FORM, colour=True)


def test_brackets_in_a_document_are_not_markup() -> None:
    record = made(FORM, {"narrative.website.posts": stated(1, "1条", quote="[bold]网站[/bold]1条")})
    assert "[bold]网站[/bold]1条" in terminal.render(record, FORM)


def test_an_unknown_format_is_named() -> None:
    assert set(FORMATS) == {"json", "csv", "md", "html"}
    with pytest.raises(ValueError, match="yaml"):
        render(example(), FORM, "yaml")
