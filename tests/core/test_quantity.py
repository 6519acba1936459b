"""Every way in which reports print a number: alone in a cell, and in running text."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.folding import fold_text
from extractor.core.quantity import Quantity, find, numeral

Found = tuple[str, float | int | None, str, str]


def value(text: str, scale: int = 1) -> float | int | None:
    """Value of a cell that must hold a quantity."""
    read = Quantity.read(text, scale)
    assert read is not None, text
    return read.value


def found(text: str) -> list[Found]:
    """What running text holds, as (raw, value, unit, qualifier)."""
    return [(q.raw.strip(), q.value, q.unit, q.qualifier) for q in find(fold_text(text))]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0", 0), ("00", 0), ("12,345", 12345), ("1,139,888", 1139888), ("１２３", 123), ("１２，３４５", 12345),
        ("1 139 888", 1139888), ("1 139\n888", 1139888), ("1139\n888", 1139888), ("12\n34", 1234), (" 7 ", 7),
        ("\t7\r\n", 7), ("7\u200b", 7), ("\x007", 7), ("\u3000７\u3000", 7), ("1\u200b2", 12),
        ("3.5", 3.5), ("0.50", 0.5), ("4.0", 4), ("1,000.25", 1000.25),
        ("一千二百", 1200), ("两万五千", 25000), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105),
        ("一千零一", 1001), ("十万", 100_000), ("零", 0), ("〇", 0), ("二〇二三", 2023), ("一〇五", 105),
        ("三萬", 30000),
        ("3.5万", 35000), ("9038万", 90_380_000), ("1.2亿", 120_000_000), ("３．５万", 35000), ("2千万", 20_000_000),
        ("3万6千", 36000), ("1亿2千万", 120_000_000), ("三点五万", 35000), ("3.5萬", 35000),
        ("+3", 3), ("＋3", 3), ("－15", -15), ("−15", -15), ("-15", -15), ("↑3", 3), ("↓2", -2), ("增3", 3),
        ("减3", -3), ("增加3", 3), ("减少15", -15), ("减少 15", -15), ("-0", 0), ("-1.5", -1.5), ("↓１２", -12),
    ],
)  # fmt: skip
def test_a_cell_holds_a_number_however_it_is_written(cell: str, expected: float) -> None:
    read = Quantity.read(cell)
    assert read is not None
    assert (read.value, read.unit, read.qualifier, read.kind) == (expected, "", "exact", "count")
    assert isinstance(read.value, type(expected))


@pytest.mark.parametrize(
    ("cell", "expected", "unit"),
    [
        ("3件", 3, "件"), ("3 件", 3, "件"), ("3（件）", 3, "件"), ("两起", 2, "起"), ("１２条", 12, "条"),
        ("1.2亿元", 120_000_000, "元"), ("316441万元", 3_164_410_000, "元"), ("73802895.90元", 73802895.9, "元"),
        ("5千元", 5000, "元"), ("2千万元", 20_000_000, "元"), ("300人次", 300, "人次"), ("一百二十件", 120, "件"),
    ],
)  # fmt: skip
def test_a_unit_is_told_and_money_is_counted_in_yuan(cell: str, expected: float, unit: str) -> None:
    read = Quantity.read(cell)
    assert read is not None
    assert (read.value, read.unit, read.qualifier) == (expected, unit, "exact")


@pytest.mark.parametrize(
    ("cell", "scale", "expected"),
    [
        ("316441", 10_000, 3_164_410_000), ("59237.2449", 10_000, 592_372_449), ("0.00001", 10_000, 0.1),
        ("0", 10_000, 0), ("1,200", 10_000, 12_000_000), ("约300", 10_000, 3_000_000), ("十二", 10_000, 120_000),
        # a printed scale or unit stands instead of the header's
        ("3元", 10_000, 3), ("3万", 10_000, 30_000), ("3万元", 10_000, 30_000), ("约3万", 10_000, 30_000),
        ("约300元", 10_000, 300), ("一万二", 10_000, 12_000), ("百分之十五", 10_000, 15), ("12%", 10_000, 12),
    ],
)  # fmt: skip
def test_a_header_scales_what_states_no_scale_of_its_own(cell: str, scale: int, expected: float) -> None:
    assert value(cell, scale) == expected


@pytest.mark.parametrize(
    "cell", ["316441（单位：万元）", "316441(万元)", "316441 (单位: 万元)", "316441（單位：萬元）"]
)
@pytest.mark.parametrize("scale", [1, 10_000])
def test_a_scale_stated_in_the_cell_is_the_one_that_counts(cell: str, scale: int) -> None:
    read = Quantity.read(cell, scale)
    assert read is not None
    assert (read.value, read.unit, read.raw) == (3_164_410_000, "元", "316441")
    assert cell[slice(*read.span)] == "316441"


@pytest.mark.parametrize(
    ("cell", "expected", "qualifier"),
    [
        ("约300", 300, "about"), ("近300", 300, "about"), ("300左右", 300, "about"), ("大约1.2万", 12000, "about"),
        ("近千", 1000, "about"), ("近万", 10000, "about"),
        ("300余", 300, "over"), ("超300", 300, "over"), ("超过300", 300, "over"), ("300以上", 300, "over"),
        ("300件以上", 300, "over"), ("逾300", 300, "over"), ("不少于300", 300, "over"), ("3万余", 30000, "over"),
        ("10余万", 100_000, "over"), ("18万余条", 180_000, "over"), ("两百多", 200, "over"), ("百余", 100, "over"),
        ("万余", 10000, "over"), ("十余件", 10, "over"), ("300多万", 3_000_000, "over"), ("十几", 10, "over"),
        ("不足300", 300, "under"), ("不到300", 300, "under"), ("不超过300", 300, "under"), ("300以内", 300, "under"),
    ],
)  # fmt: skip
def test_words_that_blur_a_number_become_its_qualifier(cell: str, expected: int, qualifier: str) -> None:
    read = Quantity.read(cell)
    assert read is not None
    assert (read.value, read.qualifier) == (expected, qualifier)


@pytest.mark.parametrize(
    ("cell", "expected", "unit"),
    [
        ("0.34%", 0.34, "%"), ("0.34％", 0.34, "%"), ("100 %", 100, "%"), ("百分之十五", 15, "%"),
        ("百分之三点五", 3.5, "%"), ("百分之12.5", 12.5, "%"), ("百分之百", 100, "%"), ("千分之三", 3, "‰"),
        ("5‰", 5, "‰"), ("1.5倍", 1.5, "倍"), ("2个百分点", 2, "百分点"),
    ],
)  # fmt: skip
def test_ratios_are_no_counts(cell: str, expected: float, unit: str) -> None:
    read = Quantity.read(cell)
    assert read is not None
    assert (read.value, read.unit, read.kind) == (expected, unit, "ratio")


@pytest.mark.parametrize(
    "cell", ["/", "／", "—", "——", "-", "－", "--", "−", "无", " 无 ", "空白", "不适用", "N/A", "暂无", "/\u200b"]
)
def test_signs_for_nothing_have_no_value(cell: str) -> None:
    read = Quantity.read(cell)
    assert read is not None
    assert (read.value, read.kind, read.raw) == (None, "mark", cell.strip(" \u200b"))


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "\u200b", "abc", "见附件", "自然人", "增/减", "共3件", "(3)", "3.", "3、", ".5", "+", "增", "--3",
        "3-5",
        "1/2", "1.2.3", "1,2345", "1,23", "0 0 3", "0\n1", "2023年", "3月", "12号", "第3页", "①", "2①", "²", "3²", "½",
        "几十", "几百", "数十件", "上百件", "七八件", "二三十人", "三十五六", "万一", "十十", "百千", "一二",
        "三分之一",
        "1e5", "l3", "3O", "减加3", "加3", "一、", "一是", "9" * 31, "9" * 5000, "一" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_number_is_none(cell: str) -> None:
    assert Quantity.read(cell) is None


@pytest.mark.parametrize("cell", [" 12,345 ", "\n－15\t", "约３００件", "\u200b无", "一千\n二百"])
def test_raw_and_span_are_the_cell_without_the_blank_around_it(cell: str) -> None:
    read = Quantity.read(cell)
    assert read is not None
    assert read.raw == cell.strip(" \n\t\u200b")
    assert cell[slice(*read.span)] == read.raw


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开信息12,345条", [("12,345条", 12345, "条", "exact")]),
        ("公开信息１２，３４５条", [("12,345条", 12345, "条", "exact")]),
        ("公开1 139 888条", [("1 139 888条", 1139888, "条", "exact")]),
        ("公开1 139\n888条", [("1 139\n888条", 1139888, "条", "exact")]),
        ("点击3.5万次，9038万人", [("3.5万次", 35000, "次", "exact"), ("9038万人", 90_380_000, "人", "exact")]),
        ("支出1.2亿元", [("1.2亿元", 120_000_000, "元", "exact")]),
        ("支出59237.2449万元", [("59237.2449万元", 592_372_449, "元", "exact")]),
        ("受理两起", [("两起", 2, "起", "exact")]),
        ("发布一千二百余条", [("一千二百余条", 1200, "条", "over")]),
        ("接待3万余人次", [("3万余人次", 30000, "人次", "over")]),
        ("阅读10余万次", [("10余万次", 100_000, "次", "over")]),
        ("发布18万余条", [("18万余条", 180_000, "条", "over")]),
        ("发布3万6千余条", [("3万6千余条", 36000, "条", "over")]),
        ("发布15万3000条", [("15万3000条", 153_000, "条", "exact")]),
        ("投入1亿2千万元", [("1亿2千万元", 120_000_000, "元", "exact")]),
        ("点击三点五万次", [("三点五万次", 35000, "次", "exact")]),
        ("投入12万2020年完成", [("12万", 120_000, "", "exact"), ("2020年", 2020, "年", "exact")]),
        ("办结约300件", [("约300件", 300, "件", "about")]),
        ("预约300件，节约20万元", [("300件", 300, "件", "exact"), ("20万元", 200_000, "元", "exact")]),
        ("近万条，万余次", [("近万条", 10000, "条", "about"), ("万余次", 10000, "次", "over")]),
        ("办结不足10件，不超过3件", [("不足10件", 10, "件", "under"), ("不超过3件", 3, "件", "under")]),
        ("办结300件以上", [("300件以上", 300, "件", "over")]),
        ("占0.34%", [("0.34%", 0.34, "%", "exact")]),
        ("增长百分之十五", [("百分之十五", 15, "%", "exact")]),
        ("提高2.5个百分点", [("2.5个百分点", 2.5, "百分点", "exact")]),
        ("①3件", [("3件", 3, "件", "exact")]),
        ("提出三点意见", [("三点", 3, "点", "exact")]),
    ],
)
def test_running_text(text: str, expected: list[Found]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    ["几十件", "数百条", "上千条", "几十万余条", "七八次", "三四百人", "三分之一", "万一", "好几十", "一切都好十分"],
)
def test_guesses_in_running_text_are_no_numbers(text: str) -> None:
    assert [q for q in found(text) if q[2] or len(q[0]) > 1] == []


def test_lines_of_numbers_are_not_joined_without_a_unit_behind_them() -> None:
    assert [q[1] for q in found("12 345\n678 901 22")] == [12, 345, 678, 901, 22]
    assert [q[1] for q in found("2020 345 678条")] == [2020, 345, 678]


@given(
    st.lists(
        st.sampled_from([*"0123456789,. \n一二十百千万亿零〇点余多几近约不足上%元件条人次个百分之年、，。信息①"]),
        max_size=40,
    )
)
def test_spans_lie_in_the_text_in_order_and_apart(parts: list[str]) -> None:
    text = fold_text("".join(parts))
    quantities = list(find(text))
    assert [q.raw for q in quantities] == [text[slice(*q.span)] for q in quantities]
    assert all(a.span.end <= b.span.start for a, b in pairwise(quantities))
    assert all(isinstance(q.value, int | float) for q in quantities)


@given(st.text(alphabet="0123456789一二三十百千万亿零〇点余几近约,. \n\t-+/无元件%()（）单位：增减", max_size=30))
def test_any_cell_is_a_quantity_or_none(cell: str) -> None:
    read = Quantity.read(cell, 10_000)
    assert read is None or (read.kind == "mark") == (read.value is None)
    assert read is None or read.raw == cell[slice(*read.span)]


@given(
    st.integers(0, 10**15),
    st.sampled_from([",", " ", "\n", "，", ", ", "\u2009"]),
    st.sampled_from(["", "-", "+", "－", "↓"]),
    st.booleans(),
)
def test_any_integer_is_read_whatever_parts_its_thousands(number: int, gap: str, sign: str, wide: bool) -> None:
    printed = f"{number:,}".replace(",", gap)
    if wide:
        printed = printed.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert value(sign + printed) == (-number if sign in "-－↓" and sign else number)


@given(st.decimals(0, 10**9, places=4), st.sampled_from([1, 1000, 10**4, 10**8]))
def test_decimals_times_a_scale_are_exact(number: Decimal, scale: int) -> None:
    exact = number * scale
    read = value(f"{number:f}", scale)
    assert read == (int(exact) if exact == exact.to_integral_value() else float(exact))


def render(number: int) -> str:
    """The standard numeral of 0…99,999,999."""
    myriads, rest = divmod(number, 10**4)
    text = _section(myriads) + "万" if myriads else ""
    if rest:
        text += ("零" if myriads and rest < 1000 else "") + _section(rest)
    text = text.removeprefix("一") if text.startswith("一十") else text
    return text or "零"


def _section(number: int) -> str:
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        gap = gap or (digit == 0 and bool(text))
        if digit:
            text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = False
    return text


def test_the_renderer_itself() -> None:
    numbers = (0, 10, 19, 20, 105, 110, 1001, 1010, 10_005, 100_000, 110_000, 10_010_010)
    texts = "零 十 十九 二十 一百零五 一百一十 一千零一 一千零一十 一万零五 十万 十一万 一千零一万零一十"
    assert " ".join(render(n) for n in numbers) == texts


@given(st.integers(0, 99_999_999))
def test_numerals_are_read_back(number: int) -> None:
    text = render(number)
    assert numeral(text) == number
    assert value(text) == number
    assert value(text.replace("零", "〇")) == number
    assert [q.value for q in find(f"共{text}件")] == [number]


@given(st.integers(1000, 9999))
def test_digits_said_one_by_one(number: int) -> None:
    text = "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    assert numeral(text) == number
    assert numeral(text.replace("〇", "零")) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两万五", 25000), ("一千二", 1200), ("一百二", 120), ("三万零五百", 30500), ("两千零二", 2002),
        ("三亿五千万", 350_000_000),
        ("三万亿", 3 * 10**12), ("百", 100), ("千万", 10**7), ("壹万贰仟", 12000), ("一百十二", 112),
        ("", None), ("万", None), ("万一", None), ("亿万", None), ("十百", None), ("百十", None), ("一一百", None),
        ("五万三万", None),
        ("二三十", None), ("七八", None), ("三五", None), ("千百", None), ("五零百", None), ("12", None), ("半", None),
    ],
)  # fmt: skip
def test_numerals_as_they_are_said_and_what_is_none(text: str, expected: int | None) -> None:
    assert numeral(text) == expected
