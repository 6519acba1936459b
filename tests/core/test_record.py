"""A record as JSON: out, back in, and what is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from extractor.core.record import (
    DocumentInfo,
    Edit,
    Field,
    FieldEvidence,
    Mention,
    Record,
    Violation,
    record_json_schema,
)


def made() -> Record:
    """A record with every kind of value, status and place."""
    cell = FieldEvidence(
        "table", "alias", 0.9, 38, "38", 0.98, 2, (71.5, 300.0, 120.25, 318.0), (210, 212), (4, 7), "新收 38"
    )
    other = FieldEvidence("table", "position", 0.4, 83, "83", 0.02)
    facts = {
        "agency": Field("青湖市水务局", "青湖市水务局", None, 0.99, "stated", evidence=[]),
        "published": Field("2024-01-19", "2024年1月19日", None, 0.97, "stated"),
        "year": Field(2023, "2023", None, 1.0, "stated"),
        "document_number": Field(None, None, None, 0.9, "missing"),
    }
    fields = {
        "requests.new.total": Field(38, "38", "件", 0.98, "repaired", 38, [cell, other]),
        "proactive.fees.amount": Field(592372449.5, "59237.24495", "元", 0.99, "stated"),
        "requests.carried_in.total": Field(None, "/", "件", 0.99, "blank"),
        "requests.results.total.total": Field(None, None, "件", 0.5, "conflict", 12.5, [other]),
    }
    mention = Mention("微博 “粉丝”", 1.5, "万人", "about", None, (5, 9), "约1.5万人", 0.7)
    counted = Mention("收到申请", 38, "件", "exact", "narrative.requests.received", (30, 32), "收到申请38件", 0.95)
    broken = Violation("row/requests.new", 37, 38.5, ["requests.new.total"], "source", "一件记在他处", "moved")
    broken.edits += [Edit("requests.new.total", 38, 37), Edit("requests.new.business", None, 1)]
    info = DocumentInfo("报告.txt", "ab" * 32, "text/plain", "text", 0)
    return Record("gov-disclosure/2021", info, facts, fields, [mention, counted], [broken], ["一页没有文字"])


def test_a_record_comes_back_from_its_json_as_it_was() -> None:
    record = made()
    for indent in (None, 1, 2):
        assert Record.from_json(record.to_json(indent)) == record
    assert Record.from_json(record.to_json().encode()) == record


def test_json_keeps_the_kind_of_a_number() -> None:
    back = Record.from_json(made().to_json()).fields
    assert isinstance(back["requests.new.total"].value, int)
    assert isinstance(back["proactive.fees.amount"].value, float)
    assert isinstance(back["requests.results.total.total"].suggested, float)
    assert back["requests.new.total"].evidence[0].span == (210, 212)


@given(
    st.one_of(st.none(), st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False), st.text())
)
def test_any_value_survives(value: int | float | str | None) -> None:
    record = made()
    record.fields["requests.new.total"].value = value
    back = Record.from_json(record.to_json()).fields["requests.new.total"].value
    assert (back, type(back)) == (value, type(value))


def test_the_version_stands_first_and_chinese_is_not_escaped() -> None:
    text = made().to_json(None)
    assert text.startswith('{"record_version": "1", "schema": "gov-disclosure/2021", "document": {"path": "报告.txt"')
    assert list(made().to_dict()) == [
        "record_version", "schema", "document", "metadata", "fields", "quantities", "violations", "warnings",
    ]  # fmt: skip


def test_to_dict_is_plain_and_shares_nothing_with_the_record() -> None:
    record = made()
    plain = record.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    plain["fields"]["requests.new.total"]["evidence"].clear()
    plain["warnings"].append("…")
    assert record == made()


def test_names_of_the_contract() -> None:
    plain = made().to_dict()
    assert set(plain["document"]) == {"path", "sha256", "media_type", "loader", "pages"}
    field = plain["fields"]["requests.new.total"]
    assert {"value", "raw", "unit", "confidence", "status", "suggested", "evidence"} == set(field)
    assert {"source", "match", "score", "page", "box", "span", "cell", "quote"} <= set(field["evidence"][0])
    assert {"phrase", "value", "unit", "qualifier", "metric", "span", "quote", "confidence"} == set(
        plain["quantities"][0]
    )
    assert {"constraint", "left", "right", "fields", "blame", "explanation"} <= set(plain["violations"][0])


def _wrong_key(plain: dict[str, Any]) -> None:
    plain["colour"] = "red"


def _wrong_key_of_a_field(plain: dict[str, Any]) -> None:
    plain["fields"]["requests.new.total"]["colour"] = "red"


def _wrong_key_of_evidence(plain: dict[str, Any]) -> None:
    plain["fields"]["requests.new.total"]["evidence"][0]["colour"] = "red"


def _wrong_status(plain: dict[str, Any]) -> None:
    plain["fields"]["requests.new.total"]["status"] = "guessed"


def _wrong_version(plain: dict[str, Any]) -> None:
    plain["record_version"] = "2"


def _no_schema(plain: dict[str, Any]) -> None:
    del plain["schema"]


def _number_as_text(plain: dict[str, Any]) -> None:
    plain["fields"]["requests.new.total"]["confidence"] = "0.9"


def _a_list_for_a_value(plain: dict[str, Any]) -> None:
    plain["fields"]["requests.new.total"]["value"] = [38]


def _half_a_span(plain: dict[str, Any]) -> None:
    plain["quantities"][0]["span"] = [5]


def _wrong_blame(plain: dict[str, Any]) -> None:
    plain["violations"][0]["blame"] = "nobody"


BREAK: dict[str, Callable[[dict[str, Any]], None]] = {
    "colour": _wrong_key,
    "fields.requests.new.total.colour": _wrong_key_of_a_field,
    "evidence.0.colour": _wrong_key_of_evidence,
    "fields.requests.new.total.status": _wrong_status,
    "record_version": _wrong_version,
    "schema": _no_schema,
    "fields.requests.new.total.confidence": _number_as_text,
    "fields.requests.new.total.value": _a_list_for_a_value,
    "quantities.0.span": _half_a_span,
    "violations.0.blame": _wrong_blame,
}


@pytest.mark.parametrize("place", BREAK)
def test_what_is_no_record_is_refused_with_the_place(place: str) -> None:
    plain = made().to_dict()
    BREAK[place](plain)
    with pytest.raises(ValidationError) as refused:
        Record.from_json(json.dumps(plain))
    assert place in ".".join(str(part) for part in refused.value.errors()[0]["loc"])


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\ufeff{}"])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Record.from_json(text)


KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
}


def _conforms(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """The keywords of JSON Schema that a record's schema uses."""
    if "$ref" in schema:
        return _conforms(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema:
        return any(_conforms(value, one, root) for one in schema["anyOf"])
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema:
        return value in schema["enum"]
    if type(value) not in KINDS[schema["type"]]:
        return False
    if schema["type"] == "array":
        items = schema.get("prefixItems") or [schema["items"]] * len(value)
        low, high = schema.get("minItems", 0), schema.get("maxItems", len(value))
        return low <= len(value) <= high and all(_conforms(v, s, root) for v, s in zip(value, items, strict=False))
    if schema["type"] == "object":
        named, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
        if any(name not in value for name in schema.get("required", ())):
            return False
        if rest is False and value.keys() - named.keys():
            return False
        return all(_conforms(v, named.get(k, rest), root) for k, v in value.items())
    return True


def test_the_json_schema_takes_records_and_nothing_else() -> None:
    schema = record_json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert _conforms(made().to_dict(), schema, schema)
    for change in BREAK.values():
        plain = made().to_dict()
        change(plain)
        assert not _conforms(plain, schema, schema), change.__name__


def test_pydantic_takes_the_plain_data_too() -> None:
    assert TypeAdapter(Record).validate_python(made().to_dict()) == made()
