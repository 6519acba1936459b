import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from extractor.core.record import Edit, Field, FieldEvidence, Mention, Record, Violation
from extractor.corpus import (
    Converted,
    Corpus,
    CorpusError,
    Decision,
    Failure,
    Linked,
    open_corpus,
    outcome,
    parts,
    schema_digest,
)
from extractor.schemas import load_schema

from .made import read_reports, report


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return open_corpus(tmp_path / "corpus", create=True)


def rows(corpus: Corpus, query: str) -> list[tuple[Any, ...]]:
    base = corpus.connect()
    try:
        return list(base.execute(query).fetchall())
    finally:
        base.close()


def odd() -> Record:
    """A record with everything that a table of doubles and texts could bend."""
    made = report("云湖县教育局", 2023)
    scanned = FieldEvidence("table", "position", 0.25, 3.0, "3.0", 1 / 3, 2, (0.1, 2.0, 30.25, 4.5), None, (1, 0), "件")
    second = FieldEvidence("review", "exact", 1.0, 10**20, "1e20", 2 / 3)
    made.fields["requests.new.total"] = Field(3.0, "3.0", "元", 1 / 3, "repaired", 2**53 + 1, [scanned, second])
    made.fields["requests.new.business"] = Field("文字", "", None, 0.5, "stated", 2.5)
    made.quantities.append(Mention("电话", 10**30, "", "exact", None, (5, 9), "“引号”,\n换行", 0.0))
    edits = [Edit("requests.new.total", None, 7.0), Edit("requests.new.business", 10**17 + 1, 2)]
    made.violations.append(Violation("row/requests.new", 1.0, 0.1 + 0.2, [], "reading", "", "", edits))
    made.warnings += ["第一行\n第二行", ""]
    return made


def test_what_was_put_in_comes_back_as_it_was(corpus: Corpus) -> None:
    put = [*read_reports(), odd()]
    corpus.append(Converted(record) for record in put[:4])
    corpus.append(Converted(record) for record in put[4:])
    back = {record.document.sha256: record for record in corpus.records()}
    assert len(back) == len(put)
    for record in put:
        found = back[record.document.sha256]
        assert found == record
        assert found.to_json() == record.to_json()
        assert corpus.record(record.document.sha256) == record


def test_records_are_chosen_by_a_condition(corpus: Corpus) -> None:
    corpus.append(Converted(report("云湖县教育局", year)) for year in (2021, 2022, 2023))
    found = corpus.records("year > ? and agency = '云湖县教育局'", [2021])
    assert [record.metadata["year"].value for record in found] == [2022, 2023]
    with pytest.raises(KeyError):
        corpus.record("0" * 64)


def test_a_row_of_records_sums_up_the_document(corpus: Corpus) -> None:
    record = report("云湖县教育局", 2023, doubt=True, broken=True)
    corpus.append([Converted(record, schema_digest="abc")], run="r1")
    names = (
        "agency, year, published::varchar, stated, missing, doubtful, violations, lowest_confidence, run, schema_digest"
    )
    assert rows(corpus, f"select {names} from records") == [
        ("云湖县教育局", 2023, "2024-01-20", 1, 1, 1, 1, 0.5, "r1", "abc")
    ]
    assert rows(corpus, "select field, value, raw, status from fields where not starts_with(field, 'metadata.')") == [
        ("requests.new.total", 3.0, "3", "stated"),
        ("requests.new.business", None, None, "missing"),
    ]
    assert rows(corpus, "select left_value, right_value, fields from violations") == [
        (3.0, 4.0, ["requests.new.total"])
    ]


