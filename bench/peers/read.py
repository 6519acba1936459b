"""Reads files with one reader and prints a JSON line for each, then one with the peak memory of the process.

    python read.py READER FILE...

Runs in the environment that has the reader, and imports nothing but that (and its neighbour that reads scans). A line
has `file`, `seconds` of processor time (imports and the first file's warming up excluded), and `tables` (rows of texts,
null where a merged cell goes on), or `record` for this toolkit, or `error`.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

Rows = list[list[str | None]]


def pandas_html(path: str) -> dict[str, Any]:
    """pandas.read_html, blanks kept; a column of nothing but numbers comes as numbers."""
    import pandas

    frames = pandas.read_html(path, header=None, keep_default_na=False, flavor="lxml")
    return {"tables": [_headers(frame) + frame.astype(str).to_numpy().tolist() for frame in frames]}


def _headers(frame: Any) -> Rows:
    """The rows that pandas took for a header; none where it numbered the columns."""
    if frame.columns.nlevels > 1:
        return [list(map(str, row)) for row in zip(*frame.columns, strict=True)]
    return [] if all(isinstance(name, int) for name in frame.columns) else [list(map(str, frame.columns))]


def camelot_default(path: str) -> dict[str, Any]:
    """camelot's ruled tables as it comes."""
    return _camelot(path)


def camelot_best(path: str) -> dict[str, Any]:
    """camelot's vector engine, text split at rules and copied into merged cells."""
    return _camelot(path, engine="vector", split_text=True, copy_text=["h", "v"])


def _camelot(path: str, **settings: Any) -> dict[str, Any]:
    import camelot

    found = camelot.read_pdf(path, pages="all", flavor="lattice", **settings)
    return {"tables": [table.df.to_numpy().tolist() for table in found]}


def pdfplumber_default(path: str) -> dict[str, Any]:
    """pdfplumber's extract_tables on every page."""
    import pdfplumber

    with pdfplumber.open(path) as file:
        return {"tables": [table for page in file.pages for table in page.extract_tables()]}


def img2table_default(path: str) -> dict[str, Any]:
    """img2table on the text layer, without OCR."""
    from img2table.document import PDF

    found = PDF(path).extract_tables()
    return {"tables": [_frame(t.df) for page in sorted(found) for t in found[page] if t.df is not None]}


def _frame(frame: Any) -> Rows:
    rows: Rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return rows


def rapidocr_grid(path: str) -> dict[str, Any]:
    """RapidOCR with the models of its wheel on level pages, and the grids that are ruled there."""
    import cv2

    from bench.peers import scans

    cv2.setNumThreads(1)
    found: list[Rows] = []
    for page in map(scans.straight, scans.pages(path)):
        grids = scans.ruled(page)
        if grids:  # text outside of tables is not asked for
            seen = _ocr()(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR))
            boxes = [box.mean(axis=0) for box in seen.boxes] if seen.boxes is not None else []
            words = [(float(x), float(y), text) for (x, y), text in zip(boxes, seen.txts or (), strict=True)]
            found += [scans.table(cells, words) for cells in grids]
    return {"tables": found}


@cache
def _ocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})


def this_toolkit(path: str) -> dict[str, Any]:
    """The whole record: tables, text, sums."""
    from extractor import extract

    return {"record": extract(path).to_dict()}


def tables_alone(path: str) -> dict[str, Any]:
    """What the others do too: the tables without the text, named and summed."""
    from extractor import load_document, tables
    from extractor.fuse import fuse
    from extractor.schemas import detect

    document = load_document(path)
    schema = detect(document)
    document = tables.mark(document, schema)
    return {"record": fuse(tables.read(document, schema), document, schema).to_dict()}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "extractor": this_toolkit,
    "extractor (tables alone)": tables_alone,
    "pandas.read_html": pandas_html,
    "pdfplumber": pdfplumber_default,
    "camelot (default)": camelot_default,
    "camelot (vector)": camelot_best,
    "img2table": img2table_default,
    "RapidOCR in ruled cells": rapidocr_grid,
}


def main(reader: str, files: list[str]) -> None:
    """Read the first file twice, the first time for warming up."""
    read = READERS[reader]
    for k, file in enumerate([files[0], *files]):
        begun = time.process_time()
        try:
            line = read(file)
        except Exception as error:  # a crash is a result: the file counts as a miss
            line = {"error": f"{type(error).__name__}: {error}"}
        if k:
            print(json.dumps({"file": file, "seconds": time.process_time() - begun} | line, ensure_ascii=False))
    print(json.dumps({"peak_mib": _peak_mib()}))


def _peak_mib() -> float:
    """Largest resident memory of this program; getrusage would also count the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
