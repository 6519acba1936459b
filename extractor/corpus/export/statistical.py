"""Files of statistics programs: Stata and SPSS, with labels of variables and values in Chinese."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ...schemas import load_schema
from .codebook import Variable
from .request import ExportError, Request

if TYPE_CHECKING:
    import pandas

_STATA_LABEL, _SPSS_LABEL = 80, 120  # characters; Stata's limit is 80 characters, SPSS's 256 bytes
_STATA_VERSION = 15  # the first to keep UTF-8 in variable and value labels (format 118)
MOST_ROWS = 2_000_000


def write_stata(request: Request, target: Path) -> int:
    """The panel as `.dta`; returns the number of rows. Names of variables are those of the codebook."""
    import pyreadstat

    frame, labels, values = _frame(request, _STATA_LABEL)
    about = request.provenance()["program"]
    with _told(target):
        pyreadstat.write_dta(
            frame, str(target), version=_STATA_VERSION, file_label=about, column_labels=labels,
            variable_value_labels=values,
        )  # fmt: skip
    return len(frame)


def write_spss(request: Request, target: Path) -> int:
    """The panel as `.sav`; returns the number of rows. Names of variables are those of the codebook."""
    import pyreadstat

    frame, labels, values = _frame(request, _SPSS_LABEL)
    about = request.provenance()["program"]
    with _told(target):
        pyreadstat.write_sav(
            frame, str(target), file_label=about, column_labels=labels, variable_value_labels=values
        )  # fmt: skip
    return len(frame)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Say what the writing library only says it could not do."""
    import pyreadstat

    try:
        yield
    except pyreadstat.ReadstatError as error:
        raise ExportError(f"{target.parent}: {error}; make room, or choose another place") from None


def _frame(request: Request, longest: int) -> tuple["pandas.DataFrame", list[str], dict[str, dict[int, str]]]:
    """The panel under the short names, labels of its columns, and labels of its coded values."""
    import pyarrow as pa

    if request.shape == "long":
        raise ExportError("Stata and SPSS files hold the wide form: write the long form to .csv or .parquet")
    if len(request.documents) > MOST_ROWS:
        raise ExportError("too many rows for a statistics file: choose with --year or --region, or write .parquet")
    frame = pa.concat_tables(request.wide()).to_pandas()
    forms = sorted({name for variable in request.variables for name in variable.forms})
    codes = {name: code for code, name in enumerate(forms, start=1)}
    frame["schema"] = frame["schema"].map(codes)
    for column in ("year", "schema"):
        frame[column] = frame[column].astype("float64")
    short = {variable.id: variable.name for variable in request.variables}
    frame = frame.rename(columns=short)
    labels = [_label(variable, longest) for variable in request.variables]
    return frame, labels, {short["schema"]: {code: load_schema(name).title for name, code in codes.items()}}


def _label(variable: Variable, longest: int) -> str:
    """Label path and unit; of one that is too long the end, which tells it from its neighbours."""
    text = variable.label + (f"（{variable.unit}）" if variable.unit else "")
    return text if len(text) <= longest else "…" + text[1 - longest :]
