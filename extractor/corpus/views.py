"""DuckDB over a corpus: a view for each table, the newest result of a document or all of them."""

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from . import parts
from .layout import CorpusError
from .tables import COLUMNS

if TYPE_CHECKING:
    import duckdb

RESULTS = (
    "records",
    "fields",
    "evidence",
    "violations",
    "quantities",
    "texts",
)  # tables of which a document has versions
TABLES = (*COLUMNS, "documents")  # what is shown; the same with `_all` behind it for all of COLUMNS
# Equal digests have equal hashes, which are counted faster: no difference means that nothing is superseded.
_SOME_TWICE = "select count(*) > count(distinct hash(sha256)) from records_all"
_SUPERSEDED = """
create temp table superseded as
select sha256, batch from records_all
where sha256 in (select sha256 from records_all group by sha256 having count(*) > 1)
qualify row_number() over (partition by sha256 order by batch desc) > 1
"""
_OTHERS = """
create view paths as select distinct on (path, sha256) * from paths_all order by path, sha256, batch;
create view documents as
  select sha256, list(path order by met_at, path) as paths, count(*) as copies, min(met_at) as first_met,
    sha256 in (select sha256 from records) as converted
  from paths group by sha256;
create view failures as
  select * from (select *, count(*) over (partition by coalesce(sha256, path)) as attempts from failures_all)
  where sha256 is null or sha256 not in (select sha256 from records)
  qualify row_number() over (partition by coalesce(sha256, path) order by batch desc, path) = 1;
create view decisions as
  select * from decisions_all qualify row_number() over (partition by fingerprint order by batch desc) = 1;
"""


def connect(corpus: Path, listed: list[str], **settings: Any) -> "duckdb.DuckDBPyConnection":
    """A connection in memory with the views of these parts; `settings` are DuckDB's.

    Raises CorpusError where a part is damaged, duckdb.IOException where one is gone.
    """
    import duckdb

    chosen = {
        "python_enable_replacements": False,  # a name that is no table would be looked up among Python's variables
        "temp_directory": f"{gettempdir()}/extractor-{uuid4().hex}",  # its own: a locked connection may read all of it
    }
    base = duckdb.connect(config=chosen | settings)
    try:
        _make_views(base, corpus, listed)
    except duckdb.InvalidInputException as error:
        told = str(error).partition("\n\nLINE ")[0].removeprefix("Invalid Input Error: ")
        raise CorpusError(f"{told}: extractor corpus verify {corpus} names what is damaged") from None
    return base


def _make_views(base: "duckdb.DuckDBPyConnection", corpus: Path, listed: list[str]) -> None:
    for table in COLUMNS:
        base.execute(f"create view {table}_all as select * from {scan(parts.files(corpus, table, listed))}")
    without = ""
    if base.execute(_SOME_TWICE).fetchone() == (True,):
        base.execute(_SUPERSEDED)
        without = "anti join superseded using (sha256, batch)"
    for table in RESULTS:
        base.execute(f"create view {table} as select * from {table}_all {without}")
    base.execute(_OTHERS)


def scan(files: list[Path]) -> str:
    """SQL that reads files of one table."""
    names = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in files)
    return f"read_parquet([{names}])"
