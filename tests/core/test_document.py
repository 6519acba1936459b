"""A document's text, its parts, and what it keeps of them."""

from extractor.core.document import Block, Document, Source
from extractor.core.geometry import Span

SOURCE = Source("r.txt", "0" * 64, "text/plain", "text")
TEXT = "青湖市水务局\n公開資訊１２條\u200b。\n"


def test_slices_are_as_printed_and_folding_leads_back_to_them() -> None:
    document = Document(TEXT, SOURCE, simplify={"資訊": "信息", "開": "开", "條": "条"})
    assert document.folded.text == "青湖市水务局\n公开信息12条。\n"
    start = document.folded.text.index("信息")
    assert document.slice(document.folded.span(start, start + 6)) == "資訊１２條\u200b。"
    assert document.slice(Span(3, 3)) == ""


def test_folding_is_done_once_for_a_document() -> None:
    document = Document(TEXT, SOURCE)
    assert document.folded is document.folded


def test_dividing_anew_makes_another_document_with_the_same_text() -> None:
    whole = (Block("paragraph", Span(0, len(TEXT))),)
    document = Document(TEXT, SOURCE, whole, hints={"title": "年报"}, warnings=("…",))
    blocks = (Block("title", Span(0, 6)), Block("grid", Span(7, len(TEXT))))
    divided = document.with_blocks(blocks)
    assert (divided.blocks, divided.text, divided.source) == (blocks, TEXT, SOURCE)
    assert (divided.hints, divided.warnings, divided.folded) == (document.hints, document.warnings, document.folded)
    assert document.blocks == whole


def test_formats_without_pages_have_none() -> None:
    assert SOURCE.pages == 0
    assert Block("paragraph", Span(0, 1)).grid is None
