"""PDFs that unpack to more than any page needs."""

import base64
import contextlib
import io
import zlib

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.core.errors import LoadError
from extractor.load import load
from extractor.load.pdf_bounds import bounded
from extractor.load.pdf_operators import MAX_CONTENT, MAX_PAINTED, MAX_STRINGS

from .made import FONT, form, one_page, stream

_TEXT = b"BT /F1 12 Tf 100 825 Td (2022 a) Tj ET\n"


def _page(text: bytes, *, filters: int = 1, contents: bytes = b"4 0 R") -> bytes:
    packed = text
    for _ in range(filters):
        packed = zlib.compress(packed, 9)
    named = b"/Filter[%s]" % (b"/FlateDecode" * filters) if filters else b""
    return one_page(stream(packed, named), contents=contents)


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


def _drawing(content: bytes, *forms: bytes, resources: bytes = b"/XObject<</X 5 0 R>>") -> bytes:
    """A PDF of one page with this content and these forms, which are its objects from 5 on."""
    return one_page(stream(content), *forms, resources=FONT + resources)


def _own(number: int) -> bytes:
    return b"/Resources<</ProcSet[/PDF/ImageB]%s/XObject<</X %d 0 R>>>>" % (FONT, number)


_TEN = b"/X Do\n" * 10
_LAST = form(_TEXT, b"/Resources<<%s>>" % FONT)


def _packed(text: bytes, number: int, how: str) -> bytes:
    """A form that draws another, written in one of the ways in which it may be hidden that it does."""
    if how == "deflated":
        return form(zlib.compress(text, 9), b"/Filter/FlateDecode" + _own(number))
    if how == "ascii":
        return form(base64.a85encode(zlib.compress(text)) + b"~>", b"/Filter[/A85/Fl]" + _own(number))
    if how == "escaped":
        return form(text, _own(number).replace(b"/XObject", b"/XO#62ject"), subtype=b"/F#6frm")
    if how == "operand":
        return form(text.replace(b"/X Do", b"(X) Do"), _own(number))
    if how == "apart":
        return form(text, b"/Resources %d 0 R" % (20 + number))
    return form(text, _own(number))


@pytest.mark.parametrize("how", ["plain", "deflated", "ascii", "escaped", "operand", "apart", "inherited"])
def test_forms_that_draw_ten_forms_that_draw_ten_are_cut(how: str) -> None:
    if how == "inherited":
        names = b"/XObject<<%s>>" % b"".join(b"/X%d %d 0 R" % (k, k) for k in range(5, 13))
        forms = [form(b"/X%d Do\n" % (k + 1) * 10) for k in range(5, 12)]
        data = _drawing(b"/X5 Do\n" * 10, *forms, form(_TEXT), resources=names)
    else:
        forms = [_packed(_TEN, k + 1, how) for k in range(5, 12)]
        apart = [b"<<%s/XObject %d 0 R>>" % (FONT, k + 15) for k in range(26, 33)]
        tables = [b"<</X %d 0 R>>" % k for k in range(6, 13)]
        data = _drawing(_TEN, *forms, _LAST, *[b"null"] * 13, *apart, *[b"null"] * 8, *tables)
    safe = bounded(data)
    assert safe.cut
    assert len(safe.data) == len(data)
    document = load(data, name="r.pdf")
    assert document.text == "2022 a"
    assert any("more than a page can hold" in warning for warning in document.warnings)


def test_forms_within_forms_stay_as_they_are_where_they_are_few() -> None:
    data = _drawing(_TEN, *[form(_TEN, _own(k + 1)) for k in (5, 6)], _LAST)
    assert bounded(data) == (data, False)
    assert load(data, name="r.pdf").text == "2022 a"


def test_a_form_that_draws_itself_is_read_once() -> None:
    data = _drawing(b"/X Do\n", form(_TEXT + b"/X Do\n", _own(6)), form(_TEN, _own(5)))
    assert bounded(data).cut
    assert load(data, name="r.pdf").text == "2022 a"


def test_a_full_form_is_not_drawn_a_thousand_times() -> None:
    data = _drawing(b"/X Do\n" * 1000, form(_TEXT * 2000, b"/Resources<<%s>>" % FONT))
    document = load(data, name="r.pdf")
    assert document.text == "2022 a"
    assert document.warnings


