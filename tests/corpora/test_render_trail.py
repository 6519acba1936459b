import pytest

from corpora.synthetic.render import RenderError
from corpora.synthetic.render.glyphs import Glyph, Rules
from corpora.synthetic.render.trail import Trail
from extractor.core.geometry import Box


def trail(*pages: str) -> Trail:
    """A trail over pages that print these characters."""
    place = Box(0, 0, 1, 1)
    return Trail([Glyph(char, number, place) for number, text in enumerate(pages, 1) for char in text])


def read(glyphs: list[Glyph]) -> str:
    return "".join(f"{glyph.page}{glyph.text}" for glyph in glyphs)


def test_lines_are_found_behind_what_a_site_prints() -> None:
    one = trail("首页>年报总则本年12条")
    assert read(one.find("总则")) == "1总1则"
    assert read(one.find("本年 12 条")) == "1本1年11121条"
    with pytest.raises(RenderError, match="does not print '附则'"):
        one.find("附则")


def test_a_header_that_a_page_repeats_is_passed() -> None:
    one = trail("项目件数甲1", "项目件数乙2")
    cells = ["项目", "件数", "甲", "1", "乙", "2"]
    found = [read(one.next(cell, "项目件数" if i else "")) for i, cell in enumerate(cells)]
    one.close("项目件数")
    assert found == ["1项1目", "1件1数", "1甲", "11", "2乙", "22"]


def test_a_cell_that_is_cut_goes_on_behind_the_header() -> None:
    one = trail("项目件数长长", "项目件数标签7")
    for cell in ("项目", "件数"):
        one.next(cell, "")
    label, number = one.next("长长标签", "项目件数"), one.next("7", "项目件数")
    one.close("项目件数")
    assert (read(label), read(number)) == ("1长1长2标2签", "27")


def test_a_block_of_the_same_header_is_no_repetition() -> None:
    one = trail("项目甲", "项目乙")
    assert [read(one.next(cell, "项目")) for cell in ("项目", "甲")] == ["1项1目", "1甲"]
    one.close("项目")
    assert [read(one.next(cell, "")) for cell in ("项目", "乙")] == ["2项2目", "2乙"]


def test_a_cell_that_never_comes_is_an_error() -> None:
    one = trail("项目甲3")
    one.next("项目", "")
    one.next("乙", "项目")
    with pytest.raises(RenderError, match="where the cell '乙' ends"):
        one.close("项目")


def test_rules_about_a_text() -> None:
    rules = Rules(upright=((10, 0, 50), (40, 0, 50), (90, 60, 80)), level=((5, 0, 100), (25, 0, 100), (45, 0, 30)))
    assert rules.around(Box(20, 12, 24, 18)) == Box(10, 5, 40, 25)
    assert rules.around(Box(20, 62, 24, 68)) == Box(20, 45, 90, 68)
