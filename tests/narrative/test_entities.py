from itertools import pairwise

import pytest

from extractor.core.folding import fold_text
from extractor.core.schema import Schema
from extractor.narrative.components import pipeline
from extractor.narrative.entities import Found, Name, found, read
from extractor.narrative.entities.join import joined

TEXT = (
    "根据《中华人民共和国政府信息公开条例》（国令〔2019〕711号），2021年3月5日，海珠区教育局由政务公开科牵头，"
    "联系人：王小明。"
)
_CASES = [
    ("转发省政办发〔2020〕12号文件精神。", [("省政办发[2020]12号", "docno")]),
    ("按照国办发[2019]第3号和政公开办(2021)7号要求,", [("国办发[2019]第3号", "docno"), ("政公开办(2021)7号", "docno")]),
    ("贯彻落实《优化营商环境条例》(试行),修订《工作手册》。", [("优化营商环境条例", "law")]),
    ("自2019年5月15日起施行,2020年1至12月,全年", [("2019年5月15日", "date")]),
    ("截至12月31日,2021年", [("12月31日", "date")]),
    ("“看平安”微博发布信息3条,“国家”等栏目", [('"看平安"微博', "platform")]),
    ("通过平安昌吉微信公众号公开", [("平安昌吉微信公众号", "platform")]),
    ("我局官方微博发布信息", []),
    ("由广州市海珠区人力资源和社会保障局牵头", [("广州市海珠区人力资源和社会保障局", "agency")]),
    ("滦平县石桥镇人民政府办公室印发", [("滦平县石桥镇人民政府办公室", "agency")]),
    ("承办县长信箱来信,召开县区会议,办理区级建议,结合市容整治", []),
    ("在滦平县政务大厅设立窗口,到海珠区调研", [("滦平县政务大厅", "place"), ("海珠区", "place")]),
    ("海珠区教育局政务公开科负责", [("海珠区教育局", "agency"), ("政务公开科", "dept")]),
    ("由政务公开科负责,网站由信息中心维护", [("政务公开科", "dept")]),
    ("李小龙主任出席,由张三任组长,公布金额等内容", [("李小龙", "person"), ("张三", "person")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), _CASES)
def test_rules_find_names_with_their_bounds(text: str, names: list[tuple[str, str]]) -> None:
    folded = fold_text(text)
    assert [(folded[n.start : n.end], n.kind) for n in found(folded)] == [(fold_text(n), k) for n, k in names]


def test_names_of_a_sentence_stand_in_order_and_apart() -> None:
    names = read(fold_text(TEXT))
    assert [n.kind for n in names] == ["law", "docno", "date", "agency", "dept", "person"]
    assert all(a.end <= b.start for a, b in pairwise(names))


def test_a_name_that_both_say_is_surer_than_one_that_one_says() -> None:
    rules = [Found(0, 5, "agency"), Found(9, 12, "place")]
    both, alone = joined(rules, [Name(0, 5, "agency", 0.9)], {})
    assert both.probability > alone.probability


def test_where_they_differ_the_likelier_stands() -> None:
    rules, model = [Found(0, 5, "agency")], [Name(0, 7, "agency", 0.9)]
    assert joined(rules, model, {})[0][:2] == (0, 5)
    measured = {"name.agency.model against": 0.9, "name.agency.rules against": 0.3}
    assert joined(rules, model, measured)[0][:2] == (0, 7)


def test_a_name_of_the_model_alone_stands_where_it_was_measured_right() -> None:
    assert joined([], [Name(3, 7, "person", 0.9)], {"name.person.model": 0.3}) == []
    assert joined([], [Name(3, 7, "person", 0.9)], {"name.person.model": 0.8}) == [Name(3, 7, "person", 0.8)]


def test_naming_is_a_component_of_the_pipeline(schema: Schema) -> None:
    nlp = pipeline(schema.metrics, naming=True)
    assert nlp.pipe_names[-1] == "narrative.names"
    assert "law" in {name.kind for name in nlp(fold_text(TEXT)).user_data["names"]}
