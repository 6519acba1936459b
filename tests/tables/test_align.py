"""Filled forms, flattened as pastes flatten them, read back."""

import random

import pytest

from extractor import tables
from extractor.core.record import Record
from extractor.fuse import fuse
from extractor.load import load
from extractor.schemas import load_schema

from . import forms

APART = ("tabbed", "stacked", "piped", "spaced", "bare", "wrapped", "behind", "ordered", "stroked", "web_page")
FORMS = ("gov-disclosure/2019", "gov-disclosure/2021")


def _read(text: str, schema: str) -> Record:
    form = load_schema(schema)
    document = tables.mark(load(text.encode(), name="report.txt"), form)
    return fuse(tables.read(document, form), document, form)


def _compare(form: forms.Form, record: Record) -> tuple[list[str], int]:
    """Fields that are given wrong, and how many are left open."""
    wrong = [
        f"{name}: {value} read as {record.fields[name].value}"
        for name, value in form.values.items()
        if record.fields[name].status != "conflict" and record.fields[name].value != value
    ]
    return wrong, sum(record.fields[name].status == "conflict" for name in form.values)


@pytest.mark.parametrize("schema", FORMS)
@pytest.mark.parametrize("flatten", APART)
@pytest.mark.parametrize("zero", ["0", "/", "—"])
def test_cells_that_are_apart_are_read_exactly(schema: str, flatten: str, zero: str) -> None:
    rng = random.Random(f"{schema}{flatten}{zero}")
    form = forms.fill(load_schema(schema), rng, zero=zero, misprints=rng.randint(0, 2))
    record = _read(getattr(forms, flatten)(form, rng), schema)
    assert _compare(form, record) == ([], 0)
    raw = {name: record.fields[name].raw for name in form.printed}
    assert raw == form.printed


@pytest.mark.parametrize("schema", FORMS)
@pytest.mark.parametrize("flatten", ["tabbed", "stacked", "piped", "stroked", "web_page"])
def test_visible_blanks_stay_blank(schema: str, flatten: str) -> None:
    rng = random.Random(7)
    form = forms.fill(load_schema(schema), rng, zero="")
    record = _read(getattr(forms, flatten)(form), schema)
    assert _compare(form, record)[0] == []
    blanks = [name for name, printed in form.printed.items() if not printed and name.startswith("requests.")]
    assert {record.fields[name].status for name in blanks} == {"blank"}


@pytest.mark.parametrize("schema", FORMS)
@pytest.mark.parametrize("flatten", ["spaced", "bare", "wrapped", "behind"])
@pytest.mark.parametrize("seed", range(3))
def test_blanks_without_trace_are_found_or_left_open(schema: str, flatten: str, seed: int) -> None:
    rng = random.Random(seed)
    form = forms.fill(load_schema(schema), rng, zero="")
    record = _read(getattr(forms, flatten)(form, rng), schema)
    wrong, left_open = _compare(form, record)
    assert wrong == []
    assert left_open < len(form.values) // 3


@pytest.mark.parametrize("schema", FORMS)
@pytest.mark.parametrize("seed", range(4))
def test_glued_cells_are_cut_by_the_sums_or_left_open(schema: str, seed: int) -> None:
    rng = random.Random(seed)
    form = forms.fill(load_schema(schema), rng, misprints=seed % 2)
    record = _read(forms.glued(form, rng), schema)
    wrong, left_open = _compare(form, record)
    assert wrong == []
    assert left_open <= 30
    for name, field in record.fields.items():
        if field.status == "conflict" and name in form.printed:
            readings = [e.raw for e in field.evidence]
            assert len(readings) >= 2
            assert field.value is None
            assert not any(r.startswith("0") and len(r) > 1 for r in readings)


def test_the_text_around_the_tables_stays_narrative() -> None:
    schema = load_schema("gov-disclosure/2021")
    form = forms.fill(schema, random.Random(3))
    for flatten in (forms.tabbed, forms.glued, forms.stacked, forms.behind):
        document = tables.mark(load(flatten(form).encode(), name="r.txt"), schema)
        told = "".join(document.slice(b.span) for b in document.blocks if b.kind != "grid")
        assert "主动公开政府信息312条" in told
        assert "明年举办2期培训" in told
        assert "科研机构" not in told
        assert "重复申请" not in told


@pytest.mark.parametrize(
    "text",
    [
        "本年收到申请9件：予以公开5件，不予公开1件，无法提供3件；行政许可12件，行政处罚30件，其他2件，总计9件。",
        "本年公开行政许可12条、行政处罚30条、行政强制4条、行政事业性收费2条。",
    ],
)
def test_a_sentence_that_names_rows_is_no_table(text: str) -> None:
    schema = load_schema("gov-disclosure/2021")
    document = tables.mark(load(text.encode(), name="r.txt"), schema)
    assert all(block.kind != "grid" for block in document.blocks)
    assert list(tables.read(document, schema)) == []


