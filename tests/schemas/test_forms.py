"""The shipped forms: their fields, sums and labels."""

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from extractor.core.folding import fold_text
from extractor.core.schema import Schema, Table
from extractor.schemas import load_schema, names
from extractor.tables.labels import plain

DESIGN = Path(__file__).resolve().parents[3] / "shared" / "design"
FORMS = ("gov-disclosure/2014", "gov-disclosure/2019", "gov-disclosure/2021")
COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")
PARTS = COLUMNS[:-1]


def sheet(name: str) -> list[dict[str, str]]:
    """Rows of a design table; skips where it is absent."""
    path = DESIGN / name
    if not path.is_file():
        pytest.skip(f"no {path} beside the checkout")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def key(label: str) -> str:
    """A label without what varies in print."""
    return plain(fold_text(label))


def printed_fields(schema: Schema) -> dict[str, str]:
    """Field id → unit of what the form itself prints."""
    return {spec.id: spec.unit for spec in schema.fields.values() if spec.table and not spec.optional}


def test_names_are_the_four_forms_oldest_first() -> None:
    assert names() == ("gov-disclosure/2008", *FORMS)
    assert [load_schema(name).id for name in names()] == list(names())
    years = [load_schema(name).years for name in names()]
    assert years[:3] == [(2008, 2013), (2014, 2018), (2019, 2020)]
    assert years[3][0] == 2021


@pytest.mark.parametrize(("name", "count"), tuple(zip(names(), (0, 58, 198, 200), strict=True)))
def test_numbers_of_fields(name: str, count: int) -> None:
    assert len(printed_fields(load_schema(name))) == count


@pytest.mark.parametrize(
    ("name", "field", "unit", "label"),
    [
        ("2014", "annex.published.total", "条", "统计数"),
        ("2014", "annex.capacity.budget", "元", "统计数"),
        ("2014", "annex.training.participants", "人次", "统计数"),
        ("2019", "proactive.permits.change", "项", "本年增/减"),
        ("2019", "proactive.procurement.amount", "元", "采购总金额"),
        ("2019", "requests.results.other.natural_person", "件", "自然人"),
        ("2019", "requests.results.total.total", "件", "总计"),
        ("2021", "proactive.normative_documents.in_force", "件", "现行有效件数"),
        ("2021", "proactive.fees.amount", "元", "本年收费金额（单位：万元）"),
        ("2021", "requests.results.other.fee_unpaid.other_org", "件", "法人或其他组织/其他"),
        ("2021", "litigation.after_review.pending", "件", "行政诉讼/复议后起诉/尚未审结"),
    ],
)
def test_some_fields_by_heart(name: str, field: str, unit: str, label: str) -> None:
    spec = load_schema(f"gov-disclosure/{name}").fields[field]
    assert (spec.unit, spec.optional) == (unit, False)
    assert spec.label.endswith(label)


def test_money_printed_in_myriads_is_kept_in_yuan() -> None:
    scaled = [(t.id, c.id, c.scale) for t in load_schema(FORMS[2]).tables for c in t.columns if c.scale != 1]
    assert scaled == [("proactive.fees", "amount", 10_000)]


@pytest.mark.parametrize("name", FORMS)
def test_fields_and_units_are_those_of_the_design(name: str) -> None:
    expected = {row["field"]: row["unit"] for row in sheet("fields.tsv") if row["schema"] == name}
    assert printed_fields(load_schema(name)) == expected


@pytest.mark.parametrize("name", names())
def test_counts_and_units_are_those_of_the_design(name: str) -> None:
    expected = {row["metric"]: (row["label"], row["unit"]) for row in sheet("metrics.tsv")}
    assert {m.id: (m.label, m.unit) for m in load_schema(name).metrics} == expected


