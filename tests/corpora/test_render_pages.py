import random
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import groupby

import pytest

from corpora.synthetic.content import make_report
from corpora.synthetic.render import RENDERERS, Rendered
from corpora.synthetic.render.flow import rows_of
from corpora.synthetic.render.html import render_site
from corpora.synthetic.render.letterheads import LETTERHEADS
from corpora.synthetic.render.sites import FRAMES, SITES, Site
from corpora.synthetic.report import PrintedCell, PrintedTable, Report, Split
from extractor import extract
from extractor.core.grid import Cell
from extractor.load import load
from tests.corpora.render_made import made, stated

SPLITS: tuple[Split, ...] = ("train", "dev", "test")
EVERY_SITE = [(split, site) for split, sites in SITES.items() for site in sites]


def rendered(kind: str, wanted: Callable[[Rendered], bool]) -> Rendered:
    """The first rendering of a made report that has what is wanted."""
    found = (RENDERERS[kind](made(seed), random.Random(seed)) for seed in range(60))
    return next(one for one in found if wanted(one))


def misread(report: Report, page: Rendered) -> dict[str, object]:
    """Field → value read, for every cell that is not read as printed."""
    record = extract(page.data, name=f"report{page.suffix}")
    return {
        name: record.fields[name].value
        for name, value in stated(report).items()
        if name not in record.fields or record.fields[name].value != value
    }


def rows(cells: Iterable[Cell | PrintedCell]) -> list[list[tuple[int, int, str]]]:
    """Column, width and text of the cells by the row in which they begin, rows without any left out.

    Spaces count once, as in a browser.
    """
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return [
        [(c.column, c.column_span, " ".join(c.text.split())) for c in row]
        for _, row in groupby(ordered, key=lambda c: c.row)
    ]


@pytest.mark.parametrize(("split", "site"), EVERY_SITE, ids=[site.name for _, site in EVERY_SITE])
def test_every_site_is_read_whole(split: Split, site: Site) -> None:
    report = made(4, split)
    assert misread(report, render_site(report, random.Random(1), site)) == {}


@pytest.mark.parametrize("split", SPLITS)
def test_every_letterhead_is_read_whole(split: Split) -> None:
    seen = set()
    for seed in range(12):
        report = made(seed, split)
        page = RENDERERS["docx"](report, random.Random(seed))
        seen.add(page.layout.split("+")[0])
        assert misread(report, page) == {}, page.layout
    assert seen == {head.name for head in LETTERHEADS[split]}


@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize("split", SPLITS)
def test_generated_grids_arrive_as_laid_out(kind: str, split: Split) -> None:
    for seed in range(8):
        report = make_report(seed, split)
        page = RENDERERS[kind](report, random.Random(seed))
        grids = [
            g for g in load(page.data, name=f"report{page.suffix}").grids if g.rows > 1
        ]  # a site's menu is one row
        printed = [part for s in report.sections for part in s.parts if isinstance(part, PrintedTable)]
        assert page.tables == tuple(printed)
        assert len(grids) == len(printed), (seed, page.layout)
        for grid, table in zip(grids, printed, strict=True):
            assert rows(grid.cells) == rows(table.cells), page.layout


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_generated_reports_are_read_whole(kind: str) -> None:
    read = 0
    for seed in range(20):
        report = make_report(seed, "train")
        tables = {t.id for s in report.sections for t in s.parts if isinstance(t, PrintedTable)}
        if "requests" in tables and "litigation" not in tables:
            assert misread(report, RENDERERS[kind](report, random.Random(seed))) == {}, seed
            read += 1
    assert read >= 3


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_same_seed_same_bytes(kind: str) -> None:
    report = made(2, "dev")
    first, second = (RENDERERS[kind](report, random.Random(5)).data for _ in range(2))
    assert first == second
    assert first != RENDERERS[kind](made(3, "dev"), random.Random(5)).data


def test_splits_share_no_layout() -> None:
    for habit in ("name", "open", "paragraph"):
        values = [{getattr(site, habit) for site in SITES[split]} for split in SPLITS]
        assert sum(map(len, values)) == len(set().union(*values))
    names = [head.name for split in SPLITS for head in LETTERHEADS[split]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("split", SPLITS)
def test_each_split_has_all_kinds_of_site_and_charsets(split: Split) -> None:
    assert {site.family for site in SITES[split]} == set(FRAMES)
    charsets = {site.charset for site in SITES[split]}
    assert "utf-8" in charsets
    assert charsets & {"gbk", "gb2312"}


def test_a_gbk_page_refers_to_what_it_cannot_write() -> None:
    report = made(1, "train")
    site = next(site for site in SITES["train"] if site.charset == "gbk")
    odd = Report(**{**{name: getattr(report, name) for name in Report.__slots__}, "signature": ("𠮷水局",)})
    data = render_site(odd, random.Random(1), site).data
    assert "charset=gbk" in data.decode("gbk")
    assert "&#134071;水局" in data.decode("gbk")


def test_a_page_dates_itself_only_where_the_report_has_a_date() -> None:
    report = made(1, "train")
    undated = Report(**{**{n: getattr(report, n) for n in Report.__slots__}, "published": None, "signature": ()})
    for site in SITES["train"]:
        assert "发布时间" not in render_site(undated, random.Random(1), site).data.decode("gb18030", "replace")
    portal = next(site for site in SITES["train"] if site.family == "portal")
    assert "发布时间：2023-01-" in render_site(report, random.Random(1), portal).data.decode()


def test_tracked_changes_are_what_the_report_says_once_accepted() -> None:
    page = rendered("docx", lambda page: page.layout.endswith("+changes"))
    document = load(page.data, name="report.docx")
    assert any("tracked change" in warning for warning in document.warnings)
    assert "培训的针对性有待加强，将改进。" in document.text
    assert not any(word in document.text for word in ("初稿", "（待核）"))


def test_a_signature_in_a_text_box_is_there() -> None:
    page = rendered("docx", lambda page: page.layout.endswith("+box"))
    assert load(page.data, name="report.docx").text.rstrip().count("2023年1月18日") == 1


def test_word_reads_the_merged_cells() -> None:
    import docx

    report = made(1)
    page = RENDERERS["docx"](report, random.Random(1))
    tables = docx.Document(BytesIO(page.data)).tables
    assert len(tables) == len(page.tables)
    requests = next(i for i, table in enumerate(page.tables) if table.id == "requests")
    grid = tables[requests]
    for cell in (cell for row in rows_of(page.tables[requests]) for cell in row):
        merged = grid.cell(cell.row, cell.column)
        assert merged.text == cell.text
        last = grid.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        assert last._tc is merged._tc