def test_pens_kept_without_end_and_paths_without_end_are_cut() -> None:
    for endless in (b"q " * 3_000_000, b"0 0 m 1 1 l S " * (4 * MAX_PAINTED)):
        safe = bounded(_page(_TEXT + endless))
        assert safe.cut
        assert load(safe.data, name="r.pdf").text == "2022 a"


@pytest.mark.parametrize("piece", [b"1 0 obj<<", b"stream\n", b"(", b"1 0 obj(", b"4 0 obj<</Subtype/Form>>stream\n"])
def test_a_file_of_beginnings_takes_no_more_time_than_it_has_bytes(piece: bytes) -> None:
    data = _drawing(_TEN, _LAST).replace(b"xref", piece * 100_000 + b"xref", 1)
    with contextlib.suppress(LoadError):
        assert len(bounded(data).data) == len(data)


def test_marks_within_marks_are_cut_in_the_smallest_file() -> None:
    data = _page(_TEXT + b"/A BMC " * 30_000)
    assert len(data) < 1_000
    assert bounded(data).cut
    assert load(data, name="r.pdf").text == "2022 a"
    assert not bounded(_page(_TEXT + b"/A BMC EMC " * 30_000)).cut


def test_many_full_streams_of_one_page_are_cut_together() -> None:
    full = zlib.compress(b"0 0 m 1 1 l S " * 20_000, 9)
    every = b"[%s]" % b" ".join(b"%d 0 R" % (4 + k) for k in range(21))
    streams = [stream(full, b"/Filter/FlateDecode")] * 20
    document = load(one_page(stream(_TEXT), *streams, contents=every), name="r.pdf")
    assert document.text == "2022 a"
    assert document.warnings


def test_what_an_encrypted_file_draws_is_cut_too() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("", ownerPassword="owner"), pageCompression=1)
    canvas.drawString(100, 800, "Report 2022")
    for level in range(8):
        canvas.beginForm(f"f{level}")
        if level:
            for _ in range(10):
                canvas.doForm(f"f{level - 1}")
        canvas.endForm()
    canvas.doForm("f7")
    canvas.save()
    document = load(out.getvalue(), name="r.pdf")
    assert document.text == "Report 2022"
    assert any("more than a page can hold" in warning for warning in document.warnings)


_FILLED = b"0 0 m 300 300 l S 0 0 9 9 re f " * 10
_PATTERN = b"/PatternType 1/PaintType 1/TilingType 1/XStep 600/YStep 900"


def test_patterns_that_are_filled_with_patterns_are_cut() -> None:
    fill = b"/Pattern cs /P scn " + _FILLED
    own = b"/Resources<</Pattern<</P %d 0 R>>>>" + _PATTERN
    patterns = [form(fill, own % (k + 1)).replace(b"/Subtype/Form", b"") for k in range(5, 13)]
    data = _drawing(_TEXT + fill, *patterns, form(_FILLED, _PATTERN), resources=b"/Pattern<</P 5 0 R>>")
    assert bounded(data).cut
    with pypdfium2.PdfDocument(bounded(data).data) as pdf:
        pdf[0].render()
    few = _drawing(_TEXT + fill, form(_FILLED, _PATTERN), resources=b"/Pattern<</P 5 0 R>>")
    assert not bounded(few).cut


@pytest.mark.parametrize("inline", [False, True])
def test_masks_that_are_masked_are_cut(*, inline: bool) -> None:
    states, forms = b"/ExtGState<</G %d 0 R>>", []
    for k in range(5, 21, 2):
        forms.append(b"<</SMask<</S/Luminosity/G %d 0 R>>>>" % (k + 1))
        more = forms[-1].replace(b"%d 0 R" % (k + 1), b"%d 0 R" % (k + 3)) if inline else b"%d 0 R" % (k + 2)
        group = b"/Group<</S/Transparency/CS/DeviceGray>>/Resources<</ExtGState<</M %s>>>>" % (
            more if k < 19 else b"<<>>"
        )
        forms.append(form(b"/M gs " + _FILLED, group))
    data = _drawing(b"/G gs " + _TEXT + _FILLED, *forms, resources=states % 5)
    assert bounded(data).cut
    with pypdfium2.PdfDocument(bounded(data).data) as pdf:
        pdf[0].render()
    few = _drawing(b"/G gs " + _TEXT + _FILLED, forms[0], forms[-1], resources=states % 5)
    assert not bounded(few).cut
