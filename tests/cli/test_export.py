from pathlib import Path

import pandas as pd
import pytest

from extractor.cli.app import run
from tests.corpus.export.built import corpus


def test_a_panel_is_written_and_what_was_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(corpus(tmp_path).path)
    target = tmp_path / "out" / "panel.csv"
    assert run(["export", folder, "--to", str(target), "--year", "2021-2022", "--region", "44"]) == 0
    assert "2 rows; 1 further documents of an agency and year that it has were left out" in capsys.readouterr().err
    assert pd.read_csv(target)["year"].tolist() == [2021, 2022]


def test_the_long_form_and_a_folder(tmp_path: Path) -> None:
    folder = str(corpus(tmp_path).path)
    assert (
        run(
            [
                "export",
                folder,
                "--to",
                str(tmp_path / "values.csv"),
                "--shape",
                "long",
                "--schema",
                "gov-disclosure/2019",
            ]
        )
        == 0
    )
    assert set(pd.read_csv(tmp_path / "values.csv")["schema"]) == {"gov-disclosure/2019"}
    assert run(["export", folder, "--to", str(tmp_path / "package")]) == 0
    assert (tmp_path / "package" / "datapackage.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--to", "x.ods"], 3, "no export has the suffix"),
        (["--to", "x.csv", "--year", "20"], 2, "neither a year"),
        (["--to", "x.csv", "--year", "2022-2020"], 2, "neither a year"),
        (["--to", "x.csv", "--year", "1999"], 3, "no document is left"),
    ],
)
def test_wrong_use_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    folder = str(corpus(tmp_path).path)
    assert run(["export", folder, *arguments]) == code
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert said in line


def test_a_folder_that_is_no_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(tmp_path), "--to", str(tmp_path / "x.csv")]) == 3
    assert "is no corpus" in capsys.readouterr().err
