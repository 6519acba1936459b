import base64
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.core.page_image import PageImage
from extractor.core.record import Edit, Field, FieldEvidence, Record, Violation
from extractor.export import render
from extractor.schemas import load_schema
from tests.export.made import made

FORM = load_schema("gov-disclosure/2021")
PAGES = [PageImage(n, 595.0, 842.0, "image/jpeg", b"picture %d" % n) for n in (1, 2)]
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


def placed(value: int, page: int, x: float, confidence: float = 0.999) -> Field:
    """A number that stands at (x, 100) on a page."""
    evidence = FieldEvidence("table", "exact", 1.0, value, str(value), 1.0, page, (x, 100.0, x + 40.0, 120.0))
    return Field(value, str(value), None, confidence, "stated", evidence=[evidence])


def example() -> Record:
    names = ("natural_person", "business", "total")
    fields: dict[str, Field | int] = {
        f"requests.new.{name}": placed(n, 2, 100.0 + 50 * n) for n, name in enumerate(names)
    }
    fields["review.total"] = placed(3, 1, 10.0, confidence=0.5)
    fields["review.upheld"] = 3  # no place is known
    record = made(FORM, fields)
    edit = Edit("requests.new.total", 2, 1)
    record.violations = [Violation("row/requests.new", 1, 2, list(fields)[:3], "source", "合计<有误>", "", [edit])]
    return record


def figures(text: str) -> list[str]:
    return re.findall(r"<figure.*?</figure>", text, re.S)


def test_each_page_shows_its_picture_and_the_fields_read_on_it() -> None:
    first, second = figures(render(example(), FORM, "html", PAGES))
    assert base64.b64encode(PAGES[0].data).decode() in first
    assert re.findall(r'data-field="([^"]+)"', first) == ["review.total"]
    assert set(re.findall(r'data-field="([^"]+)"', second)) == {
        "requests.new.natural_person",
        "requests.new.business",
        "requests.new.total",
    }
    assert 'class="place poor" data-field="review.total" x="10.0" y="100.0" width="40.0" height="20.0"' in first
    assert 'viewBox="0 0 595.0 842.0"' in first


def test_a_broken_sum_is_framed_where_it_stands() -> None:
    first, second = figures(render(example(), FORM, "html", PAGES))
    assert "≠" not in first
    assert '<rect class="sum" x="100.0" y="100.0" width="140.0" height="20.0"/>' in second
    assert '<rect class="term" x="200.0" y="100.0" width="40.0" height="20.0"/>' in second
    assert "1 ≠ 2" in second
    assert "合计&lt;有误&gt;" in second


def test_without_pages_nothing_is_beside_the_record() -> None:
    text = render(example(), FORM, "html")
    assert "<aside>" not in text
    assert "<script>" not in text


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
def test_hovering_over_a_cell_lights_its_place_on_the_page(tmp_path: Path) -> None:
    text = render(example(), FORM, "html", PAGES)
    hover = """<script>document.getElementById("requests.new.total")
      .dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));</script></body>"""
    page = tmp_path / "view.html"
    page.write_text(text.replace("</body>", hover), encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run([*command, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=60)
    lit = re.findall(r'<rect[^>]*class="[^"]*\blit\b[^"]*"[^>]*data-field="([^"]+)"', done.stdout)
    assert lit == ["requests.new.total"]
