from extractor.core.record import Edit, Field, FieldEvidence, Violation
from extractor.export.forms import Slot, broken_fields, counts, forms, places
from extractor.schemas import load_schema
from tests.export.made import made, stated

FORM = load_schema("gov-disclosure/2021")


def test_a_form_has_its_headings_once_and_the_deeper_rows_below_them() -> None:
    requests = next(form for form in forms(made(FORM, {}), FORM) if form.name == "表三")
    labels = [(line.depth, line.label) for line in requests.lines]
    assert labels.count((1, "（三）不予公开")) == 1
    assert labels.index((1, "（三）不予公开")) + 1 == labels.index((2, "1.属于国家秘密"))
    assert next(line for line in requests.lines if line.label == "（三）不予公开").slots == ()
    assert sum(len(line.slots) for line in requests.lines) == 25 * 7


def test_an_optional_row_shows_only_where_it_is_printed() -> None:
    field = "requests.results.other.total"
    assert FORM.fields[field].optional
    without, with_it = (
        [s.id for form in forms(made(FORM, values), FORM) for line in form.lines for s in line.slots]
        for values in ({}, {field: 2})
    )
    assert field not in without
    assert field in with_it


def test_the_single_row_of_table_four_is_turned_into_three_groups_of_five() -> None:
    four = next(form for form in forms(made(FORM, {"litigation.direct.other": 2}), FORM) if form.name == "表四")
    assert four.columns == ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    assert [len(line.slots) for line in four.lines] == [5, 5, 5]
    assert four.lines[1].slots[2].field.value == 2


def test_printed_tells_blank_missing_and_conflict_apart() -> None:
    def printed(field: Field) -> str | None:
        return Slot("x", "x", "", field).printed

    def reading(raw: str) -> FieldEvidence:
        return FieldEvidence("table", "exact", 1.0, int(raw), raw, 0.5)

    assert printed(Field(None, "", None, 0.9, "blank")) == ""
    assert printed(Field(None, "/", None, 0.9, "blank")) == "/"
    assert printed(Field(None, None, None, 0.9, "missing")) is None
    assert printed(Field(None, None, None, 0.5, "conflict", evidence=[reading("7"), reading("77")])) == "7|77"
    assert printed(stated(90380000, "9038\n万")) == "9038 万"


def test_doubt_follows_the_confidence_and_leaves_missing_cells_alone() -> None:
    doubts = [Slot("x", "x", "", stated(1, confidence=c)).doubt for c in (0.99, 0.95, 0.9, 0.8, 0.5)]
    assert doubts == ["", "", "~", "~", "?"]
    assert Slot("x", "x", "", Field(None, None, None, 0.5, "missing")).doubt == ""


def test_marks_go_to_the_number_that_the_mending_changes() -> None:
    record = made(FORM, {})
    names = ["requests.new.natural_person", "requests.new.total"]
    record.violations = [Violation("row/requests.new", 13, 0, names, "source", edits=[Edit(names[1], 0, 13)])]
    assert broken_fields(record) == {names[1]}
    record.violations[0].edits = []
    assert broken_fields(record) == set(names)
    record.fields[names[1]].suggested = 13
    assert broken_fields(record) == {names[1]}


def test_counts_are_those_that_the_text_states() -> None:
    field = FORM.metrics[3].id
    assert [slot.id for slot in counts(made(FORM, {field: 5}), FORM)] == [field]


def test_every_field_has_a_place() -> None:
    found = places(FORM)
    assert set(found) == set(FORM.fields)
    assert found["review.total"].row == "行政复议"
    assert (found["requests.new.total"].table, found["requests.new.total"].column) == ("表三", "总计")
