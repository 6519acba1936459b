"""A corpus as a panel: one row for each agency and year, one column for each field, block by block."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import parts
from ..tables import STATUSES
from .codebook import IDENTITY, Variable

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from ..store import Corpus

_LONG_ROWS = 1 << 16  # of the long form at a time
_ROWS = 1 << 18  # rows of the long table in memory at a time
_DOCUMENTS = 8192  # documents of a block
_READ = ("sha256", "batch", "field", "value", "status", "confidence")  # of the long table
SORTED = 50_000  # documents up to which a panel is sorted by agency and year
_STORED = tuple(name for name, _, _ in IDENTITY)
# Of several documents of one agency and year: the one with the least left open, then with the most read, the newest.
_ONE = (
    "qualify agency_id is null or year is null or row_number() over (partition by agency_id, year "
    "order by conflict + doubtful, stated desc, batch desc, sha256) = 1"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents and values an export holds. Empty means all; `regions` are beginnings of division codes.

    `years` [first, last]; values below `confidence` are left empty.
    """

    years: tuple[int, int] | None = None
    regions: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    confidence: float = 0.0

    def condition(self) -> tuple[str, list[Any]]:
        """SQL on `records`, and its parameters."""
        terms, values = ["true"], list[Any]()
        if self.years:
            terms.append("year between ? and ?")
            values += self.years
        for column, wanted, test in (("region_code", self.regions, "starts_with"), ("schema", self.schemas, "")):
            if wanted:
                one = f"starts_with({column}, ?)" if test else f"{column} = ?"
                terms.append(f"({' or '.join([one] * len(wanted))})")
                values += wanted
        return " and ".join(terms), values


@dataclass(frozen=True)
class Block:
    """Documents of a panel: `heads` has their identifying columns; `values` (NaN: no value), `statuses` (index into
    STATUSES) and `confidences` are arrays of documents × fields."""

    heads: "pa.Table"
    values: "np.ndarray"
    statuses: "np.ndarray" = field(repr=False)
    confidences: "np.ndarray" = field(repr=False)


def selected(corpus: "Corpus", filter: Filter, *, one: bool = True) -> set[str]:
    """Keys (digest and batch) of the newest results that a filter leaves; with `one`, a single document for each
    agency and year."""
    condition, values = filter.condition()
    query = f"select sha256 || batch from records where {condition} {_ONE if one else ''}"
    with closing(corpus.connect()) as base:
        return {key for (key,) in base.execute(query, values).fetchall()}


def blocks(corpus: "Corpus", fields: Sequence[str], wanted: set[str], least: float = 0.0) -> Iterator[Block]:
    """The wanted documents in blocks; sorted by agency and year where they are at most 50,000, else in the order in
    which they were put in. Values with a confidence below `least` are NaN."""
    found = (block for part in parts.listed(corpus.path) for block in _of_part(corpus, part, fields, wanted))
    kept = (_trusted(block, least) for block in found)
    if len(wanted) > SORTED:
        yield from kept
        return
    every = list(kept)
    if every:
        yield _sorted(every)


def _of_part(corpus: "Corpus", part: str, fields: Sequence[str], wanted: set[str]) -> Iterator[Block]:
    """A part's wanted documents: its two tables have them in the same order."""
    import numpy as np
    import pyarrow.parquet as pq

    for path in parts.files(corpus.path, "records", [part]):
        heads = pq.read_table(path, columns=["batch", *_STORED])
        keys = [a + b for a, b in zip(*(heads.column(n).to_pylist() for n in ("sha256", "batch")), strict=True)]
        keep = np.array([key in wanted for key in keys], dtype=bool)
        if not keep.any():
            continue
        start = 0
        for values, statuses, confidences in _matrices(parts.files(corpus.path, "fields", [part])[0], fields):
            end = start + len(values)
            mask = keep[start:end]
            chosen = heads.slice(start, len(values)).drop_columns(["batch"])
            if mask.all():
                yield Block(chosen, values, statuses, confidences)
            elif mask.any():
                yield Block(chosen.filter(_arrow(mask)), values[mask], statuses[mask], confidences[mask])
            start = end


