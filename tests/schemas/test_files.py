"""Schema files: what is refused, and that the error names the file, the line and the reason."""

import re
from pathlib import Path

import pytest

from extractor.core.errors import SchemaError
from extractor.schemas import load_schema, names

GOOD = """\
id: trial/1
title: 试验表
years: [2020, 2030]
keywords: [试验]
tables:
  - id: cases
    title: 案件情况
    unit: 件
    columns:
      - {id: local, label: 本级}
      - {id: below, label: 下级}
    rows:
      - {id: new, label: 新收}
      - label: 办结
        rows:
          - {id: closed.kept, label: 维持}
          - {id: closed.changed, label: 变更}
      - {id: total, label: 合计}
constraints:
  - {id: 'sum/{column}', each: columns, table: cases, left: ['closed.*.{column}'], right: ['total.{column}']}
  - {id: whole, left: [total.local, total.below], right: [new.local]}
metrics:
  units:
    case: [件, 起]
  things:
    case: [案件]
  metrics:
    - id: narrative.cases
      label: 案件
      unit: 件
      units: case
      says: [case]
comparisons:
  - metric: narrative.cases
    definitions:
      - {name: 合计, fields: [total.local]}
"""
LINES = GOOD.splitlines()


def at(text: str) -> int:
    """Number of the line of the good file that holds a text; it must be one line."""
    (line,) = [i for i, line in enumerate(LINES, 1) if text in line]
    return line


