from pathlib import Path

import pytest

from extractor.core.errors import SchemaError
from extractor.corpus.series import read, series, variables

from .linked import corpus, glued, report, row

AGENCY = "原平市教育局"
HEAD = "variables:\n  - id: one\n    label: 一\n    unit: 件\n    forms:\n"


def test_the_forms_become_one_series(tmp_path: Path) -> None:
    made = corpus(
        tmp_path,
        report(AGENCY, 2018, {"annex.requests.received": 7, "annex.normative_documents.issued": 4}),
        report(AGENCY, 2019, row("requests.new", 9) | {"proactive.normative_documents.made": 5}),
        report(AGENCY, 2021, row("requests.new", 11) | {"proactive.normative_documents.issued": None}),
    )
    table = series(made).to_pylist()
    found = {(line["variable"], line["year"]): line for line in table}
    assert [found["requests.received", year]["value"] for year in (2018, 2019, 2021)] == [7, 9, 11]
    assert found["requests.received", 2018]["agency_id"] == "140981/education"
    assert found["requests.received", 2019]["series_break"]
    assert found["requests.received", 2021]["series_break"] is None
    issued = [found["normative_documents.issued", year]["value"] for year in (2018, 2021)]
    assert issued == [4, None]  # a blank is no number
    assert ("normative_documents.issued", 2019) not in found  # what was made is not what was issued
    assert found["requests.carried_in", 2019]["value"] is None  # the report has no such row


def test_a_sum_is_open_while_a_part_of_it_is(tmp_path: Path) -> None:
    cells = glued("1234", "litigation.direct.total", "litigation.after_review.total")
    first = report(AGENCY, 2021, cells)
    second = report(AGENCY, 2022, {"litigation.direct.total": 3, "litigation.after_review.total": 2})
    third = report(AGENCY, 2023, {"litigation.direct.total": 3})
    table = series(corpus(tmp_path, first, second, third)).to_pylist()
    assert [line["value"] for line in table if line["variable"] == "litigation.total"] == [None, 5, None]


def test_rows_that_only_some_print_may_be_missing(tmp_path: Path) -> None:
    one_row = report(AGENCY, 2021, {"requests.results.other.total": 6})
    three = report(AGENCY, 2022, {f"requests.results.other.{n}.total": 2 for n in ("no_correction", "other")})
    table = series(corpus(tmp_path, one_row, three)).to_pylist()
    assert [line["value"] for line in table if line["variable"] == "requests.other"] == [6, 4]


def test_what_looks_alike_is_kept_apart() -> None:
    for variable in variables():
        columns = {term.field.rpartition(".")[2] for term in variable.terms}
        assert not {"made", "issued"} <= columns
        assert not {"in_public", "in_force"} <= columns


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + "      gov-disclosure/2019: [requests.new.sum]\n", r"series.yml:6: .*has no field requests.new.sum"),
        (HEAD + "      gov-disclosure/1999: [a]\n", r":6: .*no schema gov-disclosure/1999"),
        (HEAD + "      gov-disclosure/2019: [requests.new.total]\n    year: 1\n", r":7: .*no such key"),
        (
            "apart:\n  - ['*.made', '*.issued']\n" + HEAD + "      gov-disclosure/2019: [proactive.regulations.made]\n"
            "      gov-disclosure/2021: [proactive.regulations.issued]\n",
            r"one holds \*.made and \*.issued, which are different things",
        ),
        (
            HEAD + "      gov-disclosure/2019: [review.total]\n" + HEAD.partition("\n")[2]
            + "      gov-disclosure/2021: [review.total]\n",
            r":7: .*one is declared twice",
        ),
    ],
)  # fmt: skip
def test_a_faulty_mapping_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "series.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(SchemaError, match=reason):
        read(path)
