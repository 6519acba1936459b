"""A report type that exists only as YAML: read, counted and checked without a line of code."""

from pathlib import Path

import pytest

from extractor import Record, extract

SCHEMA = """\
id: enforcement/annual
title: 行政执法数据年度统计
keywords: [行政执法]
years: [2020, 2030]
tables:
  - id: actions
    title: 行政执法情况统计表
    corner: [执法类别]
    columns:
      - {id: cases, label: 办理件数, unit: 件}
      - {id: fines, label: 罚没金额（万元）, aliases: [罚没金额], unit: 元, printed_unit: 万元}
    rows:
      - {id: penalty, label: 处罚}
      - {id: coercion, label: 强制}
      - {id: total, label: 合计}
constraints:
  - id: column/{column}
    each: columns
    table: actions
    left: ['penalty.{column}', 'coercion.{column}']
    right: ['total.{column}']
metrics:
  units:
    visits: [次, 家次]
  actions:
    inspect: [检查, 开展检查]
  things:
    inspection: [执法检查, 现场检查]
  metrics:
    - {id: narrative.inspections, label: 执法检查, unit: 次, units: visits, says: [inspection, inspect < inspection]}
    - {id: narrative.cases, label: 案件, unit: 件, units: [件], says: []}
"""

TEXT = """\
青湖市水务局2023年度行政执法数据公示
全年共开展执法检查218次，覆盖取水单位46家。
行政执法情况统计表
执法类别\t办理件数\t罚没金额（万元）
处罚\t17\t23.5
强制\t4\t0
合计\t22\t23.5
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "enforcement.yml"
    path.write_text(SCHEMA, encoding="utf-8")
    return path


def read(text: str, schema: Path) -> Record:
    """The record of a pasted text."""
    return extract(text.encode(), schema=schema, name="x.txt")


def test_its_fields_are_read_in_the_units_that_it_declares(schema: Path) -> None:
    record = read(TEXT, schema)
    assert record.schema == "enforcement/annual"
    assert {name: (f.value, f.raw, f.unit, f.status) for name, f in record.fields.items()} == {
        "penalty.cases": (17, "17", "件", "stated"),
        "penalty.fines": (235_000, "23.5", "元", "stated"),
        "coercion.cases": (4, "4", "件", "stated"),
        "coercion.fines": (0, "0", "元", "stated"),
        "total.cases": (22, "22", "件", "stated"),
        "total.fines": (235_000, "23.5", "元", "stated"),
        "narrative.inspections": (218, "218次", "次", "stated"),
        "narrative.cases": (None, None, "件", "missing"),
    }


def test_its_sum_is_checked_and_the_printed_value_stays(schema: Path) -> None:
    record = read(TEXT, schema)
    (broken,) = record.violations
    assert (broken.constraint, broken.left, broken.right, broken.blame) == ("column/cases", 21, 22, "source")
    assert broken.fields == ["penalty.cases", "coercion.cases", "total.cases"]
    assert (record.fields["total.cases"].value, record.fields["total.cases"].suggested) == (22, 21)
    assert read(TEXT.replace("合计\t22", "合计\t21"), schema).violations == []


def test_its_count_is_tied_to_the_number_that_says_it(schema: Path) -> None:
    record = read(TEXT, schema)
    tied = {q.metric: q.value for q in record.quantities}
    assert tied == {"narrative.inspections": 218, None: 46}
    (evidence,) = record.fields["narrative.inspections"].evidence
    assert evidence.source == "narrative"
    assert TEXT[slice(*evidence.span or ())] == "218次"


def test_its_record_is_one_like_all_others(schema: Path) -> None:
    record = read(TEXT, schema)
    assert Record.from_json(record.to_json()) == record


def test_a_printed_row_fewer_is_missing_and_a_sign_is_blank(schema: Path) -> None:
    record = read(TEXT.replace("强制\t4\t0\n", "").replace("处罚\t17\t23.5", "处罚\t17\t/"), schema)
    assert record.fields["coercion.cases"].status == "missing"
    assert (record.fields["penalty.fines"].value, record.fields["penalty.fines"].status) == (None, "blank")
