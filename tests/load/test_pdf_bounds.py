"""PDFs that unpack to more than any page needs."""

import zlib

import pytest

from extractor.load import load
from extractor.load.pdf_bounds import bounded
from extractor.load.pdf_streams import MAX_CONTENT, MAX_STRINGS

_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_TEXT = b"BT /F1 12 Tf 100 825 Td (2022 a) Tj ET\n"


def written(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def _page(text: bytes, *, filters: int = 1, contents: bytes = b"4 0 R") -> bytes:
    packed = text
    for _ in range(filters):
        packed = zlib.compress(packed, 9)
    named = b"/Filter[%s]" % (b"/FlateDecode" * filters) if filters else b""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %s/Resources<</Font<</F1<</Type/Font" % contents
    page += b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    stream = b"<</Length %d%s>>stream\n%s\nendstream" % (len(packed), named, packed)
    return written(_CATALOGUE, _PAGES, page, stream)


def test_a_usual_file_stays_as_it_is() -> None:
    data = _page(_TEXT * 100)
    assert bounded(data) == (data, False)


@pytest.mark.parametrize("filters", [0, 1, 2])
def test_six_million_characters_are_cut_to_what_a_page_can_hold(filters: int) -> None:
    lines = b"BT /F1 8 Tf 50 800 Td 10 TL\n" + b"(%s) Tj T*\n" % (b"abcd" * 25) * 60_000 + b"ET"
    data = _page(_TEXT + lines, filters=filters)
    safe = bounded(data)
    assert safe.cut
    assert len(safe.data) == len(data)
    document = load(data, name="r.pdf")
    assert "2022 a" in document.text
    assert len(document.text) < MAX_STRINGS
    assert any("more than a page can hold" in warning for warning in document.warnings)


def test_a_drawing_without_end_is_cut() -> None:
    document = load(_page(_TEXT + b"0 0 m 100 100 l S\n" * (MAX_CONTENT // 10)), name="r.pdf")
    assert document.text == "2022 a"
    assert document.warnings


def test_a_map_stays_whole() -> None:
    assert not bounded(_page(_TEXT + b"0 0 m 100 100 l S\n" * 100_000)).cut


def test_a_stream_drawn_again_and_again_is_drawn_once() -> None:
    data = _page(_TEXT, contents=b"[%s]" % (b"4 0 R " * 5000))
    assert bounded(data).cut
    assert load(data, name="r.pdf").text == "2022 a"


def test_damaged_streams_are_left_to_the_reader() -> None:
    packed = zlib.compress(_TEXT * 9000)
    data = _page(_TEXT).replace(b"endstream", packed[:40] + b"\xff" * 9000 + b"endstream")
    assert bounded(data) == (data, False)
