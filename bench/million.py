"""Reading a corpus of as many records as one likes: rows cloned from a few read reports, then timed.

python -m bench.million FOLDER --records 1000000                     records alone: some minutes
python -m bench.million FOLDER --records 50000 --tables fields       fields too, and exports of them
python -m bench.million FOLDER --records 50000 --tables all          and all the rest

Clones have digests, agencies and years of their own, and other numbers; words and places are those of the originals.
Queries are given in seconds and as a multiple of counting the rows. Asserts nothing.
"""

import argparse
import resource
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import extractor
from corpora.synthetic.content import make_report
from corpora.synthetic.text import FLATTENINGS, flatten
from extractor.corpus import Converted, open_corpus, parts
from extractor.corpus.export import Shape, export_corpus
from extractor.corpus.tables import arrow_schema
from extractor.corpus.views import RESULTS

ORIGINALS = 100
PER_PART = 50_000
ALL = (*RESULTS, "paths")
EXPORTS: dict[str, Shape] = {"panel.parquet": "wide", "values.parquet": "long"}
QUERIES = (
    "select count(distinct year) from records",
    "select year, count(*), avg(missing) from records group by year",
    "select schema, year, count(distinct agency), sum(violations) from records group by all",
    "select agency, max(year) from records group by agency order by 2 desc, 1 limit 10",
    "select year, count(value), avg(value) from fields where field = 'requests.new.total' group by year",
    "select field, count(*), avg(value) from fields group by field",
)
_PER_GROUP = 1_000  # clones that are written at a time


def build(folder: Path, records: int, tables: Sequence[str]) -> Path:
    """Make the corpus in an empty folder: `records` rows of `records`, and what belongs to them in other tables."""
    sample = open_corpus(folder / ".sample", create=True)
    ways = list(FLATTENINGS)
    texts = [flatten(make_report(seed, "train"), ways[seed % len(ways)]).encode() for seed in range(ORIGINALS)]
    sample.append(Converted(extractor.extract(text, name=f"{k}.txt")) for k, text in enumerate(texts))
    listed = parts.listed(sample.path)
    originals = {name: _read(parts.files(sample.path, name, listed)) for name in tables}
    corpus = open_corpus(folder / "corpus", create=True)
    rng = np.random.default_rng(1)
    for start in range(0, records, PER_PART):
        count = min(PER_PART, records - start)
        batch = parts.new_id()
        parts.write(corpus.path, batch, lambda place: _fill(place, originals, batch, start, count, rng))  # noqa: B023
    return corpus.path


def measure(corpus: Path) -> None:
    """Print how long questions take."""
    start = time.perf_counter()
    with closing(open_corpus(corpus).connect()) as base:
        print(f"{time.perf_counter() - start:7.3f} s          open, and find results of earlier versions")
        unit = 0.0
        for query in QUERIES:
            start = time.perf_counter()
            base.execute(query).fetchall()
            seconds = time.perf_counter() - start
            unit = unit or seconds
            print(f"{seconds:7.3f} s {seconds / unit:7.1f}×  {query}")


def measure_exports(corpus: Path, target: Path) -> None:
    """Print how long exports take, and the peak memory of this process after each."""
    for name, shape in EXPORTS.items():
        start = time.perf_counter()
        rows = export_corpus(open_corpus(corpus), target / name, shape=shape)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{time.perf_counter() - start:7.3f} s  {peak:7.0f} MiB  {name}, {rows:,} rows")


def _read(files: list[Path]) -> pa.Table:
    return pa.concat_tables([pq.read_table(file) for file in files])


def _fill(place: Path, originals: dict[str, pa.Table], batch: str, start: int, count: int, rng: Any) -> dict[str, int]:
    rows: dict[str, int] = {}
    digests = pa.array([rng.bytes(32).hex() for _ in range(count)])
    agencies = pa.array([f"第{(start + k) // 10:06d}号县人民政府办公室" for k in range(count)])
    years = pa.array([2014 + (start + k) % 10 for k in range(count)], pa.int32())
    order = originals["records"]["sha256"].to_pylist()
    for name, table in originals.items():
        document = np.array([order.index(d) for d in table["sha256"].to_pylist()], np.int64)
        with pq.ParquetWriter(place / f"{name}.parquet", arrow_schema(name), compression="zstd") as writer:
            for first in range(0, count, _PER_GROUP):
                clones = min(_PER_GROUP, count - first) // ORIGINALS
                many = pa.concat_tables([table] * clones)
                shift = np.repeat(np.arange(clones) * ORIGINALS + first, len(table))
                which = pa.array(np.tile(document, clones) + shift)
                new = {"sha256": digests.take(which), "batch": pa.repeat(batch, len(many))}
                new |= {"agency": agencies.take(which), "agency_id": agencies.take(which), "year": years.take(which)}
                if name == "fields":
                    factor = pa.array(rng.integers(1, 9, len(many)).astype(float))
                    new["value"] = pa.compute.multiply(many["value"], factor)
                for column in new.keys() & set(many.column_names):
                    many = many.set_column(many.column_names.index(column), column, new[column])
                writer.write_table(many.cast(arrow_schema(name)))
                rows[name] = rows.get(name, 0) + len(many)
    return rows


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--tables", choices=("records", "fields", "all"), default="records")
    options = parser.parse_args()
    chosen = {"all": ALL, "fields": ("records", "fields", "paths"), "records": ("records", "paths")}[options.tables]
    corpus = build(options.folder, options.records, chosen)
    measure(corpus)
    if "fields" in chosen:
        measure_exports(corpus, options.folder)


if __name__ == "__main__":
    main()