def changed(old: str, new: str) -> str:
    """The good file with one change."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def refusal(path: Path, content: str | bytes) -> str:
    """The error of a file with this content, one line that begins with the file's name."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SchemaError) as refused:
        load_schema(path)
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_the_file_that_the_others_are_made_from_is_good(tmp_path: Path) -> None:
    path = tmp_path / "trial.yml"
    for content in (GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()):
        path.write_bytes(content)
        schema = load_schema(path)
        assert [c.id for c in schema.constraints] == ["sum/local", "sum/below", "whole"]
        assert schema.constraints[1].left == ("closed.kept.below", "closed.changed.below")
        assert [(m.id, m.units) for m in schema.metrics] == [("narrative.cases", frozenset(("件", "起")))]
    assert load_schema(str(path)) == load_schema(path)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        # wrong type
        ("years: [2020, 2030]", "years: lately", 3, "years: a list"),
        ("years: [2020, 2030]", "years: [2020]", 3, r"years\.1: this entry is missing"),
        ("years: [2020, 2030]", "years: [2030, 2020]", 3, "years: the first year"),
        ("title: 试验表", "title: 2023", 2, "title: text"),
        ("title: 试验表", "title: 2023-13-45", 2, "month"),
        ("keywords: [试验]", "keywords: 试验", 4, "keywords: a list"),
        ("{id: below, label: 下级}", "below", at("下级"), r"tables\.0\.columns\.1: a mapping"),
        ("label: 维持", "label: no", at("维持"), r"tables\.0\.rows\.1\.rows\.0\.label: text"),
        ("label: 维持", "label: 维持, value: perhaps", at("维持"), r"rows\.0\.value"),
        # unknown key, missing key, a key twice
        ("    unit: 件\n    columns", "    colour: red\n    columns", 8, r"tables\.0\.colour: no such key"),
        ("label: 变更", "label: 变更, lable: 更", at("变更"), r"rows\.1\.lable: no such key"),
        ("    title: 案件情况\n", "", 6, r"tables\.0\.title: this entry is missing"),
        ("{id: below, label: 下级}", "{id: below}", at("下级"), r"columns\.1\.label: this entry is missing"),
        ("    title: 案件情况\n", "    title: 案件情况\n    title: 情况\n", 8, "key title stands here twice"),
        # no YAML
        ("    title: 案件情况", "     title: 案件情况", 7, "mapping values"),
        ("    title: 案件情况", "\ttitle: 案件情况", 7, "tab"),
        ("label: 下级}", "label: 下级", at("下级") + 1, "expected ',' or '}'"),
        ("label: 下级", "label: *nobody", at("下级"), "alias"),
        ("label: 下级", "label: 下\x07级", at("下级"), r"U\+0007"),
        # double ids
        ("id: closed.changed", "id: closed.kept", at("变更"), r"rows\.1: field closed\.kept\.local is .* twice"),
        ("{id: below,", "{id: local,", at("{id: new"), r"field new\.local is .* twice"),
        ("id: whole", "id: sum/below", at("id: whole"), "constraint sum/below is .* twice"),
        ("id: narrative.cases", "id: total.local", at("id: narrative.cases"), r"field total\.local is .* twice"),
        # names that nothing declares
        ("right: [new.local]", "right: [new.locale]", at("whole"), r"constraints\.1\.right: no field new\.locale"),
        ("closed.*.{column}", "open.*.{column}", at("sum/"), r"constraints\.0\.left: no field open\.\*\.local"),
        ("closed.*.{column}", "closed.*.{row}", at("sum/"), r"constraints\.0\.left: in braces may stand \{column\}"),
        ("closed.*.{column}", "closed.*.{column", at("sum/"), r"constraints\.0\.left: in braces"),
        ("id: whole", "id: 'whole/{row}'", at("whole"), r"constraints\.1\.id: in braces"),
        ("table: cases", "table: suits", at("sum/"), r"constraints\.0\.table: no table 'suits'"),
        ("each: columns", "each: cells", at("sum/"), r"constraints\.0\.each"),
        ("right: [new.local]", "right: []", at("whole"), r"constraints\.1\.right: a list of at least one"),
        ("metric: narrative.cases", "metric: narrative.suits", at("- metric"), "metric: no metric narrative.suits"),
        ("metric: narrative.cases", "metric: total.local", at("- metric"), r"0\.metric: no metric total\.local"),
        ("fields: [total.local]", "fields: [total]", at("fields:"), r"definitions\.0\.fields: no field total"),
        # units
        ("label: 下级", "label: 下级, unit: 元, printed_unit: 万件", at("下级"), r"printed_unit: 万件 is not 元"),
        ("label: 下级", "label: 下级, unit: 元, printed_unit: 百元", at("下级"), r"printed_unit: 百元 is not 元"),
        # counts
        ("says: [case]", "says: [suit]", at("- id: narrative.cases"), "narrative.cases: no class of words 'suit'"),
        ("says: [case]", "says: ['case < suit']", at("- id: narrative.cases"), "no class of words 'suit'"),
        ("says: [case]", "says: ['< case']", at("- id: narrative.cases"), "is not written"),
        ("units: case", "units: suit", at("- id: narrative.cases"), "no list of units 'suit'"),
        ("      says: [case]", "      sais: [case]", at("says:"), r"metrics\.metrics\.0\.sais: no such key"),
        ("      label: 案件\n", "", at("- id: narrative.cases"), r"metrics\.0\.label: this entry is missing"),
        ("    case: [案件]", "    case: 案件", at("[案件]"), r"metrics\.things\.case: a list"),
        ("  things:", "  thinks:", at("things:"), r"metrics\.thinks: no such key"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "trial.yml"
    text = refusal(path, changed(old, new))
    assert text.startswith(f"{path}:{line}: ")
    assert re.search(reason, text)


@pytest.mark.parametrize("content", ["id: [", "id: {a: [b, {", "id: 'abc", "id: " + "[" * 2000, "- - - {"])
def test_a_file_that_breaks_off_is_refused_at_its_last_line(content: str, tmp_path: Path) -> None:
    assert "trial.yml:2: " in refusal(tmp_path / "trial.yml", "# a remark\n" + content)


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    start, end = GOOD.index("    rows:\n"), GOOD.index("constraints:")
    text = refusal(tmp_path / "trial.yml", GOOD[:start] + "    rows: []\n" + GOOD[end:])
    assert ":12: tables.0.rows: a list of at least one entry" in text


def test_a_table_named_twice_is_refused(tmp_path: Path) -> None:
    more = "  - {id: cases, title: 又, columns: [{id: x, label: 数}], rows: [{id: y, label: 行}]}\n"
    text = refusal(tmp_path / "trial.yml", GOOD.replace("constraints:\n", more + "constraints:\n"))
    assert f":{at('constraints:')}: tables.1.id: table cases is declared twice" in text


@pytest.mark.parametrize("content", ["- a\n- b\n", "一句话", "", "# nothing but a remark\n", "null\n", "3\n"])
def test_a_file_that_is_no_mapping_is_refused(content: str, tmp_path: Path) -> None:
    assert refusal(tmp_path / "trial.yml", content).endswith(
        "trial.yml:1: file: a mapping of keys to values should stand here"
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (GOOD.encode("gbk"), 2),
        (GOOD.encode("utf-16"), 1),
        (b"id: trial/1\nyears: [2020, 2030]\ntitle: \xff\xfe\n", 3),
    ],
)
def test_another_encoding_is_refused_at_its_first_wrong_byte(content: bytes, line: int, tmp_path: Path) -> None:
    assert f"trial.yml:{line}: not UTF-8 text" in refusal(tmp_path / "trial.yml", content)


