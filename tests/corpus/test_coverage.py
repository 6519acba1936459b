from datetime import date
from pathlib import Path

import pytest

from extractor.core.errors import ExtractorError
from extractor.corpus import Converted, Failure, open_corpus
from extractor.corpus.coverage import as_rows, as_table, coverage, read_list

from .made import report

EDUCATION, WATER = "云湖县教育局", "云湖县水利局"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Education: read, broken, none, doubtful and read again; water: one year; and two that have no place."""
    made = open_corpus(tmp_path / "corpus", create=True)
    made.append([Converted(report(EDUCATION, 2020)), Converted(report(EDUCATION, 2021, broken=True))])
    made.append([Converted(report(EDUCATION, 2023)), Converted(report(WATER, 2021))])
    made.append([Converted(report(EDUCATION, 2023, doubt=True)), Converted(report(None, 2020))])
    made.append([Converted(report(WATER, None)), Failure("bad.pdf", None, "load", "damaged")])
    return made.path


def test_each_agency_and_year_has_a_cell(corpus: Path) -> None:
    found = coverage(corpus)
    states = {(cell.agency, cell.year): cell.state for cell in found.cells}
    assert states == {
        (EDUCATION, 2020): "read", (EDUCATION, 2021): "broken", (EDUCATION, 2022): "missing",
        (EDUCATION, 2023): "doubtful", (WATER, 2020): "missing", (WATER, 2021): "read", (WATER, 2022): "missing",
        (WATER, 2023): "missing",
    }  # fmt: skip
    (broken,) = (cell for cell in found.cells if cell.state == "broken")
    assert (broken.published, broken.form, broken.broken) == (date(2022, 1, 20), "gov-disclosure/2021", 1)
    assert broken.path == f"{EDUCATION}-2021.txt"
    (doubtful,) = (cell for cell in found.cells if cell.state == "doubtful")
    assert (doubtful.documents, doubtful.doubtful) == (2, 1)
    assert found.unplaced == ("None-2020.txt", f"{WATER}-None.txt")
    assert found.failures == (("bad.pdf", "load", "damaged"),)


def test_a_list_says_who_is_missing_and_who_is_not_in_it(corpus: Path) -> None:
    found = coverage(corpus, agencies=["云湖县财政局", "云湖县 水利局"], years=(2021, 2022))
    states = [(cell.agency, cell.year, cell.state) for cell in found.cells]
    assert states == [
        ("云湖县财政局", 2021, "missing"),
        ("云湖县财政局", 2022, "missing"),
        ("云湖县 水利局", 2021, "read"),
        ("云湖县 水利局", 2022, "missing"),
    ]
    assert found.unlisted == (EDUCATION,)


def test_an_agency_printed_in_two_ways_is_one(tmp_path: Path) -> None:
    made = open_corpus(tmp_path / "corpus", create=True)
    names = {2019: "浙江省德清县教育局", 2021: "德清县教育局"}
    made.append(Converted(report(name, year)) for year, name in names.items())
    found = coverage(made.path, agencies=["德清县教育局"])
    assert [cell.year for cell in found.cells if cell.state == "read"] == [2019, 2021]


def test_what_is_doubtful_is_for_the_caller_to_say(corpus: Path) -> None:
    states = {cell.year: cell.state for cell in coverage(corpus, agencies=[EDUCATION], below=0.4).cells}
    assert states[2023] == "read"
    states = {cell.year: cell.state for cell in coverage(corpus, agencies=[EDUCATION], below=0.995).cells}
    assert states[2020] == "doubtful"


def test_the_table_has_a_mark_a_year_and_words_below(corpus: Path) -> None:
    lines = as_table(coverage(corpus), width=80).splitlines()
    assert lines[0].split() == ["agency", "2020", "2021", "2022", "2023"]
    assert {tuple(line.split()) for line in lines[1:3]} == {
        (EDUCATION, "ok", "!1", "-", "?1+"),
        (WATER, "-", "ok", "-", "-"),
    }
    assert (
        "2 agencies × 4 years: 2 read (ok), 1 with doubtful fields (?), 1 with broken sums (!), 4 missing (-)" in lines
    )
    assert "1 with several documents (+)" in lines
    assert f"2 records name no agency or no year: None-2020.txt, {WATER}-None.txt" in lines
    assert "1 documents were not read: bad.pdf" in lines


def test_a_narrow_table_shows_the_last_years_and_the_first_agencies(corpus: Path) -> None:
    lines = as_table(coverage(corpus), width=24, limit=1).splitlines()
    assert lines[0].split() == ["agency", "2022", "2023"]
    assert lines[2] == "… 2020-2021 before them: --years 2020-2021 shows these"
    assert lines[3].startswith("… 1 more agencies")


def test_rows_have_every_fact_of_a_cell(corpus: Path) -> None:
    rows = as_rows(coverage(corpus, agencies=[WATER], years=(2021, 2021)))
    assert [row["agency"] for row in rows] == [WATER]
    assert rows[0]["sha256"] == report(WATER, 2021).document.sha256
    assert rows[0]["media_type"] == "text/plain"


def test_an_empty_corpus_covers_nothing(tmp_path: Path) -> None:
    made = open_corpus(tmp_path / "corpus", create=True)
    assert coverage(made.path).cells == ()
    assert as_table(coverage(made.path), width=80).startswith("0 agencies × 0 years")
    assert len(coverage(made.path, agencies=[WATER], years=(2020, 2022)).cells) == 3


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("list.txt", "# who reports\n云湖县教育局\n\n 云湖县水利局  # since 2019\n云湖县教育局\n", "utf-8-sig"),
        ("list.txt", "云湖县教育局\r\n云湖县水利局\r\n", "gb18030"),
        ("list.csv", "代码,单位名称\r\n01,云湖县教育局\r\n02,云湖县水利局\r\n", "gb18030"),
        ("list.csv", "云湖县教育局,1\n云湖县水利局,2\n", "utf-8"),
        ("list.tsv", "id\tagency\n1\t云湖县教育局\n2\t云湖县水利局\n3\n", "utf-8"),
    ],
)
def test_lists_of_agencies(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert read_list(tmp_path / name) == [EDUCATION, WATER]


def test_a_list_without_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# nobody\n")
    with pytest.raises(ExtractorError, match="names no agency"):
        read_list(tmp_path / "list.txt")
    with pytest.raises(ExtractorError, match="cannot read"):
        read_list(tmp_path / "none.txt")
