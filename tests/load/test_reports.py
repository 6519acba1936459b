"""Real reports: every span is true, and nothing of the text is lost."""

from pathlib import Path

import pytest

from extractor.load import load

SHARED = Path(__file__).parents[3] / "shared" / "reports"
FILES = sorted(path for kind in ("txt", "md", "html") for path in SHARED.glob(f"*/*.{kind}"))


@pytest.mark.skipif(not FILES, reason="no real reports beside the checkout (../shared/reports)")
def test_spans_and_coverage() -> None:
    for path in FILES:
        document = load(path)
        position = 0
        for block in document.blocks:
            assert position <= block.span.start < block.span.end <= len(document.text), path
            assert not document.text[position : block.span.start].strip(" \t\n\u3000#|\u00a0"), path
            position = block.span.end
            assert (block.kind == "grid") == (block.grid is not None)
            if block.grid is not None:
                assert document.grids[block.grid].span == block.span
        assert not document.text[position:].strip(), path
        for grid in document.grids:
            for cell in grid.cells:
                assert cell.span is not None
                assert document.slice(cell.span) == cell.text, path
                assert grid.at(cell.row, cell.column) is cell, path


@pytest.mark.skipif(not FILES, reason="no real reports beside the checkout (../shared/reports)")
def test_texts_stay_as_printed() -> None:
    for path in FILES:
        if path.suffix == ".txt":
            assert load(path).text == path.read_text(encoding="utf-8"), path
