import hashlib
from pathlib import Path

import pytest

from extractor import ExtractorError, Schema, extract, load_document, load_schema
from extractor.core.errors import LoadError, SchemaError


def test_a_path_and_its_bytes_make_the_same_record(example: Path) -> None:
    path = example.with_suffix(".html")
    data = path.read_bytes()
    record = extract(path)
    assert extract(str(path)) == record
    assert extract(data, name=str(path)) == record
    assert record.document.sha256 == hashlib.sha256(data).hexdigest()


def test_every_field_of_the_form_is_there_whether_printed_or_not(example: Path) -> None:
    record = extract(example.with_suffix(".txt"))
    required = {name for name, spec in load_schema(record.schema).fields.items() if not spec.optional}
    assert required <= set(record.fields)
    assert record.fields["narrative.gazette.issues"].status == "missing"


def test_every_span_holds_the_characters_as_printed(example: Path) -> None:
    path = example.with_suffix(".html")
    record, text = extract(path), load_document(path).text
    found = [e for field in record.fields.values() for e in field.evidence if e.span and e.raw]
    assert len(found) > 200
    assert [e.raw for e in found if "".join(text[slice(*e.span or ())].split()) != "".join(e.raw.split())] == []


def test_the_printed_value_stays_and_the_sums_only_suggest(example: Path) -> None:
    record = extract(example.with_suffix(".html"))
    field = record.fields["requests.results.granted.total"]
    assert (field.value, field.raw, field.status, field.suggested) == (31, "31", "stated", 13)
    assert {v.constraint for v in record.violations} == {"row/requests.results.granted", "column/total"}
    assert {v.blame for v in record.violations} == {"source"}


@pytest.mark.parametrize("kind", ["id", "path", "schema"])
def test_a_schema_is_an_id_a_file_or_the_thing_itself(kind: str, example: Path) -> None:
    import extractor.schemas

    file = Path(extractor.schemas.__file__).parent / "gov-disclosure" / "2021.yml"
    name = "gov-disclosure/2021"
    given: dict[str, Schema | str | Path] = {"id": name, "path": file, "schema": load_schema(name)}
    assert extract(example.with_suffix(".txt"), schema=given[kind]).schema == name


@pytest.mark.parametrize("schema", [None, "gov-disclosure/2021"])
def test_a_text_without_a_report_is_an_error_that_names_it(schema: str | None) -> None:
    with pytest.raises(LoadError, match=r"menu\.txt"):
        extract("今天的菜单是土豆丝和白菜汤，欢迎品尝。".encode(), name="menu.txt", schema=schema)


def test_an_unknown_schema_is_an_error_of_the_package(example: Path) -> None:
    with pytest.raises(SchemaError, match="gov-disclosure/2019"):
        extract(example.with_suffix(".txt"), schema="gov-disclosure/1999")
    assert issubclass(SchemaError, ExtractorError)