def long_rows(
    corpus: "Corpus", columns: Sequence[str], labels: Mapping[str, str], wanted: set[str], least: float = 0.0
) -> Iterator["pa.Table"]:
    """The wanted documents' rows of the long table with a confidence of at least `least`, and with what `records` has
    of each document."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    names, told = pa.array(labels.keys()), pa.array(labels.values())
    for part in parts.listed(corpus.path):
        for path in parts.files(corpus.path, "records", [part]):
            heads = pq.read_table(path, columns=["sha256", "batch", "path", "region", "region_code"])
            keys = pc.binary_join_element_wise(heads["sha256"], heads["batch"], "").combine_chunks()
            chosen = heads.filter(pa.array([key in wanted for key in keys.to_pylist()], pa.bool_()))
            if not chosen.num_rows:
                continue
            keys = pc.binary_join_element_wise(chosen["sha256"], chosen["batch"], "").combine_chunks()
            with pq.ParquetFile(parts.files(corpus.path, "fields", [part])[0]) as file:
                for block in file.iter_batches(_LONG_ROWS):
                    rows = pa.Table.from_batches([block])
                    at = pc.index_in(pc.binary_join_element_wise(rows["sha256"], rows["batch"], ""), keys)
                    kept = pc.and_(pc.is_valid(at), pc.greater_equal(rows["confidence"], least))
                    rows, at = rows.filter(kept), at.filter(kept)
                    for name in ("path", "region", "region_code"):
                        rows = rows.append_column(name, chosen[name].take(at))
                    rows = rows.append_column("label", pa.chunked_array([told]).take(pc.index_in(rows["field"], names)))
                    yield rows.select(columns)


def _matrices(path: Any, fields: Sequence[str]) -> Iterator[tuple["np.ndarray", "np.ndarray", "np.ndarray"]]:
    """The long table of a part as arrays of documents × fields, some thousand documents at a time."""
    import numpy as np
    import pyarrow.parquet as pq

    width = len(fields) + 1  # the last column takes the rows of other fields
    place = {name: i for i, name in enumerate(fields)}
    coded = {name: i for i, name in enumerate(STATUSES)}
    shape, missing = (_DOCUMENTS, width), STATUSES.index("missing")

    def empty() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return np.full(shape, np.nan), np.full(shape, missing, np.uint8), np.zeros(shape, np.float32)

    out, block, document, last = empty(), 0, -1, None
    with pq.ParquetFile(path, read_dictionary=["sha256", "batch", "field", "status"]) as file:
        for rows in file.iter_batches(_ROWS, columns=_READ):
            columns = dict(zip(_READ, rows.columns, strict=True))
            fresh, changes = _boundaries(columns["sha256"], columns["batch"], last)
            last = (columns["sha256"][-1].as_py(), columns["batch"][-1].as_py())
            owner = document + int(fresh) + np.cumsum(changes)
            document = int(owner[-1])
            at = owner * width + _codes(columns["field"], place, len(fields))
            sources = (_plain(columns["value"]), _codes(columns["status"], coded), _plain(columns["confidence"]))
            first = 0
            while first < len(at):
                end = int(np.searchsorted(owner, (block + 1) * _DOCUMENTS))
                here = at[first:end] - block * _DOCUMENTS * width
                for target, source in zip(out, sources, strict=True):
                    target.reshape(-1)[here] = source[first:end]
                first = end
                if first < len(at):
                    yield out[0][:, :-1], out[1][:, :-1], out[2][:, :-1]
                    out, block = empty(), block + 1
    used = document - block * _DOCUMENTS + 1
    if used > 0:
        yield out[0][:used, :-1], out[1][:used, :-1], out[2][:used, :-1]


def _boundaries(sha256: Any, batch: Any, last: tuple[str, str] | None) -> tuple[bool, "np.ndarray"]:
    """Whether the rows begin with another document than the last row before, and where else a new one begins."""
    import numpy as np

    codes = [_indices(sha256), _indices(batch)]
    change = np.zeros(len(codes[0]), dtype=np.int64)
    for code in codes:
        change[1:] |= code[1:] != code[:-1]
    return (sha256[0].as_py(), batch[0].as_py()) != last, change


def _indices(column: Any) -> "np.ndarray":
    return _plain(column.indices)


def _plain(column: Any) -> "np.ndarray":
    found: np.ndarray = column.to_numpy(zero_copy_only=False)
    return found


def _codes(column: Any, codes: dict[str, int], other: int = 0) -> "np.ndarray":
    """A dictionary column as numbers; `other` for what has none."""
    import numpy as np

    table = np.array([codes.get(name, other) for name in column.dictionary.to_pylist()], dtype=np.int64)
    found: np.ndarray = table[_indices(column)]
    return found


def _trusted(block: Block, least: float) -> Block:
    import numpy as np

    if least > 0:
        block.values[block.confidences < np.float32(least)] = np.nan
    return block


def _sorted(found: Iterable[Block]) -> Block:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    every = list(found)
    heads = pa.concat_tables([block.heads for block in every])
    by = [("region_code", "ascending"), ("agency_id", "ascending"), ("year", "ascending"), ("sha256", "ascending")]
    order = pc.sort_indices(heads, sort_keys=by)
    at = order.to_numpy()
    joined = [np.concatenate([getattr(b, name) for b in every])[at] for name in ("values", "statuses", "confidences")]
    return Block(heads.take(order), *joined)


def _arrow(mask: "np.ndarray") -> "pa.Array":
    import pyarrow as pa

    return pa.array(mask)


def table(block: Block, variables: Sequence[Variable]) -> "pa.Table":
    """A block as an Arrow table with the variables' ids as columns; empty where there is no value."""
    import numpy as np
    import pyarrow as pa

    columns: dict[str, Any] = {}
    values = iter(np.ascontiguousarray(block.values.T))
    for variable in variables:
        if variable.id in block.heads.column_names:
            columns[variable.id] = block.heads.column(variable.id)
        else:
            columns[variable.id] = pa.array(next(values), from_pandas=True)  # NaN: no value
    return pa.table(columns)