def test_an_unknown_label_glued_to_its_digits() -> None:
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(13))
    text = forms.tabbed(form).replace("\t", "")
    changed = text.replace("一、本年新收政府信息公开申请数量", "一、本年度新收到的政府信息公开申请件数")
    assert changed != text
    wrong, _ = _compare(form, _read(changed, "gov-disclosure/2021"))
    assert wrong == []


def test_words_for_no_number_run_together() -> None:
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(14), zero="无")
    wrong, left_open = _compare(form, _read(forms.tabbed(form).replace("\t", ""), "gov-disclosure/2021"))
    assert wrong == []
    assert left_open < 40


def test_a_sentence_between_tables_is_told_whole() -> None:
    schema = load_schema("gov-disclosure/2021")
    form = forms.fill(schema, random.Random(4))
    sentence = "本年因政府信息公开引发行政复议3件，行政诉讼1件。"
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    for flatten in (forms.tabbed, forms.glued):
        text = flatten(form).replace(heading, heading + ("\n" if flatten is forms.tabbed else "") + sentence, 1)
        document = tables.mark(load(text.encode(), name="r.txt"), schema)
        assert any(sentence in document.slice(b.span) for b in document.blocks if b.kind != "grid")
        wrong, _ = _compare(form, _read(text, schema.id))
        assert wrong == []


def test_a_left_out_row_is_missing_and_the_rest_stays_in_place() -> None:
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(5), busy=0.9)
    gone = "requests.results.denied.third_party_rights"
    kept = {n: p for n, p in form.printed.items() if not n.startswith(gone)}
    short = forms.Form(form.schema, kept, {n: v for n, v in form.values.items() if n in kept})
    for flatten in (forms.tabbed, forms.bare, forms.piped):
        record = _read(flatten(short), "gov-disclosure/2021")
        assert _compare(short, record) == ([], 0)
        assert record.fields[f"{gone}.total"].status == "missing"


def test_a_row_of_the_older_form_keeps_its_id() -> None:
    schema = load_schema("gov-disclosure/2021")
    form = forms.fill(schema, random.Random(6))
    merged = {n: p for n, p in form.printed.items() if not n.startswith("requests.results.other.")}
    values = {n: v for n, v in form.values.items() if n in merged}
    for column in ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total"):
        merged[f"requests.results.other.{column}"] = "0"
        values[f"requests.results.other.{column}"] = 0
    hybrid = forms.Form(schema, merged, values)
    for flatten in (forms.tabbed, forms.glued, forms.bare):
        wrong, _ = _compare(hybrid, _read(flatten(hybrid), schema.id))
        assert wrong == []


def test_a_table_printed_twice_counts_as_first_printed() -> None:
    schema = load_schema("gov-disclosure/2021")
    first, second = (forms.fill(schema, random.Random(seed), busy=0.8) for seed in (21, 22))
    for flatten in (forms.tabbed, forms.web_page):
        wrong, _ = _compare(first, _read(flatten(first) + "\n附：所属单位情况\n" + flatten(second), schema.id))
        assert wrong == []


def test_a_page_number_inside_the_grid_is_no_cell() -> None:
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(8))
    text = forms.bare(form)
    for label in ("（四）无法提供", "2.重复申请", "（七）总计"):
        paged = text.replace("\n" + label, "\n4\n" + label, 1)
        assert paged != text
        wrong, _ = _compare(form, _read(paged, "gov-disclosure/2021"))
        assert wrong == [], label


def test_places_of_cells() -> None:
    """Every reading points at its own characters."""
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(9))
    for flatten in (forms.tabbed, forms.glued, forms.piped):
        text = flatten(form)
        record = _read(text, "gov-disclosure/2021")
        for name, field in record.fields.items():
            if field.status == "stated" and name in form.printed:
                start, end = field.evidence[0].span or (0, 0)
                assert text[start:end] == form.printed[name], name


def test_columns_follow_their_headers() -> None:
    """A grid whose columns stand in another order, with one that the form does not have."""
    head = "| | 总计 | 自然人 | 商业企业 | 科研机构 | 备注 | 社会公益组织 | 法律服务机构 | 其他 |"
    row = "| 一、本年新收政府信息公开申请数量 | 21 | 1 | 2 | 3 | | 4 | 5 | 6 |"
    rest = "| 二、上年结转政府信息公开申请数量 | 7 | 7 | 0 | 0 | | 0 | 0 | 0 |"
    record = _read(f"三、收到和处理政府信息公开申请情况\n\n{head}\n{row}\n{rest}\n", "gov-disclosure/2021")
    got = {name.rsplit(".", 1)[1]: f.value for name, f in record.fields.items() if name.startswith("requests.new.")}
    expected = [1, 2, 3, 4, 5, 6, 21]
    assert [got[c.id] for c in load_schema("gov-disclosure/2021").tables[4].columns] == expected