def test_the_newest_result_is_shown_and_the_earlier_is_kept(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    first = report("云湖县教育局", 2023)
    later = replace(first, fields=report("云湖县教育局", 2023, new=9).fields)
    corpus.append([Converted(first), Converted(report("云湖县水利局", 2023))])
    monkeypatch.setattr("extractor.corpus.store.extractor_version", lambda: "99.0")
    corpus.append([Converted(later)])
    assert corpus.record(first.document.sha256) == later
    values = "select value from {} where field = 'requests.new.total' order by value"
    assert rows(corpus, values.format("fields")) == [(3.0,), (9.0,)]
    assert rows(corpus, values.format("fields_all")) == [(3.0,), (3.0,), (9.0,)]
    assert rows(corpus, "select count(*) from records") == [(2,)]
    assert rows(corpus, "select count(*) from records_all") == [(3,)]
    digest = schema_digest(load_schema(first.schema))
    assert corpus.done()[first.document.sha256] == ("99.0", first.schema, digest)
    assert corpus.done()[report("云湖县水利局", 2023).document.sha256].extractor == outcome.extractor_version()


def test_two_results_of_a_document_in_one_batch_count_once(corpus: Corpus) -> None:
    record = report("云湖县教育局", 2023)
    corpus.append([Converted(record, ("a.txt",)), Converted(record, ("b.txt",))])
    assert rows(corpus, "select count(*) from records_all") == [(1,)]
    assert corpus.paths() == dict.fromkeys(("a.txt", "b.txt"), record.document.sha256)


def test_the_same_bytes_at_several_paths_are_one_document(corpus: Corpus) -> None:
    record = report("云湖县教育局", 2023)
    digest = record.document.sha256
    corpus.append([Converted(record, ("a.txt", "b.txt")), Linked(digest, ("c.txt", "a.txt"))])
    corpus.append([Linked(digest, ("d.txt",)), Linked("f" * 64, ("other.txt",))])
    found = rows(corpus, "select sha256, list_sort(paths), copies, converted from documents order by copies desc")
    assert found == [
        (digest, ["a.txt", "b.txt", "c.txt", "d.txt"], 4, True),
        ("f" * 64, ["other.txt"], 1, False),
    ]
    assert corpus.sha256s() == {digest}


def test_a_failure_counts_until_the_document_is_read(corpus: Corpus) -> None:
    record = report("云湖县教育局", 2023)
    digest = record.document.sha256
    corpus.append(
        [Failure("a.pdf", digest, "timeout", "took too long", retry=True), Failure("b", None, "open", "gone")]
    )
    corpus.append([Failure("a.pdf", digest, "memory", "took too much")])
    found = rows(corpus, "select path, stage, attempts, retry from failures order by path")
    assert found == [("a.pdf", "memory", 2, False), ("b", "open", 1, False)]
    corpus.append([Converted(record)])
    assert rows(corpus, "select path from failures") == [("b",)]
    assert rows(corpus, "select count(*) from failures_all") == [(3,)]


def test_of_several_decisions_on_one_thing_the_newest_counts(corpus: Corpus) -> None:
    corpus.append([Decision("f1", "finding", "accepted", note="打过电话", details={"年": [2022, 2023]})])
    corpus.append([Decision("f1", "finding", "dismissed"), Decision("f2", "field", "read", field="requests.new.total")])
    found = rows(corpus, "select fingerprint, verdict, field from decisions order by fingerprint")
    assert found == [("f1", "dismissed", None), ("f2", "read", "requests.new.total")]
    ((details,),) = rows(corpus, "select details from decisions_all where note <> ''")
    assert json.loads(details) == {"年": [2022, 2023]}


def test_nothing_to_put_in_makes_no_batch(corpus: Corpus) -> None:
    before = parts.listed(corpus.path)
    assert corpus.append([]) is None
    assert parts.listed(corpus.path) == before


def test_a_batch_that_fails_leaves_nothing(corpus: Corpus) -> None:
    def outcomes() -> Iterator[Converted]:
        yield Converted(report("云湖县教育局", 2023))
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError, match="the reader broke"):
        corpus.append(outcomes())
    record = report("云湖县水利局", 2023)
    record.fields["requests.new.total"].raw = 5  # type: ignore[assignment]
    with pytest.raises(TypeError):
        corpus.append([Converted(record)])
    assert rows(corpus, "select count(*) from records_all") == [(0,)]
    assert list((corpus.path / "staging").iterdir()) == []


def test_the_files_are_opened_by_duckdb_and_pandas_alone(corpus: Corpus) -> None:
    corpus.append(Converted(record) for record in read_reports()[:3])
    corpus.append(Converted(record) for record in read_reports()[3:])
    pattern = f"{corpus.path}/parts/*/fields.parquet"
    ((number,),) = duckdb.sql(f"select count(distinct sha256) from read_parquet('{pattern}')").fetchall()
    assert number == len(read_reports())
    empty = duckdb.sql(f"select count(*) from read_parquet('{corpus.path}/parts/*/failures.parquet')").fetchall()
    assert empty == [(0,)]
    frames = [pd.read_parquet(path) for path in corpus.path.glob("parts/*/records.parquet")]
    assert set(pd.concat(frames)["sha256"]) == {record.document.sha256 for record in read_reports()}


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus"):
        open_corpus(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CorpusError, match="not empty"):
        open_corpus(tmp_path, create=True)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ('{"format": "zh-report-extractor corpus", "version": 99}', "install a newer release"),
        ('{"format": "something else", "version": 1}', "not a manifest"),
        ('{"format": "zh-rep', "cannot be read"),
    ],
)
def test_a_manifest_that_is_not_understood_is_refused(corpus: Corpus, manifest: str, message: str) -> None:
    (corpus.path / "corpus.json").write_text(manifest)
    with pytest.raises(CorpusError, match=message):
        open_corpus(corpus.path, create=True)
    with pytest.raises(CorpusError, match=message):
        corpus.append([Converted(report("云湖县教育局", 2023))])


def test_a_corpus_whose_making_was_interrupted_is_made_again(tmp_path: Path) -> None:
    whole = open_corpus(tmp_path / "corpus", create=True)
    (whole.path / "corpus.json").unlink()
    open_corpus(tmp_path / "corpus", create=True).append([Converted(report("云湖县教育局", 2023))])
    assert len(whole.sha256s()) == 1


def test_the_digest_of_a_schema_says_when_it_changes() -> None:
    schema = load_schema("gov-disclosure/2021")
    assert schema_digest(schema) == schema_digest(replace(schema))
    assert schema_digest(schema) != schema_digest(replace(schema, constraints=schema.constraints[1:]))
    assert schema_digest(schema) != schema_digest(load_schema("gov-disclosure/2019"))