@pytest.mark.parametrize("name", FORMS)
def test_every_label_of_the_design_is_one_of_the_fields_own_labels(name: str) -> None:
    schema = load_schema(name)
    own = {
        table.field(row, column): {key(label) for label in (*row.labels, *column.labels, *row.path, *column.path)}
        for table in schema.tables
        for row in table.rows
        for column in table.columns
    }
    missing = [
        (row["field"], label)
        for row in sheet("fields.tsv")
        if row["schema"] == name
        for label in (row["row"], row["column"])
        if not {key(label), key(label.split("/")[-1])} & own[row["field"]]  # 本年增/减 is one label
    ]
    assert missing == []


@pytest.mark.parametrize("name", FORMS)
def test_rows_stand_under_the_labels_that_the_design_puts_them_under(name: str) -> None:
    schema = load_schema(name)
    rows = {table.field(row, c): (table, row) for table in schema.tables for row in table.rows for c in table.columns}
    wrong = []
    for line in sheet("fields.tsv"):
        if line["schema"] != name or line["table"] in ("二", "四"):
            continue
        table, row = rows[line["field"]]
        above = tuple(key(part) for part in line["row"].split("/")[:-1])
        variants = [{key(label) for label in labels} for labels in (*table.groups, *(r.labels for r in table.rows))]
        path = [next(v for v in variants if key(part) in v) for part in row.path]
        if len(path) != len(above) or any(part not in v for part, v in zip(above, path, strict=True)):
            wrong.append((line["field"], line["row"], row.path))
    assert wrong == []


def sums(schema: Schema) -> dict[str, tuple[set[str], set[str]]]:
    """Constraint id → fields on the left, fields on the right."""
    return {c.id: (set(c.left), set(c.right)) for c in schema.constraints}


@pytest.mark.parametrize("name", FORMS[1:])
def test_sums_of_the_tables_three_and_four(name: str) -> None:
    schema = load_schema(name)
    table = next(t for t in schema.tables if t.id == "requests")
    expected = {f"row/{r.id}": ({f"{r.id}.{c}" for c in PARTS}, {f"{r.id}.total"}) for r in table.rows}
    results = [r.id for r in table.rows if r.id.startswith("requests.results.") and r.id != "requests.results.total"]
    for c in COLUMNS:
        expected[f"column/{c}"] = ({f"{r}.{c}" for r in results}, {f"requests.results.total.{c}"})
        new = {f"requests.new.{c}", f"requests.carried_in.{c}"}
        expected[f"balance/{c}"] = (new, {f"requests.results.total.{c}", f"requests.carried_out.{c}"})
    for group in ("review", "litigation.direct", "litigation.after_review"):
        parts = {f"{group}.{kind}" for kind in ("upheld", "corrected", "other", "pending")}
        expected[f"group/{group}"] = (parts, {f"{group}.total"})
    assert sums(schema) == expected


@pytest.mark.parametrize(("name", "rows"), [(FORMS[1], 23), (FORMS[2], 25)])
def test_rows_of_table_three_and_those_of_the_other_form(name: str, rows: int) -> None:
    table = next(t for t in load_schema(name).tables if t.id == "requests")
    assert [c.id for c in table.columns] == list(COLUMNS)
    assert sum(not r.optional for r in table.rows) == rows
    other = {r.id: r.optional for r in table.rows if r.id.startswith("requests.results.other")}
    assert {i for i, optional in other.items() if optional} == (
        {"requests.results.other"}
        if name == FORMS[2]
        else {f"requests.results.other.{part}" for part in ("no_correction", "fee_unpaid", "other")}
    )
    assert len(other) == 4