def test_a_label_cut_off_below_the_name_of_its_group() -> None:
    """The end of a page took the rest of it; （六）其他处理 before it is a row of its own on older forms."""
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(11), busy=0.9)
    page = forms.web_page(form)
    cut = page.replace(
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信",
    )
    assert cut != page
    document = tables.mark(load(cut.encode(), name="report.html"), form.schema)
    wrong, left_open = _compare(form, fuse(tables.read(document, form.schema), document, form.schema))
    assert (wrong, left_open) == ([], 0)


def test_one_number_under_the_header_of_another_table() -> None:
    head = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"
    record = _read(
        f"第二十条第（一）项\n\n{head}\n| 规章 | 1 | 0 | 2 |\n| 行政强制 | | 27 | |\n", "gov-disclosure/2021"
    )
    assert record.fields["proactive.coercion.decisions"].value == 27
    assert record.fields["proactive.regulations.issued"].value == 1


def test_one_number_behind_an_unknown_label_is_not_guessed() -> None:
    text = (
        "附表 政府信息公开情况统计表\n统计指标 单位 统计数\n某项地方自设指标 条 65\n另一项自设指标 条 12\n"
        "三、依申请公开情况\n（一）收到申请数 件 4\n1.当面申请数 件 1\n"
        "2.传真申请数 件 0\n3.网络申请数 件 3\n4.信函申请数 件 0\n"
    )
    record = _read(text, "gov-disclosure/2014")
    stated = {name: f.value for name, f in record.fields.items() if f.status == "stated"}
    assert stated == {
        "annex.requests.received": 4,
        "annex.requests.received.in_person": 1,
        "annex.requests.received.fax": 0,
        "annex.requests.received.online": 3,
        "annex.requests.received.letter": 0,
    }


def test_units_beside_labels_and_numbers() -> None:
    text = (
        "附表\n统计指标 统计数\n二、回应解读情况\n（一）回应公众关注热点或重大舆情数（次） 2次\n三、依申请公开情况\n"
        "（一）收到申请数（件） 1,004件\n1.当面申请数（件） 1,001件\n2.传真申请数（件） 0件\n3.网络申请数（件） 3件\n"
        "4.信函申请数（件） 0件\n九、政府信息公开会议和培训情况\n（三）接受培训人员数（人次） 178人次\n"
    )
    fields = _read(text, "gov-disclosure/2014").fields
    assert fields["annex.requests.received"].value == 1004
    assert fields["annex.requests.received.in_person"].value == 1001
    assert fields["annex.requests.received.letter"].value == 0
    assert fields["annex.responses.events"].value == 2
    assert fields["annex.training.participants"].value == 178


def test_a_blank_last_cell_that_is_left_out() -> None:
    rows = "（一）收到申请数 | 件 | 4\n1.当面申请数 | 件 | 4\n2.传真申请数 | 件 |\n3.网络申请数 | 件 |\n"
    record = _read(
        f"附表 政府信息公开情况统计表\n\n统计指标 | 单位 | 统计数\n--- | --- | ---\n{rows}", "gov-disclosure/2014"
    )
    assert record.fields["annex.requests.received"].value == 4
    fax = record.fields["annex.requests.received.fax"]
    assert (fax.value, fax.status) == (None, "blank")


def test_reviews_and_lawsuits_in_tables_of_their_own() -> None:
    kinds = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    numbers = "".join(f"<td>{n}</td>" for n in (1, 0, 2, 0, 3, 0, 0, 1, 0, 1))
    page = (
        "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
        f"<table><tr><td colspan=5>行政复议</td></tr><tr>{kinds}</tr><tr>{'<td></td>' * 5}</tr></table>"
        "<table><tr><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{kinds}{kinds}</tr><tr>{numbers}</tr></table>"
    )
    fields = _read(f"<html><body>{page}</body></html>", "gov-disclosure/2021").fields
    assert [fields[f"litigation.direct.{k}"].value for k in ("upheld", "other", "total")] == [1, 2, 3]
    assert fields["litigation.after_review.total"].value == 1
    assert fields["review.total"].status == "blank"


@pytest.mark.parametrize("label", ["二、上年度结转的政府信息公开申请件数", "二、上年结转政府信息公"])
def test_a_row_of_blanks_whose_label_is_in_other_words_or_cut_off(label: str) -> None:
    head = "| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
    rows = f"| 一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n| {label} |{'  |' * 7}\n"
    record = _read(f"三、收到和处理政府信息公开申请情况\n\n{head}\n{rows}", "gov-disclosure/2021")
    carried = [f for name, f in record.fields.items() if name.startswith("requests.carried_in.")]
    assert [(f.value, f.status) for f in carried] == [(None, "blank")] * 7


def test_a_label_of_which_a_page_has_only_the_beginning() -> None:
    form = forms.fill(load_schema("gov-disclosure/2021"), random.Random(12), busy=0.9)
    page = forms.web_page(form)
    cut = page.replace("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.申请人无正当理由")
    assert cut != page
    document = tables.mark(load(cut.encode(), name="report.html"), form.schema)
    assert _compare(form, fuse(tables.read(document, form.schema), document, form.schema)) == ([], 0)
