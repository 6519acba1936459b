"""DuckDB over a corpus: a view for each table, the newest result of a document or all of them."""

from pathlib import Path
from typing import TYPE_CHECKING

from . import parts
from .tables import COLUMNS

if TYPE_CHECKING:
    import duckdb

RESULTS = ("records", "fields", "evidence", "violations", "quantities")  # tables of which a document has versions
_DOCUMENTS = """
create view documents as
select sha256, list(path order by met_at, path) as paths, count(*) as copies, min(met_at) as first_met,
  bool_or(sha256 in (select sha256 from records)) as converted
from paths where sha256 is not null group by sha256
"""
_FAILURES = """
create view failures as
select * exclude (place) from (
  select *, count(*) over (partition by place) as attempts from (
    select *, coalesce(sha256, path) as place from failures_all) )
where sha256 is null or sha256 not in (select sha256 from records)
qualify row_number() over (partition by place order by batch desc, path) = 1
"""
_DECISIONS = """
create view decisions as select * from decisions_all
qualify row_number() over (partition by fingerprint order by batch desc) = 1
"""


def connect(corpus: Path) -> "duckdb.DuckDBPyConnection":
    """A connection in memory with the views; see Corpus.connect."""
    import duckdb

    listed = parts.listed(corpus)
    base = duckdb.connect()
    for table in COLUMNS:
        names = [str(path).replace("'", "''") for path in parts.files(corpus, table, listed)]
        several = ", ".join(f"'{name}'" for name in names)
        base.execute(f"create view {table}_all as select * from read_parquet([{several}])")
    base.execute(
        "create temp table stale as select sha256, batch from records_all where sha256 in "
        "(select sha256 from records_all group by sha256 having count(*) > 1) "
        "qualify row_number() over (partition by sha256 order by batch desc) > 1"
    )
    (old,) = base.execute("select count(*) from stale").fetchone() or (0,)
    without = "anti join stale using (sha256, batch)" if old else ""
    for table in RESULTS:
        base.execute(f"create view {table} as select * from {table}_all {without}")
    base.execute(
        "create view paths as select distinct on (sha256, path) * from paths_all order by sha256, path, met_at"
    )
    for view in (_DOCUMENTS, _FAILURES, _DECISIONS):
        base.execute(view)
    return base
