"""Places, units and qualifiers of what was read."""

import subprocess
import sys
from dataclasses import replace

from extractor.core.evidence import Reading
from extractor.core.schema import Schema
from extractor.narrative import read as read_all
from extractor.narrative.counts import counts

from .conftest import document


def facts(text: str, schema: Schema) -> list[tuple[tuple[str, ...], Reading]]:
    found = []
    for evidence in counts(document(text), schema, 2022):
        (reading,) = evidence.options[0].readings
        found.append((evidence.fields, reading))
    return found


def test_value_unit_and_qualifier(schema: Schema) -> None:
    ((fields, reading), (_, ratio)) = facts("政务微博粉丝９．５万余人，增长12%。", schema)
    assert fields == ("narrative.weibo.followers",)
    assert (reading.value, reading.unit, reading.qualifier, reading.raw) == (95000, "人", "over", "９．５万余人")
    assert (ratio.value, ratio.unit) == (12, "%")


def test_spans_are_places_of_the_printed_text(schema: Schema) -> None:
    text = "一、总体情况\n　　网站发布信息 1，205 条，收到政府信息公\n开申请１２\n件，其中信函申请 3件。"
    for _, reading in facts(text, schema):
        assert reading.span is not None
        assert text[slice(*reading.span)] == reading.raw
    by_field = {fields: reading.raw for fields, reading in facts(text, schema)}
    assert by_field[("narrative.requests.received",)] == "１２\n件"
    assert by_field[("narrative.requests.letter",)] == "3件"


def test_a_number_that_no_count_holds_keeps_its_phrase(schema: Schema) -> None:
    (evidence,) = counts(document("建成规章库，收录现行规章207部。"), schema, 2022)
    assert evidence.fields == ()
    assert "规章" in evidence.phrase
    assert evidence.quote == "收录现行规章207部"


def test_names_dates_and_references_are_no_quantities(schema: Schema) -> None:
    text = (
        "根据国办发〔2020〕17号和《2022年优化环境87项措施》第二十条第（一）项，2022年1月1日起，"
        "联系电话0312-5550123，邮编071000，网址http://www.example.gov.cn/2022/12，四个不够，一是加强学习，30个工作日内。"
    )
    assert counts(document(text), schema, 2022) == []


def test_grids_and_furniture_are_not_read(schema: Schema) -> None:
    page = document("访问量：354次\n微博发布信息12条。")
    noise = replace(page.blocks[0], kind="noise")
    (evidence,) = counts(page.with_blocks((noise, page.blocks[1])), schema, 2022)
    assert evidence.fields == ("narrative.weibo.posts",)


def test_counts_stand_beside_the_facts_about_the_report(schema: Schema) -> None:
    text = "青禾县民政局2022年政府信息公开工作年度报告\n2021年收到政府信息公开申请9件，2022年收到政府信息公开申请4件。"
    found = {field: e.options[0].readings[0].value for e in read_all(document(text), schema) for field in e.fields}
    assert found["metadata.year"] == 2022
    assert found["narrative.requests.received"] == 4


def test_the_same_text_gives_the_same_evidence_in_every_process() -> None:
    script = (
        "from extractor.core.document import Document, Source\n"
        "from extractor.narrative.counts import counts\n"
        "from extractor.schemas import load_schema\n"
        "text = '网站发布信息12条，微博、微信公开36条，办结申请5件，其中予以公开3件，行政复议、诉讼0件。'\n"
        "d = Document(text, Source('', '', '', 'text'))\n"
        "print([(e.fields, e.score, e.quote) for e in counts(d, load_schema('gov-disclosure/2021'), 2022)])\n"
    )
    runs = set()
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env)
        runs.add(done.stdout)
    assert len(runs) == 1
    assert "narrative.website.posts" in runs.pop()