def test_sums_of_the_annex() -> None:
    parts = {
        "requests.received": "in_person fax online letter",
        "requests.closed": "on_time extended",
        "requests.answered": (
            "already_public granted partial denied not_this_agency not_exist needs_correction other_channel"
        ),
        "requests.answered.denied": (
            "state_secret trade_secret privacy security_stability not_government_information other_law"
        ),
        "capacity.staff": "full_time part_time",
    }
    expected = {
        f"annex/{total}": ({f"annex.{total}.{part}" for part in said.split()}, {f"annex.{total}"})
        for total, said in parts.items()
    }
    for kind in ("review", "litigation"):
        outcomes = {f"annex.{kind}.{outcome}" for outcome in ("upheld", "corrected", "other")}
        expected[f"annex/{kind}.total"] = (outcomes, {f"annex.{kind}.total"})
    assert sums(load_schema(FORMS[0])) == expected


@pytest.mark.parametrize("name", names())
def test_sums_and_definitions_count_each_field_once(name: str) -> None:
    schema = load_schema(name)
    for constraint in schema.constraints:
        assert len(set(constraint.fields)) == len(constraint.fields)
        assert set(constraint.fields) <= schema.fields.keys()
    for comparison in schema.comparisons:
        assert schema.fields[comparison.metric].table is None
        said = [d.name for d in comparison.definitions]
        assert len(set(said)) == len(said)
        for definition in comparison.definitions:
            used = (*definition.fields, *definition.minus)
            assert all(schema.fields[field].table for field in used)
            assert set(definition.minus).isdisjoint(definition.fields)


@pytest.mark.parametrize("name", FORMS)
def test_no_label_means_two_rows_or_columns_in_one_place(name: str) -> None:
    for table in load_schema(name).tables:
        rows, columns = (
            [(r.id, r.path, r.labels) for r in table.rows],
            [(c.id, c.path, c.labels) for c in table.columns],
        )
        for one, other in (*combinations(rows, 2), *combinations(columns, 2)):
            same = {key(label) for label in one[2]} & {key(label) for label in other[2]} - {""}
            assert not same or one[1] != other[1], (one[0], other[0], same)


@pytest.mark.parametrize("name", FORMS)
def test_aliases_of_one_row_differ_in_more_than_punctuation(name: str) -> None:
    for table in load_schema(name).tables:
        for labels in (*(r.labels for r in table.rows), *(c.labels for c in table.columns)):
            keys = [key(label) for label in labels]
            assert len(set(keys)) == len(keys), labels


def meanings(table: Table) -> dict[str, set[str]]:
    """Label of a column (any alias) → ids of the columns that it names."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for column in table.columns:
        for label in column.labels:
            found[key(label)].add(column.id)
    return found


def test_labels_of_two_forms_that_look_alike_stay_apart() -> None:
    # 处理决定数量 and 本年处理决定数量 are no such pair: both count the year's decisions, under one field id.
    old, new = (load_schema(name) for name in FORMS[1:])
    blocks = [(a, b) for a in old.tables for b in new.tables if a.titles[0] == b.titles[0]]
    assert len(blocks) == 6
    for a, b in blocks:
        here, there = meanings(a), meanings(b)
        assert [label for label in here if label in there and here[label] != there[label]] == []
    columns = {label for table in new.tables for label in meanings(table)}
    for label in ("本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量", "采购项目数量", "采购总金额"):
        assert key(label) not in columns
    columns = {label for table in old.tables for label in meanings(table)}
    for label in ("本年制发件数", "本年废止件数", "现行有效件数", "本年收费金额（单位：万元）"):
        assert key(label) not in columns


@pytest.mark.parametrize("name", FORMS)
def test_markers_are_printed_by_this_form_alone(name: str) -> None:
    def labels(schema: Schema) -> str:
        said = [spec.label for spec in schema.fields.values() if spec.table and not spec.optional]
        return "\n".join(key(label) for t in schema.tables for label in (*said, *t.titles, *t.corner))

    schema = load_schema(name)
    own = labels(schema)
    others = [labels(load_schema(other)) for other in FORMS if other != name]
    assert len(schema.markers) >= 2
    for marker in schema.markers:
        assert key(marker) in own
        assert all(key(marker) not in text for text in others)