def test_a_missing_path_a_directory_and_an_unknown_id_tell_what_there_is(tmp_path: Path) -> None:
    for given in (tmp_path / "none.yml", tmp_path, "gov-disclosure/1999", ""):
        with pytest.raises(SchemaError) as refused:
            load_schema(given)
        assert str(given) in str(refused.value)
        assert all(name in str(refused.value) for name in names())


HEAD = GOOD[: GOOD.index("metrics:\n")]
COUNTS = GOOD[GOOD.index("metrics:\n") + len("metrics:\n") : GOOD.index("comparisons:")].replace("\n  ", "\n").lstrip()


def test_counts_may_stand_in_a_file_beside_this_one(tmp_path: Path) -> None:
    path = tmp_path / "trial.yml"
    path.write_text(HEAD + "metrics: counts.yml\n", encoding="utf-8")
    (tmp_path / "counts.yml").write_text(COUNTS, encoding="utf-8")
    assert [m.id for m in load_schema(path).metrics] == ["narrative.cases"]
    (tmp_path / "counts.yml").write_text("- {id: narrative.fees, label: 费, unit: 元, units: [元]}\n", encoding="utf-8")
    assert [(m.id, m.phrasings) for m in load_schema(path).metrics] == [("narrative.fees", ())]


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        (None, f"trial.yml:{LINES.index('metrics:') + 1}: metrics: no file counts.yml"),
        ("", "counts.yml:1: file: counts are a list"),
        ("一句话", "counts.yml:1: file: counts are a list"),
        ("metrics: 5\n", "counts.yml:1: metrics: counts are a list"),
        ("units: {}\nmetrics:\n  - 3\n", "counts.yml:3: metrics.0: a mapping"),
        ("- {id: a, label: a, unit: 件}\n- {id: a, label: b, unit: 件}\n", "counts.yml:2: 1: field a is"),
        ("metrics:\n  - {id: a, label: a, unit: 件, says: [case]}\n", "counts.yml:2: metrics.0: a: no class"),
        ("units:\n\tcase: [件]\n", "counts.yml:2: a tab indents this line"),
    ],
)  # fmt: skip
def test_faults_of_the_file_of_counts_are_named_there(counts: str | None, place: str, tmp_path: Path) -> None:
    if counts is not None:
        (tmp_path / "counts.yml").write_text(counts, encoding="utf-8")
    assert place in refusal(tmp_path / "trial.yml", HEAD + "metrics: counts.yml\n")


@pytest.mark.parametrize("value", ["5", "true", "2024-01-01"])
def test_counts_of_another_kind_are_refused(value: str, tmp_path: Path) -> None:
    line = LINES.index("metrics:") + 1
    assert f":{line}: metrics: counts are a list" in refusal(tmp_path / "trial.yml", HEAD + f"metrics: {value}\n")
