"""Encodings: declared, undeclared, wrongly declared."""

import pytest

from extractor.core.errors import LoadError
from extractor.load import load
from extractor.load.charset import decode
from extractor.load.script import simplification

SIMPLIFIED = "一、总体情况\n全年主动公开政府信息3120条，收到申请18件，均按时答复。\n"
TRADITIONAL = "一、總體情況\n全年主動公開政府資訊3120條，收到申請18件，均按時答覆。\n"


@pytest.mark.parametrize("size", [4, 12, 30, 400])
@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"])
def test_simplified_text(name: str, size: int) -> None:
    text = ("总体情况\n2020年" + SIMPLIFIED * 9)[:size]
    if name in ("utf-16-le", "utf-16-be") and size < 9:
        pytest.skip("nothing tells UTF-16 without a mark apart in four characters")
    assert decode(text.encode(name)) == text


@pytest.mark.parametrize("size", [12, 30, 400])
@pytest.mark.parametrize("name", ["utf-8", "big5", "big5hkscs", "utf-16", "gb18030"])
def test_traditional_text(name: str, size: int) -> None:
    text = (TRADITIONAL * 9)[:size]
    assert decode(text.encode(name)) == text


def test_characters_outside_gb2312_under_its_name() -> None:
    text = "朱镕基，㐂，公开信息喆堃条。" * 5
    assert decode(text.encode("gb18030"), "gb2312") == text


@pytest.mark.parametrize("declared", ["utf-8", "big5", "iso-8859-1", "gb2312", "no-such-name", ""])
def test_a_wrong_declaration_is_not_believed(declared: str) -> None:
    assert decode(SIMPLIFIED.encode("gb18030"), declared) == SIMPLIFIED
    assert decode(SIMPLIFIED.encode(), declared) == SIMPLIFIED


def test_line_ends_and_nul() -> None:
    assert decode("公开\r\n信息\r申请\x00\n".encode()) == "公开\n信息\n申请\n"
    assert decode("\ufeff公\x00开\x00信\x00息".encode()) == "公开信息"


def test_a_file_cut_off_inside_a_character() -> None:
    assert decode(SIMPLIFIED.encode()[:-2]) == SIMPLIFIED[:-2]
    assert decode(SIMPLIFIED.encode("gb18030")[:-2]).startswith(SIMPLIFIED[:-3])


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    text = decode((SIMPLIFIED * 5).encode() + b"\xff\xfe\xfa" + SIMPLIFIED.encode())
    assert text.startswith(SIMPLIFIED)
    assert text.endswith(SIMPLIFIED)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(LoadError):
        decode(bytes(range(1, 32)) * 20)


def test_simplified_text_needs_no_conversion() -> None:
    assert simplification(SIMPLIFIED) == {}


def test_traditional_text_folds_to_simplified() -> None:
    document = load(TRADITIONAL.encode("big5"))
    assert document.text == TRADITIONAL
    assert document.folded.text == SIMPLIFIED.replace("，", ",").replace("信息", "信息")
    assert all(len(key) == len(value) for key, value in document.simplify.items())


def test_taiwan_words() -> None:
    document = load("透過網路查閱檔案，檔案館設視窗，行政覆議由資訊單位答覆。\n".encode())
    assert document.folded.text == "通过网络查阅文件,档案馆设窗口,行政复议由信息单位答复。\n"


def test_a_stray_traditional_character_in_simplified_text() -> None:
    document = load("新開了公共查阅点，档案室负责视频会议和数位展示。\n".encode())
    assert document.folded.text == "新开了公共查阅点,档案室负责视频会议和数位展示。\n"
