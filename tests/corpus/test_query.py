import csv
import datetime
import json
from pathlib import Path
from tempfile import gettempdir

import pytest
from rich.cells import cell_len

from extractor.corpus import Converted, CorpusError, Linked, compact, open_corpus
from extractor.corpus.query import QueryError, Result, as_csv, as_json, select
from extractor.corpus.show import grid
from extractor.corpus.views import TABLES

from .made import report


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = open_corpus(tmp_path_factory.mktemp("query") / "corpus's", create=True)
    for year in (2021, 2022, 2023):
        records = [report("云湖县教育局", year), report("云湖县水利局", year, new=year)]
        made.append([*map(Converted, records), Linked(records[0].document.sha256, (f"copy-{year}.txt",))])
    return made.path


def test_every_table_answers(corpus: Path) -> None:
    rows = {table: next(select(corpus, f"select count(*) from {table}").rows)[0] for table in TABLES}
    expected = {"records": 6, "fields": 36, "evidence": 30, "paths": 9, "documents": 6, "failures": 0, "texts": 0}
    assert {name: rows[name] for name in expected} == expected
    assert list(select(corpus, "select count(*) from records_all").rows) == [(6,)]


def test_fields_carry_whose_and_when(corpus: Path) -> None:
    which = "field = 'requests.new.total'"
    found = select(corpus, f"select year, sum(value)::int as new from fields where {which} group by year order by year")
    assert found.columns == ("year", "new")
    assert list(found.rows) == [(2021, 2024), (2022, 2025), (2023, 2026)]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("selct 1", 'syntax error at or near "selct"'),
        ("select agencies from records", 'Referenced column "agencies" not found in FROM clause!'),
        ("select * from reports", "Table with name reports does not exist!"),
        ("select now()", "cast it, as in now()::timestamp"),
        ("select 'x'::int", "Could not convert string 'x' to INT32"),
        ("", "give one statement"),
        ("select 1; select 2", "give one statement"),
        ("drop view records", "only SELECT is possible"),
        ("set threads = 1", "only SELECT is possible"),
        ("pragma version", "only SELECT is possible"),
        ("explain analyze select 1", "only SELECT is possible"),
        ("pivot fields on field using sum(value)", "PIVOT needs its columns named"),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_line(corpus: Path, statement: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        select(corpus, statement)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file_is_read_or_written_but_the_corpus_s(corpus: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for statement in (
        f"select * from '{secret}'",
        f"select * from read_csv('{secret}')",
        f"select * from read_text('{secret}')",
        f"select * from glob('{tmp_path}/*')",
        f"select * from glob('{gettempdir()}/*')",
        f"copy (select 1) to '{tmp_path}/out.csv'",
        f"copy (select 1) to '{corpus}/parts/out.parquet'".replace("'s/", "''s/"),
        f"attach '{tmp_path}/base.db'",
    ):
        with pytest.raises(QueryError):
            list(select(corpus, statement).rows)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_names_of_the_program_are_no_tables(corpus: Path) -> None:
    names = ["records"]  # DuckDB would look at variables of this function and those that call it
    with pytest.raises(QueryError, match="names does not exist"):
        select(corpus, "select * from names")
    assert names


def test_a_statement_runs_again_where_its_files_were_merged_away(corpus: Path, tmp_path: Path) -> None:
    made = open_corpus(tmp_path / "corpus", create=True)
    made.append([Converted(report("云湖县教育局", 2021))])
    made.append([Converted(report("云湖县教育局", 2022))])
    result = select(made.path, "select sha256 from records")
    compact.compact(made.path, keep=0)
    assert len(list(result.rows)) == 2  # was fetched before
    assert len(list(select(made.path, "select sha256 from records").rows)) == 2


def test_rows_are_fetched_while_they_are_taken(corpus: Path) -> None:
    result = select(corpus, "select a.range from range(1000000) a, range(1000000) b")  # 10**12 rows
    assert len([row for row, _ in zip(result.rows, range(10_000), strict=False)]) == 10_000


def test_json_has_an_object_a_line_and_plain_values(corpus: Path) -> None:
    statement = (
        "select sha256, sha256, published, [1, 2] as l, {'k': date '2024-01-02'} as s, 0.5::decimal(3, 1) as d, "
        "7::hugeint as h, 'nan'::double as n, null as x, true as b, '\\x41'::blob as y "
        "from records order by path limit 2"
    )
    text = "".join(as_json(select(corpus, statement)))
    assert len(text.splitlines()) == 4
    first = json.loads(text)[0]
    assert first.pop("sha256") == first.pop("sha256_2")
    assert first == {
        "published": "2022-01-20", "l": [1, 2], "s": {"k": "2024-01-02"}, "d": 0.5, "h": 7, "n": None, "x": None,
        "b": True, "y": "41",
    }  # fmt: skip
    assert json.loads("".join(as_json(select(corpus, "select 1 where false")))) == []


def test_csv_quotes_and_leaves_nothing_out(corpus: Path) -> None:
    statement = "select 'a,\"b\"\nc' as \"x,y\", null as n, [1] as l, date '2024-01-02' as d"
    lines = list(csv.reader("".join(as_csv(select(corpus, statement))).splitlines(keepends=True)))
    assert lines == [["x,y", "n", "l", "d"], ['a,"b"\nc', "", "[1]", "2024-01-02"]]


def test_a_folder_that_is_no_corpus_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus"):
        select(tmp_path, "select 1")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    made = open_corpus(tmp_path / "corpus", create=True)
    made.append([Converted(report("云湖县教育局", 2021))])
    for path in made.path.glob("parts/*/records.parquet"):
        path.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(CorpusError) as caught:
        select(made.path, "select * from records")
    assert "records.parquet" in str(caught.value)
    assert f"extractor corpus verify {made.path}" in str(caught.value)
    assert "LINE" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_shows_the_columns_that_have_a_place() -> None:
    result = Result(("agency", "year", "note"), iter([("云湖县教育局", 2021, "x" * 60), ("甲", 2022, None)]))
    text = grid(result.columns, list(result.rows), width=24)
    assert text.splitlines()[0].split() == ["agency", "year"]
    assert text.splitlines()[-1] == "… 1 more columns: note"
    assert "云湖县教育局 2021" in text
    assert "x" not in text
    full = grid(result.columns, [("甲", 0.1 + 0.2, datetime.date(2024, 1, 2))], width=80)
    assert full.splitlines()[1].split() == ["甲", "0.3", "2024-01-02"]


def test_a_table_of_one_wide_column_is_cut() -> None:
    (head, line) = grid(["text"], [["字" * 60]], width=40).splitlines()
    assert head == "text"
    assert line.endswith("…")
    assert cell_len(line) <= 40
